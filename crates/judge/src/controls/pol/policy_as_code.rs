//! POL-02: what is allowed is code, and enforced.

use crate::controls::dated::when_past;
use crate::controls::wording::{elapsed, hours};
use model::records::{Enforcement, Policy};
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement, PerTier,
    Reason, RecordKind, Severity, Tier, is_placeholder, threshold,
};

/// Policies under version control that stop what they forbid.
pub(crate) static CONTROL: Control = Control {
    id: "POL-02",
    slug: "policy-as-code",
    family: Family::Pol,
    title: "Its tools and scopes are limited by policy as code, enforced on every call",
    why: "A rule in a document is kept by those who read it. A rule that a machine evaluates is \
          kept by everyone, and its history shows who loosened it.",
    criteria: Criteria {
        pass: "A policy covers it that is kept in a repository, stops violations on every call, \
               and was evaluated lately.",
        partial: "The best policy on it only warns, or is evaluated in the pipeline alone.",
        fail: "No policy covers it, or the best one is switched off or under no version control.",
    },
    remediation: "Write the approved tools and scopes as policy, keep it under version control, \
                  deny what it does not name, and evaluate it in the pipeline and at the gateway.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&threshold::POLICY_FRESH],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Policies) {
        return Judgement::missing_record("policies");
    }
    let policies = context.policies.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let verdicts = policies.iter().map(|policy| {
        limits(&policy.record, asset, context).because(Some(&policy.place), quote(&policy.record))
    });
    // The best policy counts: it stops what it forbids, whatever the others do.
    verdicts.min_by_key(|verdict| verdict.outcome.rank()).unwrap_or_else(|| {
        Judgement::fail("No policy covers it")
            .because(asset.place(), "no policy names it in covers")
    })
}

fn limits(policy: &Policy, asset: &Asset, context: &Context) -> Judgement {
    enforced(policy)
        .worst_of(versioned(policy))
        .worst_of(every_call(policy))
        .worst_of(evaluated(policy, asset, context))
}

fn enforced(policy: &Policy) -> Judgement {
    let id = &policy.id;
    match &policy.enforcement {
        Field::Given(Enforcement::Enforce) => {
            Judgement::pass(format!("The policy {id} stops what it forbids"))
        }
        Field::Given(Enforcement::Warn) => {
            Judgement::partial(format!("The policy {id} only warns"))
        }
        Field::Given(Enforcement::Off) => {
            Judgement::fail(format!("The policy {id} is switched off"))
        }
        silent => Judgement::silent(silent, "policies", "enforcement"),
    }
}

fn versioned(policy: &Policy) -> Judgement {
    match &policy.repository {
        Field::Given(repository) if !is_placeholder(repository) => Judgement::pass(""),
        Field::Absent => Judgement::missing_field("policies", "repository"),
        Field::Given(_) | Field::Blank => {
            Judgement::fail(format!("The policy {} is under no version control", policy.id))
        }
    }
}

fn every_call(policy: &Policy) -> Judgement {
    match &policy.at_run_time {
        Field::Given(true) => Judgement::pass(""),
        Field::Given(false) => Judgement::partial(format!(
            "The policy {} is evaluated in the pipeline, not on every call",
            policy.id
        )),
        silent => Judgement::silent(silent, "policies", "at_run_time"),
    }
}

/// Long silence may be a quiet server or a policy that was taken out: it proves neither.
fn evaluated(policy: &Policy, asset: &Asset, context: &Context) -> Judgement {
    when_past(&policy.last_evaluated, ("policies", "last_evaluated"), context, |last| {
        let seconds = last.seconds_until(context.now()).max(0);
        let limit = context.limit(&threshold::POLICY_FRESH, asset.test_tier());
        if seconds / 3_600 <= limit {
            return Judgement::pass("");
        }
        let sentence = format!(
            "The policy {} was last evaluated {} ago; that counts for {}",
            policy.id,
            elapsed(seconds),
            hours(limit)
        );
        Judgement::unusable(Reason::Stale, "policies", "last_evaluated", sentence)
    })
}

fn quote(policy: &Policy) -> String {
    let repository = policy.repository.given().map_or("(none)", String::as_str);
    let commit = policy.commit.given().map_or("(not stated)", String::as_str);
    format!("policy = {}, repository = {repository}, commit = {commit}", policy.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn policy(field: &str, value: Value) -> Value {
        let mut policy = json!({
            "id": "tools", "repository": "git.example.com/policies", "enforcement": "enforce",
            "at_run_time": true, "last_evaluated": "2026-11-21", "covers": ["crm"]
        });
        policy[field] = value;
        policy
    }

    fn with(field: &str, value: Value) -> Outcome {
        let bench = Bench::new().server(json!({"id": "crm"}));
        bench.policy(policy(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn enforced_versioned_code_passes() {
        assert_eq!(with("id", json!("tools")), Pass);
    }

    #[test]
    fn warning_or_the_pipeline_alone_is_half_good() {
        assert_eq!(with("enforcement", json!("warn")), Partial);
        assert_eq!(with("at_run_time", json!(false)), Partial);
    }

    #[test]
    fn none_off_or_unversioned_fails() {
        let server = || Bench::new().server(json!({"id": "crm"}));
        assert_eq!(server().carries(RecordKind::Policies).outcome(&CONTROL), Fail);
        assert_eq!(with("enforcement", json!("off")), Fail);
        assert_eq!(with("repository", json!(null)), Fail);
        assert_eq!(with("repository", json!("TBD")), Fail);
    }

    #[test]
    fn the_best_policy_counts() {
        let bench = Bench::new().server(json!({"id": "crm"}));
        let bench = bench.policy(policy("enforcement", json!("off")));
        assert_eq!(bench.policy(policy("id", json!("gate"))).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_old_evaluation_is_not_assessed_and_t3_forgets_sooner() {
        assert_eq!(with("last_evaluated", json!("2026-11-14")), NotAssessed);
        let bench = || Bench::new().server(json!({"id": "crm"}));
        let week = bench().policy(policy("last_evaluated", json!("2026-11-15")));
        assert_eq!(week.outcome(&CONTROL), Pass);
        assert_eq!(week.tier(Tier::T3).outcome(&CONTROL), NotAssessed);
        let day = bench().policy(policy("last_evaluated", json!("2026-11-21"))).tier(Tier::T3);
        assert_eq!(day.outcome(&CONTROL), Pass);
    }

    #[test]
    fn what_nobody_says_is_not_assessed() {
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        for field in ["enforcement", "at_run_time", "last_evaluated"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        assert_eq!(with("last_evaluated", json!("2027-01-01")), NotAssessed);
        let silent = json!({"id": "tools", "enforcement": "enforce", "at_run_time": true,
                            "last_evaluated": "2026-11-21"});
        let bench = Bench::new().server(json!({"id": "crm"})).policy(silent);
        assert_eq!(bench.outcome(&CONTROL), NotAssessed);
    }
}
