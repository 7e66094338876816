//! Which rules of a scanner map to which controls: one file a tool.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

/// What the rules of one tool mean to us.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScannerRules {
    /// The tool.
    pub tool: Tool,
    /// Its rules. The first pattern that fits decides; rows may share a pattern.
    pub rules: Vec<RuleRow>,
}

/// A scanner.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Tool {
    /// Our key for it.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it is published.
    pub url: String,
    /// Whether it looks for secrets: what it finds is an exposure of one.
    #[serde(default)]
    pub finds_secrets: bool,
    /// When the rows were last reviewed.
    #[schemars(with = "String")]
    pub reviewed: Date,
}

/// One row: results of a rule are evidence for a control.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleRow {
    /// The rule's id, where `*` matches anything.
    pub rule: String,
    /// The control's id.
    pub control: String,
    /// Whether the rule looks at the credentials of a user or account, and reports the user: its
    /// results are about the credentials too.
    #[serde(default)]
    pub credentials: bool,
    /// Why it maps to it.
    pub reason: String,
}
