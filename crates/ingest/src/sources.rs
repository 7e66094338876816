//! `[[source]]` of the profile: what a file or URL is, where its content does not state all of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::formats::feeds;
use super::native;
use model::{Diagnostic, Fetch, FormatId, Moment, Place, Source, StatedPath};
use syntax::{Glob, Node, suggestion};

/// How many sources a profile may have: each is compared with every file.
pub(super) const MAX_SOURCES: usize = 1_000;

/// `[[source]]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SourceTable {
    /// Files it describes: a path in the project, where `*` matches anything.
    #[serde(default)]
    path: Option<String>,
    /// An https address to fetch. Its answer is read like a file.
    #[serde(default)]
    url: Option<String>,
    /// The format, where content alone should not decide, such as `gitleaks`.
    #[serde(default)]
    format: Option<String>,
    /// When the content was captured, where it does not state that itself: a date or time.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    captured_at: Option<Moment>,
    /// The sheet of a workbook that this entry is about. Default: all sheets.
    #[serde(default)]
    sheet: Option<String>,
    /// The server that the content is about, by id: for the result of `tools/list`, which does not
    /// state it.
    #[serde(default)]
    server: Option<String>,
    /// What a scanner's report covers, in your own words, where it does not state that itself: a later
    /// complete report of the same tool over the same scope replaces the earlier.
    #[serde(default)]
    scope: Option<String>,
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

/// The sources of a profile with their patterns parsed, so that each is parsed once for all files.
pub(super) struct Patterns<'a>(Vec<(Option<Glob>, &'a Source)>);

impl<'a> Patterns<'a> {
    /// Parses the patterns of all sources.
    pub(super) fn of(sources: &'a [Source]) -> Self {
        // A pattern that cannot be parsed was reported when the profile was read.
        let glob = |source: &Source| source.path.as_deref().and_then(|path| Glob::new(path).ok());
        Patterns(sources.iter().map(|source| (glob(source), source)).collect())
    }

    /// The first source whose pattern matches a file.
    pub(super) fn find(&self, file: &str) -> Option<&'a Source> {
        self.all(file).next()
    }

    /// Every source whose pattern matches a file.
    pub(super) fn all(&self, file: &str) -> impl Iterator<Item = &'a Source> {
        let matches = move |(glob, _): &&(Option<Glob>, &Source)| {
            glob.as_ref().is_some_and(|glob| glob.matches(file))
        };
        self.0.iter().filter(matches).map(|(_, source)| *source)
    }
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
    if let Some(first) = nodes.get(MAX_SOURCES) {
        let message =
            format!("there are {} sources, more than the limit of {MAX_SOURCES}", nodes.len());
        let place = Place::new(file, first.line, format!("/source/{MAX_SOURCES}"));
        errors.push(Diagnostic::at(&place, message, "name several files by one pattern"));
        return sources;
    }
    for (number, table) in tables.into_iter().enumerate() {
        let line = nodes.get(number).map_or(0, |node| node.line);
        let mut refuse = |field: &str, message: String, help: String| {
            let place = Place::new(file, line, format!("/source/{number}/{field}"));
            errors.push(Diagnostic::at(&place, message, help));
        };
        if table.path.is_some() == table.url.is_some() {
            let help = "write `path` for files of the project, or `url`".to_string();
            refuse("path", "a source has either `path` or `url`".into(), help);
        }
        if let Some(Err(message)) = table.path.as_deref().map(Glob::new) {
            let help = "close the bracket or brace, or put a `\\` before it".to_string();
            refuse("path", format!("this path is not a valid pattern: {message}"), help);
        }
        if let Some(format) = &table.format
            && !feeds().any(|known| known == format)
        {
            let known: Vec<&str> = feeds().collect();
            let help = match suggestion(format, known.iter().copied()) {
                Some(meant) => meant,
                None => format!("known formats: {}", known.join(", ")),
            };
            refuse("format", format!("{format} is not a known format"), help);
        }
        if let Some(records) = &table.records
            && native::kind(records).is_none()
        {
            let help = "write a kind of record, such as `servers`".to_string();
            refuse("records", format!("{records} is not a kind of record"), help);
        }
        let field = |keys: [&str; 2]| {
            let entries = nodes.get(number).map(Node::entries).unwrap_or_default();
            let entry = entries.iter().find(|entry| keys.contains(&entry.key.as_str()));
            let line = entry.map_or(line, |entry| entry.line);
            Place::new(file, line, format!("/source/{number}/{}", keys[0]))
        };
        sources.push(source(table, line, field));
    }
    sources
}

fn source(table: SourceTable, line: u32, field: impl Fn([&str; 2]) -> Place) -> Source {
    let dated = table.captured_at.map(|_| field(["captured-at", "captured_at"]));
    let token_env = table.token_env.map(|name| (name, field(["token-env", "token_env"])));
    let token_file =
        table.token_file.map(|path| StatedPath::new(path, field(["token-file", "token_file"])));
    Source {
        path: table.path,
        url: table.url,
        format: table.format.map(FormatId::from),
        captured_at: table.captured_at,
        dated,
        sheet: table.sheet,
        server: table.server,
        scope: table.scope,
        records: table.records,
        columns: table.columns,
        fetch: Fetch {
            token_env,
            token_file,
            token_header: table.token_header,
            cursor_field: table.cursor_field,
            cursor_parameter: table.cursor_parameter,
        },
        line,
    }
}
