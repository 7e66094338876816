//! As whom an agent acts, and whether it can use a person's credentials.

use crate::controls::checks::fail_or_partial;
use crate::controls::prelude::*;
use model::records::{Agent, Modifier, RunsAs};

/// An identity of its own, or recorded delegation.
pub(super) fn identity(agent: &Agent, tier: Tier) -> Judgement {
    match &agent.runs_as {
        Field::Given(RunsAs::OwnIdentity) => Judgement::pass("The agent acts as itself"),
        Field::Given(RunsAs::Human) => fail_or_partial(tier, "The agent acts as a person"),
        Field::Given(RunsAs::Delegated) => {
            let defect = fail_or_partial(tier, "The agent acts for others without a record");
            flag(&agent.delegation_recorded, true, ("agents", "delegation_recorded"), defect)
        }
        silent => Judgement::silent(silent, "agents", "runs_as"),
    }
}

/// The modifier decides only where the list is missing: else leaving the modifier out would help.
pub(super) fn host_credentials(agent: &Agent, tier: Tier) -> Judgement {
    let inherits = agent.modifiers.items().contains(&Modifier::InheritsHumanCredentials);
    let accessible = match &agent.host_credentials {
        Field::Given(credentials) => !credentials.is_empty(),
        silent if !inherits => return Judgement::silent(silent, "agents", "host_credentials"),
        _ => true,
    };
    match (accessible, agent.inherits_env.given()) {
        (false, _) => Judgement::pass(""),
        (true, Some(false)) => Judgement::partial("The agent can access a person's credentials"),
        (true, _) => fail_or_partial(tier, "The agent inherits a person's credentials"),
    }
}
