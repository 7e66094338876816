//! What the data is made from.

use crate::render::options::FontFile;
use crate::render::pdf::register::Listed;
use crate::render::pdf::text::Glyphs;
use model::Posture;

/// What documents are made from.
pub(in crate::render::pdf) struct Source<'a> {
    /// The posture, with every text made visible.
    pub(in crate::render::pdf) posture: &'a Posture,
    /// The SHA-256 of the posture as it is attached.
    pub(in crate::render::pdf) sha256: &'a str,
    /// The rows of the register.
    pub(in crate::render::pdf) listed: &'a [Listed],
    /// The fonts beside the embedded ones.
    pub(in crate::render::pdf) fonts: &'a [FontFile],
    /// What the fonts can show.
    pub(in crate::render::pdf) glyphs: Glyphs<'a>,
}
