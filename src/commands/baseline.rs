//! What a gate compares with, and the gate of the profile in a report.

use super::pipeline::{Request, Run};
use super::stages::Stages;
use super::{excluded, pipeline, side};
use crate::workspace::Allowed;
use model::posture::FindingCard;
use model::{Baseline, Diagnostic, Gate, MonthRecord, Posture, Verdict};
use posture::Counted;

/// The baseline: what is named, else the last recorded month. A file named on the command line is
/// relative to this folder, one named in the profile to the project.
pub(super) fn of(
    gate: &Gate,
    named: Option<&str>,
    project: &Allowed,
    last: Option<MonthRecord>,
) -> Result<Option<Baseline>, Vec<Diagnostic>> {
    match (named, &gate.baseline) {
        (Some(name), _) => {
            let record = side::named(name, project)?.record;
            Ok(Some(Baseline { name: name.into(), record }))
        }
        (None, Some(path)) => {
            let record = side::stated(path, project)?.record;
            Ok(Some(Baseline { name: path.to_string(), record }))
        }
        (None, None) => {
            let last = last.filter(|_| gate.compares());
            Ok(last.map(|record| Baseline { name: record.period.to_string(), record }))
        }
    }
}

/// Judges a project for a report: with the verdict of the profile's gate.
///
/// # Errors
/// Those of [`pipeline::run`].
pub(super) fn judged(request: Request, stages: &mut Stages) -> Result<Run, Vec<Diagnostic>> {
    let allowed = request.project.allowed.clone();
    let mut run = pipeline::run(request, stages)?;
    let (all, last) = (run.all_findings.as_deref(), run.last.clone());
    set_verdict(&mut run.posture, all, &run.profile.gate, &allowed, last);
    Ok(run)
}

/// Sets the verdict of the profile's gate, which reports print. A gate that cannot be applied keeps no report
/// from being written: why is listed with the warnings.
fn set_verdict(
    posture: &mut Posture,
    all: Option<&[FindingCard]>,
    gate: &Gate,
    project: &Allowed,
    last: Option<MonthRecord>,
) {
    if gate.rules.is_empty() {
        return;
    }
    match verdict(posture, all, gate, project, last) {
        Ok(verdict) => posture.verdict = Some(verdict),
        Err(errors) => {
            posture.notices.extend(errors);
            posture.notices.sort();
            posture.notices.dedup();
        }
    }
}

fn verdict(
    posture: &Posture,
    all: Option<&[FindingCard]>,
    gate: &Gate,
    project: &Allowed,
    last: Option<MonthRecord>,
) -> Result<Verdict, Vec<Diagnostic>> {
    let baseline = of(gate, None, project, last)?;
    let findings = all.unwrap_or(&posture.findings);
    let findings = Counted::Each(findings);
    let mut verdict = posture::gate(posture, findings, baseline.as_ref(), gate)?;
    verdict.notes.extend(excluded::lines(posture));
    verdict.notes.extend(posture::caveats(posture));
    Ok(verdict)
}
