//! The items a finding is judged by.

use super::checks::FieldPath;
use model::records::Tool;
use model::words;
use model::{Item, ItemWords, Judgement, Outcome};

/// The verdict on one item.
pub(super) struct ItemResult {
    pub(super) outcome: Outcome,
    /// Why, as a short clause; empty for a plain pass.
    pub(super) note: String,
    /// What would settle it, where it could not be assessed.
    pub(super) missing: Option<FieldPath>,
}

impl ItemResult {
    pub(super) fn pass(note: impl Into<String>) -> Self {
        ItemResult { outcome: Outcome::Pass, note: words::written(note), missing: None }
    }

    pub(super) fn partial(note: impl Into<String>) -> Self {
        ItemResult { outcome: Outcome::Partial, note: words::written(note), missing: None }
    }

    pub(super) fn fail(note: impl Into<String>) -> Self {
        ItemResult { outcome: Outcome::Fail, note: words::written(note), missing: None }
    }

    /// The field, or the whole record, states nothing.
    pub(super) fn missing(path: FieldPath) -> Self {
        let note = match path {
            (record, "") => words!("no input contains {}", record.replace('_', " ")),
            (_, field) => words!("field `{field}` missing"),
        };
        Self::unknown(note, path)
    }

    /// It could not be assessed, for another reason than a missing field.
    pub(super) fn unknown(note: impl Into<String>, path: FieldPath) -> Self {
        ItemResult {
            outcome: Outcome::NotAssessed,
            note: words::written(note),
            missing: Some(path),
        }
    }
}

/// Items, and what would settle the first of them that could not be assessed.
#[derive(Default)]
pub(super) struct Items {
    items: Vec<Item>,
    missing: Option<FieldPath>,
}

impl Items {
    pub(super) fn push(&mut self, name: impl Into<String>, result: ItemResult) {
        self.missing = self.missing.or(result.missing);
        self.items.push(Item::new(name, result.outcome, result.note));
    }

    /// Adds an item that could not be assessed.
    pub(super) fn push_unknown(&mut self, (item, missing): (Item, FieldPath)) {
        self.missing = self.missing.or(Some(missing));
        self.items.push(item);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.items.iter_mut()
    }

    /// The verdict; `default` is asked for where an unknown item names nothing itself.
    pub(super) fn judge(self, words: &ItemWords<'_>, default: FieldPath) -> Judgement {
        Judgement::of_items(words, self.items, self.missing.unwrap_or(default))
    }
}

/// Why a tool has no effect to judge by, where one is written.
pub(super) const NOT_VERIFIED: &str = "effect not verified";

/// The result on a tool without an effect to judge by.
pub(super) fn no_effect(tool: &Tool) -> ItemResult {
    match tool.effect.given() {
        None => ItemResult::missing(tool.missing_effect()),
        Some(_) => ItemResult::unknown(NOT_VERIFIED, tool.missing_effect()),
    }
}
