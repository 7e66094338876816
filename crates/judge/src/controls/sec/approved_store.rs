//! SEC-02: approved secret store only.

use super::seen_exposures::seen;
use super::stores::{self, Store};
use crate::controls::checks::fail_or_partial;
use crate::controls::evidence::id;
use crate::controls::prelude::*;
use model::is_placeholder;
use model::records::{Location, Material, Secret};

/// Secrets stored where access is granted, logged and revoked.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-02",
    slug: "approved-store",
    family: Family::Sec,
    title: "Approved secret store only",
    why: "A store grants, logs and revokes access to a secret. A file does none of that and can be \
          copied without a trace.",
    criteria: Criteria {
        pass: "It is stored in a named secret manager, or a named secret store of a pipeline; a \
               process may read it from there through its environment up to T2; a keychain is \
               sufficient up to T1. A store counts by the name of a product that keeps secrets; which \
               of them the organisation approved is not judged. Federation stores nothing \
               and passes where kind, issuance and location agree.",
        partial: "At T3 it reaches a process through its environment, at T2 it is stored in a \
                  keychain, or at T1 in a file.",
        fail: "At T2 or T3 it is stored in a file, a configuration or something else that keeps no \
               secrets, such as a spreadsheet, or at T3 in a keychain; or a \
               configuration or scanner shows its value in plain text, wherever it is recorded.",
    },
    remediation: "Move it into the secret manager, restrict access to its workload, delete the \
                  copy and replace the value.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Secret(judge),
};

fn judge(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    // A pass, not "not applicable": else moving from a store to federation would cost credit, and
    // leaving out the kind would earn it back.
    match secret.material() {
        Material::Nothing => {
            let verdict = Judgement::pass("Federated: nothing is stored");
            return federated(verdict, asset, secret);
        }
        Material::Unsettled(field) => return unsettled(field),
        Material::Kept | Material::Contradicted(_) => {}
    }
    let recorded = match &secret.location {
        Field::Given(location) => stored(*location, secret, asset.test_tier())
            .because(asset.place_of("location"), quote("location", &secret.location)),
        silent => Judgement::silent(silent, "secrets", "location"),
    };
    contradicted(recorded.worst_of(in_plaintext(asset, context)), asset, secret)
}

/// What configurations and scanners show beats what is recorded: a value that is seen outside of a store
/// is stored outside of one, wherever else it may be.
fn in_plaintext(asset: &Asset, context: &Context) -> Judgement {
    let seen = seen(asset, records_of(&context.exposures, asset)).into_iter();
    let verdicts = seen.map(|seen| {
        let verdict = match seen.result.outcome {
            Outcome::Fail => Judgement::fail(words!("In plain text in {}", seen.name)),
            _ => Judgement::unusable(
                Reason::InvalidData,
                "secrets",
                "location",
                words!("Probably in plain text in {}", seen.name),
            ),
        };
        verdict.because(Some(seen.place), seen.fact)
    });
    verdicts.fold(Judgement::pass(""), Judgement::worst_of)
}

fn stored(location: Location, secret: &Secret, tier: Tier) -> Judgement {
    let keychain = "Stored in the keychain of one machine";
    let outside = || words!("Stored outside a secret store: {}", id(&location));
    match (location, tier) {
        (Location::Vault | Location::CiSecret, _) => store(secret, tier),
        (Location::Env, Tier::T3) => store(secret, tier).worst_of(Judgement::partial(
            "Passed to the process through its environment, where others can read it",
        )),
        (Location::Env, _) => store(secret, tier),
        (Location::OsKeychain, Tier::T0 | Tier::T1) => Judgement::pass(keychain),
        (Location::OsKeychain, Tier::T2) => Judgement::partial(keychain),
        (Location::OsKeychain, Tier::T3) => Judgement::fail(keychain),
        (Location::EnvFile | Location::File | Location::Config, Tier::T0 | Tier::T1) => {
            Judgement::partial(outside())
        }
        (Location::EnvFile | Location::File | Location::Config, _) => Judgement::fail(outside()),
        (Location::None, _) => {
            let sentence = "Recorded as stored nowhere, and not as a federation";
            Judgement::unusable(Reason::InvalidData, "secrets", "location", sentence)
        }
        (Location::Unknown, _) => {
            let sentence = "The location is recorded as unknown";
            Judgement::unusable(Reason::MissingField, "secrets", "location", sentence)
        }
    }
}

