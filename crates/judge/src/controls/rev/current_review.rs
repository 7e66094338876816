//! REV-01: current access review.

use super::latest::{Reviews, first_review_due, no_review};
use crate::controls::prelude::*;
use model::Moment;
use model::records::{Event, EventKind};
use model::threshold::{REVIEW_GRACE, REVIEW_MAX};
use model::wording::days;

/// The latest completed review is not too old, and no change is waiting for one.
pub(crate) static CONTROL: Control = Control {
    id: "REV-01",
    slug: "current-review",
    family: Family::Rev,
    title: "Current access review",
    why: "Access that was right when granted becomes outdated as purposes, people and tools \
          change; only a timely review detects that.",
    criteria: Criteria {
        pass: "The latest completed access review is within the limit for the tier, and no \
               recorded change (of owner, tools, scopes, tier, supplier or major version, or an \
               incident) has waited for a review longer than the grace period.",
        partial: "At T0 and T1, a change has waited for up to twice the grace period.",
        fail: "The latest completed review is older than the limit, none is on record, or a \
               change has waited for longer. A server that was approved and first seen within \
               the limit is not judged yet, unless it changed since.",
    },
    remediation: "Complete a review now and schedule the next one; let each recorded change \
                  trigger a review.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX, &REVIEW_GRACE],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Reviews, asset, context) {
        return missing;
    }
    let reviews = Reviews::of(asset, context);
    let waiting = waiting(reviews.latest.map(|(on, _)| on), asset, context);
    match (&reviews.unclear, waiting.outcome) {
        (_, Outcome::Pass) => recent(reviews, asset, context),
        // The review without a completion date may have followed the change.
        (Some(unclear), Outcome::Fail | Outcome::Partial) => {
            let unclear = unclear.clone();
            recent(reviews, asset, context).worst_of(unclear)
        }
        _ => recent(reviews, asset, context).worst_of(waiting),
    }
}

fn recent(reviews: Reviews<'_>, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&REVIEW_MAX, asset.test_tier());
    let latest = reviews.latest.map(|(on, review)| (on, review, days_between(on, context.as_of)));
    let sentence = |age| words!("Last access review {} ago (limit {})", days(age), days(limit));
    match (latest, reviews.unclear) {
        (Some((on, review, age)), _) if age <= limit => Judgement::pass(sentence(age))
            .because(review.place_of("completed_on"), words!("completed_on = {on}")),
        (_, Some(unclear)) => unclear,
        (Some((on, review, age)), None) => Judgement::fail(sentence(age))
            .since(first_day_past(on, limit))
            .because(review.place_of("completed_on"), words!("completed_on = {on}")),
        (None, None) => first_review_due(asset, context).unwrap_or_else(|| no_review(asset)),
    }
}

/// Whether a change waits for a review. Without event records this is unknown, and an undated
/// change may be later than any review.
fn waiting(reviewed: Option<Moment>, asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Events, asset, context) {
        return missing;
    }
    let events = records_of(&context.events, asset).iter();
    let verdicts = events.map(|event| since(event, reviewed, asset, context));
    verdicts.reduce(Judgement::worst_of).unwrap_or_else(|| Judgement::pass(""))
}

fn since(
    event: &Placed<Event>,
    reviewed: Option<Moment>,
    asset: &Asset,
    context: &Context,
) -> Judgement {
    dated(&event.record.at, ("events", "at"), context, |at| {
        let age = days_between(at, context.as_of);
        let grace = context.limit(&REVIEW_GRACE, asset.test_tier());
        if age <= grace || reviewed.is_some_and(|on| at.day() <= on.day()) {
            return Judgement::pass("");
        }
        let what = change(event.record.kind.given().copied());
        let sentence = words!("No review since {what} on {} (limit {})", at.day(), days(grace));
        let verdict = match age <= 2 * grace && asset.test_tier() < Tier::T2 {
            true => Judgement::partial(sentence),
            false => Judgement::fail(sentence),
        };
        let due = first_day_past(at, grace);
        verdict.since(due).because(event.place_of("at"), words!("event at = {at}"))
    })
}

