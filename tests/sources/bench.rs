//! A fixture in a folder of its own, and what a run says about it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{fixture, muster};

/// The day that every case is judged on.
pub(super) const AS_OF: &str = "2026-11-28";

/// A copy of a fixture that a test may change.
pub(super) struct Project {
    home: TempDir,
}

impl Project {
    /// A copy of `fixtures/sources/<case>`.
    pub(super) fn of(case: &str) -> Self {
        let project = Self::empty();
        copy(&fixture("sources").join(case), &project.path());
        project
    }

    /// A folder without files.
    pub(super) fn empty() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join("project")).expect("a folder");
        Project { home }
    }

    /// Its folder.
    pub(super) fn path(&self) -> PathBuf {
        self.home.path().join("project")
    }

    /// Writes a file.
    pub(super) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Runs `muster report` in the folder; the output goes beside it.
    pub(super) fn report(&self) -> Answer {
        self.report_with(&["--as-of", AS_OF])
    }

    /// Runs `muster report` with further arguments.
    pub(super) fn report_with(&self, args: &[&str]) -> Answer {
        let out = self.home.path().join("out");
        let _ = fs::remove_dir_all(&out);
        let mut all = vec!["report", ".", "--format", "md,json", "-o", "../out"];
        all.extend(args);
        let mut answer = self.run(&all);
        let read = |name: &str| fs::read_to_string(out.join(name)).unwrap_or_default();
        answer.posture = serde_json::from_str(&read("posture.json")).unwrap_or_default();
        answer.page = read("report.md");
        answer
    }

    /// Runs the program in the folder.
    pub(super) fn run(&self, args: &[&str]) -> Answer {
        let output = muster(&self.path(), args);
        let terminal = [output.stdout, output.stderr].concat();
        Answer {
            code: output.status.code().expect("an exit code"),
            terminal: String::from_utf8_lossy(&terminal).into_owned(),
            posture: Value::Null,
            page: String::new(),
        }
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").filter_map(Result::ok) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// What one run says.
pub(super) struct Answer {
    /// The exit code.
    pub(super) code: i32,
    /// Both streams of the terminal.
    pub(super) terminal: String,
    /// The posture; null where none was written.
    pub(super) posture: Value,
    /// The Markdown report.
    pub(super) page: String,
}

impl Answer {
    /// Fails unless the run ended well.
    pub(super) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.terminal);
        self
    }

    /// The ids of the assets of a kind, sorted.
    pub(super) fn assets(&self, kind: &str) -> Vec<String> {
        let rows = self.list("assets").iter().filter(|asset| asset["key"]["kind"] == kind);
        let mut ids: Vec<String> = rows.map(|asset| text(&asset["key"]["id"])).collect();
        ids.sort();
        ids
    }

    /// The tier of an asset.
    pub(super) fn tier(&self, id: &str) -> String {
        let asset = self.list("assets").iter().find(|asset| asset["key"]["id"] == id);
        asset.map(|asset| text(&asset["tier"])).unwrap_or_default()
    }

    /// The finding of a control on an asset, `SEC-01@server/crm`; null where there is none.
    pub(super) fn finding(&self, id: &str) -> &Value {
        self.list("findings").iter().find(|finding| finding["id"] == id).unwrap_or(&Value::Null)
    }

    /// The outcome of a finding.
    pub(super) fn outcome(&self, id: &str) -> String {
        text(&self.finding(id)["outcome"])
    }

    /// The assets on which a control has an outcome, sorted.
    pub(super) fn with_outcome(&self, control: &str, outcome: &str) -> Vec<String> {
        let is_it = |f: &&Value| f["control"] == control && f["outcome"] == outcome;
        let findings = self.list("findings").iter().filter(is_it);
        let mut ids: Vec<String> = findings.map(|finding| text(&finding["asset"]["id"])).collect();
        ids.sort();
        ids
    }

    /// The ids of everything that fails, sorted.
    pub(super) fn failing(&self) -> Vec<String> {
        let failing = self.list("findings").iter().filter(|finding| finding["outcome"] == "fail");
        let mut ids: Vec<String> = failing.map(|finding| text(&finding["id"])).collect();
        ids.sort();
        ids
    }

    /// The places that the evidence of a finding cites, as `file:line`.
    pub(super) fn places(&self, id: &str) -> Vec<String> {
        let evidence = self.finding(id)["evidence"].as_array().map(Vec::as_slice);
        let places = evidence.unwrap_or_default().iter().map(|one| &one["place"]);
        let places = places.filter(|place| !place.is_null());
        places.map(|place| format!("{}:{}", text(&place["file"]), place["line"])).collect()
    }

    /// Why a file was not read, as the posture lists it.
    pub(super) fn unread(&self, path: &str) -> Option<String> {
        let input = self.list("inputs").iter().find(|input| input["path"] == path)?;
        input["skipped"].as_str().map(str::to_string)
    }

    /// Whether one line of the terminal holds all of these words.
    pub(super) fn prints(&self, words: &[&str]) -> bool {
        has_line(&self.terminal, words)
    }

    /// Whether the report or the terminal has one line with all of these words.
    pub(super) fn reports(&self, words: &[&str]) -> bool {
        let notices = self.list("notices").iter().map(|notice| {
            let file = text(&notice["place"]["file"]);
            format!("{file} {} {}\n", text(&notice["message"]), text(&notice["help"]))
        });
        let notices: String = notices.collect();
        [&self.page, &self.terminal, &notices].iter().any(|page| has_line(page, words))
    }

    fn list(&self, key: &str) -> &[Value] {
        self.posture[key].as_array().map(Vec::as_slice).unwrap_or_default()
    }
}

fn has_line(text: &str, words: &[&str]) -> bool {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut lines = text.lines().map(str::to_lowercase);
    lines.any(|line| words.iter().all(|word| line.contains(word)))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}
