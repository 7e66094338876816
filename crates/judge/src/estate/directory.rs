//! Finding assets by the names that records give them.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use super::lost::Lost;
use model::{Asset, AssetKey, AssetKind, Diagnostic, Place};
use syntax::Names;

/// Every asset by id, for resolving references.
pub(super) struct Directory {
    by_id: HashMap<String, Vec<(AssetKey, usize)>>,
    /// By the other names records give: ARNs, client ids, addresses.
    others: HashMap<String, Vec<(AssetKey, usize)>>,
    /// What the last month had and this run has not.
    lost: Lost,
    /// Ids of records that are written and could not be read.
    broken: BTreeSet<String>,
    /// The names that a reference may have meant, all and by kind: made for the first dangling one.
    names: OnceCell<HashMap<Option<AssetKind>, Names>>,
}

impl Directory {
    pub(super) fn of(assets: &[Asset], lost: Lost, broken: BTreeSet<String>) -> Self {
        let mut by_id: HashMap<String, Vec<(AssetKey, usize)>> = HashMap::new();
        let mut others: HashMap<String, Vec<(AssetKey, usize)>> = HashMap::new();
        for (position, asset) in assets.iter().enumerate() {
            let same_id = by_id.entry(asset.key.id.to_string()).or_default();
            for name in asset.other_names() {
                others.entry(name.to_lowercase()).or_default().push((asset.key.clone(), position));
            }
            for old in asset.formerly() {
                others
                    .entry(old.id.as_str().to_lowercase())
                    .or_default()
                    .push((asset.key.clone(), position));
            }
            // Two records of one key are reported as duplicates; a reference to them is not one more error.
            if !same_id.iter().any(|(key, _)| *key == asset.key) {
                same_id.push((asset.key.clone(), position));
            }
        }
        Directory { by_id, others, lost, broken, names: OnceCell::new() }
    }

    /// The asset a reference means: `kind/id`, or an id that only one asset has.
    ///
    /// # Errors
    /// Where none or several assets are meant. Where the record that is meant could not be read, that is
    /// reported already, and there is nothing more to say.
    pub(super) fn find(
        &self,
        reference: &str,
        place: &Place,
        field: &str,
    ) -> Result<(AssetKey, usize), Option<Diagnostic>> {
        let named = AssetKey::parse(reference);
        let id = named.as_ref().map_or(reference, |key| &key.id);
        let exact = self.by_id.get(reference).map(Vec::as_slice).unwrap_or_default();
        let candidates = if exact.is_empty() {
            self.by_id.get(id).map(Vec::as_slice).unwrap_or_default()
        } else {
            exact
        };
        let wanted =
            |key: &AssetKey| named.as_ref().is_none_or(|named| named == key) || key.id == reference;
        let mut found = candidates.iter().filter(|(key, _)| wanted(key));
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one.clone()),
            (Some((first, _)), Some((second, _))) => Err(Some(Diagnostic::at(
                place,
                format!("`{field}` could mean {first} or {second}"),
                format!("write the kind in front, as in `{first}`"),
            ))),
            (None, _) => match self.by_other_name(id, named.as_ref()) {
                Some(found) => Ok(found),
                None if self.broken.contains(id) || self.broken.contains(reference) => Err(None),
                None => Err(Some(self.dangling(reference, place, field))),
            },
        }
    }

    /// The one asset, of the kind if one is named, that goes by another name.
    fn by_other_name(&self, name: &str, named: Option<&AssetKey>) -> Option<(AssetKey, usize)> {
        let found = self.others.get(&name.to_lowercase())?;
        let mut found = found.iter().filter(|(key, _)| named.is_none_or(|n| n.kind == key.kind));
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    fn dangling(&self, reference: &str, place: &Place, field: &str) -> Diagnostic {
        // A reference with a kind means an asset of that kind.
        let kind = AssetKey::parse(reference).map(|key| key.kind);
        let names = self.names.get_or_init(|| self.names()).get(&kind);
        // An asset of last month is missing, not misspelt, unless one that looks the same is here.
        let help = names.and_then(|names| names.lookalike(reference));
        let help = help.or_else(|| self.lost.help(reference));
        let help = help.or_else(|| names.and_then(|names| names.suggestion(reference)));
        let help = help.unwrap_or_else(|| {
            "add the asset to the inventory, or remove the reference".to_string()
        });
        Diagnostic::at(place, format!("`{field}` names {reference}, which is no known asset"), help)
    }

    fn names(&self) -> HashMap<Option<AssetKind>, Names> {
        let mut by_kind: HashMap<Option<AssetKind>, Vec<String>> = HashMap::new();
        for (key, _) in self.by_id.values().flatten() {
            by_kind.entry(None).or_default().push(key.id.to_string());
            by_kind.entry(Some(key.kind)).or_default().push(key.to_string());
        }
        by_kind.into_iter().map(|(kind, names)| (kind, Names::of(names))).collect()
    }
}
