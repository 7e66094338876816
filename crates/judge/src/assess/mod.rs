//! Catalogue × context → assessment.

mod classes;
mod judge;
mod scanners;
mod scope;
mod subjects;
mod unread;
mod waivers;
mod weigh;

use crate::controls::CATALOG;
use model::{Assessment, Context, Facts, Ledger, OutOfScope, ScannerRules};

pub use scope::{check_scope, exclude};
pub use waivers::check;

/// What becomes of every record that was read, without a verdict on any.
pub fn ledger(mut context: Context, facts: Facts, rules: &[ScannerRules]) -> Ledger {
    // What becomes of a result depends on the findings that it is about.
    if !facts.scanner_reports.is_empty() {
        return assess(context, facts, rules).context.ledger;
    }
    unread::complete(&mut context, rules);
    context.ledger
}

/// Judges every asset by every control of its kind, adds the results of scanners, and applies the
/// waivers.
///
/// Waivers must have passed [`check`]; one that names no control applies to nothing.
pub fn assess(mut context: Context, facts: Facts, rules: &[ScannerRules]) -> Assessment {
    context.responsible = CATALOG.iter().map(|control| (control.id, control.domain)).collect();
    unread::complete(&mut context, rules);
    let mut findings = judge::judge(&context, CATALOG);
    unread::apply(&context, rules, &mut findings);
    let mut ledger = std::mem::take(&mut context.ledger);
    let reports = &facts.scanner_reports;
    let scanners = scanners::apply(&context, reports, rules, &mut findings, &mut ledger);
    context.ledger = ledger;
    classes::Classes::of(&context, &facts).apply(&mut findings);
    let waivers = waivers::apply(&context, facts.waivers, &mut findings);
    Assessment {
        context,
        findings,
        out_of_scope: OutOfScope::default(),
        waivers,
        scanners,
        inputs: facts.inputs,
        notices: facts.notices,
    }
}
