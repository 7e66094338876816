//! Values that point to where a secret is kept.

use std::ops::Range;

use super::digest::SecretDigest;
use super::entropy::{could_be_key, looks_random};
use super::names::{Named, named};

/// How addresses of secret stores begin.
#[rustfmt::skip]
const STORES: [&str; 54] = [
    "op://", "vault:", "vault://", "hashivault:", "hcvault:", "hcv://", "aws-sm://", "awssm://",
    "aws-secretsmanager:", "awssecretsmanager:", "secretsmanager:", "secretsmanager://", "ssm:",
    "ssm://", "aws-ssm://", "awsssm:", "gcp-sm://", "gcpsm://", "gcp-secret-manager:", "gsm://",
    "sm://", "googlesecretmanager:", "secretmanager://", "//secretmanager.googleapis.com/",
    "azurekeyvault:", "azurekeyvault/", "azure-key-vault:", "azurekv:", "akv://", "akvs:",
    "keyvault:", "keyvault://", "doppler://", "infisical://", "bws://", "bitwarden://", "lpass://",
    "keeper://", "conjur:", "keychain:", "keyring:", "secret://", "secretref:", "sops:", "sops://",
    "k8s://", "kubernetes://", "/run/secrets/", "/var/run/secrets/", "@microsoft.keyvault(",
    "$ansible_vault;", "enc[", "enc(", "{cipher}",
];

/// How values begin that name a file instead of holding a value.
const FILES: [&str; 2] = ["file:", "file://"];

/// How values begin that name a variable instead of holding a value.
#[rustfmt::skip]
const POINTERS: [&str; 14] = [
    "env://", "env:", "env.", "env[", "env(", "environ:", "process.env.", "process.env[",
    "import.meta.env.", "os.environ/", "os.environ[", "os.environ.get(", "os.getenv(", "secrets.",
];

/// The tags of YAML that stand before a reference: `!vault x`.
#[rustfmt::skip]
const TAGS: [&str; 16] = [
    "vault", "secret", "secrets", "env", "env_var", "envvar", "encrypted", "sops", "file",
    "include", "ref", "sub", "getatt", "importvalue", "reference", "keyvault",
];

/// Whether the value points elsewhere, as a whole or partially.
pub(super) fn is_reference(value: &str) -> bool {
    in_store(value)
        || starts_with_any(value, &FILES)
        || is_tagged(value)
        || pointer(value).is_some()
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
        return Some(SecretDigest::of_stored(value.trim_start_matches('!')));
    }
    match variables(value).as_slice() {
        [name] if !name.is_empty() => Some(SecretDigest::of_variable(file, name)),
        _ => None,
    }
}

/// The ids of the VS Code inputs a value asks for: `${input:id}`.
pub fn input_ids(value: &str) -> Vec<&str> {
    templates(value)
        .into_iter()
        .filter(|template| template.open == "${")
        .filter_map(|template| template.body.strip_prefix("input:"))
        .collect()
}

/// The text in the place of a variable: the `x` of `${VAR:-x}`, and of `${VAR:+x}`.
pub(super) fn defaults(value: &str) -> Vec<&str> {
    templates(value)
        .into_iter()
        .filter(|template| template.open == "${")
        .filter_map(|template| {
            let body = template.body.strip_prefix("env:").unwrap_or(template.body);
            let name = body.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
            let rest = body.get(name..)?;
            [":-", ":=", ":+", "-", "=", "+"].iter().find_map(|mark| rest.strip_prefix(mark))
        })
        .filter(|default| !default.is_empty())
        .collect()
}

