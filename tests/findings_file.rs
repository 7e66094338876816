//! The file of all findings: what a finding shares with others is written once, and read back whole.

use std::fs;
use std::path::Path;

use passmuster::model::Posture;
use passmuster::posture::{FindingCards, FindingLines};

use crate::support::{self, fixture, folders, muster, year};

/// The most bytes that a finding takes, uncompressed and on average.
const MOST_OF_ONE: usize = 250;

/// Every finding as a line, and back.
fn all_return(posture: &Posture, of: &str) {
    let mut lines = FindingLines::of(posture, posture.findings.len() as u64);
    lines.cite(&posture.findings);
    let cards = FindingCards::of(posture, lines.header());
    for card in &posture.findings {
        let mut bytes = Vec::new();
        lines.write(card, &mut bytes).expect("JSON");
        let line = serde_json::from_slice(&bytes).expect("a line");
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(cards.card(line).as_ref(), Ok(card), "{of}: {text}");
    }
}

#[test]
fn every_finding_of_every_fixture_is_read_back_as_it_was_written() {
    for name in folders(&fixture("scenarios")) {
        let run = support::run(&format!("scenarios/{name}"));
        let mut posture = run.posture;
        if let Some(all) = run.all_findings {
            posture.findings = all.cards;
        }
        all_return(&posture, &name);
    }
    let home = tempfile::tempdir().expect("a folder");
    for month in folders(&fixture("history")).iter().take(3) {
        year::lay(month, home.path());
        all_return(&year::report(home.path(), year::last_day(month)), month);
    }
}

/// A folder with so many servers that their findings are in a file of their own, and its report.
fn report(servers: usize) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    fs::create_dir(home.path().join("p")).expect("a folder");
    let record = |n: usize| format!("{{\"id\":\"s{n}\",\"owner\":\"team-{}\"}}\n", n % 9);
    let records: String = (0..servers).map(record).collect();
    fs::write(home.path().join("p/servers.ndjson"), records).expect("written");
    let args = ["report", "p", "--format", "json", "--as-of", "2026-11-22"];
    assert!(muster(home.path(), &args).status.success());
    home
}

fn render(home: &Path) -> (Option<i32>, String) {
    let ended = muster(home, &["render", "out/posture.json", "--out", "made", "--format", "md"]);
    (ended.status.code(), String::from_utf8(ended.stderr).expect("UTF-8"))
}

/// States another hash of the file in the posture, as somebody would who edits both.
fn name_again(home: &Path, bytes: &[u8], file: &str) {
    use sha2::{Digest, Sha256};
    fs::write(home.join("out").join(file), bytes).expect("written");
    let path = home.join("out/posture.json");
    let mut posture: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).expect("a posture")).expect("JSON");
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    posture["findings_file"]["sha256"] = digest.into();
    fs::write(path, posture.to_string()).expect("written");
}

#[test]
fn a_damaged_file_of_findings_is_refused_with_its_line() {
    let home = report(400);
    let whole = fs::read_to_string(home.path().join("out/findings.ndjson")).expect("findings");
    let count = whole.lines().count() - 1;
    assert!(count > 10_000, "{count}");
    assert!(whole.len() / count <= MOST_OF_ONE, "{} bytes a finding", whole.len() / count);
    let header = whole.lines().next().expect("a header");
    let changed = |from: &str, to: &str| whole.replacen(from, to, 1);
    let without = |line: usize| -> String {
        let kept = whole.split_inclusive('\n').enumerate().filter(|(at, _)| *at != line);
        kept.map(|(_, line)| line).collect()
    };
    for (text, sign) in [
        (whole[..whole.len() - 10].to_string(), "cut short"),
        (without(5), "cut short"),
        (format!("{whole}{}\n", whole.lines().last().expect("a line")), "more than the"),
        (without(0), "not of version 3"),
        (changed("\"version\":3", "\"version\":2"), "not of version 3"),
        (changed("\"version\":3", "\"version\":4"), "not of version 3"),
        (changed("@server/", "#server/"), "out/findings.ndjson:2"),
        (changed("\n{\"id\"", "\n{\"ID\""), "out/findings.ndjson:2"),
        (changed("{\"at\":[0,", "{\"at\":[99,"), "the header lists no file 99"),
        (changed("\"tier\":\"T2\"", "\"tier\":\"T0\""), "does not agree with itself"),
        (changed("\"tier\":\"T2\",", ""), "`tier` is missing"),
        (changed("\"severity\":\"high\"", "\"severity\":\"low\""), "does not agree with itself"),
        (changed("\"outcome\":\"fail\"", "\"outcome\":\"pass\""), "does not agree with itself"),
        (changed("\"due_on\":\"2026", "\"due_on\":\"2027"), "does not agree with itself"),
        (String::new(), "is empty"),
        (format!("{header}\n"), "cut short"),
    ] {
        name_again(home.path(), text.as_bytes(), "findings.ndjson");
        let (code, printed) = render(home.path());
        assert_eq!(code, Some(2), "{sign}: {printed}");
        assert!(printed.contains(sign), "{sign}: {printed}");
    }
    name_again(home.path(), whole.as_bytes(), "findings.ndjson");
    assert_eq!(render(home.path()).0, Some(0));
}

#[test]
fn many_findings_are_compressed_and_read_back() {
    let home = report(2_000);
    let file = "findings.ndjson.zst";
    let bytes = fs::read(home.path().join("out").join(file)).expect("findings");
    let (code, printed) = render(home.path());
    assert_eq!(code, Some(0), "{printed}");
    assert!(!printed.contains("not beside"), "{printed}");
    let explained = muster(
        home.path(),
        &["explain", "finding", "OWN-01@server/s1999", "--posture", "out/posture.json"],
    );
    assert!(explained.status.success(), "{}", String::from_utf8_lossy(&explained.stderr));
    let mut edited = bytes.clone();
    edited[bytes.len() / 2] ^= 1;
    for damaged in [&bytes[..bytes.len() / 2], &edited, &bytes[..4]] {
        name_again(home.path(), damaged, file);
        let (code, printed) = render(home.path());
        assert_eq!(code, Some(2), "{printed}");
        assert!(printed.contains("the file of findings"), "{printed}");
    }
}
