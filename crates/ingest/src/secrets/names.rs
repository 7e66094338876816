//! What a setting's name says about its value.

use model::records::SecretKind;

/// A name that announces a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// What it announces, in words.
    pub kind: &'static str,
    /// The same as the model names it, where the name is clear enough.
    pub secret_kind: Option<SecretKind>,
    /// Whether the name alone is enough, or the value must look like a key too.
    pub(super) strong: bool,
}

const fn strong(kind: &'static str, secret_kind: Option<SecretKind>) -> Option<Named> {
    Some(Named { kind, secret_kind, strong: true })
}

const fn weak(kind: &'static str, secret_kind: Option<SecretKind>) -> Option<Named> {
    Some(Named { kind, secret_kind, strong: false })
}

/// Last words that make a name speak about a secret instead of holding it.
#[rustfmt::skip]
const ABOUT: [&str; 50] = [
    "url", "uri", "endpoint", "path", "file", "filename", "dir", "name", "id", "ids", "type",
    "mode", "method", "header", "headers", "helper", "var", "vars", "ttl", "expiry", "expires",
    "expiration", "timeout", "limit", "limits", "length", "size", "count", "max", "min", "budget",
    "issuer", "audience", "scope", "scopes", "region", "version", "alias", "prefix", "enabled",
    "disabled", "required", "algorithm", "provider", "store", "arn", "format", "host", "port",
    "server",
];

/// Words before `key` that make it a key of another sort.
#[rustfmt::skip]
const HARMLESS_KEYS: [&str; 11] = [
    "public", "primary", "sort", "partition", "foreign", "cache", "object", "idempotency", "hot",
    "publishable", "host",
];

/// Words before `key` that leave no doubt.
#[rustfmt::skip]
const SECRET_KEYS: [&str; 14] = [
    "api", "access", "secret", "private", "auth", "signing", "encryption", "service", "account",
    "master", "admin", "subscription", "project", "app",
];

/// What the name announces; `None` where it announces no secret.
pub fn named(setting: &str) -> Option<Named> {
    let words = words(setting);
    let last = words.last()?.as_str();
    if ABOUT.contains(&last) {
        return None;
    }
    let has = |wanted: &str| words.iter().any(|word| word == wanted);
    let ends = |wanted: &str| words.iter().any(|word| word.ends_with(wanted));
    let before = words.iter().rev().nth(1).map_or("", String::as_str);

    if ["password", "passwd", "passphrase"].iter().any(|end| ends(end)) || has("pwd") {
        return strong("password", Some(SecretKind::Password));
    }
    if has("client") && has("secret") || ends("clientsecret") {
        return strong("client secret", Some(SecretKind::OAuthClient));
    }
    if has("private") && has("key") || ends("privatekey") {
        return strong("private key", Some(SecretKind::PrivateKey));
    }
    if has("pat") || has("personal") && has("token") {
        return strong("personal access token", Some(SecretKind::Pat));
    }
    if has("cookie") {
        return weak("session cookie", Some(SecretKind::SessionCookie));
    }
    if ends("token") || has("bearer") {
        return strong("token", Some(SecretKind::Token));
    }
    if ["apikey", "accesskey", "secretkey", "authkey"].iter().any(|end| ends(end)) {
        return strong("API key", Some(SecretKind::ApiKey));
    }
    if last == "key" && SECRET_KEYS.contains(&before) {
        return strong("API key", Some(SecretKind::ApiKey));
    }
    if ends("secret") || has("authorization") {
        return strong("secret", None);
    }
    if last == "key" && !HARMLESS_KEYS.contains(&before) {
        return weak("key", Some(SecretKind::ApiKey));
    }
    const VAGUE: [&str; 13] = [
        "auth",
        "credential",
        "credentials",
        "secrets",
        "tokens",
        "keys",
        "pass",
        "signature",
        "sig",
        "session",
        "salt",
        "seed",
        "mnemonic",
    ];
    VAGUE.contains(&last).then_some(()).and(weak("credential", None))
}

/// The words of a name, in small letters: `X-Api-Key`, `apiKey` and `API_KEY` are the same.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut previous = ' ';
    // A name longer than this is no name; its end decides what it is about.
    let skip = name.chars().count().saturating_sub(200);
    for letter in name.chars().skip(skip) {
        let hump = letter.is_uppercase() && previous.is_lowercase();
        if !letter.is_alphanumeric() || hump {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        previous = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_secrets_are_known_in_every_spelling() {
        for (name, kind) in [
            ("GITHUB_TOKEN", "token"),
            ("githubToken", "token"),
            ("--api-key", "API key"),
            ("X-API-Key", "API key"),
            ("apiKey", "API key"),
            ("OPENAI_APIKEY", "API key"),
            ("DB_PASSWORD", "password"),
            ("PGPASSWORD", "password"),
            ("CLIENT_SECRET", "client secret"),
            ("Authorization", "secret"),
            ("GITHUB_PERSONAL_ACCESS_TOKEN", "personal access token"),
            ("STRIPE_KEY", "key"),
            ("BASIC_AUTH", "credential"),
        ] {
            assert_eq!(named(name).map(|named| named.kind), Some(kind), "{name}");
        }
    }

    #[test]
    fn names_that_speak_about_secrets_hold_none() {
        for name in [
            "TOKEN_URL",
            "API_KEY_PATH",
            "MAX_TOKENS_LIMIT",
            "AUTH_TYPE",
            "SECRET_ARN",
            "SORT_KEY",
            "AWS_REGION",
            "MONKEY",
            "PUBLIC_KEY",
            "tokenizer",
            "path",
            "KEYBOARD",
            "AUTHOR",
        ] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
