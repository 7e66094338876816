//! Whether one role approved a deployment.

use crate::controls::prelude::*;
use crate::controls::references::Reference;
use crate::controls::validity::approver;
use model::records::{Approval, Change, Event, EventKind};
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
                words!("{}, for {}", quote("approver", &record.approver), role.noun()),
            )
            .because(from.place_of("ticket"), quote("ticket", &record.ticket))
    }))
}

/// Whether each change on record that gives the asset more was approved, no later than the day it happened.
pub(super) fn changes(records: &[Placed<Approval>], asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Events, asset, context) {
        return missing;
    }
    let events = records_of(&context.events, asset).iter();
    let verdicts = events.map(|event| changed(event, records, context));
    verdicts.reduce(Judgement::worst_of).unwrap_or_else(|| Judgement::pass(""))
}

fn changed(event: &Placed<Event>, records: &[Placed<Approval>], context: &Context) -> Judgement {
    let (change, what) = match event.record.kind.given() {
        None => return Judgement::silent(&event.record.kind, "events", "kind"),
        Some(EventKind::ToolAdded) => (Change::Tool, "A tool was added"),
        Some(EventKind::ScopeWidened) => (Change::Scope, "A scope was widened"),
        Some(EventKind::TierRaised) => (Change::Tier, "The tier was raised"),
        Some(_) => return Judgement::pass(""),
    };
    dated(&event.record.at, ("events", "at"), context, |at| {
        let may_be =
            |approval: &Approval| approval.change.given().is_none_or(|stated| *stated == change);
        let own = records.iter().map(|it| &it.record).filter(|approval| may_be(approval));
        let verdicts = own.map(|approval| {
            let path = ("approvals", "approved_on");
            let when = dated(&approval.approved_on, path, context, |on| {
                let late = words!("{what} on {}, approved only on {on}", at.day());
                if on.day() > at.day() { Judgement::partial(late) } else { Judgement::pass("") }
            });
            complete(approval, context).worst_of(in_date(approval, context)).worst_of(when)
        });
        let none = || Judgement::fail(words!("{what} on {} without an approval", at.day()));
        best(verdicts).unwrap_or_else(none).because(event.place_of("at"), words!("event at = {at}"))
    })
}

fn complete(approval: &Approval, context: &Context) -> Judgement {
    let Approval { change, approver_domain, .. } = approval;
    let unknown = |why| Judgement::fail(words!("Approved without authority ({why})"));
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
            Judgement::fail(words!("The approval expired on {last}"))
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
                true => Judgement::partial(words!(
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
    let own = |approver: &str| Judgement::fail(words!("{approver} approved their own request"));
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
            .judge(|why| Judgement::fail(words!("Requester not identified ({why})"))),
    }
}
