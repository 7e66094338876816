//! Passwords inside connection strings: `Server=db;User Id=app;Password=…`.

use super::found::Hit;
use super::signs::{Finder, Mark::Equals, Sign::Has, Sign::Word};
use super::{placeholders, references};
use model::records::SecretKind;
use std::ops::Range;

/// The keys that make pairs a connection string.
const PLACES: [&str; 8] =
    ["server", "host", "hostname", "data source", "endpoint", "address", "hostaddr", "addr"];
/// The keys that hold the password in one.
const PASSWORDS: [&str; 3] = ["password", "pwd", "passwd"];

pub(super) const FINDER: Finder = Finder { needs: &[&[Word(&PASSWORDS), Has(Equals)]], find };

/// Every password of a connection string, written with semicolons or with spaces.
fn find(text: &str) -> Vec<Hit> {
    password_places(text)
        .into_iter()
        .filter(|range| {
            let secret = text.get(range.clone()).unwrap_or_default();
            !placeholders::is_placeholder(secret) && !references::is_reference(secret.trim())
        })
        .map(|range| {
            Hit::confirmed(range, "password in a connection string", Some(SecretKind::Password))
        })
        .collect()
}

/// Where the passwords of a connection string are, also those that are references.
pub(super) fn password_places(text: &str) -> Vec<Range<usize>> {
    let by = if text.contains(';') { ';' } else { ' ' };
    let mut at = 0;
    let mut pairs = Vec::new();
    for part in text.split(by) {
        let start = at;
        at += part.len() + 1;
        if let Some((key, value)) = part.split_once('=') {
            let from = start + key.len() + 1;
            pairs.push((key.trim().to_ascii_lowercase(), from..from + value.len()));
        }
    }
    if !pairs.iter().any(|(key, _)| PLACES.contains(&key.as_str())) {
        return Vec::new();
    }
    pairs.retain(|(key, range)| {
        let secret = text.get(range.clone()).unwrap_or_default();
        PASSWORDS.contains(&key.as_str()) && !secret.trim().is_empty()
    });
    pairs.into_iter().map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn connection_strings_are_taken_apart() {
        let text = "Server=db;User Id=app;Password=n0t-Quite;";
        assert_eq!(
            find(text).iter().map(|hit| &text[hit.range.clone()]).collect::<Vec<_>>(),
            ["n0t-Quite"]
        );
        assert_eq!(find("host=db user=app password=n0t-Quite").len(), 1);
        assert!(find("Server=db;Password=${PW}").is_empty());
        assert!(find("a=1;password=x").is_empty());
    }
}
