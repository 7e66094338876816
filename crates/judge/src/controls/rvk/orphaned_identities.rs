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
        pass: "A server, agent or other account that is in service uses the account. One that was not \
               used within the limit is not judged here but by RVK-05, and a secret without a user by \
               RVK-04.",
        partial: "",
        fail: "The account was used within the limit, and nothing that is in service is stated to use \
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
    let mut open = None;
    for user in users {
        let found: Vec<&Asset> = context.referred(user).collect();
        if found.is_empty() {
            let sentence = words!("Its user {user} is not in the inventory");
            let path = ("service_accounts", "used_by");
            open.get_or_insert((Reason::MissingRecord, path, sentence));
        }
        for user in found.into_iter().filter(|user| may_use(user, asset)) {
            if user.status_known {
                return Judgement::pass(words!("Used by {}", user.key))
                    .because(asset.place_of("used_by"), fact);
            }
            let sentence = words!("Whether its user {} is in service is not stated", user.key);
            open.get_or_insert((Reason::MissingField, (user.record_kind(), "status"), sentence));
        }
    }
    if let Some((reason, (record, field), sentence)) = open {
        return Judgement::unusable(reason, record, field, sentence)
            .because(asset.place_of("used_by"), fact);
    }
    unused(asset, account, context).because(asset.place_of("used_by"), fact)
}

/// Whether an asset could be what uses the account: a program other than the account itself, which nothing
/// states to be out of service.
fn may_use(user: &Asset, account: &Asset) -> bool {
    let is_program =
        matches!(user.key.kind, AssetKind::Server | AssetKind::Agent | AssetKind::ServiceAccount);
    let is_off = user.status() == Some(Status::Disabled) && user.sighted.is_none();
    is_program && user.key != account.key && !user.is_retired() && !is_off
}

/// The verdict on an account without a user in service.
fn unused(asset: &Asset, account: &ServiceAccount, context: &Context) -> Judgement {
    let limit = context.limit(&ORPHAN_USE, asset.test_tier());
    let path = ("service_accounts", "last_used");
    let verdict = dated(&account.last_used, path, context, |last| {
        match is_recent(Some(&last), limit, context) {
            true => Judgement::fail(words!("Used on {last}, and nothing in service uses it")),
            false => Judgement::not_applicable(words!("Not used within {}", days(limit))),
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
    fn the_account_itself_a_secret_and_what_is_switched_off_use_nothing() {
        let of = |user: &str| {
            let account = json!({"id": "svc", "used_by": [user], "last_used": "2026-11-20"});
            let kit = Kit::new().service_account(account).secret(json!({"id": "key"}));
            let kit = kit.service_account(json!({"id": "job", "status": "active"}));
            kit.server(json!({"id": "off", "status": "disabled"})).outcome(&CONTROL)
        };
        for user in ["svc", "service-account/svc", "key", "secret/key", "off"] {
            assert_eq!(of(user), Fail, "{user}");
        }
        assert_eq!(of("job"), Pass);
    }

    #[test]
    fn leaving_out_the_status_of_a_user_earns_no_pass() {
        let of = |known| {
            let account = json!({"id": "svc", "used_by": ["crm"], "last_used": "2026-11-20"});
            let kit = Kit::new().service_account(account).server(json!({"id": "crm"}));
            let (asset, mut context) = kit.parts();
            context.assets[1].status_known = known;
            CONTROL.judge(&asset, &context)
        };
        assert_eq!(of(true).outcome, Pass);
        let open = of(false);
        assert_eq!(open.outcome, NotAssessed);
        assert_eq!(open.ask.map(|ask| ask.to_string()).as_deref(), Some("servers.status"));
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
