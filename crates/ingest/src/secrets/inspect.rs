//! The judgement on one value of one setting.

use super::entropy::could_be_key;
use super::found::Inspected;
use super::{connection, find, placeholders, references, suspect};
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
    if references::is_reference(value) || !connection::parts(value).is_empty() {
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
    for part in connection::parts(value) {
        for default in references::defaults(part.text) {
            if let secret @ Inspected::Secret(_) = inspect("password", default) {
                return secret;
            }
        }
    }
    let around = references::remainder(value);
    let around = around.trim();
    let key = |part: &str| could_be_key(part);
    if around != value
        && (super::looks_random(around) || around.split(|c: char| !c.is_alphanumeric()).any(key))
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
        for value in [
            "#{T}#",
            "#{T}",
            "os.environ/T",
            "os.environ['T']",
            "process.env.T",
            "!vault:kv/x",
            "!vault kv/x",
            "!ENV T",
            "{{T}}",
            "{{ T }}",
            "%T%",
            "%my_token%",
            "Bearer %T%",
            "env:GITHUB_TOKEN",
            "ENC[AES256_GCM,data:Zm9v,iv:YmFy,tag:cXV4,type:str]",
            "sops:secrets.yaml#token",
            "vault:kv/data/x#token",
            "ref+vault://kv/x#/token",
            "keyring:service/user",
            "azurekeyvault://name/secret",
            "azurekeyvault:name/secret",
            "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/s/)",
            "arn:aws:secretsmanager:eu-west-1:1:secret:x-a1B2c3",
            "arn:aws-iso:ssm:eu-west-1:1:parameter/x",
            "projects/p/secrets/s/versions/1",
            "file:/run/secrets/x",
            "/run/secrets/x",
            "`pass show x`",
            "$(cat /run/secrets/x)",
            "((tickets-token))",
            "${T:-${OTHER_TOKEN}}",
            "${T:-${OTHER_TOKEN:-}}",
            "${T?not set}",
            "${T:+set}",
        ] {
            assert_eq!(inspect("A_TOKEN", value), Inspected::Reference, "{value}");
        }
        for value in ["__T__", "__A_TOKEN__", "__A2_TOKEN__", "<T>", "<your token>", "[REDACTED]"] {
            assert_eq!(inspect("A_TOKEN", value), Inspected::Placeholder, "{value}");
        }
        for value in ["YOUR_TOKEN", "<token>", "sk-...", "changeme", "TOKEN", "Bearer YOUR_TOKEN"] {
            assert_eq!(inspect("TOKEN", value), Inspected::Placeholder, "{value}");
        }
    }

    #[test]
    fn a_real_value_beside_a_reference_is_a_secret() {
        for (setting, value) in [
            ("A_TOKEN", "${A_TOKEN:-fallback-42-value}"),
            ("A_TOKEN", "${env:A_TOKEN:-fallback-42-value}"),
            ("A_TOKEN", "${A_TOKEN:-${OTHER:-fallback-42-value}}"),
            ("A_TOKEN", "${A_TOKEN:+fallback-42-value}"),
            ("A_TOKEN", "k7Qx2Lm9Tv4Rz8Wp${SUFFIX}"),
            ("A_TOKEN", "#{X}#k7Qx2Lm9Tv4Rz8Wp"),
            ("A_TOKEN", "3f823c43847903de520d5457ab182300{{X}}"),
            ("A_TOKEN", "__k7Qx2Lm9Tv4Rz8Wp__"),
            ("A_TOKEN", "<k7Qx2Lm9Tv4Rz8Wp>"),
            ("A_TOKEN", "env:k7Qx2Lm9Tv4Rz8Wp"),
            ("A_TOKEN", "%k7Qx2Lm9Tv4Rz8Wp%"),
            ("A_TOKEN", "os.environ/k7Qx2Lm9Tv4Rz8Wp"),
            ("A_TOKEN", "k7Qx2%T%Lm9Tv4Rz"),
            ("A_TOKEN", "k7Qx2-vault:x-9Tv4"),
            ("A_PASSWORD", "!vaultX9"),
            ("A_PASSWORD", "pa__X__ss9"),
            ("DSN", "postgres://u:${PW:-hunter2}@h/db"),
            ("argument", "Server=db;Password=${PW:-hunter2};"),
        ] {
            assert!(certainty(setting, value).is_some(), "{setting}={value}");
        }
    }
}
