//! Text from elsewhere, made visible: what breaks a line, moves the cursor, reorders or hides letters is
//! written as its code point, `\u{202e}`, so that no value can pose as something else or begin a line.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A text as one line: every line break and every character that cannot be seen is written as its code
/// point. Joiners between the parts of one emoji stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// The same for texts of several lines: line feeds and tabs stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| matches!(letter, '\n' | '\t'))
}

/// The same for JSON text, in the escapes of JSON, which a pipeline takes for no command either. Between
/// values only spaces and line feeds are left.
pub fn visible_json(text: &str) -> Cow<'_, str> {
    if text.contains("##") {
        return Cow::Owned(escaped_json(text).replace("##", "#\\u0023"));
    }
    escaped_json(text)
}

fn escaped_json(text: &str) -> Cow<'_, str> {
    if !has(text, |letter| letter != '\n' && is_hidden(letter)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut units = [0; 2];
    for letter in text.chars() {
        match is_hidden(letter) && letter != '\n' {
            true => letter.encode_utf16(&mut units).iter().for_each(|unit| {
                // Writing to a string cannot fail.
                _ = write!(out, "\\u{unit:04x}");
            }),
            false => out.push(letter),
        }
    }
    Cow::Owned(out)
}

fn escaped(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !has(text, |letter| is_hidden(letter) && !stays(letter)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied();
        if !is_hidden(letter) || stays(letter) || is_inside_emoji(before, letter, after) {
            out.push(letter);
        } else {
            // Writing to a string cannot fail.
            _ = write!(out, "\\u{{{:x}}}", u32::from(letter));
        }
        before = Some(letter);
    }
    Cow::Owned(out)
}

/// Whether a text has a character that is wanted. None of those is visible ASCII, which most texts are
/// made of: it is passed over byte by byte.
fn has(text: &str, is_wanted: impl Fn(char) -> bool) -> bool {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        let mut letters = rest.get(at..).unwrap_or_default().chars();
        if letters.next().is_some_and(&is_wanted) {
            return true;
        }
        rest = letters.as_str();
    }
    false
}

/// Where the first byte is that is no printable ASCII. Looked for block by block, which the compiler turns into few
/// instructions a block.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let is_special = |byte: &u8| !(b' '..=b'~').contains(byte);
    let (blocks, _) = bytes.as_chunks::<32>();
    let plain = blocks
        .iter()
        .take_while(|block| !block.iter().fold(false, |any, byte| any | is_special(byte)));
    let from = plain.count() * 32;
    bytes.get(from..)?.iter().position(is_special).map(|at| from + at)
}

/// Whether a character has no shape of its own: controls, line and paragraph separators, marks of
/// direction, joiners and other formats, fillers, tags, variation selectors, and what is no character.
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{34f}'
                | '\u{600}'..='\u{605}'
                | '\u{61c}'
                | '\u{6dd}'
                | '\u{70f}'
                | '\u{890}'..='\u{891}'
                | '\u{8e2}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fdd0}'..='\u{fdef}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{110bd}'
                | '\u{110cd}'
                | '\u{13430}'..='\u{1343f}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
        // The last two code points of each plane are no characters.
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// Whether a joiner or a selector is part of one picture: the woman scientist is three characters.
fn is_inside_emoji(before: Option<char>, letter: char, after: Option<char>) -> bool {
    let picture = |letter: Option<char>| {
        letter.is_some_and(|letter| {
            matches!(letter, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
        })
    };
    match letter {
        '\u{200d}' => (picture(before) || before == Some('\u{fe0f}')) && picture(after),
        '\u{fe0f}' => picture(before),
        _ => false,
    }
}

/// One line for a terminal or the log of a pipeline. It is made from text whose line breaks and hidden
/// characters are made visible, so that it stays one line; and it never begins, or goes on, with what a
/// pipeline takes for a command to itself: `::error`, `##vso[`, `##[warning]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// A line from our words and the values joined into them.
    pub fn new(text: impl AsRef<str>) -> Self {
        let line = visible(text.as_ref()).replace("##", "#\\u{23}");
        let start = line.len() - line.trim_start().len();
        if !line.get(start..).is_some_and(|rest| rest.starts_with("::")) {
            return Line(line);
        }
        let (indent, rest) = line.split_at(start);
        Line(format!("{indent}\\u{{3a}}{}", rest.get(1..).unwrap_or_default()))
    }

    /// The lines of a text that breaks only where we break it: values in it were made visible before.
    pub fn all_of(text: &str) -> Vec<Line> {
        text.lines().map(Line::new).collect()
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes a [`Line`] as `format!` makes a text.
#[macro_export]
macro_rules! line {
    ($($format:tt)*) => { $crate::Line::new(format!($($format)*)) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_and_what_can_stays() {
        assert_eq!(
            visible("a\u{202e}b\u{2066}c\0d\u{1b}[31me\u{9b}f"),
            "a\\u{202e}b\\u{2066}c\\u{0}d\\u{1b}[31me\\u{9b}f"
        );
        assert_eq!(
            visible("two\r\nlines\tand\u{2028}three"),
            "two\\u{d}\\u{a}lines\\u{9}and\\u{2028}three"
        );
        assert_eq!(visible_lines("two\nlines\tand\u{2028}three"), "two\nlines\tand\\u{2028}three");
        for plain in ["Zoë 日本 👩\u{200d}🔬 عربى ❤\u{fe0f}", "a\u{a0}b", ""] {
            assert_eq!(visible(plain), plain);
        }
        assert_eq!(
            visible("ad\u{200d}min\u{fe0f} x\u{e0041}\u{fffe}\u{feff}y"),
            "ad\\u{200d}min\\u{fe0f} x\\u{e0041}\\u{fffe}\\u{feff}y"
        );
    }

    #[test]
    fn json_stays_json() {
        let text = "{\n  \"a\u{202e}\": \"b\u{e0041}\u{7f}\"\n}";
        let shown = visible_json(text);
        assert_eq!(shown, "{\n  \"a\\u202e\": \"b\\udb40\\udc41\\u007f\"\n}");
        let read = |text: &str| format!("{:?}", crate::json(text).expect("JSON"));
        assert_eq!(read(&shown), read(text));
        assert_eq!(visible_json("[\"##vso[x]\"]"), "[\"#\\u0023vso[x]\"]");
    }

    #[test]
    fn no_line_is_a_command_to_a_pipeline() {
        for (text, line) in [
            ("crm\n::error::x", "crm\\u{a}::error::x"),
            ("  ::error::x", "  \\u{3a}:error::x"),
            ("::", "\\u{3a}:"),
            ("a ##vso[task.setvariable]x", "a #\\u{23}vso[task.setvariable]x"),
            ("####[error]", "#\\u{23}#\\u{23}[error]"),
            ("arn:aws:iam::1:role/x", "arn:aws:iam::1:role/x"),
        ] {
            assert_eq!(Line::new(text).to_string(), line);
        }
        let name = "x\u{202e}";
        assert_eq!(line!("error: {name} at {}", 3).to_string(), "error: x\\u{202e} at 3");
        assert_eq!(Line::all_of("a\n::b\n").len(), 2);
    }
}
