//! An attestation: a person's statement, where no record can decide.

use super::checks::stated;
use super::validity::Validity;
use model::records::Attestation;
use model::threshold::ATTESTATION_MAX;
use model::{Asset, Context, Domain, Judgement, Outcome, Placed, Reason, days_between};

/// Lets a valid attestation settle a verdict that needs a person. It never settles a missing field
/// or record: a statement must not replace evidence that exists.
///
/// With a link to evidence, from outside the operating team, it counts in full, else as partial.
pub(super) fn or_attested(
    verdict: Judgement,
    control: &str,
    asset: &Asset,
    context: &Context,
) -> Judgement {
    let needs_person = matches!(
        (verdict.outcome, verdict.reason),
        (Outcome::NotAssessed, Some(Reason::UnknownGrammar | Reason::NeedsAttestation))
    );
    let key = (control.to_owned(), asset.key.clone());
    let attestations = context.attestations.get(&key).map(Vec::as_slice).unwrap_or_default();
    let valid = attestations
        .iter()
        .filter(|attestation| needs_person && is_valid(&attestation.record, asset, context));
    match valid.min_by_key(|attestation| reservation(&attestation.record).is_some()) {
        Some(attestation) => settle(verdict, attestation),
        None => verdict,
    }
}

/// Whether it comes from somebody in the owner register, and has neither expired nor grown too old.
fn is_valid(attestation: &Attestation, asset: &Asset, context: &Context) -> bool {
    let Attestation { by, on, expires_on, .. } = attestation;
    let known = by.given().is_some_and(|by| context.resolve_owner(by).is_known());
    let validity = Validity::of((on, "on"), (expires_on, "expires_on"), context);
    let limit = context.limit(&ATTESTATION_MAX, asset.test_tier());
    let recent = on.given().is_some_and(|on| days_between(*on, context.as_of) <= limit);
    known && validity == Validity::InForce && recent
}

/// Why an attestation counts only as partial, if it does.
fn reservation(attestation: &Attestation) -> Option<&'static str> {
    match attestation.domain.given() {
        _ if stated(&attestation.evidence).is_none() => Some("without a link to evidence"),
        None => Some("without stating a domain"),
        Some(Domain::Operator) => Some("from inside the operating team"),
        Some(_) => None,
    }
}

fn settle(mut verdict: Judgement, attestation: &Placed<Attestation>) -> Judgement {
    let Attestation { by, on, statement, .. } = &attestation.record;
    let reservation = reservation(&attestation.record);
    let outcome = if reservation.is_some() { Outcome::Partial } else { Outcome::Pass };
    let by = by.given().map_or("(not stated)", String::as_str);
    for item in verdict.items.iter_mut().filter(|item| item.outcome == Outcome::NotAssessed) {
        item.outcome = outcome;
        item.note = format!("attested by {by}");
    }
    verdict.outcome = verdict.items.iter().map(|item| item.outcome).fold(outcome, Outcome::worse);
    verdict.reason = None;
    verdict.ask = None;
    verdict.sentence = format!("Attested by {by}, {}", reservation.unwrap_or("with evidence"));
    let statement = statement.given().map_or("", String::as_str);
    let on = on.given().map(ToString::to_string).unwrap_or_default();
    verdict.because(Some(&attestation.place), format!("attested on {on}: {statement}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn word() -> Value {
        json!({
            "control": "SCP-02", "asset": "crm", "by": "ada", "domain": "identity",
            "on": "2026-10-01", "expires_on": "2026-12-31", "evidence": "https://wiki/crm"
        })
    }

    fn with(field: &str, value: Value) -> Value {
        let mut word = word();
        word[field] = value;
        word
    }

    fn answer(word: Value, reason: Reason) -> Outcome {
        let kit = Kit::new().owner(json!({"id": "ada"})).server(json!({"id": "crm"}));
        let (asset, context) = kit.attestation(word).parts();
        let open = Judgement::unusable(reason, "servers", "scopes", "Nobody can read it");
        or_attested(open, "SCP-02", &asset, &context).outcome
    }

    #[test]
    fn an_attestation_from_outside_the_operating_team_with_evidence_counts_in_full() {
        assert_eq!(answer(word(), Reason::UnknownGrammar), Pass);
    }

    #[test]
    fn without_evidence_or_from_the_operator_it_counts_in_part() {
        for (field, value) in
            [("evidence", json!(null)), ("domain", json!("operator")), ("domain", json!(null))]
        {
            assert_eq!(answer(with(field, value), Reason::UnknownGrammar), Partial, "{field}");
        }
    }

    #[test]
    fn an_expired_old_undated_future_or_unknown_attestation_changes_nothing() {
        for (field, value) in [
            ("expires_on", json!("2026-11-21")),
            ("expires_on", json!(null)),
            ("on", json!("2026-05-01")),
            ("on", json!("2027-01-01")),
            ("on", json!(null)),
            ("by", json!("bob")),
        ] {
            assert_eq!(answer(with(field, value), Reason::UnknownGrammar), NotAssessed, "{field}");
        }
    }

    #[test]
    fn an_attestation_never_replaces_a_missing_field() {
        assert_eq!(answer(word(), Reason::MissingField), NotAssessed);
    }
}
