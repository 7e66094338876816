//! POL-01: approved before it went into service.

use crate::controls::wording::list;
use model::records::{Approval, Change, Server};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Placed, Reason, RecordKind, Severity, Tier, is_placeholder,
};

/// Deployments that the entitled roles agreed to beforehand.
pub(crate) static CONTROL: Control = Control {
    id: "POL-01",
    slug: "prior-approval",
    family: Family::Pol,
    title: "The entitled roles approved it before it went into service",
    why: "An approval is the one moment when somebody can still say no; a server that came \
          without one was accepted by nobody.",
    criteria: Criteria {
        pass: "Each role the tier asks for approved the deployment no later than the day it was \
               first seen, and the approval still holds. T1 asks for the operator, T2 for identity \
               too, T3 for all three domains.",
        partial: "A role approved only afterwards; or, at T2, one of the two roles is missing.",
        fail: "A role is missing, its approval has expired, or, at T3, the approver is the one who \
               asked.",
    },
    remediation: "Have each missing role approve it, with a last day, and record that; take it out \
                  of service if one refuses. Let the configuration repository ask for approval.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    if !context.carries(RecordKind::Approvals) {
        return Judgement::missing_record("approvals");
    }
    let records = context.approvals.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
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
    let lacking = || format!("No approval by {}", list(&missing));
    let whole = match missing.len() {
        0 => Judgement::pass(format!("Approved beforehand by {}", named(roles))),
        1 if asset.test_tier() == Tier::T2 => Judgement::partial(lacking()),
        _ => Judgement::fail(lacking()),
    };
    let evidence: Vec<_> = verdicts.iter().flat_map(|verdict| verdict.evidence.clone()).collect();
    let mut verdict = verdicts.into_iter().fold(whole, Judgement::worst_of).with_items(items);
    verdict.evidence = evidence;
    verdict.because(asset.place(), format!("approvals that name it: {}", records.len()))
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

/// The best of the approvals that are, or may be, this role's. One that does not say its role or
/// its subject may be anybody's for anything: it never passes, but it is not nothing.
fn by_role(
    role: Domain,
    records: &[Placed<Approval>],
    server: &Server,
    asset: &Asset,
    context: &Context,
) -> Option<Judgement> {
    let may_be = |approval: &Approval| {
        approval.approver_domain.given().is_none_or(|domain| *domain == role)
            && approval.change.given().is_none_or(|change| *change == Change::Deployment)
    };
    let own = records.iter().filter(|approval| may_be(&approval.record));
    let verdicts = own.map(|Placed { record, place }| {
        let approver = record.approver.given().map_or("", String::as_str);
        complete(record)
            .worst_of(in_date(record, context))
            .worst_of(beforehand(record, server, context))
            .worst_of(independent(record, asset.test_tier()))
            .because(Some(place), format!("approver = {approver}, for {}", role.noun()))
    });
    verdicts.min_by_key(|verdict| verdict.outcome.rank())
}

fn complete(approval: &Approval) -> Judgement {
    match &approval.approver {
        _ if approval.change.given().is_none() => {
            Judgement::silent(&approval.change, "approvals", "change")
        }
        _ if approval.approver_domain.given().is_none() => {
            Judgement::silent(&approval.approver_domain, "approvals", "approver_domain")
        }
        Field::Given(approver) if !is_placeholder(approver) => Judgement::pass(""),
        Field::Given(_) => Judgement::silent(&Field::<()>::Blank, "approvals", "approver"),
        silent => Judgement::silent(silent, "approvals", "approver"),
    }
}

fn in_date(approval: &Approval, context: &Context) -> Judgement {
    match &approval.expires_on {
        Field::Given(last) if last.day() < context.as_of => {
            Judgement::fail(format!("The approval expired on {last}"))
        }
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, "approvals", "expires_on"),
    }
}

