//! CRD-03: stored credentials are rotated and end.

use crate::controls::wording::days;
use model::records::{Issuance, Secret};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    Moment, PerTier, Reason, Severity, Tier, days_between, threshold,
};

/// Stored credentials inside their rotation window, with an end.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-03",
    slug: "rotation-window",
    family: Family::Crd,
    title: "The stored credential is rotated within the window and expires",
    why: "A key that has lain about for a year has been in a year of laptops, logs and backups; \
          rotation and expiry bound how long a copy of it works.",
    criteria: Criteria {
        pass: "It was issued or rotated within the window and has an expiry ahead; at T3, \
               rotation is automatic too.",
        partial: "It is within the window, but never expires, is past its expiry while recorded \
                  as working, or, at T3, is rotated by hand.",
        fail: "It is older than the window allows.",
    },
    remediation: "Rotate it now, set an expiry and automate the rotation; better, replace it by \
                  credentials that are issued on demand.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::ROTATION_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Secret(secret) = &asset.facts else {
        return Judgement::not_applicable("It is no secret");
    };
    if !secret.is_stored() {
        return Judgement::not_applicable("Federation stores no credential to rotate")
            .because(asset.place(), "kind or issuance says federation");
    }
    if let Some(issuance @ (Issuance::Dynamic | Issuance::Jit)) = secret.issuance.given() {
        return Judgement::not_applicable("It is issued on demand; no stored credential to rotate")
            .because(asset.place(), format!("issuance = {issuance:?}").to_lowercase());
    }
    age(secret, asset, context).worst_of(end(secret, context)).worst_of(by_hand(secret, asset))
}

fn age(secret: &Secret, asset: &Asset, context: &Context) -> Judgement {
    let Some(renewed) = secret.renewed(context.as_of) else {
        return undated(secret);
    };
    let age = days_between(renewed, context.as_of);
    let limit = context.limit(&threshold::ROTATION_MAX, asset.test_tier());
    let sentence = format!("Renewed {} ago; the rotation window is {}", days(age), days(limit));
    let verdict = match age > limit {
        true => Judgement::fail(sentence),
        false => Judgement::pass(sentence),
    };
    verdict.because(asset.place(), format!("renewed {renewed}"))
}

/// Never assumed fresh.
fn undated(secret: &Secret) -> Judgement {
    let dates: [&Field<Moment>; 2] = [&secret.last_rotated, &secret.issued_at];
    match dates.iter().find_map(|date| date.given()) {
        Some(future) => Judgement::unusable(
            Reason::InvalidData,
            "secrets",
            "last_rotated",
            format!("Its date of issue or rotation lies in the future: {future}"),
        ),
        None => Judgement::silent(&secret.last_rotated, "secrets", "last_rotated"),
    }
}

/// An expiry that has passed is worth as much as none: if it failed outright, leaving the date
/// blank would pay.
fn end(secret: &Secret, context: &Context) -> Judgement {
    match &secret.expires_at {
        Field::Absent => Judgement::missing_field("secrets", "expires_at"),
        Field::Blank => Judgement::partial("Rotated within the window, but no expiry is stated"),
        Field::Given(end) if end.day() < context.as_of => Judgement::partial(format!(
            "Rotated within the window, but it expired on {end} and is still recorded as working"
        )),
        Field::Given(_) => Judgement::pass(""),
    }
}

fn by_hand(secret: &Secret, asset: &Asset) -> Judgement {
    match &secret.auto_rotate {
        _ if asset.test_tier() < Tier::T3 => Judgement::pass(""),
        Field::Given(true) => Judgement::pass(""),
        Field::Absent => Judgement::missing_field("secrets", "auto_rotate"),
        Field::Given(false) | Field::Blank => {
            Judgement::partial("Rotated within the window, but not automatically, as T3 asks")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, record: Value) -> Outcome {
        Bench::new().secret(record).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn in_the_window_with_an_end_passes_and_t3_asks_for_automation() {
        let key = |auto: Value| {
            json!({"id": "key", "last_rotated": "2026-09-23", "expires_at": "2026-12-31",
                   "auto_rotate": auto})
        };
        assert_eq!(outcome(Tier::T2, key(json!(false))), Pass);
        assert_eq!(outcome(Tier::T3, key(json!(true))), Pass);
        assert_eq!(outcome(Tier::T3, key(json!(false))), Partial);
        assert_eq!(outcome(Tier::T3, key(json!(null))), Partial);
    }

    #[test]
    fn no_end_and_a_passed_end_are_half_good() {
        for end in [json!(null), json!("2026-11-21")] {
            let key = json!({"id": "key", "last_rotated": "2026-11-01", "expires_at": end});
            assert_eq!(outcome(Tier::T2, key), Partial);
        }
    }

    #[test]
    fn a_day_over_the_window_fails() {
        let key = |day: &str| json!({"id": "key", "issued_at": day, "expires_at": "2026-12-31"});
        assert_eq!(outcome(Tier::T2, key("2026-08-24")), Pass);
        assert_eq!(outcome(Tier::T2, key("2026-08-23")), Fail);
    }

    #[test]
    fn the_later_date_counts_and_a_future_one_does_not() {
        let key = |issued: Value, rotated: Value| {
            json!({"id": "key", "issued_at": issued, "last_rotated": rotated,
                   "expires_at": "2026-12-31"})
        };
        assert_eq!(outcome(Tier::T2, key(json!("2024-01-01"), json!("2026-11-01"))), Pass);
        assert_eq!(outcome(Tier::T2, key(json!("2024-01-01"), json!("2027-01-01"))), Fail);
        assert_eq!(outcome(Tier::T2, key(json!(null), json!("2027-01-01"))), NotAssessed);
    }

    #[test]
    fn each_missing_field_is_not_assessed() {
        let undated = json!({"id": "key", "expires_at": "2026-12-31"});
        assert_eq!(outcome(Tier::T2, undated), NotAssessed);
        let endless = json!({"id": "key", "last_rotated": "2026-11-01"});
        assert_eq!(outcome(Tier::T2, endless), NotAssessed);
        let key = json!({"id": "key", "last_rotated": "2026-11-01", "expires_at": "2026-12-31"});
        assert_eq!(outcome(Tier::T3, key), NotAssessed);
    }

    #[test]
    fn what_is_not_stored_needs_no_rotation() {
        for issuance in ["dynamic", "jit", "federated"] {
            let key = json!({"id": "key", "issuance": issuance});
            assert_eq!(outcome(Tier::T2, key), NotApplicable);
        }
        let key = json!({"id": "key", "kind": "workload-federation"});
        assert_eq!(outcome(Tier::T2, key), NotApplicable);
    }
}
