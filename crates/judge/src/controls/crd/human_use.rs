//! CRD-08: people keep out of machines' identities.

use crate::controls::wording::{days, list};
use model::records::{HumanSession, Secret, ServiceAccount};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Severity, Tier, days_between, is_placeholder, threshold,
};

/// Identities of machines that no person works with.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-08",
    slug: "human-use",
    family: Family::Crd,
    title: "No person works with it, save in a recorded emergency",
    why: "What a person does under a machine's name is in no one's records, and a value that \
          people know leaves with them.",
    criteria: Criteria {
        pass: "Nobody can log in with the service account, and each use by a person in the window \
               has an emergency record and was followed by a new credential; nobody knows the \
               secret's value, or it is federated and has none.",
        partial: "A person could log in but none did, or the credential was not replaced after a \
                  recorded emergency; or, at T1 and T2, somebody knows the value.",
        fail: "A person used the service account without a record, or at T3 somebody knows the \
               secret's value.",
    },
    remediation: "Give the person an identity and a role of their own, deny interactive login, \
                  and replace the credential.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::HUMAN_WINDOW],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::ServiceAccount(account) => {
            sessions(account, asset, context).worst_of(login(account)).because(
                asset.place(),
                match account.interactive_login.given() {
                    Some(login) => format!("interactive_login = {login}"),
                    None => "interactive_login is not stated".into(),
                },
            )
        }
        AssetFacts::Secret(secret) => known(secret, asset),
        _ => Judgement::not_applicable("It is neither a service account nor a secret"),
    }
}

fn known(secret: &Secret, asset: &Asset) -> Judgement {
    // A pass, not "not applicable": else leaving out the kind would earn what federation does not.
    if !secret.is_stored() {
        return Judgement::pass("It is federated, which leaves no value that anybody could know")
            .because(asset.place(), "kind or issuance says federation");
    }
    let Field::Given(people) = &secret.known_to else {
        return Judgement::silent(&secret.known_to, "secrets", "known_to");
    };
    let sentence = || format!("Its value is known to {}", list(people));
    let verdict = match people.as_slice() {
        [] => Judgement::pass("Nobody is listed as knowing its value"),
        _ if asset.test_tier() == Tier::T3 => Judgement::fail(sentence()),
        _ => Judgement::partial(sentence()),
    };
    verdict.because(asset.place(), format!("known_to = [{}]", people.join(", ")))
}

fn login(account: &ServiceAccount) -> Judgement {
    match &account.interactive_login {
        Field::Given(false) => Judgement::pass(""),
        Field::Given(true) => Judgement::partial("A person could log in with it"),
        silent => Judgement::silent(silent, "service_accounts", "interactive_login"),
    }
}

fn sessions(account: &ServiceAccount, asset: &Asset, context: &Context) -> Judgement {
    let Field::Given(sessions) = &account.human_sessions else {
        return Judgement::silent(&account.human_sessions, "service_accounts", "human_sessions");
    };
    let window = context.limit(&threshold::HUMAN_WINDOW, asset.test_tier());
    let recent = sessions.iter().filter(|s| days_between(s.at, context.as_of) <= window);
    let (mut items, mut wanted) = (Vec::new(), None);
    for session in recent {
        let (item, missing) = emergency(session, context);
        wanted = wanted.or(missing);
        items.push(item);
    }
    match items.as_slice() {
        [] => {
            Judgement::pass(format!("No use by a person is on record in the last {}", days(window)))
        }
        _ => {
            let predicate = "were recorded as an emergency and followed by a new credential";
            let ask = ("service_accounts", wanted.unwrap_or("human_sessions"));
            Judgement::of_items("human session", predicate, items, ask)
        }
    }
}

