//! `muster sample`: a sample can be drawn again by anybody, and states what it shows.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use calamine::{Data, Reader, Xlsx, open_workbook};
use passmuster::commands::Run;
use passmuster::model::sample::Stratification;
use passmuster::posture::sample::{Asked, draw};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{fixture, muster};

const AS_OF: &str = "2026-11-22";

/// A folder with `out`, the report of a scenario.
fn reported(scenario: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let project = fixture(&format!("scenarios/{scenario}"));
    let project = project.to_string_lossy();
    let args = ["report", &project, "--format", "json", "--as-of", AS_OF];
    let output = muster(home.path(), &args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    home
}

/// The exit code, and all that was printed.
fn sample(home: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = muster(home, &[&["sample"], args].concat());
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("UTF-8"))
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON")
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_documented_rule_draws_the_same_sample() {
    let home = reported("northwind");
    let args = ["--seed", "20261130", "--size", "7", "--by", "outcome", "--format", "json"];
    assert_eq!(sample(home.path(), &args).0, Some(0));
    let made = json(&home.path().join("out/sample.json"));
    let posture = json(&home.path().join("out/posture.json"));
    let all = posture["findings"].as_array().expect("findings");
    let mut seen = 0;
    for stratum in made["strata"].as_array().expect("strata") {
        let has = |finding: &&Value| finding["outcome"] == stratum["id"];
        let mut ids: Vec<&str> =
            all.iter().filter(has).map(|finding| finding["id"].as_str().expect("an id")).collect();
        assert_eq!(stratum["population"], ids.len());
        ids.sort_unstable();
        let lines: String = ids.iter().map(|id| format!("{id}\n")).collect();
        assert_eq!(stratum["population_sha256"], hash(&lines));
        ids.sort_by_key(|id| hash(&format!("20261130:{id}")));
        ids.truncate(7);
        let drawn = stratum["findings"].as_array().expect("findings").iter();
        let drawn: Vec<&str> = drawn.map(|one| one["id"].as_str().expect("an id")).collect();
        assert_eq!(drawn, ids, "{}", stratum["id"]);
        assert!(
            stratum["id"] != "not-applicable",
            "what does not apply is only drawn where it is named"
        );
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_another_sample() {
    let home = reported("northwind");
    let project = fixture("scenarios/northwind");
    let project = project.to_string_lossy().into_owned();
    for (out, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
        let args = ["--seed", seed, "--by", "tier", "--inputs", &project, "--out", out];
        let (exit, text) = sample(home.path(), &[&args[..], &["--format", "json,xlsx"]].concat());
        assert_eq!(exit, Some(0), "{text}");
    }
    let file = |name: &str| fs::read(home.path().join(name)).expect("a file");
    assert_eq!(file("a/sample.json"), file("b/sample.json"));
    assert_eq!(file("a/sample.xlsx"), file("b/sample.xlsx"));
    assert_ne!(file("a/sample.json"), file("c/sample.json"));
    assert_ne!(file("a/sample.xlsx"), file("c/sample.xlsx"));
}

#[test]
fn the_workbook_has_the_sample_the_population_and_empty_columns_for_the_tester() {
    let home = reported("northwind");
    let args = ["--seed", "5", "--size", "9", "--by", "none", "--scope", "outcome=fail"];
    assert_eq!(sample(home.path(), &[&args[..], &["--format", "xlsx,json"]].concat()).0, Some(0));
    let mut book: Xlsx<_> = open_workbook(home.path().join("out/sample.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Sample", "Method", "Strata", "Population"]);
    let sheet = book.worksheet_range("Sample").expect("a sheet");
    let rows: Vec<&[Data]> = sheet.rows().collect();
    assert_eq!(rows.len(), 10);
    let column = |name: &str| rows[0].iter().position(|cell| *cell == *name).expect("a column");
    for row in &rows[1..] {
        assert_eq!(row[column("Outcome")].to_string(), "fail");
        for empty in ["Tester's result", "Initials", "Date"] {
            assert_eq!(row[column(empty)].to_string(), "", "{empty}");
        }
        assert_ne!(row[column("Passes when")].to_string(), "");
    }
    let made = json(&home.path().join("out/sample.json"));
    let drawn: Vec<&str> = made["strata"][0]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|one| one["id"].as_str().expect("an id"))
        .collect();
    let all = book.worksheet_range("Population").expect("a sheet");
    let listed: Vec<Vec<String>> =
        all.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(made["population"], listed.len());
    assert!(listed.is_sorted_by_key(|row| row[2].clone()));
    assert!(listed.iter().all(|row| row[2] == hash(&format!("5:{}", row[1]))));
    let marked: Vec<&str> =
        listed.iter().filter(|row| row[3] == "yes").map(|row| row[1].as_str()).collect();
    assert_eq!(marked, drawn);
}

#[test]
fn records_are_quoted_from_the_inputs_that_were_read_and_from_no_others() {
    let home = reported("northwind");
    let project = fixture("scenarios/northwind").to_string_lossy().into_owned();
    let format = ["--seed", "3", "--size", "40", "--by", "none", "--format", "json"];
    let (exit, text) = sample(home.path(), &format);
    assert_eq!(exit, Some(0), "{text}");
    assert!(text.contains("records are not quoted"), "{text}");
    let bare = json(&home.path().join("out/sample.json"));
    assert!(bare.to_string().contains("Records are not quoted"));
    let (exit, text) = sample(home.path(), &[&format[..], &["--inputs", &project]].concat());
    assert_eq!(exit, Some(0), "{text}");
    let made = json(&home.path().join("out/sample.json"));
    let mut quoted = 0;
    for finding in made["strata"][0]["findings"].as_array().expect("findings") {
        let places = finding["evidence"].as_array().expect("evidence").iter();
        let has_place = places.filter(|fact| !fact["place"].is_null()).count() > 0;
        let records = finding["records"].as_array().expect("records");
        assert_eq!(has_place, !records.is_empty(), "{}", finding["id"]);
        for record in records {
            let text = record["record"].as_str().expect("text");
            let _: Value = serde_json::from_str(text).expect("a record");
            quoted += 1;
        }
    }
    assert!(quoted > 20, "{quoted}");

    // Another file of the same name is not what was read.
    let changed = tempfile::tempdir().expect("a folder");
    for path in crate::support::files(&fixture("scenarios/northwind")) {
        let to =
            changed.path().join(path.strip_prefix(fixture("scenarios/northwind")).expect("below"));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(&path, &to).expect("a copy");
    }
    let owners = changed.path().join("owners.csv");
    let text = fs::read_to_string(&owners).expect("a file") + "\n";
    fs::write(&owners, text).expect("written");
    fs::remove_file(home.path().join("out/sample.json")).expect("removed");
    let inputs = changed.path().to_string_lossy().into_owned();
    let (exit, text) = sample(home.path(), &[&format[..], &["--inputs", &inputs]].concat());
    assert_eq!(exit, Some(2), "{text}");
    assert!(text.contains("owners.csv") && text.contains("its SHA-256 is not the one"), "{text}");
    fs::remove_file(&owners).expect("removed");
    let (exit, text) = sample(home.path(), &[&format[..], &["--inputs", &inputs]].concat());
    assert_eq!(exit, Some(2), "{text}");
    assert!(!home.path().join("out/sample.json").exists());
}

#[test]
fn what_cannot_be_drawn_ends_with_two_and_a_reason_and_writes_nothing() {
    let home = reported("half");
    for (args, sign) in [
        (&["--seed", "seven"][..], "a seed is a whole number"),
        (&["--seed=-1"], "a seed is a whole number"),
        (&["--seed", "99999999999999999999999"], "a seed is a whole number"),
        (&[], "--seed <N>"),
        (&["--seed", "1", "--size", "0"], "a size is a whole number from 1 to 100000"),
        (&["--seed", "1", "--size=-3"], "a size is a whole number from 1 to 100000"),
        (
            &["--seed", "1", "--size", "100000"],
            "a sample of 100000 cannot be drawn: the population has",
        ),
        (&["--seed", "1", "--size", "9999999999"], "a size is a whole number from 1 to 100000"),
        (&["--seed", "1", "--scope", "tier=T9"], "the scope tier=T9 has no finding"),
        (&["--seed", "1", "--scope", "tier"], "a scope is KEY=VALUE"),
        (&["--seed", "1", "--scope", "control=OWN-1"], "did you mean `OWN-"),
        (&["--seed", "1", "--scope", "owner=nobody-here"], "The findings have owner="),
        (&["--seed", "1", "--size", "many"], "a size is a whole number"),
        (&["--seed", "1", "none.json"], "none.json"),
    ] {
        let (exit, text) = sample(home.path(), args);
        assert_eq!(exit, Some(2), "{args:?}: {text}");
        let either = sign.replacen("The findings", "the findings", 1);
        assert!(text.contains(sign) || text.contains(&either), "{args:?}: {text}");
        let names = fs::read_dir(home.path().join("out")).expect("entries");
        let names = names.map(|one| one.expect("one").file_name().into_string().expect("UTF-8"));
        assert!(names.into_iter().all(|name| !name.starts_with("sample")), "{args:?}");
    }
    // An edited posture is refused like everywhere else.
    let posture = home.path().join("out/posture.json");
    let text = fs::read_to_string(&posture).expect("a file");
    fs::write(&posture, text.replacen("\"outcome\": \"fail\"", "\"outcome\": \"pass\"", 1))
        .expect("written");
    let (exit, text) = sample(home.path(), &["--seed", "1"]);
    assert_eq!(exit, Some(2), "{text}");
    assert!(text.contains("does not agree with itself"), "{text}");
}

/// The half scenario, judged once.
fn judged() -> &'static Run {
    static CELL: OnceLock<Run> = OnceLock::new();
    CELL.get_or_init(|| crate::support::run("scenarios/half"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A larger size adds findings and takes none away, and every finding drawn is of its stratum.
    #[test]
    fn a_larger_sample_contains_the_smaller_one(seed: u64, size in 1u64..30) {
        let run = judged();
        let drawn = |size: u64, by| {
            let asked = Asked { seed, size, by, scope: Vec::new() };
            draw(&run.posture, Vec::new(), &asked, None).expect("a sample").sample
        };
        for by in [Stratification::Control, Stratification::Owner, Stratification::None] {
            let (small, large) = (drawn(size, by), drawn(size + 5, by));
            prop_assert_eq!(small.population, large.population);
            for (small, large) in small.strata.iter().zip(&large.strata) {
                prop_assert_eq!(small.drawn, size.min(small.population));
                let ids: Vec<&str> = large.findings.iter().map(|one| one.id.as_str()).collect();
                let is_first = small.findings.iter().zip(&ids).all(|(one, id)| one.id == **id);
                prop_assert!(is_first);
                prop_assert!(small.upper_bound.findings <= small.population - small.drawn);
            }
        }
    }
}
