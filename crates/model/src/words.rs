//! Words are written only where somebody may read them.
//!
//! A check judges each asset by each control, counts the verdicts and prints a few of them. A control states its verdict
//! and the words about it in one place, so that they cannot differ; [`words!`](crate::words!) writes the words only
//! where they are wanted. A verdict that is printed after all is made again with words: a control is a pure function,
//! so that it is the same verdict. Nothing that decides may be read from words; a test judges every scenario both
//! ways and compares all but the words.

use std::cell::Cell;

thread_local! {
    // A control is called, and returns, on one thread. Words are wanted unless its caller states otherwise, so that
    // forgetting to state it costs time and no words.
    static WANTED: Cell<bool> = const { Cell::new(true) };
}

/// Whether a verdict is made with words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// It may be printed.
    Written,
    /// It is only counted.
    LeftOut,
}

impl Words {
    /// Runs a function that makes verdicts; it must make them on this thread.
    pub fn in_all<T>(self, of: impl FnOnce() -> T) -> T {
        let _back = Back(WANTED.replace(self == Words::Written));
        of()
    }
}

/// Puts back what was wanted before, even where the function panics.
struct Back(bool);

impl Drop for Back {
    fn drop(&mut self) {
        WANTED.set(self.0);
    }
}

/// Whether words are wanted of what is made now.
pub fn are_wanted() -> bool {
    WANTED.get()
}

/// A text as a value of its own; an empty one where words are not wanted.
pub fn written(text: impl Into<String>) -> String {
    if are_wanted() { text.into() } else { String::new() }
}

/// Writes a text like `format!`; an empty one where words are not wanted.
#[macro_export]
macro_rules! words {
    ($($text:tt)*) => {
        if $crate::words::are_wanted() { ::std::format!($($text)*) } else { ::std::string::String::new() }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_left_out_only_while_that_is_asked_for() {
        let text = || (words!("{} of {}", 1, 2), written("all"));
        let none = (String::new(), String::new());
        assert_eq!(text(), ("1 of 2".into(), "all".into()));
        assert_eq!(Words::LeftOut.in_all(text), none);
        let again = Words::LeftOut.in_all(|| (Words::Written.in_all(text), text()));
        assert_eq!(again, (("1 of 2".into(), "all".into()), none));
        assert_eq!(text(), ("1 of 2".into(), "all".into()));
    }

    #[test]
    fn a_panic_does_not_leave_words_out_for_what_comes_after_it() {
        let panicked = std::panic::catch_unwind(|| Words::LeftOut.in_all(|| panic!("a verdict")));
        assert!(panicked.is_err() && are_wanted());
    }
}
