//! The fonts inside the binary: IBM Plex.

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;

use pdf::Fonts;

use super::text::Coverage;
use crate::render::options::FontFile;
use model::Diagnostic;

const FILES: [&[u8]; 4] = [
    include_bytes!("../../../templates/fonts/IBMPlexSans-Regular.ttf"),
    include_bytes!("../../../templates/fonts/IBMPlexSans-Italic.ttf"),
    include_bytes!("../../../templates/fonts/IBMPlexSans-SemiBold.ttf"),
    include_bytes!("../../../templates/fonts/IBMPlexMono-Regular.ttf"),
];

/// The embedded fonts, read once.
pub(super) fn fonts() -> &'static Fonts {
    static CELL: OnceLock<Fonts> = OnceLock::new();
    CELL.get_or_init(|| Fonts::new(&FILES))
}

/// The embedded fonts and the project's own.
///
/// # Errors
/// Where a file is no font.
pub(super) fn with(own: &[FontFile]) -> Result<Cow<'static, Fonts>, Diagnostic> {
    let mut all = Cow::Borrowed(fonts());
    for FontFile { name, bytes, .. } in own {
        let more = std::panic::catch_unwind(AssertUnwindSafe(|| all.with(bytes.clone())));
        let more = more.ok().flatten().ok_or_else(|| {
            let message = format!("{name} is no font");
            Diagnostic::general(message, "name a file of the format TrueType or OpenType")
        })?;
        all = Cow::Owned(more);
    }
    Ok(all)
}

impl Coverage for Fonts {
    fn any_shows(&self, character: char) -> bool {
        Fonts::any_shows(self, character)
    }

    fn all_show(&self, character: char) -> bool {
        Fonts::all_show(self, character)
    }

    fn lines(&self, pieces: &[(&str, f64, &str)], column: f64) -> Option<usize> {
        Fonts::lines(self, pieces, column)
    }
}
