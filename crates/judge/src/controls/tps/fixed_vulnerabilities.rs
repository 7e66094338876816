//! TPS-04: vulnerability remediation.

use super::vulnerability::disposition;
use super::vulnerability_scan::scanned;
use crate::controls::attestation::or_attested;
use crate::controls::hosting::Host;
use crate::controls::prelude::*;
use model::{Item, threshold};

/// No vulnerability open for longer than its severity allows.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-04",
    slug: "fixed-vulnerabilities",
    family: Family::Tps,
    title: "Vulnerability remediation",
    why: "Exploits for known vulnerabilities are already available. What matters is whether the \
          update or the attacker comes first.",
    criteria: Criteria {
        pass: "A recent scan covers it, and each known vulnerability is fixed, or open within \
               the SLA for its severity; one that does not affect it may stay open, where that is \
               stated and attested.",
        partial: "Only vulnerabilities of medium severity or less are open past their SLA.",
        fail: "One that is high, critical or exploited is open past its SLA.",
    },
    remediation: "Update it, or take it out of service until there is an update; where it is not \
                  affected, state why and have that attested.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[
        &threshold::VULN_SCAN,
        &threshold::VULN_URGENT,
        &threshold::VULN_CRITICAL,
        &threshold::VULN_HIGH,
        &threshold::VULN_OTHER,
    ],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "vulnerability",
    met: "are fixed or within the SLA",
    unmet: "are open past the SLA",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let responsibility = match Host::of(server) {
        Host::Supplier => {
            return Judgement::not_applicable("Hosted and updated by its supplier: see TPS-01")
                .because(asset.place_of("supplied_by"), "supplied_by = third-party")
                .because(asset.place_of("url"), quote("url", &server.url));
        }
        Host::Own => Judgement::pass(""),
        Host::Unknown(unknown) => unknown,
    };
    let judgement =
        or_attested(open_vulnerabilities(server, asset, context), CONTROL.id, asset, context)
            .worst_of(scanned(asset, context))
            .worst_of(responsibility);
    match context.unread_with(RecordKind::Vulnerabilities) {
        Some(unread) => judgement.unless_shown_by(unread),
        None => judgement,
    }
}

