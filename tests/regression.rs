//! The gate against the months on record: what may not get worse since the last one.

use std::fs;
use std::path::Path;

use crate::support::muster;
use crate::support::year::{last_day, lay, year};

/// The exit code and everything that was said.
fn check(home: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = muster(home, &[&["check"], args].concat());
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

/// The project of the year as it was in some month, with the records that there were by then.
fn until(month: &str) -> tempfile::TempDir {
    let (year, _) = year();
    let home = tempfile::tempdir().expect("a folder");
    for name in crate::support::folders(&crate::support::fixture("history")) {
        if name.as_str() <= month {
            lay(&name, home.path());
        }
    }
    fs::create_dir(home.path().join("history")).expect("a folder");
    for record in fs::read_dir(year.path().join("history")).expect("records") {
        let record = record.expect("a record");
        let name = record.file_name();
        if name.to_string_lossy().as_ref() < month {
            fs::copy(record.path(), home.path().join("history").join(name)).expect("copied");
        }
    }
    home
}

#[test]
fn without_a_baseline_the_last_month_on_record_serves() {
    let mut said = Vec::new();
    for (month, code) in [("2026-05", 1), ("2026-06", 0), ("2026-10", 1), ("2026-12", 1)] {
        let home = until(month);
        let day = last_day(month).to_string();
        let (exit, text) = check(home.path(), &["--no-regression", "--as-of", &day]);
        assert_eq!(exit, Some(code), "{month}: {text}");
        said.push(format!("$ muster check --no-regression --as-of {day}\n{text}"));
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("against_the_last_month", said.join("\n"));
    });
}

#[test]
fn a_month_can_be_named_and_a_gate_that_compares_with_nothing_names_none() {
    let home = until("2026-12");
    let day = ["--as-of", "2026-12-31"];
    let (exit, text) =
        check(home.path(), &[&["--no-regression", "--baseline", "2026-03"], &day[..]].concat());
    assert!(exit == Some(1) && text.contains("from 72.0 to 62.5"), "{text}");
    let (exit, text) =
        check(home.path(), &[&["--no-regression", "--baseline", "2025-03"], &day[..]].concat());
    assert!(exit == Some(2) && text.contains("there is no record of 2025-03"), "{text}");
    let (exit, text) = check(home.path(), &[&["--min-score", "60"], &day[..]].concat());
    assert!(exit == Some(0) && !text.contains("against"), "{text}");
    // In the profile too, where a file is meant to stand in the project.
    let profile = home.path().join("muster.toml");
    let gate = "\n[gate]\nno-regression = true\nbaseline = \"2026-03\"\n";
    let text = fs::read_to_string(&profile).expect("a profile") + gate;
    fs::write(&profile, text).expect("written");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let path = home.path().to_str().expect("a path");
    let (exit, text) = check(elsewhere.path(), &[&[path], &day[..]].concat());
    assert!(exit == Some(1) && text.contains("from 72.0 to 62.5"), "{text}");
}

#[test]
fn a_project_without_a_history_is_reported_how_to_begin_one() {
    let home = until("2026-01");
    let (exit, text) = check(home.path(), &["--no-regression", "--as-of", "2026-01-31"]);
    assert_eq!(exit, Some(2), "{text}");
    assert!(text.contains("needs a baseline") && text.contains("--record"), "{text}");
}

const FAILING: &str = "\
owners: [{ id: ada, kind: person, status: active, domains: [operator] }]
servers:
  - { id: crm, owner: ghost, status: active, purpose: Looks up the orders of one customer for support., tier: T3 }
waivers: []
exposures: []
";

/// A project whose October is on record.
fn october(text: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("muster.toml"), "[organisation]\nname = \"N\"\n").expect("a file");
    fs::write(home.path().join("inventory.yaml"), text).expect("a file");
    let made =
        muster(home.path(), &["report", ".", "--record", "-f", "json", "--as-of", "2026-10-31"]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    home
}

fn november(home: &Path, text: &str) -> (Option<i32>, String) {
    fs::write(home.join("inventory.yaml"), text).expect("a file");
    check(home, &["--no-regression", "--as-of", "2026-11-22"])
}

