//! Waivers: written so that they read back, refused where they may not be, and listed in reports.

use std::fs;
use std::path::Path;

use passmuster::model::{Outcome, Posture, WaiverState};

use crate::support::muster;

const INVENTORY: &str = "\
owners:
  - { id: ada, kind: person, status: active, domains: [identity] }
  - { id: ida, kind: person, status: active, domains: [operator] }
  - { id: gus, kind: person, status: departed, domains: [operator] }
servers:
  - id: crm
    owner: ghost
    purpose: Looks up the orders of one customer for support.
    reach: [{ target: CRM, kind: database, environment: production, data_class: customer, effect: write }]
  - id: erp
    owner: ada
    purpose: Looks up the invoices of one customer for support.
";

fn project(profile: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("inventory.yaml"), INVENTORY).expect("a file");
    fs::write(home.path().join("muster.toml"), profile).expect("a profile");
    home
}

fn waive(home: &Path, finding: &str, more: &[&str]) -> (Option<i32>, String) {
    let args = ["waive", finding, "--as-of", "2026-11-22"];
    let output = muster(home, &[&args[..], more].concat());
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

const GOOD: [&str; 6] = [
    "--reason",
    "She starts: \"next\" week # really",
    "--until",
    "2027-01-20",
    "--approver",
    "ida",
];

fn posture(home: &Path, day: &str) -> Posture {
    let output = muster(home, &["report", ".", "--format", "json,md", "--as-of", day]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(home.join("out/posture.json")).expect("a posture");
    serde_json::from_str(&text).expect("a posture")
}

#[test]
fn a_waiver_is_appended_and_applies() {
    let home = project("");
    let before = "# Why we live with what we live with.\n\nwaivers:\n    - { control: OWN-05, asset: crm, reason: Old, approver: ada, granted_on: 2026-01-01, expires_on: 2026-02-01 } # over\n";
    fs::write(home.path().join("waivers.yaml"), before).expect("a file");
    let compensated =
        [&GOOD[..], &["--owner", "ada", "--compensating", "Calls are watched"]].concat();
    let (exit, said) = waive(home.path(), "own-01@server/crm", &compensated);
    assert_eq!(exit, Some(0), "{said}");
    let text = fs::read_to_string(home.path().join("waivers.yaml")).expect("waivers");
    assert!(text.starts_with(before), "{text}");
    let posture_now = posture(home.path(), "2026-11-22");
    let finding = posture_now.findings.iter().find(|card| card.id == "OWN-01@server/crm");
    assert_eq!(finding.expect("a finding").waiver, Some(WaiverState::Applied));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("appended", format!("{said}\n{text}"));
    });
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &GOOD);
    assert!(exit == Some(2) && said.contains("already waived"), "{said}");
}

#[test]
fn a_new_file_is_made_and_a_missing_owner_is_reported() {
    let home = project("");
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &GOOD);
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("note:"), "{said}");
    assert!(home.path().join("waivers.yaml").is_file());
}

#[test]
fn what_may_not_be_waived_is_refused_and_nothing_is_written() {
    let home = project("[waivers]\nnever = [\"POL-01\"]\n");
    fs::write(home.path().join("last.yaml"), "waivers: []\nevents: []\n").expect("a file");
    let with = |flag: &str, value: &'static str| {
        let mut args = GOOD.to_vec();
        let at = args.iter().position(|arg| *arg == flag).map(|at| at + 1);
        match at {
            Some(at) => args[at] = value,
            None => args.extend([Box::leak(flag.to_string().into_boxed_str()) as &str, value]),
        }
        args
    };
    let mut reported = Vec::new();
    for (finding, args) in [
        ("OWN-01@server/crmm", GOOD.to_vec()),
        ("OWN-01@server/erp", GOOD.to_vec()),
        ("POL-01@server/crm", GOOD.to_vec()),
        ("OWN-01@server/crm", with("--until", "2027-12-31")),
        ("OWN-01@server/crm", with("--until", "2026-11-21")),
        ("OWN-01@server/crm", with("--until", "soon")),
        ("OWN-01@server/crm", with("--reason", "tbd")),
        ("OWN-01@server/crm", with("--approver", "idda")),
        ("OWN-01@server/crm", with("--owner", "nobody")),
        ("OWN-01@server/crm", with("--approver", "gus")),
        ("OWN-01@server/crm", [&GOOD[..], &["--owner", "ida"]].concat()),
        ("OWN-01@server/crm", with("--file", "waivers.json")),
        ("OWN-01@server/crm", with("--file", "../waivers.yaml")),
        ("OWN-01@server/crm", with("--file", "out/waivers.yaml")),
        ("OWN-01@server/crm", with("--file", "last.yaml")),
    ] {
        let (exit, said) = waive(home.path(), finding, &args);
        assert_eq!(exit, Some(2), "{said}");
        reported.push(format!("$ muster waive {finding} {}\n{said}", args.join(" ")));
    }
    assert_eq!(fs::read_dir(home.path()).expect("entries").count(), 3, "files are left");
    let last = fs::read_to_string(home.path().join("last.yaml")).expect("a file");
    assert_eq!(last, "waivers: []\nevents: []\n");
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("refused", reported.join("\n"));
    });
}

