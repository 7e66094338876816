//! TruffleHog version 3: one JSON object a line, each a secret found somewhere.
//!
//! Of `Raw` and `RawV2`, which hold values, a digest is taken. `Redacted` and `StructuredData` hold parts
//! of them, and are never read.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{about, covered, cut_short, dated, report, result};
use super::scope;
use crate::extract::{at, bool_at, has_keys, raw_str, records, row_pointer};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "trufflehog";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "TruffleHog results", recognise, read };

fn is_hit(node: &Node) -> bool {
    has_keys(node, &["SourceMetadata", "DetectorName"])
}

fn recognise(root: &Node) -> bool {
    // Log lines may stand between the hits.
    records(root).iter().any(is_hit)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = dated(report(TOOL, root, origin), origin);
    if root.text().is_some() {
        cut_short(&mut report, "the report is not a list of hits");
    }
    let mut leaks = Leaks::of(TOOL);
    for (number, node) in records(root).iter().enumerate() {
        if !is_hit(node) {
            match raw_str(node, "level") {
                Some(level) if level.starts_with("error") => {
                    cut_short(&mut report, "the tool logged an error among its results");
                }
                Some(_) => {}
                None => cut_short(&mut report, "an entry is neither a hit nor a log line"),
            }
            continue;
        }
        let place = origin.place(node, row_pointer(root, "", number));
        let rule = raw_str(node, "DetectorName").unwrap_or("unnamed rule");
        let Spot { within, file, line } = spot(node);
        let arn = raw_str(node, &["ExtraData", "arn"]).filter(|arn| arn.starts_with("arn:"));
        let arn = arn.and_then(names::name);
        let over = within.and_then(|within| scope::repository(within, None, origin));
        let scope = covered(&mut report, over);
        report.results.push(ScannerResult {
            scope: scope.clone(),
            about: about([arn.clone(), file.and_then(names::file)]),
            ..result(rule, ScanStatus::Fail, place.clone())
        });
        if let Some(file) = file {
            let verified = bool_at(node, "Verified") == Some(true);
            let values = [raw_str(node, "Raw"), raw_str(node, "RawV2")];
            let leak = Leak {
                within,
                line,
                values: &values,
                verified,
                principal: arn,
                scope,
                ..Leak::of(rule, file, place)
            };
            leaks.add(leak, report.captured_at, origin);
        }
    }
    facts.scanner_reports.push(report);
}

/// Where a hit was found, in any kind of source.
#[derive(Default)]
struct Spot<'a> {
    within: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<&'a str>,
}

fn spot(node: &Node) -> Spot<'_> {
    // One entry, named after the kind of source: `Git`, `Github`, `S3`, `Docker` and so on.
    let data = at(node, &["SourceMetadata", "Data"]).and_then(|data| data.entries().first());
    let Some(source) = data.map(|entry| &entry.node) else { return Spot::default() };
    let first = |keys: &[&str]| keys.iter().find_map(|key| raw_str(source, key));
    Spot {
        within: first(&["repository", "bucket"]),
        file: first(&["file", "path", "filename", "image", "workspace_name", "channel_name"]),
        line: first(&["line"]).filter(|line| *line != "0"),
    }
}
