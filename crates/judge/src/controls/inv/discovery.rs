//! Whether the organisation looks for servers and agents that are not registered.

use crate::controls::prelude::*;
use model::records::{Scan, ScanKind};
use model::threshold::SEEN_MAX;
use model::wording::days;

/// The verdict on the organisation. A server that was found is a finding of its own: were it
/// counted here too, hiding the configuration would help.
pub(super) fn discovery(organisation: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&SEEN_MAX, organisation.test_tier());
    let looks_for_servers = |scan: &&Placed<Scan>| {
        scan.record.kind.given().is_none_or(|kind| *kind == ScanKind::Discovery)
    };
    let scans = context.scans.iter().filter(looks_for_servers);
    let scanned = best(scans.map(|scan| covered(scan, limit, context))).unwrap_or_else(|| {
        match context.carries(RecordKind::Scans) {
            true => Judgement::fail("No scan looks for servers and agents in use"),
            false => Judgement::missing_record("scans"),
        }
    });
    match context.configured_server() {
        Some(seen) if scanned.outcome.rank() > Outcome::Partial.rank() => {
            Judgement::partial("Client configurations are read, but no current scan covers all")
                .because(seen.places().last(), "configuration read")
        }
        _ => scanned,
    }
}

fn covered(scan: &Placed<Scan>, limit: i64, context: &Context) -> Judgement {
    let Scan { id, kind, covers, last_run, .. } = &scan.record;
    let path = ("scans", "last_run");
    if kind.given().is_none() {
        return Judgement::silent(kind, "scans", "kind");
    }
    if last_run.given().is_none() {
        return Judgement::silent(last_run, path.0, path.1);
    }
    let verdict = dated(last_run, path, context, |run| {
        let age = days_between(run, context.as_of);
        let ago = days(age);
        match covers {
            _ if age > limit => {
                let sentence = words!("Discovery scan ran {ago} ago (limit {})", days(limit));
                Judgement::unusable(Reason::Stale, path.0, path.1, sentence)
            }
            Field::Given(covers) if covers.iter().any(|covered| covered == "*") => {
                Judgement::pass(words!("All systems were scanned for unregistered use {ago} ago"))
            }
            Field::Given(_) => {
                Judgement::partial(words!("The discovery scan {ago} ago did not cover all systems"))
            }
            silent => Judgement::silent(silent, "scans", "covers"),
        }
    });
    verdict.because(scan.place_of(path.1), words!("{id}: {}", quote(path.1, last_run)))
}
