//! No secret leaves the reader: made-up ones of twenty kinds, planted in every value and key of every
//! format, are looked for in everything that a run writes, prints or refuses with, as they are and
//! in the usual disguises.

use std::collections::BTreeMap;
use std::path::Path;

use passmuster::ingest::{self, Options, SourceFile};
use serde_json::Value;
use syntax::encoding::{base64, hex};

use crate::support::{command, fixture};

/// How a kind of secret begins, how long the rest is, and what follows.
const KINDS: [(&str, usize, &str); 20] = [
    ("ghp_", 36, ""),
    ("gho_", 36, ""),
    ("github_pat_", 82, ""),
    ("glpat-", 20, ""),
    ("xoxb-", 40, ""),
    ("sk-ant-api03-", 90, ""),
    ("sk-proj-", 60, ""),
    ("sk_live_", 24, ""),
    ("AIza", 35, ""),
    ("npm_", 36, ""),
    ("pypi-AgEIcHlwaS5vcmc", 100, ""),
    ("hf_", 34, ""),
    ("dop_v1_", 64, ""),
    ("SG.", 66, ""),
    ("hvs.", 90, ""),
    ("lin_api_", 40, ""),
    ("postgres://app:", 24, "@db.internal/orders"),
    ("https://robot:", 24, "@git.internal/x.git"),
    ("Bearer ", 40, ""),
    ("-----BEGIN PRIVATE KEY-----\n", 64, "\n-----END PRIVATE KEY-----"),
];

/// A made-up secret: its text as planted, and the part that must never come out.
#[derive(Clone)]
struct Canary {
    text: String,
    core: String,
}

/// Ten of each kind. Nothing here was ever valid; the parts are put together only now.
fn canaries() -> Vec<Canary> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut all = Vec::new();
    for (prefix, length, end) in KINDS {
        let letters: &[u8] = match prefix {
            "dop_v1_" => b"0123456789abcdef",
            _ => b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789",
        };
        for _ in 0..10 {
            let pick = |_| letters[(next() % letters.len() as u64) as usize] as char;
            let core: String = (0..length).map(pick).collect();
            all.push(Canary { text: format!("{prefix}{core}{end}"), core });
        }
    }
    all
}

/// The disguises a secret could come out in.
fn disguises(core: &str) -> Vec<String> {
    let hex = hex(core);
    let url: String = core.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let reversed: String = core.chars().rev().collect();
    // A part is as bad as the whole.
    let part = core.chars().skip(2).take(14).collect();
    let packed = base64(core).trim_end_matches('=').to_string();
    vec![core.to_string(), part, hex, url, reversed, packed]
}

/// Everything that leaks out of some bytes.
fn leaks(bytes: &[u8], planted: &[Canary]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let found = planted.iter().flat_map(|canary| disguises(&canary.core));
    found.filter(|disguise| text.contains(disguise.as_str())).collect()
}

/// Where the first leak is, for the person who has to find it.
fn around(bytes: &[u8], found: &[String]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let at = found.first().and_then(|leak| text.find(leak.as_str())).unwrap_or(0);
    let from = text.floor_char_boundary(at.saturating_sub(200));
    text[from..text.floor_char_boundary(at + 100)].to_string()
}

/// Documents of every format: name and content as JSON, so that values can be replaced.
fn documents() -> BTreeMap<String, Value> {
    let mut documents = BTreeMap::new();
    let mut folders = vec![fixture("formats"), fixture("scenarios/northwind")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).expect("a file");
            let Some(value) = parsed(&path, &bytes) else { continue };
            let name = path.strip_prefix(fixture("")).expect("inside").to_string_lossy();
            documents.insert(format!("{}.json", name.replace(['/', '.'], "-")), value);
        }
    }
    assert!(documents.len() > 45, "{}", documents.len());
    documents
}

/// A document as JSON, whatever it is written in; a table becomes a list of its rows.
fn parsed(path: &Path, bytes: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let tree = match path.extension()?.to_str()? {
        "json" | "sarif" | "jsonc" => passmuster::syntax::json(text).ok()?,
        "yaml" | "yml" => passmuster::syntax::yaml(text).ok()?,
        "toml" => passmuster::syntax::toml(text).ok()?,
        _ => return None,
    };
    serde_json::from_str(&crate::support::estate::json(&tree)).ok()
}

