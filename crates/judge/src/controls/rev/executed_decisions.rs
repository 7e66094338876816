//! REV-03: what a review takes away is taken away.

use super::latest::{first_ahead, reviews};
use crate::controls::holdings::Holdings;
use crate::controls::own::naming::{self, Naming};
use model::records::{Decision, ItemKind, ReviewItem};
use model::threshold::{REVIEW_EXECUTE, REVIEW_MAX};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Moment, Outcome, PerTier, Reason, RecordKind, Severity, Tier, days_between,
};

/// Decisions to remove or reduce that were carried out.
pub(crate) static CONTROL: Control = Control {
    id: "REV-03",
    slug: "executed-decisions",
    family: Family::Rev,
    title: "What the latest access review decided to remove or reduce is gone in time",
    why: "A decision that nobody carries out leaves the access where it was, and a signature that \
          says otherwise.",
    criteria: Criteria {
        pass: "Each removal and reduction of the latest completed review was carried out within \
               the limit, and the inventory shows it, or somebody named made sure where it \
               cannot.",
        partial: "One was carried out late, nobody made sure of it, or it stands open while the \
                  limit is not over.",
        fail: "One stands open past the limit, also where it is recorded as done and the \
               inventory still shows the thing.",
    },
    remediation: "Carry out what was decided, compare the inventory before and after, and record \
                  the day and who made sure.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&REVIEW_EXECUTE, &REVIEW_MAX],
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
    if let Some(unclear) = reviews.unclear {
        return unclear;
    }
    let Some((on, review)) = reviews.latest else {
        let sentence =
            "No completed access review is on record whose decisions could be looked for";
        return first_ahead(asset, context).unwrap_or_else(|| {
            Judgement::unusable(Reason::MissingRecord, "reviews", "", sentence)
        });
    };
    let verdict = match &review.record.items {
        Field::Given(lines) => {
            let clock = Clock {
                on,
                limit: context.limit(&REVIEW_EXECUTE, asset.test_tier()),
                holdings: Holdings::of(asset, server, context),
                context,
            };
            carried_out(lines, &clock)
        }
        silent => Judgement::silent(silent, "reviews", "items"),
    };
    verdict.because(Some(&review.place), format!("completed_on = {on}"))
}

/// When the review was completed, how long there is since, and what is still there. A decision's
/// own earlier date does not count: stating it could only cost, so silence would pay.
struct Clock<'a> {
    on: Moment,
    limit: i64,
    holdings: Holdings<'a>,
    context: &'a Context,
}

impl Clock<'_> {
    fn in_time(&self, day: jiff::civil::Date) -> bool {
        days_between(self.on, day) <= self.limit
    }

    /// A decision that is not carried out yet.
    fn open(&self) -> Verdict {
        match self.in_time(self.context.as_of) {
            true => (Outcome::Partial, "open; time remains", None),
            false => (Outcome::Fail, "open past the limit", None),
        }
    }
}

