//! RVK-04: complete decommissioning.

use super::callers::{is_configured, undecided};
use super::retirement::since_retirement;
use crate::controls::holdings::live_secrets;
use crate::controls::prelude::*;
use model::records::{Secret, Status};
use model::threshold;
use model::wording::list;

/// Retired assets without leftovers, and live secrets with an active user.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-04",
    slug: "retired-leftovers",
    family: Family::Rvk,
    title: "Complete decommissioning",
    why: "Nobody monitors a secret that outlives the asset it was issued for, and it still grants \
          the same access. A leftover client entry calls whatever answers under that name next.",
    criteria: Criteria {
        pass: "Nothing of a retired asset is left: it has no role or scope, it uses no live secret, \
               nothing in service calls or uses it, and no client configuration in the inputs \
               starts it. A secret \
               with a user in service is not judged.",
        partial: "Something is left, but the time allowed after retirement has not passed.",
        fail: "Something is left after that time, or a live secret has no user at all.",
    },
    remediation: "Revoke the secret at its issuer and record it as revoked; delete the account \
                  and the OAuth client that were created for the asset, and remove it from every \
                  client and caller.",
    severity: PerTier([Severity::Medium, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::Operator,
    asset_kinds: &[
        AssetKind::Server,
        AssetKind::Agent,
        AssetKind::ServiceAccount,
        AssetKind::Secret,
    ],
    from_tier: Tier::T0,
    judges_retired: true,
    thresholds: &[&threshold::OFFBOARD_REVOKE],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::Secret(secret) => orphaned(asset, secret, context),
        _ => leftovers(asset, context),
    }
}

/// The status that a record states. What a client or an export shows as switched on may be retired all
/// the same: only a record says so.
fn recorded_status(asset: &Asset) -> Option<Status> {
    asset.status().filter(|status| asset.registered || *status == Status::Retired)
}

/// What a retired asset leaves behind.
fn leftovers(asset: &Asset, context: &Context) -> Judgement {
    match recorded_status(asset) {
        Some(Status::Retired | Status::Revoked) => {}
        Some(_) => {
            return Judgement::not_applicable("Not retired")
                .because(asset.place_of("status"), status(asset));
        }
        None => return unknown_status(asset, "its status is not stated"),
    }
    if !context.carries(RecordKind::Secrets) {
        return Judgement::missing_record("secrets");
    }
    let secrets = live_secrets(asset, context);
    let mut left: Vec<String> = secrets.map(|(secret, _)| secret.key.to_string()).collect();
    let callers = context.callers_of(asset).filter(|other| !other.is_retired());
    left.extend(callers.map(|caller| words!("use by {}", caller.key)));
    if is_configured(asset) {
        left.push("an entry in a client configuration".into());
    }
    let (field, grants) = grants(asset);
    left.extend(grants.items().iter().map(|grant| words!("the grant {grant}")));
    let known = match left.as_slice() {
        [] => Judgement::pass("Fully decommissioned: no live secret, caller or client entry left")
            .because(asset.place_of("status"), status(asset)),
        some => {
            let limit = context.limit(&threshold::OFFBOARD_REVOKE, asset.test_tier());
            since_retirement(asset, &words!("Still active: {}", list(some)), limit, context)
        }
    };
    let known = match grants {
        Field::Given(grants) if !grants.is_empty() => {
            because_list(known, &asset.from, field, &Field::Given(grants.clone()))
        }
        Field::Given(_) => known,
        silent => known.worst_of(Judgement::silent(silent, asset.record_kind(), field)),
    };
    undecided(asset, context).into_iter().fold(known, Judgement::worst_of)
}

/// What a retired asset may still do, and the field that states it. What an agent may do is with the servers
/// that it is bound to, which count it as a caller.
fn grants(asset: &Asset) -> (&'static str, &Field<Vec<String>>) {
    match &asset.facts {
        AssetFacts::Server(server) => ("scopes", &server.scopes),
        AssetFacts::ServiceAccount(account) => ("roles", &account.roles),
        _ => ("scopes", &NO_GRANTS),
    }
}

static NO_GRANTS: Field<Vec<String>> = Field::Given(Vec::new());

