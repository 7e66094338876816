//! CRD-07: pipelines federate.

use crate::controls::holdings::{is_idle, unknown_secrets};
use model::records::{Federation, Issuance, Modifier, Secret};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Reason, Severity, Tier, is_placeholder,
};

/// Pipelines that keep no key.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-07",
    slug: "pipeline-federation",
    family: Family::Crd,
    title: "In a pipeline, it keeps no key but federates with a trust bound to it",
    why: "Whoever may change a pipeline can print the keys it keeps, and a trust that asks for no \
          particular subject lets every other pipeline of that issuer in.",
    criteria: Criteria {
        pass: "Each of its secrets is issued on demand, or federated by a trust that names \
               issuer, audience and one subject.",
        partial: "A wildcard leaves part of a subject open below a named organisation; or, at T0 \
                  and T1, a key is kept.",
        fail: "A key is kept at T2 or T3, or a trust leaves issuer, audience or subject open.",
    },
    remediation: "Replace the kept key by OpenID Connect federation, and bind the trust to the \
                  repository and its branch or environment.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent],
    // A pipeline is T1 at least; from T1 on, keeping silent about the pipeline would end at T0.
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (modifiers, idle) = match &asset.facts {
        AssetFacts::Server(server) => (&server.modifiers, is_idle(server)),
        AssetFacts::Agent(agent) => (&agent.modifiers, false),
        _ => return Judgement::not_applicable("Only servers and agents run in pipelines"),
    };
    match modifiers {
        Field::Given(modifiers) if modifiers.contains(&Modifier::CiCd) => {}
        Field::Given(_) => {
            return Judgement::not_applicable("It does not run in a pipeline")
                .because(asset.place(), "modifiers without ci-cd");
        }
        silent => return Judgement::silent(silent, asset.record_kind(), "modifiers"),
    }
    let (mut items, mut wanted) = (Vec::new(), None);
    for (key, secret) in context.secrets_of(asset).filter(|(_, secret)| secret.is_live()) {
        let (outcome, note, field) = held(secret, asset.test_tier());
        wanted = wanted.or(field.map(|field| ("secrets", field)));
        items.push(Item::new(&key.key.id, outcome, note));
    }
    if let Some((note, missing)) = unknown_secrets(context) {
        wanted = wanted.or(Some(missing));
        items.push(Item::new("further secrets", Outcome::NotAssessed, note));
    }
    let verdict = match (items.is_empty(), idle) {
        (false, _) => {
            let predicate = "are federated with a bound trust or issued on demand";
            Judgement::of_items("secret", predicate, items, wanted.unwrap_or(("secrets", "")))
        }
        (true, true) => Judgement::not_applicable("It reaches nothing, and no secret names it"),
        (true, false) => Judgement::unusable(
            Reason::MissingRecord,
            "secrets",
            "used_by",
            "No secret names it, and nothing declares that it needs none",
        ),
    };
    verdict.because(asset.place(), "modifiers with ci-cd")
}

/// The verdict on one secret, why, and the field that is missing, if one is.
fn held(secret: &Secret, tier: Tier) -> (Outcome, String, Option<&'static str>) {
    match secret.issuance.given() {
        _ if !secret.is_stored() => trust(&secret.federation),
        // A federated one without its kind looks the same, and has a trust to answer for.
        Some(Issuance::Dynamic | Issuance::Jit) if secret.kind.given().is_none() => {
            (Outcome::NotAssessed, "nobody says of what kind it is".into(), Some("kind"))
        }
        Some(Issuance::Dynamic | Issuance::Jit | Issuance::Federated) => {
            (Outcome::Pass, "issued on demand".into(), None)
        }
        Some(Issuance::Static) if tier < Tier::T2 => (Outcome::Partial, "kept".into(), None),
        Some(Issuance::Static) => (Outcome::Fail, "kept".into(), None),
        None => (Outcome::NotAssessed, "nobody says how it is issued".into(), Some("issuance")),
    }
}

