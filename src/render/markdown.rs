//! Markdown: CommonMark with GFM tables.

use serde::Serialize;
use tera::{Kwargs, State, Tera, Value};

use super::engine::{self, Templates};
use super::view::View;
use super::{escape, prose_markdown};
use model::{Artifact, Diagnostic, Posture};

const NAME: &str = "report.md";
const TEMPLATES: &Templates = &[
    (NAME, include_str!("../../templates/report.md")),
    ("md/components.md", include_str!("../../templates/md/components.md")),
    ("md/change.md", include_str!("../../templates/md/change.md")),
    ("md/overview.md", include_str!("../../templates/md/overview.md")),
    ("md/history.md", include_str!("../../templates/md/history.md")),
    ("md/frameworks.md", include_str!("../../templates/md/frameworks.md")),
    ("md/findings.md", include_str!("../../templates/md/findings.md")),
    ("md/assets.md", include_str!("../../templates/md/assets.md")),
    ("md/scanners.md", include_str!("../../templates/md/scanners.md")),
    ("md/method.md", include_str!("../../templates/md/method.md")),
];

/// What the templates see.
#[derive(Serialize)]
struct Values<'a> {
    posture: &'a Posture,
    view: &'a View<'a>,
    prose: Option<String>,
    ledger: String,
}

/// `report.md`
pub(super) fn render(posture: &Posture, view: &View<'_>) -> Result<Artifact, Diagnostic> {
    let tera = engine::engine(TEMPLATES, escape::markdown, with_code)?;
    let prose = posture.prose.as_deref().map(prose_markdown::to_markdown);
    let values = Values { posture, view, prose, ledger: posture.ledger.line() };
    let text = engine::render(&tera, NAME, &values)?;
    Ok(Artifact::new(NAME, tidy(&text)))
}

/// What only Markdown needs: fields in our sentences as code.
pub(super) fn with_code(tera: &mut Tera) {
    tera.register_filter("ticks", |text: &str, _: Kwargs, _: &State| {
        Value::safe_string(&escape::with_code(text))
    });
}

/// No spaces at the ends of lines, never two empty lines in a row, one line break at the end.
pub(super) fn tidy(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;
    use crate::render::{clean, samples};

    fn report(posture: &Posture) -> String {
        let posture = clean::posture(posture).unwrap();
        String::from_utf8(render(&posture, &View::of(&posture)).unwrap().bytes).unwrap()
    }

    #[test]
    fn lines_are_tidy() {
        for text in [report(&samples::empty()), report(&samples::hostile())] {
            assert!(!text.contains(" \n") && !text.contains("\n\n\n") && text.ends_with('\n'));
            assert!(text.starts_with("# ") && !text.contains('\r'));
        }
    }

    #[test]
    fn hostile_texts_become_no_markup() {
        let text = report(&samples::hostile());
        let mut headings = 0;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
        {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html}"),
                Event::Start(Tag::Link { dest_url, .. }) => panic!("{dest_url}"),
                Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => panic!("{event:?}"),
                Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) => {
                    headings += 1;
                }
                _ => {}
            }
        }
        assert_eq!(headings, 1);
        assert!(!text.contains("\u{202e}") && !text.contains('\u{1b}'));
    }

    #[test]
    fn every_row_of_a_table_has_as_many_cells_as_its_head() {
        let text = report(&samples::hostile());
        let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
        let mut columns = None;
        for line in text.lines() {
            match columns {
                _ if !line.starts_with('|') => {
                    // Without an empty line the next paragraph would be read as one more row.
                    assert!(columns.is_none() || line.is_empty(), "{line}");
                    columns = None;
                }
                None => columns = Some(cells(line)),
                Some(columns) => assert_eq!(cells(line), columns, "{line}"),
            }
        }
    }
}
