//! Large estates: `cargo bench --bench scale -- 10000 100000`.
//!
//! Prints processor seconds, wall seconds and peak memory of whole processes on synthetic estates, and their
//! ratio to a bare typed parse of the same bytes by `serde_json`, which runs in turn with them. Compare ratios,
//! not seconds: those belong to the machine. Options after `--`:
//!
//! - sizes, in assets; 1000 and 10000 where none is given
//! - `--runs N`: counted runs of each command, of which the median is printed (3)
//! - `--keep DIR`: where the estates are written and kept
//! - `--binary FILE`: another build of muster, to compare two
//!
//! It needs `/proc`. Other programs are measured where `python3` (or `$PYTHON`) can import them.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints its figures")]

mod generate;
mod measure;
mod others;

use std::path::{Path, PathBuf};
use std::process::Command;

use measure::{Taken, median, run};
use passmuster::model::records::{Agent, Review, Secret, Server, ServiceAccount};

const SEED: u64 = 20_261_129;

/// More assets than these are not reported on: each run would leave a million files.
const MOST_REPORTED: u64 = 200_000;

/// The formats of the report that other programs read.
const ALL: &[&str] = &["md", "html", "json"];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    if let Some(("--bare", folder)) =
        arguments.split_first().and_then(|(first, rest)| Some((first.as_str(), rest.first()?)))
    {
        println!("{}", bare(Path::new(folder)));
        return;
    }
    let value = |name: &str| {
        let at = arguments.iter().position(|it| it == name)?;
        arguments.get(at + 1).cloned()
    };
    let values = ["--runs", "--keep", "--binary"];
    let is_value = |at: usize| at > 0 && values.contains(&arguments[at - 1].as_str());
    let sizes: Vec<u64> = arguments
        .iter()
        .enumerate()
        .filter(|(at, _)| !is_value(*at))
        .filter_map(|(_, it)| it.replace('_', "").parse().ok())
        .collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    let runs = value("--runs").and_then(|it| it.parse().ok()).unwrap_or(3);
    let binary = value("--binary").unwrap_or_else(|| env!("CARGO_BIN_EXE_muster").into());
    let kept = value("--keep").map(PathBuf::from);
    let home = tempfile::tempdir().expect("a folder");
    for size in sizes {
        let folder = kept.as_deref().unwrap_or(home.path()).join(size.to_string());
        if !folder.is_dir() {
            generate::estate(&folder, size, SEED).expect("an estate");
        }
        table(&binary, &folder, &home.path().join(format!("out-{size}")), size, runs);
    }
}

/// What makes the command of a row, for a round.
type Maker<'a> = Box<dyn Fn(usize) -> Command + 'a>;

/// The figures of one estate.
fn table(binary: &str, folder: &Path, out: &Path, size: u64, runs: usize) {
    println!("\n{size} assets, {:.1} MB, medians of {runs} runs", bytes(folder) as f64 / 1e6);
    println!(
        "{:<28}{:>9}{:>9}{:>11}{:>12}{:>12}",
        "", "CPU s", "wall s", "peak MiB", "CPU / bare", "KiB / asset"
    );
    let muster = |arguments: &'static [&'static str]| {
        let command = move |_: usize| {
            let mut command = Command::new(binary);
            command.args(arguments).arg(folder);
            command
        };
        Box::new(command) as Maker<'_>
    };
    // Each run writes to a folder of its own: what a file system does with files that are replaced is not measured.
    let into = |formats: &[&str], round: usize| out.join(format!("{}-{round}", formats.join("-")));
    let report = |formats: &'static [&'static str]| {
        let command = move |round: usize| {
            let mut command = Command::new(binary);
            command.args(["report", "--as-of", "2026-11-22", "--out"]).arg(into(formats, round));
            formats.iter().for_each(|format| {
                command.args(["--format", format]);
            });
            command.arg(folder);
            command
        };
        Box::new(command) as Maker<'_>
    };
    let this = std::env::current_exe().expect("this program");
    let bare = move |_: usize| {
        let mut command = Command::new(&this);
        command.arg("--bare").arg(folder);
        command
    };
    let check: &[&str] = &["check", "--fail-on", "critical", "--as-of", "2026-11-22"];
    let mut rows: Vec<(&str, Maker<'_>)> = vec![
        ("bare typed serde_json", Box::new(bare)),
        ("ingest", muster(&["ingest"])),
        ("check", muster(check)),
    ];
    if size <= MOST_REPORTED {
        rows.extend([
            ("report md", report(&["md"])),
            ("report html", report(&["html"])),
            ("report json", report(&["json"])),
            ("report md html json", report(ALL)),
        ]);
        for (name, script) in others::all() {
            let command = move |_: usize| others::command(script, folder, &into(ALL, 0));
            rows.push((name, Box::new(command)));
        }
    }
    let mut taken: Vec<Vec<Taken>> = rows.iter().map(|_| Vec::new()).collect();
    // In turn, so that a slow moment meets all of them; the first round only warms the caches.
    for round in 0..=runs {
        for ((_, command), taken) in rows.iter().zip(&mut taken) {
            let one = run(&mut command(round));
            if round > 0 {
                taken.push(one);
            }
        }
    }
    let mut first = None;
    for ((name, _), taken) in rows.iter().zip(taken) {
        let Taken { cpu, wall, peak, code, .. } = median(taken);
        let first = *first.get_or_insert(cpu);
        let ended = if matches!(code, Some(0 | 1)) { "" } else { "  FAILED" };
        // The kernel counts hundredths of a second: a parse that takes fewer gives no ratio.
        let ratio = if first > 0.0 { format!("{:.1}", cpu / first) } else { "-".into() };
        println!(
            "{name:<28}{cpu:>9.2}{wall:>9.2}{peak:>11.0}{ratio:>12}{:>12.2}{ended}",
            peak * 1024.0 / size as f64
        );
    }
    match size <= MOST_REPORTED {
        true => others::missing().iter().for_each(|line| println!("{line}")),
        false => println!("not measured: reports, which have a page for each asset"),
    }
}

/// The files of a folder, and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        match entry.path().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found.sort();
    found
}

fn bytes(folder: &Path) -> u64 {
    files(folder).iter().filter_map(|file| file.metadata().ok()).map(|it| it.len()).sum()
}

/// Parses every record into the same types, in parallel by file, and nothing else; how many there are.
fn bare(folder: &Path) -> usize {
    let parsed = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        match file.file_stem().and_then(|stem| stem.to_str()) {
            Some("servers") => typed::<Server>(&text),
            Some("agents") => typed::<Agent>(&text),
            Some("service_accounts") => typed::<ServiceAccount>(&text),
            Some("secrets") => typed::<Secret>(&text),
            Some("reviews") => typed::<Review>(&text),
            _ => 0,
        }
    };
    std::thread::scope(|scope| {
        let running: Vec<_> =
            files(folder).into_iter().map(|file| scope.spawn(|| parsed(file))).collect();
        running.into_iter().map(|one| one.join().unwrap_or(0)).sum()
    })
}

/// Holds all records at once, as a program that uses them does.
fn typed<T: serde::de::DeserializeOwned>(text: &str) -> usize {
    let records: Vec<T> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let count = std::hint::black_box(&records).len();
    // As in muster, nothing is destroyed at the end.
    std::mem::forget(records);
    count
}
