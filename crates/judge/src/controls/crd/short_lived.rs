//! CRD-02: short-lived credentials.

use crate::controls::prelude::*;
use model::records::{Issuance, Material, Secret};
use model::threshold;
use model::wording::{days, span};

/// Credentials that expire by themselves, soon.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-02",
    slug: "short-lived",
    family: Family::Crd,
    title: "Short-lived credentials",
    why: "A credential that expires within hours is of little use to a thief, and nobody has to \
          remember to revoke it.",
    criteria: Criteria {
        pass: "It is issued dynamically, for one task or by federation, with a lifetime within the \
               limit.",
        partial: "It is issued so, with a lifetime of up to twice the limit, or is revoked when its \
                  task ends; or, below T3, it is \
                  static and was renewed within the rotation window.",
        fail: "Its lifetime is more than twice the limit; or it is static, and either at T3 or not \
               renewed within the rotation window.",
    },
    remediation: "Move to workload federation, OAuth access tokens or a dynamic secrets engine, \
                  and set the lifetime of each issued credential.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::TOKEN_TTL, &threshold::ROTATION_MAX],
    judge: Judge::Secret(judge),
};

fn judge(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    match secret.material() {
        // What keeps a value is judged by it, whatever it is called.
        Material::Contradicted(_) => {
            return contradicted(stored(secret, asset, context), asset, secret);
        }
        Material::Unsettled(field) => return unsettled(field),
        Material::Nothing | Material::Kept => {}
    }
    match secret.issuance.given() {
        Some(Issuance::Dynamic | Issuance::Jit | Issuance::Federated) => {
            issued(secret, asset, context)
        }
        Some(Issuance::Static) => stored(secret, asset, context),
        None => Judgement::silent(&secret.issuance, "secrets", "issuance"),
    }
}

/// Issued on demand: the lifetime of one credential.
fn issued(secret: &Secret, asset: &Asset, context: &Context) -> Judgement {
    let path = ("secrets", "ttl_seconds");
    let lifetime = match secret.ttl_seconds.given() {
        None => return Judgement::silent(&secret.ttl_seconds, path.0, path.1),
        // Issuers write 0 for "their default" or "for ever": the lifetime is unknown.
        Some(0) => {
            let sentence = "A lifetime of 0 seconds does not state how long it is valid";
            return Judgement::unusable(Reason::InvalidData, path.0, path.1, sentence);
        }
        Some(&seconds) => i64::try_from(seconds).unwrap_or(i64::MAX),
    };
    let limit = context.limit(&threshold::TOKEN_TTL, asset.test_tier());
    let sentence =
        words!("Issued on demand with a lifetime of {} (limit {})", span(lifetime), span(limit));
    let verdict = match lifetime {
        _ if lifetime <= limit => Judgement::pass(sentence),
        _ if lifetime <= limit.saturating_mul(2) => Judgement::partial(sentence),
        _ if secret.auto_revoked.given() == Some(&true) => {
            let place = asset.place_of("auto_revoked");
            Judgement::partial(words!("{sentence}, and revoked when its task ends"))
                .because(place, quote("auto_revoked", &secret.auto_revoked))
        }
        _ => Judgement::fail(sentence),
    };
    verdict.because(asset.place_of("ttl_seconds"), quote("ttl_seconds", &secret.ttl_seconds))
}

/// Static: at best partial, while it is renewed in time.
fn stored(secret: &Secret, asset: &Asset, context: &Context) -> Judgement {
    if asset.test_tier() == Tier::T3 {
        return Judgement::fail("Static credential (not allowed at T3)")
            .because(asset.place_of("issuance"), quote("issuance", &secret.issuance));
    }
    let Some(renewed) = secret.renewed(context.as_of) else {
        let sentence = "Static credential without a usable date of issue or rotation";
        return Judgement::unusable(Reason::MissingField, "secrets", "last_rotated", sentence);
    };
    let age = days_between(renewed, context.as_of);
    let limit = context.limit(&threshold::ROTATION_MAX, asset.test_tier());
    let sentence = words!("Static credential, {} old (rotation limit {})", days(age), days(limit));
    let verdict =
        if age > limit { Judgement::fail(sentence) } else { Judgement::partial(sentence) };
    verdict
        .because(asset.place_of("issuance"), quote("issuance", &secret.issuance))
        .because(renewal(asset, secret, renewed), words!("issued or rotated on {renewed}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, issuance: Value, ttl: Value) -> Outcome {
        let secret = json!({"id": "key", "issuance": issuance, "ttl_seconds": ttl,
                            "last_rotated": "2026-10-01", "kind": "token"});
        let mut secret = secret;
        if issuance == "federated" {
            secret["location"] = json!("none");
        }
        Kit::new().secret(secret).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn the_limit_passes_twice_the_limit_is_partial() {
        for issuance in ["dynamic", "jit", "federated"] {
            assert_eq!(outcome(Tier::T3, json!(issuance), json!(3_600)), Pass);
            assert_eq!(outcome(Tier::T3, json!(issuance), json!(7_200)), Partial);
            assert_eq!(outcome(Tier::T3, json!(issuance), json!(7_201)), Fail);
        }
        assert_eq!(outcome(Tier::T2, json!("dynamic"), json!(u64::MAX)), Fail);
    }

    #[test]
    fn what_is_revoked_when_its_task_ends_is_partial_however_long_it_would_last() {
        let of = |revoked: Value, ttl: u64| {
            let secret = json!({"id": "key", "issuance": "jit", "ttl_seconds": ttl, "kind": "token",
                                "auto_revoked": revoked});
            Kit::new().secret(secret).tier(Tier::T3).outcome(&CONTROL)
        };
        assert_eq!(of(json!(true), 86_400), Partial);
        assert_eq!(of(json!(true), 3_600), Pass);
        for nothing in [json!(false), json!(null)] {
            assert_eq!(of(nothing, 86_400), Fail);
        }
    }

    #[test]
    fn the_kind_does_not_stand_in_for_the_issuance() {
        let secret = json!({"id": "key", "kind": "workload-federation", "ttl_seconds": 600});
        assert_eq!(Kit::new().secret(secret).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_static_secret_is_partial_below_t3_while_it_is_renewed() {
        assert_eq!(outcome(Tier::T2, json!("static"), json!(600)), Partial);
        assert_eq!(outcome(Tier::T3, json!("static"), json!(600)), Fail);
        let of = |record| Kit::new().secret(record).outcome(&CONTROL);
        let old = json!({"id": "key", "issuance": "static", "issued_at": "2026-01-01"});
        assert_eq!(of(old), Fail);
        assert_eq!(of(json!({"id": "key", "issuance": "static"})), NotAssessed);
        let future = json!({"id": "key", "issuance": "static", "last_rotated": "2027-01-01"});
        assert_eq!(of(future), NotAssessed);
    }

    #[test]
    fn an_unknown_issue_or_life_is_not_assessed() {
        assert_eq!(outcome(Tier::T2, json!(null), json!(600)), NotAssessed);
        assert_eq!(outcome(Tier::T2, json!("jit"), json!(null)), NotAssessed);
        assert_eq!(outcome(Tier::T2, json!("jit"), json!(0)), NotAssessed);
        let silent = Kit::new().secret(json!({"id": "key"}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }
}
