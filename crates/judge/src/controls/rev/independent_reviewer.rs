//! REV-04: independent reviewer.

use super::latest::{latest, nothing_reviewed};
use super::operators::{Operators, operators};
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::Party;
use model::records::{Owner, Review, ReviewStatus};
use model::threshold::REVIEW_MAX;

/// Reviews by somebody other than the operator.
pub(crate) static CONTROL: Control = Control {
    id: "REV-04",
    slug: "independent-reviewer",
    family: Family::Rev,
    title: "Independent reviewer",
    why: "The person who requested an access and uses it daily is unlikely to find it excessive.",
    criteria: Criteria {
        pass: "Of those who completed the latest review on the same day, one acts for identity or \
               platform security by the owner register, was active, and neither operates the asset \
               nor leads or deputises for who does.",
        partial: "At T2, only its operator reviewed it.",
        fail: "No reviewer is a person in the owner register with the domain that the review \
               states, or at T3 only its operator reviewed it.",
    },
    remediation: "Have identity or platform security review it too, and record each reviewer \
                  with the domain they act for.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&REVIEW_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (on, _) = match latest(asset, context, nothing_reviewed) {
        Ok(latest) => latest,
        Err(verdict) => return *verdict,
    };
    let same_day = |review: &&Placed<Review>| {
        review.record.status.given() == Some(&ReviewStatus::Completed)
            && review.record.completed_on.given().is_some_and(|day| day.day() == on.day())
    };
    let reviews = records_of(&context.reviews, asset).iter().filter(same_day);
    // One independent reviewer is enough, regardless of other participants.
    let verdicts = reviews.map(|review| {
        let reviewer = quote("reviewer", &review.record.reviewer);
        let facts = [("reviewer", reviewer), ("completed_on", words!("completed_on = {on}"))];
        independent(&review.record, asset, context).because_each(&review.from, facts)
    });
    best(verdicts).unwrap_or_else(nothing_reviewed)
}

fn independent(review: &Review, asset: &Asset, context: &Context) -> Judgement {
    let Field::Given(domain) = &review.reviewer_domain else {
        let silent = Judgement::silent(&review.reviewer_domain, "reviews", "reviewer_domain");
        return known(review, Mandate::ANY, context).judge(unknown).worst_of(silent);
    };
    let own = |reviewer: &str| {
        let own = words!("The reviewer {reviewer} belongs to the operating team");
        match asset.test_tier() {
            Tier::T3 => Judgement::fail(own),
            _ => Judgement::partial(own),
        }
    };
    if *domain == Domain::Operator {
        let reviewer = value(&review.reviewer);
        return known(review, Mandate::ANY, context).judge(unknown).worst_of(own(&reviewer));
    }
    let party = match known(review, Mandate::of(&[*domain]), context) {
        Reference::Known(party) => party,
        other => return other.judge(unknown),
    };
    let reviewer = &party.owner.id;
    match operates(&party, asset, context) {
        Ok(true) => own(reviewer),
        Ok(false) => {
            let domain = domain.noun();
            Judgement::pass(words!("Reviewed by {reviewer} ({domain}), who does not operate it"))
        }
        Err(unknown) => *unknown,
    }
}

/// The reviewer, as of the day of the review.
fn known<'a>(review: &Review, mandate: Mandate<'_>, context: &'a Context) -> Reference<'a> {
    let mandate = mandate.on(review.completed_on.given().map(|on| on.day()));
    Reference::of(&review.reviewer, ("reviews", "reviewer"), mandate, context)
}

fn unknown(why: String) -> Judgement {
    Judgement::fail(words!("No known reviewer ({why})"))
}

