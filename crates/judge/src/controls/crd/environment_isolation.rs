//! CRD-06: environment separation.

use std::slice;

use super::crossing::{names, reached, users};
use crate::controls::holdings::used_by;
use crate::controls::prelude::*;
use model::records::Environment;

/// Identities that open one environment and are used in no other.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-06",
    slug: "environment-isolation",
    family: Family::Crd,
    title: "Environment separation",
    why: "Test and development systems have weaker protection. Whatever opens production from \
          there, or works in both, lowers the protection of production to theirs.",
    criteria: Criteria {
        pass: "A secret or service account is used only by servers that run in its environment; a \
               server outside production reaches nothing in production, neither itself nor by \
               calling a server that runs there.",
        partial: "A secret or service account crosses between two environments outside \
                  production.",
        fail: "A secret or service account crosses the boundary of production, in either \
               direction; or a server outside production reaches into production.",
    },
    remediation: "Issue an identity for each environment, remove the production identity from the \
                  others, and rotate it.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "user",
    met: "are in its environment",
    unmet: "are outside its environment",
    label: None,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::Server(server) => reached(asset, server, context),
        AssetFacts::ServiceAccount(account) if account.crosses_environments => shared(asset),
        AssetFacts::Secret(secret) if secret.crosses_environments => shared(asset),
        AssetFacts::ServiceAccount(account) => used(asset, &account.environment, context),
        AssetFacts::Secret(secret) => used(asset, &secret.environment, context),
        _ => used(asset, &Field::Absent, context),
    }
}

/// An export states that it is used in several environments, and not which: one of them may be
/// production.
fn shared(asset: &Asset) -> Judgement {
    Judgement::fail("An export states that several environments share it")
        .because(asset.place_of("crosses_environments"), "shared across environments")
}

/// Where the users of a secret or account run.
fn used(asset: &Asset, environment: &Field<Environment>, context: &Context) -> Judgement {
    let record = asset.record_kind();
    let references = match used_by(asset) {
        Field::Given(references) if references.is_empty() => {
            return Judgement::not_applicable("Declared unused")
                .because(asset.place_of("used_by"), quote("used_by", used_by(asset)));
        }
        Field::Given(references) => references,
        silent => return Judgement::silent(silent, record, "used_by"),
    };
    let Field::Given(opens) = environment else {
        return Judgement::silent(environment, record, "environment");
    };
    let users: Vec<&Asset> = users(references, context).collect();
    let mut items = Items::default();
    for user in &users {
        if let Some(result) = runs_in(user, *opens) {
            items.push(user.key.to_string(), result);
        }
    }
    let verdict = match (users.is_empty(), items.is_empty()) {
        (true, _) => {
            let sentence = "No user of it is in the inventory";
            Judgement::unusable(Reason::MissingRecord, record, "used_by", sentence)
        }
        (false, true) => {
            Judgement::not_applicable("Used only by agents, which have no environment")
        }
        (false, false) => items.judge(&WORDS, ("servers", "environments")),
    };
    // Whatever shows a secret in use shows some of its users.
    let whole = !matches!(&asset.facts, AssetFacts::Secret(secret) if secret.users_seen);
    let verdict = match verdict.outcome {
        Outcome::Pass | Outcome::NotApplicable if !whole => {
            let sentence = "Its known users are in its environment; further users are not stated";
            Judgement::unusable(Reason::MissingField, record, "used_by", sentence)
        }
        _ => verdict,
    };
    verdict.because(asset.place_of("environment"), quote("environment", environment))
}

