//! Other programs on a part of the same work: not the same product, but the same bytes.

use std::path::Path;
use std::process::{Command, Stdio};

/// A script, what it is compared as, and what it needs.
const SCRIPTS: [(&str, &str, &[&str]); 3] = [
    ("python json + jinja2 page", include_str!("page.py"), &["jinja2"]),
    ("duckdb roll-up of findings", include_str!("roll_up.py"), &["duckdb"]),
    ("agent-bom, no network", include_str!("bom.py"), &["agent_bom"]),
];

fn python() -> Command {
    Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()))
}

fn is_there(modules: &[&str]) -> bool {
    modules.iter().all(|module| {
        let import = format!("import {module}");
        let ended = python().args(["-c", &import]).stderr(Stdio::null()).status();
        ended.is_ok_and(|status| status.success())
    })
}

/// The scripts whose programs are installed.
pub(crate) fn all() -> Vec<(&'static str, &'static str)> {
    let installed = SCRIPTS.iter().filter(|(_, _, modules)| is_there(modules));
    installed.map(|(name, script, _)| (*name, *script)).collect()
}

/// A script on an estate and a report of it.
pub(crate) fn command(script: &str, folder: &Path, out: &Path) -> Command {
    let mut command = python();
    command.arg("-c").arg(script).arg(folder).arg(out);
    command
}

/// A line for each that is not.
pub(crate) fn missing() -> Vec<String> {
    let missing = SCRIPTS.iter().filter(|(_, _, modules)| !is_there(modules));
    missing
        .map(|(name, _, modules)| {
            format!("not measured: {name} (python3 cannot import {})", modules.join(", "))
        })
        .collect()
}
