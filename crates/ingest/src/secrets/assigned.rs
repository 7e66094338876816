//! Values that a text assigns to a name of a secret: `password: …`, `export X_TOKEN=…`, `--token …`,
//! `"api_key": "…"`, `pwd is …`.
//!
//! A sentence about passwords looks nearly the same, so what is assigned must look like a value.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::entropy::{could_be_key, looks_random};
use super::found::Hit;
use super::names::{Named, named};
use super::signs::{self, Finder, Mark, Sign, Sign::Has};
use super::{encoded, placeholders, references};
use model::records::{Certainty, SecretKind};

/// The words that names of secrets hold, also in other languages than the records are in.
const WORDS: &str = "passw(?:or)?d|passwort|kennwort|passphrase|passcode|pass[ _-]phrase|wachtwoord|senha\
    |contrase(?:ñ|n)a|mot de passe|lösenord|passord|hasło|heslo|pwd|secret|token|api[ _-]?key|apikey|access[ _-]?key\
    |account[ _-]?key|auth[ _-]?key|private[ _-]?key|signing[ _-]?key|encryption[ _-]?key|shared[ _-]?key\
    |master[ _-]?key|credentials?|authorization|cookie|session|signature|sig|auth|pass|key|pat|pin";

/// What is between a name and its value. A sentence assigns with a word.
const SIGNS: &str = r#"(?<sign>\\?["'`*\])]{0,3}[ \t]{0,4}(?:\r?\n[ \t]*)?(?::=|=>|->|==?|:|→|>)[ \t]{0,4}(?:>-?|\|-?)?(?:\r?\n[ \t]*)?)"#;
const VERBS: &str =
    r"(?<verb>[ \t]+(?:is|was|ist|war|lautet|equals|est|es|set[ \t]+to)[ \t]*:?[ \t]+)";
const FIELDS: &str = r#"(?<field>\\?["']?[ \t]*[,;]?[ \t]*\\?["']?value\\?["']?[ \t]*[=:>][ \t]*)"#;
const SPACE: &str = r"(?<space>[ \t]+)";

/// Values that are no secrets under whatever name.
#[rustfmt::skip]
const ORDINARY: [&str; 62] = [
    "true", "false", "yes", "no", "on", "off", "auto", "default", "none", "null", "nil", "required",
    "optional", "string", "str", "text", "secret", "password", "token", "bearer", "basic", "oauth",
    "oauth2", "oidc", "saml", "jwt", "mtls", "hmac", "sha1", "sha256", "sha384", "sha512", "md5", "aes256",
    "aes128", "rs256", "hs256", "es256", "ed25519", "argon2", "argon2id", "bcrypt", "scrypt", "pbkdf2",
    "base64", "x509", "rotated", "revoked", "expired", "unknown", "missing", "enabled", "disabled", "never",
    "weekly", "monthly", "daily", "env", "vault", "keychain", "api_key", "api-key",
];

/// How much of a text around a name is looked at, so that hostile input is read once.
const WINDOW: usize = 512;

fn expression() -> Option<&'static Regex> {
    static EXPRESSION: OnceLock<Option<Regex>> = OnceLock::new();
    let build = || {
        let whole = format!("(?i)(?:{WORDS})[A-Za-z0-9_.-]*(?:{SIGNS}|{VERBS}|{FIELDS}|{SPACE})");
        Regex::new(&whole).ok()
    };
    EXPRESSION.get_or_init(build).as_ref()
}

/// Whether a text holds one of the words and something that assigns: most texts do not, and the expression
/// is asked of none of them.
fn announces(text: &str) -> bool {
    static WORDS: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let words =
        WORDS.get_or_init(|| AhoCorasick::builder().ascii_case_insensitive(true).build(NAMES).ok());
    let assigns = text.contains(['=', ':', '>', '→', ' ', '\n']);
    assigns && words.as_ref().is_none_or(|words| words.is_match(text))
}

/// What each of the words holds.
#[rustfmt::skip]
const NAMES: [&str; 19] = [
    "pass", "kennwort", "wachtwoord", "senha", "contrase", "lösenord", "hasło", "heslo", "pwd", "secret",
    "token", "key", "credential", "auth", "cookie", "session", "sig", "pat", "pin",
];
const NAME: Sign = Sign::Word(&NAMES);

