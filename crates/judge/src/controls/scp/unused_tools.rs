//! SCP-03: what is exposed is used.

use crate::controls::holdings::unlisted;
use crate::controls::rev::latest::reviews;
use model::records::{Decision, Effect, ItemKind, Review, Server, Tool};
use model::threshold::{REVIEW_MAX, UNUSED_MAX};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Moment, Outcome, PerTier, Severity, Tier, days_between, is_placeholder,
};

/// Each exposed tool was called lately, or was kept on purpose.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-03",
    slug: "unused-tools",
    family: Family::Scp,
    title: "Every exposed tool was called within the limit, or was kept on purpose",
    why: "A tool that nobody calls earns nothing and can still be turned against us; use is the \
          plainest evidence of need.",
    criteria: Criteria {
        pass: "Each exposed tool was called within the limit, or the latest access review, itself \
               within its limit, kept it and said why.",
        partial: "Only tools that read went unused.",
        fail: "A tool that can change something went unused and no review kept it. Tools newer \
               than the limit are not judged yet.",
    },
    remediation: "Stop exposing the tool; where it is needed rarely, have a review keep it and \
                  write down why.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&UNUSED_MAX, &REVIEW_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (AssetFacts::Server(server), tools) = (&asset.facts, context.tools_of(&asset.key)) else {
        return Judgement::not_applicable("Only servers expose tools");
    };
    let Some(tools) = tools else { return unlisted(asset) };
    let limit = context.limit(&UNUSED_MAX, asset.test_tier());
    let within = |date: &Moment| (0..=limit).contains(&days_between(*date, context.as_of));
    let is_new = |tool: &Tool| {
        [&tool.first_seen, &server.first_seen].into_iter().filter_map(Field::given).any(within)
    };
    let review = standing_review(asset, context);
    let (mut items, mut wanted, mut shown) = (Vec::new(), None, None);
    for tool in tools.iter().filter(|tool| tool.record.is_exposed() && !is_new(&tool.record)) {
        let used = tool.record.last_used.given().is_some_and(within);
        let item = match review {
            _ if used => Item::new(&tool.record.id, Outcome::Pass, ""),
            Some(review) if is_kept(&tool.record, review) => Item::new(
                &tool.record.id,
                Outcome::Pass,
                "kept by the latest review, with a reason",
            ),
            _ => {
                let (item, missing) = unused(&tool.record, server, limit, context);
                wanted = wanted.or(missing);
                shown = shown.or(Some(tool));
                item
            }
        };
        items.push(item);
    }
    if items.is_empty() {
        return Judgement::not_applicable("It exposes no tool that is older than the limit")
            .because(asset.place(), format!("{} tools listed", tools.len()));
    }
    let ask = wanted.unwrap_or(("tools", "last_used"));
    let verdict = Judgement::of_items("exposed tool", "are in use or kept on purpose", items, ask);
    match shown {
        Some(tool) => {
            let last = tool.record.last_used.given().map(ToString::to_string);
            let last = last.unwrap_or_else(|| "(not stated)".into());
            verdict.because(Some(&tool.place), format!("{}: last_used = {last}", tool.record.id))
        }
        None => verdict.because(asset.place(), format!("every call within {limit} days")),
    }
}

/// The verdict on a tool without a call in the window, and what to ask for. A call dated in the
/// future is no call: it says as little as a blank.
fn unused(
    tool: &Tool,
    server: &Server,
    limit: i64,
    context: &Context,
) -> (Item, Option<(&'static str, &'static str)>) {
    let unknown = |note: &str, wanted| {
        (Item::new(&tool.id, Outcome::NotAssessed, note.to_owned()), Some(wanted))
    };
    let age = |date: &Moment| days_between(*date, context.as_of);
    let idle = match &tool.last_used {
        Field::Absent => return unknown("no source says when it was used", ("tools", "last_used")),
        Field::Given(last) if age(last) >= 0 => format!("unused for {} days", age(last)),
        Field::Given(_) | Field::Blank => match server.usage_since.given() {
            Some(since) if age(since) > limit => format!("no call since {since}"),
            Some(_) => {
                let note = "use has not been recorded for long enough";
                return unknown(note, ("servers", "usage_since"));
            }
            None => {
                let note = "nobody says since when use is recorded";
                return unknown(note, ("servers", "usage_since"));
            }
        },
    };
    let outcome = match tool.effect.given() {
        None => return unknown(&format!("{idle}, effect unknown"), ("tools", "effect")),
        Some(Effect::Read) => Outcome::Partial,
        Some(_) => Outcome::Fail,
    };
    (Item::new(&tool.id, outcome, idle), None)
}

/// The latest review, where it is certain which one that is and it is not overdue.
fn standing_review<'a>(asset: &Asset, context: &'a Context) -> Option<&'a Review> {
    let reviews = reviews(asset, context);
    let (on, review) = reviews.latest.filter(|_| reviews.unclear.is_none())?;
    let limit = context.limit(&REVIEW_MAX, asset.test_tier());
    (days_between(on, context.as_of) <= limit).then_some(&review.record)
}

/// Every line that may be about the tool has to keep it, and say why.
fn is_kept(tool: &Tool, review: &Review) -> bool {
    let about = review.items.items().iter().filter(|line| {
        line.reference == tool.id && line.kind.given().is_none_or(|kind| *kind == ItemKind::Tool)
    });
    let mut kept = about.map(|line| {
        line.kind.given().is_some()
            && line.decision.given() == Some(&Decision::Keep)
            && line.reason.given().is_some_and(|reason| !is_placeholder(reason))
    });
    kept.next() == Some(true) && kept.all(|kept| kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(last_used: Value, effect: &str) -> Bench {
        Bench::new().server(json!({
            "id": "crm", "usage_since": "2025-01-01",
            "tools": [{"id": "find", "effect": effect, "last_used": last_used}]
        }))
    }

    fn with(change: Value) -> Bench {
        let mut server = json!({"id": "crm", "tools": [{"id": "find", "last_used": null}]});
        for (field, value) in change.as_object().expect("fields") {
            match field.as_str() {
                "usage_since" => server[field] = value.clone(),
                _ => server["tools"][0][field] = value.clone(),
            }
        }
        Bench::new().server(server)
    }

    #[test]
    fn use_within_the_limit_passes_to_the_day() {
        assert_eq!(bench(json!("2026-08-24"), "write").outcome(&CONTROL), Pass);
        assert_eq!(bench(json!("2026-08-23"), "write").outcome(&CONTROL), Fail);
    }

    #[test]
    fn an_unused_tool_counts_by_what_it_can_do() {
        for unused in [json!("2026-01-01"), json!(null), json!("2027-01-01")] {
            assert_eq!(bench(unused.clone(), "read").outcome(&CONTROL), Partial);
            assert_eq!(bench(unused, "destructive").outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn a_review_can_keep_a_tool_for_a_reason() {
        let kept = |decision: &str, reason: Value, on: &str| {
            let line = json!({"ref": "find", "kind": "tool", "decision": decision,
                              "reason": reason});
            bench(json!(null), "write")
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
        let ask = |bench: Bench| bench.judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(
            ask(Bench::new().server(json!({"id": "crm"}))).as_deref(),
            Some("servers.tools")
        );
        let untold = Bench::new().server(json!({"id": "crm", "tools": [{"id": "find"}]}));
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
        let none = Bench::new().server(json!({"id": "crm", "tools": []}));
        assert_eq!(none.outcome(&CONTROL), NotApplicable);
    }
}
