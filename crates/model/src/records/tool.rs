//! Tools: what a server offers to agents.

use crate::Texts;
use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Effect, InputChecks, stated_dates};
use crate::{Field, Moment};

/// One tool of a server. It is an item: judged inside its server's findings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The tool's name, unique within its server.
    #[texts(Id)]
    pub id: String,
    /// The server that offers it; left out where the tool is written under its server.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub server: Field<String>,
    /// Who knows what it is for and whether it should still be exposed.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner: Field<String>,
    /// The server's owner is meant to own this tool too.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub owner_inherited: Field<bool>,
    /// The strongest thing the tool can do.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub effect: Field<Effect>,
    /// How the effect is known.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub effect_source: Field<EffectSource>,
    /// Whether clients can call it. Default: they can.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub exposed: Field<bool>,
    /// When it first appeared.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub first_seen: Field<Moment>,
    /// Who has to agree to each call.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub requires_confirmation: Field<Confirmation>,
    /// The annotations that the server itself sends: hints, not facts.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub annotations: Field<Annotations>,
    /// When it was last called.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_used: Field<Moment>,
    /// Digest of its name, description and schemas as served now.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Typed)]
    pub definition_hash: Field<String>,
    /// The digest that was approved.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[texts(Typed)]
    pub approved_hash: Field<String>,
    /// Whether its texts hold characters that people cannot see.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub hidden_characters: Field<bool>,
}

impl InputChecks for Tool {
    fn past_dates(&self) -> Vec<(Cow<'static, str>, Moment)> {
        stated_dates!(self, first_seen last_used)
    }

    fn people(&self) -> Vec<(&'static str, &str)> {
        self.owner.given().map(|name| ("owner", name.as_str())).into_iter().collect()
    }
}

impl Tool {
    /// Whether clients can call the tool. Only a stated `exposed: false` means that they cannot.
    pub fn is_exposed(&self) -> bool {
        self.exposed.given() != Some(&false)
    }
}

/// How a tool's effect came to be known, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum EffectSource {
    /// A reviewer confirmed it.
    Reviewed,
    /// The operating team declared it.
    Declared,
    /// The server itself states it: a hint.
    Annotation,
    /// Guessed from the name.
    Inferred,
}

/// Who has to agree to each call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// A person, every time.
    Person,
    /// A policy decision, every time.
    Policy,
    /// Whatever the client is set to; its user can switch it off.
    ClientDefault,
    /// No confirmation.
    None,
}

/// The annotations that a server itself sends for a tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Texts)]
#[serde(deny_unknown_fields)]
pub struct Annotations {
    /// The tool is stated to change nothing.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub read_only: Field<bool>,
    /// The tool is stated to be able to destroy data.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub destructive: Field<bool>,
}
