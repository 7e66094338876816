//! Exposures that nobody recorded: what scanners find, and values in configurations.

use crate::controls::prelude::*;
use model::Place;
use model::records::{Certainty, Exposure, Secret, Sighting};

/// An exposure that is known without a record of it.
pub(super) struct Seen<'a> {
    /// What it is called in the finding.
    pub(super) name: String,
    /// Its verdict: nothing ends it but a recorded revocation.
    pub(super) result: ItemResult,
    /// Where it is known from.
    pub(super) place: &'a Place,
    /// What is known of it.
    pub(super) fact: String,
    /// When it was found, and where that is stated.
    pub(super) dated: Option<(Option<Place>, String)>,
    /// Whether the value was tried, and worked.
    pub(super) verified: bool,
}

/// The exposures of a secret that no record settles.
pub(super) fn seen<'a>(asset: &'a Asset, all: &'a [Placed<Exposure>]) -> Vec<Seen<'a>> {
    let recorded = |of: &str| {
        let settled = |it: &&Placed<Exposure>| !is_seen_only(&it.record) && settles(&it.record, of);
        all.iter().find(settled)
    };
    let found = all.iter().filter(|it| is_seen_only(&it.record));
    let found = found.filter(|it| match recorded(path(it.record.where_seen.given())) {
        // A value that still works after its revocation was not revoked.
        Some(record) => it.record.verified && is_later(&it.record, &record.record),
        None => true,
    });
    let found = found.map(|it| of_scanner(it, asset.is_retired()));
    let sightings = match &asset.facts {
        AssetFacts::Secret(secret) => in_configurations(secret),
        _ => &[],
    };
    let sightings = sightings.iter().filter(|it| recorded(&it.place.file).is_none());
    found.chain(sightings.map(|it| of_configuration(it, asset.is_retired()))).collect()
}

/// Whether a scanner found it, and nothing states its revocation.
pub(super) fn is_seen_only(exposure: &Exposure) -> bool {
    exposure.observed && exposure.revoked_at.given().is_none()
}

fn in_configurations(secret: &Secret) -> &[Sighting] {
    &secret.sightings
}

/// Whether a record settles what happened to an exposure in a file.
fn settles(record: &Exposure, file: &str) -> bool {
    let is_usable = record.detected_at.given().is_some() && !record.revoked_at.is_absent();
    let place = record.where_seen.given();
    is_usable && place.is_none_or(|place| place.contains(file))
}

fn is_later(found: &Exposure, recorded: &Exposure) -> bool {
    match (found.detected_at.given(), recorded.revoked_at.given()) {
        (Some(found), Some(revoked)) => found > revoked,
        _ => true,
    }
}

/// The file alone, of `file:line`.
fn path(place: Option<&String>) -> &str {
    let place = place.map(String::as_str).unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match place.rsplit_once(':') {
        Some((file, line)) if digits(line) => file,
        _ => place,
    }
}

fn of_scanner(found: &Placed<Exposure>, retired: bool) -> Seen<'_> {
    let Placed { record, place, from } = found;
    let since = record.detected_at.given().map_or("an unknown day".into(), ToString::to_string);
    let result = match (retired, record.verified) {
        (true, false) => ItemResult::missing(("exposures", "revoked_at")),
        (_, true) => ItemResult::fail(words!("the value works; open since {since}")),
        (false, false) => ItemResult::fail(words!("open since {since}")),
    };
    let fact = match record.verified {
        true => "found by a scanner, which tried the value: it works".to_string(),
        false => "found by a scanner".to_string(),
    };
    // When it was found may be stated elsewhere: for the whole report, or in the profile.
    let dated = record.detected_at.given().map(|_| {
        let at = from.place_of("detected_at").filter(|at| at != place);
        (at, quote("detected_at", &record.detected_at))
    });
    let name = record.where_seen.given().cloned().unwrap_or_else(|| "a scanned file".into());
    Seen { name, result, place, fact, dated, verified: record.verified }
}

fn of_configuration(sighting: &Sighting, retired: bool) -> Seen<'_> {
    let path = ("exposures", "revoked_at");
    let result = match (retired, sighting.certainty) {
        (true, _) => ItemResult::missing(path),
        (false, Certainty::Confirmed) => ItemResult::fail("in plain text, and not revoked"),
        (false, Certainty::Suspected) => ItemResult::unknown("probably in plain text", path),
    };
    let Sighting { place, setting, kind, masked, .. } = sighting;
    let (file, line) = (&place.file, place.line);
    Seen {
        name: words!("{file}:{line}"),
        result,
        place,
        fact: words!("{setting}: {kind}, {masked}"),
        dated: None,
        verified: false,
    }
}

/// A value that a configuration of one of its users holds in plain text, and that no record of a secret is
/// known to be about.
pub(super) fn unnamed_value<'a>(secret: &'a Asset, context: &'a Context) -> Option<&'a Sighting> {
    let users = context.users_of(secret).filter_map(|user| match &user.facts {
        AssetFacts::Server(server) => Some((user, server.configuration.as_ref()?)),
        _ => None,
    });
    let is_named = |user: &Asset, seen: &Sighting| {
        let mut others = context.secrets_of(user);
        others.any(|(other, record)| other.registered && record.sightings.contains(seen))
    };
    let mut seen =
        users.flat_map(|(user, looked)| looked.sightings.iter().map(move |it| (user, it)));
    seen.find(|(user, it)| !is_named(user, it)).map(|(_, it)| it)
}
