//! What an entry states about certificate checks. Where it states nothing, nothing is known.

use super::entry::Entry;
use super::words;
use model::Field;

/// Options that switch the checks off and do not name both what is checked and the check.
const OFF_FLAGS: [&str; 12] = [
    "--insecure",
    "--allow-http",
    "--allow-insecure",
    "--no-check-certificate",
    "--ignore-certificate-errors",
    "--accept-invalid-certs",
    "--trust-all-certificates",
    "--no-tls",
    "--no-ssl",
    "--disable-tls",
    "--disable-ssl",
    "--skip-tls",
];

/// Whether certificates are checked, as far as the entry states it. One setting that switches the checks off
/// is enough.
pub(super) fn tls_verification(entry: &Entry<'_>) -> Field<bool> {
    let by_variable = entry.environment().filter_map(|(name, value)| checks(name, value));
    let words: Vec<String> = entry.words.iter().flat_map(|word| words::split(&word.text)).collect();
    let by_flag = words.iter().enumerate().filter_map(|(at, word)| {
        let next = words.get(at + 1).map(String::as_str);
        // `-k` with a value behind it is a key.
        if word == "-k" {
            let alone = next.is_none_or(|next| next.starts_with('-') || next.contains("://"));
            return alone.then_some(false);
        }
        let (flag, value) = word.split_once('=').unwrap_or((word, next.unwrap_or_default()));
        let value = switch(value).map_or("true", |on| if on { "true" } else { "false" });
        flag.starts_with("--").then(|| checks(flag, value)).flatten()
    });
    let stated: Vec<bool> = by_variable.chain(by_flag).collect();
    match stated.is_empty() {
        true => Field::Absent,
        false => Field::Given(stated.iter().all(|on| *on)),
    }
}

/// Whether a variable switches certificate checks, on or off.
pub(super) fn is_switch(name: &str, value: &str) -> bool {
    checks(name, value).is_some()
}

/// Whether an option switches certificate checks.
pub(super) fn is_switch_flag(name: &str) -> bool {
    name == "-k" || checks(name, "true").is_some()
}

/// What a setting states about certificate checks: `WIKI_SSL_VERIFY=false`,
/// `MCP_DISABLE_SSL_VERIFY=true`, `NODE_TLS_REJECT_UNAUTHORIZED=0`, `PGSSLMODE=disable`.
fn checks(name: &str, value: &str) -> Option<bool> {
    const SUBJECTS: [&str; 12] = [
        "SSL",
        "TLS",
        "HTTPS",
        "CERT",
        "CERTS",
        "CERTIFICATE",
        "CERTIFICATES",
        "HTTPSVERIFY",
        "PYTHONHTTPSVERIFY",
        "SSLVERIFY",
        "TLSVERIFY",
        "X509",
    ];
    const CHECKS: [&str; 13] = [
        "VERIFY",
        "VERIFICATION",
        "VALIDATE",
        "VALIDATION",
        "CHECK",
        "CHECKS",
        "CHECKING",
        "UNAUTHORIZED",
        "HTTPSVERIFY",
        "PYTHONHTTPSVERIFY",
        "SSLVERIFY",
        "TLSVERIFY",
        "VERIFYPEER",
    ];
    const NEGATIONS: [&str; 8] =
        ["NO", "DISABLE", "DISABLED", "SKIP", "IGNORE", "INSECURE", "ALLOW", "BYPASS"];
    if OFF_FLAGS.contains(&name) {
        return switch(value).map(|on| !on);
    }
    let name = name.trim_start_matches('-').to_ascii_uppercase().replace(['-', '.'], "_");
    let parts: Vec<&str> = name.split('_').collect();
    let any = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    if name.ends_with("SSLMODE") || name.ends_with("SSL_MODE") || name.ends_with("TLS_MODE") {
        return match value.trim().to_ascii_lowercase().as_str() {
            "disable" | "disabled" | "off" | "none" => Some(false),
            "verify-full" | "verify-ca" | "verify_identity" | "verify_ca" => Some(true),
            _ => None,
        };
    }
    let on = switch(value)?;
    if any(&SUBJECTS) && any(&CHECKS) {
        return Some(on != any(&NEGATIONS));
    }
    // `X_INSECURE` alone may mean HTTP without TLS; either way nothing is checked.
    if parts.contains(&"INSECURE") && !parts.contains(&"UPGRADE") {
        return if on { Some(false) } else { (parts.last() == Some(&"INSECURE")).then_some(true) };
    }
    // `DISABLE_SSL=true` switches off what would be checked; `DISABLE_SSL=false` states no check.
    let off = any(&["DISABLE", "DISABLED", "SKIP", "NO", "BYPASS"]);
    (on && off && any(&["SSL", "TLS", "HTTPS"])).then_some(false)
}

fn switch(value: &str) -> Option<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" | "required" => Some(true),
        "0" | "false" | "no" | "off" | "none" => Some(false),
        _ => None,
    }
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
            ("GRPC_INSECURE_SKIP_VERIFY", "1", false),
            ("MCP_DISABLE_SSL", "1", false),
            ("SKIP_TLS", "yes", false),
            ("PGSSLMODE", "disable", false),
            ("PGSSLMODE", "verify-full", true),
        ] {
            assert_eq!(checks(name, value), Some(on), "{name}={value}");
        }
        for (name, value) in [
            ("TLS_CERT", "1"),
            ("VERIFY_EMAIL", "0"),
            ("SSL_VERIFY", "maybe"),
            ("DISABLE_SSL", "0"),
            ("DB_SSLMODE", "require"),
            ("UPGRADE_INSECURE_REQUESTS", "1"),
            ("TLS_MIN_VERSION", "1"),
        ] {
            assert_eq!(checks(name, value), None, "{name}={value}");
        }
    }
}
