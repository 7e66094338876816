//! RVK-04: retirement takes secrets, callers and entries along.

use super::callers::{configuration, untold};
use crate::controls::wording::{elapsed, hours, list};
use model::records::{Secret, Status};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Reason, RecordKind, Severity, Tier, threshold,
};

/// Retired assets that left nothing behind, and live secrets with a live user.
pub(crate) static CONTROL: Control = Control {
    id: "RVK-04",
    slug: "retired-leftovers",
    family: Family::Rvk,
    title: "Retirement leaves no live secret, no caller and no client entry behind",
    why: "A secret that outlives what it was made for is watched by nobody and still opens the \
          same doors; an entry left in a client calls whatever next answers under that name.",
    criteria: Criteria {
        pass: "Nothing of a retired asset is left: it uses no live secret, nothing in service \
               calls or uses it, and no client configuration at hand starts it. A secret with a \
               user in service is not judged.",
        partial: "Something is left, but the time allowed after retirement is not over.",
        fail: "Something is left after that time, or a live secret has no user at all.",
    },
    remediation: "Revoke the secret at its issuer and record it as revoked; delete the account \
                  and the OAuth client that were made for it, and take it out of every client \
                  and caller.",
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
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::Secret(secret) => orphaned(asset, secret, context),
        _ => leftovers(asset, context),
    }
}

/// What a retired asset leaves behind.
fn leftovers(asset: &Asset, context: &Context) -> Judgement {
    match asset.status() {
        Some(Status::Retired | Status::Revoked) => {}
        Some(_) => {
            return Judgement::not_applicable("It is not retired")
                .because(asset.place(), status(asset));
        }
        None => {
            return unknown_status(asset, "No register says whether it is in service or retired");
        }
    }
    if !context.carries(RecordKind::Secrets) {
        return Judgement::missing_record("secrets");
    }
    let live = context.secrets_of(asset).filter(|(_, secret)| secret.is_live());
    let mut left: Vec<String> = live.map(|(secret, _)| secret.key.to_string()).collect();
    let callers = context.callers_of(asset).filter(|other| !other.is_retired());
    left.extend(callers.map(|caller| format!("its use by {}", caller.key)));
    if configuration(asset).is_some() {
        left.push("its entry in a client configuration".into());
    }
    let known = match left.as_slice() {
        [] => Judgement::pass("Nothing of it is left: no live secret, no caller, no client entry")
            .because(asset.place(), status(asset)),
        some => {
            let limit = context.limit(&threshold::OFFBOARD_REVOKE, asset.test_tier());
            since_retirement(asset, &format!("Left behind: {}", list(some)), limit, context)
        }
    };
    untold(asset, context).into_iter().fold(known, Judgement::worst_of)
}

/// Whether a live secret still serves anything.
fn orphaned(asset: &Asset, secret: &Secret, context: &Context) -> Judgement {
    if !secret.is_live() {
        return Judgement::excluded(Reason::Retired, "It works no more")
            .because(asset.place(), status(asset));
    }
    match &secret.used_by {
        Field::Given(users) if users.is_empty() => {
            return Judgement::fail("It works, and is declared to be used by nothing")
                .because(asset.place(), "used_by = []");
        }
        Field::Given(_) => {}
        silent => return Judgement::silent(silent, "secrets", "used_by"),
    }
    let users: Vec<&Asset> = context.users_of(asset).collect();
    // Not a pass: where nothing was retired, nothing was cleaned up either.
    if let Some(user) = users.iter().find(|user| user.status().is_some() && !user.is_retired()) {
        return Judgement::not_applicable(format!("{} uses it and is in service", user.key))
            .because(user.place(), status(user));
    }
    if let Some(user) = users.iter().find(|user| user.status().is_none()) {
        let sentence = format!("No register says whether {} is in service or retired", user.key);
        return unknown_status(user, &sentence);
    }
    // The last user to retire decides how long the secret has been without one.
    let limit = context.limit(&threshold::OFFBOARD_REVOKE, asset.test_tier());
    let alone = "It works, and everything that uses it is retired";
    let verdicts = users.iter().map(|user| since_retirement(user, alone, limit, context));
    verdicts.min_by_key(|verdict| verdict.outcome.rank()).unwrap_or_else(|| {
        let sentence = "What uses it is not in the inventory";
        Judgement::unusable(Reason::MissingRecord, "secrets", "used_by", sentence)
    })
}

