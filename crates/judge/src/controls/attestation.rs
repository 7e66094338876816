//! An attestation: a person's statement, where no record can decide.

use super::follow::is_followable;
use super::validity::Validity;
use model::records::Attestation;
use model::threshold::ATTESTATION_MAX;
use model::words;
use model::{Asset, Context, Domain, Judgement, Mandate, Outcome, Placed, Reason, days_between};

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
    if !needs_person {
        return verdict;
    }
    let key = (control.to_owned(), asset.key.clone());
    let attestations = context.attestations.get(&key).map(Vec::as_slice).unwrap_or_default();
    let valid =
        attestations.iter().filter(|attestation| is_valid(&attestation.record, asset, context));
    match valid.min_by_key(|attestation| reservation(&attestation.record, context).is_some()) {
        Some(attestation) => settle(verdict, attestation, context),
        None => verdict,
    }
}

/// Whether it comes from an active owner, of the domain that it states, and has neither expired nor grown
/// too old. One that states no domain is not valid: else leaving out a wrong one would help.
fn is_valid(attestation: &Attestation, asset: &Asset, context: &Context) -> bool {
    let Attestation { by, on, expires_on, .. } = attestation;
    let Some(domain) = attestation.domain.given() else { return false };
    let domains = [*domain];
    let mandate = Mandate::of(&domains).on(on.given().map(|on| on.day()));
    let known = by.given().is_some_and(|by| context.authority(by, mandate).is_ok());
    let validity = Validity::of((on, "on"), (expires_on, "expires_on"), context);
    let limit = context.limit(&ATTESTATION_MAX, asset.test_tier());
    let recent = on.given().is_some_and(|on| days_between(*on, context.as_of) <= limit);
    known && validity == Validity::InForce && recent
}

/// Why an attestation counts only as partial, if it does.
fn reservation(attestation: &Attestation, context: &Context) -> Option<&'static str> {
    match attestation.domain.given() {
        _ if !is_followable(&attestation.evidence, context) => {
            Some("without a link to evidence that can be followed")
        }
        Some(Domain::Operator) => Some("from inside the operating team"),
        Some(_) | None => None,
    }
}

fn settle(
    mut verdict: Judgement,
    attestation: &Placed<Attestation>,
    context: &Context,
) -> Judgement {
    let Attestation { by, on, statement, .. } = &attestation.record;
    let reservation = reservation(&attestation.record, context);
    let outcome = if reservation.is_some() { Outcome::Partial } else { Outcome::Pass };
    let by = by.given().map_or("(not stated)", String::as_str);
    for item in verdict.items.iter_mut().filter(|item| item.outcome == Outcome::NotAssessed) {
        item.outcome = outcome;
        item.note = words!("attested by {by}");
    }
    verdict.outcome = verdict.items.iter().map(|item| item.outcome).fold(outcome, Outcome::worse);
    verdict.reason = None;
    verdict.ask = None;
    let attested = words!("attested by {by}, {}", reservation.unwrap_or("with evidence"));
    // An item that no statement settles is the defect.
    let worse = verdict.items.iter().find(|item| {
        item.outcome == verdict.outcome && verdict.outcome != outcome && !item.note.is_empty()
    });
    verdict.sentence = match worse {
        Some(item) => words!("{}; {attested}", item.note),
        None => attested.replacen('a', "A", 1),
    };
    let statement = statement.given().map_or("", String::as_str);
    let on = on.given().map(ToString::to_string).unwrap_or_default();
    verdict.because(Some(&attestation.place), words!("attested on {on}: {statement}"))
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
        let kit = Kit::new().person("ada", "identity").person("ola", "operator");
        let kit = kit.server(json!({"id": "crm"}));
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
        let mut inside = with("domain", json!("operator"));
        inside["by"] = json!("ola");
        assert_eq!(answer(inside, Reason::UnknownGrammar), Partial);
        for (field, value) in [
            ("evidence", json!(null)),
            ("evidence", json!("trust me")),
            ("evidence", json!("https://")),
        ] {
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
            // The label contradicts the register.
            ("by", json!("ola")),
            ("domain", json!("operator")),
            ("domain", json!(null)),
        ] {
            assert_eq!(answer(with(field, value), Reason::UnknownGrammar), NotAssessed, "{field}");
        }
    }

    #[test]
    fn an_attestation_never_replaces_a_missing_field() {
        assert_eq!(answer(word(), Reason::MissingField), NotAssessed);
    }
}
