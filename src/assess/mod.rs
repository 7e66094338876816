//! Catalogue × context → assessment.

mod judge;
mod waivers;

use crate::controls::CATALOG;
use crate::model::{Assessment, Context, Facts};

pub use waivers::check;

/// Judges every asset by every control that speaks of its kind, and applies the waivers.
///
/// Waivers must have passed [`check`]; one that names no control applies to nothing.
pub fn assess(context: Context, facts: Facts) -> Assessment {
    let mut findings = judge::judge(&context, CATALOG);
    let waivers = waivers::apply(&context, facts.waivers, &mut findings);
    Assessment { context, findings, waivers, inputs: facts.inputs, notices: facts.notices }
}
