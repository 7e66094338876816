//! SEC-04: exposed secrets are revoked in time.

use super::scanning::{LIMIT, best};
use crate::controls::wording::hours;
use model::records::Exposure;
use model::threshold::{EXPOSE_REVOKE, EXPOSE_WINDOW};
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Item, Judgement, Moment, Outcome,
    PerTier, Placed, Reason, RecordKind, Severity, Tier, days_between,
};

/// Every exposure of a secret ended by its revocation.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-04",
    slug: "exposure-response",
    family: Family::Sec,
    title: "Every exposure of it was ended in time by revoking it",
    why: "Deleting a leaked secret from a file does not stop the copies; until it is revoked, \
          whoever saw it can use it.",
    criteria: Criteria {
        pass: "Each recorded exposure was followed by revocation within the limit. One that ended \
               before the window counts no more.",
        partial: "An exposure was ended too late, or stands open while the limit is not over.",
        fail: "An exposure stands open past the limit.",
    },
    remediation: "Revoke it first, then replace it, look for use since the exposure, and record \
                  the times.",
    severity: PerTier([Severity::High, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    // An exposed secret is revoked by its mend; that must not hide how long it took.
    judges_retired: true,
    thresholds: &[&EXPOSE_REVOKE, &EXPOSE_WINDOW, LIMIT],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Exposures) {
        return Judgement::missing_record("exposures");
    }
    let window = context.limit(&EXPOSE_WINDOW, asset.test_tier());
    let all = context.exposures.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let exposures: Vec<_> = all.iter().filter(|it| !is_past(&it.record, window, context)).collect();
    if exposures.is_empty() {
        return unexposed(asset, context);
    }
    let limit = context.limit(&EXPOSE_REVOKE, asset.test_tier());
    let (mut items, mut wanted) = (Vec::new(), None);
    for exposure in &exposures {
        let (outcome, note, missing) = ended(&exposure.record, limit, context);
        let seen = exposure.record.where_seen.given();
        let name = seen.cloned().unwrap_or_else(|| format!("exposure {}", items.len() + 1));
        wanted = wanted.or(missing);
        items.push(Item::new(name, outcome, note));
    }
    let ask = ("exposures", wanted.unwrap_or("revoked_at"));
    let predicate = format!("were ended by revocation within {}", hours(limit));
    exposures
        .iter()
        .fold(Judgement::of_items("exposure", &predicate, items, ask), |verdict, exposure| {
            verdict.because(Some(&exposure.place), times(exposure))
        })
}

/// Whether an exposure was found and ended so long ago that it counts no more. Both days must be
/// stated: silence ends nothing.
fn is_past(exposure: &Exposure, window: i64, context: &Context) -> bool {
    let over = |at: Option<&Moment>| at.is_some_and(|at| days_between(*at, context.as_of) > window);
    over(exposure.detected_at.given()) && over(exposure.revoked_at.given())
}

/// No exposure on file means something only where somebody looked.
fn unexposed(asset: &Asset, context: &Context) -> Judgement {
    if asset.is_retired() {
        return Judgement::excluded(
            Reason::Retired,
            "It works no more, and no exposure of it counts",
        );
    }
    let scan = |of: &Asset| best(of, asset.test_tier(), context, |_, _| Judgement::pass(""));
    let is_scanned = |of: &Asset| scan(of).is_some_and(|scan| scan.outcome == Outcome::Pass);
    let users: Vec<&Asset> = context.users_of(asset).collect();
    let everywhere = !users.is_empty() && users.iter().all(|user| is_scanned(user));
    match is_scanned(asset) || everywhere {
        true => Judgement::not_applicable("Scans in date found no exposure of it")
            .because(asset.place(), "in no exposure record"),
        false => Judgement::unusable(
            Reason::MissingRecord,
            "scans",
            "",
            "No exposure is recorded, and no scan in date would have found one",
        ),
    }
}

/// The verdict on one exposure, why, and the field that is missing or wrong, if one is.
fn ended(
    exposure: &Exposure,
    limit: i64,
    context: &Context,
) -> (Outcome, String, Option<&'static str>) {
    let future = |moment: &&Moment| moment.day() > context.as_of;
    let Some(detected) = exposure.detected_at.given().filter(|at| !future(at)) else {
        let note = "no usable date says when it was found".into();
        return (Outcome::NotAssessed, note, Some("detected_at"));
    };
    let in_time = |end: Moment| detected.seconds_until(end) <= limit.saturating_mul(3_600);
    match exposure.revoked_at.given().filter(|at| !future(at)) {
        Some(revoked) if in_time(*revoked) => (Outcome::Pass, format!("revoked {revoked}"), None),
        Some(revoked) => (Outcome::Partial, format!("revoked late, on {revoked}"), None),
        None if exposure.revoked_at.is_absent() => {
            (Outcome::NotAssessed, "no source says when it was revoked".into(), Some("revoked_at"))
        }
        None if in_time(context.now()) => (Outcome::Partial, "open; time remains".into(), None),
        None => (Outcome::Fail, format!("open since {detected}"), None),
    }
}

