//! CRD-03: rotation and expiry.

use crate::controls::checks::enabled;
use crate::controls::prelude::*;
use model::records::{Issuance, Material, Secret};
use model::threshold;
use model::wording::days;

/// Stored credentials inside their rotation window, with an expiry.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-03",
    slug: "rotation-window",
    family: Family::Crd,
    title: "Rotation and expiry",
    why: "A key that is a year old is in a year of laptops, logs and backups. Rotation and expiry \
          limit how long a copy of it works.",
    criteria: Criteria {
        pass: "It was issued or rotated within the window and has an expiry in the future; at T3, \
               rotation is automatic too.",
        partial: "It is within the window, but never expires, is past its expiry while recorded \
                  as working, or, at T3, is rotated manually.",
        fail: "It is older than the window allows.",
    },
    remediation: "Rotate it now, set an expiry and automate the rotation. Better, replace it by \
                  credentials that are issued on demand.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::ROTATION_MAX],
    judge: Judge::Secret(judge),
};

/// How many years away an end counts as none.
const CENTURY: i16 = 100;

fn judge(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    match secret.material() {
        Material::Nothing => {
            let verdict = Judgement::not_applicable("Federated: no stored credential to rotate");
            return federated(verdict, asset, secret);
        }
        Material::Unsettled(field) => return unsettled(field),
        Material::Kept | Material::Contradicted(_) => {}
    }
    if let Some(Issuance::Dynamic | Issuance::Jit) = secret.issuance.given() {
        return Judgement::not_applicable("Issued on demand: no stored credential to rotate")
            .because(asset.place_of("issuance"), quote("issuance", &secret.issuance));
    }
    let verdict = age(secret, asset, context)
        .worst_of(expiry(secret, context))
        .worst_of(automation(secret, asset.test_tier()));
    contradicted(verdict, asset, secret)
}

fn age(secret: &Secret, asset: &Asset, context: &Context) -> Judgement {
    let Some(renewed) = secret.renewed(context.as_of) else {
        return undated(secret);
    };
    let age = days_between(renewed, context.as_of);
    let limit = context.limit(&threshold::ROTATION_MAX, asset.test_tier());
    let rotated = secret.last_rotated.given().is_some_and(|rotated| *rotated == renewed);
    let sentence = match rotated {
        true => words!("Rotated {} ago (limit {})", days(age), days(limit)),
        // A new secret needs no rotation yet; the sentence states what is known.
        false => {
            words!("Issued {} ago, no later rotation stated (limit {})", days(age), days(limit))
        }
    };
    let verdict = if age > limit { Judgement::fail(sentence) } else { Judgement::pass(sentence) };
    let verdict = verdict.since(first_day_past(renewed, limit));
    verdict.because(renewal(asset, secret, renewed), words!("issued or rotated on {renewed}"))
}

/// Never assumed recent.
fn undated(secret: &Secret) -> Judgement {
    let dates = [&secret.last_rotated, &secret.issued_at];
    match dates.iter().find_map(|date| date.given()) {
        Some(future) => Judgement::unusable(
            Reason::InvalidData,
            "secrets",
            "last_rotated",
            words!("The date of issue or rotation is in the future: {future}"),
        ),
        None => Judgement::silent(&secret.last_rotated, "secrets", "last_rotated"),
    }
}

/// An expiry that has passed counts as none: if it failed outright, leaving the date out would
/// help.
fn expiry(secret: &Secret, context: &Context) -> Judgement {
    match &secret.expires_at {
        Field::Absent => Judgement::missing_field("secrets", "expires_at"),
        Field::Blank => Judgement::partial("No expiry"),
        Field::Given(end) if end.day() < context.as_of => {
            Judgement::partial(words!("Expired on {end}, but still recorded as working"))
                .since(first_day_past(*end, 0))
        }
        // An end that nobody now working will see is none; the year 9999 is written for "never".
        Field::Given(end) if end.day().year() >= context.as_of.year() + CENTURY => {
            Judgement::partial(words!("No effective expiry: the end date is {end}"))
        }
        Field::Given(_) => Judgement::pass(""),
    }
}

fn automation(secret: &Secret, tier: Tier) -> Judgement {
    let defect = "Rotated manually (T3 requires automatic rotation)";
    match tier {
        Tier::T3 => enabled(&secret.auto_rotate, ("secrets", "auto_rotate"), defect),
        _ => Judgement::pass(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, record: Value) -> Outcome {
        Kit::new().secret(record).tier(tier).outcome(&CONTROL)
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
    fn no_expiry_and_a_passed_expiry_are_partial() {
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
    fn what_was_issued_is_not_called_rotated() {
        let sentence =
            |record: Value| Kit::new().secret(record).tier(Tier::T2).judge(&CONTROL).sentence;
        let issued = json!({"id": "key", "issued_at": "2026-11-02", "expires_at": "2026-12-31"});
        assert!(sentence(issued).starts_with("Issued 20 days ago, no later rotation stated"));
        let rotated = json!({"id": "key", "issued_at": "2024-01-01", "last_rotated": "2026-11-02",
                             "expires_at": "2026-12-31"});
        assert!(sentence(rotated).starts_with("Rotated 20 days ago"));
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
        for issuance in ["dynamic", "jit"] {
            let key = json!({"id": "key", "issuance": issuance});
            assert_eq!(outcome(Tier::T2, key), NotApplicable);
        }
        let key = json!({"id": "key", "kind": "workload-federation", "issuance": "federated",
                         "location": "none"});
        assert_eq!(outcome(Tier::T2, key), NotApplicable);
    }
}
