//! REV-02: a review that decides item by item.

use super::latest::{first_ahead, reviews};
use crate::controls::holdings::{Holdings, Wanted};
use model::records::{Decision, ItemKind, Review, ReviewItem, Tool};
use model::threshold::REVIEW_MAX;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Moment, Outcome, PerTier, Placed, RecordKind, Severity, Tier, is_placeholder,
};

/// The latest review decided on each tool, scope and secret.
pub(crate) static CONTROL: Control = Control {
    id: "REV-02",
    slug: "reviewed-items",
    family: Family::Rev,
    title: "The latest access review decided on every tool, scope and secret",
    why: "One verdict for a whole server keeps everything it has; only a decision on each item \
          takes anything away.",
    criteria: Criteria {
        pass: "The latest completed review decides to keep, reduce or remove each exposed tool, \
               granted scope and secret in use; at T3 it gives a reason for keeping a tool that \
               can do lasting harm.",
        partial: "At T1 some things have no decision, or at T3 a tool that can do lasting harm is \
                  kept without a reason.",
        fail: "No review was completed, it decided on nothing in particular, or at T2 and T3 \
               something has no decision. A server whose first review lies ahead is not judged.",
    },
    remediation: "Open the review again with a line for each tool, scope and secret, and decide \
                  on every line.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("Only servers are judged");
    };
    if !context.carries(RecordKind::Reviews) {
        return Judgement::missing_record("reviews");
    }
    let reviews = reviews(asset, context);
    // A later review may hide behind an unclear one, so an older one cannot stand in for it.
    if let Some(unclear) = reviews.unclear {
        return unclear;
    }
    let Some((on, review)) = reviews.latest else {
        return first_ahead(asset, context).unwrap_or_else(|| {
            Judgement::fail("No completed access review is on record")
                .because(asset.place(), "no completed review")
        });
    };
    let holdings = Holdings::of(asset, server, context);
    let verdict = match &review.record.items {
        Field::Absent => Judgement::missing_field("reviews", "items"),
        Field::Blank => Judgement::fail("The review holds a date, but no decisions"),
        Field::Given(_) => decided(holdings, on, review, asset.test_tier(), context),
    };
    verdict.because(Some(&review.place), format!("completed_on = {on}"))
}

fn decided(
    holdings: Holdings<'_>,
    on: Moment,
    review: &Placed<Review>,
    tier: Tier,
    context: &Context,
) -> Judgement {
    let (mut items, mut wanted): (Vec<Item>, Option<Wanted>) = (Vec::new(), None);
    for (kind, name) in holdings.names() {
        let tool = holdings.tools.iter().find(|t| kind == ItemKind::Tool && t.record.id == name);
        if tool.is_some_and(|tool| came_later(&tool.record, on, context)) {
            continue;
        }
        let harmful = tier == Tier::T3 && tool.is_some_and(|tool| can_harm(&tool.record));
        let (outcome, note) = match decision(kind, name, &review.record) {
            Decided::Unreasoned if harmful => (Outcome::Partial, "kept without a reason"),
            Decided::Unreasoned | Decided::Fully => (Outcome::Pass, ""),
            Decided::Untold(field) => {
                wanted = wanted.or(Some(("reviews", field)));
                (Outcome::NotAssessed, "the review does not say")
            }
            Decided::Not => (Outcome::Fail, "not decided"),
        };
        items.push(Item::new(format!("{} {name}", kind.noun()), outcome, note));
    }
    if tier <= Tier::T1 && items.iter().any(|item| item.outcome == Outcome::Pass) {
        for item in items.iter_mut().filter(|item| item.outcome == Outcome::Fail) {
            item.outcome = Outcome::Partial;
        }
    }
    for (item, missing) in holdings.unknown {
        wanted = wanted.or(Some(missing));
        items.push(item);
    }
    if items.is_empty() {
        return Judgement::not_applicable("There was no tool, scope or secret to decide on");
    }
    Judgement::of_items("item", "are decided on", items, wanted.unwrap_or(("reviews", "items")))
}

/// Only a stated first sight after the review, and not in the future, excuses a tool.
fn came_later(tool: &Tool, review: Moment, context: &Context) -> bool {
    let seen = tool.first_seen.given().map(|seen| seen.day());
    seen.is_some_and(|seen| seen > review.day() && seen <= context.as_of)
}

/// Without a stated effect, a tool is taken to be able to do lasting harm.
fn can_harm(tool: &Tool) -> bool {
    tool.effect.given().is_none_or(|effect| effect.is_high_impact())
}

