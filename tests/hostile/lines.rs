//! Printed lines are ours: no name begins a line, moves the cursor, reorders or hides letters.

use std::fs;
use std::path::Path;

use serde_json::Value;
use syntax::is_hidden;

use super::{Ended, folder, run};
use crate::support::{fixture, sources};

/// What is planted: a break and a command to a pipeline, bidi, zero-width, an escape, another command.
const PLANTED: &str = "x\n::error::planted\u{202e}\u{200b}\u{1b}[31m\r\n##vso[task.complete]##[error]\u{2028}::warning::z";

/// What a terminal or a pipeline may be given: lines of ours, every character of which is seen.
fn is_ours(printed: &str, about: &str) {
    for line in printed.lines() {
        let start = line.trim_start();
        assert!(!start.starts_with("::"), "{about}: {line}");
        assert!(!line.contains("##vso[") && !line.contains("##["), "{about}: {line}");
        let hidden = line.chars().find(|letter| is_hidden(*letter));
        assert!(hidden.is_none(), "{about}: {hidden:?} in {line:?}");
    }
    assert!(!printed.contains('\r'), "{about}");
}

fn printed(home: &Path, args: &[&str]) -> Ended {
    let ended = run(home, args);
    match args.windows(2).any(|pair| pair == ["--format", "json"]) && ended.code == Some(0) {
        // Warnings on standard error are lines all the same.
        true => assert!(ended.printed.chars().all(|c| c == '\n' || !is_hidden(c)), "{args:?}"),
        false => is_ours(&ended.printed, &args.join(" ")),
    }
    ended
}

/// Every report of a folder: no hidden character in what people read, JSON in what programs read.
fn reports_are_ours(out: &Path) {
    let text = |name: &str| fs::read_to_string(out.join(name)).expect("a report");
    for name in ["report.md", "site/index.html", "site/findings/index.html", "site/inputs.html"] {
        let report = text(name);
        let hidden = report.chars().find(|letter| *letter != '\n' && is_hidden(*letter));
        assert!(hidden.is_none(), "{name}: {hidden:?}");
        for line in report.lines() {
            assert!(!line.trim_start().starts_with("::"), "{name}: {line}");
        }
    }
    for name in ["posture.json", "manifest.json"] {
        serde_json::from_str::<Value>(&text(name)).expect("JSON");
    }
}

/// Plants into the texts of a document whose number gives this remainder; lists and fields stay.
fn plant(value: &mut Value, (modulus, remainder): (usize, usize), at: &mut usize, free: &[&str]) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| plant(item, (modulus, remainder), at, free))
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) => {
                        *at += 1;
                        if *at % modulus == remainder || free.contains(&name.as_str()) {
                            *text = PLANTED.into();
                        }
                    }
                    other => plant(other, (modulus, remainder), at, free),
                }
            }
        }
        _ => {}
    }
}

fn document() -> Value {
    let text = fs::read_to_string(fixture("formats/json/inventory.json")).expect("the fixture");
    serde_json::from_str(&text).expect("JSON")
}

/// Every text of every kind of record, some at a time: most runs end with errors, which quote.
#[test]
fn no_text_of_any_record_begins_a_line() {
    let modulus = 29;
    for remainder in 0..modulus {
        let mut planted = document();
        plant(&mut planted, (modulus, remainder), &mut 0, &[]);
        let home = folder(&[("inventory.json", &planted.to_string())]);
        printed(home.path(), &["ingest", "inventory.json"]);
        printed(
            home.path(),
            &["check", ".", "--fail-on", "low", "--as-of", "2026-11-22", "--keep-going"],
        );
        let args =
            ["report", ".", "--format", "md,html,json", "--as-of", "2026-11-22", "--keep-going"];
        if printed(home.path(), &args).code == Some(0) {
            reports_are_ours(&home.path().join("out"));
        }
    }
}

