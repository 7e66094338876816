//! What raises an agent by itself.

use super::rules::Rules;
use model::Tier;
use model::records::{Agent, RunsAs};

pub(super) fn rules(rules: &mut Rules, agent: &Agent) {
    match agent.runs_as.given() {
        Some(RunsAs::Human) => rules.raise("D6", Tier::T2, "it acts as a person"),
        Some(RunsAs::OwnIdentity | RunsAs::Delegated) => {}
        None => rules.undeclared("runs_as", "whose identity it acts under", Tier::T2),
    }
    match agent.inherits_env.given() {
        Some(true) => {
            rules.raise("D6", Tier::T2, "it inherits the environment of whoever starts it");
        }
        Some(false) => {}
        None => rules.undeclared("inherits_env", "inherited environment", Tier::T2),
    }
    // What these credentials open is in no inventory, so it may be anything.
    match agent.host_credentials.given().map(Vec::as_slice) {
        Some([]) => {}
        Some(held) => {
            let because = format!("it can use credentials of its host: {}", held.join(", "));
            rules.raise("D6", Tier::T3, because);
        }
        None => rules.undeclared("host_credentials", "host credentials", Tier::T3),
    }
    rules.modifiers(&agent.modifiers, true);
}
