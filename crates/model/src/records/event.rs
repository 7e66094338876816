//! Events: what changed about an asset, so that a review falls due.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AboutAsset, InputChecks, stated_dates};
use crate::{Field, Moment};

/// One change that asks for a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The asset, by id or `kind/id`.
    pub asset: String,
    /// What happened.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub kind: Field<EventKind>,
    /// When.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub at: Field<Moment>,
}

impl InputChecks for Event {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, at)
    }
}

impl AboutAsset for Event {
    fn subjects(&self) -> Vec<String> {
        vec![self.asset.clone()]
    }
}

/// What happened to an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// Another owner is accountable.
    OwnerChanged,
    /// A tool was added.
    ToolAdded,
    /// A grant became wider.
    ScopeWidened,
    /// It became more privileged.
    TierRaised,
    /// Something went wrong with it.
    Incident,
    /// Its supplier changed.
    SupplierChanged,
    /// A new major version went in.
    MajorVersion,
}
