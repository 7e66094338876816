//! What raises an agent by itself.

use super::rules::Rules;
use model::Tier;
use model::records::{Agent, RunsAs};

/// What a host keeps credentials of cloud accounts and clusters under. What they open is in no
/// inventory, and may be all there is; others open what one person may.
const CONTROL_PLANES: &[&str] =
    &["aws", "azure", "gcloud", "google", "gcp", "kube", "oci", "doctl", "terraform", "vault"];

pub(super) fn rules(rules: &mut Rules, agent: &Agent) {
    match agent.runs_as.given() {
        Some(RunsAs::Human) => rules.raise("D6", Tier::T2, "it acts as a person"),
        Some(RunsAs::OwnIdentity | RunsAs::Delegated) => {}
        None => rules.undeclared("runs_as", "whose identity it acts under", Tier::T2),
    }
    match agent.inherits_env.given() {
        Some(true) => {
            rules.raise("D6", Tier::T2, "it inherits the environment that it is started in");
        }
        Some(false) => {}
        None => rules.undeclared("inherits_env", "inherited environment", Tier::T2),
    }
    match agent.host_credentials.given().map(Vec::as_slice) {
        Some([]) => {}
        Some(held) => {
            let administers = |held: &String| {
                let held = held.to_lowercase();
                CONTROL_PLANES.iter().any(|name| held.contains(name))
            };
            let floor = if held.iter().any(administers) { Tier::T3 } else { Tier::T2 };
            let because = format!("it can use credentials of its host: {}", held.join(", "));
            rules.raise("D6", floor, because);
        }
        None => rules.undeclared("host_credentials", "host credentials", Tier::T3),
    }
    rules.modifiers(&agent.modifiers, true);
}
