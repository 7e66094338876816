//! What befell each asset between two records.

use std::collections::BTreeMap;

use super::renames::Before;
use model::change::{AssetMoves, Move, MovedAsset};
use model::month::MonthAsset;
use model::{AssetKey, AssetKind, FindingId, MonthRecord};

/// What befell an asset, as far as it decides the class of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It was not there, or out of service.
    Added,
    /// It is gone, or out of service.
    Retired,
    /// Its tier changed.
    ReTiered,
    /// None of these.
    Same,
}

/// Every asset of either record.
pub(super) struct Fates<'a> {
    assets: BTreeMap<AssetKey, (Option<&'a MonthAsset>, Option<&'a MonthAsset>)>,
}

impl<'a> Fates<'a> {
    pub(super) fn of(before: &Before<'a>, after: &'a MonthRecord) -> Self {
        let mut assets: BTreeMap<_, (Option<_>, Option<_>)> = BTreeMap::new();
        for (key, asset) in &before.assets {
            assets.entry(key.clone()).or_default().0 = Some(*asset);
        }
        for asset in &after.assets {
            assets.entry(asset.key.clone()).or_default().1 = Some(asset);
        }
        Fates { assets }
    }

    /// What befell the asset of a finding; nothing ever befalls the organisation.
    pub(super) fn of_finding(&self, id: &str) -> Fate {
        match asset_of(id).and_then(|key| self.assets.get(&key)) {
            Some((before, after)) => fate(*before, *after),
            None => Fate::Same,
        }
    }

    /// Whether the asset of a finding was in service both times. One that is missing counts as
    /// there, or else dropping a file would flatter what remains.
    pub(super) fn in_both(&self, id: &str) -> bool {
        let Some(key) = asset_of(id) else { return false };
        key.kind == AssetKind::Organisation || self.assets.get(&key).is_some_and(both)
    }

    /// How many assets were in service both times.
    pub(super) fn assets_in_both(&self) -> u64 {
        self.assets.values().filter(|pair| both(pair)).count() as u64
    }

    /// The assets that moved, by what befell them.
    pub(super) fn moves(&self) -> Vec<AssetMoves> {
        let mut moves: BTreeMap<Move, Vec<MovedAsset>> = BTreeMap::new();
        for (key, (before, after)) in &self.assets {
            let mut note = |what: Move, detail: String| {
                moves.entry(what).or_default().push(MovedAsset { asset: key.clone(), detail });
            };
            match (fate(*before, *after), before, after) {
                (Fate::Added, Some(_), _) => note(Move::Added, "in service again".into()),
                (Fate::Added, None, _) => note(Move::Added, String::new()),
                (Fate::Retired, Some(before), None) if before.retired => {
                    note(Move::Retired, "its record is gone now".into());
                }
                (Fate::Retired, _, None) => note(Move::Retired, "another record has it now".into()),
                (Fate::Retired, _, Some(_)) => note(Move::Retired, String::new()),
                (Fate::ReTiered, Some(before), Some(after)) => {
                    note(Move::ReTiered, format!("{} → {}", before.tier, after.tier));
                }
                _ => {}
            }
            if let Some(before) = before.filter(|before| &before.key != key) {
                note(Move::Renamed, format!("was {}", before.key));
            }
            if let Some(since) = after.and_then(|after| after.missing_since) {
                note(Move::Missing, format!("since {since}"));
            }
        }
        let row = |what: Move| {
            let named = moves.remove(&what)?;
            Some(AssetMoves { what, title: what.title().into(), count: named.len() as u64, named })
        };
        Move::ALL.into_iter().filter_map(row).collect()
    }
}

fn asset_of(id: &str) -> Option<AssetKey> {
    FindingId::parse(id).map(|id| id.asset)
}

fn fate(before: Option<&MonthAsset>, after: Option<&MonthAsset>) -> Fate {
    match (before, after) {
        (Some(_), None) => Fate::Retired,
        (None, Some(_)) => Fate::Added,
        (Some(before), Some(after)) if before.retired && !after.retired => Fate::Added,
        (Some(before), Some(after)) if !before.retired && after.retired => Fate::Retired,
        (Some(before), Some(after)) if before.tier != after.tier => Fate::ReTiered,
        (Some(_), Some(_)) | (None, None) => Fate::Same,
    }
}

fn both((before, after): &(Option<&MonthAsset>, Option<&MonthAsset>)) -> bool {
    let in_service = |asset: &Option<&MonthAsset>| asset.is_some_and(|asset| !asset.retired);
    in_service(before) && in_service(after)
}
