//! POL-03: waiver validity.

use super::waiver::valid;
use crate::controls::prelude::*;
use model::{Item, succession, threshold};

/// Every waiver is limited, owned and approved. The control can fail and never earns credit: to
/// have a waiver is no merit, so where all are valid there is nothing to judge.
pub(crate) static CONTROL: Control = Control {
    id: "POL-03",
    slug: "bounded-waivers",
    family: Family::Pol,
    title: "Waiver validity",
    why: "An exception without an end is a new rule that nobody decided on, and an exception that \
          its owner approved alone is not a decision.",
    criteria: Criteria {
        pass: "No pass state: this control only reports invalid waivers. Where every waiver is \
               valid, or none is declared, it is not applicable.",
        partial: "",
        fail: "A waiver has expired and was not renewed, runs longer or was renewed more often \
               than allowed, states no reason, its owner is not an active owner of the register, \
               or its approver is not an active one of the domain responsible for the control; or, where the asset is T2 or T3, both are the same, or there is no \
               compensating control.",
    },
    remediation: "Remediate the waived finding, or renew the waiver with a reason, an owner, \
                  another approver and an end date. Remove waivers that have ended, and change a \
                  rule that is waived often.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Organisation],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::WAIVER_MAX, &threshold::WAIVER_RENEWALS],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> =
    ItemWords { noun: "waiver", met: "are valid", unmet: "are not valid", label: None };

fn judge(_: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Waivers) {
        return Judgement::missing_record("waivers");
    }
    if context.waivers.is_empty() {
        return Judgement::not_applicable("Declared to have no waivers");
    }
    let of_finding = context.waivers.iter().map(|waiver| {
        let record = &waiver.record;
        let asset = context.meant(&record.asset);
        (waiver, asset.map(|asset| (record.control.as_str(), &asset.key)), record)
    });
    let (mut items, mut verdicts) = (Vec::new(), Vec::new());
    for (Placed { record, from, .. }, succession) in succession(of_finding, context.as_of) {
        let name = words!("{} on {}", record.control, record.asset);
        let verdict = valid(record, succession, context)
            .because(from.place_of("expires_on"), words!("{name} until {}", record.expires_on));
        items.push(Item::new(name, verdict.outcome, &verdict.sentence));
        verdicts.push(verdict);
    }
    let worst = verdicts.into_iter().reduce(Judgement::worst_of);
    let ask = worst.as_ref().and_then(|worst| worst.ask.clone());
    let missing = ask.unwrap_or_else(|| ("waivers", "").into());
    let mut verdict = Judgement::of_items(&WORDS, items, missing);
    if verdict.outcome == Outcome::Pass {
        let sentence = words!("{}; this control gives no credit", verdict.sentence);
        verdict = Judgement::not_applicable(sentence).with_items(verdict.items);
    }
    verdict.evidence = worst.map_or_else(Vec::new, |worst| worst.evidence);
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed};
    use serde_json::{Value, json};

    fn kit() -> Kit {
        let kit = Kit::new().organisation().server(json!({"id": "crm"}));
        kit.person("ada", "identity").person("ida", "identity")
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
        kit().waiver(waiver(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn valid_waivers_and_none_at_all_give_no_credit() {
        assert_eq!(with("owner", json!("ada")), NotApplicable);
        assert_eq!(kit().carries(RecordKind::Waivers).outcome(&CONTROL), NotApplicable);
        let verdict = kit().waiver(waiver("owner", json!("ada"))).judge(&CONTROL);
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
            let kit = (1..=earlier).fold(kit(), |kit, number| kit.waiver(old(number)));
            kit.waiver(waiver("renewals", json!(renewals))).outcome(&CONTROL)
        };
        assert_eq!((line(1, 1), line(2, 2), line(3, 3)), (NotApplicable, NotApplicable, Fail));
        // The records count, whatever the last one states itself.
        assert_eq!((line(2, 0), line(3, 0)), (NotApplicable, Fail));
    }

    #[test]
    fn low_tiers_ask_for_less() {
        let low =
            |field, value| kit().waiver(waiver(field, value)).tier(Tier::T1).outcome(&CONTROL);
        assert_eq!(low("owner", json!("ida")), NotApplicable);
        assert_eq!(low("compensating", json!(null)), NotApplicable);
        assert_eq!(low("expires_on", json!("2027-03-30")), NotApplicable);
    }

    #[test]
    fn one_bad_waiver_fails_them_all() {
        let two = kit().waiver(waiver("owner", json!("ada"))).waiver(waiver("owner", json!("")));
        assert_eq!(two.outcome(&CONTROL), Fail);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        for field in ["owner", "compensating", "granted_on", "renewals"] {
            let mut waiver = waiver("asset", json!("crm"));
            waiver.as_object_mut().expect("a record").remove(field);
            let verdict = kit().waiver(waiver).judge(&CONTROL);
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
        let nobody = Kit::new().organisation().server(json!({"id": "crm"}));
        let verdict = nobody.waiver(waiver("owner", json!("ada")));
        assert_eq!(verdict.outcome(&CONTROL), NotAssessed);
    }
}
