//! Reach: what an asset can touch, and what it can do there.

use crate::Texts;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::Field;

/// One thing a server can touch. Tiers are derived from these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Reach {
    /// What is reached, as the organisation calls it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub target: Field<String>,
    /// What sort of thing it is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<ReachKind>,
    /// The environment it belongs to.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub environment: Field<Environment>,
    /// The most sensitive data class behind it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub data_class: Field<DataClass>,
    /// The strongest effect possible there.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub effect: Field<Effect>,
}

/// What sort of thing is reached. The first seven are privileged: see rule D3.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ReachKind {
    /// A database.
    Database,
    /// An administrative console.
    AdminConsole,
    /// A directory or identity provider.
    IdentityProvider,
    /// A vault or secret manager.
    SecretStore,
    /// A cloud provider's control plane.
    CloudControlPlane,
    /// A system that deploys or releases.
    DeploymentSystem,
    /// A payment system.
    Payment,
    /// Source code.
    Repository,
    /// A ticketing, wiki or planning system.
    Collaboration,
    /// Mail, chat or any other way of sending messages.
    Messaging,
    /// Logs, metrics and traces.
    Telemetry,
    /// Files on the machine.
    Filesystem,
    /// The open web.
    Internet,
    /// Any other service.
    Service,
}

impl ReachKind {
    /// The kind as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// Whether rule D3 counts it as privileged.
    pub fn is_privileged(self) -> bool {
        use ReachKind::*;
        matches!(
            self,
            Database
                | AdminConsole
                | IdentityProvider
                | SecretStore
                | CloudControlPlane
                | DeploymentSystem
                | Payment
        )
    }
}

/// Where something runs.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Environment {
    /// Serves real users or real business.
    #[serde(alias = "prod")]
    Production,
    /// Rehearses production.
    #[serde(alias = "stage")]
    Staging,
    /// For tests.
    Test,
    /// For development.
    #[serde(alias = "dev")]
    Development,
    /// One person's machine.
    Local,
}

impl Environment {
    /// The environment as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// How sensitive data is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, IntoStaticStr, Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum DataClass {
    /// Anyone may see it.
    Public,
    /// Anyone in the organisation may see it.
    Internal,
    /// Need to know.
    Confidential,
    /// Belongs to customers.
    Customer,
    /// About identifiable people.
    Personal,
    /// Health data.
    Health,
    /// Payment card data.
    Cardholder,
    /// Financial records.
    Financial,
    /// Secrets and keys.
    Secret,
}

impl DataClass {
    /// The class as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }
}

/// What an action does.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Effect {
    /// Reads only.
    Read,
    /// Changes something that can be changed back.
    Write,
    /// Runs code or commands of the caller's choosing.
    Execute,
    /// Deletes or overwrites beyond recall.
    Destructive,
    /// Moves money.
    Financial,
    /// Grants, moves or removes privilege.
    #[serde(alias = "privilege")]
    Admin,
}

impl Effect {
    /// Whether the action can do lasting harm: anything above a plain write.
    pub fn is_high_impact(self) -> bool {
        self > Effect::Write
    }

    /// The effect as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// What a tool or identity with this effect can do, after "can".
    pub fn verb(self) -> &'static str {
        match self {
            Effect::Read => "read",
            Effect::Write => "write",
            Effect::Execute => "execute commands",
            Effect::Destructive => "destroy data",
            Effect::Financial => "move money",
            Effect::Admin => "change privileges",
        }
    }
}
