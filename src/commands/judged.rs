//! A judged estate on its way to a posture.

use std::collections::HashMap;

use super::in_batches::InBatches;
use crate::render::{Findings, FindingsFile};
use crate::{assess, posture};
use assess::Judging;
use judge::controls::CATALOG;
use model::month::MonthFindings;
use model::posture::{FindingCard, ScoreAndGrade};
use model::words::Words;
use model::{Assessment, AssetKey, Diagnostic, Exclusion, Finding, Posture, Tally};
use posture::{Alike, Held, LastMonth, Made, States};

/// How many findings become cards at a time, or a few more.
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
    /// None: they are counted, and the posture names the severe ones. Who prints no report needs no more.
    Counted,
}

/// An estate that is judged a batch at a time, or whole where something is done to all its findings together.
pub(super) enum Judged<'r> {
    InBatches(InBatches<'r>),
    Whole(Assessment),
}

impl<'r> Judged<'r> {
    /// An estate that is judged a batch at a time. `earlier` is what the last record changes.
    pub(super) fn in_batches(judging: Judging<'r>, earlier: Option<LastMonth<'r>>) -> Self {
        Judged::InBatches(InBatches::of(judging, earlier))
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
            Judged::InBatches(batches) => batches.exclude(exclusions),
            Judged::Whole(assessment) => {
                let added = assess::exclude(assessment, exclusions);
                assessment.findings.extend(added);
            }
        }
    }

    /// Score and grade under other limits, with the findings that earn less than here.
    pub(super) fn compared_with(
        &self,
        other: &InBatches<'_>,
        recorded: Option<posture::Recorded<'_>>,
    ) -> ScoreAndGrade {
        let graded = |in_force: &(dyn Fn(&AssetKey) -> States + Sync)| {
            let maker = other.maker();
            let findings = (other.assessment(), maker.batches(Words::LeftOut));
            let in_force = Some(posture::UnderLimits(in_force));
            posture::score_and_grade(findings, CATALOG, recorded, in_force)
        };
        match self {
            Judged::InBatches(batches) => {
                let maker = batches.maker();
                graded(&|asset| maker.states(asset))
            }
            Judged::Whole(assessment) => {
                let states = states(assessment);
                graded(&|asset| states.get(asset).cloned().unwrap_or_default())
            }
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
            Judged::InBatches(batches) => batches.total(),
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
            Judged::InBatches(estate) => {
                let maker = estate.maker();
                let again = |control: &str, asset: &AssetKey| maker.finding(control, asset);
                // The words of a finding that is only counted are not read.
                let words = match inputs.held {
                    Held::Severe => Words::LeftOut,
                    Held::Whole | Held::FirstTexts | Held::Named => Words::Written,
                };
                let findings = maker.batches(words);
                let batches = posture::Batches { total, findings, words, again: Some(&again) };
                let made = posture::posture(estate.assessment(), batches, inputs, each);
                drop(maker);
                (estate.into_assessment(), made)
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

/// The states of the findings in scope, by their assets.
fn states(assessment: &Assessment) -> HashMap<&AssetKey, States> {
    let mut states: HashMap<&AssetKey, States> = HashMap::new();
    for finding in assessment.in_scope() {
        if let Some(asset) = assessment.context.assets.get(finding.asset) {
            states.entry(&asset.key).or_default().extend([posture::state(finding)]);
        }
    }
    states
}

/// Findings in batches, each of whole assets.
fn by_assets(
    findings: Vec<Finding>,
) -> impl Iterator<Item = impl FnOnce(&mut dyn FnMut(Finding)) + Send> {
    let mut rest = findings.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut batch: Vec<Finding> = rest.by_ref().take(AT_ONCE).collect();
        let last = batch.last()?.asset;
        while let Some(next) = rest.next_if(|next| next.asset == last) {
            batch.push(next);
        }
        Some(move |to: &mut dyn FnMut(Finding)| batch.into_iter().for_each(to))
    })
}
