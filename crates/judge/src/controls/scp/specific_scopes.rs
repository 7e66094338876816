//! SCP-02: no wildcard or administrative grants.

use crate::controls::attestation::or_attested;
use crate::controls::prelude::*;
use model::Breadth;
use model::threshold::ATTESTATION_MAX;

/// Every scope and role is specific.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-02",
    slug: "specific-scopes",
    family: Family::Scp,
    title: "No wildcard or administrative grants",
    why: "With a token that can do everything, any mistake of an agent and any leak has the worst \
          possible impact.",
    criteria: Criteria {
        pass: "Each scope or role names one kind of resource and the permitted action, by the \
               lists that its provider publishes or by its own words; or somebody outside the \
               operating team attests to those that cannot be interpreted.",
        partial: "At T0 or T1 a grant covers a whole product or any action on one resource, or an \
                  attestation has no evidence or comes from the operating team.",
        fail: "A grant covers everything, is administrative or lets its holder give itself more; \
               or at T2 and T3 one covers a whole product or any action on one resource.",
    },
    remediation: "Replace the grant with the narrow scopes or a custom role that the purpose needs. \
                  Where the issuer offers none, use separate identities for separate purposes.",
    severity: PerTier([Severity::Medium, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&ATTESTATION_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (field, noun, grants) = match &asset.facts {
        AssetFacts::Server(server) => ("scopes", "scope", &server.scopes),
        AssetFacts::Secret(secret) => ("scopes", "scope", &secret.scopes),
        AssetFacts::ServiceAccount(account) => ("roles", "role", &account.roles),
        _ => ("scopes", "scope", &Field::Absent),
    };
    // An empty field leaves the grants as unknown as a missing one.
    let Field::Given(list) = grants else {
        return Judgement::silent(grants, asset.record_kind(), field);
    };
    if list.is_empty() {
        return Judgement::not_applicable(words!("Declared without any {noun}"))
            .because(asset.place_of(field), quote(field, grants));
    }
    let mut items = Items::default();
    for grant in list {
        items.push(grant, item(context.grants.breadth(grant), asset.test_tier()));
    }
    let words = ItemWords { noun, met: "are specific", unmet: defect(&items), label: None };
    let mut verdict = items.judge(&words, ("attestations", ""));
    verdict.reason = verdict.reason.map(|_| Reason::UnknownGrammar);
    let verdict = verdict.because(asset.place_of(field), quote(field, grants));
    or_attested(verdict, CONTROL.id, asset, context)
}

/// The defect in the words of the worst grants.
fn defect(items: &Items) -> &'static str {
    let has = |note| items.iter().any(|item| item.note == note);
    match (has(ADMINISTRATIVE), has(BROAD)) {
        (true, false) => "are administrative",
        (true, true) => "are administrative or too broad",
        (false, _) => "are too broad",
    }
}

const ADMINISTRATIVE: &str = "administrative";
const BROAD: &str = "too broad";

fn item(breadth: Breadth, tier: Tier) -> ItemResult {
    match breadth {
        Breadth::Specific => ItemResult::pass(""),
        Breadth::Broad if tier < Tier::T2 => ItemResult::partial("outside production"),
        Breadth::Broad => ItemResult::fail(BROAD),
        Breadth::Administrative => ItemResult::fail(ADMINISTRATIVE),
        Breadth::Unknown => {
            ItemResult::unknown("the name does not show what it grants", ("attestations", ""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn server(scopes: Value) -> Kit {
        Kit::new().person("ida", "identity").server(json!({"id": "crm", "scopes": scopes}))
    }

    #[test]
    fn specific_scopes_and_roles_pass() {
        assert_eq!(server(json!(["repo:read", "issues:write"])).outcome(&CONTROL), Pass);
        let account = json!({"id": "backup", "roles": ["roles/storage.objectViewer"]});
        assert_eq!(Kit::new().service_account(account).outcome(&CONTROL), Pass);
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
        let kit = Kit::new().secret(secret).tier(Tier::T0);
        assert_eq!(kit.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_scopes_and_unreadable_scopes_are_not_assessed() {
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
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
