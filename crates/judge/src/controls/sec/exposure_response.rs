//! SEC-04: exposure response.

use jiff::civil::Date;

use super::closed_exposures::closed;
use super::scanning::{LIMIT, best_scan};
use super::seen_exposures::{Seen, is_seen_only, seen, unnamed_value};
use crate::controls::prelude::*;
use model::records::Exposure;
use model::threshold::{EXPOSE_REVOKE, EXPOSE_WINDOW};
use model::wording::hours;
use model::{Moment, Place};

/// Every exposure of a secret is closed by its revocation.
pub(crate) static CONTROL: Control = Control {
    id: "SEC-04",
    slug: "exposure-response",
    family: Family::Sec,
    title: "Exposure response",
    why: "Deleting a leaked secret from a file does not delete its copies. Until it is revoked, \
          anyone who has seen it can use it.",
    criteria: Criteria {
        pass: "Each recorded exposure was followed by revocation within the limit, and a secret in \
               service was replaced. An exposure that ended before the window is not counted.",
        partial: "An exposure ended too late, is open while the limit has not passed, or was \
                  revoked without a replacement.",
        fail: "An exposure is open past the limit. What a scanner finds, or a configuration holds \
               in plain text, is an open exposure until its revocation is recorded; a value that \
               the scanner verified as working is critical at every tier.",
    },
    remediation: "Revoke it first, then replace it, check for use since the exposure, and record \
                  the times.",
    severity: PerTier([Severity::High, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    // An exposed secret is revoked by its remediation; that must not hide how long it took.
    judges_retired: true,
    thresholds: &[&EXPOSE_REVOKE, &EXPOSE_WINDOW, LIMIT],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let judgement = known(asset, context);
    match context.unread_with(RecordKind::Exposures) {
        Some(unread) => judgement.unless_shown_by(unread),
        None => judgement,
    }
}

/// The verdict on what was read.
fn known(asset: &Asset, context: &Context) -> Judgement {
    let all = records_of(&context.exposures, asset);
    let seen = seen(asset, all);
    if seen.is_empty() && !context.carries(RecordKind::Exposures) {
        return Judgement::missing_record("exposures");
    }
    let window = context.limit(&EXPOSE_WINDOW, asset.test_tier());
    let recorded = all.iter().filter(|it| !is_seen_only(&it.record));
    let recorded: Vec<_> = recorded.filter(|it| !is_past(&it.record, window, context)).collect();
    if recorded.is_empty() && seen.is_empty() {
        return not_exposed(asset, context);
    }
    let limit = context.limit(&EXPOSE_REVOKE, asset.test_tier());
    let mut items = Items::default();
    let mut since = None;
    for (at, exposure) in recorded.iter().enumerate() {
        let seen = exposure.record.where_seen.given();
        let name = seen.cloned().unwrap_or_else(|| words!("record {}", at + 1));
        let result = closed(asset, &exposure.record, limit, context);
        if result.outcome.is_open() {
            since = since.into_iter().chain(detected(&exposure.record, context)).min();
        }
        items.push(name, result);
    }
    let mut facts: Vec<(Option<Place>, String)> =
        recorded.iter().flat_map(|it| facts_of(it)).collect();
    let mut verified = false;
    for Seen { name, result, place, fact, dated, verified: works } in seen {
        items.push(name, result);
        facts.push((Some(place.clone()), fact));
        facts.extend(dated);
        verified |= works;
    }
    let limit = hours(limit);
    let words = ItemWords {
        noun: "exposure",
        met: &words!("were closed by revocation within {limit}"),
        unmet: &words!("were not closed by revocation within {limit}"),
        label: Some("exposure in "),
    };
    let verdict = items.judge(&words, ("exposures", "revoked_at")).exposing();
    let scanned = all.iter().filter(|it| is_seen_only(&it.record));
    let scanned = scanned.filter_map(|it| detected(&it.record, context));
    let verdict = verdict.since(scanned.chain(since).min());
    let verdict =
        facts.into_iter().fold(verdict, |verdict, (place, fact)| verdict.because(place, fact));
    if verified { verdict.at_least(Severity::Critical) } else { verdict }
}

/// The day on which it was found, where that is stated and has come.
fn detected(exposure: &Exposure, context: &Context) -> Option<Date> {
    let day = exposure.detected_at.given()?.day();
    (day <= context.as_of).then_some(day)
}

fn facts_of(exposure: &Placed<Exposure>) -> [(Option<Place>, String); 3] {
    let Placed { record, from, .. } = exposure;
    let facts = [
        cited("detected_at", &record.detected_at),
        cited("revoked_at", &record.revoked_at),
        cited("replaced_at", &record.replaced_at),
    ];
    facts.map(|(field, fact)| (from.place_of(field), fact))
}

/// Whether an exposure was found and ended before the window. Both days must be stated: a missing
/// date ends nothing.
fn is_past(exposure: &Exposure, window: i64, context: &Context) -> bool {
    let over = |at: Option<&Moment>| at.is_some_and(|at| days_between(*at, context.as_of) > window);
    over(exposure.detected_at.given()) && over(exposure.revoked_at.given())
}

/// No recorded exposure is evidence only where a scan would have found one.
fn not_exposed(asset: &Asset, context: &Context) -> Judgement {
    if asset.is_retired() {
        return Judgement::excluded(Reason::Retired, "Revoked, with no exposure in the window");
    }
    if let Some(seen) = unnamed_value(asset, context) {
        let file = &seen.place.file;
        let sentence =
            words!("A value in plain text in {file} belongs to no record; it may be this one");
        return Judgement::unusable(Reason::MissingField, "secrets", "known_as", sentence)
            .because(Some(&seen.place), words!("{}: {}", seen.setting, seen.masked));
    }
    let is_scanned = |of: &Asset| {
        let scan = best_scan(of, asset.test_tier(), context, |_, _| Judgement::pass(""));
        scan.is_some_and(|scan| scan.outcome == Outcome::Pass)
    };
    let users: Vec<&Asset> = context.users_of(asset).collect();
    let everywhere = !users.is_empty() && users.iter().all(|user| is_scanned(user));
    match is_scanned(asset) || everywhere {
        true => Judgement::not_applicable("Current scans found no exposure")
            .because(asset.place(), "in no exposure record"),
        false => Judgement::unusable(
            Reason::MissingRecord,
            "scans",
            "",
            "No exposure recorded, and no current scan that would have found one",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use model::records::Sighting;
    use serde_json::{Value, json};

    fn kit() -> Kit {
        let key = json!({"id": "key", "used_by": ["crm"], "last_rotated": "2026-11-21"});
        Kit::new().secret(key).server(json!({"id": "crm"}))
    }

    #[test]
    fn what_stays_in_service_is_replaced() {
        let of = |key: Value, replaced: Option<Value>| {
            let mut record = json!({"secret": "key", "detected_at": "2026-11-01T08:00:00Z",
                                    "revoked_at": "2026-11-01T09:00:00Z"});
            replaced.into_iter().for_each(|at| record["replaced_at"] = at);
            Kit::new().secret(key).exposure(record).outcome(&CONTROL)
        };
        let key = |rotated: Value| json!({"id": "key", "last_rotated": rotated});
        let old = || key(json!("2026-10-01"));
        assert_eq!(of(old(), Some(json!("2026-11-01T10:00:00Z"))), Pass);
        assert_eq!(of(old(), Some(json!("2026-10-31"))), Partial);
        assert_eq!(of(old(), Some(json!("2027-10-31"))), Partial);
        assert_eq!(of(old(), Some(json!(null))), Partial);
        assert_eq!(of(old(), None), NotAssessed);
        assert_eq!(of(key(json!("2026-11-02")), None), Pass);
        assert_eq!(of(json!({"id": "key", "status": "revoked"}), None), Pass);
        // Leaving out when it was replaced never helps.
        for key in [old(), key(json!("2026-11-02")), json!({"id": "key"})] {
            for at in ["2026-10-31", "2026-11-01T10:00:00Z", "2027-10-31"] {
                let stated = of(key.clone(), Some(json!(at)));
                assert!(of(key.clone(), None).rank() >= stated.rank(), "{key}, {at}");
            }
        }
    }

    #[test]
    fn a_value_in_the_configuration_of_a_user_may_be_this_one() {
        use model::records::{Certainty, Configuration};
        let scan = json!({"id": "s", "kind": "secrets", "covers": ["*"], "last_run": "2026-11-20"});
        let looked = Configuration {
            sightings: vec![Sighting {
                place: Place::file(".mcp.json"),
                setting: "TOKEN".into(),
                kind: "token".into(),
                masked: "… (40 characters)".into(),
                certainty: Certainty::Confirmed,
            }],
            ..Configuration::default()
        };
        let (secret, mut context) =
            kit().scan(scan).carries(RecordKind::Exposures).configured().parts();
        assert_eq!(CONTROL.judge(&secret, &context).outcome, NotApplicable);
        for asset in &mut context.assets {
            if let AssetFacts::Server(server) = &mut asset.facts {
                server.configuration = Some(looked.clone());
            }
        }
        assert_eq!(CONTROL.judge(&secret, &context).outcome, NotAssessed);
    }

    fn exposed(detected: Value, revoked: Value) -> Outcome {
        let record = json!({"secret": "key", "detected_at": detected, "revoked_at": revoked});
        kit().exposure(record).outcome(&CONTROL)
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
        let gone = || Kit::new().secret(json!({"id": "key", "status": "revoked"}));
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
            kit().exposure(record).scan(scan).outcome(&CONTROL)
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
    fn what_a_scanner_or_a_configuration_shows_is_open_without_a_register() {
        use model::Place;
        use model::Severity;
        use model::records::{Certainty, Exposure};

        let found = |verified| Exposure {
            secret: "key".into(),
            detected_at: Field::Blank,
            revoked_at: Field::Absent,
            replaced_at: Field::Absent,
            where_seen: Field::Given("ops/.env:4".into()),
            observed: true,
            verified,
        };
        let judged = kit().seen_exposure(found(false)).judge(&CONTROL);
        assert_eq!((judged.outcome, judged.severity), (Fail, None), "{}", judged.sentence);
        let judged = kit().tier(Tier::T0).seen_exposure(found(true)).judge(&CONTROL);
        assert_eq!((judged.outcome, judged.severity), (Fail, Some(Severity::Critical)));

        let record = |place: Value| {
            json!({"secret": "key", "detected_at": "2026-11-01", "revoked_at": "2026-11-01",
                   "where_seen": place})
        };
        let closed = |verified, place| {
            kit().seen_exposure(found(verified)).exposure(record(place)).outcome(&CONTROL)
        };
        assert_eq!(closed(false, json!("ops/.env")), Pass);
        assert_eq!(closed(false, json!(null)), Pass);
        assert_eq!(closed(false, json!("web/.env")), Fail, "another file");
        assert_eq!(closed(true, json!("ops/.env")), Fail, "it still works");
        let undated = json!({"secret": "key"});
        assert_eq!(kit().seen_exposure(found(false)).exposure(undated).outcome(&CONTROL), Fail);

        let sighting = |certainty| Sighting {
            place: Place::file(".mcp.json"),
            setting: "TOKEN".into(),
            kind: "token".into(),
            masked: "… (40 characters)".into(),
            certainty,
        };
        let sighted = |certainty| kit().sighted(sighting(certainty)).outcome(&CONTROL);
        assert_eq!(sighted(Certainty::Confirmed), Fail);
        assert_eq!(sighted(Certainty::Suspected), NotAssessed);
        let scan = json!({"id": "s", "kind": "secrets", "covers": ["*"], "last_run": "2026-11-20"});
        let kit = kit().sighted(sighting(Certainty::Suspected)).scan(scan);
        assert_eq!(kit.carries(RecordKind::Exposures).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_an_unread_source_may_show_is_not_assessed() {
        let scan = json!({"id": "s", "kind": "secrets", "covers": ["*"], "last_run": "2026-11-20"});
        let on =
            |day: &str, end: Value| json!({"secret": "key", "detected_at": day, "revoked_at": end});
        let clean = || kit().carries(RecordKind::Exposures).scan(scan.clone());
        let closed = || kit().exposure(on("2026-11-01", json!("2026-11-01")));
        let open = || kit().exposure(on("2026-11-21T10:00:00Z", json!(null)));
        for (read, outcome) in [(clean(), NotApplicable), (closed(), Pass), (open(), Partial)] {
            assert_eq!(read.outcome(&CONTROL), outcome);
        }
        let unread = |kit: Kit| kit.unread(RecordKind::Exposures).judge(&CONTROL);
        for kit in [clean(), closed(), open()] {
            let judged = unread(kit);
            assert_eq!((judged.outcome, judged.reason), (NotAssessed, Some(Reason::NotHeard)));
        }
        assert!(unread(open()).shows_defect(), "an open exposure stays one");
        assert_eq!(unread(kit().exposure(on("2026-11-01", json!(null)))).outcome, Fail);
        assert_eq!(closed().unread(RecordKind::Owners).outcome(&CONTROL), Pass);
    }

    #[test]
    fn missing_and_future_dates_are_not_assessed() {
        assert_eq!(exposed(json!(null), json!("2026-11-02")), NotAssessed);
        assert_eq!(exposed(json!("2026-12-01"), json!("2026-12-02")), NotAssessed);
        let unsaid = json!({"secret": "key", "detected_at": "2026-11-01"});
        let judgement = kit().exposure(unsaid).judge(&CONTROL);
        assert_eq!(judgement.outcome, NotAssessed);
        let ask = judgement.ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("exposures.revoked_at"));
    }

    #[test]
    fn no_exposure_excuses_only_after_a_current_scan() {
        let scanned = |covers: &str, run: &str| {
            let scan = json!({"id": "s", "kind": "secrets", "covers": [covers], "last_run": run});
            kit().carries(RecordKind::Exposures).scan(scan).outcome(&CONTROL)
        };
        for covers in ["*", "key", "secret/key", "crm"] {
            assert_eq!(scanned(covers, "2026-11-20"), NotApplicable, "{covers}");
        }
        assert_eq!(scanned("mail", "2026-11-20"), NotAssessed);
        assert_eq!(scanned("*", "2026-10-01"), NotAssessed);
        assert_eq!(kit().carries(RecordKind::Exposures).outcome(&CONTROL), NotAssessed);
        assert_eq!(kit().carries(RecordKind::Scans).outcome(&CONTROL), NotAssessed);
    }
}
