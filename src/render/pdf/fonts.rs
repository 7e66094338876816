//! The fonts inside the binary: IBM Plex.

use std::sync::OnceLock;

use pdf::Fonts;

use super::text::Coverage;

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

impl Coverage for Fonts {
    fn any_shows(&self, character: char) -> bool {
        Fonts::any_shows(self, character)
    }

    fn all_show(&self, character: char) -> bool {
        Fonts::all_show(self, character)
    }
}
