//! The order of the results in a report names nothing: what is found keeps its id.

use std::collections::BTreeSet;

use passmuster::ingest::{Options, SourceFile, ingest};
use serde_json::{Value, json};

use crate::support::fixture;

/// Every secret with its other names, and every place where one is exposed, of a report.
fn found(name: &str, document: &Value) -> BTreeSet<String> {
    let file = SourceFile::new(name, serde_json::to_vec(document).expect("json"));
    let (facts, errors) = ingest(&[file], Options::default());
    assert_eq!(errors, [], "{name}");
    let secrets = facts.exported.secrets.iter().map(|secret| {
        let record = &secret.record;
        format!("{} also {:?} kind {:?}", record.id, record.known_as, record.kind)
    });
    let exposures = facts
        .exposures
        .iter()
        .map(|it| format!("{} in {:?}", it.record.secret, it.record.where_seen));
    secrets.chain(exposures).collect()
}

/// The lists of results of a report, reversed.
fn reversed(document: &Value) -> Value {
    let mut document = document.clone();
    let turn = |value: &mut Value| {
        if let Some(list) = value.as_array_mut() {
            list.reverse();
        }
    };
    turn(&mut document);
    if let Some(runs) = document.get_mut("runs").and_then(Value::as_array_mut) {
        runs.iter_mut().for_each(|run| turn(&mut run["results"]));
    }
    for key in ["results", "scans", "entities_with_incidents", "matches"] {
        match document.get_mut(key) {
            Some(Value::Object(files)) => files.values_mut().for_each(turn),
            Some(list) => turn(list),
            None => {}
        }
    }
    document
}

#[test]
fn reordering_the_results_of_a_report_renames_no_secret() {
    let folder = fixture("formats/scanners");
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).expect("the fixtures").filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(entry.path()).expect("a fixture");
        let Ok(document) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}'))
        else {
            continue;
        };
        let whole = found(&name, &document);
        assert_eq!(found(&name, &reversed(&document)), whole, "{name}");
        seen += usize::from(!whole.is_empty());
    }
    assert!(seen >= 5, "only {seen} fixtures show secrets");
}

#[test]
fn leaks_without_a_value_keep_their_ids_in_every_order() {
    let leak = |line: u32, column: u32, commit: &str| {
        json!({"RuleID": "aws", "File": "ops/.env", "StartLine": line, "StartColumn": column,
               "Secret": "REDACTED", "Commit": commit})
    };
    let leaks = [leak(4, 1, "a1"), leak(4, 30, "a1"), leak(9, 1, "b2"), leak(2, 7, "c3")];
    let mut all = BTreeSet::new();
    for first in 0..4 {
        for second in (0..4).filter(|at| *at != first) {
            for third in (0..4).filter(|at| ![first, second].contains(at)) {
                let last = (0..4).find(|at| ![first, second, third].contains(at)).expect("one");
                let order = [first, second, third, last].map(|at| leaks[at].clone());
                all.insert(found("gitleaks.json", &json!(order)));
            }
        }
    }
    assert_eq!(all.len(), 1, "{all:#?}");
}
