//! CRD-02: short-lived credentials.

use crate::controls::wording::{days, span};
use model::records::{Issuance, Secret};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Judgement, PerTier,
    Reason, Severity, Tier, days_between, threshold,
};

/// Credentials that end by themselves, soon.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-02",
    slug: "short-lived",
    family: Family::Crd,
    title: "The credential is issued on demand and lives no longer than the limit",
    why: "A credential that ends within hours is worth little to whoever steals it, and needs \
          nobody to remember to revoke it.",
    criteria: Criteria {
        pass: "It is issued dynamically, for one task or by federation, and lives no longer than \
               the limit.",
        partial: "It is issued so, and lives up to twice the limit; or, below T3, it is static \
                  and was renewed within the rotation window.",
        fail: "It lives longer than twice the limit; or it is static, and either at T3 or not \
               renewed within the rotation window.",
    },
    remediation: "Move to workload federation, OAuth access tokens or a dynamic secrets engine, \
                  and set the life of each issued credential.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::TOKEN_TTL, &threshold::ROTATION_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Secret(secret) = &asset.facts else {
        return Judgement::not_applicable("It is no secret");
    };
    match secret.issuance.given() {
        Some(Issuance::Dynamic | Issuance::Jit | Issuance::Federated) => {
            issued(secret, asset, context)
        }
        Some(Issuance::Static) => kept(secret, asset, context),
        None => Judgement::silent(&secret.issuance, "secrets", "issuance"),
    }
}

/// Issued on demand: how long one credential lives.
fn issued(secret: &Secret, asset: &Asset, context: &Context) -> Judgement {
    let life = match secret.ttl_seconds.given() {
        None => return Judgement::silent(&secret.ttl_seconds, "secrets", "ttl_seconds"),
        // Issuers write 0 for "their default" or "for ever": no length of life is known.
        Some(0) => {
            return Judgement::unusable(
                Reason::InvalidData,
                "secrets",
                "ttl_seconds",
                "A life of 0 seconds does not say how long it lives",
            );
        }
        Some(&seconds) => i64::try_from(seconds).unwrap_or(i64::MAX),
    };
    let limit = context.limit(&threshold::TOKEN_TTL, asset.test_tier());
    let sentence = format!("Issued on demand for {}; the limit is {}", span(life), span(limit));
    let verdict = match life {
        _ if life <= limit => Judgement::pass(sentence),
        _ if life <= limit.saturating_mul(2) => Judgement::partial(sentence),
        _ => Judgement::fail(sentence),
    };
    verdict.because(asset.place(), format!("ttl_seconds = {life}"))
}

/// Made once and kept: at best half good, while it is renewed in time.
fn kept(secret: &Secret, asset: &Asset, context: &Context) -> Judgement {
    if asset.test_tier() == Tier::T3 {
        return Judgement::fail("It is static, which T3 does not allow")
            .because(asset.place(), "issuance = static");
    }
    let Some(renewed) = secret.renewed(context.as_of) else {
        return Judgement::unusable(
            Reason::MissingField,
            "secrets",
            "last_rotated",
            "It is static, and no usable date says when it was issued or rotated",
        );
    };
    let age = days_between(renewed, context.as_of);
    let limit = context.limit(&threshold::ROTATION_MAX, asset.test_tier());
    let sentence =
        format!("It is static and {} old; the rotation window is {}", days(age), days(limit));
    let verdict = match age > limit {
        true => Judgement::fail(sentence),
        false => Judgement::partial(sentence),
    };
    verdict.because(asset.place(), format!("issuance = static, renewed {renewed}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, issuance: Value, ttl: Value) -> Outcome {
        let secret = json!({"id": "key", "issuance": issuance, "ttl_seconds": ttl,
                            "last_rotated": "2026-10-01"});
        Bench::new().secret(secret).tier(tier).outcome(&CONTROL)
    }

    #[test]
    fn the_limit_passes_twice_the_limit_is_half_good() {
        for issuance in ["dynamic", "jit", "federated"] {
            assert_eq!(outcome(Tier::T3, json!(issuance), json!(3_600)), Pass);
            assert_eq!(outcome(Tier::T3, json!(issuance), json!(7_200)), Partial);
            assert_eq!(outcome(Tier::T3, json!(issuance), json!(7_201)), Fail);
        }
        assert_eq!(outcome(Tier::T2, json!("dynamic"), json!(u64::MAX)), Fail);
    }

    #[test]
    fn the_kind_does_not_stand_in_for_the_issuance() {
        let secret = json!({"id": "key", "kind": "workload-federation", "ttl_seconds": 600});
        assert_eq!(Bench::new().secret(secret).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_static_secret_is_half_good_below_t3_while_it_is_renewed() {
        assert_eq!(outcome(Tier::T2, json!("static"), json!(600)), Partial);
        assert_eq!(outcome(Tier::T3, json!("static"), json!(600)), Fail);
        let of = |record| Bench::new().secret(record).outcome(&CONTROL);
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
        let silent = Bench::new().secret(json!({"id": "key"}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }
}
