//! Waivers: accepted failures, counted beside the score.

use std::collections::HashMap;

use crate::controls;
use crate::model::records::Waiver;
use crate::model::{
    AppliedWaiver, Asset, Context, Diagnostic, Facts, Finding, Outcome, Placed, WaiverState,
    days_between, threshold,
};

/// Waivers and attestations that name no control of the catalogue.
pub fn check(facts: &Facts) -> Vec<Diagnostic> {
    let waivers = facts.waivers.iter().map(|waiver| (&waiver.record.control, &waiver.place));
    let attested = facts.attestations.iter().map(|a| (&a.record.control, &a.place));
    let unknown = waivers.chain(attested).filter(|(id, _)| controls::find(id).is_none());
    unknown.map(|(id, place)| unknown_control(id, place)).collect()
}

fn unknown_control(id: &str, place: &crate::model::Place) -> Diagnostic {
    let known = controls::CATALOG.iter().map(|control| control.id);
    let mend = match crate::syntax::closest(id, known) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write a control's id, such as OWN-01".to_string(),
    };
    Diagnostic::at(place, format!("{id} is no control"), mend)
}

/// Finds what became of each waiver and marks the findings that live ones apply to.
pub(super) fn apply(
    context: &Context,
    waivers: Vec<Placed<Waiver>>,
    findings: &mut [Finding],
) -> Vec<AppliedWaiver> {
    let positions: HashMap<String, usize> =
        findings.iter().enumerate().map(|(at, finding)| (finding.id.clone(), at)).collect();
    let mut applied = Vec::new();
    for waiver in waivers {
        let Some(asset) = context.meant(&waiver.record.asset) else { continue };
        let id = format!("{}@{}", waiver.record.control, asset.key);
        let position = positions.get(&id).copied();
        let finding = position.and_then(|at| findings.get_mut(at));
        let fails = finding.as_ref().is_some_and(|f| f.judgement.outcome == Outcome::Fail);
        let state = state(&waiver.record, asset, context, fails);
        if let (WaiverState::Applied, Some(finding)) = (state, finding) {
            finding.waiver = Some(applied.len());
        }
        applied.push(AppliedWaiver { waiver, finding: id, state });
    }
    applied
}

fn state(waiver: &Waiver, asset: &Asset, context: &Context, fails: bool) -> WaiverState {
    let granted = waiver.granted_on.given().copied();
    let longest = context.limit(&threshold::WAIVER_MAX, asset.tests());
    if waiver.expires_on.day() < context.as_of {
        WaiverState::Expired
    } else if granted.is_some_and(|granted| granted.day() > context.as_of) {
        WaiverState::Future
    } else if granted.is_none_or(|granted| days_between(granted, waiver.expires_on.day()) > longest)
    {
        // A waiver that does not say when it began cannot show that it is short enough.
        WaiverState::TooLong
    } else if fails {
        WaiverState::Applied
    } else {
        WaiverState::Unused
    }
}
