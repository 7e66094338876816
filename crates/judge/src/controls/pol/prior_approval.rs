//! POL-01: approved before deployment.

use super::approval::{by_role, changes};
use crate::controls::prelude::*;
use model::wording::list;
use model::{Item, records::Approval};

/// Deployments that the required roles approved in advance.
pub(crate) static CONTROL: Control = Control {
    id: "POL-01",
    slug: "prior-approval",
    family: Family::Pol,
    title: "Approved before deployment",
    why: "An approval is the last point at which somebody can refuse. A server deployed without one \
          was accepted by nobody.",
    criteria: Criteria {
        pass: "Each role that the tier requires approved the deployment no later than the day it \
               was first seen, and the approval is in force; each tool added, scope widened or tier \
               raised since was approved no later than that day. T1 requires the operator, T2 \
               identity too, T3 all three domains.",
        partial: "A role approved only afterwards, or a change was; or, at T2, one of the two roles \
                  is missing.",
        fail: "A role is missing, its approval has expired or has no end, a change on record was not \
               approved, or, at T3, the approver is also the requester.",
    },
    remediation: "Have each missing role approve it, with an end date, and record that; take it out \
                  of service if one refuses. Require an approval in the configuration repository.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Approvals, asset, context) {
        return missing;
    }
    let records: &[Placed<Approval>] = records_of(&context.approvals, asset);
    let roles = required(asset.test_tier());
    let (mut items, mut missing, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    for &role in roles {
        match by_role(role, records, server, asset, context) {
            Some(verdict) => {
                items.push(Item::new(role.noun(), verdict.outcome, &verdict.sentence));
                verdicts.push(verdict);
            }
            None => {
                items.push(Item::new(role.noun(), Outcome::Fail, "no approval"));
                missing.push(role.noun());
            }
        }
    }
    let not_approved = || words!("Not approved by {}", list(&missing));
    let complete = match missing.len() {
        0 => Judgement::pass(words!("Approved before deployment by {}", named(roles))),
        1 if asset.test_tier() == Tier::T2 => Judgement::partial(not_approved()),
        _ => Judgement::fail(not_approved()),
    };
    verdicts.push(changes(records, asset, context));
    let evidence: Vec<_> = verdicts.iter().flat_map(|verdict| verdict.evidence.clone()).collect();
    let mut verdict = verdicts.into_iter().fold(complete, Judgement::worst_of).with_items(items);
    verdict.evidence = evidence;
    verdict.because(asset.place(), words!("approvals on record: {}", records.len()))
}

fn named(roles: &[Domain]) -> String {
    list(&roles.iter().map(|role| role.noun()).collect::<Vec<_>>())
}

