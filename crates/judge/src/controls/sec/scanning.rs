//! Scans for secrets: which cover an asset, and whether they are current.

use crate::controls::prelude::*;
use crate::controls::scans::covers;
use model::Threshold;
use model::records::{Scan, ScanKind};
use model::threshold::SCAN_MAX;
use model::wording::hours;

/// The limit that [`best_scan`] compares with.
pub(super) static LIMIT: &Threshold = &SCAN_MAX;

/// The best verdict that one scan gives on an asset; `None` where no scan for secrets covers it.
/// `further` judges what a scan must meet besides being current. A scan that does not state what
/// it looks for, or where, may be the one: it settles nothing.
pub(super) fn best_scan(
    asset: &Asset,
    tier: Tier,
    context: &Context,
    further: fn(&Scan, Tier) -> Judgement,
) -> Option<Judgement> {
    best(context.scans.iter().filter_map(|scan| {
        let verdict = match (&scan.record.kind, covers(&scan.record, &asset.key)) {
            (Field::Given(ScanKind::Secrets), Some(true)) => {
                current(scan, tier, context).worst_of(further(&scan.record, tier))
            }
            (Field::Given(ScanKind::Vulnerabilities | ScanKind::Discovery), _) => return None,
            (_, Some(false)) => return None,
            (Field::Given(ScanKind::Secrets), None) => {
                Judgement::silent(&scan.record.covers, "scans", "covers")
            }
            (silent, _) => Judgement::silent(silent, "scans", "kind"),
        };
        Some(verdict.because(Some(&scan.place), words!("scan {}", scan.record.id)))
    }))
}

fn current(scan: &Placed<Scan>, tier: Tier, context: &Context) -> Judgement {
    dated(&scan.record.last_run, ("scans", "last_run"), context, |run| {
        let limit = context.limit(LIMIT, tier);
        let within = hours(limit);
        let verdict = match run.seconds_until(context.now()) > limit.saturating_mul(3_600) {
            true => Judgement::fail(words!("No scan for secrets within {within}")),
            false => Judgement::pass(words!("Scanned for secrets within the last {within}")),
        };
        verdict.because(scan.place_of("last_run"), quote("last_run", &scan.record.last_run))
    })
}
