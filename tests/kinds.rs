//! One record kind is one row of the table: reading, joining, counting, schema and documentation
//! follow from it.

use passmuster::estate::{self, Dangling};
use passmuster::ingest::{Options, SourceFile, ingest};
use passmuster::model::{
    AssetKey, AssetKind, Context, Facts, Grouped, Record, RecordKind, Thresholds, VisitGrouped,
    VisitKind,
};
use serde_json::{Map, Value, json};

use crate::support::muster;

/// The page that documents every kind.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/records.md");

/// An id that is a date as well, so that it fits every required field.
const ID: &str = "2026-11-01";

fn schema() -> Value {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), &["schema", "inventory"]);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn resolve<'a>(of: &'a Value, schema: &'a Value) -> &'a Value {
    let path = of["$ref"].as_str().and_then(|path| path.strip_prefix('#'));
    path.map_or(of, |path| schema.pointer(path).expect("a definition"))
}

/// The schema of one record of a kind.
fn of_kind(kind: RecordKind, schema: &Value) -> &Value {
    resolve(&schema["properties"][kind.id()]["items"], schema)
}

/// The smallest value that a schema accepts.
fn smallest(of: &Value, schema: &Value) -> Value {
    let of = resolve(of, schema);
    if let Some(first) = of["enum"].as_array().and_then(|values| values.first()) {
        return first.clone();
    }
    if let Some(first) = of["oneOf"].as_array().and_then(|values| values.first()) {
        return first.get("const").cloned().unwrap_or_else(|| smallest(first, schema));
    }
    match of["type"].as_str() {
        Some("object") => {
            let required = of["required"].as_array().into_iter().flatten();
            let required = required.filter_map(Value::as_str);
            let field = |name: &str| (name.into(), smallest(&of["properties"][name], schema));
            Value::Object(required.map(field).collect::<Map<_, _>>())
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        _ => json!(ID),
    }
}

fn read(document: &Value) -> Facts {
    let bytes = serde_json::to_vec(document).expect("JSON");
    // Named, as a tool of no server would otherwise be taken for one of another program.
    let file = SourceFile { named: true, ..SourceFile::new("a.json", bytes) };
    let (facts, errors) = ingest(&[file], Options::default());
    assert!(errors.is_empty(), "{document}: {errors:#?}");
    facts
}

struct Count<'a>(&'a Facts);

impl VisitKind for Count<'_> {
    type Output = usize;

    fn visit<R: Record>(self) -> usize {
        R::list(self.0).len()
    }
}

#[test]
fn the_schema_has_every_kind() {
    let schema = schema();
    let listed = schema["properties"].as_object().expect("properties");
    let listed: Vec<&str> = listed.keys().map(String::as_str).collect();
    assert_eq!(listed, RecordKind::ALL.map(RecordKind::id));
    for kind in RecordKind::ALL {
        let fields = of_kind(kind, &schema)["properties"].as_object().expect("fields");
        assert!(fields.len() > 2, "{kind}");
    }
}

#[test]
fn a_record_of_every_kind_is_read_and_counted() {
    let schema = schema();
    for kind in RecordKind::ALL {
        let record = smallest(of_kind(kind, &schema), &schema);
        let facts = read(&json!({ kind.id(): [record] }));
        assert_eq!(kind.visit(Count(&facts)), 1, "{kind}");
        assert_eq!(facts.records(), 1, "{kind}");
        assert!(facts.carried.contains(&kind), "{kind}");
        let mut twice = facts.clone();
        twice.absorb(facts);
        assert_eq!((kind.visit(Count(&twice)), twice.records()), (2, 2), "{kind}");
    }
}

#[test]
fn the_command_counts_every_kind() {
    let schema = schema();
    for kind in RecordKind::ALL {
        let home = tempfile::tempdir().expect("a folder");
        let record = smallest(of_kind(kind, &schema), &schema);
        let document = json!({ kind.id(): [record] }).to_string();
        std::fs::write(home.path().join("a.json"), document).expect("a file");
        let output = muster(home.path(), &["ingest", "a.json", "--format", "json"]);
        let output: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let listed = output["records"][kind.id()].as_array().expect("a list");
        assert_eq!(listed.len(), 1, "{kind}");
    }
}

/// Joins a record of each kind that names assets, and looks for it under its asset.
struct Joined<'a> {
    schema: &'a Value,
    kinds: usize,
}

impl VisitGrouped for Joined<'_> {
    fn visit<R: Grouped>(&mut self, field: &'static str) {
        let of = of_kind(R::KIND, self.schema);
        let mut record = smallest(of, self.schema);
        let types = &of["properties"][field]["type"];
        let is_list = types == "array" || types.as_array().is_some_and(|it| it[0] == "array");
        record[field] = if is_list { json!([ID]) } else { json!(ID) };
        let kind = if field == "secret" { AssetKind::Secret } else { AssetKind::Server };
        let assets = format!("{kind}s");
        let mut facts = read(&json!({ assets: [{ "id": ID }], R::KIND.id(): [record] }));
        let as_of = jiff::civil::date(2026, 11, 22);
        let built = estate::build(
            &mut facts,
            as_of,
            (Thresholds::default(), &Default::default()),
            Dangling::Stop,
            None,
        );
        let mut context: Context = built.expect("a context");
        let group = R::groups(&mut context).get(&AssetKey::new(kind, ID));
        assert_eq!(group.map(Vec::len), Some(1), "{}", R::KIND);
        self.kinds += 1;
    }
}

#[test]
fn every_kind_about_assets_is_grouped_by_them() {
    let schema = schema();
    let mut joined = Joined { schema: &schema, kinds: 0 };
    RecordKind::visit_grouped(&mut joined);
    assert!(joined.kinds > 10, "{}", joined.kinds);
}

#[test]
fn the_documentation_has_every_kind_and_field() {
    let page = std::fs::read_to_string(PAGE).expect("the page");
    let schema = schema();
    for kind in RecordKind::ALL {
        let (_, section) =
            page.split_once(&format!("\n## {kind}\n")).unwrap_or_else(|| panic!("{kind}"));
        let section = section.split_once("\n## ").map_or(section, |(this, _)| this);
        assert!(section.contains(kind.about()), "{kind}");
        let fields = of_kind(kind, &schema)["properties"].as_object().expect("fields");
        for field in fields.keys() {
            assert!(section.contains(&format!("| `{field}` |")), "{kind}: {field}");
        }
    }
}
