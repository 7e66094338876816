//! The fonts of a document.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::widths::Widths;

/// Fonts, read once and used for any number of documents.
#[derive(Debug, Clone)]
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    /// How many of them are those that texts are set in; the others fill in.
    text: usize,
    /// How wide their characters are.
    pub(crate) widths: Vec<Widths>,
}

impl Fonts {
    /// Reads font files that live as long as the program.
    pub fn new(files: &[&'static [u8]]) -> Self {
        let fonts: Vec<Font> =
            files.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect();
        let text = fonts.len();
        Fonts::of(fonts, text)
    }

    /// Reads one file of fonts; none where it is no font.
    pub fn of_file(file: Vec<u8>) -> Option<Self> {
        let fonts: Vec<Font> = Font::iter(Bytes::new(file)).collect();
        let text = fonts.len();
        (text > 0).then(|| Fonts::of(fonts, text))
    }

    /// The same fonts and one more file of them; none where it is no font.
    #[must_use]
    pub fn with(&self, file: Vec<u8>) -> Option<Self> {
        let more: Vec<Font> = Font::iter(Bytes::new(file)).collect();
        if more.is_empty() {
            return None;
        }
        let fonts: Vec<Font> = self.fonts.iter().cloned().chain(more).collect();
        Some(Fonts::of(fonts, self.text))
    }

    fn of(fonts: Vec<Font>, text: usize) -> Self {
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        let widths = fonts.iter().filter_map(Widths::of).collect();
        Fonts { book, fonts, text, widths }
    }

    /// Whether some font can show the character.
    pub fn any_shows(&self, character: char) -> bool {
        self.fonts.iter().any(|font| shows(font, character))
    }

    /// Whether every font that texts are set in can show the character.
    pub fn all_show(&self, character: char) -> bool {
        self.fonts.iter().take(self.text).all(|font| shows(font, character))
    }
}

fn shows(font: &Font, character: char) -> bool {
    font.info().coverage.contains(u32::from(character))
}
