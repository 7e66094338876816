//! The labels of outcomes, severities, waivers and requirements.

use maud::{Markup, html};
use model::posture::{FindingCard, RequirementStatus};
use model::{Outcome, Reading, Severity, WaiverState};

use super::cx::Cx;
use super::target::Target;

/// An outcome, as a label.
pub(super) fn outcome(outcome: Outcome) -> Markup {
    let class = match outcome {
        Outcome::Pass => "o-pass",
        Outcome::Partial => "o-partial",
        Outcome::Fail => "o-fail",
        Outcome::NotAssessed => "o-unknown",
        Outcome::NotApplicable => "o-none",
    };
    html! { b.(class) { (outcome.to_string()) } }
}

/// A severity, as a label.
pub(super) fn severity(severity: Severity) -> Markup {
    let name = severity.to_string();
    html! { b.{ "s-" (name) } { (name) } }
}

/// That a finding counts as open though it is not assessed now, and why, as a label.
pub(super) fn counted_as_open(card: &FindingCard) -> Markup {
    let why = if card.shows_defect() { "a part of it is open" } else { "open when last assessed" };
    html! { @if card.is_counted_as_open() { b.o-fail { "counts as open" } " " small { (why) } } }
}

/// What became of a waiver, as a label on its finding.
pub(super) fn waiver(state: WaiverState) -> Markup {
    html! { b.waiver { "waiver " (state.words()) } }
}

/// That a finding rests on a relaxed limit, as a label with a link to the limits.
pub(super) fn relaxed(cx: Cx<'_>, card: &FindingCard) -> Markup {
    html! { @if cx.data.is_relaxed(card) { b.o-partial { (cx.link(Target::Method, "by a relaxed limit")) } } }
}

/// The same on the waiver itself: live, or not.
pub(super) fn waiver_state(state: WaiverState) -> Markup {
    let class = match state {
        WaiverState::Applied => "o-pass",
        WaiverState::Unused | WaiverState::Renewed | WaiverState::Future => "o-none",
        WaiverState::Expired | WaiverState::TooLong | WaiverState::Malformed => "o-fail",
    };
    html! { b.(class) { (state.words()) } }
}

/// The state of a requirement, in words that fit a list of risks or of outcomes.
pub(super) fn status(status: RequirementStatus, reading: Reading) -> Markup {
    let class = match status {
        RequirementStatus::NotMet => "o-fail",
        RequirementStatus::NotAssessed => "o-unknown",
        RequirementStatus::PartiallyMet => "o-partial",
        RequirementStatus::Met => "o-pass",
        RequirementStatus::NotApplicable | RequirementStatus::NotCovered => "o-none",
    };
    html! { b.(class) { (status.words(reading)) } }
}
