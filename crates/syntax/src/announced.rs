//! What a workbook announces: the parser sets memory aside for as many shared texts as it states.

use std::io::Write;

const MARK: &[u8] = b"uniqueCount";

/// Reads a part as it is unpacked, without keeping it.
#[derive(Debug, Default)]
pub(crate) struct Announced {
    state: State,
    most: u64,
    /// Whether a zero byte occurs: a text of another width cannot be searched.
    wide: bool,
}

#[derive(Debug, Default, Clone, Copy)]
enum State {
    /// No byte of the mark is matched.
    #[default]
    Nowhere,
    /// So many bytes of the mark are matched.
    Within(usize),
    /// Between the mark and its number.
    Before,
    /// The digits so far.
    Number(u64),
}

impl Announced {
    /// Whether more texts are announced than there are bytes, or it cannot be known.
    pub(crate) fn is_too_much(&self, bytes: u64) -> bool {
        let open = match self.state {
            State::Number(count) => count,
            _ => 0,
        };
        self.wide || self.most.max(open) > bytes
    }

    fn byte(&mut self, byte: u8) {
        self.wide |= byte == 0;
        self.state = match (self.state, byte) {
            (State::Before, b'0'..=b'9') => State::Number(u64::from(byte - b'0')),
            (State::Before, _) => State::Before,
            (State::Number(count), b'0'..=b'9') => {
                State::Number(count.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
            }
            (State::Number(count), _) => {
                self.most = self.most.max(count);
                matched(0, byte)
            }
            (State::Within(count), _) => matched(count, byte),
            (State::Nowhere, _) => matched(0, byte),
        };
    }
}

/// How far the mark is matched after one more byte.
fn matched(mut count: usize, byte: u8) -> State {
    loop {
        if MARK.get(count) == Some(&byte) {
            return match count + 1 {
                all if all == MARK.len() => State::Before,
                some => State::Within(some),
            };
        }
        // The longest end of what matched that is a beginning too: `u` or `un`.
        count = match count {
            0 => return State::Nowhere,
            5 | 9 => 1,
            10 => 2,
            _ => 0,
        };
    }
}

/// Nothing is kept: the part is unpacked to be counted.
impl Write for Announced {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        bytes.iter().for_each(|byte| self.byte(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn too_much(text: &str, pieces: usize) -> bool {
        let mut announced = Announced::default();
        for piece in text.as_bytes().chunks(pieces) {
            announced.write_all(piece).expect("counted");
        }
        announced.is_too_much(text.len() as u64)
    }

    #[test]
    fn a_false_count_is_found_wherever_it_is_cut() {
        for pieces in [1, 2, 3, 7, 64] {
            for part in [
                "<sst uniqueCount=\"99999\"/>",
                "<sst uniqueCount = \n '99999' />",
                "<sst uniquniqueCount=\"1\" uniqueCouniqueCount=\"99999",
                "<!-- uniqueCount=\"1\" --><sst uniqueCount=\"18446744073709551616\">",
                "a\0b",
            ] {
                assert!(too_much(part, pieces), "{part:?} in pieces of {pieces}");
            }
            for part in ["", "<sst uniqueCount=\"3\"></sst>", "<sst count=\"99999\"/>"] {
                assert!(!too_much(part, pieces), "{part:?} in pieces of {pieces}");
            }
        }
    }
}
