//! `muster schema`

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::terminal::{self, Printed};
use crate::cli::{self, Described};
use crate::history;
use ingest::ProfileFile;
use model::manifest::Manifest;
use model::reference::REFERENCE;
use model::sample::Sample;
use model::{Diagnostic, Framework, Posture, Record, RecordKind, VisitKind};

/// An inventory or review file: a list for each of the record kinds.
struct InventoryFile;

impl JsonSchema for InventoryFile {
    fn schema_name() -> Cow<'static, str> {
        "InventoryFile".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut properties = Map::new();
        for kind in RecordKind::ALL {
            let list = kind.visit(List { kind, generator }).to_value();
            properties.insert(kind.id().into(), list);
        }
        json_schema!({
            "description":
                "An inventory or review file: any of these lists. A table or NDJSON file holds \
                 one of them.",
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        })
    }
}

/// The schema of a list of records.
struct List<'a> {
    kind: RecordKind,
    generator: &'a mut SchemaGenerator,
}

impl VisitKind for List<'_> {
    type Output = Schema;

    fn visit<R: Record>(self) -> Schema {
        let mut list = self.generator.subschema_for::<Option<Vec<R>>>();
        list.insert("description".into(), self.kind.about().into());
        list
    }
}

pub(super) fn run(args: &cli::Schema) -> Result<(), Vec<Diagnostic>> {
    let text = text(args.of);
    terminal::print(&Printed::Json(format!("{text}\n")))
}

/// The schema of inventory and review files.
pub(super) fn inventory() -> Value {
    let mut schema = portable::<InventoryFile>().to_value();
    // A reference is read from every record, so no type of record has a field for it.
    let records: Vec<String> = RecordKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let record = schema["properties"][kind.id()]["items"]["$ref"].as_str()?;
            record.strip_prefix('#').map(String::from)
        })
        .collect();
    for record in records {
        let properties = schema.pointer_mut(&format!("{record}/properties"));
        if let Some(Value::Object(properties)) = properties {
            properties.insert(REFERENCE.into(), json!({
                "description":
                    "Evidence of this record: `FILE#sha256:HEX` for a file among the inputs, or \
                     `FILE#/ROW` for a row of an export.",
                "type": ["string", "null"],
            }));
        }
    }
    schema
}

/// The schema as JSON text.
pub(super) fn text(of: Described) -> String {
    let schema = match of {
        Described::Inventory => return pretty(&inventory()),
        Described::Profile => portable::<ProfileFile>(),
        Described::Posture => portable::<Posture>(),
        Described::Month => portable::<history::File<'static>>(),
        Described::Framework => portable::<Framework>(),
        Described::Manifest => portable::<Manifest>(),
        Described::Sample => portable::<Sample>(),
    };
    pretty(&schema.to_value())
}

fn pretty(schema: &Value) -> String {
    serde_json::to_string_pretty(schema).unwrap_or_default()
}

/// A schema that every validator accepts with its default settings. Strict ones refuse formats that
/// they do not know, and most of what schemars writes (`uint64`) is in no standard; the bounds of a
/// number and the description of a text say as much.
fn portable<T: JsonSchema>() -> Schema {
    let drop_format = |schema: &mut Schema| {
        // A property may be called `format`; there its value is a schema and not a text.
        if schema.get("format").is_some_and(Value::is_string) {
            schema.remove("format");
        }
    };
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(drop_format));
    settings.into_generator().into_root_schema_for::<T>()
}
