//! `--scope`: a report of a part states everywhere that it is one, and is taken for the whole nowhere.

use std::fs;
use std::path::Path;

use passmuster::controls::CATALOG;
use passmuster::model::posture::FindingCard;
use passmuster::model::{Posture, SelectionKey, Selector};
use passmuster::posture::part;
use passmuster::posture::verify::verify;
use proptest::prelude::*;

use crate::support::{files, fixture, folders, muster, year};

const AS_OF: &str = "2026-11-22";

fn selector(key: SelectionKey, value: &str) -> Selector {
    Selector { key, value: value.into() }
}

/// Every value that findings have for a key.
fn values(posture: &Posture, key: SelectionKey) -> Vec<Selector> {
    let of = |card: &FindingCard| -> Vec<String> {
        match key {
            SelectionKey::Owner => vec![card.owner.to_string()],
            SelectionKey::Tier => vec![card.tier.to_string()],
            _ => card.requirements.iter().map(|one| one.framework.clone()).collect(),
        }
    };
    let mut all: Vec<String> = posture.findings.iter().flat_map(of).collect();
    all.sort();
    all.dedup();
    all.iter().map(|value| selector(key, value)).collect()
}

/// The exit code, and all that was printed.
fn run(home: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = muster(home, args);
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("UTF-8"))
}

/// Reports on a part of a scenario into `part`.
fn reported(scenario: &str, scope: &[&str], more: &[&str]) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture(&format!("scenarios/{scenario}")).to_string_lossy().into_owned();
    let mut args = vec!["report", &project, "--as-of", AS_OF, "--out", "part"];
    args.extend(scope.iter().flat_map(|one| ["--scope", one]));
    args.extend(more);
    let (exit, text) = run(home.path(), &args);
    assert_eq!(exit, Some(0), "{text}");
    home
}

#[test]
fn every_part_of_every_scenario_agrees_with_itself_and_the_parts_sum_to_the_whole() {
    let mut postures: Vec<Posture> = folders(&fixture("scenarios"))
        .iter()
        .map(|name| crate::support::run(&format!("scenarios/{name}")))
        .filter(|run| run.all_findings.is_none())
        .map(|run| run.posture)
        .collect();
    let home = tempfile::tempdir().expect("a folder");
    for month in folders(&fixture("history")).iter().take(3) {
        year::lay(month, home.path());
        postures.push(year::report(home.path(), year::last_day(month)));
    }
    for whole in &postures {
        for key in [SelectionKey::Owner, SelectionKey::Tier, SelectionKey::Framework] {
            let (mut findings, mut weight) = (0, 0);
            for scope in values(whole, key) {
                let (made, _) = part(whole, None, std::slice::from_ref(&scope)).expect("a part");
                assert_eq!(verify(&made, None, CATALOG), [], "{} {scope}", whole.organisation);
                assert!(made.history.is_none() && made.verdict.is_none());
                // A finding is the same in the part, but for the frameworks that are left out.
                for card in &made.findings {
                    let mut other =
                        whole.findings.iter().find(|one| one.id == card.id).cloned().expect("one");
                    other.requirements.clone_from(&card.requirements);
                    assert_eq!(*card, other);
                }
                findings += made.findings_total;
                weight += made.score.weight;
            }
            if key != SelectionKey::Framework {
                assert_eq!(findings, whole.findings_total, "{key:?}");
                assert_eq!(weight, whole.score.weight, "{key:?}");
            }
        }
    }
}

#[test]
fn every_page_states_that_it_is_a_part() {
    let home = reported("northwind", &["tier=T3"], &["--format", "md,summary,html,json"]);
    let out = home.path().join("part");
    let sign = "This is a part of the report: tier=T3";
    let mut pages = 0;
    for path in files(&out) {
        let name = path.to_string_lossy().into_owned();
        if !name.ends_with(".md") && !name.ends_with(".html") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("text").replace("\\=", "=");
        assert!(text.contains(sign), "{name}");
        pages += 1;
    }
    assert!(pages > 60, "{pages}");
    let project = fixture("scenarios/northwind").to_string_lossy().into_owned();
    let args = [
        "report", &project, "--as-of", AS_OF, "--scope", "tier=T3", "--out", "p", "--format",
        "json",
    ];
    assert!(run(home.path(), &args).1.contains(sign));
    // Of the whole, no page does.
    let args = ["report", &project, "--as-of", AS_OF, "--out", "whole", "--format", "md,summary"];
    assert_eq!(run(home.path(), &args).0, Some(0));
    for name in ["whole/report.md", "whole/summary.md"] {
        assert!(
            !fs::read_to_string(home.path().join(name)).expect("text").contains("is a part of")
        );
    }
}

