//! CRD-07: pipeline federation without stored keys.

use super::federation::trust;
use crate::controls::holdings::{is_idle, live_secrets, unknown_secrets};
use crate::controls::prelude::*;
use model::records::{Issuance, Material, Modifier, Secret};

/// Pipelines that store no key.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-07",
    slug: "pipeline-federation",
    family: Family::Crd,
    title: "Pipeline federation without stored keys",
    why: "Anyone who can change a pipeline can read the keys it stores, and a trust that requires no \
          particular subject admits every other pipeline of that issuer.",
    criteria: Criteria {
        pass: "Each of its secrets is issued on demand, or federated by a trust that names \
               issuer, audience and one subject.",
        partial: "A wildcard leaves part of a subject open below a named organisation; or, at T0 \
                  and T1, a key is stored.",
        fail: "A key is stored at T2 or T3, or a trust leaves issuer, audience or subject open.",
    },
    remediation: "Replace the stored key by OpenID Connect federation, and bind the trust to the \
                  repository and its branch or environment.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    // A pipeline is T1 at least; from T1 on, not declaring the pipeline would end at T0.
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "secret",
    met: "are federated with a bound trust or issued on demand",
    unmet: "are not federated with a bound trust",
    label: None,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (modifiers, idle) = match &asset.facts {
        AssetFacts::Server(server) => (&server.modifiers, is_idle(server)),
        AssetFacts::Agent(agent) => (&agent.modifiers, false),
        _ => (&Field::Absent, false),
    };
    match modifiers {
        Field::Given(stated) if stated.contains(&Modifier::CiCd) => {}
        // An export knows some circumstances; only a record lists all of them.
        Field::Given(_) if !asset.registered => {
            return Judgement::missing_field(asset.record_kind(), "modifiers");
        }
        Field::Given(_) => {
            return Judgement::not_applicable("Does not run in a pipeline")
                .because(asset.place_of("modifiers"), quote("modifiers", modifiers));
        }
        silent => return Judgement::silent(silent, asset.record_kind(), "modifiers"),
    }
    let mut items = Items::default();
    for (key, secret) in live_secrets(asset, context) {
        items.push(&key.key.id, stored(secret, asset.test_tier()));
    }
    unknown_secrets(context).into_iter().for_each(|unknown| items.push_unknown(unknown));
    let verdict = match (items.is_empty(), idle) {
        (false, _) => items.judge(&WORDS, ("secrets", "")),
        (true, true) => {
            Judgement::not_applicable("Declared to reach nothing, and no secret names it")
        }
        (true, false) => Judgement::unusable(
            Reason::MissingRecord,
            "secrets",
            "used_by",
            "No secret names it, and nothing declares that it needs none",
        ),
    };
    verdict.because(asset.place_of("modifiers"), quote("modifiers", modifiers))
}

