//! Whether assets are in service. What a configuration or an export shows takes precedence over what is
//! recorded, so a later sighting ends a retirement.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::freshness::Freshness;
use model::{Asset, AssetFacts, AssetKind, Diagnostic, Kind, Place};

/// Notes of which assets it is known whether they are in service.
pub(super) fn note_known(assets: &mut [Asset], feeds: &BTreeSet<String>) {
    for asset in assets {
        let configured = match &asset.facts {
            AssetFacts::Server(server) => server.configuration.is_some(),
            AssetFacts::Secret(secret) => !secret.sightings.is_empty(),
            AssetFacts::Organisation => true,
            AssetFacts::Agent(_) | AssetFacts::ServiceAccount(_) => false,
        };
        let exported = || asset.places().iter().any(|place| feeds.contains(&*place.file));
        asset.status_known =
            asset.status().is_some() || configured || !asset.registered || exported();
    }
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
        let configured = match &asset.facts {
            AssetFacts::Server(server) => server.configuration.as_ref(),
            _ => None,
        };
        let entries = configured.into_iter().flat_map(|seen| &seen.inspected);
        let exports = asset.places().iter().filter(|place| feeds.contains(&*place.file));
        let retired_on = asset.retired_on();
        // A source without a date is current. Where the day of the retirement is not stated, any sighting
        // may be later.
        let is_later = |place: &&Place| {
            let seen = fresh.date_of(&place.file).map_or(as_of, |made| made.day());
            retired_on.is_none_or(|retired| retired.day() < seen)
        };
        let Some(place) = entries.chain(exports).find(is_later).cloned() else { continue };
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
