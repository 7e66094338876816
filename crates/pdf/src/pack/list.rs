//! Objects that are long lists of references, such as the rows of a table in the tag tree.

use super::lexer::{is_number, tokens};
use super::lines::Lines;

/// From how many references on a list has lines of its own.
const MANY: usize = 24;
/// The tokens of a reference, such as `12 0 R`.
const REFERENCE: usize = 3;

/// An object with a long list of references: what is before it, the list, and what is behind it.
pub(super) struct List<'a> {
    before: &'a [u8],
    references: Vec<&'a [u8]>,
    behind: &'a [u8],
}

impl<'a> List<'a> {
    /// Finds the first long list; none where there is none.
    pub(super) fn of(body: &'a [u8]) -> Option<Self> {
        let mut words: Vec<(usize, &[u8])> = Vec::new();
        let mut place = 0;
        for token in tokens(body) {
            if !token.iter().all(u8::is_ascii_whitespace) {
                words.push((place, token));
            }
            place += token.len();
        }
        let reference = |at: usize| match words.get(at..at + REFERENCE) {
            Some([(start, number), (_, b"0"), (end, b"R")]) if is_number(number) => {
                body.get(*start..=*end)
            }
            _ => None,
        };
        let mut at = 0;
        while at < words.len() {
            let references: Vec<&[u8]> = (at..).step_by(REFERENCE).map_while(reference).collect();
            let end = at + REFERENCE * references.len();
            if references.len() >= MANY {
                let (start, last) = (words.get(at)?.0, words.get(end - 1)?.0);
                let (before, behind) = (body.get(..start)?, body.get(last + 1..)?);
                return Some(List { before, references, behind });
            }
            at = end.max(at + 1);
        }
        None
    }

    /// The most bytes of a reference.
    pub(super) fn width(&self) -> usize {
        self.references.iter().map(|one| one.len()).max().unwrap_or(0)
    }

    /// How many lines it takes.
    pub(super) fn lines(&self, columns: usize) -> usize {
        let around = |bytes: &[u8]| bytes.len().div_ceil(columns);
        around(self.before) + self.references.len() + around(self.behind)
    }

    /// Adds the object, each reference in a line of its own.
    pub(super) fn write(&self, lines: &mut Lines, columns: usize) {
        lines.plain(self.before);
        for (at, one) in self.references.iter().enumerate() {
            let mut line = vec![b' '; columns.saturating_sub(one.len() + 1)];
            line.extend_from_slice(one);
            match at {
                0 => lines.plain(&line),
                _ => lines.like_above(&line),
            }
        }
        lines.plain(self.behind);
    }
}
