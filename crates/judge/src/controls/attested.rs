//! A person's word, where only a person can tell.

use super::standing::{Standing, standing};
use model::records::Attestation;
use model::threshold::ATTESTATION_MAX;
use model::{
    Asset, Context, Domain, Judgement, Method, Outcome, Placed, Reason, days_between,
    is_placeholder,
};

/// Lets a live attestation answer a verdict that waits for a person. A missing field or record is
/// never answered so: that would let a word stand in for evidence that exists.
///
/// With a link to evidence, from outside the operating team, the word counts in full, else in part.
pub(super) fn or_attested(
    verdict: Judgement,
    control: &str,
    asset: &Asset,
    context: &Context,
) -> Judgement {
    let personal = matches!(
        (verdict.outcome, verdict.reason),
        (Outcome::NotAssessed, Some(Reason::UnknownGrammar | Reason::NeedsAttestation))
    );
    let key = (control.to_owned(), asset.key.clone());
    let words = context.attestations.get(&key).map(Vec::as_slice).unwrap_or_default();
    let live = words.iter().filter(|word| personal && holds(&word.record, asset, context));
    match live.min_by_key(|word| reservation(&word.record).is_some()) {
        Some(word) => answered(verdict, word),
        None => verdict,
    }
}

/// Whether somebody known gave the word, and it has neither lapsed nor grown too old.
fn holds(word: &Attestation, asset: &Asset, context: &Context) -> bool {
    let known = word.by.given().is_some_and(|by| context.resolve_owner(by).is_known());
    let dates = standing((&word.on, "on"), (&word.expires_on, "expires_on"), context);
    let limit = context.limit(&ATTESTATION_MAX, asset.test_tier());
    let fresh = word.on.given().is_some_and(|on| days_between(*on, context.as_of) <= limit);
    known && dates == Standing::InForce && fresh
}

/// Why a word counts only in part, if it does.
fn reservation(word: &Attestation) -> Option<&'static str> {
    let evidence = word.evidence.given().is_some_and(|link| !is_placeholder(link));
    match word.domain.given() {
        _ if !evidence => Some("without a link to evidence"),
        None => Some("without saying for which domain"),
        Some(Domain::Operator) => Some("from inside the operating team"),
        Some(_) => None,
    }
}

fn answered(mut verdict: Judgement, word: &Placed<Attestation>) -> Judgement {
    let reservation = reservation(&word.record);
    let outcome = if reservation.is_some() { Outcome::Partial } else { Outcome::Pass };
    let by = word.record.by.given().map_or("somebody", String::as_str);
    for item in verdict.items.iter_mut().filter(|item| item.outcome == Outcome::NotAssessed) {
        item.outcome = outcome;
        item.note = format!("attested by {by}");
    }
    verdict.outcome = verdict.items.iter().map(|item| item.outcome).fold(outcome, Outcome::worse);
    verdict.method = Method::Attested;
    verdict.reason = None;
    verdict.ask = None;
    verdict.sentence = match reservation {
        Some(reservation) => format!("{by} attests to it, {reservation}"),
        None => format!("{by} attests to it, with evidence"),
    };
    let statement = word.record.statement.given().map_or("", String::as_str);
    let on = word.record.on.given().map(ToString::to_string).unwrap_or_default();
    verdict.because(Some(&word.place), format!("attested on {on}: {statement}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
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
        let bench = Bench::new().owner(json!({"id": "ada"})).server(json!({"id": "crm"}));
        let (asset, context) = bench.attestation(word).parts();
        let open = Judgement::unusable(reason, "servers", "scopes", "Nobody can read it");
        or_attested(open, "SCP-02", &asset, &context).outcome
    }

    #[test]
    fn a_word_from_outside_the_operating_team_with_evidence_counts_in_full() {
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
    fn a_lapsed_old_undated_future_or_unknown_word_changes_nothing() {
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
    fn a_word_never_stands_in_for_a_missing_field() {
        assert_eq!(answer(word(), Reason::MissingField), NotAssessed);
    }
}
