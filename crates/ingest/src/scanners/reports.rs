//! Reports in the making.

use std::collections::BTreeSet;

use super::names;
use crate::extract::keep_later;
use crate::format::Origin;
use model::{Completion, Place, ScanScope, ScanStatus, ScannerReport, ScannerResult};
use syntax::Node;

/// The reports of a document, one a tool. Exchange formats mix the findings of several.
#[derive(Default)]
pub(super) struct Reports(pub(super) Vec<ScannerReport>);

impl Reports {
    /// The report of a tool, begun where there is none yet.
    pub(super) fn of(&mut self, tool: &str, start: impl FnOnce() -> ScannerReport) -> Open<'_> {
        let at = self.0.iter().position(|report| report.tool == tool).unwrap_or_else(|| {
            self.0.push(start());
            self.0.len() - 1
        });
        Open(self.0.get_mut(at))
    }
}

/// A report that takes results.
pub(super) struct Open<'a>(Option<&'a mut ScannerReport>);

impl Open<'_> {
    /// Adds a row taken at a time, over what it states that it is about. A row without a result shows that
    /// this was covered.
    pub(super) fn add(
        self,
        result: Option<ScannerResult>,
        taken: Option<&str>,
        scope: Option<ScanScope>,
    ) {
        if let Some(report) = self.0 {
            let scope = covered(report, scope);
            report.results.extend(result.map(|result| ScannerResult { scope, ..result }));
            keep_later(&mut report.captured_at, taken);
        }
    }
}

/// Notes that a report covers this; returns it for what the report states about it.
pub(super) fn covered(report: &mut ScannerReport, scope: Option<ScanScope>) -> Option<ScanScope> {
    let scope = scope?;
    // Most rows are over a few scopes: all share one text.
    match report.covers.get(&scope) {
        Some(known) => Some(known.clone()),
        None => {
            report.covers.insert(scope.clone());
            Some(scope)
        }
    }
}

/// Tools that search for secrets, whatever format their report is written in.
pub(super) const SEARCHES: [&str; 7] = [
    "gitleaks",
    "trufflehog",
    "trufflehog3",
    "detect-secrets",
    "ggshield",
    "noseyparker",
    "github-secret-scanning",
];

/// A report of a finished scan, without results yet.
pub(super) fn report(tool: &str, root: &Node, origin: &Origin<'_>) -> ScannerReport {
    let tool = names::tool(tool);
    ScannerReport {
        searches: SEARCHES.contains(&tool.as_str()),
        rules: BTreeSet::new(),
        tool,
        version: None,
        place: origin.place(root, ""),
        captured_at: None,
        covers: BTreeSet::new(),
        ran: Completion::Completed,
        results: Vec::new(),
    }
}

/// Marks a report as incomplete. The first reason is kept.
pub(super) fn cut_short(report: &mut ScannerReport, why: &str) {
    if report.ran == Completion::Completed {
        report.ran = Completion::Incomplete(why.to_string());
    }
}

/// Uses the time that the profile states where the report has none.
pub(super) fn dated(mut report: ScannerReport, origin: &Origin<'_>) -> ScannerReport {
    report.captured_at = report.captured_at.or(origin.captured_at);
    report
}

/// A result, with what every tool reports.
pub(super) fn result(rule: &str, says: ScanStatus, place: Place) -> ScannerResult {
    ScannerResult {
        rule: names::words(rule).unwrap_or_else(|| "unnamed rule".to_string()),
        says,
        about: Vec::new(),
        severity: None,
        tags: Vec::new(),
        suppressed: None,
        scope: None,
        place,
    }
}

/// Tags, each quoted once and in the order of the report.
pub(super) fn tags<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in texts.into_iter().filter_map(names::words) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// Names, the surest first, each once.
pub(super) fn about(found: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let mut about: Vec<String> = Vec::new();
    for name in found.into_iter().flatten() {
        if !about.contains(&name) {
            about.push(name);
        }
    }
    about
}
