//! Whether one role approved a deployment.

use crate::controls::prelude::*;
use model::is_placeholder;
use model::records::{Approval, Change};

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
        complete(record)
            .worst_of(in_date(record, context))
            .worst_of(in_advance(record, server, context))
            .worst_of(independent(record, asset.test_tier()))
            .because(
                from.place_of("approver"),
                format!("{}, for {}", quote("approver", &record.approver), role.noun()),
            )
    }))
}

fn complete(approval: &Approval) -> Judgement {
    let Approval { change, approver_domain, approver, .. } = approval;
    match approver {
        _ if change.given().is_none() => Judgement::silent(change, "approvals", "change"),
        _ if approver_domain.given().is_none() => {
            Judgement::silent(approver_domain, "approvals", "approver_domain")
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

/// At T3 nobody approves their own request.
fn independent(approval: &Approval, tier: Tier) -> Judgement {
    match (&approval.requested_by, approval.approver.given()) {
        _ if tier < Tier::T3 => Judgement::pass(""),
        (Field::Given(requester), Some(approver)) if requester.trim() == approver.trim() => {
            Judgement::fail(format!("{approver} approved their own request"))
        }
        (Field::Given(requester), _) if !is_placeholder(requester) => Judgement::pass(""),
        (silent, _) => Judgement::silent(silent, "approvals", "requested_by"),
    }
}
