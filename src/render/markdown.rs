//! Markdown: CommonMark with GFM tables.

use super::engine;
use crate::model::{Artifact, Diagnostic, Posture};

const NAME: &str = "report.md";
const TEMPLATE: &str = include_str!("../../templates/report.md");

/// `report.md`
pub(super) fn render(posture: &Posture) -> Result<Artifact, Diagnostic> {
    let tera = engine::engine(NAME, TEMPLATE, escape)?;
    let text = engine::render(&tera, NAME, posture, &[])?;
    Ok(Artifact::new(NAME, text))
}

/// Takes the meaning out of every character that Markdown reads as markup, and keeps each value on
/// its line.
fn escape(text: &str, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => write!(out, " ")?,
            control if control.is_control() => {}
            '<' => write!(out, "&lt;")?,
            '>' => write!(out, "&gt;")?,
            '&' => write!(out, "&amp;")?,
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '~' | '$' => {
                write!(out, "\\{character}")?;
            }
            plain => write!(out, "{plain}")?,
        }
    }
    Ok(())
}
