//! Outside documents, their requirements, and our mappings to them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::AssetKind;

/// One framework edition with its requirements and our mappings: one file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    /// What document it is.
    pub framework: Publication,
    /// How we map to it.
    pub mapping: MappingHead,
    /// Its items, in the document's own order.
    pub requirements: Vec<Requirement>,
}

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Publication {
    /// Our key for it.
    pub id: String,
    /// Its official title.
    pub title: String,
    /// Its short title.
    pub short_title: String,
    /// Its edition.
    pub edition: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published.
    pub url: String,
    /// Its licence.
    pub licence: String,
    /// The line that credits it.
    pub attribution: String,
    /// What it calls its items.
    pub noun: String,
    /// Whether its items are risks or outcomes.
    pub reading: Reading,
    /// Its sections, in order.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Other names it goes by.
    #[serde(default)]
    pub names: Vec<Name>,
    /// Other ways people write its ids.
    #[serde(default)]
    pub aliases: Vec<Alias>,
    /// What every reader of the page must know.
    #[serde(default)]
    pub caveat: Option<String>,
}

/// A section of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// Another name of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Name {
    /// What people write.
    pub name: String,
    /// What else they may mean by it; where it is not empty, the name decides nothing.
    #[serde(default)]
    pub or: Vec<String>,
}

/// Another way people write ids.
///
/// `form` and `means` may hold the same placeholders: `{n}` and `{m}` match a number, `{nn}` for
/// the same number in two digits, `{x}` and `{y}` for letters. So `NHI{n}` for `NHI{n}:2025` is one
/// row for all ten risks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Alias {
    /// What people write.
    pub form: String,
    /// The id it means.
    pub means: String,
    /// Where it is seen, and what to beware of.
    #[serde(default)]
    pub note: Option<String>,
    /// Whether it fits by number only, so that the note is a warning.
    #[serde(default)]
    pub doubtful: bool,
    /// What else it may mean; where this is not empty, the form decides nothing.
    #[serde(default)]
    pub or: Vec<String>,
}

/// Whether a framework lists risks or outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// A result is evidence *about* the risk.
    Risk,
    /// A result is evidence *for* the outcome.
    Outcome,
}

/// How our mappings to one framework were made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MappingHead {
    /// The style, in the terms of NIST IR 8477.
    pub style: String,
    /// When the rows were last reviewed.
    #[schemars(with = "String")]
    pub reviewed: Date,
    /// What the mapping is for.
    pub use_case: String,
}

/// One item of a framework, seen from its side.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requirement {
    /// Its id within the framework.
    pub id: String,
    /// The section it is in.
    #[serde(default)]
    pub group: Option<String>,
    /// Its official title, or our own short title where it has none.
    pub title: String,
    /// What it asks for, summarised by us.
    pub summary: String,
    /// What our evidence cannot show about it.
    #[serde(default)]
    pub caveat: Option<String>,
    /// The controls that support it.
    #[serde(default)]
    pub supported_by: Vec<Support>,
    /// Why no control does.
    #[serde(default)]
    pub gap: Option<Gap>,
}

/// One row: a control supports a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Support {
    /// The control's id.
    pub control: String,
    /// How strongly a result supports the requirement.
    pub strength: Strength,
    /// Of what kind the support is.
    pub property: Property,
    /// The kinds of asset it holds for.
    pub asset_kinds: Vec<AssetKind>,
    /// How sure we are of the row.
    pub confidence: Confidence,
    /// The facts it rests on, as `record.field`: if one of them changes, the control's outcome can change.
    #[serde(default)]
    pub rests_on: Vec<String>,
    /// Why it holds.
    pub reason: String,
}

/// How strongly a control's result supports a requirement.
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
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// About its core.
    Direct,
    /// About a part of it.
    Supporting,
}

/// NIST IR 8477's kinds of support.
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
    crate::Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum Property {
    /// The requirement cannot be met without it.
    IntegralTo,
    /// It is one way among several.
    ExampleOf,
    /// It must come first, and is no evidence for the requirement itself.
    Precedes,
}

/// How sure we are of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// An auditor would sign it.
    High,
    /// An auditor would ask, and be answered.
    Medium,
    /// Arguable.
    Low,
}

/// Why no control supports a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gap {
    /// The class.
    pub class: GapClass,
    /// The reason, for this requirement.
    pub reason: String,
}

/// The closed list of gap classes.
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
pub enum GapClass {
    /// About buildings and rooms.
    Physical,
    /// About hardware.
    Hardware,
    /// About the organisation's strategy or governance as a whole.
    OrganisationWide,
    /// About people: awareness, culture, composition of teams, engagement.
    People,
    /// About backup, capacity and recovery.
    Continuity,
    /// About the organisation's incident process as a whole.
    IncidentProcess,
    /// In scope, but its evidence lies where we do not look.
    OutsideEvidence,
    /// About how well an AI model does its work.
    AiEvaluation,
    /// About where models come from.
    ModelSupply,
    /// Answered by the report itself.
    ReportItself,
    /// Controls are preconditions of it; none maps to it.
    RelatedOnly,
    /// A planned control will map to it.
    Later,
}

impl GapClass {
    /// Its name as files write it.
    pub fn id(self) -> &'static str {
        self.into()
    }
}
