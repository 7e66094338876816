//! The gate as CI meets it: what it says, and what it may never do.

use std::fs;
use std::path::Path;

use passmuster::controls::CATALOG;
use passmuster::model::posture::SCHEMA_VERSION;
use passmuster::model::{Baseline, Domain, Gate, GateRule, GateTest, Posture, Severity, Verdict};
use passmuster::posture::{self, gate};
use passmuster::workspace::{self, Project};
use proptest::prelude::*;

use crate::support::{fixture, judge, muster, run};

const DAY: [&str; 2] = ["--as-of", "2026-11-22"];

fn scenario(name: &str) -> String {
    fixture(&format!("scenarios/{name}")).to_str().expect("a path").to_string()
}

/// The exit code and everything that was said.
fn check(home: &Path, project: &str, args: &[&str]) -> (Option<i32>, String) {
    let output = muster(home, &[&["check", project], &DAY[..], args].concat());
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).expect("text"))
}

fn rules(tests: impl IntoIterator<Item = GateTest>) -> Gate {
    let rules = tests.into_iter().map(|test| GateRule { test, place: None }).collect();
    Gate { rules, ..Gate::default() }
}

fn score(limit: &str) -> Gate {
    rules([GateTest::MinScore(limit.parse().expect("a limit"))])
}

fn verdict(posture: &Posture, asked: &Gate) -> Verdict {
    gate(posture, posture::Counted::Each(&posture.findings), None, asked)
        .expect("a gate that can be put")
}

#[test]
fn verdicts_say_what_is_missed_and_what_lifts_it() {
    let home = tempfile::tempdir().expect("a folder");
    let mut said = Vec::new();
    for (code, name, args) in [
        (0, "healthy", &["--min-score", "0", "--fail-on", "critical"][..]),
        (1, "northwind", &["--fail-on", "high", "--min-score", "80,T3=70,identity=90"][..]),
        (1, "northwind", &["--min-coverage", "99,nist-csf-2.0=99.5"][..]),
        (1, "northwind", &["--max-failing", "owasp-nhi-2025=0,nist-ai-rmf-1.0=99"][..]),
        (1, "half", &["--min-score", "95"][..]),
        (1, "empty", &["--fail-on", "critical", "--min-score", "0", "--min-score", "T3=70"][..]),
    ] {
        let (exit, text) = check(home.path(), &scenario(name), args);
        assert_eq!(exit, Some(code), "{name} {args:?}: {text}");
        said.push(format!("$ muster check {name} {}\n{text}", args.join(" ")));
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("verdicts", said.join("\n"));
    });
}

#[test]
fn what_cannot_be_run_ends_with_two_and_says_why() {
    let home = tempfile::tempdir().expect("a folder");
    let northwind = scenario("northwind");
    let report = ["report", &northwind, "--format", "json", "--out", "."];
    let made = muster(home.path(), &[&report[..], &DAY[..]].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let text = fs::read_to_string(home.path().join("posture.json")).expect("a posture");
    let with = |name: &str, text: String| fs::write(home.path().join(name), text).expect("a file");
    with(
        "future.json",
        text.replacen(
            &format!("\"schema_version\": \"{SCHEMA_VERSION}\""),
            "\"schema_version\": \"9.0\"",
            1,
        ),
    );
    // The head alone: where a longer text breaks off would change with every fixture.
    with("half.json", text.lines().take(4).collect::<Vec<_>>().join("\n"));
    with("others.json", text.replacen("Northwind Robotics", "Southwind", 1));
    with("later.json", text.replacen("\"as_of\": \"2026-11-22\"", "\"as_of\": \"2026-12-22\"", 1));
    with("cut.json", text.replacen("\"findings_total\": ", "\"findings_total\": 9", 1));
    let mut said = Vec::new();
    for args in [
        &[][..],
        &["--fail-on", "grave"][..],
        &["--min-score", "101"][..],
        &["--min-score", "identiy=50"][..],
        &["--min-score", "nist-csf-2.0=50"][..],
        &["--min-coverage", "nist-csf=50"][..],
        &["--max-failing", "owasp-nhi=0"][..],
        &["--max-failing", "owasp-nhi-2025"][..],
        &["--no-regression"][..],
        &["--fail-on", "high", "--new-only"][..],
        &["--no-regression", "--baseline", "missing.json"][..],
        &["--no-regression", "--baseline", "future.json"][..],
        &["--no-regression", "--baseline", "half.json"][..],
        &["--no-regression", "--baseline", "others.json"][..],
        &["--no-regression", "--baseline", "later.json"][..],
        &["--no-regression", "--baseline", "cut.json"][..],
    ] {
        let (exit, text) = check(home.path(), &northwind, args);
        assert_eq!(exit, Some(2), "{args:?}: {text}");
        said.push(format!("$ muster check northwind {}\n{text}", args.join(" ")));
    }
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("could_not_run", said.join("\n"));
    });
}

