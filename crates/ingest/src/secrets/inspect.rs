//! The judgement on one value of one setting.

use super::found::Inspected;
use super::{find, placeholders, references, suspect};
use model::records::Certainty;
use syntax::{Node, Value, json};

/// Judges the value of a setting: an environment variable, header, argument or address.
///
/// What the value's own shape proves is confirmed; what the setting's name suggests is suspected.
/// A reference to a store or variable is none of both, except for a default written into it.
pub fn inspect(setting: &str, value: &str) -> Inspected {
    let value = value.trim();
    if value.is_empty() {
        return Inspected::Plain;
    }
    let hits = find::find(value);
    let sure = hits.iter().find(|hit| hit.certainty == Certainty::Confirmed);
    if let Some(hit) = sure.or(hits.first()) {
        return Inspected::Secret(hit.found(value));
    }
    if let Some(inner) = structured(value) {
        return inner;
    }
    if references::is_reference(value) {
        return reference(setting, value);
    }
    if placeholders::is_placeholder(value) || value.eq_ignore_ascii_case(setting) {
        return Inspected::Placeholder;
    }
    suspect::suspect(setting, value).map_or(Inspected::Plain, Inspected::Secret)
}

/// A reference is judged by its default and by the text around it.
fn reference(setting: &str, value: &str) -> Inspected {
    for default in references::defaults(value) {
        if let secret @ Inspected::Secret(_) = inspect(setting, default) {
            return secret;
        }
    }
    let around = references::remainder(value);
    let around = around.trim();
    if around != value
        && super::looks_random(around)
        && let Some(found) = suspect::suspect(setting, around)
    {
        return Inspected::Secret(found);
    }
    Inspected::Reference
}

/// Settings and headers are sometimes handed over as one JSON text.
fn structured(value: &str) -> Option<Inspected> {
    if !value.starts_with(['{', '[']) || value.starts_with("{{") {
        return None;
    }
    let mut worst = Inspected::Plain;
    walk("", &json(value).ok()?, &mut worst);
    Some(worst)
}

fn walk(setting: &str, node: &Node, worst: &mut Inspected) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => {
            let seen = inspect(setting, &scalar.text);
            if weight(&seen) > weight(worst) {
                *worst = seen;
            }
        }
        Value::List(nodes) => nodes.iter().for_each(|node| walk(setting, node, worst)),
        Value::Map(entries) => {
            entries.iter().for_each(|entry| walk(&entry.key, &entry.node, worst));
        }
    }
}

fn weight(seen: &Inspected) -> u8 {
    match seen {
        Inspected::Plain => 0,
        Inspected::Placeholder => 1,
        Inspected::Reference => 2,
        Inspected::Secret(found) if found.certainty == Certainty::Suspected => 3,
        Inspected::Secret(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::{PrincipalKind, SecretKind};

    fn certainty(setting: &str, value: &str) -> Option<Certainty> {
        match inspect(setting, value) {
            Inspected::Secret(found) => Some(found.certainty),
            _ => None,
        }
    }

    #[test]
    fn a_personal_token_is_shown_by_prefix_length_and_person() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let Inspected::Secret(found) = inspect("ANYTHING", &token) else { panic!("missed") };
        assert_eq!(found.masked, "ghp_… (40 characters)");
        assert_eq!(found.kind, "GitHub personal access token");
        assert_eq!(found.secret_kind, Some(SecretKind::Pat));
        assert_eq!(found.principal_kind, Some(PrincipalKind::Human));
        assert_eq!(found.certainty, Certainty::Confirmed);
    }

    #[test]
    fn names_make_values_suspicious() {
        for (setting, value) in [
            ("API_KEY", "real-secret-key-123"),
            ("DB_PASSWORD", "postgres"),
            ("PIN_PASSWORD", "12345678"),
            ("SERVICE_KEY", "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c"),
            ("X-API-Key", "3f823c43847903de520d5457ab182300"),
            ("Authorization", "Bearer opensesame-42"),
            ("GITHUB_TOKEN", "${GH:-fallback-42-value}"),
            ("HEADERS", r#"{"x": 1, "api_key": "real-secret-key-123"}"#),
        ] {
            assert_eq!(certainty(setting, value), Some(Certainty::Suspected), "{setting}");
        }
        let key = "wJalr2Utn7EMI/K7MDENG+bPxRfiC9YzQ4vT1sHd";
        assert_eq!(certainty("AWS_SECRET_ACCESS_KEY", key), Some(Certainty::Confirmed));
    }

    #[test]
    fn ordinary_settings_make_no_noise() {
        for (setting, value) in [
            ("PATH", "/usr/local/bin:/usr/bin"),
            ("MODEL", "claude-3-5-sonnet-20241022"),
            ("AWS_REGION", "eu-central-1"),
            ("REQUEST_ID", "6b0e2a4c-96a0-4b9e-9f7c-1d2e3f4a5b6c"),
            ("COMMIT", "3f823c43847903de520d5457ab182300aa9f34e7"),
            ("GOOGLE_APPLICATION_CREDENTIALS", "/home/u/keys/service.json"),
            ("TOKEN_ENDPOINT", "https://idp.test/oauth/token"),
            ("MAX_TOKENS", "4096"),
            ("AUTH_TOKEN", "disabled"),
            ("AUTH", "oauth"),
            ("DEBUG", "true"),
            ("PACKAGE", "@modelcontextprotocol/server-postgres@0.6.2"),
            ("SPONSOR", "security@company.test"),
            ("args", "host.docker.internal:8080"),
            ("API_TOKEN_FILE", "secrets/token.txt"),
        ] {
            assert_eq!(inspect(setting, value), Inspected::Plain, "{setting}={value}");
        }
    }

    #[test]
    fn references_and_placeholders_are_no_secrets() {
        for value in ["${T}", "$T", "${input:t}", "Bearer ${T}", "${T:-}", "op://v/i/f"] {
            assert_eq!(inspect("TOKEN", value), Inspected::Reference, "{value}");
        }
        for value in ["YOUR_TOKEN", "<token>", "sk-...", "changeme", "TOKEN", "Bearer YOUR_TOKEN"] {
            assert_eq!(inspect("TOKEN", value), Inspected::Placeholder, "{value}");
        }
    }
}
