//! REV-03: review decisions executed.

use super::execution::Execution;
use super::latest::{latest, nothing_reviewed};
use crate::controls::holdings::Holdings;
use crate::controls::prelude::*;
use model::records::{Decision, ReviewItem};
use model::threshold::{REVIEW_EXECUTE, REVIEW_MAX};

/// Decisions to remove or reduce that were executed.
pub(crate) static CONTROL: Control = Control {
    id: "REV-03",
    slug: "executed-decisions",
    family: Family::Rev,
    title: "Review decisions executed",
    why: "A decision that is not executed leaves the access in place, while the signed review \
          states otherwise.",
    criteria: Criteria {
        pass: "Each removal and reduction of the latest completed review was executed within the \
               limit, and the inventory shows it, or an active owner of identity or platform \
               security verified it where the inventory cannot show it.",
        partial: "One was executed late, or is open while the limit has not passed.",
        fail: "One is open past the limit, also where it is recorded as executed and the \
               inventory still shows the item; or the one who verified it has no authority.",
    },
    remediation: "Execute the decisions, compare the inventory before and after, and record the \
                  date and who verified it.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&REVIEW_EXECUTE, &REVIEW_MAX],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "decision",
    met: "were executed",
    unmet: "were not executed as decided",
    label: Some("decision on "),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let (on, review) = match latest(asset, context, nothing_reviewed) {
        Ok(latest) => latest,
        Err(verdict) => return *verdict,
    };
    let verdict = match &review.record.items {
        Field::Given(lines) => {
            let execution = Execution {
                on,
                limit: context.limit(&REVIEW_EXECUTE, asset.test_tier()),
                holdings: Holdings::of(asset, server, context),
                context,
            };
            executed(lines, &execution)
        }
        silent => Judgement::silent(silent, "reviews", "items"),
    };
    verdict.because(review.place_of("completed_on"), words!("completed_on = {on}"))
}

fn executed(lines: &[ReviewItem], execution: &Execution<'_>) -> Judgement {
    let mut items = Items::default();
    for line in lines {
        let result = match &line.decision {
            Field::Given(Decision::Keep) => continue,
            Field::Given(decision) => execution.of(line, *decision),
            Field::Absent | Field::Blank => ItemResult::missing(("reviews", "items.decision")),
        };
        items.push(&line.reference, result);
    }
    if items.is_empty() {
        return Judgement::not_applicable("The latest review keeps everything");
    }
    items.judge(&WORDS, ("reviews", "items"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    /// A server that still has the tool `wipe` and the scope `orders:*`.
    fn kit(completed: &str, items: Value) -> Kit {
        let server = json!({"id": "crm", "scopes": ["orders:*"], "tools": [{"id": "wipe"}]});
        let review = json!({"asset": "crm", "status": "completed", "completed_on": completed,
                            "items": items});
        let kit = Kit::new().person("ada", "identity").server(server);
        kit.carries(RecordKind::Secrets).review(review)
    }

    fn outcome(completed: &str, line: Value) -> Outcome {
        kit(completed, json!([line])).outcome(&CONTROL)
    }

    fn remove(name: &str, executed: Value) -> Value {
        json!({"ref": name, "kind": "tool", "decision": "remove", "executed_at": executed})
    }

    #[test]
    fn an_item_gone_in_time_passes_and_late_is_partial() {
        let old = |executed: &str| outcome("2026-09-01", remove("purge", json!(executed)));
        assert_eq!(old("2026-09-15"), Pass);
        assert_eq!(old("2026-09-16"), Partial);
        assert_eq!(outcome("2026-11-10", remove("purge", json!(null))), Pass);
    }

    #[test]
    fn an_item_still_there_is_open_whatever_is_recorded() {
        for executed in [json!(null), json!("2026-09-10")] {
            assert_eq!(outcome("2026-09-01", remove("wipe", executed.clone())), Fail);
            assert_eq!(outcome("2026-11-10", remove("wipe", executed)), Partial);
        }
        let scope = json!({"ref": "orders:*", "kind": "scope", "decision": "reduce"});
        assert_eq!(outcome("2026-09-01", scope), Fail);
    }

    #[test]
    fn an_invisible_reduction_needs_a_verifier() {
        let line = |executed: Value, by: Value| {
            json!({"ref": "wipe", "kind": "tool", "decision": "reduce", "executed_at": executed,
                   "verified_by": by})
        };
        let of = |executed, by| outcome("2026-09-01", line(executed, by));
        assert_eq!(of(json!("2026-09-10"), json!("ada")), Pass);
        assert_eq!(of(json!("2026-09-10"), json!("ghost")), Fail);
        assert_eq!(of(json!("2026-09-10"), json!(null)), Fail);
        assert_eq!(of(json!("2026-10-10"), json!("ada")), Partial);
        assert_eq!(of(json!(null), json!("ada")), Fail);
        assert_eq!(of(json!("2026-12-10"), json!("ada")), Fail);
        assert_eq!(outcome("2026-11-10", line(json!(null), json!("ada"))), Partial);
    }

    #[test]
    fn a_review_that_keeps_everything_leaves_nothing_to_do() {
        let keep = json!([{"ref": "wipe", "kind": "tool", "decision": "keep"}]);
        assert_eq!(kit("2026-09-01", keep).outcome(&CONTROL), NotApplicable);
        assert_eq!(kit("2026-09-01", json!([])).outcome(&CONTROL), NotApplicable);
    }

    #[test]
    fn each_missing_field_is_not_assessed() {
        let ask = |line: Value| {
            let judgement = kit("2026-09-01", json!([line])).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed);
            judgement.ask.map(|ask| ask.to_string()).unwrap_or_default()
        };
        assert_eq!(ask(json!({"ref": "x", "kind": "tool"})), "reviews.items.decision");
        assert_eq!(ask(json!({"ref": "x", "decision": "remove"})), "reviews.items.kind");
        let undated = json!({"ref": "x", "kind": "tool", "decision": "remove"});
        assert_eq!(ask(undated), "reviews.items.executed_at");
        assert_eq!(kit("2026-09-01", json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        let none = Kit::new().server(json!({"id": "crm"})).carries(RecordKind::Reviews);
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn an_unlisted_tool_or_unknown_secrets_may_hide_what_was_removed() {
        for (kind, asked) in [("tool", "servers.tools"), ("secret", "secrets")] {
            let line = json!({"ref": "x", "kind": kind, "decision": "remove",
                              "executed_at": "2026-09-02"});
            let review = json!({"asset": "crm", "status": "completed",
                                "completed_on": "2026-09-01", "items": [line]});
            let silent = Kit::new().server(json!({"id": "crm"})).review(review);
            let judgement = silent.judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed);
            assert_eq!(judgement.ask.map(|ask| ask.to_string()).as_deref(), Some(asked));
        }
    }
}
