//! What moved between two assessments, alone: for a terminal, for a pull request, for programs.

use std::collections::HashMap;

use serde::Serialize;
use tera::Tera;

use super::engine::{self, Templates};
use super::fit::{LONGEST_COMMENT, fit};
use super::markdown::{tidy, with_code, with_remediations};
use super::{clean, escape, reference};
use model::{Change, Control, Diagnostic};

const TEXT: &Templates = &[("diff.txt", include_str!("../../templates/diff/diff.txt"))];
const MARKDOWN: &Templates = &[
    ("diff.md", include_str!("../../templates/diff/diff.md")),
    ("md/change.md", include_str!("../../templates/md/change.md")),
];

/// Where the rest of a cut comparison is.
const REST: &str = "`muster diff --format json` prints everything.";

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
    change: Change,
}

/// Prints a comparison. Markdown states how to fix what regressed, by the catalogue.
///
/// # Errors
/// Where a template is broken.
pub fn diff(
    organisation: &str,
    change: &Change,
    shape: Shape,
    catalog: &[&'static Control],
) -> Result<String, Diagnostic> {
    let broken = |error: serde_json::Error| {
        Diagnostic::general(format!("the comparison cannot be written: {error}"), "report this")
    };
    if shape == Shape::Json {
        return serde_json::to_string_pretty(change).map(|text| text + "\n").map_err(broken);
    }
    let mut change = change.clone();
    clean::texts(&mut change);
    let values = Values { organisation: syntax::visible(organisation).into_owned(), change };
    let fixes = catalog.iter().map(|one| (one.id.into(), one.remediation.into()));
    let fixes: HashMap<String, String> = fixes.collect();
    match shape {
        Shape::Markdown => {
            let tera = engine::engine(MARKDOWN, escape::markdown, |tera| {
                with_code(tera);
                with_remediations(tera, fixes);
            })?;
            let text = engine::render(&tera, "diff.md", &values).map(|text| tidy(&text))?;
            Ok(fit(text, LONGEST_COMMENT, REST))
        }
        Shape::Text | Shape::Json => {
            let tera = engine::engine(TEXT, reference::plain, |tera: &mut Tera| {
                tera.register_filter("wrap", reference::wrap);
                with_remediations(tera, fixes);
            })?;
            engine::render(&tera, "diff.txt", &values).map(|text| tidy(&text))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::samples;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_comparison_is_longer_than_a_forge_accepts(
            findings in 0_usize..3_000,
            title in "[a-z|<>`*_ ]{0,400}",
        ) {
            let mut change = samples::hostile().history.unwrap().change.unwrap();
            for row in &mut change.classes {
                row.named = row.named.iter().cycle().take(findings).cloned().collect();
                row.named.iter_mut().for_each(|one| one.title.clone_from(&title));
            }
            let text = diff("O", &change, Shape::Markdown, &[]).unwrap();
            prop_assert!(text.len() <= LONGEST_COMMENT, "{}", text.len());
            prop_assert!(text.starts_with("### O"));
            let cut = text.contains("Cut here");
            prop_assert!(!cut || text.contains("muster diff --format json"));
        }
    }
}
