//! POL-03: waivers end, and somebody answers for them.

use crate::controls::dated::when_past;
use crate::controls::own::naming::{self, Naming};
use crate::controls::wording::{counted, days};
use model::records::Waiver;
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item, Judgement, Outcome,
    OwnerResolution, PerTier, Placed, RecordKind, Severity, Succession, Tier, days_between,
    is_placeholder, succession, threshold,
};

/// Every waiver is bounded, owned and agreed to. It can fail and never earns credit: to have a
/// waiver is no merit, so where all are in order there is nothing to judge.
pub(crate) static CONTROL: Control = Control {
    id: "POL-03",
    slug: "bounded-waivers",
    family: Family::Pol,
    title: "Every waiver ends, has an owner, and was agreed to by somebody else",
    why: "An exception without an end is a new rule that nobody decided on, and one that its owner \
          agreed to alone is no decision.",
    criteria: Criteria {
        pass: "Never. Where every waiver is in order, or none is declared, it is not applicable: \
               waivers can cost credit and earn none.",
        partial: "",
        fail: "A waiver has expired and was not renewed, runs longer or was renewed oftener than \
               allowed, gives no reason, or its owner or approver cannot be found; or, where the asset is T2 or T3, \
               both are the same, or nothing makes up for the risk.",
    },
    remediation: "Mend what is waived, or renew it with a reason, an owner, another approver and \
                  an end. Take out waivers that are over, and change the rule that is waived often.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Organisation],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::WAIVER_MAX, &threshold::WAIVER_RENEWALS],
    judge,
};

fn judge(_: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Waivers) {
        return Judgement::missing_record("waivers");
    }
    if context.waivers.is_empty() {
        return Judgement::not_applicable("It is declared that there are no waivers");
    }
    let of_finding = context.waivers.iter().map(|Placed { record, .. }| {
        let asset = context.meant(&record.asset);
        (asset.map(|asset| (record.control.as_str(), &asset.key)), record)
    });
    let standing = succession(of_finding, context.as_of);
    let (mut items, mut verdicts) = (Vec::new(), Vec::new());
    for (Placed { record, place }, standing) in context.waivers.iter().zip(standing) {
        let name = format!("{} on {}", record.control, record.asset);
        let verdict = in_order(record, standing, context)
            .because(Some(place), format!("{name} until {}", record.expires_on));
        items.push(Item::new(name, verdict.outcome, &verdict.sentence));
        verdicts.push(verdict);
    }
    let worst = verdicts.into_iter().reduce(Judgement::worst_of);
    let ask = worst.as_ref().and_then(|worst| worst.ask.as_ref());
    let wanted = ask.map_or(("waivers", ""), |ask| (ask.record.as_str(), ask.field.as_str()));
    let mut verdict = Judgement::of_items("waiver", "are in order", items, wanted);
    if verdict.outcome == Outcome::Pass {
        let sentence = format!("{}, which earns nothing", verdict.sentence);
        verdict = Judgement::not_applicable(sentence).with_items(verdict.items);
    }
    verdict.evidence = worst.map_or_else(Vec::new, |worst| worst.evidence);
    verdict
}

/// One that was renewed is over; what counts is the one in its place.
fn in_order(waiver: &Waiver, standing: Succession, context: &Context) -> Judgement {
    if let Some(day) = standing.renewed_on {
        return Judgement::pass(format!("was renewed on {day}"));
    }
    let tier = strictest(&waiver.asset, context);
    let owner = match naming::one(&waiver.owner, ("waivers", "owner"), context) {
        Naming::Known(_) => Judgement::pass(""),
        Naming::Nobody(why) => Judgement::fail(format!("nobody owns it: {why}")),
        Naming::Untold(record, field) => naming::missing((record, field)),
    };
    live(waiver, tier, context)
        .worst_of(owner)
        .worst_of(agreed(waiver, tier, context))
        .worst_of(compensated(waiver, tier))
        .worst_of(renewed(waiver, standing.earlier, tier, context))
}

/// The tier of what is waived; the highest where the name fits several assets, or none.
fn strictest(reference: &str, context: &Context) -> Tier {
    context.referred(reference).map(Asset::test_tier).max().unwrap_or(Tier::T3)
}

fn live(waiver: &Waiver, tier: Tier, context: &Context) -> Judgement {
    let last = waiver.expires_on;
    if last.day() < context.as_of {
        return Judgement::fail(format!("expired on {last}"));
    }
    when_past(&waiver.granted_on, ("waivers", "granted_on"), context, |granted| {
        let life = days_between(granted, last.day());
        let limit = context.limit(&threshold::WAIVER_MAX, tier);
        match life > limit {
            true => {
                Judgement::fail(format!("runs for {}; the limit is {}", days(life), days(limit)))
            }
            false => Judgement::pass(""),
        }
    })
}

/// By somebody who can be found and, from T2 on, is not the owner; for a reason.
fn agreed(waiver: &Waiver, tier: Tier, context: &Context) -> Judgement {
    let approver = &waiver.approver;
    match context.resolve_owner(approver) {
        _ if is_placeholder(&waiver.reason) => Judgement::fail("gives no reason"),
        _ if tier >= Tier::T2 && waiver.owner.given() == Some(approver) => {
            Judgement::fail(format!("{approver} agreed to a waiver of their own"))
        }
        OwnerResolution::Known(_) => Judgement::pass(""),
        OwnerResolution::NoRegister => Judgement::missing_record("owners"),
        OwnerResolution::Unknown | OwnerResolution::Placeholder => {
            Judgement::fail(format!("the approver {approver} is not in the owner register"))
        }
    }
}

