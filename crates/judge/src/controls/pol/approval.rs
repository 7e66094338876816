//! Whether one role approved a deployment.

use crate::controls::prelude::*;
use crate::controls::references::Reference;
use crate::controls::validity::approver;
use model::records::{Approval, Change};
use model::{Cause, Refusal};

/// The best of the approvals that are, or may be, this role's. One that does not state its role or
/// its subject may be anybody's for anything: it never passes, but it counts as an unknown one.
pub(super) fn by_role(
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
    best(own.map(|Placed { record, from, .. }| {
        complete(record, context)
            .worst_of(in_date(record, context))
            .worst_of(in_advance(record, server, context))
            .worst_of(independent(record, asset.test_tier(), context))
            .because(
                from.place_of("approver"),
                format!("{}, for {}", quote("approver", &record.approver), role.noun()),
            )
    }))
}

fn complete(approval: &Approval, context: &Context) -> Judgement {
    let Approval { change, approver_domain, .. } = approval;
    let unknown = |why| Judgement::fail(format!("Approved without authority ({why})"));
    let by = approver(approval, context).judge(unknown);
    match (change.given(), approver_domain.given()) {
        (None, _) => by.worst_of(Judgement::silent(change, "approvals", "change")),
        (_, None) => {
            by.worst_of(Judgement::silent(approver_domain, "approvals", "approver_domain"))
        }
        _ => by,
    }
}

fn in_date(approval: &Approval, context: &Context) -> Judgement {
    match &approval.expires_on {
        Field::Given(last) if last.day() < context.as_of => {
            Judgement::fail(format!("The approval expired on {last}"))
        }
        Field::Given(last) if last.is_no_end() => Judgement::fail("The approval has no end date"),
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, "approvals", "expires_on"),
    }
}

fn in_advance(approval: &Approval, server: &Server, context: &Context) -> Judgement {
    dated(&approval.approved_on, ("approvals", "approved_on"), context, |approved| {
        dated(&server.first_seen, ("servers", "first_seen"), context, |seen| {
            match approved.day() > seen.day() {
                true => Judgement::partial(format!(
                    "Approved on {approved}, after deployment (first seen {seen})"
                )),
                false => Judgement::pass(""),
            }
        })
    })
}

/// At T3 nobody approves their own request. Who asked may have left since.
fn independent(approval: &Approval, tier: Tier, context: &Context) -> Judgement {
    if tier < Tier::T3 {
        return Judgement::pass("");
    }
    let Field::Given(requester) = &approval.requested_by else {
        return Judgement::silent(&approval.requested_by, "approvals", "requested_by");
    };
    let own = |approver: &str| Judgement::fail(format!("{approver} approved their own request"));
    let named = approval.approver.given().map(|approver| approver.trim());
    if let Some(approver) = named.filter(|approver| *approver == requester.trim()) {
        return own(approver);
    }
    let day = approval.approved_on.given().map(|on| on.day());
    let mandate = Mandate::ANY.on(day);
    let approved = named.and_then(|name| context.authority(name, mandate).ok());
    match (context.authority(requester, mandate), approved) {
        (Ok(asked), Some(approved)) if asked.is_same(&approved) => own(&approved.owner.id),
        (Ok(_) | Err(Refusal { cause: Cause::LeftSince(_), .. }), _) => Judgement::pass(""),
        (Err(Refusal { cause: Cause::Placeholder, .. }), _) => {
            Judgement::silent(&Field::<()>::Blank, "approvals", "requested_by")
        }
        (Err(_), _) => Reference::named(requester, ("approvals", "requested_by"), mandate, context)
            .judge(|why| Judgement::fail(format!("Requester not identified ({why})"))),
    }
}
