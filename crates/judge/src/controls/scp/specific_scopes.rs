//! SCP-02: no wildcard, whole-product or administrative grants.

use super::broad_grants::{Breadth, breadth};
use crate::controls::attested::or_attested;
use model::threshold::ATTESTATION_MAX;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Item, Judgement,
    Outcome, PerTier, Reason, Severity, Tier,
};

/// Every scope and role says what it is for.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-02",
    slug: "specific-scopes",
    family: Family::Scp,
    title: "Every granted scope and role is specific, none is a wildcard or administrative",
    why: "A token that can do everything turns any mistake of an agent, and any leak, into the \
          worst one possible.",
    criteria: Criteria {
        pass: "Each scope or role names one sort of thing and what may be done with it, or \
               somebody outside the operating team attests to those whose spelling does not tell.",
        partial: "At T0 or T1 a grant takes in a whole product or any action on one thing, or an \
                  attestation has no evidence or comes from the operating team.",
        fail: "A grant takes in everything or hands over administration, or at T2 and T3 one \
               takes in a whole product or any action on one thing.",
    },
    remediation: "Replace the grant with the narrow scopes or a custom role the purpose needs; \
                  where the issuer offers none, use separate identities for separate purposes.",
    severity: PerTier([Severity::Medium, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&ATTESTATION_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (field, noun, grants) = match &asset.facts {
        AssetFacts::Server(server) => ("scopes", "scope", &server.scopes),
        AssetFacts::Secret(secret) => ("scopes", "scope", &secret.scopes),
        AssetFacts::ServiceAccount(account) => ("roles", "role", &account.roles),
        _ => return Judgement::not_applicable("It is granted nothing by itself"),
    };
    let grants = match grants.given().map(Vec::as_slice) {
        // Left blank, the grants are as unknown as where nobody asks for them.
        None => return Judgement::silent(grants, asset.record_kind(), field),
        Some([]) => {
            return Judgement::not_applicable(format!("It is declared to carry no {noun}"))
                .because(asset.place(), format!("{field} = (none)"));
        }
        Some(grants) => grants,
    };
    let items: Vec<Item> = grants.iter().map(|grant| item(grant, asset.test_tier())).collect();
    let mut verdict = Judgement::of_items(noun, "are specific", items, ("attestations", ""));
    verdict.reason = verdict.reason.map(|_| Reason::UnknownGrammar);
    let verdict = verdict.because(asset.place(), format!("{field} = {}", grants.join(", ")));
    or_attested(verdict, CONTROL.id, asset, context)
}

fn item(grant: &str, tier: Tier) -> Item {
    let (outcome, note) = match (breadth(grant), tier) {
        (Breadth::Specific, _) => (Outcome::Pass, ""),
        (Breadth::Broad, Tier::T0 | Tier::T1) => (Outcome::Partial, "broad, outside production"),
        (Breadth::Broad, _) => (Outcome::Fail, "broad"),
        (Breadth::Administrative, _) => (Outcome::Fail, "administrative"),
        (Breadth::Unknown, _) => (Outcome::NotAssessed, "its spelling does not tell what it gives"),
    };
    Item::new(grant, outcome, note)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn server(scopes: Value) -> Bench {
        Bench::new().owner(json!({"id": "ida"})).server(json!({"id": "crm", "scopes": scopes}))
    }

    #[test]
    fn specific_scopes_and_roles_pass() {
        assert_eq!(server(json!(["repo:read", "issues:write"])).outcome(&CONTROL), Pass);
        let account = json!({"id": "backup", "roles": ["roles/storage.objectViewer"]});
        assert_eq!(Bench::new().service_account(account).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_broad_grant_fails_where_production_is_and_is_partial_elsewhere() {
        assert_eq!(server(json!(["repo:read", "files:*"])).outcome(&CONTROL), Fail);
        let low = server(json!(["repo:read", "files:*"])).tier(Tier::T1);
        assert_eq!(low.outcome(&CONTROL), Partial);
    }

    #[test]
    fn an_administrative_grant_fails_everywhere() {
        let secret = json!({"id": "key", "scopes": ["repo:read", "admin:org"]});
        let bench = Bench::new().secret(secret).tier(Tier::T0);
        assert_eq!(bench.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_scopes_and_unreadable_scopes_are_not_assessed() {
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        assert_eq!(server(json!(null)).outcome(&CONTROL), NotAssessed);
        let unreadable = server(json!(["billing"])).judge(&CONTROL);
        assert_eq!(unreadable.reason, Some(Reason::UnknownGrammar));
    }

    #[test]
    fn a_person_can_answer_for_unreadable_scopes_only() {
        let word = || {
            json!({
                "control": "SCP-02", "asset": "crm", "by": "ida", "domain": "identity",
                "on": "2026-10-01", "expires_on": "2027-03-31", "evidence": "https://wiki/crm"
            })
        };
        assert_eq!(server(json!(["billing"])).attestation(word()).outcome(&CONTROL), Pass);
        assert_eq!(server(json!(["admin"])).attestation(word()).outcome(&CONTROL), Fail);
        assert_eq!(server(json!(null)).attestation(word()).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn declared_to_carry_none_is_not_judged() {
        assert_eq!(server(json!([])).outcome(&CONTROL), NotApplicable);
    }
}
