//! SEC-02: approved secret store only.

use crate::controls::evidence::id;
use crate::controls::prelude::*;
use model::is_placeholder;
use model::records::{Location, Secret};

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
               sufficient up to T1. A named store counts as approved. Federation stores nothing \
               and passes.",
        partial: "At T3 it reaches a process through its environment, at T2 it is stored in a \
                  keychain, or at T1 in a file.",
        fail: "At T2 or T3 it is stored in a file or configuration, or at T3 in a keychain.",
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

fn judge(asset: &Asset, secret: &Secret, _: &Context) -> Judgement {
    // A pass, not "not applicable": else moving from a store to federation would cost credit, and
    // leaving out the kind would earn it back.
    if !secret.is_stored() {
        return Judgement::pass("Federated: nothing is stored")
            .because(federation(asset, secret), "federated by kind or issuance");
    }
    let Field::Given(location) = &secret.location else {
        return Judgement::silent(&secret.location, "secrets", "location");
    };
    stored(*location, secret, asset.test_tier())
        .because(asset.place_of("location"), quote("location", &secret.location))
}

fn stored(location: Location, secret: &Secret, tier: Tier) -> Judgement {
    let keychain = "Stored in the keychain of one machine";
    let outside = || format!("Stored outside a secret store: {}", id(&location));
    match (location, tier) {
        (Location::Vault | Location::CiSecret, _) => store(secret),
        (Location::Env, Tier::T3) => store(secret).worst_of(Judgement::partial(
            "Passed to the process through its environment, where others can read it",
        )),
        (Location::Env, _) => store(secret),
        (Location::OsKeychain, Tier::T0 | Tier::T1) => Judgement::pass(keychain),
        (Location::OsKeychain, Tier::T2) => Judgement::partial(keychain),
        (Location::OsKeychain, Tier::T3) => Judgement::fail(keychain),
        (Location::EnvFile | Location::File | Location::Config, Tier::T0 | Tier::T1) => {
            Judgement::partial(outside())
        }
        (Location::EnvFile | Location::File | Location::Config, _) => Judgement::fail(outside()),
        (Location::Unknown, _) => {
            let sentence = "The location is recorded as unknown";
            Judgement::unusable(Reason::MissingField, "secrets", "location", sentence)
        }
    }
}

/// Which store it is. A store without a name cannot be checked.
fn store(secret: &Secret) -> Judgement {
    match &secret.store {
        Field::Given(store) if is_placeholder(store) => {
            let sentence = format!("The store is a placeholder: {store}");
            Judgement::unusable(Reason::MissingField, "secrets", "store", sentence)
        }
        Field::Given(store) => Judgement::pass(format!("Stored in {store}")),
        silent => Judgement::silent(silent, "secrets", "store"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, location: Value) -> Outcome {
        let record = json!({"id": "key", "location": location, "store": "vault.example.com"});
        Kit::new().secret(record).tier(tier).outcome(&CONTROL)
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
        let secret = json!({"id": "key", "kind": "workload-federation"});
        assert_eq!(Kit::new().secret(secret).outcome(&CONTROL), Pass);
    }
}
