//! How long the site of 10,000 assets takes, against a plain script in Python with Jinja2 that writes the same
//! texts: `cargo bench --bench site [ASSETS]`.
//!
//! Both sides have the posture in memory, and write their files. Each round runs one after the other, so that
//! a slow moment meets both; the ratio is that of the medians. `MUSTER_BENCH_PYTHON` names a Python that has
//! `benches/site/requirements.txt`; without it only our side is measured, and that is stated.
//!
//! What is printed on both sides: a page for every asset with its facts, and the worst 10,000 findings wherever a
//! site lists them, each whole on the page of its asset. Ours has more beside it: the pages of frameworks, method,
//! trend, inputs, requests and waivers, access graphs of the 500 most privileged assets, and the search index; the
//! script has none of those.
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs, reason = "it prints timings")]

#[path = "estate.rs"]
mod estate;
#[path = "../src/memory.rs"]
mod memory;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rayon::prelude::*;

use passmuster::commands::{Keep, Request, Stages, assess_project};
use passmuster::model::Posture;
use passmuster::render::{self, Format, Options};

const ROUNDS: usize = 3;

/// What one side took.
#[derive(Clone, Copy)]
struct Taken {
    seconds: f64,
    pages: f64,
    bytes: f64,
    /// Peak memory of the process, in bytes.
    peak: f64,
}

fn main() {
    // The script inherits it, and asks for no huge pages itself.
    memory::use_small_pages();
    let size = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(10_000);
    let home = tempfile::tempdir().expect("a folder");
    let (posture, all) = posture(size);
    println!(
        "{size} assets, {} findings, of which {} are printed",
        posture.findings_total,
        posture.findings.len()
    );
    let file = home.path().join("posture.json");
    let rendered = render::render(posture.clone(), all, &[Format::Json], &Options::default());
    for made in rendered.expect("a posture").files {
        println!("{}: {:.1} MB", made.path, made.bytes.len() as f64 / 1e6);
        std::fs::write(home.path().join(&made.path), &made.bytes).expect("a file");
    }
    let python = std::env::var_os("MUSTER_BENCH_PYTHON");
    let (mut ours, mut theirs, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        ours.push(site(posture.clone(), &home.path().join(format!("ours-{round}"))));
        if let Some(python) = &python {
            let folder = home.path().join(format!("theirs-{round}"));
            let (made, with_reading) = script(python, &file, &folder);
            theirs.push(made);
            // From the file to the pages, as two programs do it.
            let began = Instant::now();
            let folder = home.path().join(format!("whole-{round}"));
            let done = Command::new(env!("CARGO_BIN_EXE_muster"))
                .args(["render".as_ref(), file.as_os_str(), "--format".as_ref(), "html".as_ref()])
                .args(["--out".as_ref(), folder.as_os_str()])
                .output()
                .expect("the program runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            whole.push((began.elapsed().as_secs_f64(), with_reading));
        }
    }
    let one = median(ours);
    stated("muster", one, size);
    if theirs.is_empty() {
        println!("no MUSTER_BENCH_PYTHON: the script is not compared");
        return;
    }
    let other = median(theirs);
    stated("script", other, size);
    println!("ratio: the script takes {:.1} times as long", other.seconds / one.seconds);
    println!(
        "       {:.1} times for a page, {:.1} times for a byte",
        (other.seconds / other.pages) / (one.seconds / one.pages),
        (other.seconds / other.bytes) / (one.seconds / one.bytes)
    );
    whole.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ours, theirs) = whole[whole.len() / 2];
    println!(
        "from posture.json to pages, whole processes: muster {ours:.2} s, script {theirs:.2} s"
    );
}

fn posture(size: usize) -> (Posture, Option<render::Findings>) {
    let request =
        Request::of(estate::estate(size), jiff::civil::date(2026, 11, 22), Keep::Reported);
    let run = assess_project(request, &mut Stages::default());
    let run = run.expect("a synthetic estate is well-formed");
    (run.posture, run.all_findings)
}

/// Ours: pages in memory, then files.
fn site(posture: Posture, folder: &Path) -> Taken {
    // Linux counts the peak from here on.
    std::fs::write("/proc/self/clear_refs", "5").ok();
    let began = Instant::now();
    let files = render::render(posture, None, &[Format::Html], &Options::default());
    let files = files.expect("a site").files;
    let pages = files.iter().filter(|file| file.path.ends_with(".html")).count();
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let rendered = began.elapsed().as_secs_f64();
    // Side by side as the program does, but plainly: the program itself writes all files or none.
    let folders: BTreeSet<_> = files.iter().filter_map(|it| Path::new(&it.path).parent()).collect();
    folders.iter().for_each(|it| std::fs::create_dir_all(folder.join(it)).expect("a folder"));
    files.par_iter().for_each(|file| {
        std::fs::write(folder.join(&file.path), &file.bytes).expect("a file");
    });
    let seconds = began.elapsed().as_secs_f64();
    println!("  round: {rendered:.2} s rendering, {:.2} s writing", seconds - rendered);
    Taken { seconds, pages: pages as f64, bytes: bytes as f64, peak: peak() }
}

/// The script: what it measures itself, and its whole time.
fn script(python: &std::ffi::OsStr, file: &Path, folder: &Path) -> (Taken, f64) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/site/plain.py");
    let began = Instant::now();
    let done = Command::new(python).arg(script).arg(file).arg(folder).output().expect("Python");
    let whole = began.elapsed().as_secs_f64();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let line: serde_json::Value = serde_json::from_slice(&done.stdout).expect("a line of JSON");
    let number = |name: &str| line[name].as_f64().expect("a number");
    let [seconds, pages, bytes, peak] = ["made", "pages", "bytes", "peak"].map(number);
    (Taken { seconds, pages, bytes, peak }, whole)
}

/// The most memory that this process had since the count began, in bytes.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) * 1024.0
}

fn median(mut all: Vec<Taken>) -> Taken {
    all.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    all[all.len() / 2]
}

fn stated(name: &str, of: Taken, assets: usize) {
    println!(
        "{name}: {:.2} s, {} pages, {:.0} pages a second, {:.1} MB ({:.1} kB an asset), peak memory {:.0} MB",
        of.seconds,
        of.pages,
        of.pages / of.seconds,
        of.bytes / 1e6,
        of.bytes / 1e3 / assets as f64,
        of.peak / 1e6
    );
}
