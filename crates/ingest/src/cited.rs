//! Where each field of a record of our own formats is written.

use std::borrow::Cow;

use crate::extract::pointer_step;
use model::Provenance;
use syntax::{Entry, Node, Style, Value};

/// Notes the line of every field of a record, and of what is written inside it. `fields` are the
/// names that the record's type has for them; a file may write them with `-`.
///
/// A cell needs no note, since its row is cited; neither does a value on the line of what it is in.
pub(crate) fn cite(node: &Node, fields: &'static [&'static str], from: &mut Provenance) {
    for entry in node.entries() {
        let is_cell =
            matches!(&entry.node.value, Value::Scalar(scalar) if scalar.style == Style::Cell);
        // A field that only other records of the list state is written nowhere in this one.
        let is_carried = entry.node.value == Value::Null && entry.line == node.line;
        if is_cell || is_carried {
            continue;
        }
        let name = match entry.key.contains('-') {
            true => Cow::Owned(entry.key.replace('-', "_")),
            false => Cow::Borrowed(entry.key.as_str()),
        };
        let known = fields.iter().find(|field| **field == name);
        let path =
            known.map_or_else(|| Cow::Owned(name.into_owned()), |field| Cow::Borrowed(*field));
        let below = format!("/{}", pointer_step(&entry.key));
        if !is_on(&entry.node, entry.line) {
            inside(&entry.node, entry.line, &path, &below, from);
        }
        from.note(path, entry.line, &below);
    }
}

/// Whether all that is inside a value is on a line.
fn is_on(node: &Node, line: u32) -> bool {
    match &node.value {
        Value::Map(entries) => {
            entries.iter().all(|entry| entry.line == line && is_on(&entry.node, line))
        }
        Value::List(nodes) => nodes.iter().all(|node| node.line == line && is_on(node, line)),
        Value::Null | Value::Scalar(_) => true,
    }
}

/// Notes what is written inside a value, where it has lines of its own.
fn inside(node: &Node, line: u32, path: &str, below: &str, from: &mut Provenance) {
    match &node.value {
        Value::Map(entries) => {
            for Entry { key, line: at, node } in entries {
                let path = format!("{path}.{}", key.replace('-', "_"));
                let below = format!("{below}/{}", pointer_step(key));
                inside(node, *at, &path, &below, from);
                let is_carried = node.value == Value::Null;
                if *at != line && !is_carried {
                    from.note(path, *at, &below);
                }
            }
        }
        Value::List(nodes) => {
            for (number, node) in nodes.iter().enumerate() {
                let (path, below) = (format!("{path}.{number}"), format!("{below}/{number}"));
                inside(node, node.line, &path, &below, from);
                if node.line != line {
                    from.note(path, node.line, &below);
                }
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Place;
    use syntax::yaml;

    #[test]
    fn each_value_is_cited_at_the_line_it_is_written_on() {
        let text = "base: &base\n  owner: ines\n\
                    record:\n  <<: *base\n  last-used: 2026-01-02\n  auth:\n    kind: oauth\n\
                    \x20 tools:\n    - id: a\n      effect: read\n    - {id: b}\n  scopes: [x, y]\n\
                    \x20 status:\n  purpose: >\n    Reads\n    tickets\n";
        let node = yaml(text).expect("yaml");
        let record = node.get("record").expect("a record");
        let mut from = Provenance::whole(Place::new(&"a.yaml".into(), 4, "/record"));
        cite(record, &["owner", "last_used", "auth", "tools"], &mut from);
        for (path, line, pointer) in [
            ("owner", 2, "/record/owner"),
            ("last_used", 5, "/record/last-used"),
            ("auth", 6, "/record/auth"),
            ("auth.kind", 7, "/record/auth/kind"),
            ("auth.issuer", 6, "/record/auth"),
            ("tools.0", 9, "/record/tools/0"),
            ("tools.0.effect", 10, "/record/tools/0/effect"),
            ("tools.1.id", 11, "/record/tools/1"),
            ("scopes.1", 12, "/record/scopes"),
            ("status", 13, "/record/status"),
            ("purpose", 14, "/record/purpose"),
            ("expires_at", 4, "/record"),
        ] {
            let place = from.place_of(path).expect("a place");
            assert_eq!((place.line, place.pointer.as_ref()), (line, pointer), "{path}");
        }
    }
}
