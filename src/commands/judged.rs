//! A judged estate on its way to a posture.

use crate::render::{Findings, FindingsFile};
use crate::{assess, posture};
use assess::Judging;
use model::posture::FindingCard;
use model::words::Words;
use model::{Assessment, AssetKey, Diagnostic, Finding, Posture};
use posture::{Alike, Held, Made};

/// How many findings become cards at a time.
const AT_ONCE: usize = 4_096;

/// What is kept of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Those of the assessment as well as those of the posture: who records a waiver needs both.
    Both,
    /// Those of the posture, with all their texts: a part of it prints others than the whole.
    Reported,
    /// Those of the posture. Only the first have texts; a file has those of all.
    Printed,
    /// Those that the posture and its pages name; a file has all of them.
    Named,
    /// Those of the posture itself, and what is compared with a baseline: each of them, few with texts.
    Compared,
    /// None: they are counted, and the posture names the severe ones. Who prints no report and compares nothing needs no
    /// more.
    Counted,
}

/// An estate that is judged a batch at a time, or whole where something is done to all its findings together.
pub(super) enum Judged<'r> {
    InBatches(Judging<'r>),
    Whole(Assessment),
}

impl Judged<'_> {
    /// The whole assessment, where it is whole.
    pub(super) fn whole(&mut self) -> Option<&mut Assessment> {
        match self {
            Judged::InBatches(_) => None,
            Judged::Whole(assessment) => Some(assessment),
        }
    }

    /// Rolls it up. The assessment keeps its findings only where `keep` states so.
    ///
    /// # Errors
    /// Where the file of all findings cannot be made.
    pub(super) fn posture(
        self,
        keep: Keep,
        inputs: posture::PostureInputs<'_>,
    ) -> Result<RolledUp, Diagnostic> {
        let total = match &self {
            Judged::InBatches(judging) => judging.findings(),
            Judged::Whole(assessment) => assessment.findings.len(),
        };
        let is_printed = !matches!(keep, Keep::Compared | Keep::Counted);
        let mut file =
            (is_printed && total > posture::MAX_FINDINGS).then(|| FindingsFile::of(total));
        let each = |posture: &Posture, cards: &[FindingCard]| {
            if let Some(file) = &mut file {
                file.add(posture, cards);
            }
        };
        let (assessment, Made { mut posture, all, alike }) = match self {
            Judged::InBatches(judging) => {
                let judge = judging.judge();
                let again = |control: &str, asset: &AssetKey| judge.finding(control, asset);
                // Of a finding that is only counted nobody reads a word.
                let (words, texts) = match inputs.held {
                    Held::Severe => (Words::LeftOut, Some(&again as posture::Again<'_>)),
                    Held::Whole | Held::FirstTexts | Held::Named => (Words::Written, None),
                };
                let batches = posture::Batches { total, findings: judge.batches(words), texts };
                let made = posture::posture(judging.assessment(), batches, inputs, each);
                drop(judge);
                (judging.into_assessment(), made)
            }
            Judged::Whole(mut assessment) => {
                let findings = std::mem::take(&mut assessment.findings);
                let kept = (keep == Keep::Both).then(|| findings.clone());
                let batches =
                    posture::Batches { total, findings: in_batches(findings), texts: None };
                let made = posture::posture(&assessment, batches, inputs, each);
                assessment.findings = kept.unwrap_or_default();
                (assessment, made)
            }
        };
        let all_findings = match (all, file) {
            (Some(cards), Some(file)) => Some(Findings { cards, file: file.finish()? }),
            (Some(cards), None) => {
                posture.findings = cards;
                None
            }
            (None, _) => None,
        };
        Ok(RolledUp { assessment, posture, all_findings, alike })
    }
}

/// What is made of a judged estate.
pub(super) struct RolledUp {
    pub(super) assessment: Assessment,
    pub(super) posture: Posture,
    /// The findings that are held, where there are too many for the posture itself.
    pub(super) all_findings: Option<Findings>,
    /// The findings by what they have in common.
    pub(super) alike: Vec<Alike>,
}

fn in_batches(
    findings: Vec<Finding>,
) -> impl Iterator<Item = impl FnOnce() -> std::vec::IntoIter<Finding> + Send> {
    let mut rest = findings.into_iter();
    std::iter::from_fn(move || {
        let batch: Vec<Finding> = rest.by_ref().take(AT_ONCE).collect();
        (!batch.is_empty()).then_some(move || batch.into_iter())
    })
}
