//! Who can reach what: the edges between assets, and from assets to the accounts and systems behind them.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use crate::AssetKey;
use crate::records::{Effect, Environment};

/// One asset can use, hold, open or reach something. Read from facts, never counted in the score. Also
/// assets that are excluded from scope or retired have their edges: the picture marks them.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(deny_unknown_fields)]
pub struct AccessEdge {
    /// The asset that has the access.
    pub from: AssetKey,
    /// What sort of access it is.
    pub kind: AccessKind,
    /// What the access is to.
    pub to: AccessTarget,
    /// The strongest effect that is stated to be possible; none where none is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

/// What sort of access an edge is.
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
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum AccessKind {
    /// An agent is bound to a server, a server calls another one, or the two are peers.
    Uses,
    /// A server or agent acts under a service account.
    RunsAs,
    /// An asset authenticates with a secret.
    Holds,
    /// A secret authenticates as an account.
    Opens,
    /// A server or service account can touch a system.
    Reaches,
}

impl AccessKind {
    /// Every kind, in the order in which access passes through them.
    pub const ALL: [AccessKind; 5] =
        [Self::Uses, Self::RunsAs, Self::Holds, Self::Opens, Self::Reaches];

    /// The verb between the two ends: "agent/a *uses* server/b".
    pub fn verb(self) -> &'static str {
        match self {
            Self::Uses => "uses",
            Self::RunsAs => "runs as",
            Self::Holds => "holds",
            Self::Opens => "authenticates as",
            Self::Reaches => "reaches",
        }
    }
}

/// What an edge leads to.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, crate::Texts,
)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(transform = describe)]
pub enum AccessTarget {
    /// An asset of the inventory.
    Asset(AssetKey),
    /// Every server: the agent is bound to `*`.
    EveryServer,
    /// An account that is no asset of the inventory.
    Account(String),
    /// A system behind the assets, as the organisation calls it.
    System {
        /// Its name, or what sort of system it is where it has none.
        name: String,
        /// The environment it belongs to; none where it is not stated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        environment: Option<Environment>,
    },
}

/// A variant is written as a property; its description is that of the property, too.
fn describe(schema: &mut Schema) {
    let variants = schema.get_mut("oneOf").and_then(|all| all.as_array_mut());
    for variant in variants.into_iter().flatten() {
        let Some(words) = variant.get("description").cloned() else { continue };
        let properties = variant.get_mut("properties").and_then(|all| all.as_object_mut());
        for property in properties.into_iter().flat_map(|all| all.values_mut()) {
            if let Some(property) = property.as_object_mut() {
                property.entry("description").or_insert_with(|| words.clone());
            }
        }
    }
}
