//! What we write and read agrees with the schemas we publish.

use serde_json::Value;

use crate::support::{fixture, folders, muster, run};

fn schema(of: &str) -> jsonschema::Validator {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), &["schema", of]);
    assert!(output.status.success());
    let schema: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

#[test]
fn every_posture_fits_its_schema() {
    let validator = schema("posture");
    for scenario in folders(&fixture("scenarios")) {
        let posture = run(&format!("scenarios/{scenario}")).posture;
        let value = serde_json::to_value(&posture).expect("JSON");
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{scenario}: {faults:#?}");
    }
}

#[test]
fn a_posture_survives_being_written_and_read() {
    let posture = run("scenarios/northwind").posture;
    let text = serde_json::to_string(&posture).expect("JSON");
    let again: passmuster::model::Posture = serde_json::from_str(&text).expect("a posture");
    assert_eq!(posture, again);
}

/// An editor that checks a file by our schema must accept what the reader accepts, and refuse a slip.
#[test]
fn the_inventory_schema_fits_the_fixtures() {
    let validator = schema("inventory");
    let text =
        std::fs::read_to_string(fixture("formats/json/inventory.json")).expect("the fixture");
    let mut value: Value = serde_json::from_str(&text).expect("JSON");
    let faults: Vec<String> =
        validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    value["servers"][0]["onwer"] = Value::from("ada");
    assert!(!validator.is_valid(&value));
}

#[test]
fn every_schema_documents_every_field() {
    for of in ["inventory", "profile", "framework", "posture", "month", "manifest", "sample"] {
        let home = tempfile::tempdir().expect("a folder");
        let schema: Value =
            serde_json::from_slice(&muster(home.path(), &["schema", of]).stdout).expect("JSON");
        undocumented(&schema, of);
    }
}

/// What validators refuse or read differently: formats that no standard defines, and multiples of a
/// fraction, which binary numbers are not. `tests/schemas/run` asks two of
/// them.
#[test]
fn every_schema_is_valid_for_strict_validators() {
    for of in ["inventory", "profile", "framework", "posture", "month", "manifest", "sample"] {
        let home = tempfile::tempdir().expect("a folder");
        let schema: Value =
            serde_json::from_slice(&muster(home.path(), &["schema", of]).stdout).expect("JSON");
        assert!(!refused(&schema), "{of}");
    }
    assert!(refused(&serde_json::json!({ "items": [{ "type": "integer", "format": "uint64" }] })));
    assert!(refused(&serde_json::json!({ "a": { "multipleOf": 0.1 } })));
}

fn refused(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => {
            map.get("format").is_some_and(Value::is_string)
                || map.get("multipleOf").is_some_and(Value::is_f64)
                || map.values().any(refused)
        }
        Value::Array(list) => list.iter().any(refused),
        _ => false,
    }
}

fn undocumented(schema: &Value, at: &str) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
        for (name, property) in properties {
            let described = property.get("description").is_some();
            assert!(described, "{at}/{name} has no description");
        }
    }
    match schema {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| undocumented(value, &format!("{at}/{key}")))
        }
        Value::Array(list) => list.iter().for_each(|value| undocumented(value, at)),
        _ => {}
    }
}
