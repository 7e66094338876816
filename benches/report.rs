//! How long a report takes, stage by stage: `cargo bench` (add `-- 10000` for one size only).
//!
//! Whole runs on synthetic estates, in one process, the median of a few. Compare stages within one
//! run; absolute times belong to the machine. `check` is everything up to the gate, `report`
//! everything but the gate.
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs, reason = "it prints timings")]

mod estate;

use std::collections::BTreeMap;
use std::time::Duration;

use passmuster::commands::{Keep, Request, Stages, assess_project};
use passmuster::model::{Gate, GateRule, GateTest, Severity};
use passmuster::posture;
use passmuster::render::{self, Format};

const RUNS: usize = 3;
const GATED: &str = "gate";
const RENDERED: [&str; 3] = ["json", "markdown", "html"];

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    for size in sizes {
        let mut stages: BTreeMap<usize, (&'static str, Vec<Duration>)> = BTreeMap::new();
        for _ in 0..RUNS {
            for (at, (name, took)) in one(size).into_iter().enumerate() {
                stages.entry(at).or_insert((name, Vec::new())).1.push(took);
            }
        }
        println!("{size} assets, median of {RUNS}:");
        let (mut check, mut report) = (Duration::ZERO, Duration::ZERO);
        for (name, mut times) in stages.into_values() {
            times.sort();
            let median = times[times.len() / 2];
            // A check ends with the gate; a report renders instead.
            check += if RENDERED.contains(&name) { Duration::ZERO } else { median };
            report += if name == GATED { Duration::ZERO } else { median };
            println!("  {name:<12} {:>10.1} ms", median.as_secs_f64() * 1000.0);
        }
        println!("  {:<12} {:>10.1} ms", "= check", check.as_secs_f64() * 1000.0);
        println!("  {:<12} {:>10.1} ms", "= report", report.as_secs_f64() * 1000.0);
    }
}

/// One run: everything from bytes to Markdown, HTML and JSON.
fn one(size: usize) -> Vec<(&'static str, Duration)> {
    let mut stages = Stages::default();
    let request =
        Request::of(estate::estate(size), jiff::civil::date(2026, 11, 22), Keep::Reported);
    let mut run = assess_project(request, &mut stages).expect("a synthetic estate is well-formed");
    let shown =
        run.all_findings.take().map(|all| std::mem::replace(&mut run.posture.findings, all.cards));
    let verdict =
        posture::gate(&run.posture, posture::Counted::Each(&run.posture.findings), None, &rules())
            .expect("rules that can be put");
    assert!(!verdict.passed, "a gate that fails has remediations to look for");
    stages.end(GATED);
    if let Some(shown) = shown {
        run.posture.findings = shown;
    }
    let formats = [Format::Json, Format::Markdown, Format::Html];
    for (name, format) in RENDERED.into_iter().zip(formats) {
        render::render(run.posture.clone(), None, &[format], &render::Options::default())
            .expect("a report");
        stages.end(name);
    }
    stages.done().to_vec()
}

/// Rules of every kind, most of them missed.
fn rules() -> Gate {
    let limit = |text: &str| text.parse().expect("a limit");
    let tests = [
        GateTest::FailOn(Severity::Low),
        GateTest::MinScore(limit("100")),
        GateTest::MinScore(limit("T2=100")),
        GateTest::MinCoverage(limit("100")),
    ];
    let rules = tests.into_iter().map(|test| GateRule { test, place: None }).collect();
    Gate { rules, ..Gate::default() }
}
