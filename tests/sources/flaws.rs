//! Vulnerabilities of a bill of materials are about every server that runs, or contains, what they affect.

use serde_json::{Value, json};

use super::bench::{Answer, Project};
use super::case;

#[test]
fn a_vulnerability_reaches_every_server_that_runs_the_package_and_no_other() {
    case("package-vulnerabilities", || {
        let answer = Project::of("package-vulnerabilities").report().ok();
        // A package makes no two servers one, and no server of its own.
        assert_eq!(answer.assets("server"), ["clock", "tickets-live", "tickets-test"]);
        for server in ["tickets-live", "tickets-test"] {
            let finding = format!("TPS-04@server/{server}");
            assert_eq!(answer.outcome(&finding), "fail", "{server}");
            assert!(answer.places(&finding).contains(&"bom.cdx.json:21".to_string()), "{server}");
        }
        assert_eq!(answer.outcome("TPS-04@server/clock"), "not-assessed");
        assert!(!answer.finding("TPS-04@server/clock").to_string().contains("CVE-"));
        // Every vulnerability is accounted for.
        let unused = answer.posture["ledger"]["unused"].to_string();
        for why in ["no server here runs the component", "the version is not affected"] {
            assert!(unused.contains(why), "{why}: {unused}");
        }
        assert!(answer.prints(&["bom.cdx.json", "2 vulnerabilities"]), "{}", answer.terminal);
    });
}

const SERVERS: &str = "\
servers:
  - { id: crm, supplied_by: in-house, internet_exposed: false, owner: ada,
      launch: { package: { registry: npm, name: crm-mcp, version: 1.0.0 } } }
scans:
  - { id: weekly, kind: vulnerabilities, covers: ['*'], last_run: 2026-11-20 }
owners:
  - { id: ada, kind: person, status: active }
";

fn judged(records: &str, flaw: &Value) -> (Answer, String) {
    let bom = json!({"bomFormat": "CycloneDX", "specVersion": "1.6",
        "metadata": {"timestamp": "2026-11-20T06:00:00Z",
                     "component": {"bom-ref": "crm", "name": "crm", "purl": "pkg:npm/crm-mcp@1.0.0"}},
        "components": [{"bom-ref": "x", "name": "x", "purl": "pkg:npm/x@1"}],
        "vulnerabilities": [flaw]});
    let project = Project::empty();
    project.write("muster.toml", "");
    project.write("inventory.yaml", format!("{SERVERS}{records}"));
    let before = project.report().ok().outcome("TPS-04@server/crm");
    project.write("bom.json", bom.to_string());
    (project.report().ok(), before)
}

fn flaw(severity: &str, published: &str) -> Value {
    json!({"id": "CVE-2026-1", "ratings": [{"severity": severity}], "published": published,
           "affects": [{"ref": "x"}]})
}

#[test]
fn what_the_bill_of_materials_is_about_contains_all_of_it() {
    for (severity, published, outcome) in [
        ("high", "2026-03-01T00:00:00Z", "fail"),
        // Whether it is exploited is not stated, and others may be known.
        ("high", "2026-11-20T00:00:00Z", "not-assessed"),
        ("medium", "2026-01-01T00:00:00Z", "not-assessed"),
    ] {
        let (answer, before) = judged("", &flaw(severity, published));
        assert_eq!(before, "not-assessed");
        assert_eq!(answer.outcome("TPS-04@server/crm"), outcome, "{severity} {published}");
        let cited = answer.finding("TPS-04@server/crm").to_string();
        assert!(cited.contains("CVE-2026-1"), "{cited}");
    }
}

#[test]
fn a_record_answers_for_a_vulnerability_until_it_is_shown_again() {
    let record = |rest: &str| {
        format!(
            "vulnerabilities:\n  - {{ id: CVE-2026-1, server: crm, severity: high, exploited: false, \
             first_seen: 2026-03-01, {rest} }}\n"
        )
    };
    let old = flaw("high", "2026-03-01T00:00:00Z");
    let outcome =
        |records: &str, flaw: &Value| judged(records, flaw).0.outcome("TPS-04@server/crm");
    assert_eq!(outcome(&record("status: fixed, fixed_on: 2026-11-25"), &old), "pass");
    assert_eq!(outcome(&record("status: fixed, fixed_on: 2026-11-01"), &old), "fail");
    assert_eq!(outcome("vulnerabilities: []\n", &old), "fail");
    let mut resolved = old.clone();
    resolved["analysis"] = json!({"state": "resolved", "lastUpdated": "2026-11-10T00:00:00Z"});
    assert_eq!(outcome("vulnerabilities: []\n", &resolved), "pass");
}

/// One list calls it not affected or fixed, another one shows it open: adding the first hides nothing, whichever
/// is read first.
#[test]
fn the_analysis_of_one_list_closes_nothing_in_another() {
    let bom = |flaw: &Value| {
        json!({"bomFormat": "CycloneDX", "specVersion": "1.6",
            "metadata": {"timestamp": "2026-11-20T06:00:00Z",
                         "component": {"bom-ref": "crm", "name": "crm", "purl": "pkg:npm/crm-mcp@1.0.0"}},
            "components": [{"bom-ref": "x", "name": "x", "purl": "pkg:npm/x@1"}],
            "vulnerabilities": [flaw]})
        .to_string()
    };
    for state in ["not_affected", "false_positive", "resolved"] {
        for (closed, open) in [("a.json", "b.json"), ("b.json", "a.json")] {
            let project = Project::empty();
            project.write("muster.toml", "");
            project.write("inventory.yaml", SERVERS);
            let mut analysed = flaw("high", "2026-03-01T00:00:00Z");
            analysed["analysis"] = json!({"state": state, "detail": "not called"});
            project.write(closed, bom(&analysed));
            project.write(open, bom(&flaw("high", "2026-03-01T00:00:00Z")));
            let answer = project.report().ok();
            assert_eq!(answer.outcome("TPS-04@server/crm"), "fail", "{state} in {closed}");
        }
    }
}
