//! Values that point to where a secret is kept.

use std::ops::Range;

use super::digest::SecretDigest;
use super::names::{Named, named};

/// How addresses of secret stores begin.
#[rustfmt::skip]
const STORES: [&str; 24] = [
    "op://", "vault:", "vault://", "arn:aws:secretsmanager:", "arn:aws:ssm:",
    "arn:aws-us-gov:secretsmanager:", "arn:aws-cn:secretsmanager:", "aws-sm://", "awssm://",
    "gcp-sm://", "gcpsm://", "azurekeyvault://", "akv://", "keyvault://", "doppler://",
    "infisical://", "bws://", "keychain:", "keyring:", "secret://", "secretref:", "ref+",
    "/run/secrets/", "@microsoft.keyvault(",
];

/// How values begin that name a variable or file instead of holding a value.
const POINTERS: [&str; 6] = ["env:", "env://", "process.env.", "file:", "file://", "secrets."];

/// Whether the value points elsewhere, as a whole or partially.
pub(super) fn is_reference(value: &str) -> bool {
    in_store(value)
        || starts_with_any(value, &POINTERS)
        || bare(value).is_some()
        || !templates(value).is_empty()
}

/// The secret that a reference leads to, if setting or reference say that it is one.
pub fn referred(setting: &str, value: &str) -> Option<Named> {
    let value = value.trim();
    let by_store = || {
        let kind = Named { kind: "stored secret", secret_kind: None, strong: true };
        in_store(value).then_some(kind)
    };
    named(setting).or_else(|| variables(value).into_iter().find_map(named)).or_else(by_store)
}

/// What a reference has in common with others to the same secret. A value put together from several
/// variables has nothing.
pub(crate) fn digest(file: &str, value: &str) -> Option<SecretDigest> {
    let value = value.trim();
    if in_store(value) {
        return Some(SecretDigest::of_stored(value));
    }
    match variables(value).as_slice() {
        [name] if !name.is_empty() => Some(SecretDigest::of_variable(file, name)),
        _ => None,
    }
}

/// The ids of the VS Code inputs a value asks for: `${input:id}`.
pub fn input_ids(value: &str) -> Vec<&str> {
    let inside =
        |range: Range<usize>| value.get(range)?.strip_prefix("${input:")?.strip_suffix('}');
    templates(value).into_iter().filter_map(inside).collect()
}

/// The default when the variable is not set: the `x` of `${VAR:-x}`.
pub(super) fn defaults(value: &str) -> Vec<&str> {
    templates(value)
        .into_iter()
        .filter_map(|range| value.get(range)?.strip_prefix("${")?.strip_suffix('}'))
        .filter_map(|body| {
            let name = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
            let rest = body.get(name..)?;
            [":-", ":=", "-", "="].iter().find_map(|mark| rest.strip_prefix(mark))
        })
        .filter(|default| !default.is_empty())
        .collect()
}

/// The value without its references.
pub(super) fn remainder(value: &str) -> String {
    let mut rest = String::new();
    let mut from = 0;
    for range in templates(value) {
        rest.push_str(value.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    rest.push_str(value.get(from..).unwrap_or_default());
    rest
}

fn in_store(value: &str) -> bool {
    starts_with_any(value, &STORES)
        || value.starts_with("projects/") && value.contains("/secrets/")
        || value.starts_with("https://") && value.contains(".vault.azure.net/secrets/")
}

fn starts_with_any(value: &str, starts: &[&str]) -> bool {
    starts
        .iter()
        .any(|start| value.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

/// `$NAME`, `%NAME%`, `$env:NAME`: the whole value is a variable, after an optional scheme word.
///
/// Inside a longer value a bare dollar sign may belong to a password, so it counts only here.
fn bare(value: &str) -> Option<&str> {
    let last = value.rsplit(' ').next()?;
    let name = match last.strip_prefix('$') {
        Some(rest) => rest.strip_prefix("env:").unwrap_or(rest),
        None => last.strip_prefix('%')?.strip_suffix('%')?,
    };
    let variable = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        || name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let starts = name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    (variable && starts && value.split(' ').count() <= 2).then_some(name)
}

/// The names of the variables in a value.
fn variables(value: &str) -> Vec<&str> {
    let prefixed = POINTERS.iter().find_map(|start| value.strip_prefix(start));
    let braced = templates(value).into_iter().filter_map(|range| {
        let body = value.get(range)?.trim_matches(['$', '{', '}', '(', ')', ' ']);
        // `env:NAME`, `input:name`, `secrets.NAME`, `NAME:-default`
        let body = ["env:", "input:", "secrets.", "env."]
            .iter()
            .find_map(|start| body.strip_prefix(start))
            .unwrap_or(body);
        body.split([':', '=', ' ']).next()
    });
    braced.chain(bare(value)).chain(prefixed).collect()
}

/// Where `${…}`, `{{…}}` and `$(…)` stand.
fn templates(value: &str) -> Vec<Range<usize>> {
    const MARKS: [(&str, &str); 6] =
        [("${{", "}}"), ("${", "}"), ("{{", "}}"), ("$(", ")"), ("{env:", "}"), ("{file:", "}")];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = value.get(at..).and_then(|rest| rest.find(['$', '{'])).map(|o| at + o) {
        let rest = value.get(start..).unwrap_or_default();
        let end = MARKS.iter().find_map(|(open, close)| {
            let body = rest.strip_prefix(open)?;
            // A reference is short; this also keeps hostile input from being read twice.
            let window = &body[..body.floor_char_boundary(512)];
            Some(start + open.len() + window.find(close)? + close.len())
        });
        match end {
            Some(end) => {
                found.push(start..end);
                at = end;
            }
            None => at = start + 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_known_in_every_notation() {
        for value in [
            "${TOKEN}",
            "${TOKEN:-}",
            "$TOKEN",
            "${input:key}",
            "${env:KEY}",
            "{{ secrets.key }}",
            "Bearer ${TOKEN}",
            "Bearer $TOKEN",
            "op://vault/item/field",
            "vault:kv/data/x#y",
            "arn:aws:secretsmanager:eu-west-1:1:secret:x",
            "env:TOKEN",
            "%TOKEN%",
            "$(pass show x)",
            "${{ secrets.TOKEN }}",
            "/run/secrets/token",
            "$env:TOKEN",
            "{env:TOKEN}",
            "Bearer {file:token.txt}",
        ] {
            assert!(is_reference(value), "{value}");
        }
        for value in ["pa$word", "$ecret123", "100%", "a{b}c", "$", "${", "plain"] {
            assert!(!is_reference(value), "{value}");
        }
    }

    #[test]
    fn defaults_and_remainders_are_taken_apart() {
        assert_eq!(defaults("${A:-x y}-${B}-${C-z}-${env:D}"), ["x y", "z"]);
        assert_eq!(remainder("Bearer ${A}!"), "Bearer !");
        assert_eq!(input_ids("Bearer ${input:gh-token}"), ["gh-token"]);
    }

    #[test]
    fn a_reference_is_to_a_secret_by_setting_variable_or_store() {
        assert!(referred("GITHUB_TOKEN", "${GH}").is_some());
        assert!(referred("DATABASE_URL", "postgres://u:${DB_PASSWORD}@h/db").is_some());
        assert!(referred("X", "op://vault/item/field").is_some());
        assert!(referred("ROOT", "${workspaceFolder}/src").is_none());
    }
}