fn beforehand(approval: &Approval, server: &Server, context: &Context) -> Judgement {
    let future = |record, field, date| {
        let sentence = format!("`{field}` lies in the future: {date}");
        Judgement::unusable(Reason::InvalidData, record, field, sentence)
    };
    match (&approval.approved_on, &server.first_seen) {
        (Field::Given(date), _) if date.day() > context.as_of => {
            future("approvals", "approved_on", date)
        }
        (_, Field::Given(date)) if date.day() > context.as_of => {
            future("servers", "first_seen", date)
        }
        (Field::Given(approved), Field::Given(seen)) if approved.day() > seen.day() => {
            Judgement::partial(format!("Approved on {approved}, after it was first seen on {seen}"))
        }
        (Field::Given(_), Field::Given(_)) => Judgement::pass(""),
        (Field::Given(_), silent) => Judgement::silent(silent, "servers", "first_seen"),
        (silent, _) => Judgement::silent(silent, "approvals", "approved_on"),
    }
}

/// At T3 nobody approves what they asked for.
fn independent(approval: &Approval, tier: Tier) -> Judgement {
    match (&approval.requested_by, approval.approver.given()) {
        _ if tier < Tier::T3 => Judgement::pass(""),
        (Field::Given(asked), Some(approver)) if asked.trim() == approver.trim() => {
            Judgement::fail(format!("{approver} approved what they had asked for"))
        }
        (Field::Given(asked), _) if !is_placeholder(asked) => Judgement::pass(""),
        (silent, _) => Judgement::silent(silent, "approvals", "requested_by"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(tier: Tier) -> Bench {
        Bench::new().server(json!({"id": "crm", "first_seen": "2026-03-01"})).tier(tier)
    }

    fn approval(domain: &str) -> Value {
        json!({"subject": "crm", "change": "deployment", "approver": "ada",
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
        let operator = |tier| bench(tier).approval(approval("operator"));
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
    fn late_is_half_good_expired_and_missing_fail() {
        let of = |record| bench(Tier::T1).approval(record).outcome(&CONTROL);
        assert_eq!(of(changed("approved_on", json!("2026-03-01T18:00:00Z"))), Pass);
        assert_eq!(of(changed("approved_on", json!("2026-03-02"))), Partial);
        assert_eq!(of(changed("expires_on", json!("2026-11-21"))), Fail);
        assert_eq!(of(changed("change", json!("tool"))), Fail);
        assert_eq!(bench(Tier::T1).carries(RecordKind::Approvals).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_renewed_approval_replaces_an_expired_one() {
        let expired = changed("expires_on", json!("2026-06-01"));
        let bench = bench(Tier::T1).approval(expired).approval(approval("operator"));
        assert_eq!(bench.outcome(&CONTROL), Pass);
    }

    #[test]
    fn at_t3_nobody_approves_their_own_wish() {
        let of = |asked: Value| {
            bench(Tier::T3)
                .approval(changed("requested_by", asked))
                .approval(approval("identity"))
                .approval(approval("platform-security"))
                .outcome(&CONTROL)
        };
        assert_eq!(of(json!("ada")), Fail);
        assert_eq!(of(json!(null)), NotAssessed);
        let own = bench(Tier::T1).approval(changed("requested_by", json!("ada")));
        assert_eq!(own.outcome(&CONTROL), Pass);
    }

    #[test]
    fn what_the_records_do_not_say_is_not_assessed() {
        assert_eq!(bench(Tier::T1).outcome(&CONTROL), NotAssessed);
        for field in ["change", "approver", "approver_domain", "approved_on", "expires_on"] {
            let judgement = bench(Tier::T1).approval(changed(field, json!(null))).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed, "{field}");
            let ask = judgement.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("approvals.{field}")));
        }
        let tbd = bench(Tier::T1).approval(changed("approver", json!("TBD")));
        assert_eq!(tbd.outcome(&CONTROL), NotAssessed);
        let future = bench(Tier::T1).approval(changed("approved_on", json!("2027-01-01")));
        assert_eq!(future.outcome(&CONTROL), NotAssessed);
        let unseen = Bench::new().server(json!({"id": "crm"})).tier(Tier::T1);
        assert_eq!(unseen.approval(approval("operator")).outcome(&CONTROL), NotAssessed);
    }
}
