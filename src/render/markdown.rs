//! Markdown: CommonMark with GFM tables.

use serde::Serialize;

use super::engine::{self, Templates};
use super::view::View;
use super::{clean, escape, prose_markdown};
use crate::model::{Artifact, Diagnostic, Posture};

const NAME: &str = "report.md";
const TEMPLATES: &Templates = &[
    (NAME, include_str!("../../templates/report.md")),
    ("md/components.md", include_str!("../../templates/md/components.md")),
    ("md/overview.md", include_str!("../../templates/md/overview.md")),
    ("md/frameworks.md", include_str!("../../templates/md/frameworks.md")),
    ("md/findings.md", include_str!("../../templates/md/findings.md")),
    ("md/assets.md", include_str!("../../templates/md/assets.md")),
    ("md/method.md", include_str!("../../templates/md/method.md")),
];

/// What the templates see.
#[derive(Serialize)]
struct Values<'a> {
    posture: &'a Posture,
    view: &'a View<'a>,
    prose: Option<String>,
}

/// `report.md`
pub(super) fn render(posture: &Posture) -> Result<Artifact, Diagnostic> {
    let posture = clean::posture(posture)?;
    let view = View::of(&posture);
    let tera = engine::engine(TEMPLATES, escape::markdown, |_| {})?;
    let prose = posture.prose.as_deref().map(prose_markdown::to_markdown);
    let text = engine::render(&tera, NAME, &Values { posture: &posture, view: &view, prose })?;
    Ok(Artifact::new(NAME, tidy(&text)))
}

/// No spaces at the ends of lines, never two empty lines in a row, one line break at the end.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if !(line.is_empty() && empty) {
            tidied += line;
            tidied.push('\n');
        }
        empty = line.is_empty();
    }
    while tidied.ends_with("\n\n") {
        tidied.pop();
    }
    tidied
}
