//! What exports show of an identity joins the record that people keep of it.
//!
//! Two records are the same identity if one's id or one of its other names is a name of the other.

use std::collections::HashMap;

use super::joined::Joined;
use super::meet::{Meet, Source, meet};
use model::Placed;

/// Records of one kind with what exports show of them, and those that only exports show.
pub(super) fn with_exports<T: Meet>(
    registered: Vec<Placed<T>>,
    exported: Vec<Placed<T>>,
) -> Vec<Joined<T>> {
    let mut joined: Vec<Joined<T>> = registered.into_iter().map(Joined::from).collect();
    add_exports(&mut joined, exported);
    joined
}

/// Adds what exports show to what was known.
pub(super) fn add_exports<T: Meet>(known: &mut Vec<Joined<T>>, exported: Vec<Placed<T>>) {
    let mut index: HashMap<String, usize> = HashMap::new();
    for (at, joined) in known.iter().enumerate() {
        learn(&mut index, &joined.record, at);
    }
    for placed in exported {
        let found = placed.record.names().iter().find_map(|name| index.get(&key(name)).copied());
        match found.and_then(|at| Some((at, known.get_mut(at)?))) {
            Some((at, joined)) => {
                meet(joined, placed, Source::Export);
                learn(&mut index, &joined.record, at);
            }
            None => {
                learn(&mut index, &placed.record, known.len());
                known.push(Joined::observed(placed));
            }
        }
    }
}

fn key(name: &str) -> String {
    name.trim_end_matches('/').to_lowercase()
}

fn learn<T: Meet>(index: &mut HashMap<String, usize>, record: &T, at: usize) {
    for name in record.names() {
        index.entry(key(name)).or_insert(at);
    }
}
