//! Attestations: what a person vouches for.

use crate::Texts;
use std::borrow::Cow;

use super::{InputChecks, stated_dates};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Domain, Field, Moment};

/// A person's statement on one control and one asset, where no record or setting can show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// The control vouched for, by id.
    pub control: String,
    /// The asset vouched for, by id or `kind/id`.
    pub asset: String,
    /// Who vouches, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub by: Field<String>,
    /// The domain that person acts for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub domain: Field<Domain>,
    /// When.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub on: Field<Moment>,
    /// The last day it holds.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub expires_on: Field<Moment>,
    /// A link to the evidence.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub evidence: Field<String>,
    /// What is vouched for.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub statement: Field<String>,
}

impl InputChecks for Attestation {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, on)
    }
}
