//! The fonts of a document.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Fonts, read once and used for any number of documents.
#[derive(Debug)]
pub struct Fonts {
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
}

impl Fonts {
    /// Reads font files that live as long as the program.
    pub fn new(files: &[&'static [u8]]) -> Self {
        let fonts: Vec<Font> =
            files.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect();
        Fonts { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    /// Whether some font can show the character.
    pub fn any_shows(&self, character: char) -> bool {
        self.fonts.iter().any(|font| shows(font, character))
    }

    /// Whether every font can show the character.
    pub fn all_show(&self, character: char) -> bool {
        self.fonts.iter().all(|font| shows(font, character))
    }
}

fn shows(font: &Font, character: char) -> bool {
    font.info().coverage.contains(u32::from(character))
}
