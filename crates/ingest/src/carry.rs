//! Which fields a source carries.

use std::collections::HashSet;

use syntax::{Entry, Node, Value};

/// Where one record of a list states a field, the list carries it: records without it leave it
/// blank. So a half-filled column reads the same in YAML as in a spreadsheet. Maps inside records
/// are treated alike; lists inside them are not, for their elements differ in nature.
pub(super) fn carry(records: &mut [Node]) {
    level(records.iter_mut().collect());
}

/// The records of one depth: all that one key leads to.
fn level(mut records: Vec<&mut Node>) {
    let mut carried: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    for entry in records.iter().flat_map(|record| record.entries()) {
        if known.insert(entry.key.clone()) {
            carried.push(entry.key.clone());
        }
    }
    for key in &carried {
        let mut inner: Vec<&mut Node> = Vec::new();
        for record in &mut records {
            let line = record.line;
            let Value::Map(entries) = &mut record.value else { continue };
            let Some(at) = entries.iter().position(|entry| &entry.key == key) else {
                entries.push(Entry { key: key.clone(), line, node: Node::null(line) });
                continue;
            };
            inner.extend(entries.get_mut(at).map(|entry| &mut entry.node).filter(|n| n.is_map()));
        }
        if !inner.is_empty() {
            level(inner);
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
        carry(&mut records);
        assert_eq!(records[1].get("owner"), Some(&Node::null(2)));
        assert_eq!(records[2].get("domains"), Some(&Node::null(3)));
        let domains = records[1].get("domains").expect("domains");
        assert_eq!(domains.get("identity").map(|n| n.value.clone()), Some(Value::Null));
        assert_eq!(domains.get("operator").and_then(Node::text), Some("x"));
    }
}
