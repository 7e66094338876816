//! The sieve holds nothing back: whatever a finder finds, it was let read.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::secrets::shapes::SHAPES;
use crate::secrets::{encoded, spellings};

/// How many finders and readers find something in a text; each of them must be let read it.
fn finding(text: &str) -> usize {
    let candidates = sift(text);
    let mut count = 0;
    let mut found = |place: usize, is_found: bool| {
        count += usize::from(is_found);
        assert!(!is_found || candidates.has(place), "finder {place} is held back from {text:?}");
    };
    for (place, finder) in finders::ALL.iter().enumerate() {
        found(place, !(finder.find)(text).is_empty());
    }
    let any =
        |text: &str| finders::ALL.iter().find_map(|finder| (finder.find)(text).into_iter().next());
    found(finders::ENCODED, !encoded::find(text, any).is_empty());
    found(finders::SPELLED, !spellings::others(text).is_empty());
    count
}

/// The same, also of what the text means when its escapes are undone.
fn finding_in_each_spelling(text: &str) -> usize {
    finding(text) + spellings::others(text).iter().map(|other| finding(&other.text)).sum::<usize>()
}

/// Every word that any finder needs.
fn words() -> Vec<String> {
    let mut lists = Vec::new();
    for sign in finders::needs().concat().concat() {
        bit(sign, &mut lists);
    }
    lists.concat()
}

#[test]
fn every_finder_has_needs_that_a_text_may_fail() {
    let all = finders::needs();
    assert_eq!(all.len(), finders::SPELLED + 1);
    assert!(all.iter().all(|needs| !needs.is_empty() && needs.iter().all(|need| !need.is_empty())));
    assert!(words().iter().all(|word| !word.is_empty()), "an empty word is in every text");
    assert!(
        Sieve::of(&all).is_some(),
        "there are too many lists of words, or an automaton is too large"
    );
}

#[test]
fn every_word_is_seen_in_either_case() {
    let sieve = Sieve::of(&finders::needs()).expect("a sieve");
    let words_seen = |text: &str| sieve.look(text.as_bytes()).expect("bits") >> Mark::COUNT;
    assert_eq!(words_seen("a b"), 0);
    for word in words() {
        let seen = words_seen(&word);
        assert!(seen != 0, "{word}");
        assert_eq!(
            words_seen(&format!("x {} x", word.to_ascii_uppercase())) & seen,
            seen,
            "{word}"
        );
    }
}

#[test]
fn ordinary_texts_are_read_by_no_finder() {
    for text in [
        "server-12345",
        "MCP server 12 of team 4",
        "2026-10-05",
        "1.18.0",
        "orders:write",
        "profile:read",
        "secrets:read",
        "shipping:write",
        "server/server-12",
        "orders-db-231",
        "last_rotated",
        "secret-12345",
        "account-12",
        "GRC-12345",
        "invoices-exporter",
        "Lets agents look up contracts of region 36 for customers and colleagues.",
        "Answers questions about invoices in the chat of team 954, and opens tickets where it cannot.",
        "The token is renewed each month by the platform team",
    ] {
        assert!(sift(text).is_empty(), "{text}: {:?}", sift(text));
    }
}

#[test]
fn every_text_of_the_fixtures_is_let_pass_where_something_is_found() {
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures"))];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
        {
            match entry.is_dir() {
                true => folders.push(entry),
                false => count += finding_in_file(&entry),
            }
        }
    }
    assert!(count > 100, "only {count} were found");
}

/// The file by its lines, and each line by what is in quotes or between signs.
fn finding_in_file(path: &Path) -> usize {
    let bytes = fs::read(path).expect("a file");
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().filter(|line| line.len() < 10_000);
    lines
        .map(|line| {
            let texts = line.split('"').chain(line.split([',', '\t', '|']));
            finding_in_each_spelling(line) + texts.map(finding_in_each_spelling).sum::<usize>()
        })
        .sum()
}

/// A value of an issuer, of its shortest or longest length, with or without digits.
fn issued() -> impl Strategy<Value = String> {
    (
        prop::sample::select(SHAPES.iter().collect::<Vec<_>>()),
        any::<bool>(),
        prop::sample::select(vec!["a7Kq2Xb9Mz4T", "A7K2QX9BM4ZT", "a7c2f90b4d1e", "abQRxyKLmnTU"]),
    )
        .prop_map(|(shape, long, letters)| {
            let length = if long { shape.length.1 } else { shape.length.0 };
            let body: String = letters.chars().cycle().take(length).collect();
            format!("{}{body}", shape.prefix)
        })
}

/// Parts of which secrets and what is around them are made.
fn piece() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        " ", "=", ":", ": ", " = ", "->", "→", "\n", "\t", "\"", "'", "`", "/", "@", "?", "&", ";",
        ",", "-", " -", " --", "_", ".", "://", "%", "\\", "&#45;", "%2D", "\\u002d", "(", ">",
        "</", "…", "é", "\u{17f}", "\u{212a}", "\u{200b}", "\u{a0}", "İ", "!",
    ]);
    let around = prop::sample::select(vec![
        " is ",
        "\twas:",
        " set to ",
        "set ",
        "setx\t",
        "env ",
        "machine h login ",
        "value",
        "user",
        "Bearer ",
        "server",
        "host",
        "password",
        "PASSWORD",
        "https://mcp.test/",
        "wss://h/sse/",
        "curl -u ",
        "-p",
        " -x ",
        "thin:",
        "team",
        "10.0",
        "-----BEGIN RSA PRIVATE KEY-----",
        "\"d\": \"",
    ]);
    prop_oneof![
        4 => sign.prop_map(str::to_string),
        2 => around.prop_map(str::to_string),
        4 => prop::sample::select(words()),
        1 => prop::sample::select(words()).prop_map(|word| word.to_uppercase()),
        1 => issued(),
        2 => "[a-z]{1,9}|[A-Za-z]{4,24}|[0-9]{1,12}|[a-z0-9]{4,12}",
        3 => "[A-Za-z0-9]{16,40}|[a-f0-9]{32,64}|[A-Za-z0-9_-]{20,80}|[A-Z0-9]{16,32}",
        1 => "[ -~]{1,12}",
        1 => "\\PC{1,4}",
        1 => "(password=|token: )?[a-z0-9]{6,16}".prop_map(syntax::encoding::base64),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_found_is_held_back(parts in prop::collection::vec(piece(), 1..9)) {
        finding_in_each_spelling(&parts.concat());
    }

    #[test]
    fn a_secret_that_is_changed_in_one_place_is_found_or_is_none(
        secret in issued(),
        before in piece(),
        at in any::<prop::sample::Index>(),
        put in piece(),
    ) {
        let mut text = format!("{before}{secret}");
        let at = text.floor_char_boundary(at.index(text.len()));
        text.insert_str(at, &put);
        finding_in_each_spelling(&text);
    }
}
