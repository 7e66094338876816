//! Policies of projects, folders and resources, as `gcloud … get-iam-policy` and `gcloud asset
//! search-all-iam-policies` write them: which account holds which role.
//!
//! A condition narrows a grant by what only the platform can evaluate: it makes no grant look smaller.

use std::collections::BTreeMap;

use crate::exports::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::ServiceAccount;
use model::{Facts, Field, FormatId};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("gcp-iam-policy"),
    title: "Google Cloud IAM policy",
    recognise,
    read,
};

fn recognise(root: &Node) -> bool {
    extract::sample_rows(policies(root)).any(|policy| {
        let bindings = extract::sample_rows(bindings(policy));
        bindings.into_iter().any(|one| extract::has_keys(one, &["role", "members"]))
    })
}

/// One policy, or a list of those of several resources.
fn policies(root: &Node) -> &[Node] {
    match (&root.value, root.get("results")) {
        (_, Some(results)) => results.list(),
        (Value::List(nodes), None) => nodes,
        _ => std::slice::from_ref(root),
    }
}

fn bindings(policy: &Node) -> &[Node] {
    extract::list_at(policy.get("policy").unwrap_or(policy), "bindings")
}

/// What policies grant to one account, and the first binding that does.
struct Granted<'n> {
    roles: Vec<String>,
    node: &'n Node,
    pointer: String,
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    export.pages(root, &["nextPageToken"]);
    let mut accounts: BTreeMap<String, Granted<'_>> = BTreeMap::new();
    for (at, policy) in policies(root).iter().enumerate() {
        // The resource, without the scheme and the host that all of them share.
        let resource = extract::redacted_text(policy, "resource");
        let resource =
            resource.as_deref().map(|name| name.rsplit("googleapis.com/").next().unwrap_or(name));
        for (number, binding) in bindings(policy).iter().enumerate() {
            let Some(role) = extract::redacted_text(binding, "role") else { continue };
            let role = resource.map_or_else(|| role.clone(), |where_| format!("{role}@{where_}"));
            for member in extract::list_at(binding, "members").iter().filter_map(Node::text) {
                if matches!(member, "allUsers" | "allAuthenticatedUsers") {
                    let message = format!("{role} is granted to {member}");
                    export.notice(binding, message, "name the accounts that need it");
                }
                let Some(account) = account(member) else { continue };
                let granted = accounts.entry(account).or_insert_with(|| Granted {
                    roles: Vec::new(),
                    node: binding,
                    pointer: format!("/{at}/bindings/{number}"),
                });
                if !granted.roles.contains(&role) {
                    granted.roles.push(role.clone());
                }
            }
        }
    }
    for (id, Granted { roles, node, pointer }) in accounts {
        let known_as = Field::Given(vec![id.clone()]);
        let roles = Field::Given(roles);
        let record = ServiceAccount { id, known_as, roles, ..ServiceAccount::default() };
        export.account(node, &pointer, record);
    }
}

/// The name of the identity that a member is: a service account by its e-mail address, a Kubernetes
/// account by the name it has there, a federated workload as it is written. People and groups are none.
fn account(member: &str) -> Option<String> {
    if let Some(email) = member.strip_prefix("serviceAccount:") {
        // `project.svc.id.goog[namespace/name]`
        let kubernetes = email.strip_suffix(']').and_then(|text| text.split_once('['));
        return Some(match kubernetes.and_then(|(_, inside)| inside.split_once('/')) {
            Some((space, name)) => {
                format!(
                    "system:serviceaccount:{}:{}",
                    extract::redact(space),
                    extract::redact(name)
                )
            }
            None => extract::redact(email),
        });
    }
    let workload = member.starts_with("principal://") && member.contains("/workloadIdentityPools/");
    workload.then(|| extract::redact(member))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench;

    fn roles(text: &str) -> Vec<(String, String)> {
        bench::roles(&FORMAT, text)
    }

    #[test]
    fn the_roles_of_an_account_are_gathered_from_all_bindings() {
        let policy = r#"{"bindings": [
            {"role": "roles/owner", "members": ["user:ada@x.test",
                "serviceAccount:run@p.iam.gserviceaccount.com"]},
            {"role": "roles/viewer", "condition": {"title": "t"}, "members": [
                "serviceAccount:run@p.iam.gserviceaccount.com", "group:ops@x.test",
                "serviceAccount:p.svc.id.goog[crm/sync]",
                "deleted:serviceAccount:old@p.iam.gserviceaccount.com?uid=1"]}],
            "etag": "BwX", "version": 1}"#;
        let run = "run@p.iam.gserviceaccount.com";
        let expected =
            [(run, "roles/owner roles/viewer"), ("system:serviceaccount:crm:sync", "roles/viewer")];
        assert_eq!(roles(policy), expected.map(|(id, held)| (id.to_string(), held.to_string())));
        let several = format!(
            r#"[{{"resource": "//cloudresourcemanager.googleapis.com/projects/p", "policy": {policy}}}]"#
        );
        assert_eq!(roles(&several)[0].1, "roles/owner@projects/p roles/viewer@projects/p");
    }
}
