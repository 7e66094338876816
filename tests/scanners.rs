//! Reports of scanners: small ones with the quirks of real ones, and what is understood of them.

use std::fmt::Write as _;

use passmuster::ingest::{Options, SourceFile, ingest};
use passmuster::model::{Completion, Facts, Moment, Source};

use crate::support::fixture;

fn read(path: &str, bytes: Vec<u8>, sources: &[Source]) -> Facts {
    let (facts, errors) =
        ingest(&[SourceFile::new(path, bytes)], Options { sources, ..Options::default() });
    assert!(errors.is_empty(), "{path}: {errors:?}");
    facts
}

#[test]
fn every_report_is_read_as_a_person_reads_it() {
    let folder = fixture("formats/scanners");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("the fixtures")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name != "README.md")
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).expect("a fixture");
        let facts = read(&name, bytes, &[]);
        let kept = format!("{facts:?}");
        assert!(!kept.contains("not-kept"), "{name} keeps what it must not: {kept}");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/scanners");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.replace('.', "-"), reported(&facts)));
    }
}

/// What was understood, a line a fact.
fn reported(facts: &Facts) -> String {
    let mut text = String::new();
    let input = &facts.inputs[0];
    writeln!(text, "{}: {} records", input.format, input.records).expect("text");
    for report in &facts.scanner_reports {
        let ran = match &report.ran {
            Completion::Completed => "completed".to_string(),
            Completion::Incomplete(why) => format!("incomplete: {why}"),
        };
        let version = report.version.as_deref().unwrap_or("?");
        let taken = report.captured_at.as_ref().map_or("?".to_string(), Moment::to_string);
        writeln!(text, "\n{} {version}, {taken}, {ran}", report.tool).expect("text");
        for result in &report.results {
            let severity = result.severity.as_deref().unwrap_or("-");
            let about = result.about.join(", ");
            write!(text, "  {} {:?} ({severity}) {about}", result.rule, result.says).expect("text");
            if !result.tags.is_empty() {
                write!(text, " #{}", result.tags.join(" #")).expect("text");
            }
            if let Some(why) = &result.suppressed {
                write!(text, " [accepted: {why}]").expect("text");
            }
            writeln!(text, " @{}{}", result.place.line, result.place.pointer).expect("text");
        }
    }
    for secret in &facts.exported.secrets {
        let record = serde_json::to_string(&secret.record).expect("json");
        writeln!(text, "\nsecret {record}").expect("text");
    }
    for exposure in &facts.exposures {
        let record = serde_json::to_string(&exposure.record).expect("json");
        writeln!(text, "exposure {record}").expect("text");
    }
    for server in &facts.exported.servers {
        let record = serde_json::to_string(&server.record).expect("json");
        writeln!(text, "\nserver {record}").expect("text");
    }
    for observed in &facts.observed {
        let server = &observed.server.record;
        let tools: Vec<_> = server.tools.items().iter().map(|tool| tool.id.as_str()).collect();
        let secrets = observed.secrets.iter().map(|secret| secret.record.id.as_str());
        let secrets: Vec<_> = secrets.collect();
        writeln!(text, "\nobserved {} tools {tools:?} secrets {secrets:?}", server.id)
            .expect("text");
    }
    text
}

/// A source that forces a format.
fn forced(format: &str) -> [Source; 1] {
    let format = Some(format.to_string());
    let captured_at = "2026-11-01".parse::<Moment>().ok();
    [Source {
        path: Some("*".into()),
        format: format.map(model::FormatId::from),
        captured_at,
        ..Source::default()
    }]
}

#[test]
fn an_empty_report_says_something_only_of_a_known_tool() {
    for text in ["null", "[]"] {
        let unknown = read("report.json", text.into(), &[]);
        assert!(unknown.inputs[0].skipped.is_some(), "{text}");
        assert!(unknown.scanner_reports.is_empty());
        for format in ["gitleaks", "ocsf", "asff", "trufflehog", "prowler"] {
            let known = read("report.json", text.into(), &forced(format));
            let [report] = &known.scanner_reports[..] else { panic!("{format}: {text}") };
            assert_eq!(report.ran, Completion::Completed, "{format}: {text}");
            assert!(report.results.is_empty());
            assert_eq!(report.captured_at.map(|at| at.to_string()).as_deref(), Some("2026-11-01"));
        }
    }
}

