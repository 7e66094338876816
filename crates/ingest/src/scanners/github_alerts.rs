//! Alerts of GitHub secret scanning, as `GET /repos/{owner}/{repo}/secret-scanning/alerts` and its
//! counterparts for an organisation list them.
//!
//! Of `secret`, which holds the value, a digest is taken.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{about, covered, cut_short, dated, report, result};
use super::scope;
use crate::extract::{at, has_keys, list_at, moment, raw_str, records, row_pointer, sample_rows};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "github-secret-scanning";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "GitHub secret scanning alerts", recognise, read };

/// Resolutions that mean that there was no secret.
const NO_SECRET: [&str; 3] = ["false_positive", "pattern_deleted", "pattern_edited"];

fn recognise(root: &Node) -> bool {
    sample_rows(records(root)).any(is_alert)
}

fn is_alert(node: &Node) -> bool {
    has_keys(node, &["number", "secret_type", "state"])
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report(TOOL, root, origin), origin);
    let mut leaks = Leaks::of(TOOL);
    for (number, node) in records(root).iter().enumerate() {
        let Some(rule) = raw_str(node, "secret_type").filter(|_| is_alert(node)) else {
            cut_short(&mut report, "an entry is no alert");
            continue;
        };
        let place = origin.place(node, row_pointer(root, "", number));
        let resolution = raw_str(node, "resolution");
        let spot = spot(node);
        // The path is that within the repository, written with or without a slash in front.
        let path = spot.and_then(|spot| raw_str(spot, "path"));
        let path = path.map(|path| path.trim_start_matches('/'));
        let over = repository(node).and_then(|within| scope::repository(within, None, origin));
        let scope = covered(&mut report, over);
        report.results.push(ScannerResult {
            scope: scope.clone(),
            about: about([path.and_then(names::file)]),
            suppressed: resolution.filter(|why| NO_SECRET.contains(why)).and_then(names::words),
            ..result(rule, ScanStatus::Fail, place.clone())
        });
        if resolution.is_some_and(|why| NO_SECRET.contains(&why)) {
            continue;
        }
        let unlocated = format!("secret-scanning/{}", raw_str(node, "number").unwrap_or("alert"));
        let ended = raw_str(node, "resolved_at").and_then(moment);
        let leak = Leak {
            within: repository(node),
            scope,
            values: &[raw_str(node, "secret")],
            line: spot.and_then(|spot| raw_str(spot, "start_line")),
            column: spot.and_then(|spot| raw_str(spot, "start_column")),
            // The provider of the secret was asked whether it works.
            verified: raw_str(node, "validity") == Some("active"),
            revoked: ended.filter(|_| resolution == Some("revoked")),
            dated: node
                .get("created_at")
                .map(|at| origin.place(at, format!("{}/created_at", place.pointer))),
            ..Leak::of(rule, path.unwrap_or(&unlocated), place)
        };
        leaks.add(leak, raw_str(node, "created_at").and_then(moment), origin);
    }
    facts.scanner_reports.push(report);
}

/// Where the secret is: the first place that the alert states.
fn spot(node: &Node) -> Option<&Node> {
    let first = at(node, "first_location_detected").filter(|spot| spot.is_map());
    first.or_else(|| at(list_at(node, "locations").first()?, "details"))
}

/// The address of the repository.
fn repository(node: &Node) -> Option<&str> {
    raw_str(node, &["repository", "html_url"])
        .or_else(|| Some(raw_str(node, "html_url")?.split_once("/security/")?.0))
}
