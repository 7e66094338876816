//! Where inputs come from, as the profile states.

use std::collections::BTreeMap;

use super::{FormatId, Moment, Place, StatedPath};

/// One `[[source]]` of the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Source {
    /// The files it is about: a path in the project, where `*` matches anything.
    pub path: Option<String>,
    /// Where to fetch it.
    pub url: Option<String>,
    /// The format, where content alone should not decide.
    pub format: Option<FormatId>,
    /// When the content was taken, where it does not state it itself.
    pub captured_at: Option<Moment>,
    /// Where the profile states when it was taken.
    pub dated: Option<Place>,
    /// The sheet of a workbook that it is about; all sheets unless stated.
    pub sheet: Option<String>,
    /// The server that the content is about, where it does not state that itself.
    pub server: Option<String>,
    /// What a scanner's report covers, where it does not state that itself.
    pub scope: Option<String>,
    /// The kind of record that a table holds.
    pub records: Option<String>,
    /// Headings of a table by the field they mean: `owner = "Verantwortlich"`.
    pub columns: BTreeMap<String, String>,
    /// How to fetch it.
    pub fetch: Fetch,
    /// The line in the profile, for messages.
    pub line: u32,
}

/// How a URL is fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetch {
    /// The environment variable that holds the token, and where it is named.
    pub token_env: Option<(String, Place)>,
    /// The file that holds the token.
    pub token_file: Option<StatedPath>,
    /// Header the token is sent in; `Authorization` with `Bearer` unless stated.
    pub token_header: Option<String>,
    /// The field of an answer that holds the next page's cursor.
    pub cursor_field: Option<String>,
    /// The query parameter the cursor is sent in.
    pub cursor_parameter: Option<String>,
}
