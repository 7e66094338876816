//! The names that owners go by: id, e-mail address, name, or a declared other name, without case.

use std::collections::{BTreeSet, HashMap};

use model::records::Owner;
use model::{Placed, is_placeholder};

/// The names of all owners.
pub struct OwnerNames {
    ids: BTreeSet<String>,
    /// The owners that go by a name, without case.
    others: HashMap<String, BTreeSet<String>>,
}

impl OwnerNames {
    /// The names of the owners of a register.
    pub fn of<'a>(owners: impl IntoIterator<Item = &'a Placed<Owner>>) -> Self {
        let mut ids = BTreeSet::new();
        let mut others: HashMap<String, BTreeSet<String>> = HashMap::new();
        for Placed { record, .. } in owners {
            let Owner { id, name, email, known_as, .. } = record;
            ids.insert(id.clone());
            let stated = name.given().into_iter().chain(email.given()).chain(known_as.items());
            for name in stated.chain([id]).filter(|name| !is_placeholder(name)) {
                others.entry(fold(name)).or_default().insert(id.clone());
            }
        }
        OwnerNames { ids, others }
    }

    /// The ids of the owners that a name may mean: the one that has it as its id, else every one that
    /// goes by it.
    pub fn find(&self, name: &str) -> Vec<&str> {
        if is_placeholder(name) {
            return Vec::new();
        }
        match self.ids.get(name) {
            Some(id) => vec![id],
            None => {
                self.others.get(&fold(name)).into_iter().flatten().map(String::as_str).collect()
            }
        }
    }
}

fn fold(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
