//! One finding in two months.

use super::asset_transitions::AssetTransition;
use model::change::{ChangedFinding, Class};
use model::month::MonthFinding;
use model::{AssetKey, FindingId, Month, Outcome, Severity, Weight};

/// One finding, before and after. At least one of the two is there.
pub(super) struct Pair<'a> {
    pub(super) control: &'a str,
    /// Its asset, by the current name.
    pub(super) asset: &'a AssetKey,
    pub(super) before: Option<&'a MonthFinding>,
    pub(super) after: Option<&'a MonthFinding>,
    pub(super) transition: AssetTransition,
    /// Whether the rules that decide it changed.
    pub(super) by_method: bool,
}

/// How findings of a class are listed: what regressed, is open, is severe and weighs most comes first.
pub(super) type Rank = (bool, bool, Severity, u64);

/// How a finding of a class is listed.
pub(super) fn rank(finding: &ChangedFinding) -> Rank {
    let open = finding.after.is_some_and(Outcome::is_open);
    (finding.regressed, open, finding.severity, finding.weight)
}

impl Pair<'_> {
    /// Its class, if `is` is its current state; `None` where it did not change and does not count.
    pub(super) fn class(&self, is: Option<(Outcome, Weight)>) -> Option<Class> {
        use Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
        let was = self.before.map(MonthFinding::state);
        let (then, now) = (was.map(|(outcome, _)| outcome), is.map(|(outcome, _)| outcome));
        let counts = |outcome: Option<Outcome>| outcome.is_some_and(|o| o != NotApplicable);
        if !counts(then) && !counts(now) {
            return None;
        }
        match self.transition {
            AssetTransition::Added => return Some(Class::AssetAdded),
            AssetTransition::Retired => return Some(Class::AssetRetired),
            AssetTransition::Excluded => return Some(Class::AssetExcluded),
            _ if self.by_method && was != is => return Some(Class::Method),
            AssetTransition::TierChanged if was != is => return Some(Class::TierChanged),
            AssetTransition::TierChanged | AssetTransition::Same => {}
        }
        let reopened = self.before.is_some_and(|finding| finding.last_open.is_some());
        match (then, now) {
            (Some(Fail | Partial), Some(Fail | Partial)) => Some(Class::Unchanged),
            (Some(NotAssessed), Some(Fail | Partial | Pass)) => Some(Class::NewlyAssessed),
            (_, Some(Fail | Partial)) if reopened => Some(Class::Reopened),
            (_, Some(Fail | Partial)) => Some(Class::New),
            (Some(Fail | Partial), Some(Pass)) => Some(Class::Fixed),
            (Some(Fail | Partial | Pass), Some(NotAssessed)) => Some(Class::NoLongerAssessed),
            _ => (was != is).then_some(Class::Other),
        }
    }

    /// How it is listed.
    pub(super) fn rank(&self) -> Rank {
        let severity = self.shown().map_or(Severity::Info, |shown| shown.severity);
        (self.is_regression(), self.is_open(), severity, self.weight())
    }

    /// Whether it is open now.
    pub(super) fn is_open(&self) -> bool {
        self.after.is_some_and(|finding| finding.outcome.is_open())
    }

    /// Whether it is open now, and was not or was less so before.
    pub(super) fn is_regression(&self) -> bool {
        let outcome = |finding: Option<&MonthFinding>| finding.map(|finding| finding.outcome);
        ChangedFinding::is_regression(outcome(self.before), outcome(self.after))
    }

    /// Since when it is open, or had been.
    pub(super) fn opened(&self) -> Option<Month> {
        let dated = if self.is_open() { self.after } else { self.before };
        dated.and_then(|finding| finding.first_seen)
    }

    /// As a report names it; `title` is that of its control, `by_limits` whether changed limits alone gave it its outcome.
    pub(super) fn named(&self, title: &str, by_limits: bool) -> Option<ChangedFinding> {
        let shown = self.shown()?;
        Some(ChangedFinding {
            regressed: self.is_regression(),
            id: FindingId::written(self.control, self.asset).into(),
            title: title.into(),
            before: self.before.map(|finding| finding.outcome),
            after: self.after.map(|finding| finding.outcome),
            severity: shown.severity,
            tier: shown.tier,
            weight: self.weight(),
            since: self.opened(),
            by_limits,
            defect: String::new(),
            place: None,
        })
    }

    fn shown(&self) -> Option<&MonthFinding> {
        self.after.or(self.before)
    }

    /// A fixed finding keeps the weight it had while it was open.
    fn weight(&self) -> u64 {
        let of = |finding: Option<&MonthFinding>| finding.map_or(0, MonthFinding::weight);
        of(self.shown()).max(of(self.before))
    }
}