fn open_vulnerabilities(server: &Server, asset: &Asset, context: &Context) -> Judgement {
    let is_listed = context.carries(RecordKind::Vulnerabilities);
    if !is_listed && records_of(&context.vulnerabilities, asset).is_empty() {
        return Judgement::missing_record("vulnerabilities");
    }
    let (mut items, mut verdicts) = (Vec::new(), Vec::new());
    for Placed { record, from, .. } in records_of(&context.vulnerabilities, asset) {
        let verdict = disposition(record, server, asset, context);
        items.push(Item::new(&record.id, verdict.outcome, &verdict.sentence));
        let fact = words!("{}: {}", record.id, quote("severity", &record.severity));
        verdicts.push(verdict.because(from.place_of("severity"), fact));
    }
    // An unattested statement waits for an attestation only if nothing else is unknown.
    verdicts.sort_by_key(|verdict| verdict.reason == Some(Reason::NeedsAttestation));
    let Some(worst) = verdicts.into_iter().reduce(Judgement::worst_of) else {
        return Judgement::pass("A recent scan found no known vulnerability")
            .because(asset.place(), "in no vulnerability record");
    };
    let mut verdict = Judgement::of_items(&WORDS, items, ("", ""));
    (verdict.reason, verdict.ask, verdict.evidence) = (worst.reason, worst.ask, worst.evidence);
    let verdict = verdict.since(worst.since);
    // A bill of materials shows some of what is known about what it lists.
    match is_listed {
        true => verdict,
        false => verdict.worst_of(Judgement::missing_record("vulnerabilities")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(server: Value) -> Kit {
        let scan = json!({"id": "weekly", "kind": "vulnerabilities", "covers": ["*"],
                          "last_run": "2026-11-20"});
        Kit::new().server(server).scan(scan).carries(RecordKind::Vulnerabilities)
    }

    fn own() -> Value {
        json!({"id": "crm", "supplied_by": "in-house", "internet_exposed": false})
    }

    fn flaw(severity: &str, first_seen: &str) -> Value {
        json!({"id": "CVE-2026-1", "server": "crm", "severity": severity, "exploited": false,
               "first_seen": first_seen, "status": "open"})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn found(flaw: Value) -> Outcome {
        kit(own()).vulnerability(flaw).outcome(&CONTROL)
    }

    #[test]
    fn nothing_known_and_what_is_in_time_pass() {
        assert_eq!(kit(own()).outcome(&CONTROL), Pass);
        assert_eq!(found(flaw("critical", "2026-11-08")), Pass);
        assert_eq!(found(flaw("high", "2026-10-23")), Pass);
        assert_eq!(found(flaw("medium", "2026-09-23")), Pass);
    }

    #[test]
    fn overdue_fails_by_severity() {
        assert_eq!(found(flaw("critical", "2026-11-07")), Fail);
        assert_eq!(found(flaw("high", "2026-10-22")), Fail);
        assert_eq!(found(flaw("medium", "2026-09-22")), Partial);
        assert_eq!(found(with(flaw("low", "2026-11-07"), "exploited", json!(true))), Fail);
    }

    #[test]
    fn what_is_overdue_even_where_it_is_not_urgent_fails_without_knowing_whether_it_is() {
        let unknown = |severity, day| with(flaw(severity, day), "exploited", json!(null));
        assert_eq!(found(unknown("high", "2026-10-22")), Fail);
        assert_eq!(found(unknown("high", "2026-10-23")), NotAssessed);
        assert_eq!(found(unknown("medium", "2026-01-01")), NotAssessed);
    }

    #[test]
    fn critical_on_the_internet_is_urgent() {
        let on_the_net = |exposed: Value| {
            let server = with(own(), "internet_exposed", exposed);
            let kit = kit(server).vulnerability(flaw("critical", "2026-11-18"));
            kit.tier(Tier::T3).outcome(&CONTROL)
        };
        assert_eq!(on_the_net(json!(false)), Pass);
        assert_eq!(on_the_net(json!(true)), Fail);
        assert_eq!(on_the_net(json!(null)), NotAssessed);
    }

    #[test]
    fn a_fix_counts_from_its_day_and_a_missing_one_is_open() {
        let fixed = |day: Value| {
            with(with(flaw("high", "2026-01-01"), "status", json!("fixed")), "fixed_on", day)
        };
        assert_eq!(found(fixed(json!("2026-11-01"))), Pass);
        assert_eq!(found(fixed(json!("2027-01-01"))), Fail);
        assert_eq!(found(fixed(json!(null))), Fail);
        assert_eq!(found(with(fixed(json!("2026-11-01")), "status", json!(null))), Fail);
    }

    #[test]
    fn a_vulnerability_that_does_not_affect_it_needs_a_statement_and_an_attestation() {
        let flaw = with(flaw("high", "2026-01-01"), "status", json!("not-affected"));
        assert_eq!(found(flaw.clone()), Fail);
        let stated = with(flaw, "statement", json!("The parser is never called"));
        assert_eq!(found(stated.clone()), NotAssessed);
        let word = json!({"control": "TPS-04", "asset": "crm", "by": "ada", "domain": "identity",
                          "on": "2026-11-01", "expires_on": "2026-12-31",
                          "evidence": "https://wiki/crm"});
        let attested = || {
            let kit = kit(own()).person("ada", "identity").attestation(word.clone());
            kit.vulnerability(stated.clone())
        };
        assert_eq!(attested().outcome(&CONTROL), Pass);
        let other = with(self::flaw("high", "2026-11-20"), "severity", json!(null));
        assert_eq!(attested().vulnerability(other).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_the_supplier_runs_is_the_suppliers_to_fix() {
        let remote = || {
            json!({"id": "crm", "supplied_by": "third-party", "transport": "http",
                   "url": "https://mcp.example.com/"})
        };
        assert_eq!(kit(remote()).outcome(&CONTROL), NotApplicable);
        for field in ["supplied_by", "transport", "url"] {
            let silent = kit(with(remote(), field, json!(null)));
            assert_eq!(silent.outcome(&CONTROL), NotAssessed, "{field}");
        }
        let local = with(remote(), "transport", json!("stdio"));
        assert_eq!(kit(local).outcome(&CONTROL), Pass);
    }

    #[test]
    fn without_a_recent_scan_it_is_not_assessed() {
        let scanned = |field: &str, value: Value| {
            let scan = json!({"id": "weekly", "kind": "vulnerabilities", "covers": ["crm"],
                              "last_run": "2026-11-20"});
            let kit = Kit::new().server(own()).scan(with(scan, field, value));
            kit.carries(RecordKind::Vulnerabilities).outcome(&CONTROL)
        };
        assert_eq!(scanned("last_run", json!("2026-10-23")), Pass);
        for (field, value) in [
            ("last_run", json!("2026-10-22")),
            ("last_run", json!(null)),
            ("kind", json!("secrets")),
            ("covers", json!(["mail"])),
        ] {
            assert_eq!(scanned(field, value), NotAssessed, "{field}");
        }
    }

    #[test]
    fn no_vulnerability_is_known_while_a_source_of_them_is_unread() {
        let of = |kind| kit(own()).unread(kind).outcome(&CONTROL);
        assert_eq!(of(RecordKind::Owners), Pass);
        assert_eq!(of(RecordKind::Vulnerabilities), NotAssessed);
        let late = kit(own()).vulnerability(flaw("high", "2026-01-01"));
        assert_eq!(late.unread(RecordKind::Vulnerabilities).outcome(&CONTROL), Fail);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        let server = || Kit::new().server(own());
        assert_eq!(server().carries(RecordKind::Vulnerabilities).outcome(&CONTROL), NotAssessed);
        let scan = json!({"id": "weekly", "kind": "vulnerabilities", "covers": ["*"],
                          "last_run": "2026-11-20"});
        assert_eq!(server().scan(scan).outcome(&CONTROL), NotAssessed);
        for field in ["severity", "exploited", "first_seen"] {
            let flaw = with(flaw("high", "2026-11-20"), field, json!(null));
            assert_eq!(found(flaw), NotAssessed, "{field}");
        }
        let future = with(flaw("high", "2026-11-20"), "first_seen", json!("2027-01-01"));
        assert_eq!(found(future), NotAssessed);
    }
}
