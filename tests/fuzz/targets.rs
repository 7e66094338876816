//! What is fuzzed, with what seeds, and what must hold of each execution.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use passmuster::ingest::{self, OnBrokenFile, Options, SourceFile};
use passmuster::mappings::{self, SourceText};
use passmuster::model::posture::Posture;
use passmuster::model::{Diagnostic, Facts};
use passmuster::render::{self, Format};
use passmuster::{controls, history};

use crate::support::{files, fixture, judge, project, run};

/// An input: its name, by which its format is recognised, and its bytes.
pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Something that reads inputs.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// How much an execution costs, compared with the cheapest.
    pub(crate) weight: u64,
    pub(crate) seeds: fn() -> Vec<Seed>,
    /// One execution; what is wrong, if anything is.
    pub(crate) execute: fn(&Seed) -> Result<(), String>,
}

pub(crate) const ALL: &[Target] = &[
    Target { name: "readers", weight: 1, seeds: inputs, execute: read },
    Target { name: "profile", weight: 1, seeds: profiles, execute: profile },
    Target { name: "history", weight: 3, seeds: months, execute: month },
    Target { name: "mappings", weight: 10, seeds: mapping_files, execute: mapping },
    Target { name: "estate", weight: 10, seeds: inventories, execute: assess },
    Target { name: "posture", weight: 15, seeds: postures, execute: posture },
    Target { name: "prose", weight: 15, seeds: proses, execute: prose },
];

/// A token of a shape that is never printed, put together only here.
static CANARY: LazyLock<String> =
    LazyLock::new(|| format!("{}{}", "ghp_", "a7Kq2Xb9Mz4T".repeat(3)));

/// Files with one of these endings, under one of these folders.
fn seeds(folders: &[&str], endings: &[&str]) -> Vec<Seed> {
    let top = fixture("");
    let mut found = Vec::new();
    for path in folders.iter().flat_map(|folder| files(&fixture(folder))) {
        let name = path.strip_prefix(&top).expect("below").to_string_lossy().replace('\\', "/");
        // The folder of a fixture is no part of the name that a run sees.
        let name = name.splitn(3, '/').nth(2).unwrap_or(&name).to_string();
        if endings.iter().any(|ending| name.ends_with(ending)) {
            let bytes = std::fs::read(&path).expect("bytes");
            found.push(Seed { name, bytes });
        }
    }
    found
}

fn inputs() -> Vec<Seed> {
    let endings =
        [".yaml", ".yml", ".json", ".jsonc", ".ndjson", ".csv", ".toml", ".sarif", ".baseline"];
    let folders = ["bad", "formats", "joined", "notices", "scanners", "scenarios", "sources"];
    let mut seeds = seeds(&folders, &endings);
    let canary = &*CANARY;
    for (name, text) in [
        ("servers.yaml", format!("- id: crm\n  purpose: uses {canary} daily\n  {canary}: x\n")),
        (
            ".mcp.json",
            format!(r#"{{"mcpServers":{{"a":{{"command":"x","env":{{"T":"{canary}"}}}}}}}}"#),
        ),
        ("secrets.csv", format!("id,purpose,{canary}\na,uses {canary} daily,x\n")),
    ] {
        seeds.push(Seed { name: name.into(), bytes: text.into_bytes() });
    }
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (heading, value)) in
        [("id", "crm"), ("owner", "ada"), ("tier", "T2")].iter().enumerate()
    {
        let column = u16::try_from(column).expect("few");
        sheet.write(0, column, *heading).expect("a heading");
        sheet.write(1, column, *value).expect("a cell");
    }
    seeds.push(Seed {
        name: "servers.xlsx".into(),
        bytes: book.save_to_buffer().expect("a workbook"),
    });
    seeds
}

fn read(seed: &Seed) -> Result<(), String> {
    let file = SourceFile { named: true, ..SourceFile::new(&*seed.name, seed.bytes.clone()) };
    let options = Options { broken: OnBrokenFile::Stop, ..Options::default() };
    let (facts, errors) = ingest::ingest(&[file], options);
    placed(&errors, &seed.name)?;
    clean(&facts, &errors)
}

/// Every error has the file, and what to do.
fn placed(errors: &[Diagnostic], name: &str) -> Result<(), String> {
    let stray = |error: &&Diagnostic| {
        !error.place.as_ref().is_some_and(|place| place.file.starts_with(name))
    };
    match errors.iter().find(stray) {
        Some(error) => Err(format!("an error without its file: {}", error.message)),
        None => Ok(()),
    }
}

/// The canary is in nothing that goes on.
fn clean(facts: &Facts, errors: &[Diagnostic]) -> Result<(), String> {
    let whole = format!("{errors:?} {:?} {:?} {:?}", facts.notices, facts.servers, facts.secrets);
    match whole.contains(&**CANARY) {
        true => Err("a secret goes on".to_string()),
        false => Ok(()),
    }
}