#[test]
fn what_did_not_run_has_found_nothing_out() {
    let sarif = |runs: &str| format!(r#"{{"version": "2.1.0", "runs": {runs}}}"#);
    let driver = r#""tool": {"driver": {"name": "x"}}"#;
    let envelope = r#"{"server_url": "https://h.example", "scan_results": []}"#;
    for text in [
        sarif("[]"),
        sarif(&format!("[{{{driver}}}]")),
        sarif(&format!("[{{{driver}, \"results\": null}}]")),
        sarif(&format!(
            "[{{{driver}, \"results\": [], \"invocations\": [{{\"executionSuccessful\": false}}]}}]"
        )),
        envelope.to_string(),
    ] {
        let facts = read("report.json", text.clone().into(), &[]);
        assert!(facts.inputs[0].incomplete.is_some(), "{text}");
    }
    let clean = sarif(&format!("[{{{driver}, \"results\": []}}]"));
    assert_eq!(read("report.json", clean.into(), &[]).inputs[0].incomplete, None);
}

#[test]
fn a_document_of_another_kind_is_never_a_clean_scan() {
    let formats = [
        "sarif",
        "ocsf",
        "asff",
        "prowler",
        "gitleaks",
        "trufflehog",
        "trufflehog3",
        "detect-secrets",
        "ggshield",
        "agent-scan",
        "mcp-scanner",
        "mcp-sentinel",
        "mcp-audit",
        "hdf",
        "oscal-ar",
        "kubescape",
        "promptfoo",
    ];
    for format in formats {
        for text in ["{}", "{\"x\": 1}", "[{\"x\": 1}]", "[1]", "\"text\"", "7"] {
            let facts = read("report.json", text.into(), &forced(format));
            assert!(facts.inputs[0].incomplete.is_some(), "{format} of {text}: {facts:?}");
        }
    }
}

#[test]
fn a_broken_line_of_a_report_is_reported() {
    let text = "{\"SourceMetadata\":{},\"DetectorName\":\"AWS\"}\n{\"SourceMetadata\":\n";
    let facts = read("hits.ndjson", text.into(), &[]);
    assert_eq!(facts.scanner_reports[0].results.len(), 1);
    assert!(facts.inputs[0].incomplete.is_some());
    assert_eq!(facts.notices[0].place.as_ref().map(|place| place.line), Some(2));
}

/// Every text of a document and every key, each replaced in turn.
fn planted(value: &serde_json::Value, secret: &str) -> Vec<serde_json::Value> {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            let all = items.iter().enumerate();
            all.flat_map(|(at, item)| {
                planted(item, secret).into_iter().map(move |changed| {
                    let mut items = items.clone();
                    items[at] = changed;
                    Value::Array(items)
                })
            })
            .collect()
        }
        Value::Object(map) => {
            let mut all = Vec::new();
            for (key, inner) in map {
                for changed in planted(inner, secret) {
                    let mut map = map.clone();
                    map.insert(key.clone(), changed);
                    all.push(Value::Object(map));
                }
                let mut map = map.clone();
                let inner = map.remove(key).expect("the key");
                map.insert(secret.to_string(), inner);
                all.push(Value::Object(map));
            }
            all
        }
        _ => vec![Value::String(secret.to_string())],
    }
}

#[test]
fn no_field_lets_a_secret_through() {
    let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
    let folder = fixture("formats/scanners");
    let mut tried = 0;
    for entry in std::fs::read_dir(&folder).expect("the fixtures").filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).expect("a fixture");
        let text = text.trim_start_matches('\u{feff}');
        let Ok(document) = serde_json::from_str::<serde_json::Value>(text) else { continue };
        for secret in [token.as_str(), &format!("https://ada:{token}@h.example/?key={token}")] {
            for changed in planted(&document, secret) {
                let bytes = serde_json::to_vec(&changed).expect("json");
                let file = SourceFile::new(name.as_str(), bytes);
                let (facts, errors) = ingest(&[file], Options::default());
                // Without the key it is known by, a report may pass for a broken file of ours.
                if !errors.is_empty() {
                    continue;
                }
                let kept = format!("{facts:?}");
                assert!(!kept.contains(&token), "{name}: {changed} gives {kept}");
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}