/// The verdict on one user. Agents state no environment.
fn runs_in(user: &Asset, opens: Environment) -> Option<ItemResult> {
    let (environments, path): (_, FieldPath) = match &user.facts {
        AssetFacts::Server(server) => (server.environments.items(), ("servers", "environments")),
        AssetFacts::ServiceAccount(account) => (
            account.environment.given().map_or(&[][..], slice::from_ref),
            ("service_accounts", "environment"),
        ),
        _ => return None,
    };
    let in_production =
        opens == Environment::Production || environments.contains(&Environment::Production);
    let note = words!("runs in {}", names(environments));
    Some(match environments.contains(&opens) {
        _ if environments.is_empty() => ItemResult::missing(path),
        true => ItemResult::pass(note),
        false if in_production => ItemResult::fail(note),
        false => ItemResult::partial(note),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn used(opens: Value, runs_in: Value) -> Outcome {
        let record = json!({"id": "key", "environment": opens, "used_by": ["crm"]});
        let server = json!({"id": "crm", "environments": runs_in});
        let secret = Kit::new().secret(record.clone()).server(server.clone());
        let account = Kit::new().service_account(record).server(server);
        assert_eq!(secret.outcome(&CONTROL), account.outcome(&CONTROL));
        secret.outcome(&CONTROL)
    }

    #[test]
    fn an_identity_stays_in_its_environment() {
        assert_eq!(used(json!("production"), json!(["production"])), Pass);
        assert_eq!(used(json!("staging"), json!(["production", "staging"])), Pass);
        assert_eq!(used(json!("test"), json!(["development"])), Partial);
        assert_eq!(used(json!("production"), json!(["staging"])), Fail);
        assert_eq!(used(json!("staging"), json!(["production"])), Fail);
    }

    #[test]
    fn an_unknown_environment_on_either_side_is_not_assessed() {
        assert_eq!(used(json!(null), json!(["staging"])), NotAssessed);
        assert_eq!(used(json!("staging"), json!(null)), NotAssessed);
        assert_eq!(used(json!("staging"), json!([])), NotAssessed);
    }

    #[test]
    fn users_that_an_export_shows_prove_no_isolation() {
        let seen = |opens: &str| {
            let record = json!({"id": "key", "environment": opens, "used_by": ["crm"]});
            let server = json!({"id": "crm", "environments": ["production"]});
            let kit = Kit::new().secret(record).server(server).with(|asset| {
                if let AssetFacts::Secret(secret) = &mut asset.facts {
                    secret.users_seen = true;
                }
            });
            kit.outcome(&CONTROL)
        };
        assert_eq!(seen("production"), NotAssessed);
        assert_eq!(seen("staging"), Fail, "one that crosses is enough");
    }

    #[test]
    fn what_is_stated_to_be_shared_crosses() {
        let kit = Kit::new().service_account(json!({"id": "sync"})).with(|asset| {
            if let AssetFacts::ServiceAccount(account) = &mut asset.facts {
                account.crosses_environments = true;
            }
        });
        assert_eq!(kit.outcome(&CONTROL), Fail);
    }

    #[test]
    fn users_must_be_known_and_able_to_run_somewhere() {
        let secret = |used_by: Value| {
            Kit::new().secret(json!({"id": "key", "environment": "test", "used_by": used_by}))
        };
        assert_eq!(secret(json!([])).outcome(&CONTROL), NotApplicable);
        assert_eq!(secret(json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(secret(json!(["bot"])).outcome(&CONTROL), NotAssessed);
        let agent = secret(json!(["bot"])).agent(json!({"id": "bot"}));
        assert_eq!(agent.outcome(&CONTROL), NotApplicable);
        let account = |environment: Value| json!({"id": "sa", "environment": environment});
        let kit = |e| secret(json!(["service-account/sa"])).service_account(account(e));
        assert_eq!(kit(json!("test")).outcome(&CONTROL), Pass);
        let ask = kit(json!(null)).judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("service_accounts.environment"));
    }

    #[test]
    fn a_server_outside_production_reaches_nothing_inside() {
        let reaching = |runs_in: Value, target: Value| {
            let reach = json!([{"target": "orders", "environment": target}]);
            let server = json!({"id": "crm", "environments": runs_in, "reach": reach, "uses": []});
            Kit::new().server(server).outcome(&CONTROL)
        };
        assert_eq!(reaching(json!(["production"]), json!("production")), Pass);
        assert_eq!(reaching(json!(["production"]), json!("staging")), Pass);
        assert_eq!(reaching(json!(["local"]), json!("test")), Pass);
        assert_eq!(reaching(json!(["local"]), json!("production")), Fail);
        assert_eq!(reaching(json!(["local"]), json!(null)), NotAssessed);
        assert_eq!(reaching(json!(null), json!("production")), NotAssessed);
        assert_eq!(reaching(json!([]), json!("production")), NotAssessed);
    }

    #[test]
    fn calling_a_server_in_production_crosses_into_it() {
        let calling = |runs_in: &str, callee: Value, reach: Value| {
            let server = json!({"id": "try", "environments": [runs_in], "reach": reach,
                                "uses": ["crm"]});
            let callee = json!({"id": "crm", "environments": callee});
            Kit::new().server(server).server(callee).outcome(&CONTROL)
        };
        assert_eq!(calling("test", json!(["production"]), json!([])), Fail);
        assert_eq!(calling("test", json!(["production", "test"]), json!([])), Pass);
        assert_eq!(calling("test", json!(["staging"]), json!([])), Pass);
        assert_eq!(calling("test", json!(null), json!([])), NotAssessed);
        assert_eq!(calling("production", json!(["production"]), json!([])), Pass);
        let silent = json!({"id": "try", "environments": ["test"],
                            "reach": [{"target": "x", "environment": "test"}]});
        let ask = Kit::new().server(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("servers.uses"));
    }

    #[test]
    fn only_a_declared_empty_reach_leaves_nothing_to_judge() {
        let of = |record| Kit::new().server(record).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "clock", "reach": [], "uses": []})), NotApplicable);
        let silent = json!({"id": "clock", "reach": [], "environments": ["test"]});
        assert_eq!(of(silent), NotAssessed);
        assert_eq!(of(json!({"id": "clock", "environments": ["test"]})), NotAssessed);
    }
}
