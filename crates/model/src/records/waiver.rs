//! Waivers: accepted failures.

use crate::Texts;
use std::borrow::Cow;

use super::InputChecks;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Field, Moment};

/// In how many days or fewer a live waiver is about to expire.
pub const EXPIRES_SOON: i64 = 30;

/// The decision to live with one control failing on one asset for a while.
///
/// It changes how a failing finding is counted beside the score, never the finding's outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The control that fails, by id.
    pub control: String,
    /// The asset it fails on, by id or `kind/id`.
    pub asset: String,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it, by owner id.
    pub approver: String,
    /// The last day it holds, UTC.
    pub expires_on: Moment,
    /// Who works on ending it, by owner id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<String>,
    /// The compensating control until then.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub compensating: Field<String>,
    /// When it was granted.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub granted_on: Field<Moment>,
    /// How often it was renewed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub renewals: Field<u32>,
}

impl InputChecks for Waiver {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        // A waiver that begins later is judged as such.
        Vec::new()
    }
}