/// Whether a live secret still has an active user.
fn orphaned(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    if !secret.is_live() {
        return Judgement::excluded(Reason::Retired, "Disabled or revoked")
            .because(asset.place_of("status"), status(asset));
    }
    match &secret.used_by {
        Field::Given(users) if users.is_empty() => {
            return Judgement::fail("Still active, but declared unused")
                .because(asset.place_of("used_by"), quote("used_by", &secret.used_by));
        }
        Field::Given(_) => {}
        silent => return Judgement::silent(silent, "secrets", "used_by"),
    }
    let users: Vec<&Asset> = context.users_of(asset).collect();
    // Not a pass: where nothing was retired, nothing was cleaned up either.
    // As recorded: a sighting that ends a retirement revokes no secret.
    let in_service = |user: &&&Asset| {
        recorded_status(user)
            .is_some_and(|status| !matches!(status, Status::Retired | Status::Revoked))
    };
    if let Some(user) = users.iter().find(in_service) {
        return Judgement::not_applicable(words!("Used by {}, which is in service", user.key))
            .because(user.place_of("status"), status(user));
    }
    if let Some(user) = users.iter().find(|user| recorded_status(user).is_none()) {
        return unknown_status(user, &words!("the status of {} is not stated", user.key));
    }
    // The last user to retire decides how long the secret has been without one.
    let limit = context.limit(&threshold::OFFBOARD_REVOKE, asset.test_tier());
    let alone = "Still active without a user in service";
    best(users.iter().map(|user| since_retirement(user, alone, limit, context))).unwrap_or_else(
        || {
            let sentence = "No user of it is in the inventory";
            Judgement::unusable(Reason::MissingRecord, "secrets", "used_by", sentence)
        },
    )
}

fn status(asset: &Asset) -> String {
    asset.status().map(|status| quote("status", &Field::Given(status))).unwrap_or_default()
}

