//! How each asset changed between two records.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::Before;
use model::change::{AssetMoves, Move, MovedAsset};
use model::month::MonthAsset;
use model::{AssetKey, AssetKind, MonthRecord};

/// How an asset changed, as far as it decides the class of its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AssetTransition {
    /// It did not exist, or was out of service.
    Added,
    /// It no longer exists, or is out of service.
    Retired,
    /// It was excluded from scope.
    Excluded,
    /// Its tier changed.
    TierChanged,
    /// None of these.
    Same,
}

/// Every asset of either record.
pub(super) struct AssetTransitions<'a> {
    /// Those that the profile excludes now.
    excluded: BTreeSet<AssetKey>,
    /// Those that it excluded before.
    were_excluded: BTreeSet<AssetKey>,
    assets: BTreeMap<AssetKey, (Option<&'a MonthAsset>, Option<&'a MonthAsset>)>,
}

impl<'a> AssetTransitions<'a> {
    pub(super) fn of(
        (before, record): (&Before<'a>, &MonthRecord),
        after: &'a MonthRecord,
    ) -> Self {
        let mut assets: BTreeMap<_, (Option<_>, Option<_>)> = BTreeMap::new();
        for (key, asset) in &before.assets {
            assets.entry(key.clone()).or_default().0 = Some(*asset);
        }
        for asset in &after.assets {
            assets.entry(asset.key.clone()).or_default().1 = Some(asset);
        }
        let keys = |excluded: &[String]| {
            excluded.iter().filter_map(|key| AssetKey::parse(key)).collect::<BTreeSet<_>>()
        };
        AssetTransitions {
            excluded: keys(&after.excluded),
            were_excluded: keys(&record.excluded),
            assets,
        }
    }

    /// How an asset changed; the organisation never changes.
    pub(super) fn of_asset(&self, key: &AssetKey) -> AssetTransition {
        match self.assets.get(key) {
            Some((before, after)) => self.transition(key, *before, *after),
            None => AssetTransition::Same,
        }
    }

    /// Whether an asset was in service in both periods. A missing one counts as in
    /// service, or else removing a file would improve the comparison.
    pub(super) fn is_in_both(&self, key: &AssetKey) -> bool {
        key.kind == AssetKind::Organisation || self.assets.get(key).is_some_and(both)
    }

    /// How many assets were in service in both periods.
    pub(super) fn assets_in_both(&self) -> u64 {
        self.assets.values().filter(|pair| both(pair)).count() as u64
    }

    fn transition(
        &self,
        key: &AssetKey,
        before: Option<&MonthAsset>,
        after: Option<&MonthAsset>,
    ) -> AssetTransition {
        match (before, after) {
            (Some(_), None) if self.excluded.contains(key) => AssetTransition::Excluded,
            _ => transition(before, after),
        }
    }

    /// The changed assets, by kind of change.
    pub(super) fn moves(&self) -> Vec<AssetMoves> {
        let mut moves: BTreeMap<Move, Vec<MovedAsset>> = BTreeMap::new();
        for (key, (before, after)) in &self.assets {
            let mut note = |what: Move, detail: String| {
                moves.entry(what).or_default().push(MovedAsset { asset: key.clone(), detail });
            };
            match (self.transition(key, *before, *after), before, after) {
                (AssetTransition::Excluded, _, _) => note(Move::Excluded, String::new()),
                (AssetTransition::Added, None, _) if self.were_excluded.contains(key) => {
                    note(Move::Added, "in scope again".into());
                }
                (AssetTransition::Added, Some(_), _) => {
                    note(Move::Added, "in service again".into())
                }
                (AssetTransition::Added, None, _) => note(Move::Added, String::new()),
                (AssetTransition::Retired, Some(before), None) if before.retired => {
                    note(Move::Retired, "its record no longer exists".into());
                }
                (AssetTransition::Retired, _, None) => {
                    note(Move::Retired, "now part of another record".into())
                }
                (AssetTransition::Retired, _, Some(_)) => note(Move::Retired, String::new()),
                (AssetTransition::TierChanged, Some(before), Some(after)) => {
                    note(Move::TierChanged, format!("{} → {}", before.tier, after.tier));
                }
                _ => {}
            }
            if let Some(before) = before.filter(|before| &before.key != key) {
                note(Move::Renamed, format!("formerly {}", before.key));
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

fn transition(before: Option<&MonthAsset>, after: Option<&MonthAsset>) -> AssetTransition {
    match (before, after) {
        (Some(_), None) => AssetTransition::Retired,
        (None, Some(_)) => AssetTransition::Added,
        (Some(before), Some(after)) if before.retired && !after.retired => AssetTransition::Added,
        (Some(before), Some(after)) if !before.retired && after.retired => AssetTransition::Retired,
        (Some(before), Some(after)) if before.tier != after.tier => AssetTransition::TierChanged,
        (Some(_), Some(_)) | (None, None) => AssetTransition::Same,
    }
}

fn both((before, after): &(Option<&MonthAsset>, Option<&MonthAsset>)) -> bool {
    let in_service = |asset: &Option<&MonthAsset>| asset.is_some_and(|asset| !asset.retired);
    in_service(before) && in_service(after)
}
