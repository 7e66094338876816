//! Catalogue × context → assessment.

mod judge;
mod waivers;

use crate::controls::CATALOG;
use crate::model::{Assessment, Context, Diagnostic, Facts};

/// Judges every asset by every control that speaks of its kind, and applies the waivers.
///
/// # Errors
/// Waivers and attestations that name an unknown control, waivers that name an unknown asset.
pub fn assess(context: Context, facts: Facts) -> Result<Assessment, Vec<Diagnostic>> {
    let errors = waivers::check(&context, &facts.waivers);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut findings = judge::judge(&context, CATALOG);
    let waivers = waivers::apply(&context, facts.waivers, &mut findings);
    Ok(Assessment { context, findings, waivers, inputs: facts.inputs, notices: facts.notices })
}