/// What a value must be depends on how it is assigned, as `plausible` has it. Behind a colon it has a digit, an
/// odd character or a capital letter, or it is long; in a sentence it has a digit; behind a space the name is
/// an option, or a command is before it.
pub(super) const FINDER: Finder = Finder {
    needs: &[
        &[NAME, Has(Mark::Equals)],
        &[NAME, Has(Mark::Greater)],
        &[NAME, Sign::Word(&["→"])],
        &[NAME, Has(Mark::Colon), Has(Mark::Digit)],
        &[NAME, Has(Mark::Colon), Has(Mark::Odd)],
        &[NAME, Has(Mark::Colon), Has(Mark::Capital)],
        &[NAME, Has(Mark::Colon), Has(Mark::Long)],
        &[NAME, Sign::Listed(verbs), Has(Mark::Digit)],
        &[NAME, Has(Mark::Option), Has(Mark::Blank)],
        &[NAME, Sign::Listed(commands)],
        &[NAME, Sign::Word(&["login "])],
        &[NAME, signs::FOLDED],
    ],
    find,
};

/// The verbs with what [`VERBS`] has before and behind them.
fn verbs() -> Vec<String> {
    const VERBS: [&str; 9] = ["is", "was", "ist", "war", "lautet", "equals", "est", "es", "set"];
    let around = |before: &'static str| {
        let behind = [" ", "\t", ":"].into_iter();
        behind.flat_map(move |behind| VERBS.map(|verb| format!("{before}{verb}{behind}")))
    };
    around(" ").chain(around("\t")).collect()
}

/// The words before a name that [`is_shell`] knows and the white space behind them; `setenv` ends with another.
fn commands() -> Vec<String> {
    let white = ('\0'..='\u{ffff}').filter(|letter| letter.is_whitespace());
    white.flat_map(|white| ["set", "setx", "env"].map(|word| format!("{word}{white}"))).collect()
}

/// How a value was assigned, from the clearest to the least clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// By `=` or in quotes, as programs read it.
    Program,
    /// By a colon, as people and YAML write it.
    Colon,
    /// By a word, in a sentence.
    Sentence,
    /// By a space: only behind an option, or as some shells and `.netrc` do.
    Space,
}

/// Every value that a text assigns to the name of a secret.
fn find(text: &str) -> Vec<Hit> {
    if !announces(text) {
        return Vec::new();
    }
    let Some(expression) = expression() else { return Vec::new() };
    let mut hits = Vec::new();
    let mut at = 0;
    while let Some(found) = expression.captures_at(text, at) {
        let Some(whole) = found.get(0) else { break };
        let between = ["sign", "verb", "field", "space"].iter().find_map(|name| {
            let part = found.name(name)?;
            Some((*name, part.range()))
        });
        // The value may begin with a name itself.
        at = whole.end().max(whole.start() + 1);
        let Some((kind, between)) = between else { continue };
        // `pin::Pin` is the path of a type.
        if text.get(between.end..).is_some_and(|rest| rest.starts_with(':')) {
            continue;
        }
        let (name, is_option) = name(text, whole.start(), between.start);
        let sign = text.get(between.clone()).unwrap_or_default();
        let how = match kind {
            "verb" => How::Sentence,
            _ if sign.contains("->") => How::Sentence,
            "space" => How::Space,
            "field" => How::Program,
            _ if sign.contains(['=', '>', '→']) && !sign.contains(":\n") => How::Program,
            _ => How::Colon,
        };
        if how == How::Space
            && !(is_option || is_shell(text, whole.start()) || is_netrc(text, name))
        {
            continue;
        }
        if is_resource(text, whole.start()) {
            continue;
        }
        let Some(announced) = announced(text, name, whole.start()) else { continue };
        if let Some(hit) = value(text, between.end, how, announced) {
            // What is masked is read once.
            at = at.max(hit.range.end);
            hits.push(hit);
        }
    }
    hits
}

/// The whole name: to the left as far as its letters go; and whether it is an option of a command.
fn name(text: &str, word: usize, end: usize) -> (&str, bool) {
    let head =
        text.get(text.floor_char_boundary(word.saturating_sub(WINDOW))..word).unwrap_or_default();
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let mut start = word - (head.len() - head.trim_end_matches(letters).len());
    if word - start > 80 {
        start = word;
    }
    let name = text.get(start..end).unwrap_or_default();
    (name.trim_start_matches('-'), name.starts_with('-') && name.len() > 4)
}