/// The outcome, why, and the record and field that are missing, if any.
type Verdict = (Outcome, &'static str, Option<(&'static str, &'static str)>);

/// What the inventory shows of a thing decided on.
enum Now {
    Gone,
    StillThere,
    /// A reduction of something that stays.
    Unseen,
    Untold(&'static str, &'static str),
}

fn carried_out(lines: &[ReviewItem], clock: &Clock<'_>) -> Judgement {
    let (mut items, mut wanted) = (Vec::new(), None);
    for line in lines {
        let (outcome, note, missing) = match &line.decision {
            Field::Given(Decision::Keep) => continue,
            Field::Given(decision) => done(line, *decision, clock),
            Field::Absent | Field::Blank => {
                let missing = Some(("reviews", "items.decision"));
                (Outcome::NotAssessed, "nobody says what was decided", missing)
            }
        };
        wanted = wanted.or(missing);
        items.push(Item::new(&line.reference, outcome, note));
    }
    if items.is_empty() {
        return Judgement::not_applicable("The latest review keeps everything");
    }
    let ask = wanted.unwrap_or(("reviews", "items"));
    Judgement::of_items("decision", "are carried out", items, ask)
}

fn done(line: &ReviewItem, decision: Decision, clock: &Clock<'_>) -> Verdict {
    let as_of = clock.context.as_of;
    let executed = line.executed_at.given().map(|at| at.day()).filter(|day| *day <= as_of);
    match (look(line, decision, &clock.holdings), executed) {
        (Now::Untold(record, field), _) => {
            (Outcome::NotAssessed, "the inventory does not say", Some((record, field)))
        }
        (Now::StillThere, _) => clock.open(),
        (Now::Gone, _) if clock.in_time(as_of) => (Outcome::Pass, "gone", None),
        (Now::Gone, Some(day)) if clock.in_time(day) => (Outcome::Pass, "gone", None),
        (Now::Gone | Now::Unseen, Some(day)) if !clock.in_time(day) => {
            (Outcome::Partial, "carried out late", None)
        }
        (_, Some(_)) => match naming::one(&line.verified_by, ("reviews", ""), clock.context) {
            Naming::Known(_) => (Outcome::Pass, "carried out, and made sure of", None),
            _ => (Outcome::Partial, "carried out; nobody known made sure", None),
        },
        (Now::Unseen, None) if !line.executed_at.is_absent() => clock.open(),
        (_, None) => {
            let missing = Some(("reviews", "items.executed_at"));
            (Outcome::NotAssessed, "no usable date says when it was carried out", missing)
        }
    }
}

/// A removed thing is not there any more, nor is a reduced scope, which has a narrower name now.
fn look(line: &ReviewItem, decision: Decision, holdings: &Holdings<'_>) -> Now {
    let kind = match (line.kind.given(), decision) {
        (None, _) => return Now::Untold("reviews", "items.kind"),
        (Some(ItemKind::Tool | ItemKind::Secret), Decision::Reduce) => return Now::Unseen,
        (Some(kind), _) => *kind,
    };
    if holdings.names().any(|held| held == (kind, line.reference.as_str())) {
        return Now::StillThere;
    }
    let hides = |(record, field): (&str, &str)| match kind {
        ItemKind::Tool => field == "tools",
        ItemKind::Scope => field != "tools",
        ItemKind::Secret => record == "secrets" && field != "scopes",
    };
    match holdings.unknown.iter().find(|(_, wanted)| hides(*wanted)) {
        Some((_, (record, field))) => Now::Untold(record, field),
        None => Now::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    /// A server that still has the tool `wipe` and the scope `orders:*`.
    fn bench(completed: &str, items: Value) -> Bench {
        let server = json!({"id": "crm", "scopes": ["orders:*"], "tools": [{"id": "wipe"}]});
        let review = json!({"asset": "crm", "status": "completed", "completed_on": completed,
                            "items": items});
        let bench = Bench::new().owner(json!({"id": "ada"})).server(server);
        bench.carries(RecordKind::Secrets).review(review)
    }

    fn outcome(completed: &str, line: Value) -> Outcome {
        bench(completed, json!([line])).outcome(&CONTROL)
    }

    fn remove(name: &str, executed: Value) -> Value {
        json!({"ref": name, "kind": "tool", "decision": "remove", "executed_at": executed})
    }

    #[test]
    fn what_is_gone_in_time_passes_and_late_is_half_good() {
        let old = |executed: &str| outcome("2026-09-01", remove("purge", json!(executed)));
        assert_eq!(old("2026-09-15"), Pass);
        assert_eq!(old("2026-09-16"), Partial);
        assert_eq!(outcome("2026-11-10", remove("purge", json!(null))), Pass);
    }

    #[test]
    fn what_is_still_there_is_open_whatever_is_recorded() {
        for executed in [json!(null), json!("2026-09-10")] {
            assert_eq!(outcome("2026-09-01", remove("wipe", executed.clone())), Fail);
            assert_eq!(outcome("2026-11-10", remove("wipe", executed)), Partial);
        }
        let scope = json!({"ref": "orders:*", "kind": "scope", "decision": "reduce"});
        assert_eq!(outcome("2026-09-01", scope), Fail);
    }

    #[test]
    fn what_the_inventory_cannot_show_needs_somebody_who_made_sure() {
        let line = |executed: Value, by: Value| {
            json!({"ref": "wipe", "kind": "tool", "decision": "reduce", "executed_at": executed,
                   "verified_by": by})
        };
        let of = |executed, by| outcome("2026-09-01", line(executed, by));
        assert_eq!(of(json!("2026-09-10"), json!("ada")), Pass);
        assert_eq!(of(json!("2026-09-10"), json!("ghost")), Partial);
        assert_eq!(of(json!("2026-09-10"), json!(null)), Partial);
        assert_eq!(of(json!("2026-10-10"), json!("ada")), Partial);
        assert_eq!(of(json!(null), json!("ada")), Fail);
        assert_eq!(of(json!("2026-12-10"), json!("ada")), Fail);
        assert_eq!(outcome("2026-11-10", line(json!(null), json!("ada"))), Partial);
    }

    #[test]
    fn a_review_that_keeps_everything_leaves_nothing_to_do() {
        let keep = json!([{"ref": "wipe", "kind": "tool", "decision": "keep"}]);
        assert_eq!(bench("2026-09-01", keep).outcome(&CONTROL), NotApplicable);
        assert_eq!(bench("2026-09-01", json!([])).outcome(&CONTROL), NotApplicable);
    }

    #[test]
    fn each_silent_field_is_not_assessed() {
        let ask = |line: Value| {
            let judgement = bench("2026-09-01", json!([line])).judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed);
            judgement.ask.map(|ask| ask.to_string()).unwrap_or_default()
        };
        assert_eq!(ask(json!({"ref": "x", "kind": "tool"})), "reviews.items.decision");
        assert_eq!(ask(json!({"ref": "x", "decision": "remove"})), "reviews.items.kind");
        let undated = json!({"ref": "x", "kind": "tool", "decision": "remove"});
        assert_eq!(ask(undated), "reviews.items.executed_at");
        assert_eq!(bench("2026-09-01", json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        let none = Bench::new().server(json!({"id": "crm"})).carries(RecordKind::Reviews);
        assert_eq!(none.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn an_unlisted_tool_or_unknown_secrets_may_hide_what_was_removed() {
        for (kind, asked) in [("tool", "servers.tools"), ("secret", "secrets")] {
            let line = json!({"ref": "x", "kind": kind, "decision": "remove",
                              "executed_at": "2026-09-02"});
            let review = json!({"asset": "crm", "status": "completed",
                                "completed_on": "2026-09-01", "items": [line]});
            let silent = Bench::new().server(json!({"id": "crm"})).review(review);
            let judgement = silent.judge(&CONTROL);
            assert_eq!(judgement.outcome, NotAssessed);
            assert_eq!(judgement.ask.map(|ask| ask.to_string()).as_deref(), Some(asked));
        }
    }
}
