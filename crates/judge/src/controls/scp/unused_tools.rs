//! SCP-03: no unused tools.

use super::tool_use::{is_kept, unused, valid_review};
use crate::controls::checks::is_recent;
use crate::controls::holdings::exposed_tools;
use crate::controls::prelude::*;
use model::records::Tool;
use model::threshold::{REVIEW_MAX, UNUSED_MAX};
use model::wording::{days, number_of};

/// Each exposed tool was called recently, or was kept deliberately.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-03",
    slug: "unused-tools",
    family: Family::Scp,
    title: "No unused tools",
    why: "A tool that is never called has no benefit and can still be abused. Use is the simplest \
          evidence of need.",
    criteria: Criteria {
        pass: "Each exposed tool was called within the limit, or the latest access review, itself \
               within its limit, kept it with a reason.",
        partial: "Only tools that read were unused.",
        fail: "A tool that can change something was unused and no review kept it. Tools newer \
               than the limit are not judged yet.",
    },
    remediation: "Stop exposing the tool. Where it is needed rarely, have an access review keep it \
                  with a reason.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&UNUSED_MAX, &REVIEW_MAX],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "exposed tool",
    met: "are in use or deliberately kept",
    unmet: "are not in use",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let Some(listed) = context.tools_of(&asset.key) else {
        return Judgement::silent(&server.tools, "servers", "tools");
    };
    let limit = context.limit(&UNUSED_MAX, asset.test_tier());
    let is_new = |tool: &Tool| {
        let seen = [&tool.first_seen, &server.first_seen];
        seen.into_iter().any(|seen| is_recent(seen.given(), limit, context))
    };
    let review = valid_review(asset, context);
    let (mut items, mut shown) = (Items::default(), None);
    for tool in exposed_tools(asset, server, context).unwrap_or_default() {
        let result = match review {
            _ if is_new(&tool.record) => continue,
            _ if is_recent(tool.record.last_used.given(), limit, context) => ItemResult::pass(""),
            Some(review) if is_kept(&tool.record, review) => {
                ItemResult::pass("kept by the latest review, with a reason")
            }
            _ => {
                shown = shown.or(Some(tool));
                unused(tool, server, limit, context)
            }
        };
        items.push(&tool.record.id, result);
    }
    if items.is_empty() {
        return Judgement::not_applicable("The server exposes no tool older than the limit")
            .because(asset.place_of("tools"), words!("{} listed", number_of(listed, "tool")));
    }
    let verdict = items.judge(&WORDS, ("tools", "last_used"));
    match shown {
        Some(tool) => {
            let last_used = quote("last_used", &tool.record.last_used);
            let fact = words!("{}: {last_used}", tool.record.id);
            verdict.because(tool.place_of("last_used"), fact)
        }
        None => {
            verdict.because(asset.place_of("tools"), words!("all called within {}", days(limit)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(last_used: Value, effect: &str) -> Kit {
        Kit::new().server(json!({
            "id": "crm", "usage_since": "2025-01-01",
            "tools": [{"id": "find", "effect": effect, "last_used": last_used}]
        }))
    }

    fn with(change: Value) -> Kit {
        let mut server = json!({"id": "crm", "tools": [{"id": "find", "last_used": null}]});
        for (field, value) in change.as_object().expect("fields") {
            match field.as_str() {
                "usage_since" => server[field] = value.clone(),
                _ => server["tools"][0][field] = value.clone(),
            }
        }
        Kit::new().server(server)
    }

    #[test]
    fn use_within_the_limit_passes_to_the_day() {
        assert_eq!(kit(json!("2026-08-24"), "write").outcome(&CONTROL), Pass);
        assert_eq!(kit(json!("2026-08-23"), "write").outcome(&CONTROL), Fail);
    }

    #[test]
    fn an_unused_tool_counts_by_what_it_can_do() {
        for unused in [json!("2026-01-01"), json!(null), json!("2027-01-01")] {
            assert_eq!(kit(unused.clone(), "read").outcome(&CONTROL), Partial);
            assert_eq!(kit(unused, "destructive").outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn a_review_can_keep_a_tool_for_a_reason() {
        let kept = |decision: &str, reason: Value, on: &str| {
            let line = json!({"ref": "find", "kind": "tool", "decision": decision,
                              "reason": reason});
            kit(json!(null), "write")
                .review(json!({"asset": "crm", "status": "completed", "completed_on": on,
                               "items": [line]}))
                .outcome(&CONTROL)
        };
        let yearly = || json!("needed at the close of the year");
        assert_eq!(kept("keep", yearly(), "2026-10-01"), Pass);
        assert_eq!(kept("remove", yearly(), "2026-10-01"), Fail);
        assert_eq!(kept("keep", json!(null), "2026-10-01"), Fail);
        assert_eq!(kept("keep", yearly(), "2026-01-01"), Fail);
    }

    #[test]
    fn unknown_use_reach_of_records_and_effect_are_not_assessed() {
        let ask = |kit: Kit| kit.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask(Kit::new().server(json!({"id": "crm"}))).as_deref(), Some("servers.tools"));
        let untold = Kit::new().server(json!({"id": "crm", "tools": [{"id": "find"}]}));
        assert_eq!(ask(untold).as_deref(), Some("tools.last_used"));
        for since in [json!(null), json!("2026-10-01")] {
            let short = with(json!({"usage_since": since, "effect": "write"}));
            assert_eq!(short.outcome(&CONTROL), NotAssessed);
        }
        let effect = with(json!({"usage_since": "2025-01-01"}));
        assert_eq!(ask(effect).as_deref(), Some("tools.effect"));
    }

    #[test]
    fn only_tools_older_than_the_limit_are_judged() {
        let new = with(json!({"usage_since": "2025-01-01", "first_seen": "2026-10-01"}));
        assert_eq!(new.outcome(&CONTROL), NotApplicable);
        let none = Kit::new().server(json!({"id": "crm", "tools": []}));
        assert_eq!(none.outcome(&CONTROL), NotApplicable);
    }
}