const WORSE: &str = "\
servers:
  - id: crm
    owner: ada
    status: active
    purpose: Looks up the orders of one customer for support.
    tier: T3
    environments: [staging]
    reach: []
    modifiers: []
    uses: []
    scopes: []
    tools: []
    internet_exposed: false
secrets: []
service_accounts: []
owners: [{ id: ada, kind: person, status: active, domains: [operator] }]
waivers: []
";

fn folder(text: &str, profile: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fs::create_dir(home.path().join("p")).expect("a project");
    fs::write(home.path().join("p/inventory.yaml"), text).expect("a file");
    let named = format!("[organisation]\nname = \"N\"\n{profile}");
    fs::write(home.path().join("p/muster.toml"), named).expect("a profile");
    home
}

#[test]
fn a_gate_without_rules_is_an_error_beside_those_of_the_inputs() {
    let home = folder(&WORSE.replace("tier: T3", "tier: T9"), "");
    let (exit, text) = check(home.path(), "p", &[]);
    assert_eq!(exit, Some(2), "{text}");
    assert!(text.contains("the gate has no rules") && text.contains("`tier`"), "{text}");
}

#[test]
fn against_a_baseline_only_what_got_worse_counts() {
    let home = folder(
        WORSE,
        "[gate]\nfail-on = \"low\"\nno-regression = true\nnew-only = true\nbaseline = \"out/posture.json\"\n",
    );
    let made = muster(
        home.path(),
        &[&["report", "p", "--format", "json", "--out", "p/out"], &DAY[..]].concat(),
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (exit, same) = check(home.path(), "p", &[]);
    assert_eq!(exit, Some(0), "{same}");
    fs::write(home.path().join("p/inventory.yaml"), WORSE.replace("owner: ada", "owner: ghost"))
        .expect("a file");
    let (exit, worse) = check(home.path(), "p", &[]);
    assert_eq!(exit, Some(1), "{worse}");
    assert!(worse.contains("OWN-01@server/crm"), "{worse}");
    // A flag says otherwise for one run.
    let (exit, quiet) =
        check(home.path(), "p", &["--no-regression=false", "--fail-on", "critical"]);
    assert_eq!(exit, Some(0), "{quiet}");
    let args = ["check", "p", "--as-of", "2026-11-22", "--format", "json"];
    let json = muster(home.path(), &args).stdout;
    let json = String::from_utf8(json).expect("text");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["passed"], false);
    assert_eq!(json["rulings"].as_array().map(Vec::len), Some(5));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("worse", worse);
    });
}

#[test]
fn an_organisation_that_gates_on_what_is_off_is_reported_by_every_command() {
    let home = folder(
        WORSE,
        "[report]\nframeworks = [\"nist-csf-2.0\"]\n[gate]\nmax-failing = { \"owasp-nhi-2025\" = 0 }\n",
    );
    for command in ["report", "check"] {
        let output = muster(home.path(), &[command, "p"]);
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{reported}");
        assert!(
            reported.contains("muster.toml:6") && reported.contains("switched off"),
            "{reported}"
        );
    }
}

#[test]
fn nothing_to_judge_is_never_a_pass() {
    let home = folder("servers: []\n", "");
    let (exit, said) = check(home.path(), "p", &["--fail-on", "critical"]);
    assert_eq!(exit, Some(1), "{said}");
}

