//! Values that only show where a value belongs.

use super::entropy::{could_be_key, looks_random};

/// Whole values that stand for "nothing yet" or "not needed".
const FILLERS: [&str; 33] = [
    "none",
    "null",
    "nil",
    "undefined",
    "empty",
    "unset",
    "dummy",
    "fake",
    "sample",
    "demo",
    "todo",
    "tbd",
    "n/a",
    "changeme",
    "change-me",
    "change_me",
    "change-this",
    "example",
    "placeholder",
    "redacted",
    "unused",
    "not-needed",
    "not-used",
    "ollama",
    "lm-studio",
    "token",
    "key",
    "api-key",
    "api_key",
    "apikey",
    "xxx",
    "***",
    "...",
];

/// What identifies a placeholder anywhere in a value that is not random without it.
const SIGNS: [&str; 18] = [
    "your_",
    "your-",
    "your ",
    "<your",
    "yourtoken",
    "yourkey",
    "yourapikey",
    "yourpassword",
    "placeholder",
    "changeme",
    "change_me",
    "replace_",
    "replace-",
    "redacted",
    "example",
    "...",
    "xxxxxx",
    "******",
];

/// What identifies one as well where the name of a setting asks for a value.
const SIGNS_OF_VALUES: [&str; 4] = ["xxxx", "****", "-here", "_here"];

/// Whether the value only fills the gap.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']);
    let lower = value.to_ascii_lowercase();
    FILLERS.contains(&lower.as_str())
        || inside(value)
        || signed(&lower, value, &SIGNS_OF_VALUES)
        || lower.starts_with("your") && !lower.contains(|c: char| c.is_ascii_digit())
        || wrapped(value)
        || fenced(value)
        || shouted(value)
}

/// Whether a value of the right shape is only an example of it.
pub(super) fn inside(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    signed(&lower, value, &SIGNS) || lower.ends_with('…') || single_character(value)
}

/// Whether a sign is in the value, and what is left without it could be no secret: any four characters
/// can be in a random value by chance, and anybody can add a word to one.
fn signed(lower: &str, value: &str, signs: &[&str]) -> bool {
    let found: Vec<&str> = signs.iter().filter(|sign| lower.contains(**sign)).copied().collect();
    if found.is_empty() {
        return false;
    }
    let rest = without(lower, value, &found);
    !looks_random(&rest) && !rest.split(|c: char| !c.is_ascii_alphanumeric()).any(is_mixed)
}

/// As long as a key, of small letters, capitals and digits.
fn is_mixed(run: &str) -> bool {
    let has = |is: fn(&u8) -> bool| run.bytes().any(|byte| is(&byte));
    run.len() >= 16
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_digit)
}

/// The value without the signs, which are in lower case as `lower` is.
fn without(lower: &str, value: &str, signs: &[&str]) -> String {
    let mut rest = String::new();
    let mut at = 0;
    while let Some(ahead) = lower.get(at..).filter(|ahead| !ahead.is_empty()) {
        match signs.iter().find(|sign| ahead.starts_with(**sign)) {
            Some(sign) => at += sign.len(),
            None => {
                let length = ahead.chars().next().map_or(1, char::len_utf8);
                rest.push_str(value.get(at..at + length).unwrap_or_default());
                at += length;
            }
        }
    }
    rest
}

/// `<token>`, `[token]`, `{token}`.
fn wrapped(value: &str) -> bool {
    [('<', '>'), ('[', ']'), ('{', '}')]
        .iter()
        .any(|(open, close)| value.starts_with(*open) && value.ends_with(*close))
        && !value.contains('"')
        && !looks_random(value)
}

/// `__TOKEN__`, `@TOKEN@`: the mark of a value that is put in later.
fn fenced(value: &str) -> bool {
    let marks = ["__", "@@", "@"];
    let inner = marks.iter().find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark));
    inner.is_some_and(|name| {
        let has = |wanted: fn(&u8) -> bool| name.as_bytes().iter().any(wanted);
        let written = !has(u8::is_ascii_digit) || !has(u8::is_ascii_lowercase);
        let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        let key = name.split(['_', '-', '.']).any(could_be_key);
        !name.is_empty() && name.bytes().all(letters) && written && !key && !looks_random(name)
    })
}

/// `MY_API_KEY`: the name of a value in the place of the value.
fn shouted(value: &str) -> bool {
    value.contains('_') && value.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
}

/// `xxxxxxxx`, `00000000`.
fn single_character(value: &str) -> bool {
    let mut characters = value.chars().filter(|c| !matches!(c, '-' | '_'));
    let first = characters.next();
    first.is_some() && value.len() > 3 && characters.all(|c| Some(c) == first)
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn placeholders_are_distinguished_from_values() {
        for gap in [
            "YOUR_API_KEY",
            "<token>",
            "xxxxxxxx",
            "changeme",
            "sk-...",
            "AKIAIOSFODNN7EXAMPLE",
            "your-token-here",
            "GITHUB_TOKEN",
            "0000000000",
            "sk-ant-xxxx",
            "{api_key}",
            "__AB_TOKEN__",
            "__ab_token__",
            "__AB2_TOKEN__",
            "@TOKEN@",
        ] {
            assert!(is_placeholder(gap), "{gap}");
        }
        for value in ["real-secret-key-123", "password", "a7Kq2Xb9Mz4T", "hunter2"]
            .into_iter()
            .chain([
                "iXXXXCg69xDDa7Kq2Xb9Mz4TCb25",
                "Tv4Rz8Wp-example-k7Qx2Lm9Tv4Rz8Wp",
                "Szdkvtg1983xXxxy87it",
            ])
            .chain(["<k7Qx2Lm9Tv4Rz8Wp>", "__k7Qx2Lm9Tv4Rz8Wp__", "__hunter2__", "a@b@c"])
        {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
