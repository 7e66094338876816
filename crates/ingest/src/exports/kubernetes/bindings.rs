//! Role bindings: which service account holds which role.

use std::collections::BTreeMap;

use crate::extract;
use syntax::Node;

/// The roles of each service account, by its user name, and the first binding that grants one.
pub(super) type Granted<'n> = BTreeMap<String, Grants<'n>>;

/// What bindings grant to one account.
pub(super) struct Grants<'n> {
    /// The roles, each once, in the order of the bindings.
    pub(super) roles: Vec<String>,
    /// The first binding, and its position in the list.
    pub(super) binding: (usize, &'n Node),
}

/// Whether an object binds a role.
pub(super) fn is_binding(kind: Option<&str>) -> bool {
    matches!(kind, Some("RoleBinding" | "ClusterRoleBinding"))
}

/// The grants of every binding among the objects, whose kinds `kind` knows.
///
/// A role of a namespace is written with it, since `admin` of one namespace is less than `admin` of
/// the cluster. A role whose rules allow everything is written with `*`, whatever it is called.
pub(super) fn granted<'n>(
    objects: impl Iterator<Item = (usize, &'n Node)> + Clone,
    kind: impl Fn(&'n Node) -> Option<&'n str>,
) -> Granted<'n> {
    let unlimited: Vec<&str> = objects
        .clone()
        .filter(|(_, node)| {
            matches!(kind(node), Some("Role" | "ClusterRole")) && is_unlimited(node)
        })
        .filter_map(|(_, node)| extract::raw_str(node.get("metadata")?, "name"))
        .collect();
    let mut granted = Granted::new();
    for (number, node) in objects.filter(|(_, node)| is_binding(kind(node))) {
        let Some(role) = node.get("roleRef").and_then(|role| extract::raw_str(role, "name")) else {
            continue;
        };
        let namespace =
            node.get("metadata").and_then(|metadata| extract::redacted_text(metadata, "namespace"));
        let everything = if unlimited.contains(&role) { ":*" } else { "" };
        let role = match (kind(node), &namespace) {
            (Some("RoleBinding"), Some(space)) => format!("{space}/{role}{everything}"),
            _ => format!("{role}{everything}"),
        };
        for subject in node.get("subjects").map(Node::list).unwrap_or_default() {
            if extract::raw_str(subject, "kind") != Some("ServiceAccount") {
                continue;
            }
            let Some(name) = extract::redacted_text(subject, "name") else { continue };
            let space = extract::redacted_text(subject, "namespace").or_else(|| namespace.clone());
            let account = granted
                .entry(user(space.as_deref(), &name))
                .or_insert_with(|| Grants { roles: Vec::new(), binding: (number, node) });
            if !account.roles.contains(&role) {
                account.roles.push(role.clone());
            }
        }
    }
    granted
}

/// The name that Kubernetes itself gives an account as a user. A manifest may leave the namespace to the
/// command that applies it; then the name alone has to do.
pub(super) fn user(namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(space) => format!("system:serviceaccount:{space}:{name}"),
        None => name.to_string(),
    }
}

/// Whether one rule allows every verb on every resource.
fn is_unlimited(role: &Node) -> bool {
    let all = |rule: &Node, key: &str| {
        let listed = rule.get(key).map(Node::list).unwrap_or_default();
        listed.iter().any(|one| one.text() == Some("*"))
    };
    let rules = role.get("rules").map(Node::list).unwrap_or_default();
    rules.iter().any(|rule| all(rule, "verbs") && all(rule, "resources"))
}
