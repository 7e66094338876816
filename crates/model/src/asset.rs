//! What is judged: its kinds and its names.

use std::fmt;

use ecow::EcoString;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// The kinds of asset.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    IntoStaticStr,
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum AssetKind {
    /// An MCP server.
    Server,
    /// An AI agent: a program that decides which tools to call.
    Agent,
    /// A non-human account in a directory or cloud.
    ServiceAccount,
    /// A secret: key, token, password or certificate.
    Secret,
    /// The organisation itself, for what belongs to no single asset.
    Organisation,
}

impl AssetKind {
    /// Every kind, in report order.
    pub const ALL: [AssetKind; 5] =
        [Self::Server, Self::Agent, Self::ServiceAccount, Self::Secret, Self::Organisation];

    /// The kind as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }

    /// The kind in running text, one or many.
    pub fn noun(self, count: usize) -> &'static str {
        match (self, count) {
            (Self::Server, 1) => "server",
            (Self::Server, _) => "servers",
            (Self::Agent, 1) => "agent",
            (Self::Agent, _) => "agents",
            (Self::ServiceAccount, 1) => "service account",
            (Self::ServiceAccount, _) => "service accounts",
            (Self::Secret, 1) => "secret",
            (Self::Secret, _) => "secrets",
            (Self::Organisation, 1) => "organisation",
            (Self::Organisation, _) => "organisations",
        }
    }
}

impl fmt::Display for AssetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// An asset's key: kind and declared id, written `server/payments`.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    crate::Texts,
)]
pub struct AssetKey {
    /// What it is.
    pub kind: AssetKind,
    /// Its id, unique within the kind.
    #[schemars(with = "String")]
    pub id: EcoString,
}

impl AssetKey {
    /// The key of `id` among `kind`.
    pub fn new(kind: AssetKind, id: impl Into<EcoString>) -> Self {
        AssetKey { kind, id: id.into() }
    }

    /// The one organisation subject.
    pub fn organisation() -> Self {
        AssetKey::new(AssetKind::Organisation, "organisation")
    }

    /// Reads `server/payments`; `None` where the text names no kind.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = text.split_once('/')?;
        let kind = AssetKind::ALL.into_iter().find(|k| k.id() == kind)?;
        (!id.is_empty()).then(|| AssetKey::new(kind, id))
    }
}

impl fmt::Display for AssetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}

/// Keys as `server/payments`.
pub(super) mod spelled {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::AssetKey;

    pub(crate) fn serialize<S: Serializer>(key: &AssetKey, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(key)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<AssetKey, D::Error> {
        let text = String::deserialize(from)?;
        let broken =
            || serde::de::Error::custom("this is not an asset key; write it as server/payments");
        AssetKey::parse(&text).ok_or_else(broken)
    }
}
