//! REV-04: nobody reviews their own.

use std::slice;

use super::latest::{first_ahead, reviews};
use crate::controls::own::naming::{self, Naming, missing};
use model::records::{Review, ReviewStatus};
use model::threshold::REVIEW_MAX;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Placed, Reason, RecordKind, Severity, Tier,
};

/// Reviews by somebody other than the operator.
pub(crate) static CONTROL: Control = Control {
    id: "REV-04",
    slug: "independent-reviewer",
    family: Family::Rev,
    title: "The latest access review was done by somebody other than its operator",
    why: "Whoever asked for an access and works with it every day is the last to find it too \
          wide.",
    criteria: Criteria {
        pass: "Of those who completed the latest review on the same day, one is in the owner \
               register, acts for identity or platform security, and does not operate the asset.",
        partial: "At T2, only its operator reviewed it.",
        fail: "Nobody who can be found reviewed it, or at T3 only its operator did.",
    },
    remediation: "Have identity or platform security review it too, and record each reviewer \
                  with the domain they act for.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Reviews) {
        return Judgement::missing_record("reviews");
    }
    let reviews = reviews(asset, context);
    // A later review may hide behind an unclear one.
    if let Some(unclear) = reviews.unclear {
        return unclear;
    }
    let nobody = || {
        let sentence = "No completed access review is on record whose reviewer could be looked at";
        Judgement::unusable(Reason::MissingRecord, "reviews", "", sentence)
    };
    let Some((on, _)) = reviews.latest else {
        return first_ahead(asset, context).unwrap_or_else(nobody);
    };
    let together = |review: &&Placed<Review>| {
        review.record.status.given() == Some(&ReviewStatus::Completed)
            && review.record.completed_on.given().is_some_and(|day| day.day() == on.day())
    };
    let of_asset = context.reviews.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let verdicts = of_asset.iter().filter(together).map(|review| {
        let reviewer = review.record.reviewer.given().map_or("(nobody)", String::as_str);
        reviewed(&review.record, asset, context)
            .because(Some(&review.place), format!("reviewer = {reviewer}, completed_on = {on}"))
    });
    // One independent pair of eyes is enough, whoever looked along.
    verdicts.min_by_key(|verdict| verdict.outcome.rank()).unwrap_or_else(nobody)
}

fn reviewed(review: &Review, asset: &Asset, context: &Context) -> Judgement {
    let reviewer = match naming::one(&review.reviewer, ("reviews", "reviewer"), context) {
        Naming::Known(reviewer) => reviewer,
        Naming::Nobody(why) => return Judgement::fail(format!("Its reviewer: {why}")),
        Naming::Untold(record, field) => return missing((record, field)),
    };
    let Field::Given(domain) = &review.reviewer_domain else {
        return Judgement::silent(&review.reviewer_domain, "reviews", "reviewer_domain");
    };
    let (operators, record, field) = match operators(asset) {
        Ok(found) => found,
        Err(silent) => return *silent,
    };
    if let Some(stranger) = operators.iter().find(|who| !context.resolve_owner(who).is_known()) {
        let sentence = format!("{stranger}, who operates it, cannot be found");
        return Judgement::unusable(Reason::MissingField, record, field, sentence);
    }
    let own = operators.iter().any(|who| who == reviewer) || *domain == Domain::Operator;
    match (own, asset.test_tier()) {
        (false, _) => {
            let domain = domain.noun();
            Judgement::pass(format!("{reviewer} reviewed it for {domain} and does not operate it"))
        }
        (true, Tier::T3) => {
            Judgement::fail(format!("Its reviewer, {reviewer}, stands on the operating side"))
        }
        (true, _) => {
            Judgement::partial(format!("Its reviewer, {reviewer}, stands on the operating side"))
        }
    }
}

/// Who operates it and the record and field that say so, else the verdict that nobody says.
type Operators<'a> = Result<(&'a [String], &'static str, &'static str), Box<Judgement>>;