#[test]
fn a_part_is_verified_and_assessed_again_as_one() {
    let home = reported("half", &["tier=T2", "tier=T3"], &["--format", "md,json"]);
    let project = fixture("scenarios/half").to_string_lossy().into_owned();
    let (exit, text) = run(home.path(), &["verify", "part", "--inputs", &project]);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("verified      the inputs, assessed again, give this posture"), "{text}");
    // A part that claims to be of less, or to be the whole, is refused.
    let path = home.path().join("part/posture.json");
    let good = fs::read_to_string(&path).expect("text");
    let mut document: serde_json::Value = serde_json::from_str(&good).expect("JSON");
    document["part"]["findings"] = 1.into();
    fs::write(&path, document.to_string()).expect("written");
    let (exit, text) = run(home.path(), &["verify", "part/posture.json"]);
    assert!(exit == Some(1) && text.contains("/part/findings states 1"), "{text}");
    document.as_object_mut().expect("fields").remove("part");
    fs::write(&path, document.to_string()).expect("written");
    let (exit, text) = run(home.path(), &["verify", "part/posture.json"]);
    assert!(exit == Some(1) && text.contains("/summary/0 states"), "{text}");
}

#[test]
fn a_part_is_no_baseline_and_no_side_of_a_comparison() {
    let home = reported("half", &["tier=T3"], &["--format", "json"]);
    let project = fixture("scenarios/half").to_string_lossy().into_owned();
    for args in [
        &["diff", "part/posture.json", "part/posture.json"][..],
        &[
            "check",
            &project,
            "--baseline",
            "part/posture.json",
            "--no-regression",
            "--as-of",
            AS_OF,
        ],
    ] {
        let (exit, text) = run(home.path(), args);
        assert_eq!(exit, Some(2), "{args:?}: {text}");
        assert!(text.contains("is a part of a report (tier=T3)"), "{args:?}: {text}");
    }
}

#[test]
fn a_scope_that_selects_nothing_or_is_none_ends_with_two_and_writes_nothing() {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture("scenarios/northwind").to_string_lossy().into_owned();
    for (more, sign) in [
        (&["--out", "p", "--scope", "owner=flet"][..], "did you mean `fleet`?"),
        (&["--out", "p", "--scope", "tier=T7"], "The findings have tier=T0"),
        (&["--out", "p", "--scope", "framework=soc2"], "the scope framework=soc2 has no finding"),
        (&["--out", "p", "--scope", "outcome=pass"], "a report cannot be scoped by outcome"),
        (&["--out", "p", "--scope", "colour=red"], "a scope is KEY=VALUE"),
        (&["--scope", "tier=T3"], "--out"),
        (&["--out", "p", "--scope", "tier=T3", "--record"], "cannot be used with"),
    ] {
        let args = [&["report", &project, "--as-of", AS_OF, "--format", "json"], more].concat();
        let (exit, text) = run(home.path(), &args);
        assert_eq!(exit, Some(2), "{more:?}: {text}");
        let lower = sign.replacen("The findings", "the findings", 1);
        assert!(text.contains(sign) || text.contains(&lower), "{more:?}: {text}");
        assert!(!home.path().join("p").exists(), "{more:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// All keys must hold, and values of one key are alternatives.
    #[test]
    fn several_scopes_are_alternatives_of_a_key_and_conditions_of_several(
        picks in proptest::collection::vec((0usize..3, any::<proptest::sample::Index>()), 1..4)
    ) {
        let whole = &judged().posture;
        let keys = [SelectionKey::Owner, SelectionKey::Tier, SelectionKey::Framework];
        let scope: Vec<Selector> = picks
            .iter()
            .map(|(key, at)| { let all = values(whole, keys[*key]); all[at.index(all.len())].clone() })
            .collect();
        let has = |card: &FindingCard, one: &Selector| match one.key {
            SelectionKey::Owner => card.owner == one.value,
            SelectionKey::Tier => card.tier.to_string() == one.value,
            _ => card.requirements.iter().any(|it| it.framework == one.value),
        };
        let expected: Vec<&str> = whole.findings.iter().filter(|card| keys.iter().all(|key| {
            let named: Vec<&Selector> = scope.iter().filter(|one| one.key == *key).collect();
            named.is_empty() || named.iter().any(|one| has(card, one))
        })).map(|card| card.id.as_str()).collect();
        match part(whole, None, &scope) {
            Ok((made, _)) => {
                let ids: Vec<&str> = made.findings.iter().map(|card| card.id.as_str()).collect();
                prop_assert_eq!(ids, expected);
            }
            Err(_) => prop_assert!(expected.is_empty()),
        }
    }
}

/// The half scenario, judged once.
fn judged() -> &'static passmuster::commands::Run {
    static CELL: std::sync::OnceLock<passmuster::commands::Run> = std::sync::OnceLock::new();
    CELL.get_or_init(|| crate::support::run("scenarios/half"))
}
