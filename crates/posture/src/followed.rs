//! The findings of a month, asset by asset as they are made: as its record keeps them, and as they are compared with
//! the month before.

use std::collections::HashSet;

use super::against::Against;
use super::compare::Comparing;
use super::compared::Compared;
use super::finding_age::{Dates, OpenAges};
use super::record::finding;
use model::month::{Ages, MonthFinding, MonthFindings};
use model::posture::FindingCard;
use model::{AssetKey, AssetKind, Month, Tally};

/// What is asked of the findings of a month.
#[derive(Clone, Copy)]
pub(super) struct Follow<'a> {
    /// What they are compared with; none in the first month.
    pub(super) comparing: Option<&'a Comparing<'a>>,
    /// What a gate compares them with.
    pub(super) against: Option<&'a Against<'a>>,
    /// Whether its record keeps them.
    pub(super) is_kept: bool,
    /// The month.
    pub(super) month: Month,
}

impl Follow<'_> {
    /// A batch of findings that begins.
    pub(super) fn begin(&self) -> Batch<'_> {
        Batch { follow: self, on: None, followed: Followed::default() }
    }

    /// Adds the findings of the next batch.
    pub(super) fn merge(&self, all: &mut Followed, next: Followed) {
        if let Some(comparing) = self.comparing {
            comparing.merge(&mut all.compared, next.compared);
        }
        all.kept.extend(next.kept);
        all.of_the_organisation.extend(next.of_the_organisation);
        all.ages.merge(next.ages);
        all.unjudged.merge(&next.unjudged);
    }

    /// Ends it, once all findings are added. `assets` are all that have findings.
    pub(super) fn end(&self, all: &mut Followed, assets: &HashSet<&AssetKey>) {
        let organisation = AssetKey::organisation();
        let findings = std::mem::take(&mut all.of_the_organisation);
        self.add(organisation.clone(), findings, all);
        if let Some(comparing) = self.comparing {
            let is_there = |asset: &AssetKey| *asset == organisation || assets.contains(asset);
            comparing.gone(is_there, &mut all.compared);
        }
    }

    fn add(&self, asset: AssetKey, findings: Vec<MonthFinding>, into: &mut Followed) {
        let on = MonthFindings::new(asset, findings);
        if let Some(comparing) = self.comparing {
            comparing.asset(&on.asset, on.findings(), &mut into.compared);
        }
        if let Some(against) = self.against {
            let is_judged = |control: &str| on.of_control(control).is_some();
            against.unjudged(&on.asset, is_judged, &mut into.unjudged);
        }
        if self.is_kept {
            into.kept.push(on);
        }
    }
}

/// What the findings of a month amount to.
#[derive(Debug, Default)]
pub(super) struct Followed {
    pub(super) compared: Compared,
    /// As its record keeps them.
    pub(super) kept: Vec<MonthFindings>,
    /// Those of the organisation, which come in several batches.
    of_the_organisation: Vec<MonthFinding>,
    ages: OpenAges,
    /// What the baseline of a gate has that no control judges any more.
    pub(super) unjudged: Tally,
}

impl Followed {
    /// How old open findings are, and how long those that are fixed had been open.
    pub(super) fn ages(&self, dates: &Dates) -> Ages {
        self.ages.ages(&self.compared.fixed, dates)
    }
}

/// A batch of findings: those on an asset follow one another.
pub(super) struct Batch<'a> {
    follow: &'a Follow<'a>,
    /// The asset of the last ones, with these.
    on: Option<(AssetKey, Vec<MonthFinding>)>,
    followed: Followed,
}

impl Batch<'_> {
    /// Adds a finding that is settled and dated.
    pub(super) fn add(&mut self, card: &FindingCard) {
        self.followed.ages.add(card);
        let finding = finding(card, self.follow.month);
        if card.asset.kind == AssetKind::Organisation {
            self.followed.of_the_organisation.push(finding);
            return;
        }
        match &mut self.on {
            Some((asset, findings)) if *asset == card.asset => findings.push(finding),
            _ => {
                self.next();
                self.on = Some((card.asset.clone(), vec![finding]));
            }
        }
    }

    /// What all of them amount to.
    pub(super) fn end(mut self) -> Followed {
        self.next();
        self.followed
    }

    fn next(&mut self) {
        if let Some((asset, findings)) = self.on.take() {
            self.follow.add(asset, findings, &mut self.followed);
        }
    }
}
