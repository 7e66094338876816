//! `[[source]]` of the profile: what a file or URL is, where its content does not say all.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::file_rules::matches_pattern;
use super::format::FORMATS;
use super::native;
use model::{Diagnostic, Fetch, Moment, Place, Source};
use syntax::{Node, closest};

/// `[[source]]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SourceTable {
    /// Files it speaks of: a path in the project, where `*` stands for anything.
    #[serde(default)]
    path: Option<String>,
    /// An https address to fetch. Its answer is read like a file.
    #[serde(default)]
    url: Option<String>,
    /// The format, where content alone should not decide, such as `gitleaks`.
    #[serde(default)]
    format: Option<String>,
    /// When the content was taken, where it does not say so itself: a date or time.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    captured_at: Option<Moment>,
    /// The sheet of a workbook that this entry is about. Default: all sheets.
    #[serde(default)]
    sheet: Option<String>,
    /// The kind of record that a table holds, such as `servers`.
    #[serde(default)]
    records: Option<String>,
    /// Headings of a table by the field they mean: `owner = "Responsible"`.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// The environment variable that holds the token for the URL.
    #[serde(default)]
    token_env: Option<String>,
    /// The file that holds the token for the URL.
    #[serde(default)]
    token_file: Option<String>,
    /// The header the token is sent in. Default: `Authorization`, with `Bearer` in front.
    #[serde(default)]
    token_header: Option<String>,
    /// The field of an answer that holds the next page's cursor.
    #[serde(default)]
    cursor_field: Option<String>,
    /// The query parameter the cursor is sent in.
    #[serde(default)]
    cursor_parameter: Option<String>,
}

/// Whether a source speaks of a file.
pub(super) fn speaks_of(source: &Source, file: &str) -> bool {
    source.path.as_deref().is_some_and(|pattern| matches_pattern(pattern, file))
}

/// Checks the sources of a profile.
pub(super) fn sources(
    tables: Vec<SourceTable>,
    tree: &Node,
    file: &Arc<str>,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Source> {
    let nodes = tree.get("source").map(Node::list).unwrap_or_default();
    let mut sources = Vec::new();
    for (number, table) in tables.into_iter().enumerate() {
        let line = nodes.get(number).map_or(0, |node| node.line);
        let mut tell = |field: &str, message: String, help: String| {
            let place = Place::new(file, line, format!("/source/{number}/{field}"));
            errors.push(Diagnostic::at(&place, message, help));
        };
        if table.path.is_some() == table.url.is_some() {
            let help = "write `path` for files of the project, or `url`".to_string();
            tell("path", "a source has either a path or a url".into(), help);
        }
        if let Some(format) = &table.format
            && !FORMATS.iter().any(|known| known.id == format)
        {
            let known: Vec<&str> = FORMATS.iter().map(|known| known.id).collect();
            let help = match closest(format, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known formats: {}", known.join(", ")),
            };
            tell("format", format!("{format} is no format"), help);
        }
        if let Some(records) = &table.records
            && native::kind(records).is_none()
        {
            let help = "write a kind of record, such as `servers`".to_string();
            tell("records", format!("{records} is no kind of record"), help);
        }
        sources.push(source(table, line));
    }
    sources
}

fn source(table: SourceTable, line: u32) -> Source {
    Source {
        path: table.path,
        url: table.url,
        format: table.format,
        captured_at: table.captured_at,
        sheet: table.sheet,
        records: table.records,
        columns: table.columns,
        fetch: Fetch {
            token_env: table.token_env,
            token_file: table.token_file,
            token_header: table.token_header,
            cursor_field: table.cursor_field,
            cursor_parameter: table.cursor_parameter,
        },
        line,
    }
}
