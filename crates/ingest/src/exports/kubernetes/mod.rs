//! Kubernetes service accounts and the roles bound to them, as `kubectl get
//! serviceaccounts,rolebindings,clusterrolebindings,roles,clusterroles -A -o json` or `-o yaml` writes
//! them.
//!
//! A secret that an account lists is a token without an end; tokens that are mounted into pods are
//! short-lived and not listed.

mod bindings;
mod rules;

use self::bindings::{Granted, Grants, is_binding, user};
use self::rules::Role;
use super::export::Export;
use super::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount};
use model::{Facts, Field, FormatId, Placed, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("kubernetes"),
    title: "Kubernetes service accounts",
    recognise,
    read,
};

/// Annotations that tie an account to an identity of a cloud.
const CLOUD: [&str; 3] = [
    "eks.amazonaws.com/role-arn",
    "iam.gke.io/gcp-service-account",
    "azure.workload.identity/client-id",
];

fn recognise(root: &Node) -> bool {
    // A list of everything may begin with anything.
    let (nodes, list) = objects(root);
    let looked = if list.is_empty() { 20 } else { nodes.len() };
    extract::raw_str(root, "kind") == Some("ServiceAccountList")
        || nodes
            .iter()
            .take(looked)
            .any(|node| is_account(root, node) || binds(root, node) || is_role(root, node))
}

/// Inside a list of one kind the objects do not repeat it.
fn kind<'n>(root: &'n Node, node: &'n Node) -> Option<&'n str> {
    extract::raw_str(node, "kind")
        .or_else(|| extract::raw_str(root, "kind").and_then(|kind| kind.strip_suffix("List")))
}

fn is_account(root: &Node, node: &Node) -> bool {
    kind(root, node) == Some("ServiceAccount") && node.get("metadata").is_some()
}

fn binds(root: &Node, node: &Node) -> bool {
    kind(root, node).is_some_and(is_binding) && node.get("roleRef").is_some()
}

/// Whether an object is a role of Kubernetes, and not one of another program.
fn is_role(root: &Node, node: &Node) -> bool {
    let of_kubernetes = [node, root].iter().any(|node| {
        extract::raw_str(node, "apiVersion").is_some_and(|version| version.starts_with("rbac."))
    });
    of_kubernetes && matches!(kind(root, node), Some("Role" | "ClusterRole"))
}

fn objects(root: &Node) -> (&[Node], &'static str) {
    match (&root.value, root.get("items")) {
        (_, Some(items)) => (items.list(), "/items"),
        (Value::List(nodes), None) => (nodes, ""),
        _ => (std::slice::from_ref(root), ""),
    }
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 3] =
    [("name", &["metadata"]), ("owner", &["metadata"]), ("environment", &["metadata"])];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    if let Some(metadata) = root.get("metadata") {
        export.pages(metadata, &["continue"]);
    }
    let (nodes, list) = objects(root);
    let numbered = nodes.iter().enumerate();
    let kinds: Vec<_> =
        numbered.filter_map(|(number, node)| Some((number, kind(root, node)?, node))).collect();
    let mut granted = Granted::of(&kinds);
    let (mut others, mut accounts) = (0_usize, 0_usize);
    for (number, node) in nodes.iter().enumerate() {
        if is_account(root, node) {
            accounts += 1;
            let pointer = format!("{list}/{number}");
            account(node, (list, &pointer), &mut granted, &mut export);
        } else if !binds(root, node) && !matches!(kind(root, node), Some("Role" | "ClusterRole")) {
            others += 1;
        }
    }
    // Accounts that only a binding shows.
    for (id, Grants { roles, binding: (number, node) }) in granted.rest() {
        let known_as = Field::Given(vec![id.clone()]);
        let names = Field::Given(names(&roles));
        let record = ServiceAccount { id, known_as, roles: names, ..ServiceAccount::default() };
        let mut placed = export.placed(node, &format!("{list}/{number}"), record);
        note(&mut placed, &roles, list, &export);
        export.placed_account(placed);
    }
    if others > 0 {
        let message = format!(
            "{others} objects are neither service accounts nor role bindings and were skipped"
        );
        export.notice(root, message, "");
    }
    if accounts > 0 {
        export.mark_complete_register(RecordKind::ServiceAccounts);
    }
}

fn names(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.name.clone()).collect()
}

/// Notes where the roles of an account are stated: in bindings, and in the rules of roles.
fn note(account: &mut Placed<ServiceAccount>, roles: &[Role], list: &str, export: &Export<'_>) {
    for (number, Role { line, below, .. }) in roles.iter().enumerate() {
        let place = export.place_at(*line, format!("{list}{below}"));
        if number == 0 {
            account.from.note_at("roles", place.clone());
        }
        account.from.note_at(format!("roles.{number}"), place);
    }
}

