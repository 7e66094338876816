//! What to fetch, and how fetching can fail.

use std::fmt;

use url::Url;

/// One thing to fetch.
#[derive(Debug, Clone)]
pub struct Request {
    /// Where it is.
    pub url: Url,
    /// What proves that we may.
    pub credential: Option<Credential>,
    /// How pages are named, where the answer carries a cursor instead of an address.
    pub cursor: Option<Cursor>,
    /// The entity tag of the last answer: one that did not change is not sent again.
    pub etag: Option<String>,
}

/// A header that proves who asks. Its value is never printed.
#[derive(Clone)]
pub struct Credential {
    /// The header's name.
    pub header: String,
    /// The header's value.
    pub value: String,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: withheld", self.header)
    }
}

/// Paging by cursor: the answer's field, and the query parameter it is sent back in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// The field, where `.` leads inside: `response_metadata.next_cursor`.
    pub field: String,
    /// The query parameter.
    pub parameter: String,
}

/// Why a collection failed. Carries no credential and no query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, as a clause.
    pub why: String,
    /// What to do about it.
    pub help: String,
    /// Whether the same request may succeed later.
    pub passing: bool,
}

impl Failure {
    pub(super) fn lasting(why: impl Into<String>, help: impl Into<String>) -> Self {
        Failure { why: why.into(), help: help.into(), passing: false }
    }

    pub(super) fn passing(why: impl Into<String>) -> Self {
        let help = "try again later; until then the last kept response is used, if there is one";
        Failure { why: why.into(), help: help.into(), passing: true }
    }
}
