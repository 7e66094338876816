//! REV-01: an access review inside its cadence, and after every change that asks for one.

use super::latest::{Reviews, first_ahead, reviews};
use crate::controls::dated::when_past;
use crate::controls::wording::days;
use model::records::{Event, EventKind};
use model::threshold::{REVIEW_GRACE, REVIEW_MAX};
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Judgement, Moment, Outcome,
    PerTier, Placed, RecordKind, Severity, Tier, days_between,
};

/// The latest completed review is not too old, and no change waits for one.
pub(crate) static CONTROL: Control = Control {
    id: "REV-01",
    slug: "current-review",
    family: Family::Rev,
    title: "An access review was completed within the cadence of the tier and after each change",
    why: "Access that was right when it was granted goes stale as purposes, people and tools \
          change; only a review in its time notices.",
    criteria: Criteria {
        pass: "The latest completed access review is no older than the limit for the tier, and no \
               recorded change (of owner, tools, scopes, tier, supplier or major version, or an \
               incident) has waited for a review longer than the grace allows.",
        partial: "At T0 and T1, a change has waited for up to twice the grace.",
        fail: "The latest completed review is older than the limit, none is on record, or a \
               change has waited for longer. A server that was approved and first seen within \
               the limit is not judged yet, unless it changed since.",
    },
    remediation: "Complete a review now and set the date of the next one; let each recorded \
                  change open a review.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX, &REVIEW_GRACE],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Reviews) {
        return Judgement::missing_record("reviews");
    }
    let reviews = reviews(asset, context);
    let waiting = waiting(reviews.latest.map(|(on, _)| on), asset, context);
    match (&reviews.unclear, waiting.outcome) {
        (_, Outcome::Pass) => in_cadence(reviews, asset, context),
        // The review that does not say when it was completed may have followed the change.
        (Some(unclear), Outcome::Fail | Outcome::Partial) => {
            let unclear = unclear.clone();
            in_cadence(reviews, asset, context).worst_of(unclear)
        }
        _ => in_cadence(reviews, asset, context).worst_of(waiting),
    }
}

fn in_cadence(reviews: Reviews<'_>, asset: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&REVIEW_MAX, asset.test_tier());
    let latest = reviews.latest.map(|(on, review)| (on, review, days_between(on, context.as_of)));
    match (latest, reviews.unclear) {
        (Some((on, review, age)), _) if age <= limit => {
            Judgement::pass(format!("Reviewed {} ago, within {}", days(age), days(limit)))
                .because(Some(&review.place), format!("completed_on = {on}"))
        }
        (_, Some(unclear)) => unclear,
        (Some((on, review, age)), None) => {
            let sentence =
                format!("The last review was {} ago; the limit is {}", days(age), days(limit));
            Judgement::fail(sentence).because(Some(&review.place), format!("completed_on = {on}"))
        }
        (None, None) => first_ahead(asset, context).unwrap_or_else(|| {
            Judgement::fail("No completed access review is on record")
                .because(asset.place(), "no completed review")
        }),
    }
}

/// Whether a change waits for a review. Without a register of changes nobody can tell, and an
/// undated change may be later than any review.
fn waiting(reviewed: Option<Moment>, asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Events) {
        return Judgement::missing_record("events");
    }
    let events = context.events.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let verdicts = events.iter().map(|event| since(event, reviewed, asset, context));
    verdicts.reduce(Judgement::worst_of).unwrap_or_else(|| Judgement::pass(""))
}

fn since(
    event: &Placed<Event>,
    reviewed: Option<Moment>,
    asset: &Asset,
    context: &Context,
) -> Judgement {
    when_past(&event.record.at, ("events", "at"), context, |at| {
        if reviewed.is_some_and(|on| at.day() <= on.day()) {
            return Judgement::pass("");
        }
        let (age, grace) =
            (days_between(at, context.as_of), context.limit(&REVIEW_GRACE, asset.test_tier()));
        let what = what(event.record.kind.given().copied());
        let sentence = format!("{what} on {}, and no review followed in {}", at.day(), days(grace));
        let verdict = match age {
            _ if age <= grace => return Judgement::pass(""),
            _ if age <= 2 * grace && asset.test_tier() < Tier::T2 => Judgement::partial(sentence),
            _ => Judgement::fail(sentence),
        };
        verdict.because(Some(&event.place), format!("event at = {at}"))
    })
}

