//! Fonts of the machine, for characters that no other font shows. Only where the profile or the command line
//! asks for them: with them, two machines print the same bytes only where they have the same fonts.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::render::{FontFile, PdfOptions, missing_characters, shown_by};
use crate::workspace;
use model::posture::FindingCard;
use model::{Diagnostic, Posture};

/// A font of macOS that shows every character as a box with the name of its block.
const OF_LAST_RESORT: &str = "LastResort";

/// What the files of bold, slanted and narrow fonts are called.
const STYLES: [&str; 6] = ["bold", "black", "italic", "oblique", "condensed", "light"];

/// Adds the fonts that show characters of a posture which no font of the options does: the first by name that
/// has any of them, until none is missing or no font is left.
///
/// # Errors
/// Where a font of the options is none.
pub(super) fn add(
    options: &mut PdfOptions,
    posture: &Posture,
    all: Option<&[FindingCard]>,
) -> Result<(), Diagnostic> {
    let mut missing: BTreeSet<char> = missing_characters(posture, all, options)?;
    let mut files = workspace::font_files(&folders());
    // Upright and of normal weight first: names and sentences are set so.
    files.sort_by_cached_key(|path| {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
        STYLES.iter().any(|style| name.as_ref().is_some_and(|name| name.contains(style)))
    });
    for path in files {
        if missing.is_empty() {
            break;
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name.filter(|name| !name.starts_with(OF_LAST_RESORT)) else { continue };
        // What cannot be read or is broken is no font of this machine.
        let Ok(bytes) = workspace::read_font(&path) else { continue };
        let shown = shown_by(&bytes, &missing);
        if !shown.is_empty() {
            missing.retain(|character| !shown.contains(character));
            options.fonts.push(FontFile { name, bytes, is_of_system: true });
        }
    }
    Ok(())
}

/// Where systems keep their fonts.
fn folders() -> Vec<PathBuf> {
    let under = |variable: &str, rest: &str| {
        let home = std::env::var_os(variable).filter(|value| !value.is_empty())?;
        Some(PathBuf::from(home).join(rest))
    };
    let fixed =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"];
    let own = [
        ("HOME", ".fonts"),
        ("HOME", ".local/share/fonts"),
        ("HOME", "Library/Fonts"),
        ("SYSTEMROOT", "Fonts"),
        ("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
    ];
    let own = own.iter().filter_map(|(variable, rest)| under(variable, rest));
    fixed.iter().map(PathBuf::from).chain(own).collect()
}