/// Northwind with one more waiver, as good as a waiver can be.
fn with_waiver(control: &str, asset: &str) -> Project {
    let mut project = workspace::open(&fixture("scenarios/northwind")).expect("northwind");
    // The one of the domain that is responsible for the control.
    let domain = CATALOG.iter().find(|known| known.id == control).map(|known| known.domain);
    let approver = match domain {
        Some(Domain::Identity) => "jonas",
        Some(Domain::PlatformSecurity) => "mira",
        Some(Domain::Operator) | None => "ines",
    };
    let record = match control {
        "" => String::new(),
        _ => format!(
            "\n  - {{ control: {control}, asset: \"{asset}\", reason: The vendor fixes it soon, approver: {approver}, owner: ines, compensating: It is watched by hand, granted_on: 2026-11-01, expires_on: 2026-12-01, renewals: 0 }}"
        ),
    };
    let text =
        if record.is_empty() { "waivers: []\n".into() } else { format!("waivers:{record}\n") };
    project.files.push(("more.yaml".into(), text.into_bytes()));
    project
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_asset_that_reaches_a_score_reaches_every_lower_one(high in 0_i64..=1000, low in 0_i64..=1000) {
        let (low, high) = (low.min(high), high.max(low));
        let said = |tenths: i64| format!("{}.{}", tenths / 10, tenths % 10);
        for name in ["northwind", "healthy", "half", "empty"] {
            let posture = posture(name);
            for scope in ["", "T3=", "operator="] {
                let passes = |at: i64| verdict(posture, &score(&format!("{scope}{}", said(at)))).passed;
                prop_assert!(!passes(high) || passes(low), "{name} {scope}{low} {high}");
            }
        }
    }
}

/// Each scenario is judged once.
fn posture(name: &str) -> &'static Posture {
    use std::collections::BTreeMap;
    use std::sync::OnceLock;
    static KNOWN: OnceLock<BTreeMap<&'static str, Posture>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let judged = |name| (name, run(&format!("scenarios/{name}")).posture);
        ["northwind", "healthy", "half", "empty"].map(judged).into()
    });
    &known[name]
}

#[test]
fn no_waiver_lifts_a_score() {
    let plain = judge(with_waiver("", "")).expect("northwind").posture;
    let failing: Vec<_> = plain
        .findings
        .iter()
        .filter(|card| card.outcome == passmuster::model::Outcome::Fail)
        .collect();
    assert!(failing.len() > 10);
    let reached = plain.score.proven.expect("a score");
    let just_missed = score(&format!("{}.{}", (reached.0 + 1) / 10, (reached.0 + 1) % 10));
    assert!(!verdict(&plain, &just_missed).passed);
    let on = rules([GateTest::FailOn(Severity::Info)]);
    let mut lifted = 0;
    for card in failing.iter().step_by(5) {
        let waived =
            judge(with_waiver(&card.control, &card.asset.to_string())).expect("waived").posture;
        let id = &card.id;
        assert!(!verdict(&waived, &just_missed).passed, "a waiver on {id} lifted the score");
        assert_eq!(waived.score.proven, plain.score.proven, "{id}");
        // Findings are what waivers are for.
        let count = |posture: &Posture| match verdict(posture, &on).rulings[0].short_by {
            Some(passmuster::model::Amount::Count(count)) => count,
            other => panic!("{other:?}"),
        };
        lifted += count(&plain) - count(&waived);
    }
    assert!(lifted > 0);
}

/// On its last day a waiver holds; from midnight UTC on what it covered newly fails.
#[test]
fn a_waiver_that_ran_out_counts_from_the_day_after() {
    let home = folder(
        &WORSE.replace("owner: ada", "owner: ghost").replace(
            "waivers: []",
            "waivers:\n  - { control: OWN-01, asset: crm, reason: She starts next week, approver: ada, granted_on: 2026-11-01, expires_on: 2026-11-22 }",
        ),
        "",
    );
    let report = |day: &str| {
        let args = ["report", "p", "--format", "json", "--as-of", day];
        assert!(muster(home.path(), &args).status.success());
        let text = fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
        serde_json::from_str::<Posture>(&text).expect("a posture")
    };
    let (last, after) = (report("2026-11-22"), report("2026-11-23"));
    let baseline = Baseline {
        name: "the last day".into(),
        record: posture::record(&last, posture::findings(&last)).into(),
    };
    let asked = rules([GateTest::NoRegression]);
    assert!(
        gate(&last, posture::Counted::Each(&last.findings), Some(&baseline), &asked)
            .expect("a verdict")
            .passed
    );
    let verdict = gate(&after, posture::Counted::Each(&after.findings), Some(&baseline), &asked)
        .expect("a verdict");
    let said: Vec<&str> = verdict.rulings.iter().map(|ruling| ruling.sentence.as_str()).collect();
    assert!(
        !verdict.passed && said.iter().any(|text| text.contains("OWN-01@server/crm")),
        "{said:?}"
    );
}
