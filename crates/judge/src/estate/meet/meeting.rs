//! One further source: what it states, against what is known.

use serde::Serialize;
use serde_json::Value;

use super::super::precedence::{Rule, row};
use model::{Field, Place};

/// What the further source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// An export of a platform, a catalogue or a bill of materials.
    Export,
    /// A client configuration.
    Configuration,
    /// A record that completes another one.
    Record,
}

/// The merge of one further record into the one that is known.
pub(crate) struct Meeting<'a> {
    source: Source,
    here: Option<&'a Place>,
    there: &'a Place,
    conflicts: Vec<String>,
}

impl<'a> Meeting<'a> {
    pub(super) fn new(source: Source, here: Option<&'a Place>, there: &'a Place) -> Self {
        Meeting { source, here, there, conflicts: Vec::new() }
    }

    pub(super) fn into_conflicts(self) -> Vec<String> {
        self.conflicts
    }

    /// What the further source is.
    pub(super) fn source(&self) -> Source {
        self.source
    }

    /// Keeps the id that an export has for the asset as one of its other names. An entry's name in a
    /// client configuration is only local to it.
    pub(super) fn name(&self, ours: &str, theirs: String, known_as: &mut Field<Vec<String>>) {
        if self.source == Source::Export && ours != theirs {
            unite(known_as, Field::Given(vec![theirs]));
        }
    }

    /// Merges a field that holds one value, or a list that is one statement.
    pub(super) fn field<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        ours: &mut Field<T>,
        theirs: Field<T>,
    ) {
        match self.rule(name) {
            Rule::Ignored => {}
            rule if ours.given().is_some() && theirs.given().is_some() => {
                let differ = *ours != theirs && rule != Rule::Filled;
                if differ {
                    self.conflict(name, ours, &theirs, rule == Rule::Replaced);
                }
                if differ && rule == Rule::Replaced {
                    *ours = theirs;
                }
            }
            _ => ours.or_take(theirs),
        }
    }

    /// Merges a list that may be united item by item.
    pub(super) fn list<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        ours: &mut Field<Vec<T>>,
        theirs: Field<Vec<T>>,
    ) {
        match self.rule(name) {
            Rule::United => unite(ours, theirs),
            Rule::Contested => {
                if ours.given().is_some() && theirs.given().is_some() && *ours != theirs {
                    self.conflict(name, ours, &theirs, false);
                }
                unite(ours, theirs);
            }
            _ => self.field(name, ours, theirs),
        }
    }

    fn rule(&self, field: &str) -> Rule {
        row(field).map_or(Rule::Kept, |row| match self.source {
            Source::Export => row.export,
            Source::Configuration => row.configuration,
            Source::Record => row.record(),
        })
    }

    fn conflict<T: Serialize>(
        &mut self,
        name: &str,
        ours: &Field<T>,
        theirs: &Field<T>,
        replaced: bool,
    ) {
        let here = self.here.map_or_else(|| "the inventory".to_string(), Place::to_string);
        let there = self.there;
        let mut text = format!("{name}: {} in {here}, {} in {there}", quote(ours), quote(theirs));
        if replaced && self.source == Source::Configuration {
            text.push_str(&format!("; {there} shows what runs"));
        }
        self.conflicts.push(text);
    }
}

/// Adds the items that are not in the list yet; a list left blank takes any.
pub(in crate::estate) fn unite<T: PartialEq>(ours: &mut Field<Vec<T>>, theirs: Field<Vec<T>>) {
    match (&mut *ours, theirs) {
        (Field::Given(ours), Field::Given(theirs)) => {
            for item in theirs {
                if !ours.contains(&item) {
                    ours.push(item);
                }
            }
        }
        (_, theirs) => ours.or_take(theirs),
    }
}

/// A value as conflicts print it.
fn quote<T: Serialize>(field: &Field<T>) -> String {
    serde_json::to_value(field).map_or_else(|_| "a value".to_string(), |value| words(&value))
}

fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let stated = fields.iter().filter(|(_, value)| !value.is_null());
            let stated = stated.map(|(name, value)| match value {
                Value::Object(_) => format!("{name} ({})", words(value)),
                _ => format!("{name} {}", words(value)),
            });
            stated.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