/// Whether a word is part of the name of a resource, which names secrets and holds none: an ARN, a URN.
fn is_resource(text: &str, word: usize) -> bool {
    let head =
        text.get(text.floor_char_boundary(word.saturating_sub(WINDOW))..word).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | ',' | '=');
    let begins = head.rsplit(ends).next().unwrap_or_default();
    ["arn:", "urn:", "spiffe:", "projects/", "crn:", "ocid1."]
        .iter()
        .any(|start| begins.starts_with(start))
}

/// What the name announces. `key` is clearer with the word before it: `api key`.
fn announced(text: &str, name: &str, word: usize) -> Option<Named> {
    const OTHERS: [&str; 12] = [
        "passwort",
        "kennwort",
        "passcode",
        "wachtwoord",
        "senha",
        "contraseña",
        "contrasena",
        "mot de passe",
        "lösenord",
        "passord",
        "hasło",
        "heslo",
    ];
    let lower = name.to_lowercase();
    if OTHERS.iter().any(|other| lower.ends_with(other)) {
        return named("password");
    }
    if lower == "pin" || lower == "pass" || lower.ends_with("_pass") || lower.ends_with("_pin") {
        return named("password");
    }
    if matches!(lower.as_str(), "key" | "secret" | "phrase") {
        let before = text.get(..word).unwrap_or_default().trim_end();
        let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        return named(&format!("{} {lower}", before.get(start..).unwrap_or_default()));
    }
    named(name)
}

/// `set -x X_TOKEN …`, `setx X_TOKEN …`, `ENV X_TOKEN …`.
fn is_shell(text: &str, word: usize) -> bool {
    let head = text.get(..word).unwrap_or_default();
    let head =
        head.trim_end_matches(|c: char| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit());
    let last = head.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    // `servers-ENV X …` in a name: what is joined to the word by a sign is not part of it.
    let word = last.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let announces = matches!(word, "set" | "setx" | "ENV" | "env" | "setenv")
        || matches!(last, "-x" | "-gx" | "-Ux");
    head.ends_with(' ') && announces
}

/// `machine h login u password p`.
fn is_netrc(text: &str, name: &str) -> bool {
    name.eq_ignore_ascii_case("password") && text.contains("login ") && {
        let lower = text.to_ascii_lowercase();
        lower.contains("machine ") || lower.contains("default login ")
    }
}

/// The value at a position, if it is one.
fn value(text: &str, from: usize, how: How, announced: Named) -> Option<Hit> {
    let rest = text.get(from..)?;
    let rest = rest.get(..rest.floor_char_boundary(WINDOW))?;
    let opened = rest.trim_start_matches(['\\']);
    let quote = opened.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let mut has_scheme = false;
    let (start, body, quoted) = match quote {
        Some(quote) => {
            // In a cell of a table each quote is written twice.
            let twice = opened.get(1..).is_some_and(|rest| rest.starts_with(quote))
                && opened.chars().nth(2).is_some_and(char::is_alphanumeric);
            let start = from + (rest.len() - opened.len()) + if twice { 2 } else { 1 };
            let inner = text.get(start..)?;
            let inner = inner.get(..inner.floor_char_boundary(WINDOW))?;
            let end = inner.find([quote, '\n']).unwrap_or(inner.len());
            (start, inner.get(..end)?.trim_end_matches('\\'), true)
        }
        None => {
            let scheme = scheme_word(rest);
            has_scheme = scheme > 0;
            (from + scheme, bare(rest.get(scheme..)?), false)
        }
    };
    let skipped = scheme_word(body);
    let secret = body.get(skipped..)?;
    let end = start + skipped + secret.len();
    // One that is longer than what was judged is masked to its end.
    let tail = text.get(end..).filter(|_| secret.len() + 64 > WINDOW).unwrap_or_default();
    let more = tail.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<'));
    let range = start + skipped..end + more.unwrap_or(tail.len());
    let sure = match (quoted || has_scheme || skipped > 0) && how != How::Sentence {
        true => How::Program,
        false => how,
    };
    plausible(secret, sure, announced).then(|| {
        let hit = Hit::confirmed(range, announced.kind, announced.secret_kind);
        Hit { certainty: Certainty::Suspected, ..hit }
    })
}

