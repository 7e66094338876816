//! A posture: whether every figure follows from its findings.

use super::check::{Check, Verdict};
use super::rejudged;
use crate::cli;
use crate::commands::posture_file::{self, AllFindings};
use crate::render::Findings;
use crate::workspace::Document;
use ::posture::verify::{not_recomputed, verify};
use judge::controls::CATALOG;
use model::posture::FindingCard;
use model::{Diagnostic, Posture};

/// What a posture was recomputed to.
pub(super) struct Recomputed {
    pub(super) posture: Posture,
    /// Every finding, where they are in a file of their own that is at hand.
    pub(super) all: Option<Findings>,
    pub(super) checks: Vec<Check>,
}

/// The checks on a posture that is a file.
///
/// # Errors
/// Where it is no posture that this version reads.
pub(super) fn checks(
    file: &Document,
    bytes: &[u8],
    args: &cli::Verify,
) -> Result<Vec<Check>, Vec<Diagnostic>> {
    let Recomputed { posture, mut checks, .. } = recomputed(file, bytes)?;
    assessed_again(&posture, rejudged::check(&posture, bytes, None, args)?, &mut checks);
    Ok(checks)
}

/// Adds the assessment of the inputs. Where it was not made, what only it would show is listed.
pub(super) fn assessed_again(posture: &Posture, again: Check, checks: &mut Vec<Check>) {
    if matches!(again.verdict, Verdict::Open(_)) {
        let listed = not_recomputed(posture);
        let what =
            format!("facts that nothing else in the posture follows from ({})", listed.len());
        let why = "only the inputs, assessed again, show them";
        let listed = listed.chunks(4).map(|places| places.join(" ")).collect();
        checks.push(Check { listed, ..Check::open(what, why) });
    }
    checks.push(again);
}

/// Recomputes a posture, with the findings beside it.
///
/// # Errors
/// Where it is no posture that this version reads.
pub(super) fn recomputed(file: &Document, bytes: &[u8]) -> Result<Recomputed, Vec<Diagnostic>> {
    let posture = posture_file::parse(bytes, file.name())?;
    let mut checks = Vec::new();
    let all = match &posture.findings_file {
        None => None,
        Some(stated) => {
            let what = format!("{} is the file of findings of this posture", stated.name);
            match posture_file::all_findings(file, stated, &posture)? {
                AllFindings::Read(all, _) => {
                    checks.push(Check::verified(what));
                    Some(all)
                }
                AllFindings::Missing => {
                    checks.push(Check::open(what, "it is not beside the posture"));
                    None
                }
                AllFindings::Other(why) => {
                    checks.push(Check::of(what, vec![why]));
                    None
                }
            }
        }
    };
    checks.push(agrees(&posture, all.as_deref()));
    Ok(Recomputed { posture, all, checks })
}

/// Whether a posture agrees with itself.
pub(super) fn agrees(posture: &Posture, all: Option<&[FindingCard]>) -> Check {
    let wrong = verify(posture, all, CATALOG);
    let whole = posture.findings_file.is_none() || all.is_some();
    let what = match whole {
        true => "score, letter, counts and roll-ups follow from the findings",
        false => "score, letter, counts and roll-ups follow from the counts of findings",
    };
    Check::of_disagreements(what, &wrong)
}
