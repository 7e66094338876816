//! The counts that reports print, one function for all of them: docs/counts.md is the glossary.

use super::measured::Classified;
use super::severe::is_severe;
use model::posture::{Counts, FindingCard, Posture, Standing};
use model::{Outcome, Severity};

/// The counts of a posture whose other figures are set. `all` are findings or the cells that count them.
pub(super) fn counts<T: Classified>(posture: &Posture, all: &[T]) -> Counts {
    let count = |keep: &dyn Fn(&T) -> bool| -> u64 {
        all.iter().filter(|one| keep(one)).map(|one| one.measure().count).sum()
    };
    let severe = |severity: Severity, standing: Standing| {
        let of = |one: &T| one.measure().severity == severity && one.standing() == standing;
        count(&|one| is_severe(one) && of(one))
    };
    let unassessed = |severity: Severity| {
        let of = |one: &T| {
            one.measure().severity == severity
                && one.standing() == Standing::Open
                && one.measure().outcome == Outcome::NotAssessed
        };
        count(&|one| is_severe(one) && of(one))
    };
    let outcomes = posture.outcomes;
    let assessed = outcomes.pass + outcomes.partial + outcomes.fail;
    let applicable = assessed + outcomes.not_assessed;
    let privileged = &posture.privileged_assets;
    let requests = posture.evidence_requests.iter();
    let confirmations = requests.filter(|request| request.confirms).count() as u64;
    Counts {
        identities: posture.assets.len() as u64,
        privileged_known: privileged.known,
        privileged_treated: privileged.treated,
        not_in_order: privileged.not_in_order.len() as u64,
        findings: applicable + outcomes.not_applicable,
        applicable,
        assessed,
        open: outcomes.partial + outcomes.fail,
        not_assessed: outcomes.not_assessed,
        passed: outcomes.pass,
        not_applicable: outcomes.not_applicable,
        overdue: 0,
        first_seen_now: 0,
        severe_critical_open: severe(Severity::Critical, Standing::Open),
        severe_critical_possible: severe(Severity::Critical, Standing::Possible),
        severe_high_open: severe(Severity::High, Standing::Open),
        severe_high_possible: severe(Severity::High, Standing::Possible),
        severe_critical_unassessed: unassessed(Severity::Critical),
        severe_high_unassessed: unassessed(Severity::High),
        waived: count(&|one| one.is_waived() && one.measure().outcome != Outcome::Pass),
        requests: posture.evidence_requests.len() as u64 - confirmations,
        confirmations,
    }
}

/// What only single findings show of what is open.
#[derive(Debug, Default)]
pub(super) struct Dated {
    overdue: u64,
    first_seen_now: u64,
}

impl Dated {
    /// Counts a finding that is open.
    pub(super) fn add(&mut self, card: &FindingCard) {
        self.overdue += u64::from(card.overdue);
        self.first_seen_now += u64::from(card.open_since.is_none());
    }

    pub(super) fn merge(&mut self, other: &Dated) {
        self.overdue += other.overdue;
        self.first_seen_now += other.first_seen_now;
    }

    /// The counts with it.
    pub(super) fn complete(&self, counts: Counts) -> Counts {
        Counts { overdue: self.overdue, first_seen_now: self.first_seen_now, ..counts }
    }
}
