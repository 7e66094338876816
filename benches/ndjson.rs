//! Reading NDJSON inventories, against a bare parallel `serde_json` parse of the same bytes into the same
//! records. Prints the ratios of the medians; what it pays for is the place of every field, keys that the whole list
//! carries, and secrets that are masked.
//!
//! What masking costs is what the facts take to pass the border once more, twice: each text is looked at when it is
//! read and when it leaves. The goals are a ratio of at most 2 without masking and 4 with it, and at most 1.5 times the
//! memory of the records. Memory is measured in a process of its own for each way, beyond the text itself.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "a benchmark prints its figures")]

use std::fmt::Write;
use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use passmuster::ingest::{Options, SourceFile, clean, ingest};
use passmuster::model::records::Server;

const RECORDS: usize = 50_000;
const RUNS: usize = 7;

fn main() {
    let mut args = std::env::args().skip_while(|arg| arg != PEAK).skip(1);
    if let Some(way) = args.next() {
        return peak(&way);
    }
    let text = inventory();
    let bytes = text.len() as f64 / 1e6;
    let files = [SourceFile::new("servers.ndjson", text.clone().into_bytes())];
    let (mut ours, mut bare, mut masked) = (Vec::new(), Vec::new(), Vec::new());
    let (facts, _) = ingest(&files, Options::default());
    for _ in 0..RUNS {
        // One after the other in each round, so that a slow moment meets both.
        bare.push(timed(|| black_box(parsed(&text)).len()));
        let again = facts.clone();
        masked.push(timed(|| black_box(clean(again)).servers.len()));
        ours.push(timed(|| black_box(ingest(&files, Options::default())).0.servers.len()));
    }
    let (ours, bare, masked) = (median(ours), median(bare), median(masked));
    let unmasked = ours.saturating_sub(2 * masked);
    let ratio = |time: Duration| time.as_secs_f64() / bare.as_secs_f64();
    println!("{RECORDS} records, {bytes:.1} MB, medians of {RUNS} runs");
    println!("serde_json       {:>8.1} ms  {:>6.1} MB/s", ms(bare), bytes / bare.as_secs_f64());
    println!("ingest           {:>8.1} ms  {:>6.1} MB/s", ms(ours), bytes / ours.as_secs_f64());
    println!("masking          {:>8.1} ms", ms(2 * masked));
    println!("ratio            {:>8.2}", ratio(ours));
    println!("without masking  {:>8.2}", ratio(unmasked));
    let (records, ingest) = (peak_of(RECORDS_ONLY), peak_of(INGEST));
    println!("records          {records:>8.1} MB");
    println!("ingest, peak     {ingest:>8.1} MB");
    println!("ratio            {:>8.2}", ingest / records);
}

/// The argument of a process that measures its memory, before the way in which it reads.
const PEAK: &str = "--peak";
const RECORDS_ONLY: &str = "records";
const INGEST: &str = "ingest";

/// The records of the text, by `serde_json` alone.
fn parsed(text: &str) -> Vec<Server> {
    let lines: Vec<&str> = text.lines().collect();
    let records: Result<Vec<Server>, _> = lines.into_par_iter().map(serde_json::from_str).collect();
    records.expect("records")
}

/// The memory that a process takes which reads in one way, in MB.
fn peak_of(way: &str) -> f64 {
    let program = std::env::current_exe().expect("this program");
    let ended = Command::new(program).args([PEAK, way]).output().expect("measured");
    String::from_utf8_lossy(&ended.stdout).trim().parse().expect("a number")
}

/// Prints the memory that one way takes at most, in MB; of the records what they take once they are read.
fn peak(way: &str) {
    let text = inventory();
    // From here on the peak is that of what follows.
    fs::write("/proc/self/clear_refs", "5").expect("the peak is reset");
    let before = status("VmRSS");
    match way {
        RECORDS_ONLY => {
            let records = black_box(parsed(&text));
            println!("{:.1}", status("VmRSS") - before);
            drop(records);
        }
        _ => {
            let files = [SourceFile::new("servers.ndjson", text.into_bytes())];
            let read = black_box(ingest(&files, Options::default()));
            println!("{:.1}", status("VmHWM") - before);
            drop(read);
        }
    }
}

/// A figure of this process, in MB.
fn status(name: &str) -> f64 {
    let all = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = all.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.expect("a figure") * 1_024.0 / 1e6
}

fn timed(run: impl FnOnce() -> usize) -> Duration {
    let began = Instant::now();
    assert_eq!(run(), RECORDS);
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Servers as a register has them.
fn inventory() -> String {
    let mut text = String::new();
    for number in 0..RECORDS {
        let line = writeln!(
            text,
            r#"{{"id":"server-{number}","name":"Server {number}","owner":["team-{}"],"purpose":"Lets agents look up orders and tickets of region {}.","tier":"T2","status":"active","environments":["production"],"reach":[{{"target":"orders","kind":"database","environment":"production","data_class":"internal","effect":"read"}}],"uses":[],"scopes":["orders:read"],"first_seen":"2026-02-0{}"}}"#,
            number % 40,
            number % 7,
            number % 9 + 1
        );
        debug_assert!(line.is_ok());
    }
    text
}
