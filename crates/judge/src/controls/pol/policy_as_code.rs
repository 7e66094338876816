//! POL-02: policy as code enforced.

use crate::controls::checks::text;
use crate::controls::prelude::*;
use model::records::{Enforcement, Policy};
use model::threshold;
use model::wording::{elapsed, hours};

/// Policies under version control that stop what they forbid.
pub(crate) static CONTROL: Control = Control {
    id: "POL-02",
    slug: "policy-as-code",
    family: Family::Pol,
    title: "Policy as code enforced",
    why: "Only those who read a document follow its rules. A rule that a machine evaluates applies \
          to everyone, and its history shows who relaxed it.",
    criteria: Criteria {
        pass: "A policy in a repository covers it, stops violations on every call, and was \
               evaluated within the limit. Where calls are stopped is POL-04, and which tools need \
               approval SCP-04.",
        partial: "The best policy on it only warns, or is evaluated in the pipeline alone.",
        fail: "No policy covers it, or the best one is disabled or not under version control.",
    },
    remediation: "Write the approved tools and scopes as policy, keep it under version control, \
                  deny what it does not name, and evaluate it in the pipeline and at the gateway.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&threshold::POLICY_FRESH],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let Some(missing) = not_heard(RecordKind::Policies, asset, context) {
        return missing;
    }
    let verdicts =
        records_of(&context.policies, asset).iter().map(|Placed { record, from, .. }| {
            let facts = [
                ("id", words!("policy = {}", record.id)),
                cited("repository", &record.repository),
                cited("commit", &record.commit),
            ];
            effective(record, asset, context).because_each(from, facts)
        });
    // The best policy counts: it stops what it forbids, whatever the others do.
    best(verdicts).unwrap_or_else(|| {
        Judgement::fail("No policy covers it").because(asset.place(), "in `covers` of no policy")
    })
}

fn effective(policy: &Policy, asset: &Asset, context: &Context) -> Judgement {
    let id = &policy.id;
    let unversioned = || Judgement::fail(words!("Policy {id} is not under version control"));
    let pipeline_only =
        Judgement::partial(words!("Policy {id} is evaluated in the pipeline, not on every call"));
    enforced(policy)
        .worst_of(text(&policy.repository, ("policies", "repository"), unversioned))
        .worst_of(flag(&policy.at_run_time, true, ("policies", "at_run_time"), pipeline_only))
        .worst_of(evaluated(policy, asset, context))
}

fn enforced(policy: &Policy) -> Judgement {
    let id = &policy.id;
    match &policy.enforcement {
        Field::Given(Enforcement::Enforce) => Judgement::pass(words!("Enforced by policy {id}")),
        Field::Given(Enforcement::Warn) => Judgement::partial(words!("Policy {id} only warns")),
        Field::Given(Enforcement::Off) => Judgement::fail(words!("Policy {id} is disabled")),
        silent => Judgement::silent(silent, "policies", "enforcement"),
    }
}

/// Without a recent evaluation, the server may be idle or the policy removed: neither is known.
fn evaluated(policy: &Policy, asset: &Asset, context: &Context) -> Judgement {
    dated(&policy.last_evaluated, ("policies", "last_evaluated"), context, |last| {
        let seconds = last.seconds_until(context.now()).max(0);
        let limit = context.limit(&threshold::POLICY_FRESH, asset.test_tier());
        if seconds / 3_600 <= limit {
            return Judgement::pass("");
        }
        let (ago, limit) = (elapsed(seconds), hours(limit));
        let sentence = words!("Policy {} was last evaluated {ago} ago (limit {limit})", policy.id);
        Judgement::unusable(Reason::Stale, "policies", "last_evaluated", sentence)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
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
        let kit = Kit::new().server(json!({"id": "crm"}));
        kit.policy(policy(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn enforced_versioned_code_passes() {
        assert_eq!(with("id", json!("tools")), Pass);
    }

    #[test]
    fn warning_or_the_pipeline_alone_is_partial() {
        assert_eq!(with("enforcement", json!("warn")), Partial);
        assert_eq!(with("at_run_time", json!(false)), Partial);
    }

    #[test]
    fn none_off_or_unversioned_fails() {
        let server = || Kit::new().server(json!({"id": "crm"}));
        assert_eq!(server().carries(RecordKind::Policies).outcome(&CONTROL), Fail);
        assert_eq!(with("enforcement", json!("off")), Fail);
        assert_eq!(with("repository", json!(null)), Fail);
        assert_eq!(with("repository", json!("TBD")), Fail);
    }

    #[test]
    fn the_best_policy_counts() {
        let kit = Kit::new().server(json!({"id": "crm"}));
        let kit = kit.policy(policy("enforcement", json!("off")));
        assert_eq!(kit.policy(policy("id", json!("gate"))).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_old_evaluation_is_not_assessed_and_t3_forgets_sooner() {
        assert_eq!(with("last_evaluated", json!("2026-11-14")), NotAssessed);
        let kit = || Kit::new().server(json!({"id": "crm"}));
        let week = kit().policy(policy("last_evaluated", json!("2026-11-15")));
        assert_eq!(week.outcome(&CONTROL), Pass);
        assert_eq!(week.tier(Tier::T3).outcome(&CONTROL), NotAssessed);
        let day = kit().policy(policy("last_evaluated", json!("2026-11-21"))).tier(Tier::T3);
        assert_eq!(day.outcome(&CONTROL), Pass);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        for field in ["enforcement", "at_run_time", "last_evaluated"] {
            assert_eq!(with(field, json!(null)), NotAssessed, "{field}");
        }
        assert_eq!(with("last_evaluated", json!("2027-01-01")), NotAssessed);
        let silent = json!({"id": "tools", "enforcement": "enforce", "at_run_time": true,
                            "last_evaluated": "2026-11-21"});
        let kit = Kit::new().server(json!({"id": "crm"})).policy(silent);
        assert_eq!(kit.outcome(&CONTROL), NotAssessed);
    }
}
