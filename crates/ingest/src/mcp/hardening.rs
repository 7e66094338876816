//! The address that a local server listens on.

use super::entry::Entry;
use super::words::Word;
use super::{package, words};
use model::Field;

/// The address a local server listens on, where the entry opens it to every interface.
///
/// A loopback address is not taken down: `--host localhost` may as well name a database.
pub(super) fn bind(entry: &Entry<'_>) -> Field<String> {
    let texts = |line: &'_ [Word]| line.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
    let inner = texts(&entry.unwrapped.line);
    let line: Vec<&str> = inner.iter().map(String::as_str).collect();
    let container = line.first().is_some_and(|program| {
        matches!(words::bare(program).as_str(), "docker" | "podman" | "nerdctl")
    });
    // Inside a container of its own network every address is private until it is published.
    if container && !has(&line, "--network", "host") && !has(&line, "--net", "host") {
        let end = package::image_at(line.get(2..).unwrap_or_default()).map_or(0, |at| at + 2);
        let options = line.get(..end).unwrap_or_default();
        return match options.contains(&"--publish-all") || options.contains(&"-P") {
            true => Field::Given("0.0.0.0".into()),
            false => values(options, &["-p", "--publish"]).find_map(published).into_field(),
        };
    }
    const OPTIONS: [&str; 8] =
        ["--host", "--bind", "--listen", "--address", "--hostname", "--bind-address", "-h", "-b"];
    // A bridge may open to the network what it starts.
    let bridges: Vec<String> =
        entry.unwrapped.bridges.iter().flat_map(|line| texts(line)).collect();
    let bridges: Vec<&str> = bridges.iter().map(String::as_str).collect();
    let arguments = values(&line, &OPTIONS)
        .find_map(wide)
        .or_else(|| values(&bridges, &OPTIONS).find_map(wide));
    let environment = entry.environment().find_map(|(name, value)| {
        let name = name.trim_start_matches('-').to_ascii_uppercase();
        let listens = ["HOST", "BIND", "LISTEN", "ADDRESS", "ADDR", "HOSTNAME"];
        listens.iter().any(|end| name.ends_with(end)).then(|| wide(value)).flatten()
    });
    arguments.or(environment).into_field()
}

trait IntoField {
    fn into_field(self) -> Field<String>;
}

impl IntoField for Option<&str> {
    fn into_field(self) -> Field<String> {
        self.map_or(Field::Absent, |address| Field::Given(address.to_string()))
    }
}

/// Whether the address, with or without a port, means every interface.
fn wide(value: &str) -> Option<&'static str> {
    let value = value.trim();
    let host = value.split_once("://").map_or(value, |(_, rest)| rest);
    if host == "0.0.0.0" || host.starts_with("0.0.0.0:") {
        return Some("0.0.0.0");
    }
    (host == "::" || host == "[::]" || host.starts_with("[::]:")).then_some("::")
}

/// `-p 8080:80` publishes on every interface, `-p 127.0.0.1:8080:80` on one.
fn published(value: &str) -> Option<&'static str> {
    let local = value.split(':').count() > 2 || value.starts_with('[');
    if local { wide(value) } else { Some("0.0.0.0") }
}

/// The values of an option, written apart or with an equals sign.
fn values<'a>(line: &'a [&'a str], names: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    line.iter().enumerate().filter_map(move |(at, word)| match word.split_once('=') {
        Some((name, value)) => names.contains(&name).then_some(value),
        None => names.contains(word).then(|| line.get(at + 1).copied()).flatten(),
    })
}

fn has(line: &[&str], name: &str, value: &str) -> bool {
    values(line, &[name]).any(|found| found == value)
}
