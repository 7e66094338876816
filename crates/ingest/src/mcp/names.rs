//! Names, kept unique.

use std::collections::{BTreeMap, BTreeSet};

/// The names given so far.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    // Counting on from the last number keeps a file of namesakes from taking quadratic time.
    last: BTreeMap<String, u32>,
}

impl Names {
    /// The name, or the name with the first free number: `crm`, `crm-2`.
    pub(super) fn take(&mut self, name: &str) -> String {
        let mut id = name.to_string();
        while !self.taken.insert(id.clone()) {
            let last = self.last.entry(name.to_string()).or_insert(1);
            *last = last.saturating_add(1);
            id = format!("{name}-{last}");
        }
        id
    }

    /// Gives a name back.
    pub(super) fn release(&mut self, id: &str) {
        self.taken.remove(id);
    }
}
