//! Which asset of a record is which asset of today.

use std::collections::{BTreeMap, BTreeSet};

use model::month::{MonthAsset, MonthFinding};
use model::{AssetKey, FindingId, MonthRecord};

/// Old key → the key it has now, for assets that say what they were called.
#[derive(Debug, Default)]
pub(super) struct Renames {
    now: BTreeMap<AssetKey, AssetKey>,
    /// Names that are claimed where they cannot be meant, as sentences.
    pub(super) told: Vec<String>,
}

impl Renames {
    /// Reads what assets claim. A key that is still in use is nobody's old name, and of two that
    /// claim one the first by key has it.
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
                    renames.told.push(format!("{key} says it was {old}, which is still there"));
                }
            } else if let Some(first) = renames.now.get(&old) {
                if first != key {
                    renames.told.push(format!(
                        "{key} and {first} both say they were {old}: it is taken for {first}"
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

    /// Whether an asset of today was called this.
    pub(super) fn explains(&self, key: &AssetKey) -> bool {
        self.now.contains_key(key)
    }
}

/// A record by the names of today.
#[derive(Debug, Default)]
pub(super) struct Before<'a> {
    /// Its assets.
    pub(super) assets: BTreeMap<AssetKey, &'a MonthAsset>,
    /// Its findings.
    pub(super) findings: BTreeMap<String, &'a MonthFinding>,
}

impl<'a> Before<'a> {
    /// Of several assets that became one, the one whose name it has, else the first, goes on; the
    /// others keep their old names and are gone.
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
        assert_eq!(renames.told.len(), 2, "{:?}", renames.told);
    }
}
