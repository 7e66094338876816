//! Which finders may find something in a text: one look at each byte, before any of them reads it.
//!
//! Most texts are names, ids and dates, and no finder needs to read them. The sieve errs to one side alone:
//! it may let a text pass in which nothing is found, and it holds none back in which something is.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::automaton::Automaton;
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, StartKind};

use super::finders;
use super::found::Hit;
use super::signs::{self, Mark, Need, Sign};

/// The finders that may find something, by their place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Candidates(u32);

impl Candidates {
    /// Every finder.
    const ALL: Candidates = Candidates(u32::MAX);

    /// Whether no finder needs to read the text.
    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the finder at a place must read it.
    pub(super) fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// What the finders at some places find in the text.
    pub(super) fn find(self, places: Range<usize>, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (place, finder) in finders::ALL.iter().enumerate() {
            if places.contains(&place) && self.has(place) {
                hits.extend((finder.find)(text));
            }
        }
        hits
    }
}

/// The finders that may find something in a text.
pub(super) fn sift(text: &str) -> Candidates {
    static SIEVE: LazyLock<Option<Sieve>> = LazyLock::new(|| Sieve::of(&finders::needs()));
    SIEVE.as_ref().map_or(Candidates::ALL, |sieve| sieve.sift(text.as_bytes()))
}

/// The needs of all finders, as sets of bits: the marks, and behind them a bit for each list of words.
struct Sieve {
    words: DFA,
    /// The bits of the lists that each word is in.
    of_word: Vec<u64>,
    /// The needs whose highest bit is the one at this place, each with the finder that has it.
    needs: Vec<Vec<(u64, u32)>>,
    /// The highest bits of all needs: a text without any of them meets none.
    highest: u64,
}

impl Sieve {
    /// None where there are more lists of words than bits, or words than an automaton may have.
    fn of(finders: &[&[Need]]) -> Option<Sieve> {
        let mut lists: Vec<Vec<String>> = Vec::new();
        let mut needs = vec![Vec::new(); u64::BITS as usize];
        for (place, finder) in finders.iter().enumerate() {
            for need in *finder {
                let mut bits = need.iter().map(|sign| bit(*sign, &mut lists));
                let bits = bits.try_fold(0, |all, bit| Some(all | bit?))?;
                needs.get_mut(bits.checked_ilog2()? as usize)?.push((bits, 1 << place));
            }
        }
        let mut words: Vec<String> = lists.concat();
        words.sort_unstable();
        words.dedup();
        let bits = |word: &String| {
            let holding = (Mark::COUNT..).zip(&lists).filter(|(_, list)| list.contains(word));
            holding.fold(0, |bits, (bit, _)| bits | 1 << bit)
        };
        let of_word = words.iter().map(bits).collect();
        let mut builder = DFA::builder();
        builder.ascii_case_insensitive(true).start_kind(StartKind::Unanchored).prefilter(false);
        let taken = needs.iter().enumerate().filter(|(_, needs)| !needs.is_empty());
        let highest = taken.fold(0, |bits, (bit, _)| bits | 1 << bit);
        Some(Sieve { words: builder.build(&words).ok()?, of_word, needs, highest })
    }

    fn sift(&self, text: &[u8]) -> Candidates {
        let Some(seen) = self.look(text) else { return Candidates::ALL };
        let mut found = 0;
        let mut open = seen & self.highest;
        while open != 0 {
            let needs = self.needs.get(open.trailing_zeros() as usize);
            for (need, finder) in needs.map(Vec::as_slice).unwrap_or_default() {
                if seen & need == *need {
                    found |= finder;
                }
            }
            open &= open - 1;
        }
        Candidates(found)
    }

    /// Every bit that a text has.
    fn look(&self, text: &[u8]) -> Option<u64> {
        let mut seen = 0;
        let mut marks = 0;
        let (mut run, mut longest) = (0_usize, 0_usize);
        let mut state = self.words.start_state(Anchored::No).ok()?;
        for byte in text {
            let class = CLASSES[usize::from(*byte)];
            marks |= class;
            run = if class & IN_TOKEN == 0 { 0 } else { run + 1 };
            longest = longest.max(run);
            state = self.words.next_state(Anchored::No, state, *byte);
            if self.words.is_special(state) && self.words.is_match(state) {
                for at in 0..self.words.match_len(state) {
                    let word = self.words.match_pattern(state, at).as_usize();
                    seen |= self.of_word.get(word)?;
                }
            }
        }
        let long = if text.len() < signs::LONG { 0 } else { Mark::Long.bit() };
        let token = if longest < signs::TOKEN { 0 } else { Mark::Token.bit() };
        let option = if marks & HYPHEN != 0 && has_option(text) { Mark::Option.bit() } else { 0 };
        Some(seen | u64::from(marks & MARKS) | long | token | option)
    }
}

/// The bit of a sign; a list of words that is new gets the next one.
fn bit(sign: Sign, lists: &mut Vec<Vec<String>>) -> Option<u64> {
    let list = match sign {
        Sign::Has(mark) => return Some(mark.bit()),
        Sign::Word(words) => words.iter().map(|word| (*word).to_string()).collect(),
        Sign::Listed(words) => words(),
    };
    let known = lists.iter().position(|known| *known == list);
    let place = known.unwrap_or_else(|| {
        lists.push(list);
        lists.len() - 1
    });
    1_u64.checked_shl(u32::try_from(Mark::COUNT + place).ok()?)
}

/// Whether a hyphen begins a word.
fn has_option(text: &[u8]) -> bool {
    let mut before = b' ';
    let mut bytes = text.iter().copied().peekable();
    std::iter::from_fn(|| bytes.next().map(|byte| (byte, bytes.peek().copied()))).any(
        |(byte, next)| {
            let begins = byte == b'-' && !signs::in_word(before);
            before = byte;
            begins && next.is_some_and(|next| signs::in_word(next) || !next.is_ascii())
        },
    )
}

/// In a class beside the marks: the byte may be in a token.
const IN_TOKEN: u32 = 1 << Mark::COUNT;
/// In a class beside the marks: a hyphen.
const HYPHEN: u32 = 1 << (Mark::COUNT + 1);
/// The marks of a class.
const MARKS: u32 = IN_TOKEN - 1;

/// What each byte shows by itself.
static CLASSES: [u32; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

const fn class(byte: u8) -> u32 {
    let mark = match byte {
        b'0'..=b'9' => Mark::Digit.bit(),
        b'A'..=b'Z' => Mark::Capital.bit(),
        b'a'..=b'z' | b'-' | b'_' | b'.' | b'(' | b',' => 0,
        b' ' | b'\t' => Mark::Blank.bit(),
        b'\n' | b'\r' => Mark::Escape.bit(),
        0x0b | 0x0c => 0,
        b'/' => Mark::Slash.bit(),
        b':' => Mark::Colon.bit(),
        b'@' => Mark::At.bit() | Mark::Odd.bit(),
        b'=' => Mark::Equals.bit() | Mark::Odd.bit(),
        b'>' => Mark::Greater.bit() | Mark::Odd.bit(),
        b'?' => Mark::Query.bit() | Mark::Odd.bit(),
        b'&' => Mark::Query.bit() | Mark::Escape.bit() | Mark::Odd.bit(),
        b'\\' | b'%' => Mark::Escape.bit() | Mark::Odd.bit(),
        _ => Mark::Odd.bit(),
    };
    let token = if signs::in_token(byte) { IN_TOKEN } else { 0 };
    let hyphen = if byte == b'-' { HYPHEN } else { 0 };
    mark as u32 | token | hyphen
}

#[cfg(test)]
mod tests;