fn profiles() -> Vec<Seed> {
    let folders = ["bad", "history", "scenarios", "sources"];
    let mut found = seeds(&folders, &["muster.toml"]);
    found.iter_mut().for_each(|seed| seed.name = "muster.toml".into());
    found
}

fn profile(seed: &Seed) -> Result<(), String> {
    let text = String::from_utf8_lossy(&seed.bytes);
    let read =
        ingest::profile(&text, &Arc::from("muster.toml"), &["nist-csf-2.0", "owasp-nhi-2025"]);
    let _ = ingest::file_rules(&text, "muster.toml");
    read.map_or_else(|errors| placed(&errors, "muster.toml"), |_| Ok(()))
}

fn months() -> Vec<Seed> {
    let run = run("scenarios/northwind");
    let month = passmuster::posture::record(&run.posture, run.month);
    let artifact = history::write(&month).expect("a record");
    vec![Seed { name: "2026-11.json".into(), bytes: artifact.bytes }]
}

fn month(seed: &Seed) -> Result<(), String> {
    history::read(&seed.name, &seed.bytes)
        .map_or_else(|error| placed(&[error], &seed.name), |_| Ok(()))
}

fn mapping_files() -> Vec<Seed> {
    let files = mappings::embedded().into_iter();
    files.map(|file| Seed { name: file.path, bytes: file.text.into_bytes() }).collect()
}

fn mapping(seed: &Seed) -> Result<(), String> {
    let ids: Vec<&str> = controls::CATALOG.iter().map(|control| control.id).collect();
    let text = String::from_utf8_lossy(&seed.bytes).into_owned();
    let mut files = mappings::embedded();
    files.retain(|file| file.path != seed.name);
    files.push(SourceText { path: seed.name.clone(), text });
    mappings::load(&files, &ids).map_or_else(
        |errors| match errors.iter().find(|error| error.place.is_none()) {
            Some(error) => Err(format!("an error without its file: {}", error.message)),
            None => Ok(()),
        },
        |_| Ok(()),
    )
}

fn inventories() -> Vec<Seed> {
    seeds(&["scenarios", "joined", "history"], &["inventory.yaml", "servers.yaml", "agents.yaml"])
}

/// Everything up to the posture.
fn assess(seed: &Seed) -> Result<(), String> {
    let text = String::from_utf8_lossy(&seed.bytes);
    match judge(project(&text)) {
        Ok(run) if run.posture.score.proven.is_some_and(|proven| proven.to_string().len() > 5) => {
            Err("a score out of range".to_string())
        }
        Ok(_) => Ok(()),
        Err(errors) if errors.is_empty() => Err("refused without an error".to_string()),
        Err(_) => Ok(()),
    }
}

fn postures() -> Vec<Seed> {
    let run = run("scenarios/empty");
    let made = render::render(run.posture, None, &[Format::Json], &render::Options::default())
        .expect("a posture");
    let bytes = made.files.into_iter().map(|file| file.bytes).next().expect("posture.json");
    vec![Seed { name: "posture.json".into(), bytes }]
}

fn posture(seed: &Seed) -> Result<(), String> {
    let Ok(posture) = serde_json::from_slice::<Posture>(&seed.bytes) else { return Ok(()) };
    // What is read is rendered or refused.
    let _ = render::render(posture, None, &[Format::Markdown], &render::Options::default());
    Ok(())
}

fn proses() -> Vec<Seed> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = seeds(&["scenarios"], &[".md"]);
    for name in ["README.md", "docs/inputs.md", "docs/limits.md"] {
        let bytes = std::fs::read(top.join(name)).expect("a page");
        found.push(Seed { name: name.into(), bytes });
    }
    found
}

/// Prose in Markdown and HTML; the page stays one.
fn prose(seed: &Seed) -> Result<(), String> {
    static EMPTY: LazyLock<Posture> = LazyLock::new(|| run("scenarios/empty").posture);
    let posture =
        Posture { prose: Some(String::from_utf8_lossy(&seed.bytes).into_owned()), ..EMPTY.clone() };
    let made = render::render(
        posture,
        None,
        &[Format::Markdown, Format::Html],
        &render::Options::default(),
    );
    let made = made.map_err(|error| error.message)?;
    let page = made.files.iter().find(|file| file.path.ends_with(".html")).ok_or("no page")?;
    let page = String::from_utf8_lossy(&page.bytes);
    for sign in ["<script>", "<img", "javascript:alert", "onerror="] {
        // What prose holds is text: signs of markup are escaped in it.
        if page.contains(sign) && sign.starts_with('<') {
            return Err(format!("{sign} in the page"));
        }
    }
    Ok(())
}
