//! The gate of a run: what the command line asks of it, and its verdict.

use super::excluded;
use super::pipeline::{self, Request, Run};
use super::stages::Stages;
use model::{Diagnostic, Posture, Verdict};

/// Judges a project for a report: with the verdict of the profile's gate.
///
/// # Errors
/// Those of [`pipeline::run`].
pub(super) fn judged(request: Request, stages: &mut Stages) -> Result<Run, Vec<Diagnostic>> {
    let mut run = pipeline::run(request, stages)?;
    if !run.profile.gate.rules.is_empty() {
        let verdict = verdict(&mut run);
        set_verdict(&mut run.posture, verdict);
    }
    Ok(run)
}

/// The verdict of a run's gate, with what to know beside it.
///
/// # Errors
/// Where the baseline cannot be read, and where the gate cannot be applied.
pub(super) fn verdict(run: &mut Run) -> Result<Verdict, Vec<Diagnostic>> {
    let baseline = std::mem::replace(&mut run.baseline, Ok(None))?;
    let mut verdict =
        posture::gate(&run.posture, run.counted(), baseline.as_ref(), &run.profile.gate)?;
    verdict.notes.extend(excluded::lines(&run.posture));
    verdict.notes.extend(posture::caveats(&run.posture));
    Ok(verdict)
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
