//! `docs/records.md`: every kind of record with its fields, made from the published schema.

use std::fmt::Write;

use serde_json::{Map, Value};

use model::{Artifact, RecordKind};

/// The page, made from the schema of inventory files.
pub(super) fn page(schema: &Value) -> Artifact {
    let mut text = String::from(
        "<!-- Made by `muster docs`; do not edit. -->\n\n# Record kinds\n\n\
         An inventory or review file holds any of these lists under its key. A table or NDJSON \
         file holds one of them. `muster schema inventory` prints the JSON Schema.\n",
    );
    for kind in RecordKind::ALL {
        let list = &schema["properties"][kind.id()];
        let _ = write!(text, "\n## {}\n\n{}\n", kind.id(), kind.about());
        fields(&mut text, resolve(&list["items"], schema));
    }
    text.push_str("\n# Parts of records\n");
    for (name, part) in entries(&schema["$defs"]) {
        let is_record = entries(&schema["properties"])
            .any(|(_, list)| list["items"]["$ref"] == format!("#/$defs/{name}"));
        if is_record {
            continue;
        }
        let _ = write!(text, "\n## {name}\n\n{}\n", description(part));
        fields(&mut text, part);
        values(&mut text, part);
    }
    Artifact::new("records.md", text)
}

/// A table of the fields of a record or of a part of one.
fn fields(text: &mut String, of: &Value) {
    let mut rows = entries(&of["properties"]).peekable();
    if rows.peek().is_none() {
        return;
    }
    text.push_str("\n| field | value | meaning |\n|---|---|---|\n");
    let required = of["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (name, field) in rows {
        let needed = if required.iter().any(|it| it == name) { ", required" } else { "" };
        let meaning = description(field);
        let _ = writeln!(text, "| `{name}` | {}{needed} | {meaning} |", value(field));
    }
}

/// The list of the values that a part may take.
fn values(text: &mut String, of: &Value) {
    let listed = of["enum"].as_array().into_iter().flatten();
    let each = listed.map(|value| (value, String::new()));
    let described = of["oneOf"].as_array().into_iter().flatten();
    let described = described.filter(|one| one.get("const").is_some());
    let described = described.map(|one| (&one["const"], format!(": {}", description(one))));
    let mut rows = each.chain(described).peekable();
    if rows.peek().is_some() {
        text.push('\n');
    }
    for (value, meaning) in rows {
        let _ = writeln!(text, "- `{}`{meaning}", value.as_str().unwrap_or_default());
    }
}

/// What a field holds: the name of a part, a list of something, or a plain type.
fn value(field: &Value) -> String {
    if let Some(name) = field["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    let choices = ["anyOf", "oneOf"].iter().find_map(|key| field[key].as_array());
    if let Some(choices) = choices {
        let choices: Vec<String> =
            choices.iter().filter(|one| one["type"] != "null").map(value).collect();
        return choices.join(" or ");
    }
    let plain = match &field["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|it| *it != "null"),
        one => one.as_str(),
    };
    match plain {
        Some("array") => format!("list of {}", value(&field["items"])),
        Some(plain) => plain.to_string(),
        None => "any".to_string(),
    }
}

/// A description in one line, for a cell of a table.
fn description(of: &Value) -> String {
    let text = of["description"].as_str().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn resolve<'a>(of: &'a Value, schema: &'a Value) -> &'a Value {
    let path = of["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    path.and_then(|path| schema.pointer(path)).unwrap_or(of)
}

fn entries(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of.as_object().map(Map::iter).into_iter().flatten()
}
