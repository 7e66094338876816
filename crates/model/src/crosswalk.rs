//! Crosswalks of others: quoted beside our rows, never counted, never a source of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A published table from the requirements of one framework to those of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Crosswalk {
    /// Where it is published, and how far it can be trusted.
    pub source: CrosswalkSource,
    /// Its pairs, in the publisher's order.
    pub rows: Vec<CrosswalkRow>,
}

/// Where a crosswalk was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CrosswalkSource {
    /// The document and the place in it.
    pub title: String,
    /// Where it is published.
    pub url: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its edition.
    pub edition: String,
    /// Its licence.
    pub licence: String,
    /// What of it is quoted.
    pub quoted: String,
    /// Known limitations of the quotation or the table.
    pub doubt: String,
}

/// One pair of a crosswalk. It states neither kind nor strength of the relation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CrosswalkRow {
    /// The requirement on the left.
    pub from: RequirementKey,
    /// The requirement on the right.
    pub to: RequirementKey,
}

/// A requirement, named in full.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RequirementKey {
    /// The framework's id.
    pub framework: String,
    /// The id within the framework.
    pub id: String,
}
