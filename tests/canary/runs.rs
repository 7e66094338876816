//! Whole runs over files full of secrets: in records, in names of files and sheets, in the profile and in
//! prose. Reports, listings, output and errors hold none.

use std::path::Path;

use super::documents::{Place, documents};
use super::kinds::{Dice, PATTERNS};
use super::spellings::{Plant, Search};
use crate::support::{command, files};

/// The next secret of all kinds and spellings in turn.
struct Plants {
    dice: Dice,
    all: Vec<Plant>,
    skip: usize,
}

impl Plants {
    fn new(skip: usize) -> Self {
        Plants { dice: Dice::seeded(1_000 + skip as u64), all: Vec::new(), skip }
    }

    fn next(&mut self) -> String {
        let number = self.all.len() + self.skip;
        let plant = Plant::new(&self.dice.canary(number), number / PATTERNS.len() + number);
        self.all.push(plant.clone());
        plant.text
    }
}

/// Runs commands in a folder, and looks for every plant in what they print and write.
fn assert_nothing_leaks(home: &Path, plants: &Plants) {
    let search = Search::new(&plants.all);
    // Not PDF: its text is compressed, so no search could find anything; it is made from the posture.
    let formats = "md,html,json";
    for args in [
        &["report", ".", "--keep-going", "--format", formats, "--as-of", "2026-11-22"][..],
        &["report", ".", "--format", formats, "--as-of", "2026-11-22"],
        &["check", ".", "--keep-going", "--as-of", "2026-11-22"],
        &["ingest", "."],
        &["ingest", ".", "--format", "json"],
    ] {
        let output = command(home, args).output().expect("it runs");
        for (what, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            let found = search.leaks(bytes);
            assert!(found.is_empty(), "{args:?} {what}: {}", found.join("\n"));
        }
        let out = home.join("out");
        for file in if out.is_dir() { files(&out) } else { Vec::new() } {
            let found = search.leaks(&std::fs::read(&file).expect("a file"));
            assert!(found.is_empty(), "{}: {}", file.display(), found.join("\n"));
            let found = search.leaks(file.to_string_lossy().as_bytes());
            assert!(found.is_empty(), "{}: {}", file.display(), found.join("\n"));
        }
    }
}

#[test]
fn no_secret_in_records_leaves_a_run() {
    const APART: usize = 5;
    for remainder in 0..APART {
        let home = tempfile::tempdir().expect("a folder");
        let mut plants = Plants::new(remainder * 1_000);
        for (name, mut document) in documents() {
            document
                .visit(Place::Values, &mut |at| (at % APART == remainder).then(|| plants.next()));
            let name = name.replace('/', "-");
            std::fs::write(home.path().join(name), document.bytes()).expect("a file");
        }
        std::fs::write(home.path().join("muster.toml"), "[organisation]\nname = \"N\"\n")
            .expect("it");
        assert_nothing_leaks(home.path(), &plants);
    }
}

/// The names of files, sheets and headings; each kind that a name can hold.
#[test]
fn no_secret_in_a_name_leaves_a_run() {
    let home = tempfile::tempdir().expect("a folder");
    let mut plants = Plants::new(0);
    for number in 0..PATTERNS.len() * 2 {
        let text = plants.next();
        if text.contains(['/', '\n', '\\', '\0']) || text.len() > 200 || text.starts_with('.') {
            continue;
        }
        let folder = home.path().join("inventory");
        std::fs::create_dir_all(&folder).expect("a folder");
        let (name, content) = match number % 4 {
            0 => (format!("{text}.yaml"), "servers: [{id: crm, unknown-field: 1}]".to_string()),
            1 => (format!("{text}.json"), "{".to_string()),
            2 => (format!("servers-{text}.csv"), "id,name\ncrm,CRM\n".to_string()),
            _ => (format!("{text}.toml"), "[[servers]]\nid = \"a\"\nurl = \"x\"\n".to_string()),
        };
        std::fs::write(folder.join(name), content).expect("a file");
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    for number in 0..12 {
        let text = plants.next();
        if text.chars().count() <= 31
            && !text.contains(['/', '\\', '[', ']', ':', '*', '?', '\n', '\''])
        {
            let sheet = book.add_worksheet().set_name(&text).expect("a name");
            sheet.write_string(0, 0, "id").expect("a cell");
            sheet.write_string(0, 1, plants.next()).expect("a cell");
            sheet.write_string(1, 0, format!("s{number}")).expect("a cell");
        }
    }
    book.save(home.path().join("servers.xlsx")).expect("a workbook");
    std::fs::write(home.path().join("muster.toml"), "[organisation]\nname = \"N\"\n").expect("it");
    assert_nothing_leaks(home.path(), &plants);
}

/// The profile and the prose that it names, in full runs and in errors.
#[test]
fn no_secret_in_the_profile_leaves_a_run() {
    for right in [true, false] {
        let home = tempfile::tempdir().expect("a folder");
        let mut plants = Plants::new(usize::from(right) * 500);
        let mut prose = String::from("# Notes\n\n");
        for _ in 0..PATTERNS.len() * 2 {
            let text = plants.next();
            prose.push_str(&format!("- {}\n\n", text));
        }
        std::fs::write(home.path().join("notes.md"), prose).expect("a file");
        let mut text = |key: &str| format!("{key} = {}\n", serde_json::json!(plants.next()));
        let mut profile =
            format!("[organisation]\n{}[report]\nprose = \"notes.md\"\n", text("name"));
        if !right {
            profile.push_str(&text("period"));
            profile.push_str("[waivers]\n");
            profile.push_str(&format!("never = [{}]\n", serde_json::json!("x")));
        }
        for _ in 0..if right { 3 } else { 60 } {
            profile.push_str("[[source]]\n");
            profile.push_str(&text("path"));
            profile.push_str(&text("scope"));
            if !right {
                profile.push_str(&text("format"));
                profile.push_str(&text("records"));
            }
        }
        if !right {
            profile.push_str("[history]\n");
            profile.push_str(&format!("retired-sources = [{}]\n", serde_json::json!("x")));
            profile.push_str("[thresholds]\n");
            for _ in 0..40 {
                profile.push_str(&format!("{} = {{ T3 = 1 }}\n", serde_json::json!(text("x"))));
            }
        }
        std::fs::write(home.path().join("muster.toml"), profile).expect("it");
        std::fs::write(home.path().join("inventory.yaml"), "servers: [{id: crm}]\n").expect("it");
        assert_nothing_leaks(home.path(), &plants);
    }
}