/// Which store it is. One without a name, or with one that no list has, cannot be checked.
fn store(secret: &Secret, tier: Tier) -> Judgement {
    let pipeline = !matches!(secret.location, Field::Given(Location::Vault));
    match &secret.store {
        Field::Given(store) if is_placeholder(store) => {
            let sentence = words!("The store is a placeholder: {store}");
            Judgement::unusable(Reason::MissingField, "secrets", "store", sentence)
        }
        Field::Given(store) => match stores::store(store, pipeline) {
            Store::Secrets => Judgement::pass(words!("Stored in {store}")),
            Store::Other => {
                fail_or_partial(tier, words!("Stored in what keeps no secrets: {store}"))
            }
            Store::Unknown => {
                let sentence =
                    words!("No list has this store; name the product that keeps it: {store}");
                Judgement::unusable(Reason::UnknownGrammar, "secrets", "store", sentence)
            }
        },
        silent => Judgement::silent(silent, "secrets", "store"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use model::records::Certainty;
    use serde_json::{Value, json};

    fn outcome(tier: Tier, location: Value) -> Outcome {
        let record = json!({"id": "key", "location": location, "store": "vault.example.com"});
        Kit::new().secret(record).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn only_a_product_that_keeps_secrets_is_a_store() {
        let of = |tier, location: &str, store: &str| {
            let record = json!({"id": "key", "location": location, "store": store});
            Kit::new().secret(record).tier(tier).outcome(&CONTROL)
        };
        assert_eq!(of(Tier::T3, "ci-secret", "pipeline variables"), Pass);
        assert_eq!(of(Tier::T3, "vault", "pipeline variables"), NotAssessed);
        for location in ["vault", "ci-secret", "env"] {
            assert_eq!(of(Tier::T2, location, "the safe"), NotAssessed, "{location}");
            assert_eq!(of(Tier::T2, location, "a spreadsheet"), Fail, "{location}");
            assert_eq!(of(Tier::T1, location, "a spreadsheet"), Partial, "{location}");
        }
    }

    #[test]
    fn a_named_store_passes_at_every_tier() {
        for location in ["vault", "ci-secret"] {
            assert_eq!(outcome(Tier::T3, json!(location)), Pass, "{location}");
        }
    }

    #[test]
    fn weaker_places_do_up_to_their_tier() {
        for (location, expected) in [
            ("env", [Pass, Pass, Partial]),
            ("os-keychain", [Pass, Partial, Fail]),
            ("env-file", [Partial, Fail, Fail]),
            ("file", [Partial, Fail, Fail]),
            ("config", [Partial, Fail, Fail]),
        ] {
            let at = |tier| outcome(tier, json!(location));
            assert_eq!([at(Tier::T1), at(Tier::T2), at(Tier::T3)], expected, "{location}");
        }
    }

    #[test]
    fn an_unknown_place_and_an_unnamed_store_are_not_assessed() {
        assert_eq!(outcome(Tier::T2, json!("unknown")), NotAssessed);
        assert_eq!(outcome(Tier::T2, json!(null)), NotAssessed);
        for store in [json!(null), json!("tbd")] {
            for location in ["vault", "env"] {
                let record = json!({"id": "key", "location": location, "store": store});
                let judgement = Kit::new().secret(record).tier(Tier::T3).judge(&CONTROL);
                assert_eq!(judgement.outcome, NotAssessed);
                let ask = judgement.ask.map(|ask| ask.to_string());
                assert_eq!(ask.as_deref(), Some("secrets.store"));
            }
        }
    }

    #[test]
    fn federation_keeps_nothing_and_passes() {
        assert_eq!(Kit::new().secret(federated(json!({}))).outcome(&CONTROL), Pass);
    }

    fn federated(changes: Value) -> Value {
        let mut secret = json!({"id": "key", "kind": "workload-federation",
                                "issuance": "federated", "location": "none"});
        for (field, value) in changes.as_object().expect("fields") {
            secret[field] = value.clone();
        }
        secret
    }

    #[test]
    fn what_is_called_a_federation_and_keeps_a_value_is_judged_by_the_value() {
        let of = |changes: Value| Kit::new().secret(federated(changes)).judge(&CONTROL);
        let kept = of(json!({"issuance": "static", "location": "file"}));
        assert_eq!(kept.outcome, Fail);
        assert!(kept.sentence.contains("location = file contradicts"), "{}", kept.sentence);
        assert_eq!(of(json!({"location": "config"})).outcome, Fail);
        assert_eq!(of(json!({"issuance": "static"})).outcome, NotAssessed);
        for field in ["kind", "issuance", "location"] {
            assert_eq!(of(json!({field: null})).outcome, NotAssessed, "{field}");
        }
    }

    #[test]
    fn what_is_seen_in_plain_text_beats_what_is_recorded() {
        let seen = |certainty| model::records::Sighting {
            place: model::Place::file(".mcp.json"),
            setting: "KEY".into(),
            kind: "API key".into(),
            masked: "sk_… (40 characters)".into(),
            certainty,
        };
        let vault = json!({"id": "key", "location": "vault", "store": "vault.example.com"});
        for tier in [Tier::T1, Tier::T3] {
            let kit = Kit::new().secret(vault.clone()).sighted(seen(Certainty::Confirmed));
            let verdict = kit.tier(tier).judge(&CONTROL);
            assert_eq!(verdict.outcome, Fail);
            let facts: Vec<_> = verdict.evidence.iter().map(|it| it.fact.as_str()).collect();
            assert_eq!(facts, ["KEY: API key, sk_… (40 characters)", "location = vault"]);
        }
        let kit = Kit::new().secret(vault).sighted(seen(Certainty::Suspected));
        assert_eq!(kit.outcome(&CONTROL), NotAssessed);
    }
}
