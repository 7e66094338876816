//! The result of a gate on a posture.

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{AssetKey, Place, Tenths};

/// The result of a gate on a posture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Whether every rule holds.
    pub passed: bool,
    /// Whose posture it is.
    pub organisation: String,
    /// The period it reports on.
    pub period: String,
    /// The day it was judged on.
    #[schemars(with = "String")]
    pub as_of: Date,
    /// What it was compared with, if with anything.
    pub baseline: Option<String>,
    /// What became of each rule.
    pub rulings: Vec<Ruling>,
    /// Notes on the comparison, and what is excluded from scope.
    pub notes: Vec<String>,
}

/// What became of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// The rule, as a flag without its dashes.
    pub rule: String,
    /// Where it is; none for the command line.
    pub place: Option<Place>,
    /// Whether it holds.
    pub passed: bool,
    /// What was found, and by how much it misses, as a clause.
    pub sentence: String,
    /// By how much it misses; none where it holds, or where there is no number to compare.
    pub short_by: Option<Amount>,
    /// The remediations that would meet it with least effort; none where it holds.
    pub remediations: Vec<Remediation>,
}

/// A number of points or of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, crate::Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Amount {
    /// Points of a hundred.
    Points(Tenths),
    /// As many points at most: what evidence adds depends on its content.
    UpTo(Tenths),
    /// Findings or controls.
    Count(u64),
}

impl JsonSchema for Amount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Amount".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number of points or of things, under the name of its kind.",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": false,
            "properties": {
                "points": {"type": "number", "description": "Points of a hundred."},
                "up-to": {"type": "number", "description": "As many points at most."},
                "count": {"type": "integer", "minimum": 0, "description": "Findings or controls."},
            },
        })
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, crate::Texts)]
#[serde(deny_unknown_fields)]
pub struct Remediation {
    /// The control to bring to pass, or the evidence to supply.
    pub what: String,
    /// What to do, as a sentence.
    pub how: String,
    /// How many findings it settles.
    pub findings: u64,
    /// The assets they are on, the one that counts most first; a few of them.
    pub assets: Vec<AssetKey>,
    /// What it adds to the number that the rule looks at, or takes off it.
    pub gain: Amount,
}