fn times(exposure: &Placed<Exposure>) -> String {
    let text = |moment: Option<&Moment>| moment.map_or("(not stated)".into(), Moment::to_string);
    let record = &exposure.record;
    format!(
        "detected_at = {}, revoked_at = {}, replaced_at = {}",
        text(record.detected_at.given()),
        text(record.revoked_at.given()),
        text(record.replaced_at.given()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench() -> Bench {
        Bench::new().secret(json!({"id": "key", "used_by": ["crm"]})).server(json!({"id": "crm"}))
    }

    fn exposed(detected: Value, revoked: Value) -> Outcome {
        let record = json!({"secret": "key", "detected_at": detected, "revoked_at": revoked});
        bench().exposure(record).outcome(&CONTROL)
    }

    #[test]
    fn the_limit_decides_to_the_second() {
        let on = |end: &str| exposed(json!("2026-11-01T08:00:00Z"), json!(end));
        assert_eq!(on("2026-11-02T08:00:00Z"), Pass);
        assert_eq!(on("2026-11-02T08:00:01Z"), Partial);
    }

    #[test]
    fn an_open_exposure_fails_once_the_limit_is_over() {
        assert_eq!(exposed(json!("2026-11-01"), json!(null)), Fail);
        assert_eq!(exposed(json!("2026-11-21T10:00:00Z"), json!(null)), Partial);
        assert_eq!(exposed(json!("2026-11-01"), json!("2026-12-01")), Fail);
    }

    #[test]
    fn revocation_does_not_hide_a_late_end() {
        let record = json!({"secret": "key", "detected_at": "2026-10-01",
                            "revoked_at": "2026-10-09"});
        let gone = || Bench::new().secret(json!({"id": "key", "status": "revoked"}));
        assert_eq!(gone().exposure(record).outcome(&CONTROL), Partial);
        assert_eq!(gone().carries(RecordKind::Exposures).outcome(&CONTROL), NotApplicable);
        assert_eq!(gone().outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_ended_before_the_window_counts_no_more() {
        let past = |detected: Value, revoked: Value| {
            let record = json!({"secret": "key", "detected_at": detected, "revoked_at": revoked});
            let scan = json!({"id": "s", "kind": "secrets", "covers": ["*"],
                              "last_run": "2026-11-20"});
            bench().exposure(record).scan(scan).outcome(&CONTROL)
        };
        let (day, next) = (json!("2025-11-21"), json!("2025-11-22"));
        assert_eq!(past(json!("2025-01-01"), day.clone()), NotApplicable);
        assert_eq!(past(json!("2025-01-01"), next), Partial);
        // An open one never does, and neither does one that does not say when it was found.
        assert_eq!(past(json!("2025-01-01"), json!(null)), Fail);
        assert_eq!(past(json!(null), day.clone()), NotAssessed);
        assert_eq!(past(json!("2026-11-01"), day), Pass);
    }

    #[test]
    fn missing_and_future_dates_are_not_assessed() {
        assert_eq!(exposed(json!(null), json!("2026-11-02")), NotAssessed);
        assert_eq!(exposed(json!("2026-12-01"), json!("2026-12-02")), NotAssessed);
        let unsaid = json!({"secret": "key", "detected_at": "2026-11-01"});
        let judgement = bench().exposure(unsaid).judge(&CONTROL);
        assert_eq!(judgement.outcome, NotAssessed);
        let ask = judgement.ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("exposures.revoked_at"));
    }

    #[test]
    fn no_exposure_excuses_only_where_a_scan_in_date_looked() {
        let scanned = |covers: &str, run: &str| {
            let scan = json!({"id": "s", "kind": "secrets", "covers": [covers], "last_run": run});
            bench().carries(RecordKind::Exposures).scan(scan).outcome(&CONTROL)
        };
        for covers in ["*", "key", "secret/key", "crm"] {
            assert_eq!(scanned(covers, "2026-11-20"), NotApplicable, "{covers}");
        }
        assert_eq!(scanned("mail", "2026-11-20"), NotAssessed);
        assert_eq!(scanned("*", "2026-10-01"), NotAssessed);
        assert_eq!(bench().carries(RecordKind::Exposures).outcome(&CONTROL), NotAssessed);
        assert_eq!(bench().carries(RecordKind::Scans).outcome(&CONTROL), NotAssessed);
    }
}
