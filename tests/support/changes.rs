//! One fact of an estate, changed and nothing else.

use passmuster::syntax::{Node, Value};

use super::estate::Estate;

/// What no record states: the client configurations that start a server.
const OBSERVED: &str = "servers.configuration";

/// What becomes of a fact.
enum Change<'a> {
    Without,
    Blank,
    To(&'a Value),
}

impl Estate {
    /// The estates in which a fact, as `record.field`, is changed wherever it is stated: left out,
    /// blanked, or replaced by one of `others`.
    pub(crate) fn changed(&self, fact: &str, others: &[Value]) -> Vec<Estate> {
        if fact == OBSERVED {
            let without = |name: &String| {
                let mut estate = self.clone();
                estate.others.remove(name);
                estate
            };
            return self.others.keys().map(without).collect();
        }
        let ways = ways(fact);
        let changes = [Change::Without, Change::Blank].into_iter();
        let changes = changes.chain(others.iter().map(Change::To));
        let applied = changes.filter_map(|change| {
            let mut estate = self.clone();
            let mut found = false;
            for tree in estate.trees.values_mut() {
                for way in &ways {
                    found |= apply(tree, way, &change);
                }
            }
            found.then_some(estate)
        });
        applied.collect()
    }

    /// The values that a fact has in this estate.
    pub(crate) fn values(&self, fact: &str) -> Vec<Value> {
        let mut values = Vec::new();
        for tree in self.trees.values() {
            for way in ways(fact) {
                collect(tree, &way, &mut values);
            }
        }
        values
    }
}

/// Where a fact is written. Tools are written under their server, or in a list of their own.
fn ways(fact: &str) -> Vec<Vec<&str>> {
    let way: Vec<&str> = fact.split('.').collect();
    let nested = way.first() == Some(&"tools");
    let under = nested.then(|| [&["servers"], way.as_slice()].concat());
    [way].into_iter().chain(under).collect()
}

/// Changes what the way leads to; whether it leads to anything.
fn apply(node: &mut Node, way: &[&str], change: &Change<'_>) -> bool {
    match (&mut node.value, way) {
        (Value::List(nodes), _) => {
            nodes.iter_mut().map(|node| apply(node, way, change)).fold(false, |a, b| a | b)
        }
        (Value::Map(entries), [last]) => {
            let Some(at) = entries.iter().position(|entry| entry.key == *last) else {
                return false;
            };
            match change {
                Change::Without => drop(entries.remove(at)),
                Change::Blank => entries[at].node.value = Value::Null,
                Change::To(value) => entries[at].node.value = (*value).clone(),
            }
            true
        }
        (Value::Map(entries), [first, rest @ ..]) => {
            let entry = entries.iter_mut().find(|entry| entry.key == *first);
            entry.is_some_and(|entry| apply(&mut entry.node, rest, change))
        }
        _ => false,
    }
}

fn collect(node: &Node, way: &[&str], values: &mut Vec<Value>) {
    match (&node.value, way) {
        (Value::List(nodes), [_, ..]) => {
            nodes.iter().for_each(|node| collect(node, way, values));
        }
        (Value::Map(entries), [first, rest @ ..]) => {
            let entry = entries.iter().find(|entry| entry.key == *first);
            entry.into_iter().for_each(|entry| collect(&entry.node, rest, values));
        }
        (value, []) => values.push(value.clone()),
        _ => {}
    }
}
