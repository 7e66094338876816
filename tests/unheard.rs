//! Findings of a source gain nothing while that source is missing.

use std::fs;
use std::path::Path;

use passmuster::model::posture::FindingCard;
use passmuster::model::{Outcome, Posture, Reason};

use crate::support::{fixture, muster};

/// Our own check finds nothing in plain text here; the scanner of the test does.
const REFERENCES: &str = r#"{"mcpServers": {"crm": {"command": "crm", "env": {"KEY": "${KEY}"}}}}"#;

fn report(home: &Path, day: &str) -> Posture {
    let args = ["report", ".", "--record", "--format", "json", "--as-of", day];
    let output = muster(home, &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(home.join("out/posture.json")).expect("a posture");
    serde_json::from_str(&text).expect("a posture")
}

fn finding<'a>(posture: &'a Posture, id: &str) -> &'a FindingCard {
    posture.findings.iter().find(|card| card.id == id).unwrap_or_else(|| panic!("no {id}"))
}

/// The project of two exports and a register that contest each other, with October on record.
fn joined() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture("joined");
    fs::create_dir(home.path().join("aws")).expect("a folder");
    for name in [
        "inventory.yaml",
        "muster.toml",
        "prowler.ocsf.json",
        "aws/authorization.json",
        "aws/credentials.csv",
    ] {
        fs::copy(project.join(name), home.path().join(name)).expect("copied");
    }
    let october = report(home.path(), "2026-10-31");
    assert_eq!(finding(&october, CONTESTED).outcome, Outcome::Fail);
    home
}

const CONTESTED: &str = "OWN-01@service-account/svc-deploy";

#[test]
fn an_export_that_is_not_delivered_settles_no_contest_however_long() {
    let (home, whole) = (joined(), joined());
    fs::remove_file(home.path().join("aws/authorization.json")).expect("removed");
    for day in ["2026-11-30", "2026-12-31"] {
        let posture = report(home.path(), day);
        let found = finding(&posture, CONTESTED);
        assert_eq!(found.outcome, Outcome::NotAssessed, "{day}: {}", found.sentence);
        assert_eq!(found.reason, Some(Reason::NotHeard));
        let heard = report(whole.path(), day).score.proven;
        assert!(posture.score.proven <= heard, "{day}: {:?}, {heard:?}", posture.score.proven);
        let asked = posture.evidence_requests.iter().map(|ask| ask.sentence.as_str());
        let asked = asked
            .filter(|ask| ask.starts_with("Provide current data from aws-authorization"))
            .count();
        assert_eq!(asked, 1);
    }
    // Heard again, it contests again.
    let back = fixture("joined/aws/authorization.json");
    fs::copy(back, home.path().join("aws/authorization.json")).expect("copied");
    assert_eq!(finding(&report(home.path(), "2027-01-31"), CONTESTED).outcome, Outcome::Fail);
}

#[test]
fn a_retired_source_is_waited_for_no_more_and_told_once() {
    let home = joined();
    fs::remove_file(home.path().join("aws/authorization.json")).expect("removed");
    let profile = home.path().join("muster.toml");
    let text = fs::read_to_string(&profile).expect("a profile");
    let line = text.lines().count() + 3;
    let retired = "\n[history]\nretired-sources = [\"aws-authorization-details\"]\n";
    fs::write(&profile, format!("{text}{retired}")).expect("written");
    let reported = |posture: &Posture| {
        let notice = posture.notices.iter().find(|notice| notice.message.contains("is retired"));
        notice.and_then(|notice| notice.place.clone()).map(|place| place.line as usize)
    };
    let november = report(home.path(), "2026-11-30");
    assert_eq!(finding(&november, CONTESTED).outcome, Outcome::Pass);
    assert_eq!(reported(&november), Some(line));
    assert_eq!(reported(&report(home.path(), "2026-12-31")), None);
    let slip = format!("{text}{}", retired.replace("details", "detail"));
    fs::write(&profile, slip).expect("written");
    let output = muster(home.path(), &["report", ".", "--as-of", "2026-12-31"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(reported.contains("did you mean `aws-authorization-details`"), "{reported}");
}

#[test]
fn a_scanner_must_look_again_before_what_it_found_is_mended() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join(".mcp.json"), REFERENCES).expect("a file");
    fs::write(home.path().join("muster.toml"), "").expect("a file");
    let leak = |file: &str| {
        format!(
            "[{{\"RuleID\":\"generic-api-key\",\"File\":\"{file}\",\"StartLine\":1,\"Match\":\"REDACTED\",\"Secret\":\"REDACTED\",\"Commit\":\"\",\"Fingerprint\":\"x\"}}]"
        )
    };
    let write = |text: &str| fs::write(home.path().join("leaks.json"), text).expect("a file");
    write(&leak(".mcp.json"));
    let plain = "SEC-01@server/crm";
    let october = report(home.path(), "2026-10-31");
    assert_eq!(finding(&october, plain).outcome, Outcome::Fail);
    assert_eq!(finding(&october, plain).found_by, ["gitleaks"]);
    fs::remove_file(home.path().join("leaks.json")).expect("removed");
    for day in ["2026-11-30", "2026-12-31"] {
        let posture = report(home.path(), day);
        let found = finding(&posture, plain);
        assert_eq!((found.outcome, found.reason), (Outcome::NotAssessed, Some(Reason::NotHeard)));
        assert!(
            found.sentence.contains("gitleaks reported a failure before"),
            "{}",
            found.sentence
        );
    }
    write(&leak("elsewhere/.env"));
    let looked = report(home.path(), "2027-01-31");
    assert_ne!(finding(&looked, plain).reason, Some(Reason::NotHeard));
    assert!(finding(&looked, plain).found_by.is_empty());
}

