//! Role assignments of Azure and of the directory, as `az role assignment list`, `Get-AzRoleAssignment`
//! and Microsoft Graph write them: which service principal holds which role, and where.

use std::collections::BTreeMap;

use crate::exports::export::Export;
use crate::exports::folded::folded;
use crate::extract::{self, raw_str, redacted_text};
use crate::format::{Format, Origin};
use model::records::ServiceAccount;
use model::{Facts, Field, FormatId};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("azure-role-assignments"),
    title: "Azure role assignments",
    recognise,
    read,
};

fn recognise(root: &Node) -> bool {
    extract::sample_rows(entries(root)).any(|node| is_assignment(&folded(node)))
}

fn entries(root: &Node) -> &[Node] {
    match (&root.value, root.get("value").or_else(|| root.get("Value"))) {
        (_, Some(list)) => list.list(),
        (Value::List(nodes), None) => nodes,
        _ => std::slice::from_ref(root),
    }
}

fn is_assignment(node: &Node) -> bool {
    let node = assignment(node);
    PRINCIPAL.iter().any(|key| node.get(key).is_some())
        && ["roleDefinitionName", "roleDefinitionId", "roleDefinition"]
            .iter()
            .any(|key| node.get(key).is_some())
}

/// The interface of Azure itself puts all but the id under `properties`.
fn assignment(node: &Node) -> &Node {
    node.get("properties").unwrap_or(node)
}

/// Keys of the principal's object id.
const PRINCIPAL: [&str; 2] = ["principalId", "objectId"];

/// Whether the principal is an application or a managed identity, and no person or group.
fn is_workload(node: &Node) -> bool {
    let stated = ["principalType", "objectType"].iter().find_map(|key| raw_str(node, *key));
    let kind = node.get("principal").and_then(|one| raw_str(one, "@odata.type"));
    stated.or(kind).is_some_and(|kind| {
        kind.eq_ignore_ascii_case("ServicePrincipal")
            || kind.eq_ignore_ascii_case("MSI")
            || kind.ends_with(".servicePrincipal")
            || kind.ends_with(".agentIdentity")
    })
}

/// The role, with the place where it holds.
fn role(node: &Node) -> Option<String> {
    let shown = node.get("roleDefinition").and_then(|role| redacted_text(role, "displayName"));
    let id = || {
        let id = redacted_text(node, "roleDefinitionId")?;
        Some(id.rsplit('/').next().unwrap_or_default().to_string())
    };
    let role = redacted_text(node, "roleDefinitionName").or(shown).or_else(id)?;
    let scope = ["scope", "directoryScopeId"].iter().find_map(|key| redacted_text(node, *key));
    Some(match scope.as_deref() {
        None | Some("/") => role,
        Some(scope) => format!("{role}@{scope}"),
    })
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let root = &*folded(root);
    let mut export = Export::new(origin, facts);
    export.pages(root, &["@odata.nextLink", "nextLink"]);
    let mut accounts: BTreeMap<String, (usize, &Node, Vec<String>)> = BTreeMap::new();
    for (number, node) in entries(root).iter().enumerate() {
        let inner = assignment(node);
        let principal = PRINCIPAL.iter().find_map(|key| redacted_text(inner, *key));
        let (true, Some(id), Some(role)) = (is_workload(inner), principal, role(inner)) else {
            continue;
        };
        let (_, _, roles) = accounts.entry(id).or_insert_with(|| (number, node, Vec::new()));
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    let list = if root.get("value").is_some() { "/value" } else { "" };
    for (id, (number, node, roles)) in accounts {
        let inner = assignment(node);
        // The command line has the application id as the name of a service principal.
        let name =
            ["principalName", "displayName"].iter().find_map(|key| redacted_text(inner, *key));
        let record = ServiceAccount {
            known_as: extract::dedup_aliases([
                Some(id.clone()),
                redacted_text(inner, "principalName"),
            ]),
            name: name.map_or(Field::Absent, Field::Given),
            roles: Field::Given(roles),
            id,
            ..ServiceAccount::default()
        };
        export.account(node, &format!("{list}/{number}"), record);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench;

    fn roles(text: &str) -> Vec<(String, String)> {
        bench::roles(&FORMAT, text)
    }

    #[test]
    fn every_tool_lists_the_same_assignments() {
        let expected = vec![("o1".to_string(), "Owner@/subscriptions/7".to_string())];
        for text in [
            r#"[{"principalId": "o1", "principalName": "a1", "principalType": "ServicePrincipal",
                "roleDefinitionName": "Owner", "scope": "/subscriptions/7"},
                {"principalId": "u1", "principalType": "User", "roleDefinitionName": "Owner",
                "scope": "/"}]"#,
            r#"[{"ObjectId": "o1", "ObjectType": "ServicePrincipal", "DisplayName": "sync",
                "RoleDefinitionName": "Owner", "Scope": "/subscriptions/7"}]"#,
        ] {
            assert_eq!(roles(text), expected);
        }
        let graph = r##"{"value": [{"principalId": "o1", "directoryScopeId": "/",
            "principal": {"@odata.type": "#microsoft.graph.servicePrincipal"},
            "roleDefinition": {"displayName": "Global Administrator"}}]}"##;
        assert_eq!(roles(graph), [("o1".to_string(), "Global Administrator".to_string())]);
        let api = r#"{"value": [{"properties": {"principalId": "o1", "scope": "/subscriptions/7",
            "principalType": "ServicePrincipal",
            "roleDefinitionId": "/subscriptions/7/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}}]}"#;
        assert_eq!(roles(api)[0].1, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635@/subscriptions/7");
    }
}
