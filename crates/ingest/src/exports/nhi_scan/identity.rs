//! One identity: an agent, a service account or a secret, by its type.

use crate::exports::export::Export;
use crate::exports::labels;
use crate::extract;
use model::records::{
    Agent, Autonomy, Binding, Environment, Issuance, Location, Modifier, PrincipalKind, Secret,
    SecretKind, ServiceAccount,
};
use model::{Field, Moment};
use syntax::Node;

/// The kind of record that a type means.
enum Sort {
    Agent,
    Account,
    Secret(Option<SecretKind>),
}

fn sort(node: &Node, among_agents: bool) -> Sort {
    match extract::raw_str(node, "type").unwrap_or_default() {
        "ai_agent" | "agent" => Sort::Agent,
        _ if among_agents => Sort::Agent,
        "api_key" => Sort::Secret(Some(SecretKind::ApiKey)),
        "pat" => Sort::Secret(Some(SecretKind::Pat)),
        "ci_cd_token" | "token" => Sort::Secret(Some(SecretKind::Token)),
        "certificate" => Sort::Secret(Some(SecretKind::Certificate)),
        "oauth_client" | "oauth_app" => Sort::Secret(Some(SecretKind::OAuthClient)),
        "secret" => Sort::Secret(None),
        _ => Sort::Account,
    }
}

pub(super) fn read(node: &Node, pointer: &str, among_agents: bool, export: &mut Export<'_>) {
    let Some(id) = extract::redacted_text(node, "id") else {
        export.notice(node, "an identity has no id and was skipped", "give it an id");
        return;
    };
    let sort = sort(node, among_agents);
    let owner = list(node, "owner");
    let last_used = ago(node, "last_used_days", export);
    let name = extract::text_field(node, "name");
    let kind = match sort {
        Sort::Agent => "agent",
        Sort::Account => "service-account",
        Sort::Secret(kind) => return lone(node, pointer, (&id, kind), owner, last_used, export),
    };
    if let Some(secret) = credential(node, &id, export) {
        let used_by = Field::Given(vec![format!("{kind}/{id}")]);
        let (owner, principal) = (owner.clone(), Field::Given(id.clone()));
        export.secret(node, pointer, Secret { used_by, owner, principal, ..secret });
    }
    if matches!(sort, Sort::Agent) {
        return export.agent(node, pointer, agent(node, id, name, owner, last_used));
    }
    let account = ServiceAccount {
        id,
        name,
        owner,
        last_used,
        roles: grants(node),
        environment: environment(node),
        crosses_environments: is(node, "shared_across_env"),
        // Only a person's use is stated plainly; that there was none is not stated.
        interactive_login: if is(node, "human_used") { Field::Given(true) } else { Field::Absent },
        ..ServiceAccount::default()
    };
    export.account(node, pointer, account);
}

fn agent(
    node: &Node,
    id: String,
    name: Field<String>,
    owner: Field<Vec<String>>,
    last_used: Field<Moment>,
) -> Agent {
    let outside = extract::raw_str(node, "exposure") == Some("internet");
    let modifiers = [
        outside.then_some(Modifier::InternetExposed),
        is(node, "third_party").then_some(Modifier::ThirdParty),
        is(node, "autonomous").then_some(Modifier::Autonomous),
    ];
    let modifiers: Vec<Modifier> = modifiers.into_iter().flatten().collect();
    let binding = |one: &Node| {
        Some(Binding { server: extract::redacted_text(one, "name")?, tools: list(one, "tools") })
    };
    Agent {
        id,
        name,
        owner,
        last_used,
        autonomy: match is(node, "autonomous") {
            true => Field::Given(Autonomy::Autonomous),
            false => Field::Absent,
        },
        modifiers: if modifiers.is_empty() { Field::Absent } else { Field::Given(modifiers) },
        bindings: node.get("servers").map_or(Field::Absent, |servers| {
            Field::Given(servers.list().iter().filter_map(binding).collect())
        }),
        ..Agent::default()
    }
}

/// A secret that is listed for itself.
fn lone(
    node: &Node,
    pointer: &str,
    (id, kind): (&str, Option<SecretKind>),
    owner: Field<Vec<String>>,
    last_used: Field<Moment>,
    export: &mut Export<'_>,
) {
    let Some(secret) = credential(node, id, export) else { return };
    let kind = kind.map_or(secret.kind.clone(), Field::Given);
    // Systems by the names that people give them: several show that it is shared, and whether there
    // are more is not stated.
    let users = extract::string_list(node, "used_by");
    let used_by = if users.is_empty() { Field::Absent } else { Field::Given(users) };
    let users_seen = !used_by.is_absent();
    let id = id.to_string();
    let record = Secret { id, kind, owner, last_used, used_by, users_seen, ..secret };
    export.secret(node, pointer, record);
}

