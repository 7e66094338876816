//! A baseline of detect-secrets: possible secrets, a list a file, with the results of their audit.
//!
//! `hashed_secret` is the SHA-1 of the value. It is compared in memory with that of other values, and stays here.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{cut_short, dated, report, result};
use super::rule_kind::kind;
use crate::extract::{bool_at, has_keys, keep_later, raw_str};
use crate::format::{Format, Origin};
use model::records::SecretKind;
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::Node;

const TOOL: &str = "detect-secrets";

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new(TOOL), title: "detect-secrets baseline", recognise, read };

fn recognise(root: &Node) -> bool {
    root.get("results").is_some_and(Node::is_map) && has_keys(root, &["plugins_used"])
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report(TOOL, root, origin);
    report.version = raw_str(root, "version").and_then(names::words);
    keep_later(&mut report.captured_at, raw_str(root, "generated_at"));
    let mut report = dated(report, origin);
    let results = root.get("results");
    if !results.is_some_and(Node::is_map) {
        cut_short(&mut report, "the report contains no results");
    }
    let dated = root.get("generated_at").map(|at| origin.place(at, "/generated_at"));
    let mut leaks = Leaks::of(TOOL).dated(dated);
    for entry in results.map(Node::entries).unwrap_or_default() {
        for (number, node) in entry.node.list().iter().enumerate() {
            let rule = raw_str(node, "type").unwrap_or("unnamed rule");
            let place = origin
                .place(node, format!("/results/{}/{number}", names::pointer_step(&entry.key)));
            // An audit may have found that a hit is no secret.
            let cleared = bool_at(node, "is_secret") == Some(false);
            report.results.push(ScannerResult {
                about: names::file(&entry.key).into_iter().collect(),
                suppressed: cleared.then(|| "audited: no secret".to_string()),
                ..result(rule, ScanStatus::Fail, place.clone())
            });
            if !cleared {
                let line = raw_str(node, "line_number");
                let verified = bool_at(node, "is_verified") == Some(true);
                let file = &entry.key;
                // Of a private key it is that of the first line, which all keys share.
                let is_header = kind(rule) == Some(SecretKind::PrivateKey);
                let sha1 = raw_str(node, "hashed_secret").filter(|_| !is_header);
                let leak = Leak { line, sha1, verified, ..Leak::of(rule, file, place) };
                leaks.add(leak, report.captured_at, origin);
            }
        }
    }
    facts.scanner_reports.push(report);
}
