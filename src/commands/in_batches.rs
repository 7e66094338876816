//! An estate whose findings are made a batch at a time, each with what the last record changes in it.

use crate::posture;
use assess::{Judge, Judging};
use judge::assess;
use model::words::Words;
use model::{Assessment, AssetKey, Exclusion, Finding};
use posture::{LastMonth, States};

/// Of how many missing assets findings are made at a time.
const MISSING_AT_ONCE: usize = 128;

/// An estate whose findings are made a batch at a time.
pub(super) struct InBatches<'r> {
    judging: Judging<'r>,
    /// What the last record changes.
    earlier: Option<Box<LastMonth<'r>>>,
}

impl<'r> InBatches<'r> {
    pub(super) fn of(mut judging: Judging<'r>, earlier: Option<LastMonth<'r>>) -> Self {
        if let Some(earlier) = &earlier {
            judging.add(earlier.assets(), earlier.notices());
        }
        InBatches { judging, earlier: earlier.map(Box::new) }
    }

    /// Takes what the profile excludes out of scope.
    pub(super) fn exclude(&mut self, exclusions: &[Exclusion]) {
        self.judging.exclude(exclusions);
    }

    /// How many findings there are in scope.
    pub(super) fn total(&self) -> usize {
        let out = &self.assessment().out_of_scope;
        let missing = self.earlier.as_ref().map(|last| last.count(|at| out.allows(at)));
        self.judging.findings() + missing.unwrap_or_default()
    }

    /// All of the assessment but its findings.
    pub(super) fn assessment(&self) -> &Assessment {
        self.judging.assessment()
    }

    /// The same.
    pub(super) fn into_assessment(self) -> Assessment {
        self.judging.into_assessment()
    }

    /// What makes the findings.
    pub(super) fn maker(&self) -> Maker<'_> {
        Maker {
            judge: self.judging.judge(),
            earlier: self.earlier.as_deref(),
            assessment: self.judging.assessment(),
        }
    }
}

/// What makes a batch of findings, and gives each away.
pub(super) type Batch<'a> = Box<dyn FnOnce(&mut dyn FnMut(Finding)) + Send + 'a>;

/// What makes the findings of an estate.
pub(super) struct Maker<'a> {
    judge: Judge<'a>,
    earlier: Option<&'a LastMonth<'a>>,
    assessment: &'a Assessment,
}

impl Maker<'_> {
    /// What makes all findings, in batches; those on missing assets follow all others.
    pub(super) fn batches(&self, words: Words) -> impl Iterator<Item = Batch<'_>> {
        let judged = self.judge.batches(words).map(|batch| {
            let batch: Batch<'_> = Box::new(|to| batch(&mut |finding| to(self.reverted(finding))));
            batch
        });
        judged.chain(self.earlier.into_iter().flat_map(missing))
    }

    /// The finding of a control on an asset, with words.
    pub(super) fn finding(&self, control: &str, asset: &AssetKey) -> Option<Finding> {
        let missing = self.earlier.and_then(|earlier| earlier.one(control, asset));
        let judged = || self.judge.finding(control, asset).map(|finding| self.reverted(finding));
        missing.or_else(judged)
    }

    /// The states of the findings on an asset that are in scope.
    pub(super) fn states(&self, asset: &AssetKey) -> States {
        let mut states = States::new();
        let mut add = |finding: Finding| {
            let finding = self.reverted(finding);
            if self.assessment.out_of_scope.allows(finding.asset) {
                states.extend([posture::state(&finding)]);
            }
        };
        self.judge.on_asset(asset, Words::LeftOut, &mut add);
        let missing = self.earlier.into_iter().flat_map(|earlier| earlier.on_asset(asset));
        missing.for_each(add);
        states
    }

    /// A finding that would improve only because a source was not read, as it was.
    fn reverted(&self, mut finding: Finding) -> Finding {
        if let Some(earlier) = self.earlier {
            earlier.revert(&mut finding, &self.assessment.context);
        }
        finding
    }
}

/// The findings on the assets that are missing now, in batches.
fn missing<'e>(earlier: &'e LastMonth<'e>) -> impl Iterator<Item = Batch<'e>> {
    let all = earlier.missing();
    (0..all).step_by(MISSING_AT_ONCE).map(move |start| {
        let assets = start..all.min(start + MISSING_AT_ONCE);
        let batch: Batch<'_> = Box::new(|to| earlier.findings(assets).for_each(to));
        batch
    })
}
