//! A posture that was edited is refused: every figure of it is recomputed before anything is made of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use passmuster::controls::CATALOG;
use passmuster::model::Posture;
use passmuster::posture::verify::{NOT_RECOMPUTED, not_recomputed, verify};
use proptest::prelude::*;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Ended, folder, run};
use crate::support::{fixture, folders, muster, year};

/// Whether a place is one that only the inputs show.
fn is_not_recomputed(general: &str) -> bool {
    let listed = |known: &&str| match known.strip_suffix('*') {
        Some(start) => general.starts_with(start),
        None => general == *known,
    };
    NOT_RECOMPUTED.iter().any(listed)
}

fn judged(scenario: &str) -> Posture {
    crate::support::run(&format!("scenarios/{scenario}")).posture
}

/// A posture of the last of three recorded months.
fn with_history() -> Posture {
    let home = tempfile::tempdir().expect("a folder");
    let report = |month: &String| {
        year::lay(month, home.path());
        year::report(home.path(), year::last_day(month))
    };
    let mut postures: Vec<Posture> =
        folders(&fixture("history")).iter().take(3).map(report).collect();
    postures.pop().expect("three months")
}

#[test]
fn every_posture_agrees_with_itself() {
    for scenario in folders(&fixture("scenarios")) {
        assert_eq!(verify(&judged(&scenario), None, CATALOG), [], "{scenario}");
    }
    assert_eq!(verify(&with_history(), None, CATALOG), []);
}

/// Another value for a number, an outcome, a severity, a tier or a letter; none for other values.
fn changed(value: &Value) -> Option<Value> {
    let next = |all: &[&str], text: &str| {
        let at = all.iter().position(|known| *known == text)?;
        Some(json!(all[(at + 1) % all.len()]))
    };
    match value {
        Value::Bool(flag) => Some(json!(!flag)),
        Value::Number(number) if number.is_f64() => Some(json!(number.as_f64()? + 0.1)),
        Value::Number(number) => Some(json!(number.as_i64()? + 1)),
        Value::String(text) => next(&["pass", "partial", "fail", "not-assessed"], text)
            .or_else(|| next(&["low", "medium", "high", "critical"], text))
            .or_else(|| next(&["T0", "T1", "T2", "T3"], text))
            .or_else(|| next(&["A", "B", "C", "D", "E"], text)),
        _ => None,
    }
}

/// Every value that can be changed, by its pointer with a star for each position, with all its places.
fn places(value: &Value, at: &str, general: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(number, item)| {
            places(item, &format!("{at}/{number}"), &format!("{general}/*"), found);
        }),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| {
            places(field, &format!("{at}/{name}"), &format!("{general}/{name}"), found);
        }),
        leaf if changed(leaf).is_some() => {
            found.entry(general.to_string()).or_default().push(at.to_string());
        }
        _ => {}
    }
}

/// Whether a document is refused, when it is read or when it is verified.
fn refused(document: &Value) -> bool {
    match serde_json::from_value::<Posture>(document.clone()) {
        Ok(posture) => !verify(&posture, None, CATALOG).is_empty(),
        Err(_) => true,
    }
}

#[test]
fn any_one_changed_figure_is_refused() {
    let mut postures: Vec<(String, Posture)> =
        ["half", "neglected"].map(|scenario| (scenario.to_string(), judged(scenario))).into();
    postures.push(("a year".into(), with_history()));
    for (name, posture) in postures {
        let document = serde_json::to_value(&posture).expect("JSON");
        let mut found = BTreeMap::new();
        places(&document, "", "", &mut found);
        assert!(found.len() > 100, "{name}: {}", found.len());
        let derived = found.into_iter().filter(|(general, _)| !is_not_recomputed(general));
        // One place of each kind, not always the first.
        let picked: Vec<String> = derived
            .enumerate()
            .map(|(at, (_, places))| places[at * 7 % places.len()].clone())
            .collect();
        let accepted: Vec<&String> = picked
            .par_iter()
            .filter(|pointer| {
                let mut edited = document.clone();
                let value = edited.pointer_mut(pointer).expect("a value");
                *value = changed(value).expect("another value");
                !refused(&edited)
            })
            .collect();
        assert!(accepted.is_empty(), "{name}: {accepted:#?}");
    }
}