#[test]
fn a_new_name_is_no_new_failure() {
    let home = october(FAILING);
    let renamed = FAILING.replace("id: crm", "id: sales, formerly: [crm]");
    let (exit, text) = november(home.path(), &renamed);
    assert_eq!(exit, Some(0), "{text}");
    // Without a word of the old name there are two: one that is new, and one that stays.
    let (exit, text) = november(home.path(), &FAILING.replace("id: crm", "id: sales"));
    assert!(exit == Some(1) && text.contains("OWN-01@server/sales"), "{text}");
}

#[test]
fn what_a_waiver_covered_then_newly_fails_when_it_is_over() {
    let waived = FAILING.replace(
        "waivers: []",
        "waivers: [{ control: OWN-01, asset: crm, reason: She starts soon, approver: ada, granted_on: 2026-10-01, expires_on: 2026-11-21 }]",
    );
    let home = october(&waived);
    let (exit, text) = november(home.path(), &waived.replace("2026-11-21", "2026-11-22"));
    assert_eq!(exit, Some(0), "{text}");
    let (exit, text) = november(home.path(), &waived);
    assert!(exit == Some(1) && text.contains("new failing findings: OWN-01@server/crm"), "{text}");
}

#[test]
fn a_deleted_event_is_reported_by_the_gate_and_by_the_report() {
    let exposed = FAILING
        .replace("exposures: []", "exposures: [{ secret: key, detected_at: 2026-09-03 }]")
        + "secrets: [{ id: key, owner: ada, used_by: [server/crm] }]\nscans: []\n";
    let home = october(&exposed);
    let silent = exposed.replace("[{ secret: key, detected_at: 2026-09-03 }]", "[]");
    let (_, text) = november(home.path(), &silent);
    let gone = "exposure of secret/key on 2026-09-03";
    assert!(text.contains(&format!("recorded in 2026-10 but no longer: {gone}")), "{text}");
    let made = muster(home.path(), &["report", ".", "-f", "md", "--as-of", "2026-11-22"]);
    assert!(made.status.success());
    let report = fs::read_to_string(home.path().join("out/report.md")).expect("a report");
    let reported = format!("Recorded in 2026-10 but no longer: {gone}");
    assert!(report.contains(&reported), "{report}");
    let (_, text) = november(home.path(), &exposed);
    assert!(!text.contains("no longer:"), "{text}");
}

#[test]
fn a_failure_that_nobody_can_see_any_more_is_still_in_the_gate() {
    let failing = FAILING.replace("Looks up the orders of one customer for support.", "Orders");
    let home = october(&failing);
    // Without a register of owners nobody can tell whether the owner is there.
    let silent = failing
        .replace("owners: [{ id: ada, kind: person, status: active, domains: [operator] }]\n", "");
    let (exit, text) = november(home.path(), &silent);
    assert_eq!(exit, Some(1), "{text}");
    assert!(text.contains("no longer assessed: OWN-01@server/crm"), "{text}");
    let (exit, text) =
        check(home.path(), &["--fail-on", "high", "--as-of", "2026-11-22", "--format", "json"]);
    assert!(exit == Some(1) && text.contains("could not be assessed now"), "{text}");
}

#[test]
fn rules_on_one_matter_are_no_gate() {
    let home = october(FAILING);
    let (exit, text) = check(home.path(), &["--min-score", "49,5", "--as-of", "2026-11-22"]);
    assert!(exit == Some(2) && text.contains("with a point, as in 49.5"), "{text}");
}

#[test]
fn a_baseline_must_add_up() {
    let home = october(FAILING);
    let path = home.path().join("out/posture.json");
    let text = fs::read_to_string(&path).expect("a posture");
    let (head, findings) = text.split_once("\"findings\": [").expect("the findings");
    let findings = findings.replacen("\"outcome\": \"fail\"", "\"outcome\": \"pass\"", 1);
    let edited = format!("{head}\"findings\": [{findings}");
    assert_ne!(text, edited);
    fs::write(&path, edited).expect("written");
    let args = ["--no-regression", "--baseline", "out/posture.json", "--as-of", "2026-11-22"];
    let (exit, text) = check(home.path(), &args);
    assert!(exit == Some(2) && text.contains("/score/proven_sum states "), "{text}");
}
