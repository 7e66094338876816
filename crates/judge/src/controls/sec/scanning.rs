//! Scans for secrets: which cover an asset, and whether they are in date.

use crate::controls::wording::hours;
use model::records::{Scan, ScanKind};
use model::threshold::SCAN_MAX;
use model::{Asset, AssetKey, Context, Field, Judgement, Placed, Reason, Threshold, Tier};

/// What [`best`] compares with.
pub(super) static LIMIT: &Threshold = &SCAN_MAX;

/// The best that one scan says of an asset; `None` where no scan for secrets covers it. `further`
/// judges what a scan must meet besides being in date. A scan that does not say what it looks for,
/// or where, may be the one: it settles nothing.
pub(super) fn best(
    asset: &Asset,
    tier: Tier,
    context: &Context,
    further: fn(&Scan, Tier) -> Judgement,
) -> Option<Judgement> {
    let verdicts = context.scans.iter().filter_map(|scan| {
        let verdict = match (&scan.record.kind, covers(&scan.record, &asset.key)) {
            (Field::Given(ScanKind::Secrets), Some(true)) => {
                in_date(scan, tier, context).worst_of(further(&scan.record, tier))
            }
            (Field::Given(ScanKind::Vulnerabilities | ScanKind::Discovery), _) => return None,
            (_, Some(false)) => return None,
            (Field::Given(ScanKind::Secrets), None) => {
                Judgement::silent(&scan.record.covers, "scans", "covers")
            }
            (silent, _) => Judgement::silent(silent, "scans", "kind"),
        };
        Some(verdict.because(Some(&scan.place), format!("scan {}", scan.record.id)))
    });
    verdicts.min_by_key(|verdict| verdict.outcome.rank())
}

fn covers(scan: &Scan, key: &AssetKey) -> Option<bool> {
    let names_it = |text: &String| {
        text == "*" || *text == key.id || AssetKey::parse(text).as_ref() == Some(key)
    };
    scan.covers.given().map(|covers| covers.iter().any(names_it))
}

fn in_date(scan: &Placed<Scan>, tier: Tier, context: &Context) -> Judgement {
    let Field::Given(run) = &scan.record.last_run else {
        return Judgement::silent(&scan.record.last_run, "scans", "last_run");
    };
    if run.day() > context.as_of {
        let sentence = format!("The last scan is dated in the future: {run}");
        return Judgement::unusable(Reason::InvalidData, "scans", "last_run", sentence);
    }
    let limit = context.limit(LIMIT, tier);
    let verdict = match run.seconds_until(context.now()) > limit.saturating_mul(3_600) {
        true => Judgement::fail(format!("The last scan for secrets is over {} old", hours(limit))),
        false => Judgement::pass(format!("Scanned for secrets within the last {}", hours(limit))),
    };
    verdict.because(Some(&scan.place), format!("last_run = {run}"))
}