fn change(kind: Option<EventKind>) -> &'static str {
    match kind {
        Some(EventKind::OwnerChanged) => "the owner changed",
        Some(EventKind::ToolAdded) => "a tool was added",
        Some(EventKind::ScopeWidened) => "a scope was widened",
        Some(EventKind::TierRaised) => "the tier was raised",
        Some(EventKind::Incident) => "the incident",
        Some(EventKind::SupplierChanged) => "the supplier changed",
        Some(EventKind::MajorVersion) => "the major version changed",
        None => "a change",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::Reason;
    use serde_json::{Value, json};

    fn kit() -> Kit {
        Kit::new()
            .server(json!({"id": "crm", "first_seen": "2026-11-01"}))
            .carries(RecordKind::Reviews)
            .carries(RecordKind::Events)
    }

    fn review(status: Value, completed_on: Value) -> Value {
        json!({"asset": "crm", "status": status, "completed_on": completed_on})
    }

    #[test]
    fn a_review_within_the_limit_passes_to_the_day() {
        let on = |day: &str| kit().review(review(json!("completed"), json!(day)));
        assert_eq!(on("2026-08-24").outcome(&CONTROL), Pass);
        assert_eq!(on("2026-08-23").outcome(&CONTROL), Fail);
        assert_eq!(on("2026-08-23").tier(Tier::T1).outcome(&CONTROL), Pass);
    }

    fn changed(at: Value) -> Kit {
        let reviewed = kit().review(review(json!("completed"), json!("2026-10-01")));
        reviewed.event(json!({"asset": "crm", "kind": "tool-added", "at": at}))
    }

    #[test]
    fn a_change_after_the_review_may_wait_for_the_grace_only() {
        for before in ["2026-09-01", "2026-10-01", "2026-10-23"] {
            assert_eq!(changed(json!(before)).outcome(&CONTROL), Pass, "{before}");
        }
        assert_eq!(changed(json!("2026-10-22")).outcome(&CONTROL), Fail);
        assert_eq!(changed(json!("2026-10-22")).tier(Tier::T1).outcome(&CONTROL), Partial);
        assert_eq!(changed(json!("2026-11-15")).tier(Tier::T3).outcome(&CONTROL), Pass);
        assert_eq!(changed(json!("2026-11-14")).tier(Tier::T3).outcome(&CONTROL), Fail);
    }

    #[test]
    fn low_tiers_fail_after_twice_the_grace() {
        let old = kit().tier(Tier::T1).review(review(json!("completed"), json!("2026-08-01")));
        let event = |at| json!({"asset": "crm", "at": at});
        assert_eq!(old.event(event("2026-09-22")).outcome(&CONTROL), Fail);
    }

    #[test]
    fn an_undated_or_future_change_and_no_register_of_changes_are_not_assessed() {
        assert_eq!(changed(json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(changed(json!("2026-12-01")).outcome(&CONTROL), NotAssessed);
        let reviewed = Kit::new()
            .server(json!({"id": "crm"}))
            .review(review(json!("completed"), json!("2026-10-01")));
        assert_eq!(reviewed.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_change_only_worsens() {
        let overdue = || kit().review(review(json!("completed"), json!("2026-01-01")));
        let event = |at| json!({"asset": "crm", "kind": "incident", "at": at});
        for at in ["2025-12-01", "2026-11-20", "2026-06-01"] {
            assert_eq!(overdue().event(event(at)).outcome(&CONTROL), Fail, "{at}");
        }
        let unclear = changed(json!("2026-10-10")).review(review(json!(null), json!("2026-11-01")));
        assert_eq!(unclear.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn drafts_and_no_review_fail() {
        assert_eq!(kit().outcome(&CONTROL), Fail);
        let draft = kit().review(review(json!("draft"), json!("2026-11-20")));
        assert_eq!(draft.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_reviews_and_unclear_or_future_ones_are_not_assessed() {
        let none = Kit::new().agent(json!({"id": "triage"}));
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
        for (status, day) in [(json!(null), json!("2026-11-20")), (json!("completed"), json!(null))]
        {
            let unclear = kit().review(review(status, day)).judge(&CONTROL);
            assert_eq!(unclear.reason, Some(Reason::MissingField));
        }
        let future = kit().review(review(json!("completed"), json!("2026-12-01")));
        assert_eq!(future.judge(&CONTROL).reason, Some(Reason::InvalidData));
    }

    #[test]
    fn a_new_server_with_an_approved_deployment_is_not_judged_yet() {
        let approval = json!({
            "subject": "crm", "change": "deployment", "approver": "ida",
            "approver_domain": "identity", "approved_on": "2026-10-30", "expires_on": "2027-10-30"
        });
        let kit = || kit().person("ida", "identity");
        assert_eq!(kit().approval(approval.clone()).outcome(&CONTROL), NotApplicable);
        let event = json!({"asset": "crm", "kind": "owner-changed", "at": "2026-10-10"});
        assert_eq!(kit().approval(approval).event(event).outcome(&CONTROL), Fail);
    }
}
