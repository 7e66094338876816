//! Which asset of a record is which asset of the current inventory.

use std::collections::{BTreeMap, BTreeSet};

use model::month::{MonthAsset, MonthFinding};
use model::{AssetKey, FindingId, MonthRecord};

/// Old key → the key it has now, for assets that state their former names.
#[derive(Debug, Default)]
pub(super) struct Renames {
    now: BTreeMap<AssetKey, AssetKey>,
    /// Former names that cannot be right, as sentences.
    pub(super) conflicts: Vec<String>,
}

impl Renames {
    /// Reads the former names that assets state. A key that is still in use is no former name, and of
    /// two assets that state the same one, the first by key has it.
    pub(super) fn of<'a>(
        assets: impl Iterator<Item = (&'a AssetKey, Vec<AssetKey>)> + Clone,
    ) -> Self {
        let in_use: BTreeSet<&AssetKey> = assets.clone().map(|(key, _)| key).collect();
        let mut renames = Renames::default();
        let claims: BTreeMap<&AssetKey, Vec<AssetKey>> = assets.collect();
        for (key, old) in
            claims.into_iter().flat_map(|(key, all)| all.into_iter().map(move |o| (key, o)))
        {
            if in_use.contains(&old) {
                if old != *key {
                    renames.conflicts.push(format!(
                        "{key} names {old} as its former name, but {old} still exists"
                    ));
                }
            } else if let Some(first) = renames.now.get(&old) {
                if first != key {
                    renames.conflicts.push(format!(
                        "{key} and {first} both name {old} as their former name; it is assigned to {first}"
                    ));
                }
            } else {
                renames.now.insert(old, key.clone());
            }
        }
        renames
    }

    /// The key an asset of an earlier month has now.
    pub(super) fn current<'a>(&'a self, key: &'a AssetKey) -> &'a AssetKey {
        self.now.get(key).unwrap_or(key)
    }

    /// Whether a current asset had this key.
    pub(super) fn explains(&self, key: &AssetKey) -> bool {
        self.now.contains_key(key)
    }
}

/// A record by current names.
#[derive(Debug, Default)]
pub(super) struct Before<'a> {
    /// Its assets.
    pub(super) assets: BTreeMap<AssetKey, &'a MonthAsset>,
    /// Its findings.
    pub(super) findings: BTreeMap<String, &'a MonthFinding>,
}

impl<'a> Before<'a> {
    /// Where several assets became one, the one that has its name continues, else the first; the
    /// others keep their old names and no longer exist.
    pub(super) fn of(record: &'a MonthRecord, renames: &Renames) -> Self {
        let mut taken: BTreeSet<&AssetKey> = record.assets.iter().map(|asset| &asset.key).collect();
        let mut names: BTreeMap<&AssetKey, &AssetKey> = BTreeMap::new();
        for asset in &record.assets {
            let current = renames.current(&asset.key);
            if current != &asset.key && taken.insert(current) {
                names.insert(&asset.key, current);
            }
        }
        let name = |key: &'a AssetKey| names.get(key).copied().unwrap_or(key).clone();
        let finding = |finding: &'a MonthFinding| {
            let id = FindingId::parse(&finding.id)?;
            let renamed = names.get(&id.asset).map(|key| id.on((*key).clone()));
            Some((renamed.unwrap_or(id).to_string(), finding))
        };
        Before {
            assets: record.assets.iter().map(|asset| (name(&asset.key), asset)).collect(),
            findings: record.findings.iter().filter_map(finding).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> AssetKey {
        AssetKey::parse(text).expect("a key")
    }

    #[test]
    fn only_a_name_that_is_free_is_an_old_name() {
        let assets = [
            (key("server/b"), vec![key("server/a"), key("server/c")]),
            (key("server/c"), vec![]),
            (key("server/d"), vec![key("server/a")]),
        ];
        let renames = Renames::of(assets.iter().map(|(key, old)| (key, old.clone())));
        assert_eq!(renames.current(&key("server/a")), &key("server/b"));
        assert_eq!(renames.current(&key("server/c")), &key("server/c"));
        assert!(renames.explains(&key("server/a")) && !renames.explains(&key("server/c")));
        assert_eq!(renames.conflicts.len(), 2, "{:?}", renames.conflicts);
    }
}
