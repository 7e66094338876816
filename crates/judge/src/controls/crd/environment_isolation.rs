//! CRD-06: production and other environments kept apart.

use std::slice;

use super::crossing::reached;
use crate::controls::holdings::Wanted;
use model::records::Environment;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Reason, Severity, Tier,
};

/// Identities that open one environment and are used in no other.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-06",
    slug: "environment-isolation",
    family: Family::Crd,
    title: "It does not cross from one environment into another",
    why: "Test and development systems are guarded less. Whatever there opens production, or \
          works in both, lowers the guard of production to theirs.",
    criteria: Criteria {
        pass: "A secret or service account is used only by servers that run in its environment; a \
               server outside production reaches nothing in production, neither itself nor by \
               calling a server that runs there.",
        partial: "A secret or service account crosses between two environments outside \
                  production.",
        fail: "A secret or service account crosses the border of production, either way; or a \
               server outside production reaches into it.",
    },
    remediation: "Issue an identity for each environment, take the production one out of the \
                  others, and rotate it there.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::ServiceAccount, AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::Server(server) => reached(asset, server, context),
        AssetFacts::ServiceAccount(account) => {
            used(asset, &account.environment, &account.used_by, context)
        }
        AssetFacts::Secret(secret) => used(asset, &secret.environment, &secret.used_by, context),
        _ => Judgement::not_applicable("It belongs to no environment"),
    }
}

/// Where the users of a secret or account run.
fn used(
    asset: &Asset,
    environment: &Field<Environment>,
    used_by: &Field<Vec<String>>,
    context: &Context,
) -> Judgement {
    let record = asset.record_kind();
    let references = match used_by {
        Field::Given(references) if references.is_empty() => {
            return Judgement::not_applicable("It is declared that nothing uses it")
                .because(asset.place(), "used_by = []");
        }
        Field::Given(references) => references,
        silent => return Judgement::silent(silent, record, "used_by"),
    };
    let Field::Given(opens) = environment else {
        return Judgement::silent(environment, record, "environment");
    };
    let users: Vec<&Asset> = users(references, context).collect();
    let (mut items, mut wanted) = (Vec::new(), None);
    for (item, missing) in users.iter().filter_map(|user| item(user, *opens)) {
        wanted = wanted.or(missing);
        items.push(item);
    }
    let verdict = match (users.is_empty(), items.is_empty()) {
        (true, _) => Judgement::unusable(
            Reason::MissingRecord,
            record,
            "used_by",
            "What uses it is not in the inventory",
        ),
        (false, true) => {
            Judgement::not_applicable("Only agents use it, which belong to no environment")
        }
        (false, false) => {
            let ask = wanted.unwrap_or(("servers", "environments"));
            Judgement::of_items("user", "are in its environment", items, ask)
        }
    };
    verdict.because(asset.place(), format!("environment = {}", opens.id()))
}

/// The servers, agents and service accounts that a list names.
pub(super) fn users<'a>(
    references: &'a [String],
    context: &'a Context,
) -> impl Iterator<Item = &'a Asset> {
    let mut seen = std::collections::HashSet::new();
    let all = references.iter().flat_map(|reference| context.referred(reference));
    all.filter(move |asset| asset.key.kind != AssetKind::Secret && seen.insert(&asset.key))
}

/// The verdict on one user and, where it is silent, what to ask for. Agents state no environment.
fn item(user: &Asset, opens: Environment) -> Option<(Item, Option<Wanted>)> {
    let (runs_in, wanted): (_, Wanted) = match &user.facts {
        AssetFacts::Server(server) => (server.environments.items(), ("servers", "environments")),
        AssetFacts::ServiceAccount(account) => (
            account.environment.given().map_or(&[][..], slice::from_ref),
            ("service_accounts", "environment"),
        ),
        _ => return None,
    };
    let name = user.key.to_string();
    if runs_in.is_empty() {
        let item = Item::new(name, Outcome::NotAssessed, "runs where nobody states");
        return Some((item, Some(wanted)));
    }
    let crosses_production =
        opens == Environment::Production || runs_in.contains(&Environment::Production);
    let outcome = match runs_in.contains(&opens) {
        true => Outcome::Pass,
        false if crosses_production => Outcome::Fail,
        false => Outcome::Partial,
    };
    Some((Item::new(name, outcome, format!("runs in {}", names(runs_in))), None))
}

pub(super) fn names(environments: &[Environment]) -> String {
    environments.iter().map(|e| e.id()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn used(opens: Value, runs_in: Value) -> Outcome {
        let record = json!({"id": "key", "environment": opens, "used_by": ["crm"]});
        let server = json!({"id": "crm", "environments": runs_in});
        let secret = Bench::new().secret(record.clone()).server(server.clone());
        let account = Bench::new().service_account(record).server(server);
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
    fn users_must_be_known_and_able_to_run_somewhere() {
        let secret = |used_by: Value| {
            Bench::new().secret(json!({"id": "key", "environment": "test", "used_by": used_by}))
        };
        assert_eq!(secret(json!([])).outcome(&CONTROL), NotApplicable);
        assert_eq!(secret(json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(secret(json!(["bot"])).outcome(&CONTROL), NotAssessed);
        let agent = secret(json!(["bot"])).agent(json!({"id": "bot"}));
        assert_eq!(agent.outcome(&CONTROL), NotApplicable);
        let account = |environment: Value| json!({"id": "sa", "environment": environment});
        let bench = |e| secret(json!(["service-account/sa"])).service_account(account(e));
        assert_eq!(bench(json!("test")).outcome(&CONTROL), Pass);
        let ask = bench(json!(null)).judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("service_accounts.environment"));
    }

    #[test]
    fn a_server_outside_production_reaches_nothing_inside() {
        let reaching = |runs_in: Value, target: Value| {
            let reach = json!([{"target": "orders", "environment": target}]);
            let server = json!({"id": "crm", "environments": runs_in, "reach": reach, "uses": []});
            Bench::new().server(server).outcome(&CONTROL)
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
            Bench::new().server(server).server(callee).outcome(&CONTROL)
        };
        assert_eq!(calling("test", json!(["production"]), json!([])), Fail);
        assert_eq!(calling("test", json!(["production", "test"]), json!([])), Pass);
        assert_eq!(calling("test", json!(["staging"]), json!([])), Pass);
        assert_eq!(calling("test", json!(null), json!([])), NotAssessed);
        assert_eq!(calling("production", json!(["production"]), json!([])), Pass);
        let silent = json!({"id": "try", "environments": ["test"],
                            "reach": [{"target": "x", "environment": "test"}]});
        let ask = Bench::new().server(silent).judge(&CONTROL).ask.map(|ask| ask.to_string());
        assert_eq!(ask.as_deref(), Some("servers.uses"));
    }

    #[test]
    fn only_a_declared_empty_reach_leaves_nothing_to_judge() {
        let of = |record| Bench::new().server(record).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "clock", "reach": [], "uses": []})), NotApplicable);
        let silent = json!({"id": "clock", "reach": [], "environments": ["test"]});
        assert_eq!(of(silent), NotAssessed);
        assert_eq!(of(json!({"id": "clock", "environments": ["test"]})), NotAssessed);
    }
}
