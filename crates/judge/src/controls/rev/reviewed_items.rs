//! REV-02: review covers every item.

use super::decision::decided;
use super::latest::{latest, no_review};
use crate::controls::holdings::Holdings;
use crate::controls::prelude::*;
use model::threshold::REVIEW_MAX;

/// The latest review decided on each tool, scope and secret.
pub(crate) static CONTROL: Control = Control {
    id: "REV-02",
    slug: "reviewed-items",
    family: Family::Rev,
    title: "Review covers every item",
    why: "One decision for a whole server keeps everything it has. Only a decision on each item \
          removes anything.",
    criteria: Criteria {
        pass: "The latest completed review decides to keep, reduce or remove each exposed tool, \
               granted scope and secret in use; at T3 it states a reason for keeping a high-impact \
               tool.",
        partial: "At T1 some items have no decision, or at T3 a high-impact tool is kept without a \
                  reason.",
        fail: "No review was completed, it contains no decision on an item, or at T2 and T3 an \
               item has no decision, such as a tool that came after the review. A server whose first review is not yet due is not judged.",
    },
    remediation: "Reopen the review with a line for each tool, scope and secret, and decide on \
                  every line.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "item",
    met: "have a review decision",
    unmet: "have no sufficient review decision",
    label: Some(""),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let (on, review) = match latest(asset, context, || no_review(asset)) {
        Ok(latest) => latest,
        Err(verdict) => return *verdict,
    };
    let holdings = Holdings::of(asset, server, context);
    let verdict = match &review.record.items {
        Field::Absent => Judgement::missing_field("reviews", "items"),
        Field::Blank => Judgement::fail("The review contains no decisions"),
        Field::Given(_) => {
            let mut items = decided(&holdings, on, &review.record, asset.test_tier());
            holdings.unknown.into_iter().for_each(|unknown| items.push_unknown(unknown));
            match items.is_empty() {
                true => Judgement::not_applicable("No tool, scope or secret to review"),
                false => items.judge(&WORDS, ("reviews", "items")),
            }
        }
    };
    verdict.because(review.place_of("completed_on"), words!("completed_on = {on}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(server: Value) -> Kit {
        Kit::new().server(server).carries(RecordKind::Secrets)
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
        let kit = kit(crm()).secret(secret).review(review(full()));
        assert_eq!(kit.outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_new_server_with_its_first_review_ahead_is_not_judged() {
        let new = json!({"id": "crm", "first_seen": "2026-11-01"});
        let approval = json!({"subject": "crm", "change": "deployment", "approver": "ida",
                              "approver_domain": "identity", "approved_on": "2026-10-30", "expires_on": "2027-10-30"});
        let new = kit(new).person("ida", "identity").carries(RecordKind::Reviews);
        let new = new.approval(approval);
        assert_eq!(new.outcome(&CONTROL), NotApplicable);
    }

    #[test]
    fn an_undecided_item_fails_and_is_partial_at_t1() {
        let reviewed = || kit(crm()).review(review(json!([line("tool", "wipe")])));
        assert_eq!(reviewed().outcome(&CONTROL), Fail);
        assert_eq!(reviewed().tier(Tier::T1).outcome(&CONTROL), Partial);
    }

    #[test]
    fn keeping_a_harmful_tool_at_t3_needs_a_reason() {
        let items = json!([
            {"ref": "wipe", "kind": "tool", "decision": "keep"}, line("scope", "orders:read")
        ]);
        let reviewed = kit(crm()).review(review(items));
        assert_eq!(reviewed.tier(Tier::T3).outcome(&CONTROL), Partial);
    }

    #[test]
    fn no_review_and_one_without_decisions_fail() {
        assert_eq!(kit(crm()).carries(RecordKind::Reviews).outcome(&CONTROL), Fail);
        assert_eq!(kit(crm()).review(review(json!(null))).outcome(&CONTROL), Fail);
        let blanket = json!([{"ref": "crm", "kind": "tool", "decision": "keep"}]);
        let low = kit(crm()).review(review(blanket.clone())).tier(Tier::T1);
        assert_eq!(low.outcome(&CONTROL), Fail);
        assert_eq!(kit(crm()).review(review(blanket)).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_tool_first_seen_after_the_review_is_unreviewed() {
        let tools = json!([{"id": "new", "first_seen": "2026-11-10"}]);
        let server = json!({"id": "crm", "scopes": [], "tools": tools});
        let verdict = kit(server).review(review(json!([]))).judge(&CONTROL);
        assert_eq!(verdict.outcome, Fail);
        assert!(verdict.sentence.contains("first seen after the review"), "{}", verdict.sentence);
    }

    #[test]
    fn whatever_the_review_or_the_lists_leave_out_is_not_assessed() {
        let none = kit(crm());
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
        let unlisted = kit(json!({"id": "crm", "scopes": []})).review(review(json!([])));
        assert_eq!(unlisted.outcome(&CONTROL), NotAssessed);
        let stray = kit(crm()).secret(json!({"id": "stray"})).review(review(full()));
        assert_eq!(stray.outcome(&CONTROL), NotAssessed);
        let kindless = json!([{"ref": "wipe", "decision": "keep"}, line("scope", "orders:read")]);
        assert_eq!(kit(crm()).review(review(kindless)).outcome(&CONTROL), NotAssessed);
        let items = json!({"asset": "crm", "status": "completed", "completed_on": "2026-11-01"});
        assert_eq!(kit(crm()).review(items).outcome(&CONTROL), NotAssessed);
    }
}