fn stored(secret: &Secret, tier: Tier) -> ItemResult {
    match secret.material() {
        Material::Nothing => return trust(&secret.federation),
        Material::Unsettled("kind") => return ItemResult::missing(("secrets", "kind")),
        Material::Unsettled("issuance") => return ItemResult::missing(("secrets", "issuance")),
        Material::Unsettled(_) => return ItemResult::missing(("secrets", "location")),
        Material::Contradicted(_) if tier < Tier::T2 => {
            return ItemResult::partial("a stored key that is called a federation");
        }
        Material::Contradicted(_) => {
            return ItemResult::fail("a stored key that is called a federation");
        }
        Material::Kept => {}
    }
    match secret.issuance.given() {
        // A federated one without its kind looks the same, and its trust has to be checked.
        Some(Issuance::Dynamic | Issuance::Jit) if secret.kind.given().is_none() => {
            ItemResult::missing(("secrets", "kind"))
        }
        Some(Issuance::Dynamic | Issuance::Jit | Issuance::Federated) => {
            ItemResult::pass("issued on demand")
        }
        Some(Issuance::Static) if tier < Tier::T2 => ItemResult::partial("stored key"),
        Some(Issuance::Static) => ItemResult::fail("stored key"),
        None => ItemResult::missing(("secrets", "issuance")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::RecordKind;
    use serde_json::{Value, json};

    fn pipeline() -> Kit {
        Kit::new().server(json!({"id": "deploy", "modifiers": ["ci-cd"]}))
    }

    fn holding(mut secret: Value) -> Kit {
        secret["id"] = json!("key");
        secret["used_by"] = json!(["deploy"]);
        pipeline().secret(secret)
    }

    fn trusting(claim: &str, value: Value) -> Outcome {
        let mut trust = json!({"issuer": "https://token.example.com", "audience": "cloud",
                               "subject": "repo:acme/shop:environment:production"});
        trust[claim] = value;
        let secret = json!({"kind": "workload-federation", "issuance": "federated",
                            "location": "none", "federation": trust});
        holding(secret).outcome(&CONTROL)
    }

    #[test]
    fn a_bound_trust_and_credentials_on_demand_pass() {
        assert_eq!(trusting("audience", json!("cloud")), Pass);
        assert_eq!(
            holding(json!({"kind": "token", "issuance": "dynamic"})).outcome(&CONTROL),
            Pass
        );
    }

    #[test]
    fn a_kept_key_fails_from_t2_on() {
        let kept = || holding(json!({"issuance": "static"}));
        assert_eq!(kept().outcome(&CONTROL), Fail);
        assert_eq!(kept().tier(Tier::T1).outcome(&CONTROL), Partial);
    }

    #[test]
    fn a_kept_key_that_is_called_a_federation_fails_all_the_same() {
        let of = |field: &str, value: &str| {
            let mut secret = json!({"kind": "workload-federation", "issuance": "federated",
                                    "location": "none"});
            secret[field] = json!(value);
            holding(secret).outcome(&CONTROL)
        };
        assert_eq!(of("issuance", "static"), Fail);
        assert_eq!(of("location", "file"), Fail);
    }

    #[test]
    fn an_open_claim_fails_and_a_named_organisation_is_partial() {
        for subject in ["*", "repo:*", "repo:acme*", "acme/*"] {
            assert_eq!(trusting("subject", json!(subject)), Fail, "{subject}");
        }
        for subject in ["repo:acme/*", "repo:acme/shop:*", "spiffe://acme.example/*"] {
            assert_eq!(trusting("subject", json!(subject)), Partial, "{subject}");
        }
        assert_eq!(trusting("issuer", json!("https://acme.example/*")), Fail);
        assert_eq!(trusting("audience", json!(null)), Fail);
        assert_eq!(trusting("audience", json!("tbd")), Fail);
    }

    #[test]
    fn only_stated_modifiers_excuse() {
        let of = |record| Kit::new().agent(record).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "bot", "modifiers": []})), NotApplicable);
        assert_eq!(of(json!({"id": "bot", "modifiers": null})), NotAssessed);
        assert_eq!(of(json!({"id": "bot"})), NotAssessed);
    }

    #[test]
    fn without_a_secret_only_a_declaration_excuses() {
        let idle = || {
            let server = json!({"id": "lint", "modifiers": ["ci-cd"], "reach": [], "uses": []});
            Kit::new().server(server)
        };
        assert_eq!(idle().outcome(&CONTROL), NotAssessed);
        assert_eq!(idle().carries(RecordKind::Secrets).outcome(&CONTROL), NotApplicable);
        assert_eq!(idle().secret(json!({"id": "b"})).outcome(&CONTROL), NotAssessed);
        assert_eq!(pipeline().carries(RecordKind::Secrets).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn missing_data_of_a_secret_is_requested() {
        let ask = |secret| {
            let judgement = holding(secret).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed);
            judgement.ask.map(|ask| ask.to_string()).unwrap_or_default()
        };
        assert_eq!(ask(json!({})), "secrets.issuance");
        assert_eq!(ask(json!({"issuance": "jit"})), "secrets.kind");
        assert_eq!(ask(json!({"issuance": "federated"})), "secrets.kind");
        let federated = |trust: Value| {
            json!({"kind": "workload-federation", "issuance": "federated", "location": "none",
                   "federation": trust})
        };
        let mut silent = federated(json!(null));
        silent.as_object_mut().expect("fields").remove("federation");
        assert_eq!(ask(silent), "secrets.federation");
        let trust = json!({"issuer": "https://token.example.com", "audience": "cloud"});
        assert_eq!(ask(federated(trust)), "secrets.federation.subject");
    }
}
