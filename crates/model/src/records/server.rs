//! MCP servers.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Configuration, Environment, InputChecks, Launch, Reach, Status, Tool, stated_dates};
use crate::{Field, LaunchClass, Moment, Tier};

/// An MCP server as an inventory or a client configuration describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Key, unique among servers; findings are named by it, so keep it from month to month.
    #[texts(Id)]
    pub id: String,
    /// Name as people write it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// Other names it goes by, such as an ARN, a client id, an e-mail address or a SPIFFE id: what
    /// exports and scanners report for these names is about this asset.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Address)]
    pub known_as: Field<Vec<String>>,
    /// The ids it had before it was renamed: the history of its findings goes on under this one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub formerly: Field<Vec<String>>,
    /// Names that look like this server and are another: no source is joined to it by one of them.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Id)]
    pub distinct_from: Field<Vec<String>>,
    /// Whether this record only completes another one of the same id, in whatever file that is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub completes: Field<bool>,
    /// The one accountable owner, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<Vec<String>>,
    /// The responsible owner for each control domain.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub domains: Field<Domains>,
    /// The business purpose, specific enough to judge whether a tool is needed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purpose: Field<String>,
    /// The parts of the purpose, each by a short name: an approval ties every tool and scope to one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purposes: Field<Vec<String>>,
    /// Who agreed to the purpose.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub purpose_approved_by: Field<String>,
    /// The declared tier. It can tighten tests, never lower the derived tier.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tier: Field<Tier>,
    /// Its life-cycle status. Default: active.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// When it was taken out of service.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retired_on: Field<Moment>,
    /// Who decided to retire it, by owner id. What was open before stays open without such a decision.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub retired_by: Field<String>,
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
    #[texts(Address)]
    pub url: Field<String>,
    /// The address a local server listens on.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Address)]
    pub bind: Field<String>,
    /// How callers prove who they are.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub auth: Field<Auth>,
    /// Whether it may have the model of its clients write for it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sampling: Field<Allowance>,
    /// Whether it may ask the users of its clients for data.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub elicitation: Field<Allowance>,
    /// Whether the signature or build attestation of what is launched is verified.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub artefact_signature: Field<ArtefactSignature>,
    /// What happens to a tool definition whose digest is not the approved one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub definition_check: Field<DefinitionCheck>,
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
    /// When the owner last confirmed the ownership.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner_confirmed_on: Field<Moment>,
    /// When it was last used.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_used: Field<Moment>,
    /// Since when use has been recorded: how far back the telemetry goes.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub usage_since: Field<Moment>,
    /// Who writes it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub publisher: Field<String>,
    /// Whether it is the organisation's own.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub supplied_by: Field<Supply>,
    /// How its registry, or its publisher, lists it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub registry_status: Field<RegistryStatus>,
    /// When its publisher last released it, or announced a change of it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_release: Field<Moment>,
    /// The point that every call passes.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub enforcement: Field<EnforcementPoint>,
    /// What it may do on its machine.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub runtime: Field<Runtime>,
    /// What clients approve without asking.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub auto_approve: Field<AutoApprove>,
    /// Which of its tools clients let through; blank where a client could limit them and does not.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tool_filter: Field<ToolFilter>,
    /// Its peers: agents and servers it calls or is called by.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub links: Field<Vec<Link>>,
    /// What a client configuration shows; filled by its reader, not by hand.
    #[serde(skip)]
    pub configuration: Option<Configuration>,
    /// Which launch or whole address it is; filled by readers of configurations, not by hand.
    #[serde(skip)]
    pub launch_class: Option<LaunchClass>,
}

impl InputChecks for Server {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        let mut dates: Vec<(Cow<'static, str>, Moment)> = stated_dates!(self, first_seen retired_on owner_confirmed_on last_used usage_since last_release);
        for tool in self.tools.items() {
            let of_tool = tool.past_dates().into_iter();
            dates.extend(
                of_tool
                    .map(|(field, date)| (Cow::Owned(format!("tools.{}.{field}", tool.id)), date)),
            );
        }
        dates
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.owner.items().iter().map(|name| ("owner", name.as_str())).collect()
    }
}

/// The responsible owners of an asset, one for each control domain, by owner id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Domains {
    /// Responsible for credential scope and revocation standards.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub identity: Field<String>,
    /// Responsible for run-time and policy enforcement.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub platform_security: Field<String>,
    /// Responsible for tools and purpose.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub operator: Field<String>,
}

/// Circumstances that raise a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
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
    /// Written or run by a third party.
    ThirdParty,
    /// Works with the credentials of a person.
    InheritsHumanCredentials,
}