fn account(
    node: &Node,
    (list, pointer): (&str, &str),
    granted: &mut Granted<'_>,
    export: &mut Export<'_>,
) {
    let Some(metadata) = node.get("metadata") else { return };
    let Some(name) = extract::redacted_text(metadata, "name") else {
        export.notice(node, "a service account has no name and was skipped", "name it");
        return;
    };
    let labels = Labels::of(["annotations", "labels"].map(|key| metadata.get(key)));
    let namespace = extract::redacted_text(metadata, "namespace");
    let id = user(namespace.as_deref(), &name);
    let annotations = metadata.get("annotations");
    let cloud = CLOUD.map(|key| annotations.and_then(|all| extract::redacted_text(all, key)));
    let known = [Some(id.clone()), extract::redacted_text(metadata, "uid")];
    let secrets = node.get("secrets").map(Node::list).unwrap_or_default();
    for (number, one) in secrets.iter().enumerate() {
        let Some(secret) = extract::redacted_text(one, "name") else { continue };
        let record = Secret {
            id: format!("{id}/{secret}"),
            kind: Field::Given(SecretKind::Token),
            principal: Field::Given(id.clone()),
            principal_kind: Field::Given(PrincipalKind::Workload),
            used_by: Field::Given(vec![format!("service-account/{id}")]),
            issuance: Field::Given(Issuance::Static),
            expires_at: Field::Blank,
            ..Secret::default()
        };
        let mut placed = export.placed(one, &format!("{pointer}/secrets/{number}"), record);
        for field in ["principal", "used_by"] {
            placed.from.note_at(field, export.place_of_key(node, pointer, "metadata"));
        }
        export.placed_secret(placed);
    }
    let roles = granted.take(&id, namespace.as_deref());
    let record = ServiceAccount {
        name: Field::Given(match &namespace {
            Some(space) => format!("{space}/{name}"),
            None => name.clone(),
        }),
        known_as: extract::dedup_aliases(known.into_iter().chain(cloud)),
        owner: labels.owner(),
        environment: labels.environment(),
        // Without a binding in this file, another may hold one.
        roles: roles.as_deref().map_or(Field::Absent, |roles| Field::Given(names(roles))),
        id,
        ..ServiceAccount::default()
    };
    let mut placed = export.placed(node, pointer, record);
    note(&mut placed, &roles.unwrap_or_default(), list, export);
    export.placed_account(placed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::{read_json, read_node};

    #[test]
    fn a_list_yields_tokens_owners_and_cloud_identities() {
        let facts = read_json(
            &FORMAT,
            r#"{"kind": "List", "metadata": {"continue": "x"}, "items": [
                {"kind": "ServiceAccount", "metadata": {"name": "sync", "namespace": "crm",
                    "uid": "u1", "labels": {"x.test/owner": "crm-team", "env": "prod"},
                    "annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/sync"}},
                 "secrets": [{"name": "sync-token-abcde"}]},
                {"kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "crm"}},
                {"kind": "Pod", "metadata": {"name": "p"}}]}"#,
        );
        let [sync, default] = facts.exported.service_accounts.as_slice() else { panic!("two") };
        let known = ["system:serviceaccount:crm:sync", "u1", "arn:aws:iam::1:role/sync"];
        assert_eq!(sync.record.known_as, Field::Given(known.map(String::from).to_vec()));
        assert_eq!(sync.record.owner, Field::Given(vec!["crm-team".into()]));
        assert_eq!(default.record.owner, Field::Absent);
        assert_eq!(facts.exported.secrets[0].record.expires_at, Field::Blank);
        assert!(facts.incomplete.len() == 1 && facts.carried.is_empty());
    }

    #[test]
    fn bindings_are_the_roles_of_their_accounts() {
        let facts = read_json(
            &FORMAT,
            r#"{"kind": "List", "items": [
                {"kind": "ServiceAccount", "metadata": {"name": "sync", "namespace": "crm"}},
                {"kind": "ServiceAccount", "metadata": {"name": "idle", "namespace": "crm"}},
                {"kind": "ClusterRole", "metadata": {"name": "helper"},
                 "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]},
                {"kind": "ClusterRoleBinding", "metadata": {"name": "a"},
                 "subjects": [{"kind": "ServiceAccount", "name": "sync", "namespace": "crm"},
                    {"kind": "User", "name": "ada"}],
                 "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}},
                {"kind": "RoleBinding", "metadata": {"name": "b", "namespace": "ops"},
                 "subjects": [{"kind": "ServiceAccount", "name": "sync", "namespace": "crm"},
                    {"kind": "ServiceAccount", "name": "bot"}],
                 "roleRef": {"kind": "ClusterRole", "name": "helper"}}]}"#,
        );
        let read = facts.exported.service_accounts.iter();
        let read: Vec<(&str, &[String])> =
            read.map(|one| (one.record.id.as_str(), one.record.roles.items())).collect();
        let sync = ["cluster-admin", "helper@ops", "*:*@ops"].map(String::from);
        let bot = ["helper@ops", "*:*@ops"].map(String::from);
        assert_eq!(
            read,
            [
                ("system:serviceaccount:crm:sync", sync.as_slice()),
                ("system:serviceaccount:crm:idle", &[]),
                ("system:serviceaccount:ops:bot", bot.as_slice()),
            ]
        );
        assert_eq!(facts.exported.service_accounts[1].record.roles, Field::Absent);
    }

    #[test]
    fn wildcards_count_wherever_they_are_written() {
        let role = |verbs: &str, resources: &str| {
            let text = format!(
                r#"{{"kind": "List", "items": [
                    {{"kind": "Role", "metadata": {{"name": "r", "namespace": "a"}},
                      "rules": [{{"verbs": {verbs}, "resources": {resources}}}]}},
                    {{"kind": "Role", "metadata": {{"name": "r", "namespace": "b"}}, "rules": []}},
                    {{"kind": "RoleBinding", "metadata": {{"name": "x", "namespace": "a"}},
                      "roleRef": {{"kind": "Role", "name": "r"}},
                      "subjects": [{{"kind": "User", "name": "system:serviceaccount:a:bot"}}]}},
                    {{"kind": "RoleBinding", "metadata": {{"name": "y", "namespace": "b"}},
                      "roleRef": {{"kind": "Role", "name": "r"}},
                      "subjects": [{{"kind": "ServiceAccount", "name": "bot"}}]}}]}}"#
            );
            let accounts = read_json(&FORMAT, &text).exported.service_accounts;
            let roles = accounts.iter().map(|one| one.record.roles.items().join(" "));
            roles.collect::<Vec<_>>()
        };
        for (verbs, resources, expected) in [
            (r#"["*"]"#, r#"["*"]"#, "r@a *:*@a"),
            (r#"["*", "get"]"#, r#"["secrets"]"#, "r@a secrets:*@a"),
            (r#"["get", "list"]"#, r#"["*", "pods"]"#, "r@a *:get@a *:list@a"),
            (r#"["escalate"]"#, r#"["roles"]"#, "r@a roles:escalate@a"),
            (r#"["get"]"#, r#"["pods"]"#, "r@a"),
        ] {
            assert_eq!(role(verbs, resources), [expected, "r@b"], "{verbs} {resources}");
        }
    }

    #[test]
    fn what_is_bound_to_a_group_is_bound_to_its_accounts() {
        let facts = read_json(
            &FORMAT,
            r#"{"kind": "List", "items": [
                {"kind": "ServiceAccount", "metadata": {"name": "sync", "namespace": "crm"}},
                {"kind": "ServiceAccount", "metadata": {"name": "bot", "namespace": "ops"}},
                {"kind": "ClusterRoleBinding", "metadata": {"name": "a"}, "subjects": [
                    {"kind": "Group", "name": "system:serviceaccounts:crm"}],
                 "roleRef": {"kind": "ClusterRole", "name": "cluster-admin"}},
                {"kind": "ClusterRoleBinding", "metadata": {"name": "b"}, "subjects": [
                    {"kind": "Group", "name": "system:authenticated"},
                    {"kind": "Group", "name": "builders"}],
                 "roleRef": {"kind": "ClusterRole", "name": "view"}}]}"#,
        );
        let [sync, bot] = facts.exported.service_accounts.as_slice() else { panic!("two") };
        assert_eq!(sync.record.roles.items(), ["view", "cluster-admin"]);
        assert_eq!(bot.record.roles.items(), ["view"]);
    }

    #[test]
    fn one_manifest_is_read_too() {
        let text = "kind: ServiceAccount\nmetadata: {name: sync}\n";
        let facts = read_node(&FORMAT, &syntax::yaml(text).expect("yaml"), None);
        assert_eq!(facts.exported.service_accounts[0].record.id, "sync");
        assert!(facts.carried.contains(&RecordKind::ServiceAccounts));
        let list = r#"{"kind": "ServiceAccountList", "items": [{"metadata": {"name": "a"}}]}"#;
        assert_eq!(read_json(&FORMAT, list).exported.service_accounts.len(), 1);
    }
}
