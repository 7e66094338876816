//! What a gate compares with, and the gate of the profile in a report.

use super::pipeline::{Request, Run};
use super::stages::Stages;
use super::{excluded, pipeline, side};
use crate::workspace::Allowed;
use model::{Baseline, Diagnostic, Gate, MonthRecord, Posture, Verdict};

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
    if !run.profile.gate.rules.is_empty() {
        let verdict = verdict(&mut run, &allowed);
        set_verdict(&mut run.posture, verdict);
    }
    Ok(run)
}

/// Sets the verdict of the profile's gate, which reports print. A gate that cannot be applied keeps no report
/// from being written: why is listed with the warnings.
fn set_verdict(posture: &mut Posture, verdict: Result<Verdict, Vec<Diagnostic>>) {
    match verdict {
        Ok(verdict) => posture.verdict = Some(verdict),
        Err(errors) => {
            posture.notices.extend(errors);
            posture.notices.sort();
            posture.notices.dedup();
        }
    }
}

fn verdict(run: &mut Run, project: &Allowed) -> Result<Verdict, Vec<Diagnostic>> {
    let last = run.last.take();
    let gate = &run.profile.gate;
    let baseline = of(gate, None, project, last)?;
    let mut verdict = posture::gate(&run.posture, run.counted(), baseline.as_ref(), gate)?;
    verdict.notes.extend(excluded::lines(&run.posture));
    verdict.notes.extend(posture::caveats(&run.posture));
    Ok(verdict)
}
