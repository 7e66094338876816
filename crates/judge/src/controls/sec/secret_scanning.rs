//! SEC-03: secret scanning.

use super::scanning::{LIMIT, best_scan};
use crate::controls::prelude::*;
use model::records::{Scan, ScanTrigger};

/// A scan for secrets that runs often enough.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-03",
    slug: "secret-scanning",
    family: Family::Sec,
    title: "Secret scanning",
    why: "Attackers find a secret committed by mistake within hours. Only a scan that runs on \
          every change finds it first.",
    criteria: Criteria {
        pass: "A scan for secrets covers it and finished within the limit; from T2 on, every \
               change triggers it.",
        partial: "The scan is current, but at T2 or T3 changes do not trigger it.",
        fail: "No scan for secrets covers it, or the last one is older than the limit.",
    },
    remediation: "Add its repository and configurations to the secret scanner, run it at every \
                  push and on a schedule, and reject pushes that contain a secret.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[LIMIT],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Scans) {
        return Judgement::missing_record("scans");
    }
    best_scan(asset, asset.test_tier(), context, at_every_change).unwrap_or_else(|| {
        if context.is_only_exported(asset) {
            return not_about(RecordKind::Scans, asset);
        }
        Judgement::fail("No scan for secrets covers it")
            .because(asset.place(), "in `covers` of no scan")
    })
}

fn at_every_change(scan: &Scan, tier: Tier) -> Judgement {
    match &scan.triggers {
        _ if tier < Tier::T2 => Judgement::pass(""),
        Field::Given(triggers) if triggers.contains(&ScanTrigger::Push) => Judgement::pass(""),
        Field::Given(_) => Judgement::partial("Changes do not trigger the scan for secrets"),
        silent => Judgement::silent(silent, "scans", "triggers"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn scan() -> Value {
        json!({"id": "nightly", "kind": "secrets", "covers": ["crm"],
               "last_run": "2026-11-21", "triggers": ["push", "schedule"]})
    }

    fn with(field: &str, value: Value) -> Value {
        let mut scan = scan();
        scan[field] = value;
        scan
    }

    fn outcome(tier: Tier, scan: Value) -> Outcome {
        Kit::new().server(json!({"id": "crm"})).scan(scan).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn a_fresh_scan_at_every_change_passes_however_it_names_the_server() {
        for covers in ["crm", "server/crm", "*"] {
            assert_eq!(outcome(Tier::T3, with("covers", json!([covers]))), Pass, "{covers}");
        }
    }

    #[test]
    fn the_limit_goes_by_tier_and_hour() {
        let of = |tier, run: &str| outcome(tier, with("last_run", json!(run)));
        assert_eq!(of(Tier::T3, "2026-11-18T23:59:59Z"), Fail);
        assert_eq!(of(Tier::T3, "2026-11-20T18:00:00Z"), Pass, "a Friday evening, read on Sunday");
        assert_eq!(of(Tier::T2, "2026-11-15"), Pass);
        assert_eq!(of(Tier::T2, "2026-11-14T23:59:59Z"), Fail);
        assert_eq!(of(Tier::T1, "2026-10-23"), Pass);
        assert_eq!(of(Tier::T3, "2026-11-22T09:00:00Z"), Pass);
    }

    #[test]
    fn a_schedule_alone_is_partial_from_t2_on() {
        let timetable = || with("triggers", json!(["schedule"]));
        assert_eq!(outcome(Tier::T2, timetable()), Partial);
        assert_eq!(outcome(Tier::T1, timetable()), Pass);
    }

    #[test]
    fn other_scans_and_other_assets_do_not_count() {
        assert_eq!(outcome(Tier::T2, with("kind", json!("vulnerabilities"))), Fail);
        assert_eq!(outcome(Tier::T2, with("covers", json!(["mail"]))), Fail);
        assert_eq!(outcome(Tier::T2, with("covers", json!(["agent/crm"]))), Fail);
        let none = Kit::new().server(json!({"id": "crm"})).carries(RecordKind::Scans);
        assert_eq!(none.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_scans_and_each_missing_field_are_not_assessed() {
        let none = Kit::new().server(json!({"id": "crm"}));
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
        for field in ["kind", "covers", "last_run", "triggers"] {
            assert_eq!(outcome(Tier::T2, with(field, json!(null))), NotAssessed, "{field}");
        }
        assert_eq!(outcome(Tier::T2, with("last_run", json!("2026-12-01"))), NotAssessed);
    }

    #[test]
    fn the_best_scan_counts() {
        let kit = Kit::new().server(json!({"id": "crm"}));
        let kit = kit.scan(with("last_run", json!("2026-01-01"))).scan(scan());
        assert_eq!(kit.outcome(&CONTROL), Pass);
    }
}
