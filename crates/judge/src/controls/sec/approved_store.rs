//! SEC-02: secrets are kept in a named store.

use model::records::{Location, Secret};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Reason, Severity, Tier, is_placeholder,
};

/// Secrets kept where access is granted, logged and taken back.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-02",
    slug: "approved-store",
    family: Family::Sec,
    title: "No copy of it is kept outside a named secret store",
    why: "A store grants, logs and takes back access to a secret; a file does none of that and is \
          copied without a trace.",
    criteria: Criteria {
        pass: "It is kept in a secret manager, or the secret store of a pipeline, that is named; \
               a process may get it from there through its environment up to T2; a keychain will \
               do up to T1. A named store counts as approved. Federation keeps nothing and passes.",
        partial: "At T3 it reaches a process through its environment, at T2 it is kept in a \
                  keychain, or at T1 in a file.",
        fail: "At T2 or T3 it is kept in a file or configuration, or at T3 in a keychain.",
    },
    remediation: "Move it into the secret manager, let only its workload read it there, delete \
                  the copy and replace the value.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let AssetFacts::Secret(secret) = &asset.facts else {
        return Judgement::not_applicable("It is no secret");
    };
    // A pass, not "not applicable": else moving from a store to federation would cost credit, and
    // leaving out the kind would earn it back.
    if !secret.is_stored() {
        return Judgement::pass("It is federated, which keeps nothing anywhere")
            .because(asset.place(), "kind or issuance says federation");
    }
    let Field::Given(location) = &secret.location else {
        return Judgement::silent(&secret.location, "secrets", "location");
    };
    kept(*location, secret, asset.test_tier())
        .because(asset.place(), format!("location = {}", name(*location)))
}

fn kept(location: Location, secret: &Secret, tier: Tier) -> Judgement {
    let place = name(location);
    match (location, tier) {
        (Location::Vault | Location::CiSecret, _) => store(secret),
        (Location::Env, Tier::T3) => {
            let shown = "It reaches the process through its environment, where others can read it";
            store(secret).worst_of(Judgement::partial(shown))
        }
        (Location::Env, _) => store(secret),
        (Location::OsKeychain, Tier::T0 | Tier::T1) => {
            Judgement::pass("It is kept in the keychain of one machine")
        }
        (Location::OsKeychain, Tier::T2) => {
            Judgement::partial("It is kept in the keychain of one machine")
        }
        (Location::OsKeychain, Tier::T3) => {
            Judgement::fail("It is kept in the keychain of one machine, too little for T3")
        }
        (Location::EnvFile | Location::File | Location::Config, Tier::T0 | Tier::T1) => {
            Judgement::partial(format!("It is kept outside any store: {place}"))
        }
        (Location::EnvFile | Location::File | Location::Config, _) => {
            Judgement::fail(format!("It is kept outside any store: {place}"))
        }
        (Location::Unknown, _) => Judgement::unusable(
            Reason::MissingField,
            "secrets",
            "location",
            "Where it is kept is recorded as unknown",
        ),
    }
}

/// Which store it is. One that nobody names cannot be looked at.
fn store(secret: &Secret) -> Judgement {
    match &secret.store {
        Field::Given(store) if is_placeholder(store) => Judgement::unusable(
            Reason::MissingField,
            "secrets",
            "store",
            format!("The store is only a placeholder: {store}"),
        ),
        Field::Given(store) => Judgement::pass(format!("It is kept in {store}")),
        silent => Judgement::silent(silent, "secrets", "store"),
    }
}

fn name(location: Location) -> &'static str {
    match location {
        Location::Vault => "vault",
        Location::CiSecret => "ci-secret",
        Location::OsKeychain => "os-keychain",
        Location::Env => "env",
        Location::EnvFile => "env-file",
        Location::File => "file",
        Location::Config => "config",
        Location::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, location: Value) -> Outcome {
        let record = json!({"id": "key", "location": location, "store": "vault.example.com"});
        Bench::new().secret(record).tier(tier).outcome(&CONTROL)
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
                let judgement = Bench::new().secret(record).tier(Tier::T3).judge(&CONTROL);
                assert_eq!(judgement.outcome, NotAssessed);
                let ask = judgement.ask.map(|ask| ask.to_string());
                assert_eq!(ask.as_deref(), Some("secrets.store"));
            }
        }
    }

    #[test]
    fn federation_keeps_nothing_and_passes() {
        let secret = json!({"id": "key", "kind": "workload-federation"});
        assert_eq!(Bench::new().secret(secret).outcome(&CONTROL), Pass);
    }
}