/// Something remains of a retired asset: whether its time is over.
fn since_retirement(retired: &Asset, what: &str, limit: i64, context: &Context) -> Judgement {
    let unusable = |reason, how: &str| {
        let sentence = format!("{what}; {} {how}", retired.key);
        Judgement::unusable(reason, retired.record_kind(), "retired_on", sentence)
    };
    let Some(date) = retired.retired_on() else {
        return unusable(Reason::MissingField, "does not say when it was retired");
    };
    if date.day() > context.as_of {
        return unusable(Reason::InvalidData, "was retired on a day that has not come");
    }
    let seconds = date.seconds_until(context.now()).max(0);
    let sentence =
        format!("{what}, {} after retirement; the limit is {}", elapsed(seconds), hours(limit));
    let verdict = match seconds > limit.saturating_mul(3_600) {
        true => Judgement::fail(sentence),
        false => Judgement::partial(sentence),
    };
    verdict.because(retired.place(), format!("retired_on = {date}"))
}

fn status(asset: &Asset) -> String {
    let status = asset.status().map(|status| format!("status = {status:?}").to_lowercase());
    status.unwrap_or_default()
}

/// "Active" is only a reader's default: silence about the status must not excuse an asset.
fn unknown_status(asset: &Asset, sentence: &str) -> Judgement {
    Judgement::unusable(Reason::MissingField, asset.record_kind(), "status", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn retired(on: Value) -> Bench {
        Bench::new().server(json!({"id": "crm", "status": "retired", "retired_on": on}))
    }

    fn key() -> Value {
        json!({"id": "key", "used_by": ["crm"]})
    }

    fn of_secret(used_by: Value, user: Value) -> Outcome {
        Bench::new().secret(json!({"id": "key", "used_by": used_by})).server(user).outcome(&CONTROL)
    }

    #[test]
    fn a_live_secret_may_outlive_its_server_by_the_limit_only() {
        assert_eq!(told(retired(json!("2026-11-21")).secret(key())).outcome(&CONTROL), Partial);
        let late = retired(json!("2026-11-20T23:59:59Z")).secret(key());
        assert_eq!(late.outcome(&CONTROL), Fail);
        assert_eq!(gone().outcome(&CONTROL), Pass);
    }

    /// A retired server of which nothing is left, beside one in service.
    fn gone() -> Bench {
        let revoked = json!({"id": "key", "used_by": ["crm"], "status": "revoked"});
        told(retired(json!("2026-01-01")).secret(revoked))
    }

    /// Adds a server in service that leaves nothing unsaid.
    fn told(bench: Bench) -> Bench {
        let mail = json!({"id": "mail", "status": "active", "uses": []});
        bench.carries(RecordKind::Agents).server(mail).configured()
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
    fn silence_about_calls_and_configurations_is_no_pass() {
        let ask = |bench: Bench| bench.judge(&CONTROL).ask.map(|ask| ask.to_string());
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
                                "used_by": used_by});
            let bench = Bench::new().service_account(record).carries(RecordKind::Secrets);
            bench.server(json!({"id": "crm", "status": "active"})).outcome(&CONTROL)
        };
        assert_eq!(account(json!(["crm"])), Fail);
        assert_eq!(account(json!([])), Pass);
        assert_eq!(account(json!(null)), NotAssessed);
    }

    #[test]
    fn what_is_not_retired_is_excused_only_by_saying_so() {
        let server = |status| Bench::new().server(json!({"id": "crm", "status": status}));
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
    fn a_secret_that_nothing_uses_fails_and_one_that_does_not_say_is_unknown() {
        assert_eq!(of_secret(json!([]), json!({"id": "crm"})), Fail);
        assert_eq!(of_secret(json!(null), json!({"id": "crm"})), NotAssessed);
        let revoked = Bench::new().secret(json!({"id": "key", "status": "revoked"}));
        assert_eq!(revoked.outcome(&CONTROL), NotApplicable);
    }
}