fn what(kind: Option<EventKind>) -> &'static str {
    match kind {
        Some(EventKind::OwnerChanged) => "Its owner changed",
        Some(EventKind::ToolAdded) => "It got a new tool",
        Some(EventKind::ScopeWidened) => "A grant of it became wider",
        Some(EventKind::TierRaised) => "It became more privileged",
        Some(EventKind::Incident) => "There was an incident with it",
        Some(EventKind::SupplierChanged) => "Its supplier changed",
        Some(EventKind::MajorVersion) => "It moved to a new major version",
        None => "It changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::Reason;
    use serde_json::{Value, json};

    fn bench() -> Bench {
        Bench::new()
            .server(json!({"id": "crm", "first_seen": "2026-11-01"}))
            .carries(RecordKind::Reviews)
            .carries(RecordKind::Events)
    }

    fn review(status: Value, completed_on: Value) -> Value {
        json!({"asset": "crm", "status": status, "completed_on": completed_on})
    }

    #[test]
    fn a_review_within_the_limit_passes_to_the_day() {
        let on = |day: &str| bench().review(review(json!("completed"), json!(day)));
        assert_eq!(on("2026-08-24").outcome(&CONTROL), Pass);
        assert_eq!(on("2026-08-23").outcome(&CONTROL), Fail);
        assert_eq!(on("2026-08-23").tier(Tier::T1).outcome(&CONTROL), Pass);
    }

    fn changed(at: Value) -> Bench {
        let reviewed = bench().review(review(json!("completed"), json!("2026-10-01")));
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
        let old = bench().tier(Tier::T1).review(review(json!("completed"), json!("2026-08-01")));
        let event = |at| json!({"asset": "crm", "at": at});
        assert_eq!(old.event(event("2026-09-22")).outcome(&CONTROL), Fail);
    }

    #[test]
    fn an_undated_or_future_change_and_no_register_of_changes_are_not_assessed() {
        assert_eq!(changed(json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(changed(json!("2026-12-01")).outcome(&CONTROL), NotAssessed);
        let reviewed = Bench::new()
            .server(json!({"id": "crm"}))
            .review(review(json!("completed"), json!("2026-10-01")));
        assert_eq!(reviewed.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_change_only_worsens() {
        let overdue = || bench().review(review(json!("completed"), json!("2026-01-01")));
        let event = |at| json!({"asset": "crm", "kind": "incident", "at": at});
        for at in ["2025-12-01", "2026-11-20", "2026-06-01"] {
            assert_eq!(overdue().event(event(at)).outcome(&CONTROL), Fail, "{at}");
        }
        let unclear = changed(json!("2026-10-10")).review(review(json!(null), json!("2026-11-01")));
        assert_eq!(unclear.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn drafts_and_no_review_fail() {
        assert_eq!(bench().outcome(&CONTROL), Fail);
        let draft = bench().review(review(json!("draft"), json!("2026-11-20")));
        assert_eq!(draft.outcome(&CONTROL), Fail);
    }

    #[test]
    fn no_reviews_and_unclear_or_future_ones_are_not_assessed() {
        let none = Bench::new().agent(json!({"id": "triage"}));
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
        for (status, day) in [(json!(null), json!("2026-11-20")), (json!("completed"), json!(null))]
        {
            let unclear = bench().review(review(status, day)).judge(&CONTROL);
            assert_eq!(unclear.reason, Some(Reason::MissingField));
        }
        let future = bench().review(review(json!("completed"), json!("2026-12-01")));
        assert_eq!(future.judge(&CONTROL).reason, Some(Reason::InvalidData));
    }

    #[test]
    fn a_new_server_with_an_approved_deployment_is_not_judged_yet() {
        let approval = json!({
            "subject": "crm", "change": "deployment", "approved_on": "2026-10-30",
            "expires_on": "2027-10-30"
        });
        assert_eq!(bench().approval(approval.clone()).outcome(&CONTROL), NotApplicable);
        let event = json!({"asset": "crm", "kind": "owner-changed", "at": "2026-10-10"});
        assert_eq!(bench().approval(approval).event(event).outcome(&CONTROL), Fail);
    }
}
