//! A judged estate on its way to a posture.

use crate::render::{Findings, FindingsFile};
use crate::{assess, posture};
use assess::Judging;
use model::month::MonthFindings;
use model::posture::FindingCard;
use model::words::Words;
use model::{Assessment, AssetKey, Diagnostic, Exclusion, Finding, Posture, Tally};
use posture::{Alike, Held, LastMonth, Made};

/// How many findings become cards at a time, or a few more.
const AT_ONCE: usize = 4_096;

/// Of how many missing assets findings are made at a time.
const MISSING_AT_ONCE: usize = 128;

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
    /// None: they are counted, and the posture names the severe ones. Who prints no report and compares nothing needs no
    /// more.
    Counted,
}

/// An estate that is judged a batch at a time, or whole where something is done to all its findings together.
pub(super) enum Judged<'r> {
    InBatches(Judging<'r>, Option<Box<LastMonth<'r>>>),
    Whole(Assessment),
}

impl<'r> Judged<'r> {
    /// An estate that is judged a batch at a time. `earlier` is what the last record changes.
    pub(super) fn in_batches(mut judging: Judging<'r>, earlier: Option<LastMonth<'r>>) -> Self {
        if let Some(earlier) = &earlier {
            judging.add(earlier.assets(), earlier.notices());
        }
        Judged::InBatches(judging, earlier.map(Box::new))
    }

    /// One that is judged whole.
    pub(super) fn whole_of(judging: Judging<'r>, earlier: Option<&LastMonth<'r>>) -> Self {
        let mut assessment = judging.whole();
        if let Some(earlier) = earlier {
            posture::carry_forward(&mut assessment, earlier);
        }
        Judged::Whole(assessment)
    }

    /// Takes what the profile excludes out of scope.
    pub(super) fn exclude(&mut self, exclusions: &[Exclusion]) {
        match self {
            Judged::InBatches(judging, _) => judging.exclude(exclusions),
            Judged::Whole(assessment) => {
                let added = assess::exclude(assessment, exclusions);
                assessment.findings.extend(added);
            }
        }
    }

    /// The whole assessment, where it is whole.
    pub(super) fn whole(&self) -> Option<&Assessment> {
        match self {
            Judged::InBatches(..) => None,
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
            Judged::InBatches(judging, earlier) => {
                let out = &judging.assessment().out_of_scope;
                let missing = earlier.as_ref().map(|last| last.count(|at| out.allows(at)));
                judging.findings() + missing.unwrap_or_default()
            }
            Judged::Whole(assessment) => assessment.in_scope().count(),
        };
        let is_printed = keep != Keep::Counted;
        let mut file =
            (is_printed && total > posture::MAX_FINDINGS).then(|| FindingsFile::of(total));
        let each = |posture: &Posture, cards: &[FindingCard]| {
            if let Some(file) = &mut file {
                file.add(posture, cards);
            }
        };
        let (assessment, Made { mut posture, all, alike, unjudged, month }) = match self {
            Judged::InBatches(judging, earlier) => {
                let earlier = earlier.as_deref();
                let judge = judging.judge();
                let context = &judging.assessment().context;
                let settled = |mut finding: Finding| {
                    if let Some(earlier) = earlier {
                        earlier.revert(&mut finding, context);
                    }
                    finding
                };
                let again = |control: &str, asset: &AssetKey| {
                    let missing = earlier.and_then(|earlier| earlier.one(control, asset));
                    missing.or_else(|| judge.finding(control, asset).map(settled))
                };
                // The words of a finding that is only counted are not read.
                let words = match inputs.held {
                    Held::Severe => Words::LeftOut,
                    Held::Whole | Held::FirstTexts | Held::Named => Words::Written,
                };
                let judged = judge.batches(words).map(|batch| {
                    let batch: Batch<'_> =
                        Box::new(move || Box::new(batch().map(settled)) as InBatch<'_>);
                    batch
                });
                let findings = judged.chain(earlier.into_iter().flat_map(missing));
                let batches = posture::Batches { total, findings, words, again: Some(&again) };
                let made = posture::posture(judging.assessment(), batches, inputs, each);
                drop(judge);
                (judging.into_assessment(), made)
            }
            Judged::Whole(mut assessment) => {
                let findings = std::mem::take(&mut assessment.findings);
                let kept = (keep == Keep::Both).then(|| findings.clone());
                let batches = posture::Batches {
                    total,
                    findings: by_assets(findings),
                    words: Words::Written,
                    again: None,
                };
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
        Ok(RolledUp { assessment, posture, all_findings, alike, unjudged, month })
    }
}

/// What makes a batch of findings.
type Batch<'a> = Box<dyn FnOnce() -> InBatch<'a> + Send + 'a>;
/// The findings of a batch, one after the other.
type InBatch<'a> = Box<dyn Iterator<Item = Finding> + 'a>;

/// What is made of a judged estate.
pub(super) struct RolledUp {
    pub(super) assessment: Assessment,
    pub(super) posture: Posture,
    /// The findings that are held, where there are too many for the posture itself.
    pub(super) all_findings: Option<Findings>,
    /// The findings by what they have in common.
    pub(super) alike: Vec<Alike>,
    /// What the baseline has that no control judges any more, where there is one.
    pub(super) unjudged: Option<Tally>,
    /// The findings as the record of the month keeps them, where it is made.
    pub(super) month: Vec<MonthFindings>,
}

/// The findings on the assets that are missing now, in batches.
fn missing<'e>(earlier: &'e LastMonth<'e>) -> impl Iterator<Item = Batch<'e>> {
    let all = earlier.missing();
    (0..all).step_by(MISSING_AT_ONCE).map(move |start| {
        let assets = start..all.min(start + MISSING_AT_ONCE);
        let batch: Batch<'_> = Box::new(|| Box::new(earlier.findings(assets)));
        batch
    })
}

/// Findings in batches, each of whole assets.
fn by_assets(
    findings: Vec<Finding>,
) -> impl Iterator<Item = impl FnOnce() -> std::vec::IntoIter<Finding> + Send> {
    let mut rest = findings.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut batch: Vec<Finding> = rest.by_ref().take(AT_ONCE).collect();
        let last = batch.last()?.asset;
        while let Some(next) = rest.next_if(|next| next.asset == last) {
            batch.push(next);
        }
        Some(move || batch.into_iter())
    })
}