/// Whether the reviewer is of those who operate the asset: under that name, as the lead of that team,
/// or as its deputy. One name that shows it decides, whatever is not known of the others.
fn operates(
    reviewer: &Party<'_>,
    asset: &Asset,
    context: &Context,
) -> Result<bool, Box<Judgement>> {
    let Operators { names, path } = operators(asset)?;
    let mut open = None;
    for name in names {
        let verdict = match Reference::named(name, path, Mandate::NAMED, context) {
            Reference::Known(operator) if operator.is_same(reviewer) => return Ok(true),
            Reference::Known(operator) => match deputises(reviewer, operator.owner, context) {
                Ok(true) => return Ok(true),
                Ok(false) => continue,
                Err(unknown) => unknown,
            },
            other => {
                let sentence = |why| words!("The operating team is not known ({why})");
                let not_known =
                    |why| Judgement::unusable(Reason::MissingField, path.0, path.1, sentence(why));
                Box::new(other.judge(not_known))
            }
        };
        open.get_or_insert(verdict);
    }
    open.map_or(Ok(false), Err)
}

/// Whether the reviewer is the deputy of an operator. A deputy who is not stated may be anybody; an empty
/// field states that there is none.
fn deputises(
    reviewer: &Party<'_>,
    operator: &Owner,
    context: &Context,
) -> Result<bool, Box<Judgement>> {
    let path = ("owners", "deputy");
    let Owner { id, deputy, .. } = operator;
    match deputy {
        Field::Given(name) if *name == reviewer.owner.id || *name == reviewer.person.id => Ok(true),
        Field::Given(name) => match Reference::named(name, path, Mandate::ANY, context) {
            Reference::Known(deputy) => Ok(deputy.is_same(reviewer)),
            Reference::Unresolved(..) => Ok(false),
            other => Err(Box::new(other.judge(Judgement::fail))),
        },
        Field::Blank => Ok(false),
        Field::Absent => {
            let sentence = words!("Whether the reviewer is the deputy of {id} is not stated");
            Err(Box::new(Judgement::unusable(Reason::MissingField, path.0, path.1, sentence)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn register() -> Kit {
        let ida = json!({"id": "ida", "kind": "person", "status": "active", "deputy": null,
                         "domains": ["identity"]});
        Kit::new()
            .owner(ida)
            .person("pia", "platform-security")
            .person("ola", "operator")
            .owner(ops(json!("ola"), json!(null)))
    }

    fn ops(lead: Value, deputy: Value) -> Value {
        json!({"id": "ops", "kind": "team", "status": "active", "lead": lead, "deputy": deputy,
               "domains": ["operator"]})
    }

    fn kit() -> Kit {
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
        for (reviewer, domain) in [("ida", "identity"), ("pia", "platform-security")] {
            let kit = kit().review(by(reviewer, domain)).tier(Tier::T3);
            assert_eq!(kit.outcome(&CONTROL), Pass);
        }
    }

    #[test]
    fn the_operator_alone_is_partial_at_t2_and_fails_at_t3() {
        for review in [by("ops", "operator"), by("ola", "operator")] {
            let kit = kit().review(review);
            assert_eq!(kit.outcome(&CONTROL), Partial);
            assert_eq!(kit.tier(Tier::T3).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn one_independent_reviewer_on_the_same_day_is_enough() {
        let both = kit().review(by("ops", "operator")).review(by("ida", "identity"));
        assert_eq!(both.outcome(&CONTROL), Pass);
        let mut earlier = by("ida", "identity");
        earlier["completed_on"] = json!("2026-10-04");
        let apart = kit().review(by("ops", "operator")).review(earlier);
        assert_eq!(apart.outcome(&CONTROL), Partial);
    }

    #[test]
    fn a_label_does_not_make_somebody_independent() {
        // Labelled as of another domain than the register states.
        for (reviewer, domain) in [("ola", "identity"), ("ida", "platform-security")] {
            assert_eq!(kit().review(by(reviewer, domain)).outcome(&CONTROL), Fail);
        }
        // Of platform security by the register, and leads or deputises for the operating team.
        for team in [ops(json!("pia"), json!(null)), ops(json!("ola"), json!("pia"))] {
            let kit = kit().owner(team).review(by("pia", "platform-security")).tier(Tier::T3);
            assert_eq!(kit.outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn leaving_out_the_deputy_of_the_operating_team_earns_no_pass() {
        let of =
            |ops: Value| kit().owner(ops).review(by("pia", "platform-security")).judge(&CONTROL);
        let mut silent = ops(json!("ola"), json!(null));
        silent.as_object_mut().expect("a map").remove("deputy");
        let open = of(silent.clone());
        assert_eq!(open.outcome, NotAssessed);
        assert_eq!(open.ask.map(|ask| ask.to_string()).as_deref(), Some("owners.deputy"));
        assert_eq!(of(ops(json!("ola"), json!("ida"))).outcome, Pass);
        assert_eq!(of(ops(json!("ola"), json!("ghost"))).outcome, Pass);
        // The lead of the team is of it, with any deputy.
        silent["lead"] = json!("pia");
        assert_eq!(of(silent).outcome, Partial);
        // Whether an unsettled deputy is the reviewer is not known.
        let eve = json!({"id": "eve", "kind": "person", "domains": ["operator"]});
        let kit = kit().owner(eve).owner(ops(json!("ola"), json!("eve")));
        assert_eq!(kit.review(by("pia", "platform-security")).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn one_owner_who_is_known_decides_whatever_is_not_known_of_the_others() {
        let of = |owners: Value| {
            let bot = json!({"id": "bot", "owner": owners});
            register().agent(bot).review(by("ida", "identity")).outcome(&CONTROL)
        };
        for owners in [json!(["ida", "ghost"]), json!(["ghost", "ida"])] {
            assert_eq!(of(owners), Partial);
        }
        assert_eq!(of(json!(["ops", "ghost"])), NotAssessed);
    }

    #[test]
    fn a_reviewer_who_left_since_is_not_assessed_and_one_who_had_left_fails() {
        let left = |on: Value| {
            let ida = json!({"id": "ida", "kind": "person", "status": "departed", "left_on": on,
                             "domains": ["identity"]});
            kit().owner(ida).review(by("ida", "identity")).outcome(&CONTROL)
        };
        assert_eq!(left(json!("2026-10-05")), NotAssessed);
        assert_eq!(left(json!("2026-10-04")), Fail);
        assert_eq!(left(json!(null)), Fail);
    }

    #[test]
    fn an_agent_or_an_unknown_name_is_no_reviewer() {
        for reviewer in [json!("agent/triage"), json!(null), json!("tbd")] {
            let kit = kit().review(review(reviewer, json!("identity")));
            assert_eq!(kit.outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn agents_and_accounts_go_by_their_owner() {
        let kit = |owner: Value| {
            register().agent(json!({"id": "bot", "owner": owner})).review(by("ida", "identity"))
        };
        assert_eq!(kit(json!(["ops"])).outcome(&CONTROL), Pass);
        assert_eq!(kit(json!(["ida"])).outcome(&CONTROL), Partial);
        assert_eq!(kit(json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(kit(json!([])).outcome(&CONTROL), NotAssessed);
        assert_eq!(kit(json!(["ghost"])).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn without_reviews_domain_or_operator_it_is_not_assessed() {
        assert_eq!(kit().outcome(&CONTROL), NotAssessed);
        assert_eq!(kit().carries(RecordKind::Reviews).outcome(&CONTROL), NotAssessed);
        let undirected = kit().review(review(json!("ida"), json!(null)));
        assert_eq!(undirected.outcome(&CONTROL), NotAssessed);
        let unsigned = json!({"asset": "crm", "status": "completed",
                              "completed_on": "2026-10-05"});
        assert_eq!(kit().review(unsigned).outcome(&CONTROL), NotAssessed);
        for domains in [json!(null), json!({}), json!({"operator": null})] {
            let server = json!({"id": "crm", "domains": domains});
            let kit = register().server(server).review(by("ida", "identity"));
            assert_eq!(kit.outcome(&CONTROL), NotAssessed);
        }
        let server = json!({"id": "crm", "domains": {"operator": "ops"}});
        let unregistered = Kit::new().server(server).review(by("ida", "identity"));
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
    }
}
