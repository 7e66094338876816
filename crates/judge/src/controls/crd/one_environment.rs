//! CRD-10: one identity per environment.

use crate::controls::prelude::*;
use model::records::Environment;

/// A server is one identity, and so runs in one environment.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-10",
    slug: "one-environment",
    family: Family::Crd,
    title: "One identity per environment",
    why: "A server that runs in production and elsewhere under one identity has one set of approvals, owners \
          and credentials for both, and what is tried in the one is allowed in the other.",
    criteria: Criteria {
        pass: "The server runs in one environment. What it reaches from there, and where the users of its \
               secrets and accounts run, is CRD-06.",
        partial: "It runs in several environments, and production is none of them.",
        fail: "It runs in production and in another environment.",
    },
    remediation: "Register one server for each environment, each with its own credentials and approval.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::Medium, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, _: &Context) -> Judgement {
    let stated = &server.environments;
    let Field::Given(environments) = stated else {
        return Judgement::silent(stated, "servers", "environments");
    };
    let verdict = match environments.as_slice() {
        [] => {
            let sentence = "The list of its environments is empty";
            return Judgement::unusable(Reason::MissingField, "servers", "environments", sentence);
        }
        [first, rest @ ..] if rest.iter().all(|other| other == first) => {
            Judgement::pass("Runs in one environment")
        }
        some if some.contains(&Environment::Production) => {
            Judgement::fail("One identity runs in production and in another environment")
        }
        _ => Judgement::partial("One identity runs in several environments"),
    };
    verdict.because(asset.place_of("environments"), quote("environments", stated))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(environments: Value) -> Outcome {
        Kit::new().server(json!({"id": "crm", "environments": environments})).outcome(&CONTROL)
    }

    #[test]
    fn production_and_another_fail() {
        assert_eq!(outcome(json!(["production"])), Pass);
        assert_eq!(outcome(json!(["production", "production"])), Pass);
        assert_eq!(outcome(json!(["staging", "production"])), Fail);
        assert_eq!(outcome(json!(["staging", "development"])), Partial);
        assert_eq!(outcome(json!([])), NotAssessed);
        assert_eq!(outcome(json!(null)), NotAssessed);
    }
}
