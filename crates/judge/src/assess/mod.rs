//! Catalogue × context → assessment.

mod classes;
mod judge;
mod judging;
mod scanners;
mod scope;
mod subjects;
mod unread;
mod waivers;
mod weigh;

pub use judging::{Judge, Judging};
pub use scope::{check_scope, exclude};
pub use waivers::check;

use model::{Assessment, Context, Facts, Ledger, ScannerRules};

/// What becomes of every record that was read, without a verdict on any.
pub fn ledger(context: Context, facts: Facts, rules: &[ScannerRules]) -> Ledger {
    // The state of a waiver depends on a verdict.
    let facts = Facts { waivers: Vec::new(), ..facts };
    Judging::of(context, facts, rules).into_ledger()
}

/// Judges every asset by every control of its kind, adds the results of scanners, and applies the
/// waivers.
///
/// Waivers must have passed [`check`]; one that names no control applies to nothing.
pub fn assess(context: Context, facts: Facts, rules: &[ScannerRules]) -> Assessment {
    Judging::of(context, facts, rules).whole()
}
