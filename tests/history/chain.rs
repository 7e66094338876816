//! A history that is missing months, was shortened or changed is reported, and fails `no-regression`.

use std::fs;
use std::path::Path;

use crate::support::muster;
use crate::support::year::{last_day, report, year};

/// The summary of December, and what `check --no-regression` prints and returns.
fn december(home: &Path) -> (String, Option<i32>, String) {
    let posture = report(home, last_day("2026-12"));
    let args = ["check", ".", "--no-regression", "--as-of", "2026-12-31"];
    let output = muster(home, &args);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (posture.summary.join("\n"), output.status.code(), printed)
}

fn remove(home: &Path, months: &[&str]) {
    for month in months {
        fs::remove_file(home.join(format!("history/{month}.json"))).expect("it was there");
    }
}

#[test]
fn a_whole_history_is_not_reported() {
    let (home, _) = year();
    let (summary, _, printed) = december(home.path());
    assert!(!summary.contains("The history is not complete"), "{summary}");
    let held = "ok    no-regression: the history has every month that it names";
    assert!(printed.contains(held), "{printed}");
}

#[test]
fn a_month_that_later_ones_name_is_missed_wherever_it_was() {
    for (months, word) in [
        (&["2026-06"][..], "no record exists for 2026-06"),
        (&["2026-01", "2026-02"][..], "the record of 2026-01 is missing, which 2026-03 names"),
    ] {
        let (home, _) = year();
        remove(home.path(), months);
        let (summary, code, printed) = december(home.path());
        assert!(summary.contains("The history is not complete"), "{summary}");
        assert!(summary.contains(word), "{summary}");
        let failed = "FAIL  no-regression: the history is not complete";
        assert!(printed.contains(failed) && printed.contains(word), "{printed}");
        assert_eq!(code, Some(1), "{printed}");
        // A record that is made now keeps naming it.
        let record = fs::read_to_string(home.path().join("history/2026-12.json")).expect("text");
        assert!(record.contains(&format!("{{\"period\":\"{}\",\"sha256\"", months[0])), "{record}");
    }
}

#[test]
fn the_last_month_is_missed_as_a_gap() {
    let (home, _) = year();
    remove(home.path(), &["2026-11"]);
    let (summary, code, printed) = december(home.path());
    assert!(summary.contains("no record exists for 2026-11"), "{summary}");
    assert_eq!(code, Some(1), "{printed}");
}

#[test]
fn a_changed_record_is_reported_and_a_rewritten_one_is_not() {
    let (home, _) = year();
    let path = home.path().join("history/2026-05.json");
    let text = fs::read_to_string(&path).expect("a record");
    fs::write(&path, text.replace('\n', "\r\n")).expect("written");
    let (summary, _, _) = december(home.path());
    assert!(!summary.contains("The history is not complete"), "{summary}");
    let day = "\"as_of\": \"2026-05-31\"";
    assert!(text.contains(day));
    fs::write(&path, text.replace(day, "\"as_of\": \"2026-05-30\"")).expect("written");
    let (summary, code, printed) = december(home.path());
    let word = "the record of 2026-05 was changed after 2026-06 was recorded";
    assert!(summary.contains(word), "{summary}");
    assert_eq!(code, Some(1), "{printed}");
}

#[test]
fn months_that_findings_are_dated_by_are_missed_without_any_names() {
    let (home, _) = year();
    remove(home.path(), &["2026-01", "2026-02", "2026-03"]);
    for month in ["04", "05", "06", "07", "08", "09", "10", "11"] {
        let path = home.path().join(format!("history/2026-{month}.json"));
        let text = fs::read_to_string(&path).expect("a record");
        let start = text.find("\"earlier\": [").expect("the names");
        let end = start + text[start..].find("],\n").expect("their end") + 3;
        fs::write(&path, text[..start].to_string() + &text[end..]).expect("written");
    }
    let (summary, code, printed) = december(home.path());
    let word = "refers to 2026-01, but the first record is 2026-04";
    assert!(summary.contains(word), "{summary}");
    assert_eq!(code, Some(1), "{printed}");
}

#[test]
fn a_baseline_remembers_months_that_the_project_lost() {
    let (home, year) = year();
    let text = serde_json::to_vec(&year[10]).expect("JSON");
    fs::write(home.path().join("november.json"), text).expect("written");
    fs::remove_dir_all(home.path().join("history")).expect("it was there");
    let args =
        ["check", ".", "--no-regression", "--baseline", "november.json", "--as-of", "2026-12-31"];
    let output = muster(home.path(), &args);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.contains("november.json has 2026-01, 2026-02"), "{printed}");
}

#[test]
fn every_format_reports_an_incomplete_history_first() {
    let (home, _) = year();
    remove(home.path(), &["2026-06"]);
    let args = ["report", ".", "--as-of", "2026-12-31", "--out", "out", "-f", "md", "-f", "html"];
    let output = muster(home.path(), &args);
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let word = "The history is not complete";
    assert!(printed.contains(word), "{printed}");
    for (file, later) in [("report.md", "## Trend"), ("site/index.html", ">Frameworks</h2>")] {
        let text = fs::read_to_string(home.path().join("out").join(file)).expect("a report");
        let at = text.find(word).expect(word);
        assert!(at < text.find(later).expect(later), "{file}");
    }
}
