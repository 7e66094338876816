//! `[brand]` in `muster.toml`: how reports look.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use model::posture::{Brand, Colour};
use model::{Diagnostic, Place, StatedPath};
use syntax::Node;

/// How many characters a name or a line may have.
const MAX_LINE: usize = 200;
/// The contrast that text needs, by WCAG 2.2 AA.
const LEAST_CONTRAST: f64 = 4.5;
/// The grounds that links are printed on, the less favourable of a light page and of a dark one.
const LIGHT: &str = "#f5f6f8";
const DARK: &str = "#1a2129";

/// `[brand]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct BrandTable {
    /// The name in the head of every page. Default: that of the organisation.
    #[serde(default)]
    name: Option<String>,
    /// An SVG or PNG file of at most 64 KiB, relative to the project folder.
    #[serde(default)]
    logo: Option<String>,
    /// The colour behind the head of every page, as `#16323b`. The text on it is black or white.
    #[serde(default)]
    colour: Option<String>,
    /// The colour of links on a light page; it must be legible there.
    #[serde(default)]
    accent: Option<String>,
    /// The same on a dark page.
    #[serde(default)]
    accent_dark: Option<String>,
    /// The line that every page begins with, such as "Confidential".
    #[serde(default)]
    classification: Option<String>,
    /// The line that every page ends with.
    #[serde(default)]
    footer: Option<String>,
}

/// What the table states, and the file of the logo.
pub(crate) fn brand(
    table: BrandTable,
    tree: Option<&Node>,
    file: &Arc<str>,
    errors: &mut Vec<Diagnostic>,
) -> (Option<Brand>, Option<StatedPath>) {
    let Some(tree) = tree else { return (None, None) };
    let place = |key: &str| {
        Place::new(file, tree.get(key).map_or(0, |node| node.line), format!("/brand/{key}"))
    };
    let mut line = |key: &str, text: Option<String>| {
        let is_long = text.as_ref().is_some_and(|text| text.chars().count() > MAX_LINE);
        if is_long || text.as_ref().is_some_and(|text| text.contains(['\n', '\r'])) {
            let message = format!("`{key}` is no line of at most {MAX_LINE} characters");
            errors.push(Diagnostic::at(&place(key), message, "shorten it"));
        }
        text.filter(|text| !text.trim().is_empty())
    };
    let name = line("name", table.name);
    let classification = line("classification", table.classification);
    let footer = line("footer", table.footer);
    let mut colour = |key: &str, text: Option<&String>, ground: Option<&str>| {
        let text = text?;
        let read = text.parse::<Colour>().and_then(|colour| legible(colour, ground));
        read.map_err(|wrong| errors.push(Diagnostic::at(&place(key), wrong, "name another colour")))
            .ok()
    };
    let brand = Brand {
        name,
        logo: None,
        colour: colour("colour", table.colour.as_ref(), None),
        accent: colour("accent", table.accent.as_ref(), Some(LIGHT)),
        accent_dark: colour("accent-dark", table.accent_dark.as_ref(), Some(DARK)),
        classification,
        footer,
    };
    (Some(brand), table.logo.map(|path| StatedPath::new(path, place("logo"))))
}

fn legible(colour: Colour, ground: Option<&str>) -> Result<Colour, String> {
    let Some(ground) = ground.and_then(|ground| ground.parse().ok()) else { return Ok(colour) };
    let contrast = colour.contrast(ground);
    match contrast >= LEAST_CONTRAST {
        true => Ok(colour),
        false => Err(format!(
            "{colour} has a contrast of {contrast:.1} with the page ({ground}), and links need {LEAST_CONTRAST}"
        )),
    }
}
