//! What a text must hold for a finder to find anything in it.
//!
//! A finder is listed with its needs and cannot be run without them, so the sieve knows of each.

use super::found::Hit;

/// One way to look for secrets, and what it depends on.
pub(super) struct Finder {
    /// It finds nothing in a text that meets none of these.
    pub needs: &'static [Need],
    /// Every secret that it knows in a text.
    pub find: fn(&str) -> Vec<Hit>,
}

/// Signs that are in a text all together wherever something is found.
pub(super) type Need = &'static [Sign];

/// Something that one look at each byte of a text shows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sign {
    /// One of these words is in it, whatever the case of its ASCII letters.
    Word(&'static [&'static str]),
    /// The same, where the words are data.
    Listed(fn() -> Vec<String>),
    /// It has this mark.
    Has(Mark),
}

/// What the bytes of a text show without regard to words. The number is a bit; a need is looked up by its
/// highest one, so the rare ones come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// At least [`LONG`] bytes.
    Long = 0,
    /// An ASCII digit.
    Digit,
    /// An ASCII capital letter.
    Capital,
    /// A space or tab.
    Blank,
    /// `/`
    Slash,
    /// `:`
    Colon,
    /// A hyphen that begins a word, as it begins an option.
    Option,
    /// ASCII punctuation and control characters except white space and `-_./:(,`; all that is not ASCII.
    Odd,
    /// `@`
    At,
    /// `=`
    Equals,
    /// `>`
    Greater,
    /// `?` or `&`
    Query,
    /// A sign that begins an escape, or breaks a line: `\`, `&`, `%`.
    Escape,
    /// At least [`TOKEN`] of the characters in a row that tokens are written with.
    Token,
}

impl Mark {
    /// How many there are.
    pub(super) const COUNT: usize = Mark::Token as usize + 1;

    /// Its place in a set.
    pub(super) const fn bit(self) -> u64 {
        1 << self as u64
    }
}

/// How long a text is that holds a name, a sign and a value that could be a password by its length alone.
pub(super) const LONG: usize = 16;
/// The shortest of the secrets that only their length and their first letters give away.
pub(super) const TOKEN: usize = 20;

/// Whether a byte may be in such a secret or in its beginning.
pub(super) const fn in_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'.')
}

/// Whether a byte may be before or behind another in one word of a command line. Of a letter that is not
/// ASCII one byte does not show it.
pub(super) const fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// The letters that an expression takes for `s` and `k` where it does not regard case: a text with one of
/// them may be matched where no word of ASCII is.
pub(super) const FOLDED: Sign = Sign::Word(&["\u{17f}", "\u{212a}"]);
