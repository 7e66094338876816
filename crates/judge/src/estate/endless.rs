//! Decisions that are dated as if they had no end.

use model::{Diagnostic, Facts, Field, Kind, Moment, Place, Placed};

/// A warning about each approval and attestation whose last day is in the last year of the calendar: that
/// is no end date, and one is required.
pub(super) fn notices(facts: &Facts) -> Vec<Diagnostic> {
    let approvals = facts.approvals.iter();
    let approvals = approvals.filter_map(|one| endless(one, |record| &record.expires_on));
    let attestations = facts.attestations.iter();
    let attestations = attestations.filter_map(|one| endless(one, |record| &record.expires_on));
    approvals.chain(attestations).map(|place| warning(&place)).collect()
}

fn endless<T>(one: &Placed<T>, until: impl Fn(&T) -> &Field<Moment>) -> Option<Place> {
    let last = until(&one.record).given().filter(|last| last.is_no_end());
    last.map(|_| one.place_of("expires_on").unwrap_or_else(|| one.place.clone()))
}

fn warning(place: &Place) -> Diagnostic {
    let message = "`expires_on` in the year 9999 is no end date";
    let help = "state the day until which the decision holds";
    Diagnostic::at(place, message, help).of_kind(Kind::Doubtful)
}