fn compensated(waiver: &Waiver, tier: Tier) -> Judgement {
    match &waiver.compensating {
        _ if tier < Tier::T2 => Judgement::pass(""),
        Field::Given(measure) if !is_placeholder(measure) => Judgement::pass(""),
        Field::Absent => Judgement::missing_field("waivers", "compensating"),
        Field::Given(_) | Field::Blank => Judgement::fail("nothing makes up for the risk"),
    }
}

/// By its own word, or by the records before it where those are more.
fn renewed(waiver: &Waiver, earlier: u32, tier: Tier, context: &Context) -> Judgement {
    let limit = context.limit(&threshold::WAIVER_RENEWALS, tier);
    let times = i64::from(earlier.max(waiver.renewals.given().copied().unwrap_or_default()));
    match &waiver.renewals {
        _ if times > limit => {
            Judgement::fail(format!("renewed {}; the limit is {limit}", counted(times, "time")))
        }
        Field::Given(_) => Judgement::pass(""),
        silent => Judgement::silent(silent, "waivers", "renewals"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed};
    use serde_json::{Value, json};

    fn bench() -> Bench {
        let bench = Bench::new().organisation().server(json!({"id": "crm"}));
        bench.owner(json!({"id": "ada"})).owner(json!({"id": "ida"}))
    }

    fn waiver(field: &str, value: Value) -> Value {
        let mut waiver = json!({
            "control": "CRD-03", "asset": "crm", "reason": "The vendor has no rotation yet",
            "approver": "ida", "owner": "ada", "compensating": "Called from one address only",
            "granted_on": "2026-10-01", "expires_on": "2026-12-30", "renewals": 2
        });
        waiver[field] = value;
        waiver
    }

    fn with(field: &str, value: Value) -> Outcome {
        bench().waiver(waiver(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn waivers_in_order_and_none_at_all_earn_nothing() {
        assert_eq!(with("owner", json!("ada")), NotApplicable);
        assert_eq!(bench().carries(RecordKind::Waivers).outcome(&CONTROL), NotApplicable);
        let verdict = bench().waiver(waiver("owner", json!("ada"))).judge(&CONTROL);
        assert_eq!(verdict.items.len(), 1);
    }

    #[test]
    fn each_flaw_fails() {
        for (field, value) in [
            ("expires_on", json!("2026-11-21")),
            ("expires_on", json!("2026-12-31")),
            ("renewals", json!(3)),
            ("reason", json!("tbd")),
            ("owner", json!(null)),
            ("owner", json!("ghost")),
            ("owner", json!("ida")),
            ("approver", json!("ghost")),
            ("compensating", json!(null)),
            ("compensating", json!("none")),
        ] {
            assert_eq!(with(field, value.clone()), Fail, "{field} = {value}");
        }
    }

    #[test]
    fn a_renewed_waiver_is_over_and_counts_as_a_renewal_of_the_next() {
        let old = |number: usize| {
            let mut old = waiver("granted_on", json!(format!("2026-0{number}-01")));
            old["expires_on"] = json!(format!("2026-0{number}-20"));
            old
        };
        let line = |earlier: usize, renewals: u32| {
            let bench = (1..=earlier).fold(bench(), |bench, number| bench.waiver(old(number)));
            bench.waiver(waiver("renewals", json!(renewals))).outcome(&CONTROL)
        };
        assert_eq!((line(1, 1), line(2, 2), line(3, 3)), (NotApplicable, NotApplicable, Fail));
        // What is on record counts, whatever the last one says of itself.
        assert_eq!((line(2, 0), line(3, 0)), (NotApplicable, Fail));
    }

    #[test]
    fn low_tiers_ask_for_less() {
        let low =
            |field, value| bench().waiver(waiver(field, value)).tier(Tier::T1).outcome(&CONTROL);
        assert_eq!(low("owner", json!("ida")), NotApplicable);
        assert_eq!(low("compensating", json!(null)), NotApplicable);
        assert_eq!(low("expires_on", json!("2027-03-30")), NotApplicable);
    }

    #[test]
    fn one_bad_waiver_fails_them_all() {
        let two = bench().waiver(waiver("owner", json!("ada"))).waiver(waiver("owner", json!("")));
        assert_eq!(two.outcome(&CONTROL), Fail);
    }

    #[test]
    fn what_nobody_says_is_not_assessed() {
        assert_eq!(bench().outcome(&CONTROL), NotAssessed);
        for field in ["owner", "compensating", "granted_on", "renewals"] {
            let mut waiver = waiver("asset", json!("crm"));
            waiver.as_object_mut().expect("a record").remove(field);
            let verdict = bench().waiver(waiver).judge(&CONTROL);
            assert_eq!(verdict.outcome, NotAssessed, "{field}");
            let ask = verdict.ask.map(|ask| ask.to_string());
            assert_eq!(ask, Some(format!("waivers.{field}")));
        }
        for (field, value) in [
            ("granted_on", json!(null)),
            ("granted_on", json!("2027-01-01")),
            ("renewals", json!(null)),
        ] {
            assert_eq!(with(field, value), NotAssessed, "{field}");
        }
        let nobody = Bench::new().organisation().server(json!({"id": "crm"}));
        let verdict = nobody.waiver(waiver("owner", json!("ada")));
        assert_eq!(verdict.outcome(&CONTROL), NotAssessed);
    }
}
