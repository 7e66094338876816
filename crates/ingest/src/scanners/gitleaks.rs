//! Gitleaks reports, version 7 and 8: secrets found in code.
//!
//! `Match` and `line` are never read; of `Secret` and `offender`, which hold values, a digest is taken. `null`
//! and `[]` both mean that a finished scan found nothing, but only the profile or the name of the file shows that
//! it was one of Gitleaks.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{covered, cut_short, dated, report, result};
use super::scope;
use crate::extract::{has_keys, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("gitleaks"), title: "Gitleaks report", recognise, read };

fn recognise(root: &Node) -> bool {
    let leak = |node: &Node| {
        has_keys(node, &["RuleID", "File", "StartLine"])
            || has_keys(node, &["rule", "offender", "file"])
    };
    root.list().first().is_some_and(leak)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report("gitleaks", root, origin), origin);
    if !matches!(root.value, Value::Null | Value::List(_)) {
        cut_short(&mut report, "the report is not a list of leaks");
    }
    let mut leaks = Leaks::of("gitleaks");
    for (number, node) in root.list().iter().enumerate() {
        let either = |new, old| raw_str(node, new).or_else(|| raw_str(node, old));
        let (Some(rule), Some(file)) = (either("RuleID", "rule"), either("File", "file")) else {
            cut_short(&mut report, "a leak has no rule or no file");
            continue;
        };
        let place = origin.place(node, format!("/{number}"));
        let about = names::file(file).into_iter().collect();
        let over = repository(node).and_then(|address| scope::repository(&address, None, origin));
        let scope = covered(&mut report, over);
        let fails = result(rule, ScanStatus::Fail, place.clone());
        report.results.push(ScannerResult { about, scope: scope.clone(), ..fails });
        let line = either("StartLine", "lineNumber");
        let column = raw_str(node, "StartColumn");
        let leak = Leak {
            line,
            column,
            scope,
            values: &[raw_str(node, "Secret").or_else(|| raw_str(node, "offender"))],
            ..Leak::of(rule, file, place)
        };
        leaks.add(leak, report.captured_at, origin);
    }
    facts.scanner_reports.push(report);
}

/// The address of the repository: version 7 states it, version 8 links to the line of a commit in it.
fn repository(node: &Node) -> Option<String> {
    let linked = || {
        let link = raw_str(node, "Link")?;
        let parts = ["/-/blob/", "/blob/", "/-/commit/", "/commit/", "/src/", "?path="];
        let end = parts.iter().filter_map(|part| link.find(part)).min()?;
        link.get(..end)
    };
    let stated = ["repoURL", "repo"].iter().find_map(|key| raw_str(node, key));
    stated.or_else(linked).map(str::to_string)
}