/// A server's operator domain, or else the accountable owner. Without somebody who can be found, no
/// reviewer can be told apart from the operator.
fn operators(asset: &Asset) -> Operators<'_> {
    let silent = |verdict: Judgement| Err(Box::new(verdict));
    let AssetFacts::Server(server) = &asset.facts else {
        let record = asset.record_kind();
        return match asset.owner() {
            Field::Given(owners) if !owners.is_empty() => Ok((owners, record, "owner")),
            Field::Absent => silent(Judgement::missing_field(record, "owner")),
            _ => silent(Judgement::silent(&Field::<()>::Blank, record, "owner")),
        };
    };
    let (record, field) = ("servers", "domains.operator");
    match &server.domains {
        Field::Given(domains) => match &domains.operator {
            Field::Given(operator) => Ok((slice::from_ref(operator), record, field)),
            blank => silent(Judgement::silent(blank, record, field)),
        },
        blank => silent(Judgement::silent(blank, record, field)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn register() -> Bench {
        Bench::new().owner(json!({"id": "ida"})).owner(json!({"id": "ops"}))
    }

    fn bench() -> Bench {
        register().server(json!({"id": "crm", "domains": {"operator": "ops"}}))
    }

    fn review(reviewer: Value, domain: Value) -> Value {
        json!({"asset": "crm", "status": "completed", "completed_on": "2026-10-05",
               "reviewer": reviewer, "reviewer_domain": domain})
    }

    fn by(reviewer: &str, domain: &str) -> Value {
        review(json!(reviewer), json!(domain))
    }

    #[test]
    fn somebody_else_passes() {
        for domain in ["identity", "platform-security"] {
            let bench = bench().review(by("ida", domain)).tier(Tier::T3);
            assert_eq!(bench.outcome(&CONTROL), Pass);
        }
    }

    #[test]
    fn the_operator_alone_is_half_good_at_t2_and_fails_at_t3() {
        for review in [by("ops", "identity"), by("ida", "operator")] {
            let bench = bench().review(review);
            assert_eq!(bench.outcome(&CONTROL), Partial);
            assert_eq!(bench.tier(Tier::T3).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn one_independent_reviewer_on_the_same_day_is_enough() {
        let both = bench().review(by("ops", "operator")).review(by("ida", "identity"));
        assert_eq!(both.outcome(&CONTROL), Pass);
        let mut earlier = by("ida", "identity");
        earlier["completed_on"] = json!("2026-10-04");
        let apart = bench().review(by("ops", "operator")).review(earlier);
        assert_eq!(apart.outcome(&CONTROL), Partial);
    }

    #[test]
    fn an_agent_or_a_stranger_is_no_reviewer() {
        for reviewer in [json!("agent/triage"), json!(null), json!("tbd")] {
            let bench = bench().review(review(reviewer, json!("identity")));
            assert_eq!(bench.outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn agents_and_accounts_go_by_their_owner() {
        let bench = |owner: Value| {
            register().agent(json!({"id": "bot", "owner": owner})).review(by("ida", "identity"))
        };
        assert_eq!(bench(json!(["ops"])).outcome(&CONTROL), Pass);
        assert_eq!(bench(json!(["ida"])).outcome(&CONTROL), Partial);
        assert_eq!(bench(json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(bench(json!([])).outcome(&CONTROL), NotAssessed);
        assert_eq!(bench(json!(["ghost"])).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn without_reviews_domain_or_operator_it_is_not_assessed() {
        assert_eq!(bench().outcome(&CONTROL), NotAssessed);
        assert_eq!(bench().carries(RecordKind::Reviews).outcome(&CONTROL), NotAssessed);
        let undirected = bench().review(review(json!("ida"), json!(null)));
        assert_eq!(undirected.outcome(&CONTROL), NotAssessed);
        let unsigned = json!({"asset": "crm", "status": "completed",
                              "completed_on": "2026-10-05"});
        assert_eq!(bench().review(unsigned).outcome(&CONTROL), NotAssessed);
        for domains in [json!(null), json!({}), json!({"operator": null})] {
            let server = json!({"id": "crm", "domains": domains});
            let bench = register().server(server).review(by("ida", "identity"));
            assert_eq!(bench.outcome(&CONTROL), NotAssessed);
        }
        let server = json!({"id": "crm", "domains": {"operator": "ops"}});
        let unregistered = Bench::new().server(server).review(by("ida", "identity"));
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
    }
}
