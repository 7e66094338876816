//! One tool as its server describes it. All of it is the server's own word: a hint, not a fact.

use super::definition;
use crate::extract;
use model::Field;
use model::records::{Annotations, Effect, EffectSource, Tool};
use syntax::Node;

/// Reads a tool; none where it has no name.
pub(super) fn read(node: &Node) -> Option<Tool> {
    let id = extract::redacted_text(node, "name")?;
    let hint = |key: &str| match extract::bool_at(node, &["annotations", key]) {
        Some(states) => Field::Given(states),
        None => Field::Absent,
    };
    let annotations =
        Annotations { read_only: hint("readOnlyHint"), destructive: hint("destructiveHint") };
    let effect = effect(&annotations);
    let silent = annotations.read_only.is_absent() && annotations.destructive.is_absent();
    Some(Tool {
        id,
        effect_source: match effect {
            Some(_) => Field::Given(EffectSource::Annotation),
            None => Field::Absent,
        },
        effect: effect.map_or(Field::Absent, Field::Given),
        annotations: if silent { Field::Absent } else { Field::Given(annotations) },
        definition_hash: Field::Given(definition::digest(node)),
        hidden_characters: Field::Given(definition::has_hidden_characters(node)),
        ..Tool::default()
    })
}

/// The effect that the hints give: of two that contradict each other, the worse. A tool that changes
/// something may destroy it, unless the server denies that: so the protocol defines the default.
fn effect(hints: &Annotations) -> Option<Effect> {
    match (hints.read_only.given(), hints.destructive.given()) {
        (_, Some(true)) | (Some(false), None) => Some(Effect::Destructive),
        (Some(true), _) => Some(Effect::Read),
        (_, Some(false)) => Some(Effect::Write),
        (None, None) => None,
    }
}
