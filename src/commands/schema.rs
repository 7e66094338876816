//! `muster schema`

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::terminal::{self, Printed};
use crate::cli::{self, Described};
use ingest::ProfileFile;
use model::manifest::Manifest;
use model::{Diagnostic, Framework, MonthRecord, Posture, Record, RecordKind, VisitKind};

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
    portable::<InventoryFile>().to_value()
}

/// The schema as JSON text.
pub(super) fn text(of: Described) -> String {
    let schema = match of {
        Described::Inventory => portable::<InventoryFile>(),
        Described::Profile => portable::<ProfileFile>(),
        Described::Posture => portable::<Posture>(),
        Described::Month => portable::<MonthRecord>(),
        Described::Framework => portable::<Framework>(),
        Described::Manifest => portable::<Manifest>(),
    };
    serde_json::to_string_pretty(&schema).unwrap_or_default()
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
