//! What a template of a project reads is documented: every field that the demonstration and a year of months have.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use passmuster::model::Posture;
use passmuster::render::{self, Format};

use crate::support::{run, year::year};

const PAGE: &str = "docs/pdf-data.md";

/// The text in front of the table.
const HEAD: &str = "\
# The data of a PDF template

Every field of `/data.json`, as a template in `templates/report.typ` reads it ([templates.md](templates.md)). `[]` is each
entry of a list, `{}` each value of a map whose keys are data. The example is a text of the built-in demonstration, or of a
company with twelve months on record; what is missing may be `none`. Fields may be added in any version; one that is removed or changes its meaning is in the changelog.

A test compares this page with the data (`INSTA_UPDATE=always cargo test --test pdf data_contract` writes it).

| field | kind | example |
|---|---|---|
";

/// A template that attaches the data which it is given.
const ATTACHES: &str = "#import \"/muster/front.typ\": *\n\
    #set document(title: [Data])\n#show: styled.with([Data])\n\
    #pdf.attach(\"/template-data.json\", read(\"/data.json\", encoding: none), relationship: \"data\", \
    mime-type: \"application/json\", description: \"The data of this template\")\nData\n";

#[test]
fn every_field_of_the_data_is_documented() {
    let mut fields = Fields::default();
    fields.add("", &data(run("scenarios/northwind").posture));
    let (_project, mut months) = year();
    fields.add("", &data(months.pop().expect("twelve months")));
    let page = fields.page();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
        std::fs::write(&path, &page).expect("written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = page.lines().zip(written.lines()).find(|(now, then)| now != then);
    assert!(page == written, "{PAGE} is not what a template reads: {differs:?}");
}

/// The data of a posture, as a template has it.
fn data(posture: Posture) -> Value {
    let own = render::Template { file: "templates/report.typ".into(), text: ATTACHES.into() };
    let pdf = render::PdfOptions { template: Some(own), ..render::PdfOptions::default() };
    let options = render::Options { pdf, ..render::Options::default() };
    let made = render::render(posture, None, &[Format::Json, Format::Pdf], &options);
    let made = made.expect("a report");
    assert!(made.failed.is_empty(), "{:?}", made.failed);
    let folder = tempfile::tempdir().expect("a folder");
    let (report, out) = (folder.path().join("report.pdf"), folder.path().join("data.json"));
    let file = made.files.iter().find(|file| file.path == "report.pdf").expect("made");
    std::fs::write(&report, &file.bytes).expect("written");
    let mut detach = Command::new("pdfdetach");
    detach.args(["-savefile", "template-data.json", "-o"]).arg(&out).arg(&report);
    assert!(detach.status().expect("runs").success());
    serde_json::from_slice(&std::fs::read(out).expect("attached")).expect("data")
}

/// The fields by their paths.
#[derive(Default)]
struct Fields(BTreeMap<String, Field>);

/// What values a field has.
#[derive(Default)]
struct Field {
    /// Its kinds but null, each once.
    kinds: Vec<&'static str>,
    can_be_missing: bool,
    example: Option<String>,
}

impl Fields {
    /// Adds a value with all that it holds.
    fn add(&mut self, path: &str, value: &Value) {
        if !path.is_empty() {
            self.0.entry(path.to_string()).or_default().add(value);
        }
        match value {
            // A project's prose is a tree of its own, which `node` of the templates prints.
            Value::Object(_) | Value::Array(_) if is_tree(path) => {}
            Value::Object(map) => {
                for (key, value) in map {
                    let dot = if path.is_empty() { "" } else { "." };
                    match is_name(key) {
                        true => self.add(&format!("{path}{dot}{key}"), value),
                        false => self.add(&format!("{path}{{}}"), value),
                    }
                }
            }
            Value::Array(list) => {
                list.iter().for_each(|value| self.add(&format!("{path}[]"), value));
            }
            _ => {}
        }
    }

    fn page(&self) -> String {
        let mut page = HEAD.to_string();
        // What is in a map has rows of its own.
        for (path, field) in self.0.iter().filter(|(_, field)| field.kinds != ["map"]) {
            let Field { kinds, can_be_missing, example } = field;
            let mut kinds = kinds.join(" or ");
            if *can_be_missing {
                kinds = if kinds.is_empty() { "none".into() } else { format!("{kinds}, or none") };
            }
            let example = example.as_deref().unwrap_or_default();
            let _ = writeln!(page, "| `{path}` | {kinds} | {example} |");
        }
        page
    }
}

impl Field {
    fn add(&mut self, value: &Value) {
        let kind = match value {
            Value::Null => {
                self.can_be_missing = true;
                return;
            }
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "text",
            Value::Array(_) => "list",
            Value::Object(_) => "map",
        };
        if !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
        if self.example.is_none()
            && let Some(text) = value.as_str().filter(|text| !text.is_empty() && !is_digest(text))
        {
            self.example = Some(shown(text));
        }
    }
}

/// Whether a key is the name of a field, and no data.
fn is_name(key: &str) -> bool {
    let is_name = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    key.starts_with(|sign: char| sign.is_ascii_lowercase()) && key.chars().all(is_name)
}

fn is_tree(path: &str) -> bool {
    path == "prose"
}

/// A digest says nothing, and is another one with every change.
fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A text in a cell of Markdown, cut where it is long.
fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let cut: String = text.chars().take(MOST).collect();
    let rest = if cut.len() < text.len() { "…" } else { "" };
    let plain = cut.replace('|', "\\|").replace('`', "'").replace('\n', " ");
    format!("`{plain}{rest}`")
}