/// The verdict on one session and the field that is missing, if one is.
fn emergency(session: &HumanSession, context: &Context) -> (Item, Option<&'static str>) {
    let recorded = match &session.break_glass {
        Field::Given(record) => !is_placeholder(record),
        Field::Absent | Field::Blank => false,
    };
    let (outcome, note, wanted) = match (&session.break_glass, &session.rotated_after) {
        _ if session.at.day() > context.as_of => {
            (Outcome::NotAssessed, "dated in the future", Some("human_sessions.at"))
        }
        (Field::Absent, _) => {
            let wanted = Some("human_sessions.break_glass");
            (Outcome::NotAssessed, "no source says whether it was an emergency", wanted)
        }
        _ if !recorded => (Outcome::Fail, "without a record", None),
        (_, Field::Given(true)) => (Outcome::Pass, "recorded, and replaced after", None),
        (_, Field::Given(false)) => (Outcome::Partial, "recorded, but not replaced after", None),
        (_, Field::Absent | Field::Blank) => {
            let wanted = Some("human_sessions.rotated_after");
            (Outcome::NotAssessed, "recorded; nobody says whether it was replaced", wanted)
        }
    };
    (Item::new(session.at.to_string(), outcome, note), wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn account(login: Value, sessions: Value) -> Bench {
        Bench::new().service_account(
            json!({"id": "sync", "interactive_login": login, "human_sessions": sessions}),
        )
    }

    fn after(session: Value) -> Outcome {
        account(json!(false), json!([session])).outcome(&CONTROL)
    }

    #[test]
    fn no_login_and_no_session_pass_and_a_possible_login_is_half_good() {
        assert_eq!(account(json!(false), json!([])).outcome(&CONTROL), Pass);
        assert_eq!(account(json!(true), json!([])).outcome(&CONTROL), Partial);
    }

    #[test]
    fn a_session_needs_a_record_and_a_new_credential() {
        let session = |record: Value, rotated: Value| {
            let at = "2026-10-01T08:00:00Z";
            json!({"at": at, "break_glass": record, "rotated_after": rotated})
        };
        assert_eq!(after(session(json!("INC-7"), json!(true))), Pass);
        assert_eq!(after(session(json!("INC-7"), json!(false))), Partial);
        assert_eq!(after(session(json!("INC-7"), json!(null))), NotAssessed);
        assert_eq!(after(session(json!(null), json!(true))), Fail);
        assert_eq!(after(session(json!("tbd"), json!(true))), Fail);
        assert_eq!(after(json!({"at": "2026-10-01", "rotated_after": true})), NotAssessed);
    }

    #[test]
    fn old_sessions_are_over_and_future_ones_unusable() {
        assert_eq!(after(json!({"at": "2026-08-23", "break_glass": null})), Pass);
        assert_eq!(after(json!({"at": "2026-08-24", "break_glass": null})), Fail);
        assert_eq!(after(json!({"at": "2026-12-24", "break_glass": "INC-7"})), NotAssessed);
    }

    #[test]
    fn without_telemetry_nothing_is_assessed() {
        assert_eq!(account(json!(null), json!([])).outcome(&CONTROL), NotAssessed);
        assert_eq!(account(json!(false), json!(null)).outcome(&CONTROL), NotAssessed);
        let silent = Bench::new().service_account(json!({"id": "sync"}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_value_that_people_know_fails_at_t3() {
        let secret = |known: Value| Bench::new().secret(json!({"id": "key", "known_to": known}));
        assert_eq!(secret(json!([])).tier(Tier::T3).outcome(&CONTROL), Pass);
        assert_eq!(secret(json!(["ada"])).outcome(&CONTROL), Partial);
        assert_eq!(secret(json!(["ada"])).tier(Tier::T3).outcome(&CONTROL), Fail);
        assert_eq!(secret(json!(null)).outcome(&CONTROL), NotAssessed);
        let federated = json!({"id": "key", "kind": "workload-federation"});
        assert_eq!(Bench::new().secret(federated).outcome(&CONTROL), Pass);
    }
}
