//! Marks behind masked secrets, so that two secrets of one form stay two names until all files are read.
//!
//! A mark is a digest written in characters of a private area. It is made where a text is masked, and
//! the border of this crate takes every mark away: none leaves.

use sha2::{Digest, Sha256};

/// The first of the 256 characters that marks are written with.
const FIRST: u32 = 0xF_0000;
/// The UTF-8 byte that all of them begin with.
const LEAD: u8 = 0xF3;
/// How many characters, each a byte of the digest, make a mark.
pub(crate) const LENGTH: usize = 8;

/// What distinguishes one masked secret from another, in memory only.
pub(crate) type Mark = [u8; LENGTH];

/// The mark of a secret.
pub(super) fn of(secret: &str) -> Mark {
    let digest = Sha256::digest(secret.as_bytes());
    let mut mark = Mark::default();
    mark.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    mark
}

/// The mark as text.
pub(super) fn written(mark: Mark) -> impl Iterator<Item = char> {
    mark.into_iter().filter_map(|byte| char::from_u32(FIRST + u32::from(byte)))
}

/// Whether a text may hold a mark.
pub(crate) fn may_hold(text: &str) -> bool {
    text.as_bytes().contains(&LEAD)
}

fn byte(letter: char) -> Option<u8> {
    u8::try_from(u32::from(letter).checked_sub(FIRST)?).ok()
}

/// The text without marks, and each mark with its place in that text.
pub(crate) fn split(text: &str) -> (String, Vec<(usize, Mark)>) {
    let mut plain = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut run = Vec::new();
    for letter in text.chars() {
        match byte(letter) {
            Some(byte) => {
                run.push(byte);
                if let Ok(mark) = Mark::try_from(run.as_slice()) {
                    marks.push((plain.len(), mark));
                    run.clear();
                }
            }
            None => {
                run.clear();
                plain.push(letter);
            }
        }
    }
    (plain, marks)
}

/// The text without marks.
#[cfg(test)]
pub(crate) fn strip(text: String) -> String {
    match may_hold(&text) {
        true => split(&text).0,
        false => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_and_a_part_of_one_vanishes() {
        let mark = of("hunter2");
        let text: String = "a… ".chars().chain(written(mark)).chain("/b".chars()).collect();
        assert_eq!(split(&text), ("a… /b".to_string(), vec![("a… ".len(), mark)]));
        let cut: String = text.chars().take(7).collect();
        assert_eq!(strip(cut), "a… ");
        assert_eq!(strip("plain 󿿽".to_string()), "plain 󿿽");
    }
}
