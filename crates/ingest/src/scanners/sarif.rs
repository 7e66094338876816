//! SARIF 2.1.0: one report a run.
//!
//! Messages, snippets, fingerprints and property bags other than their tags are never read: they
//! quote source lines, people and sometimes the very secret.

use super::leaks::{Leak, Leaks};
use super::names;
use super::reports::{SEARCHES, covered, cut_short, dated, report};
use super::sarif_result::{self, Run, Spot};
use super::sarif_scope;
use crate::extract::{bool_at, keep_later, list_at, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, ScanStatus, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("sarif"), title: "SARIF report", recognise, read };

fn recognise(root: &Node) -> bool {
    let runs = root.get("runs").is_some_and(|runs| matches!(runs.value, Value::List(_)));
    let schema = raw_str(root, "$schema").is_some_and(|schema| schema.contains("sarif"));
    let version = raw_str(root, "version").is_some_and(|version| version.starts_with("2."));
    runs && (schema || version)
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let runs = list_at(root, "runs");
    if runs.is_empty() {
        let mut none = dated(report("sarif", root, origin), origin);
        cut_short(&mut none, "the report contains no run: no tool ran");
        facts.scanner_reports.push(none);
    }
    for (number, run) in runs.iter().enumerate() {
        read_run(run, number, origin, facts);
    }
}

fn read_run(node: &Node, number: usize, origin: &Origin<'_>, facts: &mut Facts) {
    let driver = |key: &str| raw_str(node, &["tool", "driver", key]);
    let mut report = report(driver("name").unwrap_or("unnamed tool"), node, origin);
    report.place = origin.place(node, format!("/runs/{number}"));
    report.version = driver("semanticVersion").or_else(|| driver("version")).and_then(names::words);
    let mut dated_at = None;
    for (which, invocation) in list_at(node, "invocations").iter().enumerate() {
        let before = report.captured_at;
        let mut keys = ["endTimeUtc", "startTimeUtc"].into_iter();
        let time = keys.find_map(|key| Some((key, raw_str(invocation, key)?)));
        keep_later(&mut report.captured_at, time.map(|(_, text)| text));
        if let (true, Some((key, _))) = (report.captured_at != before, time) {
            let pointer = format!("/runs/{number}/invocations/{which}/{key}");
            dated_at = invocation.get(key).map(|at| origin.place(at, pointer));
        }
        if bool_at(invocation, "executionSuccessful") == Some(false) {
            cut_short(&mut report, "the tool reports that its run failed");
        }
        let notes = ["toolExecutionNotifications", "toolConfigurationNotifications"];
        let mut notes = notes.iter().flat_map(|key| list_at(invocation, key));
        if notes.any(|note| raw_str(note, "level") == Some("error")) {
            cut_short(&mut report, "the tool reported an error during its run");
        }
    }
    match node.get("results").map(|results| &results.value) {
        Some(Value::List(_)) => {}
        _ if node.get("externalPropertyFileReferences").is_some() => {
            cut_short(&mut report, "the results are in other files");
        }
        _ => cut_short(&mut report, "the run contains no results: the tool did not run"),
    }
    let mut report = dated(report, origin);
    let over = covered(&mut report, sarif_scope::of(node, origin));
    let run = Run::of(node);
    report.rules = run.enabled();
    let mut leaks = SEARCHES
        .iter()
        .find(|tool| **tool == report.tool)
        .map(|tool| Leaks::of(tool).dated(dated_at));
    for (which, result) in list_at(node, "results").iter().enumerate() {
        let place = origin.place(result, format!("/runs/{number}/results/{which}"));
        let Some(result_read) = sarif_result::read(result, &run, place.clone()) else { continue };
        if let (Some(leaks), Some(Spot { file, line, column })) =
            (&mut leaks, run.first_spot(result))
            && result_read.says == ScanStatus::Fail
            && result_read.suppressed.is_none()
        {
            let (rule, verified) = (result_read.rule.as_str(), false);
            let leak =
                Leak { line, column, verified, scope: over.clone(), ..Leak::of(rule, file, place) };
            leaks.add(leak, report.captured_at, origin);
        }
        report.results.push(ScannerResult { scope: over.clone(), ..result_read });
    }
    facts.scanner_reports.push(report);
}
