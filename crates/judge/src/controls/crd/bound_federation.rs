//! CRD-09: bound federation trust.

use super::federation::trust;
use crate::controls::prelude::*;
use model::records::{Issuance, Material, Modifier, Secret};

/// A trust that admits one workload.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-09",
    slug: "bound-federation",
    family: Family::Crd,
    title: "Bound federation trust",
    why: "A federation stores no key, but its trust decides who is let in. One that accepts any issuer, \
          audience or subject admits everybody who can obtain a token anywhere.",
    criteria: Criteria {
        pass: "The trust of a federated secret names its issuer, its audience and one subject. Where \
               only pipelines use it, CRD-07 judges the same and this control does not apply.",
        partial: "A wildcard leaves part of a subject open below a named organisation.",
        fail: "The trust leaves issuer, audience or subject open, empty or a placeholder.",
    },
    remediation: "Name the issuer and the audience in full, and bind the subject to one workload: a \
                  service account, a repository with its environment, or a SPIFFE id.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Secret(judge),
};

fn judge(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    let is_stated = secret.federation.given().is_some();
    match secret.material() {
        Material::Nothing => {}
        // A trust that is stated is judged, whatever the rest of the record is silent or wrong about.
        Material::Kept | Material::Unsettled(_) | Material::Contradicted(_) if is_stated => {}
        Material::Unsettled(field) => return unsettled(field),
        Material::Contradicted(_) => {
            let verdict = Judgement::not_applicable("A stored value, which other controls judge");
            return contradicted(verdict, asset, secret);
        }
        Material::Kept => return not_federated(asset, secret),
    }
    if only_pipelines(asset, secret, context) {
        return Judgement::not_applicable("Only pipelines use it, and CRD-07 judges their trust")
            .because(asset.place_of("used_by"), quote("used_by", &secret.used_by));
    }
    let ItemResult { outcome, note, missing } = trust(&secret.federation);
    let verdict = match (outcome, missing) {
        (Outcome::Pass, _) => Judgement::pass(words!("The trust is {note}")),
        (Outcome::Partial, _) => Judgement::partial(words!("The trust is partly open: {note}")),
        (Outcome::Fail, _) => Judgement::fail(words!("The trust is open: {note}")),
        (_, path) => {
            let (record, field) = path.unwrap_or(("secrets", "federation"));
            Judgement::missing_field(record, field)
        }
    };
    let Some(stated) = secret.federation.given() else { return verdict };
    let facts = [
        cited("federation.issuer", &stated.issuer),
        cited("federation.audience", &stated.audience),
        cited("federation.subject", &stated.subject),
    ];
    verdict.because_each(&asset.from, facts)
}

/// What neither its kind nor its issuance states to be a federation. What is made once is none; what is made
/// on demand may be one by its kind, and what does not state how it is made by either.
fn not_federated(asset: &Asset, secret: &Secret) -> Judgement {
    let none = Judgement::not_applicable("Not a federation");
    let issuance = cited("issuance", &secret.issuance);
    match (secret.issuance.given(), &secret.kind) {
        (None, _) => Judgement::silent(&secret.issuance, "secrets", "issuance"),
        (Some(Issuance::Static), _) => none.because_each(&asset.from, [issuance]),
        (Some(_), kind @ Field::Given(_)) => {
            none.because_each(&asset.from, [issuance, cited("kind", kind)])
        }
        (Some(_), silent) => Judgement::silent(silent, "secrets", "kind"),
    }
}

/// Whether everything that uses it is stated to run in a pipeline.
fn only_pipelines(asset: &Asset, secret: &Secret, context: &Context) -> bool {
    let users: Vec<&Asset> = context.users_of(asset).collect();
    let in_pipeline = |user: &&Asset| {
        let modifiers = match &user.facts {
            AssetFacts::Server(server) => &server.modifiers,
            AssetFacts::Agent(agent) => &agent.modifiers,
            _ => return false,
        };
        user.registered && !user.is_retired() && modifiers.items().contains(&Modifier::CiCd)
    };
    !users.is_empty()
        && users.len() == secret.used_by.items().len()
        && users.iter().all(in_pipeline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn secret(changes: Value) -> Value {
        let mut secret = json!({
            "id": "key", "kind": "workload-federation", "issuance": "federated", "location": "none",
            "used_by": ["crm"],
            "federation": {"issuer": "https://idp.example", "audience": "crm", "subject": "ns/crm"}
        });
        for (field, value) in changes.as_object().expect("fields") {
            secret[field] = value.clone();
        }
        secret
    }

    fn outcome(changes: Value) -> Outcome {
        Kit::new().secret(secret(changes)).outcome(&CONTROL)
    }

    fn trusting(claim: &str, value: Value) -> Outcome {
        let mut all = secret(json!({}));
        all["federation"][claim] = value;
        Kit::new().secret(all).outcome(&CONTROL)
    }

    #[test]
    fn a_trust_in_one_workload_passes_and_an_open_one_fails() {
        assert_eq!(outcome(json!({})), Pass);
        for claim in ["issuer", "audience", "subject"] {
            assert_eq!(trusting(claim, json!("*")), Fail, "{claim}");
            assert_eq!(trusting(claim, json!("tbd")), Fail, "{claim}");
        }
        assert_eq!(trusting("subject", json!("repo:acme/*")), Partial);
        assert_eq!(outcome(json!({"federation": null})), Fail);
    }

    #[test]
    fn neither_silence_nor_a_contradiction_excuses_an_open_trust() {
        let open = json!({"issuer": "*", "audience": "*", "subject": "*"});
        for (field, value) in [
            ("kind", json!(null)),
            ("issuance", json!(null)),
            ("location", json!("file")),
            ("issuance", json!("static")),
        ] {
            let mut changes = json!({"federation": open});
            changes[field] = value;
            assert_eq!(outcome(changes), Fail, "{field}");
        }
        let mut silent = secret(json!({}));
        silent.as_object_mut().expect("fields").remove("federation");
        assert_eq!(Kit::new().secret(silent).outcome(&CONTROL), NotAssessed);
        assert_eq!(Kit::new().secret(json!({"id": "key"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_is_stated_to_be_something_else_is_not_judged() {
        let of = |record| Kit::new().secret(record).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "key", "kind": "token", "issuance": "dynamic"})), NotApplicable);
        assert_eq!(of(json!({"id": "key", "issuance": "static"})), NotApplicable);
        // Stating the kind can only show that it is none.
        for issuance in ["dynamic", "jit"] {
            for silent in [
                json!({"id": "key", "issuance": issuance}),
                json!({"id": "key", "issuance": issuance, "kind": null}),
            ] {
                let judged = Kit::new().secret(silent).judge(&CONTROL);
                assert_eq!(judged.outcome, NotAssessed, "{issuance}");
                assert_eq!(judged.ask.map(|ask| ask.to_string()).as_deref(), Some("secrets.kind"));
            }
        }
        let pipeline = json!({"id": "crm", "modifiers": ["ci-cd"]});
        assert_eq!(
            Kit::new().secret(secret(json!({}))).server(pipeline).outcome(&CONTROL),
            NotApplicable
        );
        let other = json!({"id": "crm", "modifiers": []});
        assert_eq!(Kit::new().secret(secret(json!({}))).server(other).outcome(&CONTROL), Pass);
    }
}
