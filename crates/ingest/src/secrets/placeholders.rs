//! Values that only show where a value belongs.

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

/// What identifies a placeholder anywhere in a value.
const SIGNS: [&str; 16] = [
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
    "xxxxxx",
    "******",
];

/// Whether the value only fills the gap.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'']);
    let lower = value.to_ascii_lowercase();
    FILLERS.contains(&lower.as_str())
        || inside(value)
        || ["xxxx", "****"].iter().any(|sign| lower.contains(sign))
        || lower.starts_with("your") && !lower.contains(|c: char| c.is_ascii_digit())
        || lower.ends_with("-here")
        || lower.ends_with("_here")
        || wrapped(value)
        || shouted(value)
}

/// Whether a value of the right shape is only an example of it.
pub(super) fn inside(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign))
        || lower.contains("example")
        || lower.ends_with("...")
        || lower.ends_with('…')
        || single_character(value)
}

/// `<token>`, `[token]`, `{token}`.
fn wrapped(value: &str) -> bool {
    [('<', '>'), ('[', ']'), ('{', '}')]
        .iter()
        .any(|(open, close)| value.starts_with(*open) && value.ends_with(*close))
        && !value.contains('"')
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
        ] {
            assert!(is_placeholder(gap), "{gap}");
        }
        for value in ["real-secret-key-123", "password", "a7Kq2Xb9Mz4T", "hunter2"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
