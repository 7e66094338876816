//! What an entry says about listening and about certificate checks.

use super::entry::Entry;
use super::{package, words, wrapper};
use model::Field;

/// The address a local server listens on, where the entry opens it to every interface.
///
/// A loopback address is not taken down: `--host localhost` may as well name a database.
pub(super) fn bind(entry: &Entry<'_>) -> Field<String> {
    let line = wrapper::unwrap(&entry.words);
    let line: Vec<&str> = line.iter().map(|word| word.text.as_str()).collect();
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
    let arguments = values(&line, &OPTIONS).find_map(wide);
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

/// Whether the entry leaves certificate checks on: the client has no other setting for it.
pub(super) fn tls_verification(entry: &Entry<'_>) -> Field<bool> {
    const OFF_FLAGS: [&str; 9] = [
        "--insecure",
        "--allow-http",
        "--no-verify-ssl",
        "--no-ssl-verify",
        "--no-check-certificate",
        "--ignore-certificate-errors",
        "--tls-skip-verify",
        "--skip-tls-verify",
        "--insecure-skip-tls-verify",
    ];
    const ON_FLAGS: [&str; 3] = ["--verify-ssl", "--ssl-verify", "--tls-verify"];
    let by_variable = entry.environment().filter_map(|(name, value)| checks(name, value));
    let words = entry.words.iter().flat_map(|word| words::split(&word.text));
    let by_flag = words.filter_map(|word| {
        let (flag, value) = word.split_once('=').unwrap_or((&word, "true"));
        let on = switch(value)?;
        match flag {
            flag if OFF_FLAGS.contains(&flag) => Some(!on),
            flag if ON_FLAGS.contains(&flag) => Some(on),
            _ => None,
        }
    });
    let stated: Vec<bool> = by_variable.chain(by_flag).collect();
    // One setting that turns the checks off is enough.
    Field::Given(stated.iter().all(|on| *on))
}

/// What a variable says about certificate checks: `WIKI_SSL_VERIFY=false`,
/// `MCP_DISABLE_SSL_VERIFY=true`, `NODE_TLS_REJECT_UNAUTHORIZED=0`.
fn checks(name: &str, value: &str) -> Option<bool> {
    const SUBJECTS: [&str; 9] = [
        "SSL",
        "TLS",
        "HTTPS",
        "CERT",
        "CERTS",
        "CERTIFICATE",
        "CERTIFICATES",
        "HTTPSVERIFY",
        "PYTHONHTTPSVERIFY",
    ];
    const CHECKS: [&str; 9] = [
        "VERIFY",
        "VERIFICATION",
        "VALIDATE",
        "VALIDATION",
        "CHECK",
        "CHECKS",
        "UNAUTHORIZED",
        "HTTPSVERIFY",
        "PYTHONHTTPSVERIFY",
    ];
    const NEGATIONS: [&str; 7] =
        ["NO", "DISABLE", "DISABLED", "SKIP", "IGNORE", "INSECURE", "ALLOW"];
    let name = name.trim_start_matches('-').to_ascii_uppercase().replace('-', "_");
    let parts: Vec<&str> = name.split('_').collect();
    let any = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    let on = switch(value)?;
    // `X_INSECURE` alone may mean HTTP without TLS; either way nothing is checked.
    let insecure = parts.last() == Some(&"INSECURE");
    match any(&SUBJECTS) && any(&CHECKS) || insecure {
        true => Some(on != any(&NEGATIONS)),
        false => None,
    }
}

fn switch(value: &str) -> Option<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" | "required" => Some(true),
        "0" | "false" | "no" | "off" | "none" => Some(false),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::checks;

    #[test]
    fn variables_that_switch_certificate_checks_are_read_either_way() {
        for (name, value, on) in [
            ("NODE_TLS_REJECT_UNAUTHORIZED", "0", false),
            ("NODE_TLS_REJECT_UNAUTHORIZED", "1", true),
            ("PYTHONHTTPSVERIFY", "0", false),
            ("GIT_SSL_NO_VERIFY", "true", false),
            ("MCP_DISABLE_SSL_VERIFY", "true", false),
            ("MCP_DISABLE_SSL_VERIFY", "false", true),
            ("WIKI_SSL_VERIFY", "False", false),
            ("VERIFY_SSL", "no", false),
            ("VERIFY_SSL", "true", true),
            ("METRICS_TLS_SKIP_VERIFY", "true", false),
            ("X_CERTIFICATE_VALIDATION", "off", false),
            ("X_IGNORE_TLS_CHECK", "1", false),
            ("X_INSECURE", "true", false),
        ] {
            assert_eq!(checks(name, value), Some(on), "{name}={value}");
        }
        for (name, value) in [
            ("TLS_CERT", "1"),
            ("VERIFY_EMAIL", "0"),
            ("SSL_VERIFY", "maybe"),
            ("DISABLE_SSL", "1"),
        ] {
            assert_eq!(checks(name, value), None, "{name}={value}");
        }
    }
}
