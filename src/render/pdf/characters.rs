//! The characters of a posture that no font shows, and those of them that a font would.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fonts;
use super::text::{Glyphs, is_nowhere};
use crate::render::clean;
use crate::render::options::PdfOptions;
use model::posture::FindingCard;
use model::{Diagnostic, Posture, TextKind, TextVisitor, Texts};
use pdf::Fonts;

/// The characters of a posture, and of further findings, that PDFs made with these options would print as code
/// points and another font could show.
///
/// # Errors
/// Where a font of the options is none.
pub fn missing_characters(
    posture: &Posture,
    all: Option<&[FindingCard]>,
    options: &PdfOptions,
) -> Result<BTreeSet<char>, Diagnostic> {
    let fonts = fonts::with(&options.fonts)?;
    let glyphs = Glyphs::of(&*fonts);
    let mut collected = Collected(BTreeSet::new());
    clean::posture(posture).texts(TextKind::Prose, &mut collected);
    for card in all.unwrap_or_default() {
        // Of further findings the register prints these.
        collected.all_of(&card.id);
        if let Some(ask) = &card.ask {
            collected.all_of(&ask.to_string());
        }
    }
    collected.0.retain(|character| !is_nowhere(*character) && !glyphs.has(*character));
    Ok(collected.0)
}

/// The characters that a font file shows; none where it is no font.
pub fn shown_by(bytes: &[u8], characters: &BTreeSet<char>) -> BTreeSet<char> {
    let fonts = std::panic::catch_unwind(|| Fonts::of_file(bytes.to_vec())).ok().flatten();
    let Some(fonts) = fonts else { return BTreeSet::new() };
    characters.iter().copied().filter(|character| fonts.any_shows(*character)).collect()
}

struct Collected(BTreeSet<char>);

impl Collected {
    fn all_of(&mut self, text: &str) {
        self.0.extend(text.chars().filter(|character| !character.is_ascii()));
    }
}

impl TextVisitor for Collected {
    fn text(&mut self, _: TextKind, text: &mut String) {
        self.all_of(text);
    }

    fn shared(&mut self, _: TextKind, text: &mut Arc<str>) {
        self.all_of(text);
    }
}
