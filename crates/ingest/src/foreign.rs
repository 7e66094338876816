//! Documents in the formats of other tools.

use std::cell::RefCell;
use std::sync::Arc;

use super::format::{Format, Origin};
use super::formats::formats;
use super::reading::{Read, Recognised, Recognition, SourceFile};
use super::{known_names, no_end, scanners};
use model::{Completion, Diagnostic, Facts, Place, ScanScope, Source};
use syntax::{Fault, Node, Value};

/// The foreign format of a document: the one that the profile names, else the first that recognises
/// it.
pub(super) fn detect_foreign(
    root: &Node,
    source: Option<&Source>,
    file: &str,
) -> Option<&'static Format> {
    let mut formats = formats();
    match source.and_then(|source| source.format.as_ref()) {
        Some(stated) => formats.find(|format| format.id == *stated),
        None => formats.find(|format| (format.recognise)(root)).or_else(|| clean(root, file)),
    }
}

/// The format of a report that found nothing, known by its name alone: `[]` or `null`.
fn clean(root: &Node, file: &str) -> Option<&'static Format> {
    let is_clean = match &root.value {
        Value::Null => true,
        Value::List(rows) => rows.is_empty(),
        _ => false,
    };
    let report = known_names::report_format(file).filter(|_| is_clean)?;
    formats().find(|format| format.id.as_str() == report)
}

/// Reads a document in a foreign format.
pub(super) fn read_foreign(
    format: &Format,
    root: &Node,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Recognised {
    let stated = source.and_then(|source| source.captured_at);
    let captured_at = stated.or(file.captured_at);
    let classes = Arc::clone(&into.classes);
    let origin = Origin {
        file: &file.path,
        captured_at,
        dated: source.and_then(|source| source.dated.clone()),
        all_pages: file.all_pages,
        classes: &classes,
        hits: RefCell::default(),
    };
    let before = into.facts.scanner_reports.len();
    (format.read)(root, &origin, &mut into.facts);
    let mut hits = origin.hits.into_inner();
    // The profile takes precedence over what a report states that it covers.
    if let Some(scope) = source.and_then(|source| source.scope.as_deref()) {
        let scope = ScanScope::anywhere(scope);
        let reports = into.facts.scanner_reports.iter_mut().skip(before);
        reports.for_each(|report| scanners::scope::over(report, &scope));
        hits.iter_mut().for_each(|hit| hit.scope = Some(scope.clone()));
    }
    into.hits.extend(hits);
    into.facts.notices.extend(no_end::notice(root, &file.path));
    Recognised { title: format.title, kind: Recognition::Foreign(format.id.clone()) }
}

/// Records that rows of a report cannot be read: the other rows count, but the report is incomplete.
pub(super) fn mark_broken_rows(faults: Vec<Fault>, path: &Arc<str>, facts: &mut Facts) {
    for report in &mut facts.scanner_reports {
        if !faults.is_empty() && report.ran == Completion::Completed {
            report.ran = Completion::Incomplete("some of its rows cannot be read".to_string());
        }
    }
    facts.notices.extend(faults.into_iter().map(|fault| {
        Diagnostic::at(&Place::new(path, fault.line, fault.pointer()), fault.message, fault.help)
            .of_kind(model::Kind::NotRead)
    }));
}