#[test]
fn a_waiver_that_the_profile_forbids_stops_every_run() {
    let home = project("[waivers]\nnever = [\"OWN-01\", \"OWN-99\"]\n");
    let text = "waivers:\n  - { control: OWN-01, asset: crm, reason: Why not, approver: ida, granted_on: 2026-11-01, expires_on: 2026-12-01 }\n";
    fs::write(home.path().join("waivers.yaml"), text).expect("a file");
    let output = muster(home.path(), &["report", ".", "--as-of", "2026-11-22"]);
    assert_eq!(output.status.code(), Some(2));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("never", String::from_utf8_lossy(&output.stderr));
    });
}

#[test]
fn an_expired_waiver_is_renewed_so_often_and_no_oftener() {
    let home = project("");
    let expired = |renewals: u32| {
        let text = format!(
            "waivers:\n  - {{ control: OWN-01, asset: crm, reason: She starts soon, approver: ida, granted_on: 2026-09-01, expires_on: 2026-11-01, renewals: {renewals} }}\n"
        );
        fs::write(home.path().join("waivers.yaml"), text).expect("a file");
    };
    expired(1);
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &GOOD);
    assert_eq!(exit, Some(0), "{said}");
    let text = fs::read_to_string(home.path().join("waivers.yaml")).expect("waivers");
    assert!(text.ends_with("renewals: 2\n"), "{text}");
    expired(2);
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &GOOD);
    assert!(exit == Some(2) && said.contains("which is the limit"), "{said}");
}

#[test]
fn one_that_ran_out_is_the_trail_and_stops_nothing() {
    let home = project("[waivers]\nnever = [\"OWN-01\"]\n");
    let text = "waivers:\n  - { control: OWN-01, asset: crm, reason: Why not, approver: ida, granted_on: 2026-10-01, expires_on: 2026-11-21 }\n";
    fs::write(home.path().join("waivers.yaml"), text).expect("a file");
    let posture = posture(home.path(), "2026-11-22");
    assert_eq!(posture.waivers[0].state, WaiverState::Expired);
}

/// Renewed while it is live, so that no day lies between the two, and not long before it ends.
#[test]
fn a_live_waiver_is_renewed_when_it_is_about_to_expire() {
    let home = project("");
    let text = "waivers:\n  - { control: OWN-01, asset: crm, reason: She starts soon, approver: ida, owner: ada, compensating: Calls are watched, granted_on: 2026-10-01, expires_on: 2026-12-22, renewals: 0 }\n";
    let write = |text: &str| fs::write(home.path().join("waivers.yaml"), text).expect("a file");
    write(&text.replace("2026-12-22", "2026-12-23"));
    let compensated =
        [&GOOD[..], &["--owner", "ada", "--compensating", "Calls are watched"]].concat();
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &compensated);
    assert!(exit == Some(2) && said.contains("renew it from 2026-11-23 on"), "{said}");
    write(text);
    let shorter: Vec<&str> = compensated
        .iter()
        .map(|word| if *word == "2027-01-20" { "2026-12-22" } else { word })
        .collect();
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &shorter);
    assert!(exit == Some(2) && said.contains("a later day"), "{said}");
    let (exit, said) = waive(home.path(), "OWN-01@server/crm", &compensated);
    assert_eq!(exit, Some(0), "{said}");
    assert!(said.contains("until 2027-01-20, renewed once"), "{said}");
    let posture = posture(home.path(), "2026-12-23");
    let states: Vec<WaiverState> = posture.waivers.iter().map(|card| card.state).collect();
    assert_eq!(states, [WaiverState::Renewed, WaiverState::Applied]);
    let on_waivers = posture.findings.iter().find(|card| card.control == "POL-03");
    assert_eq!(on_waivers.expect("a finding").outcome, Outcome::NotApplicable);
}