/// The value without its references.
pub(super) fn remainder(value: &str) -> String {
    let mut rest = String::new();
    let mut from = 0;
    for Template { range, .. } in templates(value) {
        rest.push_str(value.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    rest.push_str(value.get(from..).unwrap_or_default());
    rest
}

/// The value with every template as a row of `_` of the same length, so that what is inside it ends nothing
/// around it.
pub(super) fn covered(value: &str) -> String {
    let mut covered = String::with_capacity(value.len());
    for Template { range, .. } in templates(value) {
        covered.push_str(value.get(covered.len()..range.start).unwrap_or_default());
        covered.push_str(&"_".repeat(range.len()));
    }
    covered.push_str(value.get(covered.len()..).unwrap_or_default());
    covered
}

/// The variables of a value whose names announce a secret, as they are written in it.
pub(super) fn named_templates(value: &str) -> Vec<(&str, Named)> {
    let written = templates(value)
        .into_iter()
        .filter_map(|template| Some((value.get(template.range.clone())?, named(template.name())?)));
    written.collect()
}

fn in_store(value: &str) -> bool {
    let value = value.strip_prefix('!').unwrap_or(value);
    let manager = [":secretsmanager:", ":ssm:", ":kms:"];
    starts_with_any(value, &STORES)
        // `ref+vault://…`
        || starts_with_any(value, &["ref+"]) && value.contains("://")
        || value.starts_with("arn:") && manager.iter().any(|service| value.contains(service))
        || value.starts_with("projects/") && value.contains("/secrets/")
        || value.starts_with("https://") && value.contains(".vault.azure.net/secrets/")
        || value.starts_with("https://secretmanager.googleapis.com/")
}

/// `!vault x`, `!ENV X`.
fn is_tagged(value: &str) -> bool {
    value.strip_prefix('!').is_some_and(|rest| {
        let end = rest.find([' ', ':', '|', '/']).unwrap_or(rest.len());
        let tag = rest.get(..end).unwrap_or_default();
        end < rest.len() && TAGS.iter().any(|known| known.eq_ignore_ascii_case(tag))
    })
}

/// The name behind `env:`, `os.environ/` and their like. A random text behind one is a value.
fn pointer(value: &str) -> Option<&str> {
    let rest = POINTERS.iter().find_map(|start| {
        let head = value.get(..start.len())?;
        head.eq_ignore_ascii_case(start).then(|| value.get(start.len()..)).flatten()
    })?;
    let name = rest.trim_matches(['[', ']', '(', ')', '"', '\'', ' ', '/']);
    let mut parts = name.split([':', ',', ' ', '/']).filter(|part| !part.is_empty());
    (!name.is_empty() && parts.all(|part| is_name(part.trim_matches(['"', '\''])))).then_some(name)
}

/// Whether a text could be the name of a variable: in one piece, and no part of it like a key.
fn is_name(text: &str) -> bool {
    let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let key = |part: &str| could_be_key(part) || looks_random(part);
    !text.is_empty() && text.bytes().all(letters) && !text.split(['_', '-', '.']).any(key)
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
    if value.split(' ').count() > 2 {
        return None;
    }
    let name = match last.strip_prefix('$') {
        Some(rest) => rest.strip_prefix("env:").unwrap_or(rest),
        None => {
            let name = last.strip_prefix('%')?.strip_suffix('%')?.trim_matches('%');
            let name = name.strip_prefix("env(").and_then(|rest| rest.strip_suffix(')'));
            let name = name.or_else(|| last.trim_matches('%').into());
            return name.filter(|name| is_name(name));
        }
    };
    let variable = name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        || name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let starts = name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    (variable && starts).then_some(name)
}

/// The names of the variables in a value.
fn variables(value: &str) -> Vec<&str> {
    let file = FILES.iter().find_map(|start| value.strip_prefix(start));
    let braced = templates(value).into_iter().map(|template| template.name());
    braced.chain(bare(value)).chain(pointer(value)).chain(file).collect()
}

/// A reference inside a value.
struct Template<'a> {
    range: Range<usize>,
    open: &'static str,
    body: &'a str,
}

impl<'a> Template<'a> {
    /// The variable it names; all of it where it is a command or an address.
    fn name(&self) -> &'a str {
        let body = self.body.trim();
        let known = ["env:", "input:", "secrets.", "env."];
        if let Some(id) = body.strip_prefix("input:") {
            return id;
        }
        let name = known.iter().find_map(|start| body.strip_prefix(start)).unwrap_or(body);
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')));
        let (name, rest) = name.split_at_checked(end.unwrap_or(name.len())).unwrap_or((name, ""));
        let marks = [":-", ":=", ":+", ":?", "-", "=", "+", "?"];
        match self.open {
            "${" if !name.is_empty() && marks.iter().any(|mark| rest.starts_with(mark)) => name,
            _ if rest.is_empty() => name,
            _ => body,
        }
    }
}

/// Where `${…}`, `{{…}}`, `#{…}#` and `$(…)` stand.
fn templates(value: &str) -> Vec<Template<'_>> {
    const MARKS: [(&str, &str); 9] = [
        ("${{", "}}"),
        ("${", "}"),
        ("{{", "}}"),
        ("$(", ")"),
        ("{env:", "}"),
        ("{file:", "}"),
        ("#{", "}#"),
        ("#{", "}"),
        ("((", "))"),
    ];
    let mut found = Vec::new();
    let mut at = 0;
    let first = |rest: &str| rest.find(['$', '{', '#', '(', '`']);
    while let Some(start) = value.get(at..).and_then(first).map(|o| at + o) {
        let rest = value.get(start..).unwrap_or_default();
        let template = MARKS.iter().find_map(|(open, close)| {
            let text = rest.strip_prefix(open)?;
            // A reference is short; this also keeps hostile input from being read twice.
            let window = &text[..text.floor_char_boundary(512)];
            let end = if *open == "${" { closing(window) } else { window.find(close) }?;
            let range = start..start + open.len() + end + close.len();
            Some(Template { range, open, body: text.get(..end)? })
        });
        // `` `pass show x` ``: a command is the whole value.
        let command = || {
            let body = rest.strip_prefix('`')?.strip_suffix('`')?;
            let whole = start == 0 && body.contains(' ') && !body.contains('`');
            whole.then_some(Template { range: 0..value.len(), open: "`", body })
        };
        match template.or_else(command) {
            Some(template) => {
                at = template.range.end;
                found.push(template);
            }
            None => at = start + 1,
        }
    }
    found
}

/// The brace that closes `${`, behind the references inside it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if at > 0 && bytes.get(at - 1) == Some(&b'$') => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
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
