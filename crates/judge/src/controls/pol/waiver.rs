//! Whether one waiver is valid.

use crate::controls::checks::text;
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::Waiver;
use model::wording::{counted, days};
use model::{OwnerResolution, Succession, is_placeholder, threshold};

/// A waiver that was renewed has ended; the one in its place counts.
pub(super) fn valid(waiver: &Waiver, succession: Succession, context: &Context) -> Judgement {
    if let Some(day) = succession.renewed_on {
        return Judgement::pass(format!("renewed on {day}"));
    }
    let tier = strictest(&waiver.asset, context);
    let owner = Reference::of(&waiver.owner, ("waivers", "owner"), context);
    unexpired(waiver, tier, context)
        .worst_of(owner.judge(|why| Judgement::fail(format!("no owner: {why}"))))
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
        return Judgement::fail(format!("expired on {last}"));
    }
    dated(&waiver.granted_on, ("waivers", "granted_on"), context, |granted| {
        let duration = days_between(granted, last.day());
        let limit = context.limit(&threshold::WAIVER_MAX, tier);
        let sentence = format!("runs for {} (limit {})", days(duration), days(limit));
        if duration > limit { Judgement::fail(sentence) } else { Judgement::pass("") }
    })
}

/// Approved by somebody in the owner register who, from T2 on, is not the owner; for a reason.
fn approved(waiver: &Waiver, tier: Tier, context: &Context) -> Judgement {
    let approver = &waiver.approver;
    match context.resolve_owner(approver) {
        _ if is_placeholder(&waiver.reason) => Judgement::fail("no reason stated"),
        _ if tier >= Tier::T2 && waiver.owner.given() == Some(approver) => {
            Judgement::fail(format!("approved by its own owner, {approver}"))
        }
        OwnerResolution::Known(_) => Judgement::pass(""),
        OwnerResolution::NoRegister => Judgement::missing_record("owners"),
        OwnerResolution::Unknown | OwnerResolution::Placeholder => {
            Judgement::fail(format!("approver {approver} is not in the owner register"))
        }
    }
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
            Judgement::fail(format!("renewed {} (limit {limit})", counted(times, "time")))
        }
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, "waivers", "renewals"),
    }
}