/// "Active" is only a reader's default: a missing status must not excuse an asset.
fn unknown_status(asset: &Asset, what: &str) -> Judgement {
    let sentence = words!("Unknown whether in service or retired: {what}");
    Judgement::unusable(Reason::MissingField, asset.record_kind(), "status", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn retired(on: Value) -> Kit {
        Kit::new().server(json!({"id": "crm", "status": "retired", "retired_on": on, "scopes": []}))
    }

    #[test]
    fn a_grant_outlives_its_holder_by_the_limit_only_and_silence_about_it_is_no_pass() {
        let of = |field: &str, grants: Value, on: &str| {
            let mut record =
                json!({"id": "crm", "status": "retired", "retired_on": on, "used_by": []});
            record[field] = grants;
            record
        };
        let account = |grants, on| {
            let kit = Kit::new().service_account(of("roles", grants, on));
            kit.carries(RecordKind::Secrets).outcome(&CONTROL)
        };
        assert_eq!(account(json!(["AdministratorAccess"]), "2026-01-01"), Fail);
        assert_eq!(account(json!(["AdministratorAccess"]), "2026-11-21"), Partial);
        assert_eq!(account(json!([]), "2026-01-01"), Pass);
        assert_eq!(account(json!(null), "2026-01-01"), NotAssessed);
        let server = |grants| {
            let mut record = of("scopes", grants, "2026-01-01");
            record.as_object_mut().expect("fields").remove("used_by");
            complete(Kit::new().server(record).carries(RecordKind::Secrets)).outcome(&CONTROL)
        };
        assert_eq!(server(json!(["admin:*"])), Fail);
        assert_eq!(server(json!([])), Pass);
        assert_eq!(server(json!(null)), NotAssessed);
    }

    fn key() -> Value {
        json!({"id": "key", "used_by": ["crm"]})
    }

    fn of_secret(used_by: Value, user: Value) -> Outcome {
        Kit::new().secret(json!({"id": "key", "used_by": used_by})).server(user).outcome(&CONTROL)
    }

    #[test]
    fn a_live_secret_may_outlive_its_server_by_the_limit_only() {
        assert_eq!(complete(retired(json!("2026-11-21")).secret(key())).outcome(&CONTROL), Partial);
        let late = retired(json!("2026-11-20T23:59:59Z")).secret(key());
        assert_eq!(late.outcome(&CONTROL), Fail);
        assert_eq!(gone().outcome(&CONTROL), Pass);
    }

    /// A retired server of which nothing is left, beside one in service.
    fn gone() -> Kit {
        let revoked = json!({"id": "key", "used_by": ["crm"], "status": "revoked"});
        complete(retired(json!("2026-01-01")).secret(revoked))
    }

    /// Adds a server in service that leaves nothing unsaid.
    fn complete(kit: Kit) -> Kit {
        let mail = json!({"id": "mail", "status": "active", "uses": []});
        kit.carries(RecordKind::Agents).server(mail).configured()
    }

    #[test]
    fn what_still_calls_a_retired_server_is_left_behind() {
        let hub = |status: Value| json!({"id": "hub", "status": status, "uses": ["server/crm"]});
        assert_eq!(gone().server(hub(json!("active"))).outcome(&CONTROL), Fail);
        assert_eq!(gone().server(hub(json!(null))).outcome(&CONTROL), Fail);
        assert_eq!(gone().server(hub(json!("retired"))).outcome(&CONTROL), Pass);
        let bot = |bindings: Value| gone().agent(json!({"id": "bot", "bindings": bindings}));
        assert_eq!(bot(json!([{"server": "crm"}])).outcome(&CONTROL), Fail);
        assert_eq!(bot(json!([{"server": "mail"}])).outcome(&CONTROL), Pass);
        let entry = retired(json!("2026-01-01")).carries(RecordKind::Secrets).configured();
        assert_eq!(entry.outcome(&CONTROL), Fail);
        let entry = retired(json!("2026-11-22")).carries(RecordKind::Secrets);
        let entry = entry.carries(RecordKind::Agents).configured();
        assert_eq!(entry.outcome(&CONTROL), Partial);
    }

    #[test]
    fn missing_calls_and_configurations_are_no_pass() {
        let ask = |kit: Kit| kit.judge(&CONTROL).ask.map(|ask| ask.to_string());
        let hub = gone().server(json!({"id": "hub", "status": "active"}));
        assert_eq!(ask(hub).as_deref(), Some("servers.uses"));
        let bot = gone().agent(json!({"id": "bot", "status": "active"}));
        assert_eq!(ask(bot).as_deref(), Some("agents.bindings"));
        let blind = || retired(json!("2026-01-01")).carries(RecordKind::Secrets);
        assert_eq!(ask(blind()).as_deref(), Some("agents"));
        let blind = blind().carries(RecordKind::Agents);
        assert_eq!(ask(blind).as_deref(), Some("servers.configuration"));
    }

    #[test]
    fn a_retired_account_is_left_behind_while_something_uses_it() {
        let account = |used_by: Value| {
            let record = json!({"id": "svc", "status": "retired", "retired_on": "2026-01-01",
                                "used_by": used_by, "roles": []});
            let kit = Kit::new().service_account(record).carries(RecordKind::Secrets);
            kit.server(json!({"id": "crm", "status": "active"})).outcome(&CONTROL)
        };
        assert_eq!(account(json!(["crm"])), Fail);
        assert_eq!(account(json!([])), Pass);
        assert_eq!(account(json!(null)), NotAssessed);
    }

    #[test]
    fn what_is_not_retired_is_excused_only_by_saying_so() {
        let server = |status| Kit::new().server(json!({"id": "crm", "status": status}));
        assert_eq!(server(json!("active")).secret(key()).outcome(&CONTROL), NotApplicable);
        assert_eq!(server(json!("disabled")).secret(key()).outcome(&CONTROL), NotApplicable);
        assert_eq!(server(json!(null)).secret(key()).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn gaps_around_a_retired_server_are_not_assessed() {
        assert_eq!(retired(json!("2026-01-01")).outcome(&CONTROL), NotAssessed);
        let stray = retired(json!("2026-01-01")).secret(json!({"id": "key"}));
        assert_eq!(stray.outcome(&CONTROL), NotAssessed);
        assert_eq!(retired(json!(null)).secret(key()).outcome(&CONTROL), NotAssessed);
        assert_eq!(retired(json!("2027-01-01")).secret(key()).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_secret_needs_a_user_in_service_and_earns_nothing_by_one() {
        let of = |user: Value| of_secret(json!(["crm"]), user);
        let retired = |on| of(json!({"id": "crm", "status": "retired", "retired_on": on}));
        assert_eq!(of(json!({"id": "crm", "status": "active"})), NotApplicable);
        assert_eq!(retired(json!("2026-11-22")), Partial);
        assert_eq!(retired(json!("2026-01-01")), Fail);
        assert_eq!(retired(json!(null)), NotAssessed);
        assert_eq!(of(json!({"id": "crm"})), NotAssessed);
        assert_eq!(of_secret(json!(["ghost"]), json!({"id": "crm"})), NotAssessed);
    }

    #[test]
    fn an_unused_secret_fails_and_unknown_use_is_not_assessed() {
        assert_eq!(of_secret(json!([]), json!({"id": "crm"})), Fail);
        assert_eq!(of_secret(json!(null), json!({"id": "crm"})), NotAssessed);
        let revoked = Kit::new().secret(json!({"id": "key", "status": "revoked"}));
        assert_eq!(revoked.outcome(&CONTROL), NotApplicable);
    }
}
