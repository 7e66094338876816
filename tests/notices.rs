//! Input warnings: they stop nothing and are listed in the report with file and line.

use crate::support::{fixture, muster};

#[test]
fn circles_future_dates_and_strangers_are_reported() {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture("notices");
    let project = project.to_str().expect("a path");
    let args = ["report", project, "--as-of", "2026-11-22", "--format", "json,md"];
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
    let posture: passmuster::model::Posture = serde_json::from_str(&text).expect("a posture");
    let reported: Vec<String> = posture
        .notices
        .iter()
        .map(|notice| {
            let place = notice.place.as_ref().expect("a place");
            format!("{place}: {} | {}", notice.message, notice.help)
        })
        .collect();
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("reported", reported.join("\n"));
    });
    let report = std::fs::read_to_string(home.path().join("out/report.md")).expect("a report");
    assert!(report.contains("forms a cycle"), "the report leaves a notice out");
}
