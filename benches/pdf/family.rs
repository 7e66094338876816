//! A process with its descendants: wall time, and the most memory that they held together.

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a process took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taken {
    pub(crate) wall: f64,
    /// Processor seconds of all of them, in user and system mode.
    pub(crate) cpu: f64,
    /// The most memory, in MiB; what several processes share is counted once.
    pub(crate) peak: f64,
    pub(crate) code: Option<i32>,
}

/// How often the kernel counts in a second: the same on every Linux that this runs on.
const TICKS: f64 = 100.0;

/// How much longer than a look at memory the time to the next one is: the kernel walks all pages for it, and what
/// is looked at waits.
const REST: u32 = 50;

/// Runs a command to its end. What a process does in its last ten milliseconds is not counted.
pub(crate) fn run(command: &mut Command) -> Taken {
    let mut taken = Taken::default();
    let began = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return taken };
    let mut ticks: HashMap<u32, f64> = HashMap::new();
    let mut next_look = began;
    loop {
        let family = family(child.id());
        let look = Instant::now();
        if look >= next_look {
            let kibibytes: f64 = family.iter().copied().map(proportional).sum();
            taken.peak = taken.peak.max(kibibytes / 1024.0);
            next_look = Instant::now() + look.elapsed() * REST;
        }
        ticks.extend(family.into_iter().filter_map(|one| Some((one, ticked(one)?))));
        match child.try_wait() {
            Ok(Some(status)) => {
                taken.code = status.code();
                break;
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(10)),
            Err(_) => break,
        }
    }
    taken.wall = began.elapsed().as_secs_f64();
    taken.cpu = ticks.values().sum::<f64>() / TICKS;
    taken
}

/// The time of a process, in ticks.
fn ticked(process: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after) = stat.rsplit_once(") ")?;
    Some(after.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum())
}

/// The memory of a process, in KiB, with its part of what it shares.
fn proportional(process: u32) -> f64 {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"));
    let rollup = rollup.unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}

/// A process and its descendants.
fn family(first: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok) {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
        if let Some(parent) = after.split(' ').nth(1).and_then(|field| field.parse().ok()) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut all = vec![first];
    let mut at = 0;
    while let Some(one) = all.get(at).copied() {
        all.extend(children.remove(&one).unwrap_or_default());
        at += 1;
    }
    all
}
