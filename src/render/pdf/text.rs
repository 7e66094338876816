//! Makes every string printable. One character that no embedded font can show would make the whole
//! archival export fail, and a bidi control would let a name pose as another.

use serde_json::Value;

/// The longest text a cell is given; the attached posture has the whole.
const LONGEST: usize = 400;
/// The longest text a paragraph is given.
const LONGEST_PARAGRAPH: usize = 20_000;
/// The most bytes that any text is printed as. An archival PDF allows strings of 32,767 bytes, and a run
/// of text may be one, in two bytes a character.
const MAX_PRINTED: usize = 12_000;
/// The longest run without a place to break; a longer one would leave its column.
const RUN: usize = 18;

/// Fonts, as far as texts depend on them.
pub(super) trait Coverage {
    /// Whether some font can show the character.
    fn any_shows(&self, character: char) -> bool;
    /// Whether every font can show the character.
    fn all_show(&self, character: char) -> bool;
    /// How many lines pieces of text, each with its family and size in points, take at most in a column of
    /// so many points; none where that is not sure.
    fn lines(&self, _pieces: &[(&str, f64, &str)], _column: f64) -> Option<usize> {
        None
    }
}

/// Which characters the embedded fonts can show.
#[derive(Clone, Copy)]
pub(super) struct Glyphs<'a>(&'a dyn Coverage);

/// What had to be changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Characters written as their code point or dropped.
    pub(super) characters: u64,
    /// Texts cut to a length that fits.
    pub(super) shortened: u64,
    /// The length of the longest text that a cell may be given.
    pub(super) longest: usize,
    /// How many characters of a paragraph are behind each other without a place to break.
    run: usize,
}

impl<'a> Glyphs<'a> {
    /// What these fonts can show.
    pub(super) fn of(fonts: &'a dyn Coverage) -> Self {
        Glyphs(fonts)
    }

    /// How many lines the pieces take at most.
    pub(super) fn lines(&self, pieces: &[(&str, f64, &str)], column: f64) -> Option<usize> {
        self.0.lines(pieces, column)
    }

