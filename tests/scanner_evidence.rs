//! Results of scanners become evidence: one finding, the worst outcome decides.

use crate::support::{fixture, muster};

#[test]
fn a_scanner_that_finds_something_wanting_decides() {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture("scanners");
    let project = project.to_str().expect("a path");
    let args = ["report", project, "--as-of", "2026-11-22", "--format", "json,md,html"];
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
    let posture: passmuster::model::Posture = serde_json::from_str(&text).expect("a posture");
    let finding = posture.findings.iter().find(|finding| finding.id == "SEC-01@server/crm");
    let finding = finding.expect("a finding");
    assert_eq!(finding.outcome, passmuster::model::Outcome::Fail, "{}", finding.sentence);
    let fact = "Gitleaks reports a failed check: generic-api-key";
    assert!(finding.evidence.iter().any(|evidence| evidence.fact == fact), "{finding:?}");
    let [card] = posture.scanners.as_slice() else { panic!("{:?}", posture.scanners) };
    assert_eq!((card.results, card.counted, card.unplaced), (2, 2, 0));
    for name in ["report.md", "site/inputs.html"] {
        let report = std::fs::read_to_string(home.path().join("out").join(name)).expect(name);
        assert!(report.contains("Scanner results"), "{name}");
    }
}
