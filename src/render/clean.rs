//! One pass over everything a report prints: characters that no reader can see, but that change
//! what the others seem to say, are taken out before any template runs.

use serde_json::Value;

use model::{Diagnostic, Posture};

/// The posture with every string cleaned. `posture.json` itself is never cleaned: it says what was
/// read.
pub(super) fn posture(posture: &Posture) -> Result<Posture, Diagnostic> {
    let broken = |error: serde_json::Error| {
        Diagnostic::general(format!("the posture cannot be prepared: {error}"), "report this")
    };
    let mut value = serde_json::to_value(posture).map_err(broken)?;
    self::value(&mut value);
    serde_json::from_value(value).map_err(broken)
}

/// Cleans every string of a tree.
pub(super) fn value(tree: &mut Value) {
    match tree {
        Value::String(text) if text.chars().any(|letter| replaced(letter) != Some(letter)) => {
            *text = self::text(text);
        }
        Value::Array(items) => items.iter_mut().for_each(value),
        Value::Object(fields) => fields.values_mut().for_each(value),
        _ => {}
    }
}

/// A text without control, bidi and tag characters.
pub(super) fn text(text: &str) -> String {
    text.chars().filter_map(replaced).collect()
}

/// What is printed for a character; `None` where nothing is.
fn replaced(letter: char) -> Option<char> {
    match letter {
        '\n' | '\t' => Some(letter),
        // Line and paragraph separators break lines where Markdown and HTML see none.
        '\u{2028}' | '\u{2029}' => Some('\n'),
        letter if letter.is_control() => None,
        // Bidi marks, embeddings, overrides and isolates reorder what surrounds them.
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2066}'..='\u{2069}' => None,
        // Tag characters carry hidden words; the byte order mark and the fillers carry nothing.
        '\u{e0000}'..='\u{e007f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => None,
        '\u{fdd0}'..='\u{fdef}' => None,
        // The last two code points of each plane are no characters, and HTML refuses them.
        letter if u32::from(letter) & 0xfffe == 0xfffe => None,
        letter => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_go_and_seen_ones_stay() {
        assert_eq!(text("a\u{202e}b\u{2066}c\u{200f}d\0e\u{1b}[31mf\u{9b}g"), "abcde[31mfg");
        assert_eq!(text("two\nlines\tand\u{2028}three"), "two\nlines\tand\nthree");
        assert_eq!(text("Zoë 日本 👩\u{200d}🔬 عربى"), "Zoë 日本 👩\u{200d}🔬 عربى");
        assert_eq!(text("x\u{e0041}\u{fffe}\u{1ffff}\u{feff}y"), "xy");
    }

    #[test]
    fn every_string_of_a_tree_is_cleaned() {
        let mut value = serde_json::json!({"a": ["x\u{202e}y", {"b": "p\u{7}q"}], "n": 1});
        super::value(&mut value);
        assert_eq!(value, serde_json::json!({"a": ["xy", {"b": "pq"}], "n": 1}));
    }
}
