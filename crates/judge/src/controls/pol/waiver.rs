//! Whether one waiver is valid.

use crate::controls::checks::text;
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::Waiver;
use model::wording::{counted, days};
use model::{Succession, is_placeholder, threshold};

/// A waiver that was renewed has ended; the one in its place counts.
pub(super) fn valid(waiver: &Waiver, succession: Succession, context: &Context) -> Judgement {
    if let Some(day) = succession.renewed_on {
        return Judgement::pass(words!("renewed on {day}"));
    }
    let tier = strictest(&waiver.asset, context);
    let owner = Reference::of(&waiver.owner, ("waivers", "owner"), Mandate::ANY, context);
    unexpired(waiver, tier, context)
        .worst_of(owner.judge(|why| Judgement::fail(words!("no owner: {why}"))))
        .worst_of(approved(waiver, tier, context))
        .worst_of(compensated(waiver, tier))
        .worst_of(renewals(waiver, succession.earlier, tier, context))
}

/// The tier of what is waived; the highest where the name fits several assets, or none.
fn strictest(reference: &str, context: &Context) -> Tier {
    context.referred(reference).map(Asset::test_tier).max().unwrap_or(Tier::T3)
}

fn unexpired(waiver: &Waiver, tier: Tier, context: &Context) -> Judgement {
    let last = waiver.expires_on;
    if last.day() < context.as_of {
        return Judgement::fail(words!("expired on {last}"));
    }
    dated(&waiver.granted_on, ("waivers", "granted_on"), context, |granted| {
        let duration = days_between(granted, last.day());
        let limit = context.limit(&threshold::WAIVER_MAX, tier);
        let sentence = words!("runs for {} (limit {})", days(duration), days(limit));
        if duration > limit { Judgement::fail(sentence) } else { Judgement::pass("") }
    })
}

/// Approved for a reason, by somebody of the control's domain who, from T2 on, is not the owner.
fn approved(waiver: &Waiver, tier: Tier, context: &Context) -> Judgement {
    let approver = &waiver.approver;
    if is_placeholder(&waiver.reason) {
        return Judgement::fail("no reason stated");
    }
    let day = waiver.granted_on.given().map(|granted| granted.day());
    let party = |name: &String| context.authority(name, Mandate::ANY.on(day)).ok();
    let owned = waiver.owner.given().is_some_and(|owner| {
        owner == approver
            || party(owner).zip(party(approver)).is_some_and(|(own, by)| own.is_same(&by))
    });
    if tier >= Tier::T2 && owned {
        return Judgement::fail(words!("approved by its own owner, {approver}"));
    }
    let domain = context.responsible.get(waiver.control.as_str()).map(std::slice::from_ref);
    let mandate = domain.map_or(Mandate::ANY, Mandate::of).on(day);
    Reference::named(approver, ("waivers", "approver"), mandate, context)
        .judge(|why| Judgement::fail(words!("approved without authority: {why}")))
}

fn compensated(waiver: &Waiver, tier: Tier) -> Judgement {
    if tier < Tier::T2 {
        return Judgement::pass("");
    }
    let defect = || Judgement::fail("no compensating control");
    text(&waiver.compensating, ("waivers", "compensating"), defect)
}

/// As stated, or by the earlier records where those are more.
fn renewals(waiver: &Waiver, earlier: u32, tier: Tier, context: &Context) -> Judgement {
    let limit = context.limit(&threshold::WAIVER_RENEWALS, tier);
    let times = i64::from(earlier.max(waiver.renewals.given().copied().unwrap_or_default()));
    match &waiver.renewals {
        _ if times > limit => {
            Judgement::fail(words!("renewed {} (limit {limit})", counted(times, "time")))
        }
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, "waivers", "renewals"),
    }
}