    /// Makes every string inside printable.
    pub(super) fn clean(&self, value: &mut Value, changes: &mut Changes) {
        match value {
            Value::String(text) => {
                self.clean_text(text, changes);
                changes.longest = changes.longest.max(text.len());
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean(item, changes)),
            Value::Object(fields) => fields.values_mut().for_each(|one| self.clean(one, changes)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The same for texts that are on the page and not in a cell.
    pub(super) fn clean_paragraphs(&self, value: &mut Value, changes: &mut Changes) {
        match value {
            Value::String(text) => {
                let run = changes.run;
                changes.run = self.clean_from(text, LONGEST_PARAGRAPH, run, changes);
            }
            Value::Array(items) => {
                items.iter_mut().for_each(|item| self.clean_paragraphs(item, changes));
            }
            Value::Object(fields) => {
                // Emphasis in a word ends no line; what begins a line does.
                let inline =
                    |kind: &str| matches!(kind, "text" | "em" | "strong" | "strike" | "span");
                if !fields.get("t").and_then(Value::as_str).is_some_and(inline) {
                    changes.run = 0;
                }
                for (name, one) in fields.iter_mut() {
                    match (name.as_str(), one) {
                        // What a piece is, and where it leads, is not printed in the run of words.
                        ("t", _) => {}
                        ("url", Value::String(url)) => {
                            self.clean_to(url, LONGEST_PARAGRAPH, changes);
                        }
                        (_, one) => self.clean_paragraphs(one, changes),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Makes one string printable.
    pub(super) fn clean_text(&self, text: &mut String, changes: &mut Changes) {
        self.clean_to(text, LONGEST, changes);
    }

    fn clean_to(&self, text: &mut String, longest: usize, changes: &mut Changes) {
        self.clean_from(text, longest, 0, changes);
    }

    /// The same behind a run without a place to break; states how long it is at the end.
    fn clean_from(
        &self,
        text: &mut String,
        longest: usize,
        run: usize,
        changes: &mut Changes,
    ) -> usize {
        let mut safe = String::with_capacity(text.len());
        let mut run = run;
        // What is for copying or following must stay as it is.
        let whole = is_hash(text) || is_address(text);
        for (count, character) in text.chars().enumerate() {
            if count == longest || safe.len() >= MAX_PRINTED {
                changes.shortened += 1;
                safe += " … [shortened]";
                break;
            }
            match character {
                '\n' | '\r' | '\t' => safe.push(' '),
                hidden if is_hidden(hidden) => changes.characters += 1,
                known if self.has(known) => safe.push(known),
                unknown => {
                    changes.characters += 1;
                    safe += &format!("[U+{:04X}]", u32::from(unknown));
                }
            }
            if whole {
                continue;
            }
            run = if matches!(character, ' ' | '-' | '/') { 0 } else { run + 1 };
            // Better after a part of a dotted or underscored name than within one.
            let after_part = matches!(character, '_' | '.' | ':' | '@') && run >= RUN * 2 / 3;
            if run >= RUN || after_part {
                safe.push('\u{200b}');
                run = 0;
            }
        }
        *text = safe;
        run
    }

    /// A combining mark is drawn with its base, so every font must have it; Typst finds the font
    /// for anything else.
    pub(super) fn has(&self, character: char) -> bool {
        if is_private(character) {
            return false;
        }
        if ('\u{300}'..='\u{36f}').contains(&character) {
            self.0.all_show(character)
        } else {
            self.0.any_shows(character)
        }
    }
}

/// Whether no font is looked for: a character has no shape, or a meaning of its own in each font.
pub(super) fn is_nowhere(character: char) -> bool {
    is_hidden(character) || is_private(character)
}

/// Characters of private use mean nothing outside their font; PDF/A-3a refuses them.
fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
    )
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_address(text: &str) -> bool {
    let known = ["https://", "http://", "mailto:"].iter().any(|start| text.starts_with(start));
    known && !text.contains(char::is_whitespace)
}

/// Controls, marks of direction, and what else has no shape of its own.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{61c}'
                | '\u{ad}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What typical text fonts show; `tests/pdf.rs` prints with the embedded ones.
    struct European;

    impl Coverage for European {
        fn any_shows(&self, character: char) -> bool {
            matches!(character, ' '..='\u{24f}' | '\u{370}'..='\u{4ff}' | '\u{2000}'..='\u{22ff}')
        }

        fn all_show(&self, character: char) -> bool {
            self.any_shows(character)
        }
    }

    fn clean(text: &str) -> (String, Changes) {
        let mut value = Value::String(text.into());
        let mut changes = Changes::default();
        Glyphs::of(&European).clean(&mut value, &mut changes);
        (value.as_str().unwrap_or_default().to_string(), changes)
    }

    #[test]
    fn what_no_font_shows_is_named_and_counted() {
        let (text, changes) = clean("你 é 🙂");
        assert_eq!(text, "[U+4F60] é [U+1F642]");
        assert_eq!(changes.characters, 2);
    }

    #[test]
    fn what_has_no_shape_is_dropped_and_counted() {
        let (text, changes) = clean("a\u{0}b\u{202e}c\u{feff}d\u{200b}\u{9b}e\nf");
        assert_eq!((text.as_str(), changes.characters), ("abcde f", 5));
    }

    #[test]
    fn what_is_of_private_use_is_named() {
        struct Everything;
        impl Coverage for Everything {
            fn any_shows(&self, _: char) -> bool {
                true
            }
            fn all_show(&self, _: char) -> bool {
                true
            }
        }
        let mut text = "a\u{e0ff}".to_string();
        Glyphs::of(&Everything).clean_text(&mut text, &mut Changes::default());
        assert_eq!(text, "a[U+E0FF]");
    }

    #[test]
    fn markup_stays_as_it_is() {
        for text in ["#eval(\"1+1\")", "$x$", "]", "@ref", "<script>", "*b* _i_ \\ `c`", "α½Σ≥"]
        {
            let (printed, changes) = clean(text);
            assert_eq!((printed.as_str(), changes.characters, changes.shortened), (text, 0, 0));
        }
    }

    #[test]
    fn hashes_and_addresses_stay_whole() {
        let address = "https://example.org/averyveryverylongnamewithoutabreak";
        for text in [address, &"ab".repeat(32)] {
            assert_eq!(clean(text).0, text);
        }
    }

    #[test]
    fn a_word_in_many_pieces_can_break() {
        let piece = |n: usize| serde_json::json!({"t": if n.is_multiple_of(2) { "text" } else { "em" }, "s": "x"});
        let mut word: Value = (0..RUN * 3).map(piece).collect();
        Glyphs::of(&European).clean_paragraphs(&mut word, &mut Changes::default());
        assert_eq!(word.to_string().matches('\u{200b}').count(), 3);
        let apart = |_| serde_json::json!({"t": "p", "c": [{"t": "text", "s": "xx"}]});
        let mut paragraphs: Value = (0..RUN).map(apart).collect();
        Glyphs::of(&European).clean_paragraphs(&mut paragraphs, &mut Changes::default());
        assert!(!paragraphs.to_string().contains('\u{200b}'));
    }

    #[test]
    fn long_texts_are_cut_and_long_words_can_break() {
        let (text, changes) = clean(&"x".repeat(5000));
        assert_eq!(changes.shortened, 1);
        assert!(text.ends_with(" … [shortened]") && text.chars().count() < LONGEST + 50);
        assert!(text.split('\u{200b}').all(|run| run.chars().count() <= RUN + 15));
    }
}
