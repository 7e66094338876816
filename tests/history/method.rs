//! A change of rules is the method's doing: neither fixed nor new, and no regression.

use std::fs;
use std::path::Path;

use passmuster::model::change::{Class, Group};
use passmuster::model::{Outcome, RULES_VERSION};

use super::change;
use crate::support::muster;
use crate::support::year::{last_day, report, year};

fn path(home: &Path, month: &str) -> std::path::PathBuf {
    home.join(format!("history/{month}.json"))
}

/// November as if other rules had judged it; later months are taken away.
fn with_rules(home: &Path, change: impl Fn(String) -> String) {
    fs::remove_file(path(home, "2026-12")).expect("it was there");
    let november = path(home, "2026-11");
    let text = fs::read_to_string(&november).expect("a record");
    let changed = change(text.clone());
    assert_ne!(changed, text);
    fs::write(november, changed).expect("written");
}

fn check(home: &Path) -> (Option<i32>, String) {
    let args = ["check", ".", "--no-regression", "--as-of", "2026-12-31"];
    let output = muster(home, &args);
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

/// The value of one control's edition in a record.
fn edition(text: &str, control: &str) -> String {
    let start = text.find(&format!("\"{control}\":\"")).expect("its edition") + control.len() + 4;
    text[start..start + 12].to_string()
}

#[test]
fn what_changed_rules_decide_is_neither_fixed_nor_new() {
    // In December OWN-01 and OWN-05 of the ticket bot pass again: OWN-05 once by a remediation, once by other rules.
    let (home, whole) = year();
    let fixed = |class| {
        let rows = change(&whole[11]).classes.iter().filter(move |row| row.class == class);
        rows.map(|row| row.findings).sum::<u64>()
    };
    assert_eq!((fixed(Class::Fixed), fixed(Class::Method)), (2, 0));
    with_rules(home.path(), |text| {
        let known = edition(&text, "OWN-05");
        text.replace(&format!("\"OWN-05\":\"{known}\""), "\"OWN-05\":\"000000000000\"").replacen(
            "\"catalogue\":\"",
            "\"catalogue\":\"0",
            1,
        )
    });
    let posture = report(home.path(), last_day("2026-12"));
    let change = change(&posture);
    let of = |class| change.classes.iter().find(|row| row.class == class);
    let fixed = of(Class::Fixed).expect("a row");
    assert_eq!(fixed.named[0].id, "OWN-01@service-account/ticket-bot");
    assert_eq!(fixed.findings, 1);
    let method = of(Class::Method).expect("a row");
    assert_eq!(method.named[0].id, "OWN-05@service-account/ticket-bot");
    let parts = change.attribution.as_ref().expect("defined");
    assert!(parts.rows.iter().any(|row| row.group == Group::Method && row.points.0 == 47));
    assert!(parts.rows.iter().any(|row| row.group == Group::Fixed && row.points.0 == 78));
    let summary = posture.summary.join("\n");
    assert!(summary.contains("The rules changed since 2026-11: 1 finding"), "{summary}");
}

#[test]
fn a_change_of_rules_is_no_regression_and_a_change_of_facts_is() {
    // In October OWN-01 and OWN-05 fail again; September is judged by other rules.
    for (controls, passes) in [(&["OWN-01", "OWN-05"][..], true), (&["OWN-01"], false)] {
        let (home, year) = year();
        for month in ["2026-10", "2026-11", "2026-12"] {
            fs::remove_file(path(home.path(), month)).expect("it was there");
        }
        let september = path(home.path(), "2026-09");
        let mut text = fs::read_to_string(&september).expect("a record");
        for control in controls {
            let known = edition(&text, control);
            let of = |edition: &str| format!("\"{control}\":\"{edition}\"");
            text = text.replace(&of(&known), &of("000000000000"));
        }
        let text = text.replacen("\"catalogue\":\"", "\"catalogue\":\"0", 1);
        fs::write(&september, text).expect("written");
        let failing = year[9].findings.iter().filter(|card| card.outcome == Outcome::Fail);
        assert!(failing.count() > 0);
        // The files of October, as they were then.
        let project = tempfile::tempdir().expect("a folder");
        for month in 1..=10 {
            crate::support::year::lay(&format!("2026-{month:02}"), project.path());
        }
        fs::rename(home.path().join("history"), project.path().join("history")).expect("moved");
        let args = ["check", ".", "--no-regression", "--as-of", "2026-10-31"];
        let output = muster(project.path(), &args);
        let printed = String::from_utf8_lossy(&output.stdout).into_owned();
        let expected = if passes { Some(0) } else { Some(1) };
        assert_eq!(output.status.code(), expected, "{controls:?}: {printed}");
        assert!(printed.contains("changed since 2026-09"), "{printed}");
    }
}

#[test]
fn rules_from_the_future_are_an_error() {
    let ours = format!("\"rules\":{RULES_VERSION}");
    for (old, new, word) in [
        (ours.as_str(), "\"rules\":99", "version 99 of the rules"),
        (concat!("\"tool\":\"", env!("CARGO_PKG_VERSION")), "\"tool\":\"99.0.0", "muster 99.0.0"),
    ] {
        let (home, _) = year();
        with_rules(home.path(), |text| text.replacen(old, new, 1));
        let (code, printed) = check(home.path());
        assert_eq!(code, Some(2), "{printed}");
        assert!(printed.contains(word) && printed.contains("history/2026-11.json"), "{printed}");
    }
}
