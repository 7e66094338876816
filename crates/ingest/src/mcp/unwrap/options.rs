//! Options of a command line: which stand alone, and which take words along.

use super::super::words::Word;

/// The options that take words along.
#[derive(Clone, Copy)]
pub(in crate::mcp) struct Options(pub &'static [&'static str]);

impl Options {
    /// How many words an option takes, itself included.
    pub(in crate::mcp) fn width(self, word: &str) -> usize {
        if word.starts_with("--") && word.contains('=') {
            return 1;
        }
        let known = self.0.iter().find_map(|row| {
            let (name, count) = row.split_once(' ').unwrap_or((row, "1"));
            let same = name == word || name.len() > 2 && name.eq_ignore_ascii_case(word);
            same.then(|| count.parse::<usize>().unwrap_or(1))
        });
        1 + known.unwrap_or(0)
    }

    /// The value of the first of the named options, written apart or with an equals sign, and the position
    /// of the word behind it. Only the options in front of the first plain word count.
    pub(in crate::mcp) fn value<'a>(
        self,
        words: &'a [Word],
        names: &[&str],
    ) -> Option<(&'a str, usize)> {
        let is = |text: &str| {
            names
                .iter()
                .any(|name| *name == text || name.len() > 1 && name.eq_ignore_ascii_case(text))
        };
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let text = word.text.as_str();
            if is(text) {
                return Some((words.get(at + 1)?.text.as_str(), at + 2));
            }
            if let Some((name, value)) = text.split_once('=')
                && is(name)
            {
                return Some((value, at + 1));
            }
            if !is_option(text) {
                return None;
            }
            at += self.width(text);
        }
        None
    }
}

/// Whether a word is an option rather than a value.
pub(super) fn is_option(text: &str) -> bool {
    text.starts_with('-') && text.len() > 1
}

/// The position of the first word that is no option.
pub(in crate::mcp) fn positional(words: &[Word], options: Options) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if !is_option(&word.text) {
            return Some(at);
        }
        at += options.width(&word.text);
    }
    None
}
