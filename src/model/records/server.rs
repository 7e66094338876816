//! MCP servers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Configuration, Environment, Launch, Reach, Status, Tool};
use crate::model::{Field, Moment, Tier};

/// An MCP server as an inventory or a client configuration describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Key, unique among servers; findings are named by it, so keep it from month to month.
    pub id: String,
    /// Name as people write it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// The one accountable owner, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<Vec<String>>,
    /// Who answers for each control domain.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub domains: Field<Domains>,
    /// The business purpose, specific enough to judge whether a tool is needed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purpose: Field<String>,
    /// Who agreed to the purpose.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purpose_approved_by: Field<String>,
    /// The declared tier. It can tighten tests, never lower the derived tier.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tier: Field<Tier>,
    /// Where it stands in its life. Default: active.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// When it was taken out of service.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retired_on: Field<Moment>,
    /// Where it runs.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub environments: Field<Vec<Environment>>,
    /// What it can touch. An empty list declares that it touches nothing.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub reach: Field<Vec<Reach>>,
    /// Circumstances that raise the tier.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub modifiers: Field<Vec<Modifier>>,
    /// Servers this one calls in turn, by id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub uses: Field<Vec<String>>,
    /// The tools it offers. An empty list declares that it offers none.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tools: Field<Vec<Tool>>,
    /// Scopes granted to the server itself.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub scopes: Field<Vec<String>>,
    /// How clients talk to it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub transport: Field<Transport>,
    /// Its address, for remote servers. User names, passwords and query values are dropped.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub url: Field<String>,
    /// The address a local server listens on.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub bind: Field<String>,
    /// How callers prove who they are.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub auth: Field<Auth>,
    /// Whether certificates are checked. `false` means that checking is switched off.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tls_verification: Field<bool>,
    /// Whether it can be reached from the internet.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub internet_exposed: Field<bool>,
    /// How it is started, for local servers.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub launch: Field<Launch>,
    /// When it first appeared.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub first_seen: Field<Moment>,
    /// What a client configuration shows; filled by its reader, not by hand.
    #[serde(skip)]
    pub configuration: Option<Configuration>,
}

/// Who answers for a server in each control domain, by owner id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domains {
    /// Answers for credential scope and revocation standards.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub identity: Field<String>,
    /// Answers for run-time and policy enforcement.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub platform_security: Field<String>,
    /// Answers for tools and purpose.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub operator: Field<String>,
}

/// Circumstances that raise a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Modifier {
    /// Runs inside a build or deployment pipeline.
    CiCd,
    /// Several teams depend on the same running server.
    SharedHub,
    /// Part of an agent platform.
    AgentPlatform,
    /// Acts without a person in the loop.
    Autonomous,
    /// Can be reached from the internet.
    InternetExposed,
    /// Written or run by somebody else.
    ThirdParty,
    /// Works with the credentials of a person.
    InheritsHumanCredentials,
}

/// How clients talk to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Transport {
    /// Standard input and output of a local process.
    Stdio,
    /// Streamable HTTP.
    #[serde(alias = "streamable-http")]
    Http,
    /// HTTP with server-sent events: deprecated since 2025-03-26.
    Sse,
    /// WebSocket, outside the specification.
    #[serde(alias = "websocket")]
    Ws,
}

/// How callers prove who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The scheme.
    pub kind: AuthKind,
}

/// Authentication schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AuthKind {
    /// Anyone may call.
    None,
    /// User name and password.
    Basic,
    /// A long-lived key.
    ApiKey,
    /// A long-lived bearer token.
    BearerStatic,
    /// OAuth 2.1 access tokens.
    #[serde(rename = "oauth")]
    OAuth,
    /// Client certificates.
    Mtls,
    /// OAuth client credentials.
    ClientCredentials,
    /// Access granted by the organisation's identity provider.
    EnterpriseManaged,
}