/// The credential of an identity, if it has one.
fn credential(node: &Node, id: &str, export: &mut Export<'_>) -> Option<Secret> {
    let (kind, issuance) = match extract::raw_str(node, "credential")? {
        "none" => return None,
        "federated" => (Some(SecretKind::WorkloadFederation), Some(Issuance::Federated)),
        "short_lived_token" => (Some(SecretKind::Token), Some(Issuance::Dynamic)),
        "managed" => (None, Some(Issuance::Dynamic)),
        "static_secret" => (None, Some(Issuance::Static)),
        "api_key" => (Some(SecretKind::ApiKey), Some(Issuance::Static)),
        "certificate" => (Some(SecretKind::Certificate), None),
        _ => (None, None),
    };
    Some(Secret {
        id: format!("{id}/credential"),
        kind: kind.map_or(Field::Absent, Field::Given),
        issuance: issuance.map_or(Field::Absent, Field::Given),
        principal_kind: match is(node, "human_used") {
            true => Field::Given(PrincipalKind::Human),
            false => Field::Absent,
        },
        environment: environment(node),
        location: match extract::raw_str(node, "secret_storage") {
            Some("vault") => Field::Given(Location::Vault),
            // Whether a manager fills the environment is not said, so the lesser is taken.
            Some("env") => Field::Given(Location::EnvFile),
            Some("plaintext" | "file" | "code") => Field::Given(Location::File),
            Some("unknown") => Field::Given(Location::Unknown),
            Some(_) => Field::Absent,
            None if node.get("secret_storage").is_some() => Field::Blank,
            None if kind == Some(SecretKind::WorkloadFederation) => Field::Given(Location::None),
            None => Field::Absent,
        },
        last_rotated: ago(node, "last_rotated_days", export),
        last_used: ago(node, "last_used_days", export),
        scopes: grants(node),
        crosses_environments: is(node, "shared_across_env"),
        ..Secret::default()
    })
}

/// Only a plain `true` is; the importers of this format fill in `false` where the value is unknown.
fn is(node: &Node, key: &str) -> bool {
    extract::bool_at(node, key) == Some(true)
}

/// Whether an account or a credential is stated to be reachable from outside, for which their records
/// have no field.
pub(super) fn is_exposed_without_a_field(node: &Node) -> bool {
    let outside =
        matches!(extract::raw_str(node, "exposure"), Some("internet" | "external_partner"));
    outside && !matches!(sort(node, false), Sort::Agent)
}

/// The id of an identity whose owner is stated to be no longer active.
pub(super) fn left_behind(node: &Node) -> Option<String> {
    let is_left = extract::bool_at(node, &["owner_active"]) == Some(false);
    is_left.then(|| extract::redacted_text(node, "id")).flatten()
}

/// The scopes, and the privilege where it is more than the scopes of one task.
fn grants(node: &Node) -> Field<Vec<String>> {
    let privilege = match extract::raw_str(node, "privilege") {
        Some(privilege @ ("admin" | "privileged")) => format!("privilege:{privilege}"),
        _ => return list(node, "scopes"),
    };
    let mut grants = extract::string_list(node, "scopes");
    grants.push(privilege);
    Field::Given(grants)
}

/// A list, or blank where the key holds nothing. `[]` declares none, except of owners.
fn list(node: &Node, key: &str) -> Field<Vec<String>> {
    let Some(value) = node.get(key) else { return Field::Absent };
    let texts = extract::string_list(node, key);
    let declared = matches!(value.value, syntax::Value::List(_)) && key != "owner";
    if texts.is_empty() && !declared { Field::Blank } else { Field::Given(texts) }
}

fn environment(node: &Node) -> Field<Environment> {
    let Some(value) = node.get("environment") else { return Field::Absent };
    value.text().and_then(labels::environment).map_or(Field::Blank, Field::Given)
}

/// The day that lies as many days before the export as the key says.
fn ago(node: &Node, key: &str, export: &Export<'_>) -> Field<Moment> {
    if node.get(key).is_none() {
        return Field::Absent;
    }
    let days = extract::raw_str(node, key).and_then(|text| text.parse::<u32>().ok());
    match (days, export.captured_at()) {
        (Some(days), Some(taken)) => {
            let day = model::plus_days(taken.day(), -i64::from(days));
            Field::Given(Moment::start_of(day))
        }
        _ => Field::Blank,
    }
}
