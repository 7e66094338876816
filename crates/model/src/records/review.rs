//! Access reviews.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Domain, Field, Moment};

/// One access review of one asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The asset reviewed, by id or `kind/id`.
    pub asset: String,
    /// How far it got. Only completed reviews count.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<ReviewStatus>,
    /// When it was completed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub completed_on: Field<Moment>,
    /// Who reviewed, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub reviewer: Field<String>,
    /// The domain the reviewer acted for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub reviewer_domain: Field<Domain>,
    /// The decisions, one a line.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub items: Field<Vec<ReviewItem>>,
}

impl InputChecks for Review {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, completed_on)
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.reviewer.given().map(|name| ("reviewer", name.as_str())).into_iter().collect()
    }
}

impl AboutAsset for Review {
    fn subjects(&self) -> Vec<String> {
        vec![self.asset.clone()]
    }

    const SORTED_BY: Option<fn(&Self) -> Option<Moment>> =
        Some(|record| record.completed_on.given().copied());
}

/// How far a review got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewStatus {
    /// Planned or begun.
    Draft,
    /// Under way.
    InProgress,
    /// Done.
    Completed,
}

/// What a review decided about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct ReviewItem {
    /// The tool, scope or secret decided on.
    #[serde(rename = "ref")]
    pub reference: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<ItemKind>,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub decision: Field<Decision>,
    /// Why.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub reason: Field<String>,
    /// When it was decided; the review's date unless stated.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub decided_at: Field<Moment>,
    /// When the decision was carried out.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub executed_at: Field<Moment>,
    /// Who verified it, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub verified_by: Field<String>,
}

/// What a review line is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Texts,
)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// A tool of the server.
    Tool,
    /// A granted scope or role.
    Scope,
    /// A secret in use.
    Secret,
}

impl ItemKind {
    /// The kind in running text.
    pub fn noun(self) -> &'static str {
        match self {
            ItemKind::Tool => "tool",
            ItemKind::Scope => "scope",
            ItemKind::Secret => "secret",
        }
    }
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Still needed as it is.
    Keep,
    /// Needed, but less of it.
    Reduce,
    /// Not needed.
    Remove,
}