/// The worst of the three claims decides.
fn trust(federation: &Field<Federation>) -> (Outcome, String, Option<&'static str>) {
    let trust = match federation {
        Field::Given(trust) => trust,
        Field::Blank => return (Outcome::Fail, "its trust is left blank".into(), None),
        Field::Absent => {
            let note = "nobody says what its trust checks".into();
            return (Outcome::NotAssessed, note, Some("federation"));
        }
    };
    let claims = [
        ("federation.issuer", &trust.issuer),
        ("federation.audience", &trust.audience),
        ("federation.subject", &trust.subject),
    ];
    let judged = claims.map(|(field, claim)| {
        let (outcome, note) = bound(claim, field.ends_with("subject"));
        let missing = (outcome == Outcome::NotAssessed).then_some(field);
        (outcome, format!("{field}: {note}"), missing)
    });
    let worst = judged.into_iter().max_by_key(|(outcome, ..)| outcome.rank());
    worst.filter(|(outcome, ..)| *outcome != Outcome::Pass).unwrap_or_else(|| {
        let subject = trust.subject.given().map_or("", String::as_str);
        (Outcome::Pass, format!("bound to {subject}"), None)
    })
}

fn bound(claim: &Field<String>, in_part: bool) -> (Outcome, String) {
    match claim {
        Field::Absent => (Outcome::NotAssessed, "no source says".into()),
        Field::Blank => (Outcome::Fail, "left blank".into()),
        Field::Given(text) if is_placeholder(text) => (Outcome::Fail, "names nothing".into()),
        Field::Given(text) => match text.find(['*', '?']) {
            None => (Outcome::Pass, text.clone()),
            Some(end) if in_part && names_somebody(text.get(..end).unwrap_or_default()) => {
                (Outcome::Partial, format!("`{text}` is open in part"))
            }
            Some(_) => (Outcome::Fail, format!("`{text}` is open")),
        },
    }
}

/// Whether two whole parts stand before the wildcard, as in `repo:acme/`. A part that it cuts,
/// as in `repo:acme*`, can be met by a name that anybody may register.
fn names_somebody(fixed: &str) -> bool {
    let whole = fixed.rfind([':', '/']).and_then(|end| fixed.get(..end)).unwrap_or_default();
    whole.split([':', '/']).filter(|part| !part.is_empty()).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::RecordKind;
    use serde_json::{Value, json};

    fn pipeline() -> Bench {
        Bench::new().server(json!({"id": "deploy", "modifiers": ["ci-cd"]}))
    }

    fn holding(mut secret: Value) -> Bench {
        secret["id"] = json!("key");
        secret["used_by"] = json!(["deploy"]);
        pipeline().secret(secret)
    }

    fn trusting(claim: &str, value: Value) -> Outcome {
        let mut trust = json!({"issuer": "https://token.example.com", "audience": "cloud",
                               "subject": "repo:acme/shop:environment:production"});
        trust[claim] = value;
        let secret = json!({"kind": "workload-federation", "federation": trust});
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
    fn an_open_claim_fails_and_a_named_organisation_is_half_good() {
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
        let of = |record| Bench::new().agent(record).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "bot", "modifiers": []})), NotApplicable);
        assert_eq!(of(json!({"id": "bot", "modifiers": null})), NotAssessed);
        assert_eq!(of(json!({"id": "bot"})), NotAssessed);
    }

    #[test]
    fn without_a_secret_only_a_declaration_excuses() {
        let idle = || {
            let server = json!({"id": "lint", "modifiers": ["ci-cd"], "reach": [], "uses": []});
            Bench::new().server(server)
        };
        assert_eq!(idle().outcome(&CONTROL), NotAssessed);
        assert_eq!(idle().carries(RecordKind::Secrets).outcome(&CONTROL), NotApplicable);
        assert_eq!(idle().secret(json!({"id": "b"})).outcome(&CONTROL), NotAssessed);
        assert_eq!(pipeline().carries(RecordKind::Secrets).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_is_not_told_of_a_secret_is_asked_for() {
        let ask = |secret| {
            let judgement = holding(secret).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed);
            judgement.ask.map(|ask| ask.to_string()).unwrap_or_default()
        };
        assert_eq!(ask(json!({})), "secrets.issuance");
        assert_eq!(ask(json!({"issuance": "jit"})), "secrets.kind");
        assert_eq!(ask(json!({"issuance": "federated"})), "secrets.federation");
        let trust = json!({"issuer": "https://token.example.com", "audience": "cloud"});
        let open = json!({"issuance": "federated", "federation": trust});
        assert_eq!(ask(open), "secrets.federation.subject");
    }
}