#[test]
fn an_export_that_is_empty_is_as_silent_as_one_that_is_gone() {
    let home = joined();
    let path = home.path().join("aws/authorization.json");
    let text = fs::read_to_string(&path).expect("an export");
    let mut export: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    export["UserDetailList"] = serde_json::json!([]);
    export["RoleDetailList"] = serde_json::json!([]);
    fs::write(&path, export.to_string()).expect("written");
    let found = report(home.path(), "2026-11-30");
    assert_eq!(finding(&found, CONTESTED).reason, Some(Reason::NotHeard));
}

const PRIVILEGED: &str = "\
owners: [{ id: ada, kind: person }]
servers:
  - id: crm
    owner: ada
    reach: [{ target: CRM, kind: database, environment: production, data_class: customer, effect: admin }]
reviews:
  - { asset: crm, status: completed, completed_on: 2026-10-01, reviewer: ada, items: [] }
events: []
";

/// A project of one inventory file with October on record.
fn october(text: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("muster.toml"), "[organisation]\nname = \"N\"\n").expect("a file");
    fs::write(home.path().join("inventory.yaml"), text).expect("a file");
    report(home.path(), "2026-10-31");
    home
}

#[test]
fn an_asset_that_says_less_keeps_its_tier() {
    let home = october(PRIVILEGED);
    let silent: String = PRIVILEGED
        .lines()
        .filter(|line| !line.contains("reach:"))
        .map(|l| l.to_owned() + "\n")
        .collect();
    fs::write(home.path().join("inventory.yaml"), silent).expect("a file");
    for day in ["2026-11-30", "2026-12-31"] {
        let posture = report(home.path(), day);
        let card = posture.assets.iter().find(|card| card.key.id == "crm").expect("the server");
        assert_eq!(card.tier, passmuster::model::Tier::T3, "{day}");
        let reported = card
            .tier_reasons
            .iter()
            .filter(|why| why.rule == "D7" && why.because.contains("undeclared: "));
        assert!(reported.count() > 0, "{day}");
    }
    // What it states instead is believed.
    let stated = PRIVILEGED.replace("production", "test").replace("customer", "public");
    let stated = stated.replace("admin", "read");
    fs::write(home.path().join("inventory.yaml"), stated).expect("a file");
    let posture = report(home.path(), "2027-01-31");
    let card = posture.assets.iter().find(|card| card.key.id == "crm").expect("the server");
    assert!(card.derived_tier < passmuster::model::Tier::T3, "{:?}", card.tier_reasons);
}

/// One that never said more keeps nothing, and no such reason is reported.
#[test]
fn an_asset_that_never_said_more_is_reported_nothing_new() {
    let silent: String = PRIVILEGED
        .lines()
        .filter(|line| !line.contains("reach:"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    let home = october(&silent);
    let posture = report(home.path(), "2026-11-30");
    let card = posture.assets.iter().find(|card| card.key.id == "crm").expect("the server");
    assert!(
        card.tier_reasons.iter().all(|why| !why.because.contains("its record is incomplete now"))
    );
}

#[test]
fn records_that_use_an_old_name_still_reach_the_asset() {
    let home = october(PRIVILEGED);
    let renamed = PRIVILEGED.replace("  - id: crm\n", "  - id: sales\n    formerly: [crm]\n");
    fs::write(home.path().join("inventory.yaml"), renamed).expect("a file");
    let posture = report(home.path(), "2026-11-30");
    let found = finding(&posture, "REV-01@server/sales");
    assert!(found.sentence.contains("Last access review"), "{}", found.sentence);
}
