use proptest::prelude::*;
use serde::Deserialize;

use super::*;
use crate::{Node, decode_carrying, json};

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    id: String,
    #[serde(default, deserialize_with = "stated")]
    owner: Stated<Vec<String>>,
    #[serde(default, deserialize_with = "stated")]
    tier: Stated<Tier>,
    #[serde(default, deserialize_with = "stated")]
    enabled: Stated<bool>,
    #[serde(default, deserialize_with = "stated")]
    minutes: Stated<u32>,
    #[serde(default, deserialize_with = "stated")]
    auth: Stated<Auth>,
    #[serde(default, deserialize_with = "stated")]
    tools: Stated<Vec<Auth>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Auth {
    kind: Tier,
    #[serde(default, deserialize_with = "stated")]
    issuer: Stated<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Tier {
    #[serde(alias = "lowest")]
    LowTier,
    HighTier,
}

/// None where it is absent, `Some(None)` where it is blank.
type Stated<T> = Option<Option<T>>;

fn stated<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Stated<T>, D::Error> {
    Option::deserialize(from).map(Some)
}

const FIELDS: [&str; 7] = ["id", "owner", "tier", "enabled", "minutes", "auth", "tools"];

/// Takes every part.
struct All;

impl<'t> Seen<'t> for All {
    fn part(&mut self, _: Option<&'t str>, _: &Part<'t>) -> bool {
        true
    }
}

/// The lines as records: by way of trees, and straight where that works.
fn both(lines: &[String]) -> Vec<(Option<Record>, Option<Record>)> {
    let trees: Vec<Node> = lines.iter().map(|line| json(line).expect("JSON")).collect();
    let keys = Keys::of(&trees, &FIELDS);
    let tree = trees.iter().map(|tree| decode_carrying(tree, &keys).ok());
    let straight = lines.iter().map(|line| read(line, &keys, &[]));
    tree.zip(straight).collect()
}

fn scanned(lines: &[String]) -> Option<Keys> {
    let mut keys = Keys::default();
    let all = lines.iter().all(|line| scan(line, (&mut keys, &[]), &mut All));
    all.then_some(keys)
}

#[test]
fn a_plain_record_is_read_straight() {
    let lines = [
        r#"{"id":" a ","owner":["ada","bo"],"tier":"low-tier","enabled":true,"minutes":5}"#,
        r#"{"id":"b","owner":"ada","tier":"High Tier","auth":{"kind":"lowest","issuer":"x"}}"#,
        r#"{"id":"c\n","tier":"","owner":[],"auth":{"kind":"high-tier"},"tools":[{"kind":"low_tier"}]}"#,
    ];
    let read = both(&lines.map(str::to_string));
    for (tree, straight) in &read {
        assert!(tree.is_some());
        assert_eq!(straight, tree);
    }
    let last = read[2].1.as_ref().expect("a record");
    assert_eq!((last.enabled, last.tier.clone()), (Some(None), Some(None)));
    let auth = last.auth.clone().flatten().expect("stated");
    assert_eq!(auth.issuer, Some(None), "what another record states inside the same map is blank");
    let tool = &last.tools.clone().flatten().expect("stated")[0];
    assert_eq!(tool.issuer, None, "lists differ in nature");
}

#[test]
fn what_is_aside_is_passed_over() {
    let keys = Keys::default();
    let text = r#"{"id":"a","reference":{"x":[1]}}"#;
    assert!(read::<Record>(text, &keys, &["reference"]).is_some());
    assert!(read::<Record>(text, &keys, &[]).is_none());
}

#[test]
fn what_is_no_json_is_not_read() {
    for text in [
        "",
        "{",
        "{\"id\":\"a\"} x",
        "{\"id\":\"a\",}",
        "[]",
        "\"a\"",
        "{\"id\":\"a\",\"id\":\"b\"}",
    ] {
        assert!(read::<Record>(text, &Keys::default(), &[]).is_none(), "{text}");
    }
    assert!(!scan("{\"id\": \"a\"", (&mut Keys::default(), &[]), &mut All));
    assert!(!scan("{\"id\": 1.5}", (&mut Keys::default(), &[]), &mut All));
}

/// A value of any kind, often as the fields want it.
fn value() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just("\"low-tier\"".to_string()),
        Just("\"HIGH tier\"".to_string()),
        Just("\"lowest\"".to_string()),
        Just("\" ada \"".to_string()),
        Just("\"\"".to_string()),
        Just("\"\\u0041b\"".to_string()),
        Just("\"true\"".to_string()),
        Just("\"7\"".to_string()),
    ];
    let single = prop_oneof![
        4 => text,
        1 => Just("null".to_string()),
        1 => Just("true".to_string()),
        1 => (0_i64..600).prop_map(|number| (number - 20).to_string()),
        1 => Just("1.5".to_string()),
    ];
    let map = prop::collection::vec(("kind|issuer|x", single.clone()), 0..3).prop_map(object);
    let list = prop::collection::vec(prop_oneof![single.clone(), map.clone()], 0..3);
    let list = list.prop_map(|items| format!("[{}]", items.join(",")));
    prop_oneof![4 => single, 1 => list, 2 => map]
}

fn object(entries: Vec<(String, String)>) -> String {
    let mut seen = std::collections::BTreeSet::new();
    let entries = entries.into_iter().filter(|(key, _)| seen.insert(key.clone()));
    let entries: Vec<String> = entries.map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", entries.join(","))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Whatever is read straight is what its tree gives, and the keys are the same.
    #[test]
    fn both_ways_give_the_same(
        records in prop::collection::vec(
            prop::collection::vec(("id|owner|tier|enabled|minutes|auth|tools|last-used", value()), 0..5), 1..4)
    ) {
        let lines: Vec<String> = records.into_iter().map(object).collect();
        for (tree, straight) in both(&lines) {
            if straight.is_some() {
                prop_assert_eq!(straight, tree);
            }
        }
        if let Some(keys) = scanned(&lines) {
            let trees: Vec<Node> = lines.iter().map(|line| json(line).expect("JSON")).collect();
            let all = ["id", "owner", "tier", "enabled", "minutes", "auth", "tools", "last_used"];
            prop_assert_eq!(keys, Keys::of(&trees, &all));
        }
    }
}
