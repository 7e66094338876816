//! How a local server is started.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Field;

/// The launch of a local server, read from its configuration. Arguments are not kept: they may
/// hold secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Launch {
    /// The program that is run, without its arguments.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub program: Field<String>,
    /// The package it fetches or runs.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub package: Field<Package>,
    /// A script is downloaded and run in one go (`curl … | sh`).
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub remote_script: Field<bool>,
    /// Built and run from the organisation's own source.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub own_source: Field<bool>,
}

/// A package as a launcher names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// Where it comes from.
    pub registry: Registry,
    /// Its name there.
    pub name: String,
    /// The version as written, ranges and tags included; blank where none is written.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub version: Field<String>,
    /// The content digest, if pinned by one.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub digest: Field<String>,
}

/// Where packages come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    /// The npm registry.
    Npm,
    /// The Python Package Index.
    Pypi,
    /// A container registry.
    Oci,
    /// NuGet.
    Nuget,
    /// A git repository, run directly.
    Git,
    /// An MCP bundle file.
    Mcpb,
    /// Any other.
    Other,
}
