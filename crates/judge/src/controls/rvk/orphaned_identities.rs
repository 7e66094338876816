//! RVK-06: no orphaned identities.

use crate::controls::checks::is_recent;
use crate::controls::prelude::*;
use model::records::{ServiceAccount, Status};
use model::threshold::ORPHAN_USE;
use model::wording::days;

/// Accounts whose users are known.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-06",
    slug: "orphaned-identities",
    family: Family::Rvk,
    title: "No orphaned identities in use",
    why: "An account that is used while nothing in the inventory uses it has a user that nobody knows: a \
          forgotten job, or somebody who should not have it.",
    criteria: Criteria {
        pass: "Something in service in the inventory uses the account. One that was not used within the \
               limit is not judged here but by RVK-05, and a secret without a user by RVK-04.",
        partial: "",
        fail: "The account was used within the limit, and is declared unused or only retired assets use \
               it.",
    },
    remediation: "Find out from its log what uses the account, register that, or disable the account.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::ServiceAccount],
    from_tier: Tier::T2,
    judges_retired: false,
    thresholds: &[&ORPHAN_USE],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::ServiceAccount(account) = &asset.facts else {
        return Judgement::not_applicable("Not a service account");
    };
    if account.status.given() == Some(&Status::Disabled) {
        return Judgement::not_applicable("Disabled")
            .because(asset.place_of("status"), "status = disabled");
    }
    let Field::Given(users) = &account.used_by else {
        return Judgement::silent(&account.used_by, "service_accounts", "used_by");
    };
    let fact = quote("used_by", &account.used_by);
    let mut unknown = None;
    for user in users {
        let found: Vec<&Asset> = context.referred(user).collect();
        if let Some(user) = found.iter().find(|user| !user.is_retired()) {
            return Judgement::pass(format!("Used by {}", user.key))
                .because(asset.place_of("used_by"), fact);
        }
        unknown = unknown.or(found.is_empty().then_some(user));
    }
    if let Some(user) = unknown {
        let sentence = format!("Its user {user} is not in the inventory");
        return Judgement::unusable(Reason::MissingRecord, "service_accounts", "used_by", sentence);
    }
    unused(asset, account, context).because(asset.place_of("used_by"), fact)
}

/// The verdict on an account without a user in service.
fn unused(asset: &Asset, account: &ServiceAccount, context: &Context) -> Judgement {
    let limit = context.limit(&ORPHAN_USE, asset.test_tier());
    let path = ("service_accounts", "last_used");
    let verdict = dated(&account.last_used, path, context, |last| {
        match is_recent(Some(&last), limit, context) {
            true => Judgement::fail(format!("Used on {last}, and nothing in service uses it")),
            false => Judgement::not_applicable(format!("Not used within {}", days(limit))),
        }
    });
    verdict.because(asset.place_of("last_used"), quote("last_used", &account.last_used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn outcome(used_by: Value, last_used: Value) -> Outcome {
        let account = json!({"id": "svc", "used_by": used_by, "last_used": last_used});
        let kit = Kit::new().service_account(account).server(json!({"id": "crm"}));
        kit.server(json!({"id": "old", "status": "retired"})).outcome(&CONTROL)
    }

    #[test]
    fn what_is_used_by_nothing_in_service_fails() {
        assert_eq!(outcome(json!([]), json!("2026-11-20")), Fail);
        assert_eq!(outcome(json!(["old"]), json!("2026-11-20")), Fail);
        assert_eq!(outcome(json!(["server/crm"]), json!("2026-11-20")), Pass);
        assert_eq!(outcome(json!(["old", "crm"]), json!("2026-11-20")), Pass);
    }

    #[test]
    fn dormant_accounts_are_judged_elsewhere_and_silence_is_not_assessed() {
        assert_eq!(outcome(json!([]), json!("2026-01-20")), NotApplicable);
        assert_eq!(outcome(json!([]), json!(null)), NotAssessed);
        assert_eq!(outcome(json!([]), json!("2027-01-20")), NotAssessed);
        assert_eq!(outcome(json!(null), json!("2026-11-20")), NotAssessed);
        assert_eq!(outcome(json!(["ghost"]), json!("2026-11-20")), NotAssessed);
        let off = json!({"id": "svc", "used_by": [], "status": "disabled"});
        assert_eq!(Kit::new().service_account(off).outcome(&CONTROL), NotApplicable);
    }
}
