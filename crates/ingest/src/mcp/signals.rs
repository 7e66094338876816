//! Notices about what an entry shows and the model has no field for.

use super::entry::Entry;
use super::{lookalike, words};
use model::Diagnostic;
use model::records::Server;

/// The notices about one entry.
pub(super) fn notices(entry: &Entry<'_>, server: &Server, notices: &mut Vec<Diagnostic>) {
    let id = &entry.id;
    let mut tell = |message: String, help: &str| {
        notices.push(Diagnostic::at(&entry.place, message, help));
    };
    if ["envFile", "env_file"].iter().any(|key| entry.node.get(key).is_some()) {
        tell(
            format!("`{id}` loads variables from a file that was not read"),
            "check that file for secrets by other means",
        );
    }
    if entry.node.get("headersHelper").is_some() {
        tell(
            format!("`{id}` gets its headers from a program that runs at each start"),
            "review that program; check that it issues short-lived tokens",
        );
    }
    if chains(entry) {
        tell(
            format!("`{id}` is started by a shell command line with several commands"),
            "start the server directly, so that what runs can be read and pinned",
        );
    }
    if is_unlimited(entry) {
        tell(
            format!("`{id}` is started with write access that its options could prevent"),
            "start it read-only, or restricted, where its purpose allows that",
        );
    }
    let package = server.launch.given().and_then(|launch| launch.package.given());
    if let Some(known) = package.and_then(lookalike::of) {
        tell(
            format!("the package of `{id}` is spelled almost like `{known}`"),
            "check its publisher before it is started again",
        );
    }
    if names_production(entry) {
        tell(
            format!("`{id}` connects to an address whose name suggests production"),
            "declare its environments in the inventory",
        );
    }
}

/// A shell that is given more than one command, or makes one up as it goes.
fn chains(entry: &Entry<'_>) -> bool {
    let line: Vec<_> = entry.words.iter().map(|word| word.text.as_str()).collect();
    let shell = line.iter().take(4).any(|word| {
        matches!(words::bare(word).as_str(), "sh" | "bash" | "zsh" | "dash" | "pwsh" | "powershell")
    });
    let joined = line.join(" ");
    let several = ["&&", "||", ";", "`", "$(", " | "].iter().any(|mark| joined.contains(mark));
    several && (shell || line.first().is_some_and(|first| first.contains(' ')))
        || line.iter().skip(1).any(|word| word.contains("; ") || word.contains("&& "))
}

/// Vendors' switches for servers that can be kept from writing.
fn is_unlimited(entry: &Entry<'_>) -> bool {
    let flags = ["--access-mode=unrestricted", "--allow-write", "--enable-write", "--unsafe"];
    let pair = |pair: &[super::words::Word]| {
        pair.first().is_some_and(|word| word.text == "--access-mode")
            && pair.get(1).is_some_and(|word| word.text == "unrestricted")
    };
    let variables = ["READ_OPERATIONS_ONLY", "GITHUB_READ_ONLY", "READ_ONLY"];
    let open = |(name, value): (&str, &str)| {
        let off = value.eq_ignore_ascii_case("false") || value == "0";
        variables.contains(&name) && off || name == "ENABLE_TF_OPERATIONS" && value == "true"
    };
    let mut words = entry.words.iter().flat_map(|word| words::split(&word.text));
    words.any(|word| flags.contains(&word.as_str()))
        || entry.words.windows(2).any(pair)
        || entry.environment().any(open)
}

/// A label of a host is `prod` or its like. Only the name says so, so it is no fact.
fn names_production(entry: &Entry<'_>) -> bool {
    let environment = entry.environment().map(|(_, value)| value.to_string());
    let words = entry.words.iter().map(|word| word.text.clone());
    let url = entry.url.iter().map(|(_, url)| url.clone());
    environment.chain(words).chain(url).any(|text| {
        let Some((_, rest)) = text.split_once("://") else { return false };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        host.split(['.', '-', ':']).any(|label| matches!(label, "prod" | "production" | "prd"))
    })
}
