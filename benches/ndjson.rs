//! Reading NDJSON inventories, against a bare parallel `serde_json` parse of the same bytes into the same
//! records. Prints the ratios of the medians; what it pays for is the place of every field, keys that the whole list
//! carries, and secrets that are masked.
//!
//! What masking costs is what the facts take to pass the border once more, twice: each text is looked at when it is
//! read and when it leaves. The goals are a ratio of at most 2 without masking and 4 with it.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use passmuster::ingest::{Options, SourceFile, clean, ingest};
use passmuster::model::records::Server;

const RECORDS: usize = 50_000;
const RUNS: usize = 7;

fn main() {
    let text = inventory();
    let bytes = text.len() as f64 / 1e6;
    let files = [SourceFile::new("servers.ndjson", text.clone().into_bytes())];
    let (mut ours, mut bare, mut masked) = (Vec::new(), Vec::new(), Vec::new());
    let (facts, _) = ingest(&files, Options::default());
    for _ in 0..RUNS {
        // One after the other in each round, so that a slow moment meets both.
        bare.push(timed(|| {
            let lines: Vec<&str> = text.lines().collect();
            let lines = lines.into_par_iter();
            let records: Result<Vec<Server>, _> = lines.map(serde_json::from_str).collect();
            black_box(records).map_or(0, |records| records.len())
        }));
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
