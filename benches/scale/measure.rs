//! A child process: its processor time, its wall time and the most memory it held.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a process took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taken {
    /// Processor seconds of all its threads, in user and system mode.
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
    /// The most memory, in MiB.
    pub(crate) peak: f64,
    /// What it wrote to its standard output, in bytes.
    pub(crate) printed: u64,
    pub(crate) code: Option<i32>,
}

/// How often the kernel counts in a second: the same on every Linux that this runs on.
const TICKS: f64 = 100.0;

/// Runs a command to its end. Its figures are read from `/proc` as long as it runs: what it does in its last
/// two milliseconds is not among them.
pub(crate) fn run(command: &mut Command) -> Taken {
    let mut taken = Taken::default();
    let began = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return taken };
    let output = child.stdout.take();
    let reader = std::thread::spawn(move || {
        output.map_or(0, |mut output| std::io::copy(&mut output, &mut std::io::sink()).unwrap_or(0))
    });
    let folder = format!("/proc/{}", child.id());
    loop {
        let read = |name: &str| std::fs::read_to_string(format!("{folder}/{name}"));
        // The high-water mark and the ticks only rise, so that the last look sees the most.
        if let Ok(status) = read("status") {
            let mark = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kibibytes =
                mark.and_then(|mark| mark.trim().split(' ').next()?.parse::<f64>().ok());
            taken.peak = taken.peak.max(kibibytes.unwrap_or_default() / 1024.0);
        }
        if let Ok(stat) = read("stat") {
            let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
            let ticks =
                after.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
            taken.cpu = taken.cpu.max(ticks.sum::<f64>() / TICKS);
        }
        match child.try_wait() {
            Ok(Some(status)) => {
                taken.code = status.code();
                break;
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(2)),
            Err(_) => break,
        }
    }
    taken.wall = began.elapsed().as_secs_f64();
    taken.printed = reader.join().unwrap_or(0);
    taken
}

/// The median run, by processor time.
pub(crate) fn median(mut runs: Vec<Taken>) -> Taken {
    runs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    runs.get(runs.len() / 2).copied().unwrap_or_default()
}
