//! The words that `docs/style.md` rules out appear nowhere a person reads.

use std::fs;
use std::path::Path;

/// What people read: reports, help, messages, comments, mappings and documentation.
const SEARCHED: [&str; 11] = [
    "src",
    "crates",
    "templates",
    "mappings",
    "docs",
    "tests",
    "benches",
    "fixtures",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
];

/// Endings of files that hold text of ours.
const TEXT: [&str; 8] = ["rs", "md", "yaml", "html", "txt", "typ", "css", "js"];

#[test]
fn ruled_out_words_appear_nowhere() {
    let page = fs::read_to_string(top().join("docs/style.md")).expect("the page on style");
    let phrases = ruled_out(&page);
    assert!(phrases.len() > 40, "the table of words is not read: {phrases:?}");
    let mut found = Vec::new();
    for start in SEARCHED {
        search(start, &phrases, &mut found);
    }
    assert!(found.is_empty(), "see docs/style.md:\n{}", found.join("\n"));
}

#[test]
fn help_uses_none_of_the_ruled_out_words() {
    let page = fs::read_to_string(top().join("docs/style.md")).expect("the page on style");
    let home = tempfile::tempdir().expect("a folder");
    for command in [
        "report",
        "render",
        "collect",
        "ingest",
        "diff",
        "schema",
        "explain",
        "controls",
        "frameworks",
        "check",
        "waive",
    ] {
        let output = crate::support::muster(home.path(), &[command, "--help"]);
        let help = String::from_utf8(output.stdout).expect("text");
        let used: Vec<String> =
            ruled_out(&page).into_iter().filter(|phrase| contains(&help, phrase)).collect();
        assert!(used.is_empty(), "`muster {command} --help` uses {used:?}");
    }
}

#[test]
fn a_phrase_is_found_as_whole_words_in_any_case() {
    assert!(contains("It Tells nothing", "tells"));
    assert!(contains("`tells`", "tells"));
    assert!(!contains("foretells", "tells"));
    assert!(!contains("tells_all", "tells"));
    assert!(!contains("remained", "in"));
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Everything between backquotes in the second column of the table.
fn ruled_out(page: &str) -> Vec<String> {
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.split('|').nth(2));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_string).collect()
}

fn search(name: &str, phrases: &[String], found: &mut Vec<String>) {
    let path = top().join(name);
    // The page itself, and this test, quote the words.
    if ["docs/style.md", "tests/style.rs"].contains(&name) {
        return;
    }
    if path.is_dir() {
        for entry in fs::read_dir(&path).expect("a folder").filter_map(Result::ok) {
            let inner = entry.file_name().to_string_lossy().into_owned();
            // Snapshots repeat what templates and catalogue print; a fixture is somebody else's text.
            let repeats = ["snapshots", "fonts", "target"].contains(&inner.as_str());
            let theirs =
                name.starts_with("fixtures") && inner.contains('.') && inner != "README.md";
            if !repeats && !theirs {
                search(&format!("{name}/{inner}"), phrases, found);
            }
        }
        return;
    }
    if !path.extension().is_some_and(|end| TEXT.iter().any(|text| end == *text)) {
        return;
    }
    let Ok(text) = fs::read_to_string(&path) else { return };
    for (at, line) in text.lines().enumerate() {
        let used = phrases.iter().filter(|phrase| contains(line, phrase));
        found.extend(used.map(|phrase| format!("{name}:{}: `{phrase}`", at + 1)));
    }
}

/// Whether a text holds a phrase as whole words, in any case of letters.
fn contains(text: &str, phrase: &str) -> bool {
    let text = text.to_lowercase();
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}