/// A value without quotes: to the next white space or mark that ends one, without what closes a sentence.
fn bare(rest: &str) -> &str {
    let end = rest
        .char_indices()
        .find(|(at, letter)| match letter {
            ' ' | '\t' | '\n' | '\r' | '"' | '\'' | '`' | '<' | '&' | ';' => true,
            // A comma inside a word belongs to it.
            ',' => rest.get(at + 1..).is_none_or(|next| {
                next.is_empty() || next.starts_with([' ', '\n', '"', '\'']) || next.contains('=')
            }),
            _ => false,
        })
        .map_or(rest.len(), |(at, _)| at);
    let value = rest.get(..end).unwrap_or_default();
    // A reference may hold spaces: it ends where its bracket closes.
    match (value.starts_with("${") || value.starts_with("{{"), rest.find('}')) {
        (true, Some(close)) => rest.get(..=close).unwrap_or(value),
        _ => value.trim_end_matches(['.', ',', ')', ']', '}', '*', '\\']),
    }
}

/// How much of a value is a scheme word: `Bearer `.
fn scheme_word(body: &str) -> usize {
    const SCHEMES: [&str; 6] = ["bearer ", "basic ", "token ", "apikey ", "ssws ", "key "];
    let head = SCHEMES.iter().find(|scheme| {
        body.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
    });
    head.map_or(0, |scheme| scheme.len())
}