/// The report lists every state of a waiver, with what is wrong and what is near.
#[test]
fn reports_list_every_state() {
    let home = project("");
    let text = "\
waivers:
  - { control: OWN-01, asset: crm, reason: She starts soon, approver: ida, granted_on: 2026-11-01, expires_on: 2026-12-22, renewals: 1 }
  - { control: OWN-05, asset: crm, reason: She starts soon, approver: ada, granted_on: 2026-11-01, expires_on: 2026-12-23 }
  - { control: OWN-01, asset: erp, reason: It was empty once, approver: ida, granted_on: 2026-11-01, expires_on: 2026-11-22 }
  - { control: OWN-05, asset: crm, reason: She starts soon, approver: ada, granted_on: 2026-09-01, expires_on: 2026-11-10 }
  - { control: OWN-05, asset: erp, reason: It was empty once, approver: ada, granted_on: 2026-11-01, expires_on: 2026-11-21 }
  - { control: OWN-01, asset: erp, reason: tbd, approver: ida, granted_on: 2026-11-01, expires_on: 2026-12-24 }
  - { control: OWN-01, asset: erp, reason: It was empty once, approver: ida, expires_on: 2026-12-25 }
  - { control: OWN-01, asset: erp, reason: It was empty once, approver: ida, granted_on: 2026-12-01, expires_on: 2026-12-26 }
  - { control: OWN-01, asset: erp, reason: It was empty once, approver: ida, granted_on: 2026-11-01, expires_on: 2029-12-26 }
";
    fs::write(home.path().join("waivers.yaml"), text).expect("a file");
    posture(home.path(), "2026-11-22");
    let report = fs::read_to_string(home.path().join("out/report.md")).expect("a report");
    let section = report.split("## Waivers").nth(1).and_then(|rest| rest.split("\n## ").next());
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("states", section.expect("a section").trim());
    });
}

/// Where what is broken is passed over, a waiver for nothing is still listed.
#[test]
fn a_waiver_for_nothing_is_listed_as_malformed() {
    let home = project("");
    let text = "waivers:\n  - { control: OWN-01, asset: server/lost, reason: Why not, approver: ada, granted_on: 2026-11-01, expires_on: 2026-12-01 }\n";
    fs::write(home.path().join("waivers.yaml"), text).expect("a file");
    let args = ["report", ".", "--format", "json,html", "--as-of", "2026-11-22", "--keep-going"];
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
    let posture: Posture = serde_json::from_str(&text).expect("a posture");
    assert_eq!(posture.waivers.first().map(|card| card.state), Some(WaiverState::Malformed));
}

/// The checks and the reading back share one run: a slow or metered source is asked once.
#[cfg(feature = "net")]
#[test]
fn waiving_fetches_each_source_once() {
    use crate::support::server::{Answer, Server};
    let server =
        Server::start(|_, _| Answer::ok(r#"{"agents": [{"id": "helper", "owner": "ada"}]}"#));
    let home = project(&format!("[[source]]\nurl = \"{}/agents\"\n", server.address));
    let online = [&GOOD[..], &["--online"]].concat();
    let (exit, output) = waive(home.path(), "OWN-01@server/crm", &online);
    assert_eq!(exit, Some(0), "{output}");
    assert_eq!(server.asked("/agents"), 1);
    assert!(fs::read_to_string(home.path().join("waivers.yaml")).is_ok());
}

#[test]
fn a_project_that_reads_a_folder_beside_it_can_be_waived() {
    let home = tempfile::tempdir().expect("a folder");
    let project = home.path().join("project");
    fs::create_dir(&project).expect("a folder");
    fs::create_dir(home.path().join("shared")).expect("a folder");
    fs::write(home.path().join("shared/inventory.yaml"), INVENTORY).expect("a file");
    fs::write(project.join("muster.toml"), "[[source]]\npath = \"../shared/*.yaml\"\n")
        .expect("a profile");
    let (exit, refused) = waive(&project, "own-01@server/crm", &GOOD);
    assert_eq!(exit, Some(2));
    assert!(refused.contains("--allow-path"), "{refused}");
    let allowed = [&GOOD[..], &["--allow-path", "../shared"]].concat();
    let (exit, said) = waive(&project, "own-01@server/crm", &allowed);
    assert_eq!(exit, Some(0), "{said}");
    assert!(project.join("waivers.yaml").exists());
}
