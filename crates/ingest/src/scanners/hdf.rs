//! Heimdall Data Format: what InSpec and its converters write. A control's status is not written
//! but follows from its single tests.
//!
//! `code`, `code_desc`, `message` and `backtrace` are never read.

use std::collections::BTreeMap;

use super::names;
use super::reports::{about, cut_short, dated, report, result, tags};
use super::scope;
use crate::extract::{bool_at, has_keys, keep_later, list_at, moment, raw_str};
use crate::format::{Format, Origin};
use model::{Facts, FormatId, Moment, ScanStatus, ScannerReport, ScannerResult};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("hdf"), title: "HDF results", recognise, read };

fn recognise(root: &Node) -> bool {
    has_keys(root, &["platform", "profiles"])
        && list_at(root, "profiles").first().is_some_and(|profile| has_keys(profile, &["controls"]))
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut report = report("hdf", root, origin);
    report.version = raw_str(root, "version").and_then(names::words);
    if list_at(root, "profiles").is_empty() {
        cut_short(&mut report, "the report contains no profile");
    }
    let controls = Controls::of(root);
    let target = raw_str(root, &["platform", "target_id"]).and_then(names::name);
    for (number, profile) in list_at(root, "profiles").iter().enumerate() {
        if raw_str(profile, "status").is_some_and(|status| status != "loaded") {
            cut_short(&mut report, "a profile was not run");
        }
        for (which, control) in list_at(profile, "controls").iter().enumerate() {
            let place = format!("/profiles/{number}/controls/{which}");
            let status = status(control, &controls, &mut report);
            let (Some(id), Some(status)) = (raw_str(control, "id"), status) else { continue };
            report.results.push(ScannerResult {
                about: about([target.clone()]),
                severity: raw_str(control, &["tags", "severity"]).and_then(names::words),
                tags: tags_of(control),
                suppressed: waived(control, report.captured_at),
                ..result(id, status, origin.place(control, place))
            });
        }
    }
    if let Some(scope) =
        raw_str(root, &["platform", "target_id"]).and_then(|id| scope::thing("target", id, origin))
    {
        scope::over(&mut report, &scope);
    }
    facts.scanner_reports.push(dated(report, origin));
}

/// The status of a control; none where it does not apply, or where it only repeats a control of
/// another profile that it inherits.
fn status(
    control: &Node,
    controls: &Controls<'_>,
    report: &mut ScannerReport,
) -> Option<ScanStatus> {
    let results = list_at(control, "results");
    for result in results {
        keep_later(&mut report.captured_at, raw_str(result, "start_time"));
    }
    // Without impact a control does not apply.
    if controls.impact(control) == Some(0.0) {
        return None;
    }
    let any = |status: &str| results.iter().any(|one| raw_str(one, "status") == Some(status));
    if results.is_empty() {
        return if controls.has_results(control) { None } else { Some(ScanStatus::Error) };
    }
    let broke = |one: &Node| one.get("backtrace").is_some_and(|trace| trace.value != Value::Null);
    if any("error") || results.iter().any(broke) {
        return Some(ScanStatus::Error);
    }
    Some(match () {
        () if any("failed") => ScanStatus::Fail,
        // Skipped by the tool is left to a person to review.
        () if any("skipped") => ScanStatus::Manual,
        () if results.iter().all(|one| raw_str(one, "status") == Some("passed")) => {
            ScanStatus::Pass
        }
        () => ScanStatus::Error,
    })
}

/// All controls by id. A profile that builds on another repeats its controls: the first one written
/// has the last word on impact, and any of them may hold the results.
struct Controls<'a>(BTreeMap<&'a str, (&'a Node, bool)>);

impl<'a> Controls<'a> {
    fn of(root: &'a Node) -> Self {
        let profiles = list_at(root, "profiles").iter();
        let mut all: BTreeMap<&str, (&Node, bool)> = BTreeMap::new();
        for control in profiles.flat_map(|profile| list_at(profile, "controls")) {
            let Some(id) = raw_str(control, "id") else { continue };
            let known = all.entry(id).or_insert((control, false));
            known.1 |= !list_at(control, "results").is_empty();
        }
        Controls(all)
    }

    fn impact(&self, control: &Node) -> Option<f64> {
        let first = self.0.get(raw_str(control, "id")?)?.0;
        raw_str(first, "impact")?.parse().ok()
    }

    fn has_results(&self, control: &Node) -> bool {
        raw_str(control, "id").and_then(|id| self.0.get(id)).is_some_and(|known| known.1)
    }
}

/// A waiver that was honoured, and had not run out when the tests ran.
fn waived(control: &Node, at: Option<Moment>) -> Option<String> {
    let waiver = control.get("waiver_data").filter(|waiver| !waiver.entries().is_empty())?;
    let ends = raw_str(waiver, "expiration_date").and_then(moment);
    if ends.is_some_and(|ends| at.is_none_or(|at| at > ends)) {
        return None;
    }
    // A date that cannot be read may have passed.
    if ends.is_none() && raw_str(waiver, "expiration_date").is_some() {
        return None;
    }
    let given =
        bool_at(waiver, "skipped_due_to_waiver") == Some(true) || bool_at(waiver, "run").is_some();
    let why = raw_str(waiver, "justification").and_then(names::words);
    given.then(|| why.unwrap_or_else(|| "waived in the profile".to_string()))
}

/// Lists among the tags are ids of outside catalogues.
fn tags_of(control: &Node) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for tag in control.get("tags").map(Node::entries).unwrap_or_default() {
        let ids = tag.node.list().iter().filter_map(Node::text);
        all.extend(ids.map(|id| format!("{} {id}", tag.key)));
    }
    tags(all.iter().map(String::as_str))
}
