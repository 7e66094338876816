//! How many lines a text takes at most. The compiler lays out a cell twice where it must find out how high its
//! row is, and once where the row has a height.

use crate::fonts::Fonts;

/// Room for kerning, which can make a text wider than its characters.
const KERNING: f64 = 1.02;
/// A piece of a text: the family of its font, the size of it in points, and the words.
pub type Piece<'a> = (&'a str, f64, &'a str);

impl Fonts {
    /// How many lines the pieces, one behind the other, take at most in a column as wide as this, in points;
    /// none where that is not sure: a character may be of another font, or a word wider than the column.
    pub fn lines(&self, pieces: &[Piece<'_>], column: f64) -> Option<usize> {
        let mut lines = 1;
        let (mut line, mut word) = (0.0, 0.0);
        // What is behind a blank begins a word only where every rule of breaking lines allows it.
        let mut can_break = false;
        for (family, size, text) in pieces {
            let mut named = self.widths.iter().filter(|widths| widths.family == *family);
            // Of two fonts of a family, the compiler may choose either.
            let (Some(widths), None) = (named.next(), named.next()) else { return None };
            for character in text.chars() {
                // A place to break without a width.
                if character == '\u{200b}' {
                    can_break = true;
                    continue;
                }
                let width = widths.em(character)? * size * KERNING;
                if can_break && character.is_ascii_alphanumeric() {
                    line += word;
                    word = 0.0;
                }
                can_break = character == ' ';
                word += width;
                if word > column {
                    return None;
                }
                if line + word > column && character != ' ' {
                    lines += 1;
                    line = 0.0;
                }
            }
        }
        Some(lines)
    }
}
