//! Waivers: accepted failures, counted beside the score.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::controls;
use model::records::Waiver;
use model::{
    AppliedWaiver, Asset, Context, Diagnostic, Domain, Facts, Finding, FindingId, Mandate, Outcome,
    Place, Placed, WaiverState, days_between, is_placeholder, succession, threshold,
};

/// Waivers and attestations that name no control of the catalogue, and waivers for controls that
/// must not be waived. `never` lists those controls, each with its place in the profile; a waiver that
/// had expired by `as_of` is history, and is no error.
pub fn check(facts: &Facts, never: &[(String, Place)], as_of: Date) -> Vec<Diagnostic> {
    let waivers = facts.waivers.iter().map(|waiver| (&waiver.record.control, &waiver.place));
    let attested = facts.attestations.iter().map(|a| (&a.record.control, &a.place));
    let listed = never.iter().map(|(id, place)| (id, place));
    let unknown = waivers.chain(attested).chain(listed);
    let unknown = unknown.filter(|(id, _)| controls::find(id).is_none());
    let mut wrong: Vec<Diagnostic> =
        unknown.map(|(id, place)| unknown_control(id, place)).collect();
    for waiver in facts.waivers.iter().filter(|it| it.record.expires_on.day() >= as_of) {
        let id = &waiver.record.control;
        if let Some((_, listed_at)) = never.iter().find(|(listed, _)| listed == id) {
            let help =
                format!("remediate the finding and remove the waiver; {listed_at} forbids it");
            let message = format!("{id} cannot be waived");
            wrong.push(Diagnostic::at(&waiver.place, message, help));
        }
    }
    wrong
}

fn unknown_control(id: &str, place: &Place) -> Diagnostic {
    let known = controls::CATALOG.iter().map(|control| control.id);
    let help = match syntax::suggestion(id, known) {
        Some(meant) => meant,
        None => "write a control id, such as OWN-01".to_string(),
    };
    Diagnostic::at(place, format!("unknown control {id}"), help)
}

/// Determines the state of each waiver. `finding` makes the finding of a control on an asset, where there is
/// one.
pub(super) fn states(
    context: &Context,
    waivers: Vec<Placed<Waiver>>,
    finding: impl Fn(&str, &Asset) -> Option<Finding>,
) -> Vec<AppliedWaiver> {
    let mut applied: Vec<AppliedWaiver> = waivers
        .into_iter()
        .map(|waiver| {
            let asset = context.meant(&waiver.record.asset);
            let control = waiver.record.control.as_str();
            let id = asset.map(|asset| FindingId::new(control, asset.key.clone()).to_string());
            let finding = asset.and_then(|asset| finding(control, asset));
            assessed(context, waiver, (asset, id), finding.as_ref())
        })
        .collect();
    renew(&mut applied, context.as_of);
    applied
}

/// The live waivers, by the finding that they apply to.
pub(super) struct Live<'a>(HashMap<&'a str, usize>);

impl<'a> Live<'a> {
    pub(super) fn of(waivers: &'a [AppliedWaiver]) -> Self {
        let live = waivers.iter().enumerate();
        let live = live.filter(|(_, waiver)| waiver.state == WaiverState::Applied);
        Live(live.map(|(at, waiver)| (waiver.finding.as_str(), at)).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Marks the findings that they apply to.
    pub(super) fn mark(&self, findings: &mut [Finding]) {
        if self.is_empty() {
            return;
        }
        for finding in findings {
            finding.waiver = self.0.get(finding.id.as_str()).copied();
        }
    }
}

/// The state of one waiver alone.
fn assessed(
    context: &Context,
    waiver: Placed<Waiver>,
    (asset, id): (Option<&Asset>, Option<String>),
    finding: Option<&Finding>,
) -> AppliedWaiver {
    let Some((asset, id)) = asset.zip(id) else {
        // Only a run that skips broken records gets here with such a waiver.
        let finding = format!("{}@{}", waiver.record.control, waiver.record.asset);
        let flaw = Some("the waived asset is not in the inventory".into());
        return AppliedWaiver { waiver, finding, state: WaiverState::Malformed, flaw };
    };
    let fails = finding.is_some_and(|finding| finding.judgement.outcome == Outcome::Fail);
    let flaw = match finding {
        None => Some("the control does not apply to this kind of asset".into()),
        Some(finding) => flaw(&waiver.record, finding.control.domain, context),
    };
    let state = state(&waiver.record, asset, context, fails, flaw.is_some());
    let flaw = flaw.filter(|_| state == WaiverState::Malformed);
    AppliedWaiver { waiver, finding: id, state, flaw }
}

/// Of the waivers on one finding that are or were honoured, the last one granted counts.
fn renew(applied: &mut [AppliedWaiver], as_of: Date) {
    use WaiverState::{Applied, Expired, Unused};
    let of_finding = applied.iter().enumerate().map(|(at, waiver)| {
        let honoured = matches!(waiver.state, Applied | Unused | Expired);
        (at, honoured.then_some(waiver.finding.as_str()), &waiver.waiver.record)
    });
    for (at, succession) in succession(of_finding, as_of) {
        if let (Some(waiver), Some(_)) = (applied.get_mut(at), succession.renewed_on) {
            waiver.state = WaiverState::Renewed;
        }
    }
}

/// The required field that a waiver lacks, besides those that its record cannot be read without.
fn flaw(waiver: &Waiver, responsible: Domain, context: &Context) -> Option<Cow<'static, str>> {
    let granted = waiver.granted_on.given();
    if granted.is_none() {
        // Its duration is unknown.
        Some("the grant date is missing".into())
    } else if granted.is_some_and(|granted| granted.day() > waiver.expires_on.day()) {
        Some("it ends before it starts".into())
    } else if is_placeholder(&waiver.reason) {
        Some("the reason is missing".into())
    } else if is_placeholder(&waiver.approver) {
        Some("the approver is missing".into())
    } else {
        let mandate = [responsible];
        let mandate = Mandate::of(&mandate).on(granted.map(|granted| granted.day()));
        context.authority(&waiver.approver, mandate).err().map(|refusal| refusal.why().into())
    }
}

/// The last day counts whole: a waiver is expired from 00:00 UTC of the day after.
fn state(
    waiver: &Waiver,
    asset: &Asset,
    context: &Context,
    fails: bool,
    malformed: bool,
) -> WaiverState {
    let granted = waiver.granted_on.given().copied();
    let longest = context.limit(&threshold::WAIVER_MAX, asset.test_tier());
    if waiver.expires_on.day() < context.as_of {
        WaiverState::Expired
    } else if malformed {
        WaiverState::Malformed
    } else if granted.is_some_and(|granted| granted.day() > context.as_of) {
        WaiverState::Future
    } else if granted
        .is_some_and(|granted| days_between(granted, waiver.expires_on.day()) > longest)
    {
        WaiverState::TooLong
    } else if fails {
        WaiverState::Applied
    } else {
        WaiverState::Unused
    }
}
