//! Secrets that a scanner found, as its report shows them: a hit each, reduced at once to what may be kept.

use super::hit::Hit;
use super::names;
use super::rule_kind::kind;
use super::values;
use crate::format::Origin;
use crate::secrets::SecretDigest;
use model::{Moment, Place, ScanScope};

/// One secret that a scanner found.
pub(super) struct Leak<'a> {
    /// The scanner's rule.
    pub rule: &'a str,
    /// The repository or bucket around the file, where the scanner reports it.
    pub within: Option<&'a str>,
    /// The file that contains it, as the scanner names it.
    pub file: &'a str,
    /// The line, where the scanner reports it.
    pub line: Option<&'a str>,
    /// The column where it begins, where the scanner reports it.
    pub column: Option<&'a str>,
    /// Its value, in each form in which the report shows it.
    pub values: &'a [Option<&'a str>],
    /// The SHA-1 of its value, where the report keeps no more.
    pub sha1: Option<&'a str>,
    /// Whether the scanner tried it and it worked.
    pub verified: bool,
    /// When the value was revoked, where the scanner reports it.
    pub revoked: Option<Moment>,
    /// The account it opens, where the scanner reports it.
    pub principal: Option<String>,
    /// Where the scanner reports when it found this one.
    pub dated: Option<Place>,
    /// The part of what the report covers that it is in, where the scanner reports it.
    pub scope: Option<ScanScope>,
    /// Where the scanner's report says so.
    pub place: Place,
}

impl<'a> Leak<'a> {
    /// A secret of which a report shows no more than its rule and file.
    pub(super) fn of(rule: &'a str, file: &'a str, place: Place) -> Self {
        Leak {
            rule,
            within: None,
            file,
            line: None,
            column: None,
            values: &[],
            sha1: None,
            verified: false,
            revoked: None,
            principal: None,
            dated: None,
            scope: None,
            place,
        }
    }
}

/// Collects the secrets of one report.
pub(super) struct Leaks<'a> {
    tool: &'a str,
    /// Where the report states when it was taken.
    dated: Option<Place>,
}

impl<'a> Leaks<'a> {
    /// Begins a collection for a tool.
    pub(super) fn of(tool: &'a str) -> Self {
        Leaks { tool, dated: None }
    }

    /// The same, for a report that states at a place when it was taken.
    pub(super) fn dated(self, dated: Option<Place>) -> Self {
        Leaks { dated, ..self }
    }

    /// Adds a secret.
    pub(super) fn add(&mut self, leak: Leak<'_>, found: Option<Moment>, origin: &Origin<'_>) {
        let Some(path) = names::path_of(leak.file) else { return };
        // Two repositories may both have such a file.
        let file = match leak.within.and_then(names::address) {
            Some(around) => {
                let around = around.split_once("://").map_or(around.as_str(), |(_, rest)| rest);
                format!("{}/{path}", around.trim_end_matches(".git").trim_end_matches('/'))
            }
            None => path,
        };
        let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
        let values = leak.values.iter().copied().flatten();
        let digests = values.filter_map(values::digest);
        let digests = digests.chain(leak.sha1.and_then(SecretDigest::of_sha1));
        // Two reports of one value may show it whole and by its SHA-1.
        let digests = digests.flat_map(|digest| {
            let twin = digest.twin().filter(|twin| *twin != digest);
            std::iter::once(digest).chain(twin)
        });
        origin.hits.borrow_mut().push(Hit {
            tool: self.tool.to_string(),
            file,
            rule: names::slug(leak.rule),
            kind: kind(leak.rule),
            line: number(leak.line),
            column: number(leak.column),
            digests: digests.collect(),
            verified: leak.verified,
            revoked: leak.revoked,
            principal: leak.principal,
            found,
            dated: leak.dated.or_else(|| self.dated.clone()).or_else(|| origin.dated.clone()),
            scope: leak.scope,
            place: leak.place,
        });
    }
}
