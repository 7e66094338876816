//! Which asset of a record is which asset of the current inventory.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use model::month::{MonthAsset, MonthFindings};
use model::{Asset, AssetKey, MonthRecord};

/// Old key → the key it has now, for assets that state their former names.
#[derive(Debug, Default)]
pub(super) struct Renames {
    now: BTreeMap<AssetKey, AssetKey>,
    /// Other names in lower case → the key of the asset that goes by them.
    also: BTreeMap<AssetKey, AssetKey>,
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

    /// Reads the former and the other names of the assets of a run. An asset that goes by the name that
    /// one had is that one; a name that two assets go by is that of neither.
    pub(super) fn of_assets(assets: &[Asset]) -> Self {
        let mut renames = Self::of(assets.iter().map(|asset| (&asset.key, asset.formerly())));
        let in_use: BTreeSet<AssetKey> = assets.iter().map(|asset| lower(&asset.key)).collect();
        let mut claims: BTreeMap<AssetKey, BTreeSet<&AssetKey>> = BTreeMap::new();
        for asset in assets {
            for name in asset.other_names() {
                let name = lower(&AssetKey::new(asset.key.kind, name.clone()));
                if !in_use.contains(&name) {
                    claims.entry(name).or_default().insert(&asset.key);
                }
            }
        }
        for (name, by) in claims {
            let mut by = by.into_iter();
            match (by.next(), by.next()) {
                (Some(one), None) => {
                    renames.also.insert(name, one.clone());
                }
                (Some(one), Some(other)) => renames.conflicts.push(format!(
                    "{one} and {other} both go by {name}; what was on record under it continues in neither"
                )),
                (None, _) => {}
            }
        }
        renames
    }

    /// The key an asset of an earlier month has now.
    pub(super) fn current<'a>(&'a self, key: &'a AssetKey) -> &'a AssetKey {
        self.now.get(key).or_else(|| self.also.get(&lower(key))).unwrap_or(key)
    }
}

/// A record by current names.
#[derive(Debug, Default)]
pub(super) struct Before<'a> {
    /// Its assets.
    pub(super) assets: BTreeMap<AssetKey, &'a MonthAsset>,
    /// Its findings, by the current name of the asset.
    findings: HashMap<AssetKey, &'a MonthFindings, RandomState>,
    /// Former keys that a current asset continues. Of several that it claims it continues one.
    pub(super) continued: BTreeSet<AssetKey>,
}

impl<'a> Before<'a> {
    /// The name that a current asset had, where it has another now.
    pub(super) fn former_name(&self, key: &AssetKey) -> Option<&'a AssetKey> {
        let was = self.assets.get(key)?;
        (was.key != *key).then_some(&was.key)
    }

    /// The findings on an asset, by its current name.
    pub(super) fn on(&self, asset: &AssetKey) -> Option<&'a MonthFindings> {
        self.findings.get(asset).copied()
    }

    /// The findings on every asset, by its current name, in no order.
    pub(super) fn each(&self) -> impl Iterator<Item = (&AssetKey, &'a MonthFindings)> {
        self.findings.iter().map(|(asset, findings)| (asset, *findings))
    }

    /// Where several assets became one, the one that has its name continues, else the first; the
    /// others keep their old names until they are retired.
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
        Before {
            assets: record.assets.iter().map(|asset| (name(&asset.key), asset)).collect(),
            findings: record.findings.iter().map(|on| (name(&on.asset), on)).collect(),
            continued: names.keys().map(|key| (*key).clone()).collect(),
        }
    }
}

/// Other names are compared without regard to case.
fn lower(key: &AssetKey) -> AssetKey {
    AssetKey::new(key.kind, key.id.to_lowercase())
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
        assert_eq!(renames.conflicts.len(), 2, "{:?}", renames.conflicts);
    }
}