/// The posture of a scenario as a document, with all its places.
fn document() -> &'static (Value, Vec<(String, String)>) {
    static CELL: std::sync::OnceLock<(Value, Vec<(String, String)>)> = std::sync::OnceLock::new();
    CELL.get_or_init(|| {
        let document = serde_json::to_value(judged("hard-cases")).expect("JSON");
        let mut found = BTreeMap::new();
        places(&document, "", "", &mut found);
        let all = found.into_iter().flat_map(|(general, places)| {
            places.into_iter().map(move |place| (general.clone(), place))
        });
        let all = all.collect();
        (document, all)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Any one number, outcome or flag that is changed is refused, or is listed as one that only the inputs
    /// show.
    #[test]
    fn what_is_changed_is_refused_or_listed(at: prop::sample::Index) {
        let (document, all) = document();
        let (general, place) = &all[at.index(all.len())];
        let mut edited = document.clone();
        let value = edited.pointer_mut(place).expect("a value");
        *value = changed(value).expect("another value");
        prop_assert!(refused(&edited) || is_not_recomputed(general), "{}", place);
    }
}

#[test]
fn only_what_a_posture_has_is_listed() {
    let without = judged("half");
    assert!(without.history.is_none());
    let listed = not_recomputed(&without);
    assert!(
        listed.contains(&"/assets/*/observed") && listed.contains(&"/inputs/*/bytes"),
        "{listed:?}"
    );
    assert!(!listed.iter().any(|place| place.starts_with("/history")), "{listed:?}");
    assert!(!listed.contains(&"/part/assets"), "{listed:?}");
    assert!(not_recomputed(&with_history()).contains(&"/history/change/same_assets/assets"));
}

/// Runs every command that reads a posture; each must refuse it, say where, and write nothing.
fn all_refuse(home: &Path, sign: &str) {
    let finding = "OWN-01@server/crm";
    for args in [
        &["render", "posture.json", "--out", "made", "--format", "md"][..],
        &["diff", "posture.json", "good.json"],
        &["diff", "good.json", "posture.json"],
        &["explain", "finding", finding, "--posture", "posture.json"],
        &["check", "p", "--baseline", "posture.json", "--no-regression", "--as-of", "2026-11-22"],
    ] {
        let Ended { code, printed } = run(home, args);
        assert_eq!(code, Some(2), "{args:?}: {printed}");
        assert!(printed.contains(sign), "{args:?}: {printed}");
        assert!(!home.join("made").exists(), "{args:?}");
    }
}

/// A folder with a project, and its posture twice.
fn project() -> tempfile::TempDir {
    let inventory = "servers:\n  - id: crm\n    status: active\n    purpose: Looks up orders of one customer.\n";
    let home = folder(&[("p/inventory.yaml", inventory)]);
    let args = ["report", "p", "--format", "json", "--as-of", "2026-11-22"];
    let ended = run(home.path(), &args);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    fs::copy(home.path().join("out/posture.json"), home.path().join("good.json")).expect("a copy");
    home
}

fn edit(home: &Path, change: impl FnOnce(&mut Value)) {
    let text = fs::read(home.join("good.json")).expect("a posture");
    let mut document: Value = serde_json::from_slice(&text).expect("JSON");
    change(&mut document);
    fs::write(home.join("posture.json"), document.to_string()).expect("written");
}

#[test]
fn every_reader_refuses_an_edited_posture() {
    let home = project();
    edit(home.path(), |document| document["score"]["proven"] = json!(99.9));
    all_refuse(home.path(), "/score/proven states 99.9; recomputed: ");
    edit(home.path(), |document| {
        for finding in document["findings"].as_array_mut().expect("findings") {
            if finding["outcome"] == "fail" {
                finding["outcome"] = json!("pass");
            }
        }
        document["grade"]["letter"] = json!("A");
    });
    all_refuse(home.path(), "/score/proven_sum states ");
    edit(home.path(), |document| {
        let findings = document["findings"].as_array_mut().expect("findings");
        findings.retain(|finding| finding["outcome"] != "fail");
    });
    all_refuse(home.path(), "/score/findings states ");
}

#[test]
fn what_is_no_posture_is_refused_with_the_reason() {
    let home = project();
    let text = fs::read_to_string(home.path().join("good.json")).expect("a posture");
    let version = format!("\"schema_version\": \"{}\"", passmuster::model::posture::SCHEMA_VERSION);
    assert!(text.contains(&version));
    let first = |from: &str, to: &str| text.replacen(from, to, 1);
    let proven = text.split("\"proven\": ").nth(1).and_then(|rest| rest.split(',').next());
    let proven = format!("\"proven\": {},", proven.expect("a score"));
    for (edited, sign) in [
        (first(&version, "\"schema_version\": \"9.9\""), "format 9.9"),
        (first(&version, &format!("{version}, \"auditor\": \"x\"")), "/auditor states \"x\""),
        (first("\"proven_sum\"", "\"prove_sum\""), "prove_sum"),
        (first(&proven, "\"proven\": NaN,"), "not a posture"),
        (first(&proven, "\"proven\": 1e400,"), "not a posture"),
        (first(&proven, "\"proven\": 12.34,"), "one decimal"),
        (first("\"findings_total\": ", "\"findings_total\": -"), "not a posture"),
        (first("\"findings_total\": ", "\"findings_total\": 999999999999"), "/findings_total"),
        (text[..text.len() / 2].to_string(), "not a posture"),
        (String::new(), "not a posture"),
        ("{}".into(), "not a posture"),
    ] {
        fs::write(home.path().join("posture.json"), edited).expect("written");
        all_refuse(home.path(), sign);
    }
}

/// More findings than a posture holds: the rest is in a file beside it, and the counts cover all.
#[test]
fn a_posture_without_all_its_findings_is_verified_by_its_counts() {
    let servers: String =
        (0..400).map(|n| format!("  - id: s{n}\n    owner: o{}\n", n % 9)).collect();
    let home = folder(&[("p/inventory.yaml", &format!("servers:\n{servers}"))]);
    let args = ["report", "p", "--format", "json", "--as-of", "2026-11-22"];
    assert!(muster(home.path(), &args).status.success());
    let out = home.path().join("out");
    let beside = out.join("findings.ndjson");
    assert!(beside.is_file(), "there are too few findings");
    let render =
        || run(home.path(), &["render", "out/posture.json", "--out", "made", "--format", "md"]);
    let whole = render();
    assert_eq!(whole.code, Some(0), "{}", whole.printed);
    assert!(!whole.printed.contains("not beside"), "{}", whole.printed);
    let findings = fs::read_to_string(&beside).expect("findings");
    fs::write(&beside, findings.replacen("\"outcome\":\"fail\"", "\"outcome\":\"pass\"", 1))
        .expect("written");
    assert!(render().printed.contains("SHA-256 differs"));
    fs::remove_file(&beside).expect("removed");
    let partial = render();
    assert_eq!(partial.code, Some(0), "{}", partial.printed);
    assert!(partial.printed.contains("not beside the posture"), "{}", partial.printed);
    let text = fs::read_to_string(out.join("posture.json")).expect("a posture");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    for pointer in [
        "/score/proven_sum",
        "/findings_total",
        "/cells/0/count",
        "/owner_cells/0/count",
        "/tiers/0/parts/weight",
        "/owners/0/parts/failed_sum",
        "/controls/0/outcomes/fail",
        "/fixes/0/open",
        "/frameworks/0/parts/unknown_sum",
        "/heat_map/0/tiers/0/findings",
        "/findings/0/weight",
        "/grade/basis",
    ] {
        let mut edited = document.clone();
        let value = edited.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"));
        *value = changed(value).unwrap_or(json!(1.0));
        fs::write(out.join("posture.json"), edited.to_string()).expect("written");
        let ended = render();
        assert_eq!(ended.code, Some(2), "{pointer}: {}", ended.printed);
    }
    // What only single findings show is not made up from counts.
    fs::write(out.join("posture.json"), text).expect("written");
    let explained = run(home.path(), &["explain", "finding", "OWN-01@server/s0"]);
    assert!(explained.printed.contains("which is not beside it"), "{}", explained.printed);
}
