//! Whether assets are in service. What a configuration or an export shows takes precedence over what is
//! recorded, so a later sighting ends a retirement.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::freshness::Freshness;
use model::{Asset, AssetFacts, AssetKind, Diagnostic, Kind, Place};

/// Notes of which assets it is known whether they are in service. Of an asset without a status, only a
/// sighting shows it, and none that a stated retirement follows.
pub(super) fn note_known(
    assets: &mut [Asset],
    feeds: &BTreeSet<String>,
    fresh: &Freshness,
    as_of: Date,
) {
    for asset in assets {
        asset.status_known = asset.status().is_some()
            || !asset.registered
            || match asset.key.kind {
                AssetKind::Organisation => true,
                // A value may be revoked wherever it is still written.
                AssetKind::Secret => false,
                _ => later_sighting(asset, feeds, fresh, as_of).is_some(),
            };
    }
}

/// The first place where a configuration or an export shows an asset after the day of its retirement; any,
/// where no such day is stated.
fn later_sighting(
    asset: &Asset,
    feeds: &BTreeSet<String>,
    fresh: &Freshness,
    as_of: Date,
) -> Option<Place> {
    let configured = match &asset.facts {
        AssetFacts::Server(server) => server.configuration.as_ref(),
        _ => None,
    };
    let entries = configured.into_iter().flat_map(|seen| &seen.inspected);
    let exports = asset.places().iter().filter(|place| feeds.contains(&*place.file));
    let retired_on = asset.retired_on();
    // A source without a date is current.
    let is_later = |place: &&Place| {
        let seen = fresh.date_of(&place.file).map_or(as_of, |made| made.day());
        retired_on.is_none_or(|retired| retired.day() < seen)
    };
    entries.chain(exports).find(is_later).cloned()
}

/// Notes the first later sighting of each retired asset; returns a warning about each.
///
/// A secret is left out: that a revoked value is still written somewhere does not bring it back.
pub(super) fn end_retirements(
    assets: &mut [Asset],
    feeds: &BTreeSet<String>,
    fresh: &Freshness,
    as_of: Date,
) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for asset in assets.iter_mut().filter(|asset| asset.key.kind != AssetKind::Secret) {
        if !asset.is_retired() {
            continue;
        }
        let Some(place) = later_sighting(asset, feeds, fresh, as_of) else { continue };
        let retired_on = asset.retired_on();
        let since = retired_on.map(|day| format!(" on {day}")).unwrap_or_default();
        let message = format!(
            "{} is recorded as retired{since}, and this shows it later: it is in service",
            asset.key
        );
        let help = "remove what still shows it, or correct its `status`";
        warnings.push(Diagnostic::at(&place, message, help).of_kind(Kind::Doubtful));
        asset.sighted = Some(place);
    }
    warnings
}
