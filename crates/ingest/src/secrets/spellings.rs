//! Other spellings of one text: what a program that reads it would see. A secret that is written with
//! `\u002d`, `&#45;`, `%2D`, or over two lines is the same secret.

use std::ops::Range;

use super::signs::{Mark::Escape, Need, Sign::Has, Sign::Word};
use syntax::character_reference;

/// Invisible characters.
#[rustfmt::skip]
const INVISIBLE: [&str; 12] = [
    "\u{ad}", "\u{feff}", "\u{200b}", "\u{200c}", "\u{200d}", "\u{200e}", "\u{200f}", "\u{2060}",
    "\u{2061}", "\u{2062}", "\u{2063}", "\u{2064}",
];

/// A text without escapes, broken lines and invisible characters has no other spelling.
pub(super) const NEEDS: &[Need] = &[&[Has(Escape)], &[Word(&INVISIBLE)]];

/// A text as one program reads it, and where each byte of it is written.
pub(super) struct Spelling {
    /// The text that is read.
    pub(super) text: String,
    /// Where each byte of it begins in the text that is written, and where the last ends.
    from: Vec<usize>,
}

impl Spelling {
    /// Where a stretch of it is written.
    pub(super) fn written(&self, range: &Range<usize>) -> Range<usize> {
        let at =
            |byte: usize| self.from.get(byte).or(self.from.last()).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    }
}

/// The other readings of a text that differ from it: escapes undone once; line breaks inside words, and
/// invisible characters, taken out as well.
pub(super) fn others(text: &str) -> Vec<Spelling> {
    let mut found = Vec::new();
    if text.contains(['\\', '&', '%']) {
        let read = spell(text, &[escape, character_reference, percent]);
        if read.text != text {
            found.push(read);
        }
    }
    let is_broken = |c: char| {
        matches!(c, '\n' | '\r' | '\\' | '\u{ad}' | '\u{feff}')
            || ('\u{200b}'..='\u{2064}').contains(&c)
            || c == '='
    };
    if text.contains(is_broken) {
        let read = spell(text, &[line_break, invisible, escape, character_reference, percent]);
        if read.text != text && found.iter().all(|other| other.text != read.text) {
            found.push(read);
        }
    }
    found
}

/// Reads one escape at the beginning of a text: what it means, and how long it is.
type Reader = fn(&str) -> Option<(Option<char>, usize)>;

fn spell(text: &str, readers: &[Reader]) -> Spelling {
    let mut read = String::with_capacity(text.len());
    let mut from = Vec::with_capacity(text.len() + 1);
    let mut at = 0;
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let (meant, length) = readers
            .iter()
            .find_map(|reader| reader(rest))
            .unwrap_or((Some(letter), letter.len_utf8()));
        if let Some(meant) = meant {
            read.push(meant);
            from.resize(read.len(), at);
        }
        at += length;
    }
    from.push(text.len());
    Spelling { text: read, from }
}

fn hex(text: &str, from: usize, length: usize) -> Option<char> {
    let digits = text.get(from..from + length)?;
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    char::from_u32(u32::from_str_radix(digits, 16).ok().filter(|_| all)?)
}

/// `\u002d`, `\x2d`, `\"`, `\/`.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let rest = text.strip_prefix('\\')?;
    match rest.chars().next()? {
        'u' if rest.starts_with("u{") => {
            let close = rest.find('}').filter(|close| *close <= 8)?;
            Some((Some(hex(rest, 2, close - 2)?), close + 2))
        }
        'u' => Some((Some(hex(rest, 1, 4)?), 6)),
        'x' => Some((Some(hex(rest, 1, 2)?), 4)),
        'U' => Some((Some(hex(rest, 1, 8)?), 10)),
        mark @ ('"' | '\'' | '/' | '-' | '_') => Some((Some(mark), 2)),
        _ => None,
    }
}

/// `%2D`.
fn percent(text: &str) -> Option<(Option<char>, usize)> {
    let rest = text.strip_prefix('%')?;
    Some((Some(hex(rest, 0, 2).filter(char::is_ascii)?), 3))
}

/// A line break, written or escaped, with what indents the next line; also the soft one of mail: `=` at
/// the end of a line.
fn line_break(text: &str) -> Option<(Option<char>, usize)> {
    let body = text.strip_prefix('=').filter(|rest| rest.starts_with(['\n', '\r'])).unwrap_or(text);
    let body =
        body.strip_prefix('\\').filter(|rest| rest.starts_with(['\n', '\r'])).unwrap_or(body);
    let rest = body
        .strip_prefix("\\r\\n")
        .or_else(|| body.strip_prefix("\\n"))
        .or_else(|| body.strip_prefix("\r\n"))
        .or_else(|| body.strip_prefix(['\n', '\r']))?;
    let rest = rest.trim_start_matches([' ', '\t', '>', '|']);
    Some((None, text.len() - rest.len()))
}

fn invisible(text: &str) -> Option<(Option<char>, usize)> {
    let letter = INVISIBLE.iter().find(|letter| text.starts_with(**letter))?;
    Some((None, letter.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_read_and_found_where_it_is_written() {
        for written in [
            "a\\u002db",
            "a\\x2db",
            "a&#45;b",
            "a&#x2D;b",
            "a%2Db",
            "a\\u{2d}b",
            "a\u{200b}-\n  b",
            "a-\\nb",
            "a-=\r\nb",
        ] {
            let text = format!("é {written} ü");
            let all = others(&text);
            let read = all.last().expect("another reading");
            let at = read.text.find("a-b").expect("it is read");
            assert_eq!(&text[read.written(&(at..at + 3))], written);
        }
        assert!(others("plain text, 100 per cent").is_empty());
    }
}
