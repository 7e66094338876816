//! The records of the native input: what organisations write down about their identities.
//!
//! Every field but a record's id is a [`Field`](crate::Field), because an absent field, a blank and
//! a value lead to three different judgements.

mod about;
mod agent;
mod approval;
mod attestation;
mod checks;
mod configuration;
mod event;
mod exercise;
mod exposure;
mod incident;
mod kinds;
mod launch;
mod logging;
mod monitor;
mod owner;
mod playbook;
mod policy;
mod reach;
mod review;
mod scan;
mod secret;
mod server;
mod service_account;
mod tool;
mod vetting;
mod vulnerability;
mod waiver;

pub use about::AboutAsset;
pub use agent::{Agent, Autonomy, Binding, KillSwitch, Limits, Memory, RunsAs};
pub use event::{Event, EventKind};
pub use exercise::{Exercise, ExerciseKind};
pub use exposure::Exposure;
pub use incident::Incident;
pub use logging::{ArgumentLogging, LogField, Logging};
pub use monitor::{Monitor, Watched};
pub use policy::{Enforcement, Policy};
pub use scan::{Scan, ScanKind, ScanTrigger};
pub use vetting::{Vetting, VettingOutcome};
pub use vulnerability::{Vulnerability, VulnerabilityStatus};

pub use approval::{Approval, Change, ServedPurpose};
pub use attestation::Attestation;
pub use checks::InputChecks;
pub(crate) use checks::stated_dates;
pub use configuration::{Certainty, Configuration, Sighting};
pub use kinds::RecordKind;
pub(crate) use kinds::record_kinds;
pub use launch::{Launch, Package, Pin, Registry};
pub use owner::{Owner, OwnerKind, OwnerStatus};
pub use playbook::{Playbook, Trigger};
pub use reach::{DataClass, Effect, Environment, Reach, ReachKind};
pub use review::{Decision, ItemKind, Review, ReviewItem, ReviewStatus};
pub use secret::{Federation, Issuance, Location, Material, PrincipalKind, Secret, SecretKind};
pub use server::{
    Allowance, ArtefactSignature, Auth, AuthKind, AutoApprove, DefinitionCheck, Domains,
    EnforcementMode, EnforcementPoint, Link, LinkAuth, Modifier, RegistryStatus, Runtime, Server,
    Supply, ToolFilter, Transport,
};
pub use service_account::{BreakGlass, HumanSession, ServiceAccount};
pub use tool::{Annotations, Confirmation, EffectSource, Tool};
pub use waiver::{EXPIRES_SOON, Waiver};

use crate::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The life-cycle status of an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
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
