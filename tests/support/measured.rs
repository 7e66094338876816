//! A run as a child process, and the most memory that it held.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::command;

/// What a child process ended with.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) printed: String,
    /// The most memory it held, in MiB.
    pub(crate) peak: u64,
}

/// Runs the program in a folder. It reads `/proc`.
pub(crate) fn measured(folder: &Path, args: &[&str]) -> Ended {
    let log = folder.join("printed.log");
    let file = std::fs::File::create(&log).expect("a file");
    let mut command = command(folder, args);
    command.stdout(Stdio::from(file.try_clone().expect("a file"))).stderr(Stdio::from(file));
    let mut child = command.spawn().expect("the program runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        // The high-water mark only rises, so that the last look sees the highest.
        let held = std::fs::read_to_string(&status).unwrap_or_default();
        let mark = held.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = mark.and_then(|mark| mark.trim().split(' ').next()?.parse::<u64>().ok());
        peak = peak.max(kibibytes.unwrap_or_default() / 1024);
        if let Some(ended) = child.try_wait().expect("it ends") {
            break ended.code();
        }
        std::thread::sleep(Duration::from_millis(3));
    };
    Ended { code, printed: std::fs::read_to_string(log).expect("text"), peak }
}
