//! Kubernetes service accounts, as `kubectl get serviceaccounts -o json` or `-o yaml` writes them.
//!
//! A secret that an account lists is a token without an end; tokens that are mounted into pods are
//! short-lived and not listed.

use super::export::Export;
use super::labels::{Carried, Labels};
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount};
use model::{Facts, Field, FormatId, RecordKind};
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
        || nodes.iter().take(looked).any(|node| is_account(root, node))
}

/// Inside a list of one kind the objects do not repeat it.
fn is_account(root: &Node, node: &Node) -> bool {
    let kind = extract::raw_str(node, "kind")
        .or_else(|| extract::raw_str(root, "kind").and_then(|kind| kind.strip_suffix("List")));
    kind == Some("ServiceAccount") && node.get("metadata").is_some()
}

fn objects(root: &Node) -> (&[Node], &'static str) {
    match (&root.value, root.get("items")) {
        (_, Some(items)) => (items.list(), "/items"),
        (Value::List(nodes), None) => (nodes, ""),
        _ => (std::slice::from_ref(root), ""),
    }
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    if let Some(metadata) = root.get("metadata") {
        export.pages(metadata, &["continue"]);
    }
    let (nodes, list) = objects(root);
    let of = |node: &Node| {
        let metadata = node.get("metadata");
        Labels::of(["annotations", "labels"].map(|key| metadata.and_then(|m| m.get(key))))
    };
    let labels: Vec<Labels> = nodes.iter().map(of).collect();
    let carried = Carried::by(&labels);
    let mut others = 0;
    for (number, (node, labels)) in nodes.iter().zip(&labels).enumerate() {
        match is_account(root, node) {
            true => account(node, &format!("{list}/{number}"), (&carried, labels), &mut export),
            false => others += 1,
        }
    }
    if others > 0 {
        let message = format!("{others} objects are not service accounts and were skipped");
        export.notice(root, message, "");
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
}

fn account(
    node: &Node,
    pointer: &str,
    (carried, labels): (&Carried, &Labels),
    export: &mut Export<'_>,
) {
    let Some(metadata) = node.get("metadata") else { return };
    let Some(name) = extract::redacted_text(metadata, "name") else {
        export.notice(node, "a service account has no name and was skipped", "name it");
        return;
    };
    // A manifest may leave the namespace to the command that applies it.
    let namespace = extract::redacted_text(metadata, "namespace");
    let user = namespace.as_ref().map(|space| format!("system:serviceaccount:{space}:{name}"));
    let id = user.clone().unwrap_or_else(|| name.clone());
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
        export.secret(one, &format!("{pointer}/secrets/{number}"), record);
    }
    let record = ServiceAccount {
        name: Field::Given(namespace.map_or_else(|| name.clone(), |n| format!("{n}/{name}"))),
        known_as: extract::dedup_aliases(known.into_iter().chain(cloud)),
        owner: carried.owner(labels),
        environment: carried.environment(labels),
        id,
        ..ServiceAccount::default()
    };
    export.account(node, pointer, record);
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
        assert_eq!(default.record.owner, Field::Blank);
        assert_eq!(facts.exported.secrets[0].record.expires_at, Field::Blank);
        assert!(facts.incomplete.len() == 1 && facts.carried.is_empty());
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
