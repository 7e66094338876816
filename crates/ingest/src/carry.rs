//! Which fields a source carries.

use std::collections::HashSet;

use syntax::{Entry, Node, Value};

/// How many keys of the maps inside records are carried: more than any part of a record has.
const MOST_CARRIED: usize = 64;

/// Where one record of a list states a field, the list carries it: records without it leave it
/// blank. So a half-filled column reads the same in YAML as in a spreadsheet. Maps inside records
/// are treated alike; lists inside them are not, for their elements differ in nature.
///
/// Only `fields`, the names that the record's type has, are carried: any other key is an error of its
/// own record. Inside records the names are not known, so as many are carried as a record may have.
pub(super) fn carry(records: &mut [Node], fields: &[&str]) {
    carry_where(records, |key| fields.contains(&&*key.replace('-', "_")));
}

fn carry_where(records: &mut [Node], is_field: impl Fn(&str) -> bool) {
    let mut known: HashSet<&str> = HashSet::new();
    let mut carried: Vec<String> = Vec::new();
    for entry in records.iter().flat_map(Node::entries) {
        if known.insert(&entry.key) && is_field(&entry.key) && carried.len() < MOST_CARRIED {
            carried.push(entry.key.clone());
        }
    }
    for key in &carried {
        let mut inner: Vec<Node> = Vec::new();
        let mut homes: Vec<(usize, usize)> = Vec::new();
        for (home, record) in records.iter_mut().enumerate() {
            let line = record.line;
            let Value::Map(entries) = &mut record.value else { continue };
            match entries.iter_mut().enumerate().find(|(_, entry)| &entry.key == key) {
                Some((at, entry)) if entry.node.is_map() => {
                    inner.push(std::mem::replace(&mut entry.node, Node::null(line)));
                    homes.push((home, at));
                }
                Some(_) => {}
                None => entries.push(Entry { key: key.clone(), line, node: Node::null(line) }),
            }
        }
        carry_inside(records, inner, &homes);
    }
}

/// Treats the maps under one key alike, and puts them back.
fn carry_inside(records: &mut [Node], mut inner: Vec<Node>, homes: &[(usize, usize)]) {
    if inner.is_empty() {
        return;
    }
    carry_where(&mut inner, |_| true);
    for ((home, at), node) in homes.iter().zip(inner) {
        let Some(Value::Map(entries)) = records.get_mut(*home).map(|record| &mut record.value)
        else {
            continue;
        };
        if let Some(entry) = entries.get_mut(*at) {
            entry.node = node;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::yaml;

    #[test]
    fn what_one_record_states_the_others_leave_blank() {
        let text = "- {id: a, owner: ada, domains: {identity: iam}}\n- {id: b, domains: {operator: x}}\n- {id: c}\n";
        let mut records = yaml(text).expect("yaml").list().to_vec();
        carry(&mut records, &["id", "owner", "domains"]);
        assert_eq!(records[1].get("owner"), Some(&Node::null(2)));
        assert_eq!(records[2].get("domains"), Some(&Node::null(3)));
        let domains = records[1].get("domains").expect("domains");
        assert_eq!(domains.get("identity").map(|n| n.value.clone()), Some(Value::Null));
        assert_eq!(domains.get("operator").and_then(Node::text), Some("x"));
    }

    #[test]
    fn unknown_keys_are_left_where_they_are() {
        let rows = (0..50).map(|at| format!("- {{id: a{at}, last-used: 2026-01-01, x{at}: 1}}\n"));
        let mut records = yaml(&rows.collect::<String>()).expect("yaml").list().to_vec();
        carry(&mut records, &["id", "last_used", "owner"]);
        assert!(records.iter().all(|record| record.entries().len() == 3), "{records:?}");
        // Inside a record as many are carried as a record can have, not as many as there are.
        let rows = (0..500).map(|at| format!("- {{domains: {{x{at}: 1}}}}\n"));
        let mut records = yaml(&rows.collect::<String>()).expect("yaml").list().to_vec();
        carry(&mut records, &["domains"]);
        let most = records.iter().filter_map(|it| Some(it.get("domains")?.entries().len())).max();
        assert_eq!(most, Some(MOST_CARRIED + 1));
    }
}
