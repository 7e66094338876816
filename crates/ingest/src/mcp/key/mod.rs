//! What makes two entries one launch: a list of normalised words, compared by its digest.
//!
//! Versions, home folders, the folders of well-known programs, the order of options and a list of variables
//! do not count. Secrets take part, in memory only. Everything else that differs makes two servers.

mod address;
mod arguments;
mod collected;
mod container;
mod neutral;
mod target;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashSet;

use super::certificates;
use super::entry::Entry;
use crate::classes::LaunchKey;
use crate::secrets::SecretDigest;
use collected::{Words, sort_name};
use syntax::Node;
use text::Text;

/// The key of an entry; none where it shows neither a command nor an address.
pub(super) fn key(entry: &Entry<'_>, url: Option<&str>) -> Option<LaunchKey> {
    let mut text = Text::default();
    let mut words = Words::default();
    match url {
        Some(url) => address::words(entry, url, &mut text, &mut words),
        None if entry.unwrapped.line.is_empty() => return None,
        None => {
            target::words(&entry.unwrapped, &mut text, &mut words);
            variables(entry, &mut text, &mut words);
        }
    }
    surroundings(entry, url.is_some(), &mut text, &mut words);
    if text.is_relative {
        words.placement.push(format!("project {}", project(&entry.place.file)));
    }
    words.whole.sort_by(|one, other| sort_name(one).cmp(sort_name(other)));
    words.placement.sort();
    Some(LaunchKey {
        whole: SecretDigest::of_words("launch", &words.whole),
        placement: SecretDigest::of_words("placement", &words.placement),
        local: SecretDigest::of_words("local", &text.local),
    })
}

/// The variables that an entry and its wrappers set.
fn variables(entry: &Entry<'_>, text: &mut Text, words: &mut Words) {
    let mut seen: HashSet<(String, String)> = HashSet::new();
    for (name, value) in entry.variables().filter(|(name, _)| !neutral::variable(name)) {
        let value = text.value(value);
        let switch = certificates::is_switch(name, &value);
        let pair = (name.to_string(), value);
        let word = format!("env {}={}", pair.0, pair.1);
        if !seen.insert(pair) {
            continue;
        }
        if switch { words.placement.push(word) } else { words.whole.push(word) }
    }
}

/// The folder, the file of variables, and the options of managers of versions and secrets.
fn surroundings(entry: &Entry<'_>, remote: bool, text: &mut Text, words: &mut Words) {
    if remote {
        return;
    }
    for key in ["cwd", "envFile", "env_file"] {
        if let Some(value) = entry.node.get(key).and_then(Node::text) {
            words.whole.push(format!("{key}={}", text.path(value)));
        }
    }
    for around in &entry.unwrapped.around {
        let line: Vec<&str> = around.iter().map(|word| word.text.as_str()).collect();
        let line: Vec<&str> =
            line.into_iter().skip(1).filter(|word| !neutral::around(word)).collect();
        let program = around.first().map_or(String::new(), |word| super::words::bare(&word.text));
        let is_uv = program == "uv";
        for word in arguments::words(&line, &|name| neutral::manager(name, is_uv), text) {
            words.whole.push(format!("around {word}"));
        }
    }
}

/// The folder of the project that a client's file belongs to.
fn project(file: &str) -> &str {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let last = folder.rsplit('/').next().unwrap_or(folder);
    // `.vscode/mcp.json` and `.mcp.json` are about one project.
    if last.starts_with('.') {
        return folder.strip_suffix(last).unwrap_or(folder).trim_end_matches('/');
    }
    folder
}