/// How clients talk to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
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

/// What a server may request of its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Allowance {
    /// Nothing.
    None,
    /// What a person approves each time.
    Approved,
    /// Anything.
    Unlimited,
}

/// Whether somebody verifies who built an artefact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ArtefactSignature {
    /// Its signature or attestation is verified against its publisher before it runs.
    Verified,
    /// It has one, which nobody verifies.
    Unverified,
    /// It has none.
    None,
}

/// What happens to a tool definition whose digest is not the approved one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum DefinitionCheck {
    /// It is refused.
    Enforced,
    /// It is reported.
    Reported,
    /// Nothing compares digests.
    None,
}

/// How callers prove who they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// The scheme.
    pub kind: AuthKind,
    /// Publishes protected-resource metadata (RFC 9728).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub metadata: Field<bool>,
    /// Requires PKCE with S256.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub pkce: Field<bool>,
    /// Requires a resource indicator (RFC 8707).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub resource_indicator: Field<bool>,
    /// Refuses tokens issued for another audience.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub audience_validated: Field<bool>,
    /// Hands the caller's token on to back ends.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub token_passthrough: Field<bool>,
    /// The OAuth grants it accepts.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub grant_types: Field<Vec<String>>,
}

impl Auth {
    /// A scheme of which nothing more is known.
    pub fn of(kind: AuthKind) -> Self {
        Auth {
            kind,
            metadata: Field::Absent,
            pkce: Field::Absent,
            resource_indicator: Field::Absent,
            audience_validated: Field::Absent,
            token_passthrough: Field::Absent,
            grant_types: Field::Absent,
        }
    }
}

/// Authentication schemes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
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

/// Whose a server is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Supply {
    /// Built and run by the organisation.
    InHouse,
    /// Written or run by a third party.
    ThirdParty,
}

/// How a registry lists a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum RegistryStatus {
    /// Current.
    Active,
    /// Advised against.
    Deprecated,
    /// Withdrawn.
    Deleted,
    /// No longer developed.
    Archived,
}

/// A gateway, broker or managed client policy in front of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct EnforcementPoint {
    /// What it is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// Whether it can stop a call.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub mode: Field<EnforcementMode>,
    /// Whether every client goes through it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub covers_all: Field<bool>,
    /// Whether the server can still be reached around it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub direct_path_open: Field<bool>,
}

/// What an enforcement point does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum EnforcementMode {
    /// Stops what policy forbids.
    Enforce,
    /// Only watches.
    Observe,
}

/// What a server may do on the machine it runs on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// Runs in a sandbox or an unprivileged container.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sandboxed: Field<bool>,
    /// Runs as root or by sudo.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub root: Field<bool>,
    /// Runs in a privileged container, or with added capabilities.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub privileged: Field<bool>,
    /// Parts of the host it sees: `/`, `~`, `docker.sock`, `host network` …
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub host_access: Field<Vec<String>>,
    /// May only reach named addresses.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub egress_limited: Field<bool>,
}

/// What clients approve without asking a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct AutoApprove {
    /// Every tool of the server.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub everything: Field<bool>,
    /// These tools.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub tools: Field<Vec<String>>,
}

impl AutoApprove {
    /// What two clients approve together: whatever one of them lets through is let through.
    pub fn or_approved_by(&mut self, other: AutoApprove) {
        match (&mut self.everything, other.everything) {
            (Field::Given(all), Field::Given(more)) => *all |= more,
            (all, more) => all.or_take(more),
        }
        match (&mut self.tools, other.tools) {
            (Field::Given(tools), Field::Given(more)) => {
                let new: Vec<String> = more.into_iter().filter(|t| !tools.contains(t)).collect();
                tools.extend(new);
            }
            (tools, more) => tools.or_take(more),
        }
    }
}

/// Which of a server's tools clients let through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct ToolFilter {
    /// These and no others.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub only: Field<Vec<String>>,
    /// All but these; `*` for every one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub except: Field<Vec<String>>,
}

/// A call between an agent or server and its peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The peer, by id or `kind/id`.
    pub to: String,
    /// How the caller proves who it is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub auth: Field<LinkAuth>,
    /// Whether both sides do.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub mutual: Field<bool>,
    /// Whether the original user and actor travel along.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub subject_propagated: Field<bool>,
}

/// How a caller proves who it is to a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum LinkAuth {
    /// Not at all.
    None,
    /// By a token.
    Token,
    /// By signing each message.
    SignedMessage,
    /// By a client certificate.
    Mtls,
}
