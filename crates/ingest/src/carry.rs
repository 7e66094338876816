//! Which fields a source carries.

use syntax::{Entry, Node, Value};

/// Where one record of a list states a field, the list carries it: records without it leave it
/// blank. So a half-filled column reads the same in YAML as in a spreadsheet. Maps inside records
/// are treated alike; lists inside them are not, for their elements differ in nature.
pub(super) fn carry(records: &mut [Node]) {
    let mut carried: Vec<String> = Vec::new();
    for entry in records.iter().flat_map(Node::entries) {
        if !carried.contains(&entry.key) {
            carried.push(entry.key.clone());
        }
    }
    for key in &carried {
        let mut inner: Vec<Node> = Vec::new();
        let mut homes: Vec<usize> = Vec::new();
        for (home, record) in records.iter_mut().enumerate() {
            let line = record.line;
            let Value::Map(entries) = &mut record.value else { continue };
            match entries.iter_mut().find(|entry| &entry.key == key) {
                Some(entry) if entry.node.is_map() => {
                    inner.push(std::mem::replace(&mut entry.node, Node::null(line)));
                    homes.push(home);
                }
                Some(_) => {}
                None => entries.push(Entry { key: key.clone(), line, node: Node::null(line) }),
            }
        }
        carry_inside(records, key, inner, &homes);
    }
}

/// Treats the maps under one key alike, and puts them back.
fn carry_inside(records: &mut [Node], key: &str, mut inner: Vec<Node>, homes: &[usize]) {
    if inner.is_empty() {
        return;
    }
    carry(&mut inner);
    for (home, node) in homes.iter().zip(inner) {
        let Some(Value::Map(entries)) = records.get_mut(*home).map(|record| &mut record.value)
        else {
            continue;
        };
        if let Some(entry) = entries.iter_mut().find(|entry| entry.key == key) {
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
        carry(&mut records);
        assert_eq!(records[1].get("owner"), Some(&Node::null(2)));
        assert_eq!(records[2].get("domains"), Some(&Node::null(3)));
        let domains = records[1].get("domains").expect("domains");
        assert_eq!(domains.get("identity").map(|n| n.value.clone()), Some(Value::Null));
        assert_eq!(domains.get("operator").and_then(Node::text), Some("x"));
    }
}
