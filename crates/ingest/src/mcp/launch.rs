//! How a local server is started.

use super::entry::Entry;
use super::package;
use super::words;
use crate::secrets;
use model::Field;
use model::records::Launch;

/// Reads program and package; arguments are looked at and forgotten.
pub(super) fn launch(entry: &Entry<'_>) -> Field<Launch> {
    if entry.words.is_empty() {
        return Field::Absent;
    }
    let first = entry.words.iter().find(|word| words::assignment(&word.text).is_none());
    // Masked as a whole, before it is cut to its last part.
    let masked =
        first.map(|word| secrets::redact(&word.text).unwrap_or_else(|| word.text.to_string()));
    let program = masked.as_deref().map_or("", words::basename);
    // What the innermost launcher fetches: a bridge or a runner only where nothing behind it is a package.
    let package = entry.unwrapped.layers.iter().rev().find_map(|line| package::package(line));
    let script = runs_remote_script(entry);
    Field::Given(Launch {
        program: program_name(program),
        package: package.map_or(Field::Absent, Field::Given),
        remote_script: Field::Given(script),
        own_source: Field::Absent,
    })
}

/// A program's name, unless the word in its place cannot be one.
fn program_name(program: &str) -> Field<String> {
    if program.is_empty() || program.len() > 120 || secrets::looks_random(program) {
        return Field::Blank;
    }
    Field::Given(program.to_string())
}

/// `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, `irm … | iex`.
fn runs_remote_script(entry: &Entry<'_>) -> bool {
    let line: Vec<_> = entry.words.iter().map(|word| word.text.as_str()).collect();
    let line = line.join(" ").to_ascii_lowercase();
    const FETCH: [&str; 6] =
        ["curl", "wget", "irm", "iwr", "invoke-restmethod", "invoke-webrequest"];
    const RUN: [&str; 11] = [
        "sh",
        "bash",
        "zsh",
        "dash",
        "fish",
        "python",
        "python3",
        "node",
        "iex",
        "perl",
        "invoke-expression",
    ];
    let fetches = |text: &str| {
        let parts = text.split(|c: char| c.is_whitespace() || ";&|$<>()`'\"".contains(c));
        parts.map(words::basename).any(|word| FETCH.contains(&word))
    };
    let mut fetched = false;
    for part in line.split('|') {
        let mut heads = part.split_whitespace().filter(|word| !matches!(*word, "sudo" | "-e"));
        let head =
            heads.next().map(|word| words::basename(word.trim_end_matches([';', '\'', '"'])));
        if fetched && head.is_some_and(|head| RUN.contains(&head)) {
            return true;
        }
        fetched |= fetches(part);
    }
    let inline = ["<(", "$(", "`", "iex (", "iex("].iter().any(|open| {
        line.match_indices(open).any(|(at, open)| {
            let rest = line.get(at + open.len()..).unwrap_or_default().trim_start();
            FETCH.iter().any(|tool| rest.starts_with(tool))
        })
    });
    let shell = line
        .split_whitespace()
        .map(words::basename)
        .any(|word| RUN.contains(&word) || matches!(word, "eval" | "source" | "."));
    inline && shell
}
