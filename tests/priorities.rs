//! What is most severe comes first, is dated, and is addressed to somebody who is here.

use std::fs;

use passmuster::model::posture::{FindingCard, Fix};
use passmuster::model::{Outcome, Posture, Severity};

use crate::support::{fixture, folders, judge, muster, project, run};

fn urgency(severity: Severity, exposed: bool) -> Severity {
    if exposed { Severity::Critical } else { severity }
}

fn in_order(findings: &[FindingCard]) {
    let open = findings.iter().filter(|card| {
        matches!(card.outcome, Outcome::Fail | Outcome::Partial | Outcome::NotAssessed)
    });
    let ranks: Vec<_> =
        open.map(|card| (urgency(card.severity, card.exposed), card.tier)).collect();
    assert!(ranks.is_sorted_by(|a, b| a >= b), "a more severe finding follows a less severe one");
}

#[test]
fn of_findings_that_are_alike_the_overdue_ones_come_first() {
    let mut compared = 0;
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        let alike = |a: &FindingCard, b: &FindingCard| {
            let rank = |card: &FindingCard| {
                (urgency(card.severity, card.exposed), card.tier, card.standing())
            };
            a.outcome.is_open() && b.outcome.is_open() && rank(a) == rank(b)
        };
        for pair in posture.findings.windows(2).filter(|pair| alike(&pair[0], &pair[1])) {
            compared += 1;
            assert!(pair[0].overdue || !pair[1].overdue, "{scenario}: {}", pair[1].id);
        }
    }
    assert!(compared > 0);
}

#[test]
fn what_a_leaver_causes_is_as_old_as_the_leaving_and_no_age_is_unexplained() {
    let posture = run("scenarios/northwind").posture;
    let of = |id: &str| posture.findings.iter().find(|card| card.id == id).expect("a finding");
    for id in
        ["OWN-01@server/deploy", "OWN-05@service-account/svc-deploy", "AGT-01@agent/release-bot"]
    {
        let since = of(id).since.map(|day| day.to_string());
        assert_eq!(since.as_deref(), Some("2026-09-30"), "{id}");
    }
    // Older than the leaving, because the ownership had been confirmed too long ago before.
    let card = of("OWN-05@server/deploy");
    assert!(card.since.is_some_and(|day| day.to_string().as_str() < "2026-09-30"));
    assert!(card.sentence.contains("; ownership confirmed"), "{}", card.sentence);
    assert!(card.evidence.iter().any(|it| it.fact.contains("owner_confirmed_on")));
}

#[test]
fn a_severe_partial_finding_comes_before_a_lesser_failure() {
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        in_order(&posture.findings);
        let ranks = posture.fixes.iter().map(|fix| (urgency(fix.severity, fix.exposed), fix.tier));
        assert!(ranks.is_sorted_by(|a, b| a >= b), "{scenario}: actions out of order");
    }
}

/// A server of a low tier with a secret in its configuration, and a privileged one whose ownership was
/// confirmed too long ago.
fn confirmed_long_ago_beside_a_secret() -> Posture {
    let text = r#"
servers:
  - id: notes
    owner: [ada]
    status: active
    environments: [development]
    reach: []
    modifiers: []
    owner_confirmed_on: 2026-11-01
  - id: deploy
    owner: [ada]
    status: active
    environments: [production]
    reach: []
    modifiers: [ci-cd]
    owner_confirmed_on: 2020-01-01
owners:
  - { id: ada, kind: person, name: Ada, status: active, domains: [operator], deputy: bo, briefed_on: 2026-10-01 }
  - { id: bo, kind: person, name: Bo, status: active, domains: [operator] }
"#;
    let mut project = project(text);
    let token = format!("ghp_{}", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
    let config = format!(
        r#"{{"mcpServers": {{"notes": {{"command": "notes-server", "env": {{"TOKEN": "{token}"}}}}}}}}"#
    );
    project.files.push((".mcp.json".into(), config.into_bytes()));
    judge(project).expect("readable").posture
}

#[test]
fn no_overdue_confirmation_comes_before_a_secret_in_plain_text() {
    let posture = confirmed_long_ago_beside_a_secret();
    let at = |control: &str| posture.fixes.iter().position(|fix| fix.control == control);
    let exposed: Vec<&Fix> = posture.fixes.iter().filter(|fix| fix.exposed).collect();
    let confirmation = at("OWN-05").expect("the confirmation is overdue");
    assert!(!exposed.is_empty(), "the secret is found");
    for fix in exposed {
        assert!(at(&fix.control) < Some(confirmation), "{} is after OWN-05", fix.control);
    }
}

#[test]
fn every_action_states_the_defect_its_place_who_and_when() {
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        for fix in &posture.fixes {
            assert!(!fix.defect.is_empty() && !fix.remediation.is_empty(), "{}", fix.control);
            assert!(fix.due_on.is_some() && !fix.asked.is_empty(), "{}", fix.control);
            let card =
                posture.findings.iter().find(|card| card.id == fix.finding).expect("a finding");
            assert_eq!((&card.sentence, card.place()), (&fix.defect, fix.place.as_ref()));
        }
    }
}

