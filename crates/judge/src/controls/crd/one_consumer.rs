//! CRD-05: credential not shared.

use std::collections::BTreeSet;

use crate::controls::checks::fail_or_partial;
use crate::controls::holdings::used_by;
use crate::controls::prelude::*;
use model::AssetKey;
use model::wording::list;

/// A credential or account with a single user.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-05",
    slug: "one-consumer",
    family: Family::Crd,
    title: "Credential not shared",
    why: "A shared credential cannot be revoked without breaking all of its users, and its log \
          entries do not show which of them acted.",
    criteria: Criteria {
        pass: "One server, agent or service account uses it.",
        partial: "Several use it, at T1.",
        fail: "Several use it, at T2 or T3.",
    },
    remediation: "Give each user a credential or account of its own, migrate them one by one, then \
                  revoke the shared one.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, _: &Context) -> Judgement {
    let stated = used_by(asset);
    let Field::Given(references) = stated else {
        return Judgement::silent(stated, asset.record_kind(), "used_by");
    };
    let consumers: Vec<&str> = distinct(references).into_iter().collect();
    let observed_only = matches!(&asset.facts, AssetFacts::Secret(secret) if secret.users_seen);
    let verdict = match consumers.as_slice() {
        [] => Judgement::not_applicable("Declared unused"),
        // A configuration shows one user; only a register knows whether there are others.
        [only] if observed_only => Judgement::unusable(
            Reason::MissingField,
            asset.record_kind(),
            "used_by",
            words!("{only} is the only user shown; further users are not stated"),
        ),
        [only] => Judgement::pass(words!("Used only by {only}")),
        several => fail_or_partial(
            asset.test_tier(),
            words!("Shared by {} users: {}", several.len(), list(several)),
        ),
    };
    because_list(verdict, &asset.from, "used_by", stated)
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
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn outcome(tier: Tier, used_by: Value) -> Outcome {
        let record = json!({"id": "key", "used_by": used_by});
        let secret = Kit::new().secret(record.clone()).tier(tier).outcome(&CONTROL);
        let account = Kit::new().service_account(record).tier(tier).outcome(&CONTROL);
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
        let kit = Kit::new().secret(json!({"id": "key", "used_by": ["crm"]}));
        let seen = kit.with(|asset| {
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
        let silent = Kit::new().secret(json!({"id": "key"}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }
}