fn plausible(secret: &str, how: How, announced: Named) -> bool {
    let length = secret.chars().count();
    let lower = secret.to_lowercase();
    let masked = secret.contains('…');
    if length < 4 || masked || ORDINARY.contains(&lower.trim_end_matches([':', '-'])) {
        return false;
    }
    if placeholders::is_placeholder(secret)
        || references::is_reference(secret)
        || secret.contains("://")
        || is_path(secret)
        || is_date(secret)
    {
        return false;
    }
    let is = |test: fn(&char) -> bool| secret.chars().any(|letter| test(&letter));
    let (digit, letter) = (is(char::is_ascii_digit), is(|c| c.is_alphabetic()));
    let odd = is(|c| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.' | '/' | ':' | '(' | ','));
    let humps = secret.chars().skip(1).any(char::is_uppercase) && is(|c| c.is_lowercase());
    let one_piece = !secret.contains(char::is_whitespace);
    let mixed = letter && (digit || odd) || humps;
    match (announced.secret_kind, how) {
        (Some(SecretKind::Password), How::Program) => {
            one_piece && (mixed || digit || length >= 8 && secret.is_ascii())
                || !one_piece && mixed && digit
        }
        (Some(SecretKind::Password), How::Colon) => {
            one_piece && (digit || odd && letter || humps || length >= 16)
        }
        (Some(SecretKind::Password), How::Space) => one_piece && (mixed || digit || length >= 12),
        (Some(SecretKind::Password), How::Sentence) => one_piece && length >= 6 && digit && letter,
        (_, How::Sentence) => one_piece && could_be_key(secret),
        _ if !announced.strong => {
            one_piece && (could_be_key(secret) || looks_random(secret) || encoded::is_login(secret))
        }
        (_, How::Program) => one_piece && length >= 8 && (mixed || length >= 20 && letter),
        (_, _) => one_piece && length >= 8 && digit && letter,
    }
}

/// A path, or several words joined by slashes.
fn is_path(secret: &str) -> bool {
    let starts =
        ["./", "../", "~/", "/", "C:\\", "\\\\"].iter().any(|start| secret.starts_with(start));
    (starts || secret.matches('/').count() > 1) && !looks_random(secret)
}

/// A day or time: an expiry beside the name of a secret.
fn is_date(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    bytes.len() >= 8
        && bytes.iter().all(|byte| byte.is_ascii_digit() || b"-:.TZ+/".contains(byte))
        && (bytes.get(4) == Some(&b'-') || bytes.contains(&b':'))
}

/// Where a hit begins and ends, for tests.
#[cfg(test)]
fn texts(text: &str) -> Vec<&str> {
    find(text).into_iter().map(|hit| hit.range).filter_map(|range| text.get(range)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_in_every_spelling() {
        for (text, secret) in [
            ("password: Sommer2026xQ9", "Sommer2026xQ9"),
            ("Password = Sommer2026xQ9.", "Sommer2026xQ9"),
            ("pwd is Sommer2026xQ9, keep it", "Sommer2026xQ9"),
            ("the password is: Sommer2026xQ9", "Sommer2026xQ9"),
            ("Passwort lautet Sommer2026xQ9", "Sommer2026xQ9"),
            ("export GITHUB_TOKEN=k7Qx2Lm9Tv4Rz8Wp", "k7Qx2Lm9Tv4Rz8Wp"),
            ("set X_TOKEN=k7Qx2Lm9Tv4Rz8Wp", "k7Qx2Lm9Tv4Rz8Wp"),
            ("$env:X_TOKEN = \"k7Qx2Lm9Tv4Rz8Wp\"", "k7Qx2Lm9Tv4Rz8Wp"),
            ("set -x X_TOKEN k7Qx2Lm9Tv4Rz8Wp", "k7Qx2Lm9Tv4Rz8Wp"),
            ("ENV DB_PASSWORD Sommer2026xQ9", "Sommer2026xQ9"),
            (r#"{"password": "Sommer 2026 xQ9"}"#, "Sommer 2026 xQ9"),
            (r#"{\"password\": \"Sommer2026xQ9\"}"#, "Sommer2026xQ9"),
            ("--token k7Qx2Lm9Tv4Rz8Wp --verbose", "k7Qx2Lm9Tv4Rz8Wp"),
            ("--password=hunter2", "hunter2"),
            ("-Password 'hunter2'", "hunter2"),
            ("Authorization: Basic YWRhOmxvdmVsYWNl", "YWRhOmxvdmVsYWNl"),
            ("X-Api-Key: 3f823c43847903de520d5457ab182300", "3f823c43847903de520d5457ab182300"),
            ("//registry.npmjs.org/:_authToken=k7Qx2Lm9Tv4Rz8Wp", "k7Qx2Lm9Tv4Rz8Wp"),
            ("machine h login ada password lovelace99", "lovelace99"),
            ("?sv=2022&sig=k7Qx2Lm9Tv4Rz8Wpk7Qx%2F", "k7Qx2Lm9Tv4Rz8Wpk7Qx%2F"),
            ("AccountName=x;AccountKey=k7Qx2Lm9Tv4Rz8Wp==;", "k7Qx2Lm9Tv4Rz8Wp=="),
            ("Uses Server=db;User Id=sa;Password=Sommer2026xQ9;", "Sommer2026xQ9"),
            ("jdbc:postgresql://h/db?user=u&password=hunter2", "hunter2"),
            ("<password>hunter2</password>", "hunter2"),
            (r#"<add key="ApiToken" value="k7Qx2Lm9Tv4Rz8Wp"/>"#, "k7Qx2Lm9Tv4Rz8Wp"),
            ("api key: k7Qx2Lm9Tv4Rz8Wp", "k7Qx2Lm9Tv4Rz8Wp"),
            ("**password**: hunter2!", "hunter2!"),
            ("passphrase = \"\"Sommer2026xQ9\"\" — see", "Sommer2026xQ9"),
            (
                r#"aws account {"auths": {"r.test": {"auth": "YWRhOlNnZHBoZmgxOTcyeFAzazlOdHVI"}}}, eu"#,
                "YWRhOlNnZHBoZmgxOTcyeFAzazlOdHVI",
            ),
            ("password:\n  hunter2", "hunter2"),
        ] {
            assert_eq!(texts(text), [secret], "{text}");
        }
    }

    #[test]
    fn a_sentence_about_secrets_holds_none() {
        for text in [
            "password: rotate it monthly",
            "The password is rotated every 90 days",
            "Password policy: strict",
            "token: required",
            "Token is short-lived",
            "the token is JWT",
            "password=${DB_PASSWORD}",
            "password: {{ vault.db }}",
            "token_url: https://idp.test/oauth/token",
            "api key: see the vault",
            "secret: kv/data/billing/db",
            "secret rotation: 2026-10-01",
            "Token expires: 2026-10-01T10:00:00Z",
            "key: value",
            "session: nightly run of the importer",
            "auth: oauth2",
            "pass: 12 of 14",
            "Secret access is reviewed by platform-security",
            "password … (7 characters)",
            "password: … (7 characters)",
            "max_tokens=4096",
            "partition key: customer_id",
            "use std::pin::Pin;",
            "arn:aws:secretsmanager:eu-central-1:111122223333:secret:board-a1B2c3",
            "fn derive(input: TokenStream) -> TokenStream {",
        ] {
            assert_eq!(texts(text), [""; 0], "{text}");
        }
    }
}