#[test]
fn every_open_finding_is_dated_or_first_seen_in_this_run() {
    let posture = run("scenarios/northwind").posture;
    let open = || posture.findings.iter().filter(|card| card.outcome.is_open());
    for card in open() {
        let due = card.due_on.expect("a due date");
        assert_eq!(card.age_days.is_some(), card.open_since.is_some(), "{}", card.id);
        assert_eq!(card.overdue, due < posture.as_of, "{}", card.id);
        assert!(card.open_since.is_none_or(|day| day <= posture.as_of), "{}", card.id);
    }
    assert!(
        open().any(|card| card.overdue),
        "dated evidence makes findings overdue without records"
    );
    let leftover = open().find(|card| card.id == "OWN-05@server/deploy");
    assert!(leftover.is_none_or(|card| card.due_on.is_some()));
}

#[test]
fn a_live_waiver_changes_no_due_date_and_its_end_is_beside_it() {
    let posture = run("scenarios/northwind").posture;
    let waived: Vec<&FindingCard> =
        posture.findings.iter().filter(|card| card.waived_until.is_some()).collect();
    assert!(!waived.is_empty(), "the demonstration has a live waiver");
    for card in waived {
        let until = card.waived_until.expect("a day");
        let waiver = posture.waivers.iter().find(|waiver| waiver.finding == card.id);
        assert_eq!(waiver.map(|waiver| waiver.expires_on), Some(until));
        assert!(card.due_on.is_some_and(|due| due != until), "{}", card.id);
    }
}

#[test]
fn nobody_who_has_left_is_asked() {
    let posture = run("scenarios/northwind").posture;
    assert!(posture.owners.iter().any(|owner| owner.id == "tomek"), "tomek is an owner");
    let asked = posture.evidence_requests.iter().flat_map(|request| &request.asked);
    let asked = asked.chain(posture.fixes.iter().flat_map(|fix| &fix.asked));
    let mut instead = 0;
    for one in asked {
        assert_ne!(one.id, "tomek", "tomek left in September");
        assert!(!one.name.is_empty(), "everything asked has an addressee");
        instead += u64::from(one.because.contains("tomek"));
    }
    assert!(instead > 0, "the requests to tomek state why others are asked");
    assert!(posture.evidence_requests.iter().all(|request| !request.asked.is_empty()));
}

#[test]
fn a_register_without_anybody_active_leaves_the_domain_to_ask() {
    let text = "
servers:
  - { id: crm, owner: [gone], status: active }
owners:
  - { id: gone, kind: person, status: departed }
";
    let posture = judge(project(text)).expect("readable").posture;
    let asked = posture.evidence_requests.iter().flat_map(|request| &request.asked);
    for one in asked {
        assert_eq!(one.id, "");
        assert!(one.name.starts_with("domain ") && one.because.contains("because"), "{one:?}");
    }
}

/// The report in Markdown stays below 100 kB, with room for what the days add: ages, due days that pass.
#[test]
fn the_report_of_the_demonstration_is_small_on_any_day() {
    for day in ["2026-11-22", "2026-12-31", "2027-03-01"] {
        let home = tempfile::tempdir().expect("a folder");
        let output =
            muster(home.path(), &["demo", "--out", "out", "--as-of", day, "--format", "md"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report = fs::read_to_string(home.path().join("out/report.md")).expect("a file");
        assert!(report.len() < 95_000, "{} bytes on {day}", report.len());
    }
}

#[test]
fn criticals_are_named_on_the_first_screen_page_and_comment() {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), &["demo", "--out", "out", "--as-of", "2026-11-22"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let terminal = String::from_utf8(output.stdout).expect("text");
    let read = |name: &str| fs::read_to_string(home.path().join("out").join(name)).expect("a file");
    let posture: Posture = serde_json::from_str(&read("posture.json")).expect("a posture");
    let first = &posture.severe_findings.first().expect("a critical finding").finding;
    assert!(terminal.find(first.as_str()) < terminal.find("Top remediation actions"), "{terminal}");
    let report = read("report.md");
    assert!(report.find(first.as_str()) < report.find("## Top remediation actions"));
    let summary = read("summary.md");
    assert!(summary.contains(first.as_str()) && summary.len() < 4_096, "{summary}");
    let sentence = &posture.severe_findings[0].sentence;
    assert!(read("site/index.html").contains(sentence.as_str()), "{first} is on the overview");
}
