//! HTML: one file, no outside request, no script needed.

use super::engine;
use crate::model::{Artifact, Diagnostic, Posture};

const NAME: &str = "report.html";
const TEMPLATE: &str = include_str!("../../templates/report.html");

/// `report.html`
pub(super) fn render(posture: &Posture) -> Result<Artifact, Diagnostic> {
    let tera = engine::engine(NAME, TEMPLATE, tera::escape_html)?;
    let text = engine::render(&tera, NAME, posture, &[])?;
    Ok(Artifact::new(NAME, text))
}
