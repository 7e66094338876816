//! Reports of Nosey Parker: each finding is one value, with every place where it was found.
//!
//! Of `groups` and `snippet.matching`, which hold the value, a digest is taken. The text around it is never read.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{about, covered, cut_short, dated, report, result};
use super::scope;
use crate::extract::{
    at, has_keys, list_at, raw_str, records, row_pointer, sample_rows, string_list,
};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;
use syntax::encoding::from_base64;

const TOOL: &str = "noseyparker";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "Nosey Parker report", recognise, read };

fn recognise(root: &Node) -> bool {
    sample_rows(records(root)).any(is_finding)
}

fn is_finding(node: &Node) -> bool {
    has_keys(node, &["finding_id", "rule_name", "matches"])
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report(TOOL, root, origin), origin);
    let mut leaks = Leaks::of(TOOL);
    for (number, node) in records(root).iter().enumerate() {
        let Some(rule) = raw_str(node, "rule_name").filter(|_| is_finding(node)) else {
            cut_short(&mut report, "an entry is no finding");
            continue;
        };
        let matches = list_at(node, "matches");
        let shown = raw_str(node, "num_matches").and_then(|text| text.parse::<usize>().ok());
        if shown.is_some_and(|all| all > matches.len()) {
            cut_short(&mut report, "it lists only some of the places of a finding");
        }
        let statuses = string_list(node, "statuses");
        let rejected = !statuses.is_empty() && statuses.iter().all(|one| one == "reject");
        for (position, found) in matches.iter().enumerate() {
            let place = origin
                .place(found, format!("{}/matches/{position}", row_pointer(root, "", number)));
            let spot = Spot::of(found);
            let over = spot.within.and_then(|within| scope::repository(within, None, origin));
            let scope = covered(&mut report, over);
            report.results.push(ScannerResult {
                scope: scope.clone(),
                about: about([spot.file.and_then(names::file)]),
                suppressed: rejected.then(|| "rejected".to_string()),
                ..result(rule, ScanStatus::Fail, place.clone())
            });
            let Some(file) = spot.file.filter(|_| !rejected) else { continue };
            let Spot { within, line, column, .. } = spot;
            let value = value(found).or_else(|| value(node));
            let values = &[value.as_deref()];
            let leak = Leak { within, line, column, values, scope, ..Leak::of(rule, file, place) };
            leaks.add(leak, report.captured_at, origin);
        }
    }
    facts.scanner_reports.push(report);
}

/// The value of a finding or match: what its pattern captures, in Base64, else all that it matches. Of several
/// captures the longest is the secret, and the others are the names beside it.
fn value(node: &Node) -> Option<String> {
    let groups = list_at(node, "groups").iter().filter_map(Node::text);
    let decode = |text: &str| String::from_utf8(from_base64(text)?).ok();
    let decoded = groups.map(|text| decode(text).unwrap_or_else(|| text.to_string()));
    let longest = decoded.max_by_key(String::len);
    longest.or_else(|| raw_str(node, &["snippet", "matching"]).map(str::to_string))
}

/// Where one match is.
struct Spot<'n> {
    within: Option<&'n str>,
    file: Option<&'n str>,
    line: Option<&'n str>,
    column: Option<&'n str>,
}

impl<'n> Spot<'n> {
    fn of(found: &'n Node) -> Self {
        let from = list_at(found, "provenance").first();
        let from = from.or_else(|| at(found, "provenance").filter(|one| one.is_map()));
        let text = |keys: &[&str]| from.and_then(|from| raw_str(from, keys));
        let start = |key: &str| raw_str(found, &["location", "source_span", "start", key]);
        Spot {
            within: text(&["repo_path"]),
            file: text(&["path"])
                .or_else(|| text(&["first_commit", "blob_path"]))
                .or_else(|| text(&["commit_provenance", "blob_path"]))
                .or_else(|| text(&["blob_path"])),
            line: start("line"),
            column: start("column"),
        }
    }
}
