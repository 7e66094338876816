//! Finding assets by the names that records give them.

use std::collections::HashMap;

use super::lost::Lost;
use model::{Asset, AssetKey, Diagnostic, Place};

/// Every asset by id, for resolving references.
pub(super) struct Directory {
    by_id: HashMap<String, Vec<(AssetKey, usize)>>,
    /// By the other names records give: ARNs, client ids, addresses.
    others: HashMap<String, Vec<(AssetKey, usize)>>,
    /// What the last month had and this run has not.
    lost: Lost,
}

impl Directory {
    pub(super) fn of(assets: &[Asset], lost: Lost) -> Self {
        let mut by_id: HashMap<String, Vec<(AssetKey, usize)>> = HashMap::new();
        let mut others: HashMap<String, Vec<(AssetKey, usize)>> = HashMap::new();
        for (position, asset) in assets.iter().enumerate() {
            let same_id = by_id.entry(asset.key.id.clone()).or_default();
            for name in asset.other_names() {
                others.entry(name.to_lowercase()).or_default().push((asset.key.clone(), position));
            }
            for old in asset.formerly() {
                others
                    .entry(old.id.to_lowercase())
                    .or_default()
                    .push((asset.key.clone(), position));
            }
            // Two records of one key are reported as duplicates; a reference to them is not one more error.
            if !same_id.iter().any(|(key, _)| *key == asset.key) {
                same_id.push((asset.key.clone(), position));
            }
        }
        Directory { by_id, others, lost }
    }

    /// The asset a reference means: `kind/id`, or an id that only one asset has.
    ///
    /// # Errors
    /// Where none or several assets are meant.
    pub(super) fn find(
        &self,
        reference: &str,
        place: &Place,
        field: &str,
    ) -> Result<(AssetKey, usize), Diagnostic> {
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
            (Some((first, _)), Some((second, _))) => Err(Diagnostic::at(
                place,
                format!("`{field}` could mean {first} or {second}"),
                format!("write the kind in front, as in `{first}`"),
            )),
            (None, _) => match self.by_other_name(id, named.as_ref()) {
                Some(found) => Ok(found),
                None => Err(self.dangling(reference, place, field)),
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
        let keys = self.by_id.values().flatten().map(|(key, _)| key);
        let mut names: Vec<String> = match kind {
            Some(kind) => keys.filter(|key| key.kind == kind).map(AssetKey::to_string).collect(),
            None => keys.map(|key| key.id.clone()).collect(),
        };
        names.sort_unstable();
        let names = || names.iter().map(String::as_str);
        // An asset of last month is missing, not misspelt, unless one that looks the same is here.
        let help = syntax::lookalike(reference, names());
        let help = help.or_else(|| self.lost.help(reference));
        let help = help.or_else(|| syntax::suggestion(reference, names()));
        let help = help.unwrap_or_else(|| {
            "add the asset to the inventory, or remove the reference".to_string()
        });
        Diagnostic::at(place, format!("`{field}` names {reference}, which is no known asset"), help)
    }
}
