//! Where each field of a record is written that is read without a tree and over several lines.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::extract::pointer_step;
use model::reference::REFERENCE;
use model::{Provenance, StatedFields};

/// Notes the line of every field, and of what is written inside it, as [`cite`](super::cited::cite) does from a
/// tree. The text is JSON that begins on a line, from 1.
pub(super) fn cite_text(text: &str, line: u32, stated: StatedFields, from: &mut Provenance) {
    let lines = Lines::of(text, line);
    for (key, value) in entries(text) {
        let at = lines.of_part(key);
        if key == REFERENCE || value == NULL && at == line {
            continue;
        }
        let Some(field) = stated.names().find(|field| *field == key) else {
            // What is blank is no value that is stated, but it is written there.
            from.note(key.to_string(), at, &format!("/{key}"));
            continue;
        };
        let below = format!("/{key}");
        inside(value, at, (field, &below), &lines, from);
        from.note(field, at, &below);
    }
}

const NULL: &str = "null";

/// Notes what is written inside a value, where it has lines of its own.
fn inside(
    value: &str,
    line: u32,
    (path, below): (&str, &str),
    lines: &Lines<'_>,
    from: &mut Provenance,
) {
    if !value.contains('\n') && lines.of_part(value) == line {
        return;
    }
    for (key, value) in entries(value) {
        let at = lines.of_part(key);
        let path = format!("{path}.{}", key.replace('-', "_"));
        let below = format!("{below}/{}", pointer_step(key));
        inside(value, at, (&path, &below), lines, from);
        if at != line && value != NULL {
            from.note(path, at, &below);
        }
    }
    for (number, value) in items(value).into_iter().enumerate() {
        let at = lines.of_part(value);
        let (path, below) = (format!("{path}.{number}"), format!("{below}/{number}"));
        inside(value, at, (&path, &below), lines, from);
        if at != line {
            from.note(path, at, &below);
        }
    }
}

/// The items of a list, as they are written; none of anything else.
fn items(text: &str) -> Vec<&str> {
    let list = text.starts_with('[').then(|| serde_json::from_str::<Vec<&RawValue>>(text).ok());
    list.flatten().unwrap_or_default().into_iter().map(RawValue::get).collect()
}

/// The entries of a map, as they are written; none of anything else.
pub(super) fn entries(text: &str) -> Vec<(&str, &str)> {
    let map = text.starts_with('{').then(|| serde_json::from_str::<Entries<'_>>(text).ok());
    map.flatten().map_or_else(Vec::new, |map| map.0)
}

/// A map in the order in which it is written.
struct Entries<'t>(Vec<(&'t str, &'t str)>);

impl<'t> Deserialize<'t> for Entries<'t> {
    fn deserialize<D: Deserializer<'t>>(from: D) -> Result<Self, D::Error> {
        struct Written;

        impl<'t> Visitor<'t> for Written {
            type Value = Entries<'t>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Entries<'t>, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<&str, &RawValue>()? {
                    entries.push((key, value.get()));
                }
                Ok(Entries(entries))
            }
        }

        from.deserialize_map(Written)
    }
}

/// The lines of a text that is part of a file.
pub(super) struct Lines<'t> {
    text: &'t str,
    first: u32,
    breaks: Vec<usize>,
}

impl<'t> Lines<'t> {
    /// The lines of a text that begins on a line, from 1.
    pub(super) fn of(text: &'t str, first: u32) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines { text, first, breaks: breaks.map(|(at, _)| at).collect() }
    }

    /// The line on which a part of the text begins. A text that is no part of it begins on its first line.
    pub(super) fn of_part(&self, part: &str) -> u32 {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let offset = if offset > self.text.len() { 0 } else { offset };
        let above = self.breaks.partition_point(|at| *at < offset);
        self.first.saturating_add(u32::try_from(above).unwrap_or(u32::MAX))
    }
}
