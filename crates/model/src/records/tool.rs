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

    /// The effect that it is judged by; none where only its server or its name suggests that it is harmless.
    /// The worse of what the organisation states and what its server admits; what a reviewer confirmed is
    /// final. Who controls a server writes its annotations and its names.
    pub fn judged_effect(&self) -> Option<Effect> {
        let stated = self.effect.given().copied();
        let admitted = self.annotations.given().and_then(Annotations::admitted);
        match self.effect_source.given() {
            Some(EffectSource::Reviewed) => stated,
            Some(EffectSource::Annotation | EffectSource::Inferred) => {
                stated.max(admitted).filter(|effect| effect.is_high_impact())
            }
            Some(EffectSource::Declared) | None if stated.is_some() => stated.max(admitted),
            Some(EffectSource::Declared) | None => {
                admitted.filter(|effect| effect.is_high_impact())
            }
        }
    }

    /// What to ask for where it has no effect to judge by: the effect, or who states it.
    pub fn missing_effect(&self) -> (&'static str, &'static str) {
        match self.effect.given() {
            None => ("tools", "effect"),
            Some(_) => ("tools", "effect_source"),
        }
    }
}

impl Annotations {
    /// Whether a server admits a stronger effect with these than with others.
    pub fn admits_more(&self, than: &Annotations) -> bool {
        self.admitted() > than.admitted()
    }

    /// The worst that the server states about its own tool.
    fn admitted(&self) -> Option<Effect> {
        match (self.destructive.given(), self.read_only.given()) {
            (Some(true), _) => Some(Effect::Destructive),
            (_, Some(false)) => Some(Effect::Write),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(
        effect: Option<Effect>,
        source: Option<EffectSource>,
        (read_only, destructive): (Option<bool>, Option<bool>),
    ) -> Option<Effect> {
        let field = |hint: Option<bool>| hint.map_or(Field::Absent, Field::Given);
        let hints = Annotations { read_only: field(read_only), destructive: field(destructive) };
        Tool {
            id: "t".into(),
            effect: effect.map_or(Field::Absent, Field::Given),
            effect_source: source.map_or(Field::Absent, Field::Given),
            annotations: Field::Given(hints),
            ..Tool::default()
        }
        .judged_effect()
    }

    #[test]
    fn a_server_may_admit_harm_and_deny_none() {
        use Effect::{Destructive, Execute, Read, Write};
        use EffectSource::{Annotation, Declared, Inferred, Reviewed};
        let (silent, reads, destroys, changes) =
            ((None, None), (Some(true), None), (None, Some(true)), (Some(false), Some(false)));
        for (effect, source, hints, judged) in [
            (Some(Read), Some(Annotation), reads, None),
            (Some(Write), Some(Inferred), silent, None),
            (Some(Destructive), Some(Annotation), destroys, Some(Destructive)),
            (Some(Execute), Some(Inferred), silent, Some(Execute)),
            (Some(Read), Some(Declared), silent, Some(Read)),
            (Some(Read), None, reads, Some(Read)),
            (Some(Read), Some(Declared), destroys, Some(Destructive)),
            (Some(Read), Some(Declared), changes, Some(Write)),
            (Some(Execute), Some(Declared), reads, Some(Execute)),
            (Some(Read), Some(Reviewed), destroys, Some(Read)),
            (None, None, reads, None),
            (None, None, destroys, Some(Destructive)),
            (None, None, changes, None),
        ] {
            assert_eq!(tool(effect, source, hints), judged, "{effect:?} {source:?} {hints:?}");
        }
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
