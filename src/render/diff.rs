//! What moved between two assessments, alone: for a terminal, for a pull request, for programs.

use serde::Serialize;
use serde_json::Value;
use tera::Tera;

use super::engine::{self, Templates};
use super::markdown::{tidy, with_code};
use super::{clean, escape, reference};
use model::{Change, Diagnostic};

const TEXT: &Templates = &[("diff.txt", include_str!("../../templates/diff/diff.txt"))];
const MARKDOWN: &Templates = &[
    ("diff.md", include_str!("../../templates/diff/diff.md")),
    ("md/change.md", include_str!("../../templates/md/change.md")),
];

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// For people at a terminal.
    Text,
    /// For a pull request or a wiki.
    Markdown,
    /// For programs: everything, nothing cut.
    Json,
}

#[derive(Serialize)]
struct Values {
    organisation: String,
    change: Value,
}

/// Prints a comparison.
///
/// # Errors
/// Where a template is broken.
pub fn diff(organisation: &str, change: &Change, shape: Shape) -> Result<String, Diagnostic> {
    let broken = |error: serde_json::Error| {
        Diagnostic::general(format!("the comparison cannot be written: {error}"), "report this")
    };
    if shape == Shape::Json {
        return serde_json::to_string_pretty(change).map(|text| text + "\n").map_err(broken);
    }
    let mut values = Values {
        organisation: syntax::visible(organisation).into_owned(),
        change: serde_json::to_value(change).map_err(broken)?,
    };
    clean::value(&mut values.change);
    match shape {
        Shape::Markdown => {
            let tera = engine::engine(MARKDOWN, escape::markdown, with_code)?;
            engine::render(&tera, "diff.md", &values).map(|text| tidy(&text))
        }
        Shape::Text | Shape::Json => {
            let tera = engine::engine(TEXT, reference::plain, |tera: &mut Tera| {
                tera.register_filter("wrap", reference::wrap);
            })?;
            engine::render(&tera, "diff.txt", &values).map(|text| tidy(&text))
        }
    }
}
