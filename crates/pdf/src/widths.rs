//! How wide characters are.

use typst::layout::{Abs, Em};
use typst::text::{Font, FontStyle, FontVariant, FontVariations, FontWeight};

/// The characters that are measured: what can be seen of ASCII, and the blank.
const FIRST: u32 = 0x20;
const MEASURED: usize = 95;

/// The widths of characters in one upright font of regular weight, in em.
#[derive(Debug, Clone)]
pub(crate) struct Widths {
    /// The family of the font.
    pub(crate) family: String,
    ems: [Option<f64>; MEASURED],
}

impl Widths {
    /// Those of a font; none where it is slanted or bold.
    pub(crate) fn of(font: &Font) -> Option<Self> {
        let FontVariant { style, weight, .. } = font.info().variant;
        if style != FontStyle::Normal || weight != FontWeight::REGULAR {
            return None;
        }
        let variations = FontVariations::default();
        let instance = font.clone().instantiate(font.info().variant, Abs::pt(1.0), &variations);
        let em = |character: char| {
            let glyph = instance.ttf().glyph_index(character)?;
            instance.x_advance(glyph.0).map(Em::get)
        };
        let mut ems = [None; MEASURED];
        for (code, width) in (FIRST..).zip(&mut ems) {
            *width = char::from_u32(code).and_then(em);
        }
        Some(Widths { family: font.info().family.clone(), ems })
    }

    /// The width of a character; none where it is not measured, or the font lacks it.
    pub(crate) fn em(&self, character: char) -> Option<f64> {
        let at = u32::from(character).checked_sub(FIRST)?;
        self.ems.get(usize::try_from(at).ok()?).copied().flatten()
    }
}
