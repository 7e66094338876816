//! REV-01: an access review inside its cadence.

use super::latest::reviews;
use crate::controls::standing::{Standing, standing};
use crate::model::records::Change;
use crate::model::threshold::REVIEW_MAX;
use crate::model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Judgement, PerTier,
    RecordKind, Severity, Tier, days_between, plus_days,
};

/// The latest completed review is not too old.
pub static CONTROL: Control = Control {
    id: "REV-01",
    slug: "current-review",
    family: Family::Rev,
    title: "An access review was completed within the cadence of the tier",
    why: "Access that was right when it was granted goes stale as purposes, people and tools \
          change; only a review in its time notices.",
    criteria: Criteria {
        pass: "The latest completed access review is no older than the limit for the tier.",
        partial: "",
        fail: "The latest completed review is older than the limit, or none was ever completed. \
               A server that was approved and first seen within the limit is not judged yet.",
    },
    remediation: "Complete a review now and set the date of the next one.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Reviews) {
        return Judgement::missing_record("reviews");
    }
    let limit = context.limit(&REVIEW_MAX, asset.tests());
    let reviews = reviews(asset, context);
    let latest = reviews.latest.map(|(on, review)| (on, review, days_between(on, context.as_of)));
    match (latest, reviews.unclear) {
        (Some((on, review, age)), _) if age <= limit => {
            Judgement::pass(format!("Reviewed {age} days ago, within {limit} days"))
                .because(Some(&review.place), format!("completed_on = {on}"))
        }
        (_, Some(unclear)) => unclear,
        (Some((on, review, age)), None) => {
            Judgement::fail(format!("The last review was {age} days ago, over {limit} days"))
                .because(Some(&review.place), format!("completed_on = {on}"))
        }
        (None, None) => new_and_approved(asset, context, limit).unwrap_or_else(|| {
            Judgement::fail("No access review was ever completed")
                .because(asset.place(), "no completed review")
        }),
    }
}

/// A server that entered by an approved deployment within the limit has its first review ahead.
fn new_and_approved(asset: &Asset, context: &Context, limit: i64) -> Option<Judgement> {
    let AssetFacts::Server(server) = &asset.facts else { return None };
    let seen = *server.first_seen.given()?;
    if !(0..=limit).contains(&days_between(seen, context.as_of)) {
        return None;
    }
    let approval = context.approvals.get(&asset.key)?.iter().find(|approval| {
        let record = &approval.record;
        let taken = (&record.approved_on, "approved_on");
        let standing = standing(taken, (&record.expires_on, "expires_on"), context);
        standing == Standing::InForce && record.change.given() == Some(&Change::Deployment)
    })?;
    let due = plus_days(seen.day(), limit);
    Some(
        Judgement::not_applicable(format!("New and approved; its first review is due by {due}"))
            .because(asset.place(), format!("first_seen = {seen}"))
            .because(Some(&approval.place), "deployment approved"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use crate::model::Outcome::{Fail, NotApplicable, NotAssessed, Pass};
    use crate::model::Reason;
    use serde_json::{Value, json};

    fn bench() -> Bench {
        Bench::new()
            .server(json!({"id": "crm", "first_seen": "2026-11-01"}))
            .carries(RecordKind::Reviews)
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
        assert_eq!(bench().approval(approval).outcome(&CONTROL), NotApplicable);
    }
}
