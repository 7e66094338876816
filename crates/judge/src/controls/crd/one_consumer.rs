//! CRD-05: one consumer a credential.

use std::collections::BTreeSet;

use crate::controls::wording::list;
use model::{
    Asset, AssetFacts, AssetKey, AssetKind, Context, Control, Criteria, Domain, Family, Field,
    Judgement, PerTier, Reason, Severity, Tier,
};

/// A credential or account that only one thing uses.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-05",
    slug: "one-consumer",
    family: Family::Crd,
    title: "Exactly one server or agent uses it",
    why: "What several share cannot be revoked without breaking all of them, and its log lines \
          cannot say which of them acted.",
    criteria: Criteria {
        pass: "One server, agent or service account uses it.",
        partial: "Several use it, at T1.",
        fail: "Several use it, at T2 or T3.",
    },
    remediation: "Give each consumer a credential or account of its own, move them over one by \
                  one, then revoke the shared one.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let (used_by, seen_only) = match &asset.facts {
        AssetFacts::Secret(secret) => (&secret.used_by, secret.users_seen),
        AssetFacts::ServiceAccount(account) => (&account.used_by, false),
        _ => return Judgement::not_applicable("It is neither a secret nor a service account"),
    };
    let Field::Given(used_by) = used_by else {
        return Judgement::silent(used_by, asset.record_kind(), "used_by");
    };
    let consumers = distinct(used_by);
    let named = list(&consumers.iter().copied().collect::<Vec<_>>());
    let several = || format!("{} consumers share it: {named}", consumers.len());
    let verdict = match consumers.len() {
        0 => Judgement::not_applicable("It is declared that nothing uses it"),
        // A configuration shows one user; a register knows whether there are others.
        1 if seen_only => Judgement::unusable(
            Reason::MissingField,
            asset.record_kind(),
            "used_by",
            format!("A configuration shows that {named} uses it; whether others do is not stated"),
        ),
        1 => Judgement::pass(format!("Only {named} uses it")),
        _ if asset.test_tier() < Tier::T2 => Judgement::partial(several()),
        _ => Judgement::fail(several()),
    };
    verdict.because(asset.place(), format!("used_by = [{}]", used_by.join(", ")))
}

/// Each consumer once, though written both as `crm` and as `server/crm`. A plain id means one
/// asset only: readers refuse it where it could mean two.
fn distinct(references: &[String]) -> BTreeSet<&str> {
    let keys: Vec<AssetKey> = references.iter().filter_map(|text| AssetKey::parse(text)).collect();
    let is_alias = |text: &str| keys.iter().any(|key| key.id == text);
    references.iter().map(String::as_str).filter(|text| !is_alias(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, used_by: Value) -> Outcome {
        let record = json!({"id": "key", "used_by": used_by});
        let secret = Bench::new().secret(record.clone()).tier(tier).outcome(&CONTROL);
        let account = Bench::new().service_account(record).tier(tier).outcome(&CONTROL);
        assert_eq!(secret, account);
        secret
    }

    #[test]
    fn one_consumer_passes_however_it_is_written() {
        assert_eq!(outcome(Tier::T3, json!(["crm"])), Pass);
        assert_eq!(outcome(Tier::T3, json!(["crm", "server/crm", "crm"])), Pass);
    }

    #[test]
    fn several_consumers_fail_from_t2_on() {
        assert_eq!(outcome(Tier::T1, json!(["crm", "mail"])), Partial);
        assert_eq!(outcome(Tier::T2, json!(["crm", "mail"])), Fail);
        assert_eq!(outcome(Tier::T2, json!(["server/crm", "agent/crm"])), Fail);
    }

    #[test]
    fn what_a_configuration_shows_is_one_user_perhaps_of_several() {
        let bench = Bench::new().secret(json!({"id": "key", "used_by": ["crm"]}));
        let seen = bench.with(|asset| {
            if let AssetFacts::Secret(secret) = &mut asset.facts {
                secret.users_seen = true;
            }
        });
        assert_eq!(seen.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn no_consumer_must_be_declared() {
        assert_eq!(outcome(Tier::T2, json!([])), NotApplicable);
        assert_eq!(outcome(Tier::T2, json!(null)), NotAssessed);
        let silent = Bench::new().secret(json!({"id": "key"}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }
}