/// Where the planted texts are read: names, ids and people in reports, verdicts, pages and comparisons.
#[test]
fn no_name_in_a_report_begins_a_line() {
    let id = Value::from(PLANTED).to_string();
    let inventory = format!(
        "{{\"owners\": [{{\"id\": {id}, \"name\": {id}}}], \"servers\": [{{\"id\": {id}, \"name\": {id}, \
         \"owner\": {id}, \"purpose\": {id}, \"tools\": [{{\"id\": {id} }}]}}, \
         {{\"id\": \"crm\", \"owner\": \"nobody\", \"reach\": [{{\"target\": {id}, \"kind\": \"database\", \
         \"environment\": \"production\", \"effect\": \"write\"}}]}}]}}"
    );
    let profile = format!("[organisation]\nname = {id}\n[report]\nprose = \"prose.md\"\n");
    let prose = format!("# {PLANTED}\n\n{PLANTED}\n\n@octocat #12 <b>x</b>\n");
    let home = folder(&[
        ("p/inventory.json", &inventory),
        ("p/muster.toml", &profile),
        ("p/prose.md", &prose),
    ]);
    let day = ["--as-of", "2026-11-22"];
    let with_day = |args: &[&'static str]| [args, &day[..]].concat();
    let report =
        printed(home.path(), &with_day(&["report", "p", "--format", "md,html,json", "--record"]));
    assert_eq!(report.code, Some(0), "{}", report.printed);
    reports_are_ours(&home.path().join("out"));
    let posture = fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
    let posture: Value = serde_json::from_str(&posture).expect("JSON");
    assert_eq!(posture["organisation"], PLANTED, "the posture holds what was read");
    for args in [
        with_day(&["check", "p", "--fail-on", "low"]),
        with_day(&["check", "p", "--fail-on", "low", "--format", "json"]),
        vec!["diff", "out/posture.json", "out/posture.json"],
        vec!["diff", "out/posture.json", "out/posture.json", "--format", "markdown"],
        vec!["diff", "out/posture.json", "out/posture.json", "--format", "json"],
        vec!["ingest", "p", "--format", "json"],
        vec!["ingest", "p"],
        vec!["render", "out/posture.json", "--out", "again", "--format", "md"],
        vec!["explain", PLANTED_WORD],
        vec!["collect", "p"],
    ] {
        printed(home.path(), &args);
    }
    let findings = posture["findings"].as_array().expect("findings");
    let hostile = findings.iter().filter_map(|finding| finding["id"].as_str());
    let hostile: Vec<&str> = hostile.filter(|id| id.contains("planted")).collect();
    assert!(!hostile.is_empty());
    for id in hostile {
        let explained = printed(home.path(), &["explain", "finding", id]);
        assert_eq!(explained.code, Some(0), "{}", explained.printed);
        let args = [
            "waive",
            id,
            "p",
            "--reason",
            "It is being replaced",
            "--until",
            "2026-12-20",
            "--approver",
            PLANTED,
        ];
        printed(home.path(), &[&args[..], &day[..]].concat());
    }
}

const PLANTED_WORD: &str = "OWN\n::error::planted\u{202e}";

/// Names of files, folders, options and arguments.
#[cfg(unix)]
#[test]
fn no_name_of_a_file_begins_a_line() {
    let name = "::error::a\u{1b}[31m\u{202e}\n::error::planted.yaml";
    for text in ["servers: [", "servers:\n  - id: crm\n", "film: 1\n", "severs:\n  - id: a\n"] {
        let home = folder(&[(&format!("inventory/{name}"), text), (name, text)]);
        printed(home.path(), &["ingest", "."]);
        printed(home.path(), &["ingest", name]);
        for command in ["report", "check"] {
            printed(home.path(), &[command, ".", "--as-of", "2026-11-22"]);
            printed(home.path(), &[command, name, "--as-of", "2026-11-22", "--keep-going"]);
        }
        printed(home.path(), &["report", ".", "--out", name, "--as-of", "2026-11-22"]);
        printed(home.path(), &["explain", "finding", name, "--posture", name]);
        printed(home.path(), &["diff", name, name]);
        printed(home.path(), &["report", "--config", name]);
        printed(home.path(), &[name]);
        printed(home.path(), &["report", &format!("--{name}")]);
        printed(home.path(), &["report", "--as-of", name]);
    }
}

/// One place writes to the terminal, and it takes lines only.
#[test]
fn one_file_writes_to_the_terminal() {
    for (path, text) in sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let writes = ["io::stdout()", "io::stderr()", "println!(", "print!("]
            .iter()
            .any(|sign| code.contains(sign));
        assert!(!writes || path == "commands/terminal.rs", "{path} writes to the terminal");
    }
}
