//! The records of the native input: what organisations write down about their identities.
//!
//! Every field but a record's id is a [`Field`](crate::model::Field), because silence, a blank and
//! a value lead to three different judgements.

mod agent;
mod approval;
mod attestation;
mod configuration;
mod launch;
mod owner;
mod playbook;
mod reach;
mod review;
mod secret;
mod server;
mod service_account;
mod tool;
mod waiver;

pub use agent::{Agent, Autonomy, Binding, RunsAs};
pub use approval::{Approval, Change};
pub use attestation::Attestation;
pub use configuration::{Certainty, Configuration, Sighting};
pub use launch::{Launch, Package, Pin, Registry};
pub use owner::{Owner, OwnerKind};
pub use playbook::{Playbook, Trigger};
pub use reach::{DataClass, Effect, Environment, Reach, ReachKind};
pub use review::{Decision, ItemKind, Review, ReviewItem, ReviewStatus};
pub use secret::{Issuance, PrincipalKind, Secret, SecretKind};
pub use server::{Auth, AuthKind, Domains, Modifier, Server, Transport};
pub use service_account::ServiceAccount;
pub use tool::{EffectSource, Tool};
pub use waiver::Waiver;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an asset stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// In use.
    Active,
    /// Not in use yet.
    Planned,
    /// Switched off but not removed.
    Disabled,
    /// Taken out of service.
    Retired,
    /// A secret that no longer works.
    Revoked,
}
