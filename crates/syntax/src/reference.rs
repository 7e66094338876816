//! Character references of XML and HTML.

use std::borrow::Cow;

/// The most bytes between the signs of a reference: `ZeroWidthSpace`.
pub(crate) const LONGEST: usize = 14;

/// The names of the characters that secrets are written with.
const NAMES: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("equals", '='),
    ("colon", ':'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("lowbar", '_'),
    ("sol", '/'),
    ("nbsp", ' '),
    ("commat", '@'),
    ("period", '.'),
    ("comma", ','),
    ("plus", '+'),
    ("num", '#'),
    ("quest", '?'),
    ("excl", '!'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("ast", '*'),
];

/// What the reference at the beginning of a text means, and how long it is: `&#45;`, `&#x2d;`, `&amp;`.
/// One that means nothing visible has no character.
pub fn character_reference(text: &str) -> Option<(Option<char>, usize)> {
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    let name = rest.get(..end)?;
    let letter = match name.strip_prefix('#') {
        Some(number) => Some(match number.strip_prefix(['x', 'X']) {
            Some(digits) => char::from_u32(u32::from_str_radix(digits, 16).ok()?)?,
            None => char::from_u32(number.parse().ok()?)?,
        }),
        None if matches!(name, "shy" | "ZeroWidthSpace") => None,
        None => Some(NAMES.iter().find(|(known, _)| *known == name)?.1),
    };
    Some((letter, end + 2))
}

/// Whether the semicolon behind a text ends a reference.
pub(crate) fn is_ended_by(text: &str) -> bool {
    let tail = text.get(text.ceil_char_boundary(text.len().saturating_sub(LONGEST + 1))..);
    let tail = tail.and_then(|tail| tail.rsplit_once('&')).map(|(_, name)| name);
    let whole =
        |name: &str| character_reference(&format!("&{name};"))?.1.checked_sub(name.len() + 2);
    tail.and_then(whole) == Some(0)
}

/// Takes the place of the semicolon of a reference while a table is divided at semicolons: no character of any text.
const HELD: char = '\u{fdd0}';

/// A text in which no semicolon ends a reference; [`released`] puts them back.
pub(crate) fn held(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut held = String::with_capacity(text.len());
    let mut from = 0;
    for (at, sign) in text.match_indices(';') {
        held.push_str(text.get(from..at).unwrap_or_default());
        match is_ended_by(text.get(..at).unwrap_or_default()) {
            true => held.push(HELD),
            false => held.push_str(sign),
        }
        from = at + 1;
    }
    held.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(held)
}

/// The text as it was before [`held`].
pub(crate) fn released(text: &str) -> String {
    text.replace(HELD, ";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_by_number_and_name() {
        for (text, meant) in [("&#45;x", '-'), ("&#x2D;", '-'), ("&amp;", '&'), ("&period;", '.')] {
            let (letter, length) = character_reference(text).expect(text);
            assert_eq!((letter, &text[length - 1..length]), (Some(meant), ";"), "{text}");
            assert!(is_ended_by(&text[..length - 1]), "{text}");
        }
        assert!(!is_ended_by("&#45;b"));
        assert_eq!(character_reference("&ZeroWidthSpace;"), Some((None, 16)));
        for text in ["&jerry;", "&;", "&#;", "& amp;", "&#x110000;", "amp;"] {
            assert_eq!(character_reference(text), None, "{text}");
        }
    }
}
