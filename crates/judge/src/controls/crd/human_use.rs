//! CRD-08: no interactive human use.

use crate::controls::checks::stated;
use crate::controls::prelude::*;
use model::records::{HumanSession, Material, Secret, ServiceAccount};
use model::threshold;
use model::wording::{days, list};

/// Machine identities that no person uses.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-08",
    slug: "human-use",
    family: Family::Crd,
    title: "No interactive human use",
    why: "What a person does with a machine identity cannot be attributed to that person, and a \
          value that people know leaves with them.",
    criteria: Criteria {
        pass: "Interactive login to the service account is disabled, and each use by a person in \
               the window has an emergency record and was followed by a new credential; nobody \
               knows the secret's value, or it is federated and has none.",
        partial: "Interactive login is possible but was not used, or the credential was not \
                  replaced after a recorded emergency; or, at T1 and T2, somebody knows the value.",
        fail: "A person used the service account without an emergency record, or at T3 somebody \
               knows the secret's value.",
    },
    remediation: "Give the person an identity and a role of their own, deny interactive login, \
                  and replace the credential.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[&threshold::HUMAN_WINDOW],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "human session",
    met: "have a complete emergency record",
    unmet: "have no complete emergency record",
    label: None,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::ServiceAccount(account) => {
            sessions(account, asset, context).worst_of(login(account)).because(
                asset.place_of("interactive_login"),
                quote("interactive_login", &account.interactive_login),
            )
        }
        AssetFacts::Secret(secret) => known_value(secret, asset),
        _ => Judgement::missing_field(asset.record_kind(), "interactive_login"),
    }
}

fn known_value(secret: &Secret, asset: &Asset) -> Judgement {
    // A pass, not "not applicable": else leaving out the kind would earn what federation does not.
    match secret.material() {
        Material::Nothing => {
            let verdict = Judgement::pass("Federated: there is no value that a person could know");
            return federated(verdict, asset, secret);
        }
        Material::Unsettled(field) => return unsettled(field),
        Material::Kept | Material::Contradicted(_) => {}
    }
    let Field::Given(people) = &secret.known_to else {
        let silent = Judgement::silent(&secret.known_to, "secrets", "known_to");
        return contradicted(silent, asset, secret);
    };
    let known = || words!("The value is known to {}", list(people));
    let verdict = match people.as_slice() {
        [] => Judgement::pass("The value is known to nobody"),
        _ if asset.test_tier() == Tier::T3 => Judgement::fail(known()),
        _ => Judgement::partial(known()),
    };
    let verdict = verdict.because(asset.place_of("known_to"), quote("known_to", &secret.known_to));
    contradicted(verdict, asset, secret)
}

fn login(account: &ServiceAccount) -> Judgement {
    let defect = Judgement::partial("Interactive login is possible");
    flag(&account.interactive_login, false, ("service_accounts", "interactive_login"), defect)
}

fn sessions(account: &ServiceAccount, asset: &Asset, context: &Context) -> Judgement {
    let Field::Given(sessions) = &account.human_sessions else {
        return Judgement::silent(&account.human_sessions, "service_accounts", "human_sessions");
    };
    let window = context.limit(&threshold::HUMAN_WINDOW, asset.test_tier());
    let mut items = Items::default();
    for session in sessions.iter().filter(|s| days_between(s.at, context.as_of) <= window) {
        items.push(session.at.to_string(), emergency(session, context));
    }
    match items.is_empty() {
        true => Judgement::pass(words!("No use by a person in the last {}", days(window))),
        false => items.judge(&WORDS, ("service_accounts", "human_sessions")),
    }
}

fn emergency(session: &HumanSession, context: &Context) -> ItemResult {
    let path = |field| ("service_accounts", field);
    match (&session.break_glass, &session.rotated_after) {
        _ if session.at.day() > context.as_of => {
            ItemResult::unknown("dated in the future", path("human_sessions.at"))
        }
        (Field::Absent, _) => ItemResult::missing(path("human_sessions.break_glass")),
        (record, _) if stated(record).is_none() => ItemResult::fail("no record"),
        (_, Field::Given(true)) => ItemResult::pass("recorded, credential replaced"),
        (_, Field::Given(false)) => ItemResult::partial("recorded, credential not replaced"),
        (_, Field::Absent | Field::Blank) => {
            ItemResult::missing(path("human_sessions.rotated_after"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn account(login: Value, sessions: Value) -> Kit {
        Kit::new().service_account(
            json!({"id": "sync", "interactive_login": login, "human_sessions": sessions}),
        )
    }

    fn after(session: Value) -> Outcome {
        account(json!(false), json!([session])).outcome(&CONTROL)
    }

    #[test]
    fn no_login_and_no_session_pass_and_a_possible_login_is_partial() {
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
        let silent = Kit::new().service_account(json!({"id": "sync"}));
        assert_eq!(silent.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_value_that_people_know_fails_at_t3() {
        let secret = |known: Value| Kit::new().secret(json!({"id": "key", "known_to": known}));
        assert_eq!(secret(json!([])).tier(Tier::T3).outcome(&CONTROL), Pass);
        assert_eq!(secret(json!(["ada"])).outcome(&CONTROL), Partial);
        assert_eq!(secret(json!(["ada"])).tier(Tier::T3).outcome(&CONTROL), Fail);
        assert_eq!(secret(json!(null)).outcome(&CONTROL), NotAssessed);
        let federated = json!({"id": "key", "kind": "workload-federation", "issuance": "federated",
                               "location": "none"});
        assert_eq!(Kit::new().secret(federated).outcome(&CONTROL), Pass);
    }
}