fn required(tier: Tier) -> &'static [Domain] {
    match tier {
        Tier::T0 | Tier::T1 => &[Domain::Operator],
        Tier::T2 => &[Domain::Operator, Domain::Identity],
        Tier::T3 => &[Domain::Operator, Domain::Identity, Domain::PlatformSecurity],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(tier: Tier) -> Kit {
        let kit = Kit::new().server(json!({"id": "crm", "first_seen": "2026-03-01"}));
        let kit = kit.person("ola", "operator").person("ida", "identity");
        let kit = kit.person("pia", "platform-security").person("bob", "operator").tier(tier);
        kit.carries(RecordKind::Events)
    }

    fn approval(domain: &str) -> Value {
        let approver = match domain {
            "operator" => "ola",
            "identity" => "ida",
            _ => "pia",
        };
        json!({"subject": "crm", "change": "deployment", "approver": approver,
               "approver_domain": domain, "requested_by": "bob",
               "approved_on": "2026-02-20", "expires_on": "2027-02-20"})
    }

    fn changed(field: &str, value: Value) -> Value {
        let mut record = approval("operator");
        record[field] = value;
        record
    }

    #[test]
    fn each_tier_asks_for_its_roles() {
        let operator = |tier| kit(tier).approval(approval("operator"));
        assert_eq!(operator(Tier::T1).outcome(&CONTROL), Pass);
        assert_eq!(operator(Tier::T2).outcome(&CONTROL), Partial);
        assert_eq!(operator(Tier::T3).outcome(&CONTROL), Fail);
        let both = |tier| operator(tier).approval(approval("identity"));
        assert_eq!(both(Tier::T2).outcome(&CONTROL), Pass);
        assert_eq!(both(Tier::T3).outcome(&CONTROL), Fail);
        let all = both(Tier::T3).approval(approval("platform-security"));
        assert_eq!(all.outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_change_since_needs_an_approval_of_its_own() {
        let event = |kind: Value| json!({"asset": "crm", "kind": kind, "at": "2026-10-12"});
        let of = |kind: Value, approved: Option<Value>| {
            let kit = kit(Tier::T1).approval(approval("operator")).event(event(kind));
            approved.into_iter().fold(kit, Kit::approval).outcome(&CONTROL)
        };
        let change = |change: &str, on: &str| {
            let mut record = changed("change", json!(change));
            record["approved_on"] = json!(on);
            Some(record)
        };
        for (kind, what) in
            [("tool-added", "tool"), ("scope-widened", "scope"), ("tier-raised", "tier")]
        {
            assert_eq!(of(json!(kind), None), Fail, "{kind}");
            assert_eq!(of(json!(kind), change(what, "2026-10-12")), Pass, "{kind}");
            assert_eq!(of(json!(kind), change(what, "2026-10-13")), Partial, "{kind}");
        }
        assert_eq!(of(json!("tool-added"), change("scope", "2026-10-12")), Fail);
        assert_eq!(of(json!("incident"), None), Pass);
        assert_eq!(of(json!(null), None), NotAssessed);
        let silent = kit(Tier::T1).approval(approval("operator"));
        let mut undated = event(json!("tool-added"));
        undated.as_object_mut().expect("a map").remove("at");
        assert_eq!(silent.event(undated).outcome(&CONTROL), NotAssessed);
        let unheard = Kit::new().server(json!({"id": "crm", "first_seen": "2026-03-01"}));
        let unheard =
            unheard.person("ola", "operator").tier(Tier::T1).approval(approval("operator"));
        assert_eq!(unheard.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn late_is_partial_expired_and_missing_fail() {
        let of = |record| kit(Tier::T1).approval(record).outcome(&CONTROL);
        assert_eq!(of(changed("approved_on", json!("2026-03-01T18:00:00Z"))), Pass);
        assert_eq!(of(changed("approved_on", json!("2026-03-02"))), Partial);
        assert_eq!(of(changed("expires_on", json!("2026-11-21"))), Fail);
        assert_eq!(of(changed("expires_on", json!("9999-12-31"))), Fail);
        assert_eq!(of(changed("change", json!("tool"))), Fail);
        assert_eq!(kit(Tier::T1).carries(RecordKind::Approvals).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_renewed_approval_replaces_an_expired_one() {
        let expired = changed("expires_on", json!("2026-06-01"));
        let kit = kit(Tier::T1).approval(expired).approval(approval("operator"));
        assert_eq!(kit.outcome(&CONTROL), Pass);
    }

    #[test]
    fn at_t3_nobody_approves_their_own_request() {
        let of = |asked: Value| {
            kit(Tier::T3)
                .approval(changed("requested_by", asked))
                .approval(approval("identity"))
                .approval(approval("platform-security"))
                .outcome(&CONTROL)
        };
        assert_eq!(of(json!("ola")), Fail);
        assert_eq!(of(json!("ghost")), Fail);
        assert_eq!(of(json!(null)), NotAssessed);
        let own = kit(Tier::T1).approval(changed("requested_by", json!("ola")));
        assert_eq!(own.outcome(&CONTROL), Pass);
    }

    #[test]
    fn who_may_not_decide_approves_nothing() {
        let by = |owner: Value| {
            let kit = kit(Tier::T1).owner(owner);
            kit.approval(changed("approver", json!("eve"))).outcome(&CONTROL)
        };
        let eve = |field: &str, value: Value| {
            let mut eve = json!({"id": "eve", "kind": "person", "status": "active",
                                 "domains": ["operator"]});
            eve[field] = value;
            eve
        };
        assert_eq!(by(eve("kind", json!("person"))), Pass);
        assert_eq!(by(eve("domains", json!(["identity"]))), Fail);
        assert_eq!(by(eve("domains", json!(["identity", "operator"]))), NotAssessed);
        assert_eq!(by(eve("domains", json!(null))), NotAssessed);
        assert_eq!(by(eve("status", json!(null))), NotAssessed);
        assert_eq!(by(eve("status", json!("departed"))), Fail);
        assert_eq!(by(eve("kind", json!("bot"))), Fail);
        // She decided, and left since: she cannot confirm it any more.
        let mut gone = eve("status", json!("departed"));
        gone["left_on"] = json!("2026-06-30");
        assert_eq!(by(gone.clone()), NotAssessed);
        gone["left_on"] = json!("2026-02-19");
        assert_eq!(by(gone), Fail);
        assert_eq!(
            kit(Tier::T1).approval(changed("approver", json!("ghost"))).outcome(&CONTROL),
            Fail
        );
        let named = kit(Tier::T1).agent(json!({"id": "eve"})).owner(eve("kind", json!("person")));
        let named = named.approval(changed("approver", json!("eve")));
        assert_eq!(named.outcome(&CONTROL), Fail, "an agent has that name");
    }

    #[test]
    fn missing_data_is_not_assessed() {
        assert_eq!(kit(Tier::T1).outcome(&CONTROL), NotAssessed);
        for field in ["change", "approver", "approver_domain", "approved_on", "expires_on"] {
            let judgement = kit(Tier::T1).approval(changed(field, json!(null))).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("approvals.{field}")));
        }
        let tbd = kit(Tier::T1).approval(changed("approver", json!("TBD")));
        assert_eq!(tbd.outcome(&CONTROL), NotAssessed);
        let future = kit(Tier::T1).approval(changed("approved_on", json!("2027-01-01")));
        assert_eq!(future.outcome(&CONTROL), NotAssessed);
        let unseen = Kit::new().server(json!({"id": "crm"})).tier(Tier::T1);
        let unseen = unseen.person("ola", "operator").approval(approval("operator"));
        let unseen = unseen.carries(RecordKind::Events);
        assert_eq!(unseen.outcome(&CONTROL), NotAssessed);
        let unregistered = Kit::new().server(json!({"id": "crm", "first_seen": "2026-03-01"}));
        let unregistered = unregistered.approval(approval("operator")).tier(Tier::T1);
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
    }
}