/// Counts or replaces the values (or keys) of a document, one number each.
fn visit(
    value: &mut Value,
    keys: bool,
    at: &mut usize,
    change: &mut dyn FnMut(usize) -> Option<String>,
) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, keys, at, change)),
        Value::Object(fields) => {
            let mut changed = serde_json::Map::new();
            for (key, mut field) in std::mem::take(fields) {
                let mut name = key;
                if keys {
                    if let Some(new) = change(*at) {
                        name = new;
                    }
                    *at += 1;
                }
                visit(&mut field, keys, at, change);
                changed.insert(name, field);
            }
            *fields = changed;
        }
        leaf => {
            if !keys {
                if let Some(new) = change(*at) {
                    *leaf = Value::String(new);
                }
                *at += 1;
            }
        }
    }
}

#[test]
fn two_hundred_canaries_of_twenty_kinds() {
    let all = canaries();
    assert_eq!(all.len(), 200);
    let distinct: std::collections::BTreeSet<&String> = all.iter().map(|c| &c.core).collect();
    assert_eq!(distinct.len(), 200);
}

/// In every value, and in every key, of every document: nothing is kept, nothing is printed.
#[test]
fn no_planted_secret_leaves_the_reader() {
    let all = canaries();
    let (mut planted, mut reported) = (0_usize, Vec::new());
    for (name, document) in documents() {
        // Addresses are taken apart by readers, so they go everywhere besides the kinds in turn.
        for (keys, kind) in [(false, None), (false, Some("postgres")), (true, None)] {
            let of_kind = |canary: &&Canary| kind.is_none_or(|kind| canary.text.starts_with(kind));
            let all: Vec<&Canary> = all.iter().filter(of_kind).collect();
            let mut count = 0;
            visit(&mut document.clone(), keys, &mut count, &mut |_| None);
            for place in 0..count {
                let canary = all[planted % all.len()];
                planted += 1;
                let mut changed = document.clone();
                let mut at = 0;
                let mut plant = |here| (here == place).then(|| canary.text.clone());
                visit(&mut changed, keys, &mut at, &mut plant);
                let bytes = changed.to_string().into_bytes();
                let file = SourceFile::new(name.as_str(), bytes);
                let (facts, errors) = ingest::ingest(&[file], Options::default());
                let kept = format!("{facts:?}{errors:?}");
                let found = leaks(kept.as_bytes(), std::slice::from_ref(canary));
                if !found.is_empty() {
                    let kind = &canary.text.chars().take(8).collect::<String>();
                    reported.push(format!(
                        "{name} {} {place} {kind}…",
                        if keys { "key" } else { "value" }
                    ));
                }
            }
        }
    }
    assert!(planted > 4_000, "{planted}");
    assert!(
        reported.is_empty(),
        "{} of {planted} leaked:\n{}",
        reported.len(),
        reported.join("\n")
    );
}

/// Whole runs over documents full of secrets: reports, listing, output and errors.
#[test]
fn no_planted_secret_leaves_a_run() {
    let all = canaries();
    // Not PDF: its text is compressed, so no search could find anything; it is made from the posture.
    let formats = "md,html,json";
    for remainder in 0..5 {
        let home = tempfile::tempdir().expect("a folder");
        let mut number = 0;
        for (name, document) in documents() {
            let mut changed = document.clone();
            let mut at = 0;
            visit(&mut changed, false, &mut at, &mut |here| {
                number += 1;
                (here % 5 == remainder).then(|| all[number % all.len()].text.clone())
            });
            std::fs::write(home.path().join(name), changed.to_string()).expect("a file");
        }
        std::fs::write(home.path().join("muster.toml"), "[organisation]\nname = \"N\"\n")
            .expect("it");
        for args in [
            &["report", ".", "--keep-going", "--format", formats, "--as-of", "2026-11-22"][..],
            &["report", ".", "--format", formats, "--as-of", "2026-11-22"],
            &["ingest", "."],
            &["ingest", ".", "--format", "json"],
        ] {
            let output = command(home.path(), args).output().expect("it runs");
            for (what, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
                let found = leaks(bytes, &all);
                assert!(found.is_empty(), "{args:?} {what}: {}", around(bytes, &found));
            }
        }
        let Ok(written) = std::fs::read_dir(home.path().join("out")) else { continue };
        for file in written.filter_map(Result::ok) {
            let found = leaks(&std::fs::read(file.path()).expect("a file"), &all);
            assert!(found.is_empty(), "{}: {found:?}", file.path().display());
        }
    }
}