/// How far a review decided on one item.
enum Decided {
    Fully,
    /// Kept, without saying why.
    Unreasoned,
    Not,
    /// The field that would tell.
    Untold(&'static str),
}

/// Every line on the item must decide: a line left half empty must not be outdone by another.
fn decision(kind: ItemKind, name: &str, review: &Review) -> Decided {
    let mut decided = Decided::Not;
    for line in review.items.items().iter().filter(|line| line.reference == name) {
        match (line.kind.given(), &line.decision) {
            (Some(other), _) if *other != kind => {}
            (None, _) => return Decided::Untold("items.kind"),
            (Some(_), Field::Absent) => return Decided::Untold("items.decision"),
            (Some(_), Field::Blank) => return Decided::Not,
            (Some(_), Field::Given(Decision::Keep)) if is_unreasoned(line) => {
                decided = Decided::Unreasoned;
            }
            (Some(_), Field::Given(_)) if matches!(decided, Decided::Unreasoned) => {}
            (Some(_), Field::Given(_)) => decided = Decided::Fully,
        }
    }
    decided
}

fn is_unreasoned(line: &ReviewItem) -> bool {
    line.reason.given().is_none_or(|reason| is_placeholder(reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(server: Value) -> Bench {
        Bench::new().server(server).carries(RecordKind::Secrets)
    }

    fn crm() -> Value {
        json!({"id": "crm", "scopes": ["orders:read"], "tools": [{"id": "wipe", "effect": "admin"}]})
    }

    fn review(items: Value) -> Value {
        json!({
            "asset": "crm", "status": "completed", "completed_on": "2026-11-01", "items": items
        })
    }

    fn line(kind: &str, name: &str) -> Value {
        json!({"ref": name, "kind": kind, "decision": "keep", "reason": "needed at month end"})
    }

    fn full() -> Value {
        json!([line("tool", "wipe"), line("scope", "orders:read"), line("secret", "key")])
    }

    #[test]
    fn a_decision_on_every_item_passes() {
        let secret = json!({"id": "key", "used_by": ["crm"], "scopes": ["orders:read"]});
        let bench = bench(crm()).secret(secret).review(review(full()));
        assert_eq!(bench.outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_new_server_with_its_first_review_ahead_is_not_judged() {
        let new = json!({"id": "crm", "first_seen": "2026-11-01"});
        let approval = json!({"subject": "crm", "change": "deployment",
                              "approved_on": "2026-10-30", "expires_on": "2027-10-30"});
        let new = bench(new).carries(RecordKind::Reviews).approval(approval);
        assert_eq!(new.outcome(&CONTROL), NotApplicable);
    }

    #[test]
    fn an_undecided_item_fails_and_is_partial_at_t1() {
        let reviewed = || bench(crm()).review(review(json!([line("tool", "wipe")])));
        assert_eq!(reviewed().outcome(&CONTROL), Fail);
        assert_eq!(reviewed().tier(Tier::T1).outcome(&CONTROL), Partial);
    }

    #[test]
    fn keeping_a_harmful_tool_at_t3_needs_a_reason() {
        let items = json!([
            {"ref": "wipe", "kind": "tool", "decision": "keep"}, line("scope", "orders:read")
        ]);
        let reviewed = bench(crm()).review(review(items));
        assert_eq!(reviewed.tier(Tier::T3).outcome(&CONTROL), Partial);
    }

    #[test]
    fn no_review_and_one_without_decisions_fail() {
        assert_eq!(bench(crm()).carries(RecordKind::Reviews).outcome(&CONTROL), Fail);
        assert_eq!(bench(crm()).review(review(json!(null))).outcome(&CONTROL), Fail);
        let blanket = json!([{"ref": "crm", "kind": "tool", "decision": "keep"}]);
        let low = bench(crm()).review(review(blanket.clone())).tier(Tier::T1);
        assert_eq!(low.outcome(&CONTROL), Fail);
        assert_eq!(bench(crm()).review(review(blanket)).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_tool_first_seen_after_the_review_is_for_the_next_one() {
        let tools = json!([{"id": "new", "first_seen": "2026-11-10"}]);
        let server = json!({"id": "crm", "scopes": [], "tools": tools});
        assert_eq!(bench(server).review(review(json!([]))).outcome(&CONTROL), NotApplicable);
    }

    #[test]
    fn whatever_the_review_or_the_lists_leave_out_is_not_assessed() {
        let none = bench(crm());
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
        let unlisted = bench(json!({"id": "crm", "scopes": []})).review(review(json!([])));
        assert_eq!(unlisted.outcome(&CONTROL), NotAssessed);
        let stray = bench(crm()).secret(json!({"id": "stray"})).review(review(full()));
        assert_eq!(stray.outcome(&CONTROL), NotAssessed);
        let kindless = json!([{"ref": "wipe", "decision": "keep"}, line("scope", "orders:read")]);
        assert_eq!(bench(crm()).review(review(kindless)).outcome(&CONTROL), NotAssessed);
        let items = json!({"asset": "crm", "status": "completed", "completed_on": "2026-11-01"});
        assert_eq!(bench(crm()).review(items).outcome(&CONTROL), NotAssessed);
    }
}
