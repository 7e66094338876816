//! Role bindings: which service account holds which role.

use std::collections::BTreeMap;

use super::rules::{Role, Rules};
use crate::extract;
use syntax::Node;

/// What bindings grant.
#[derive(Default)]
pub(super) struct Granted<'n> {
    /// The roles of each service account, by its user name.
    accounts: BTreeMap<String, Grants<'n>>,
    /// The roles of all accounts of a namespace; of all namespaces under the empty name.
    groups: BTreeMap<String, Vec<Role>>,
}

/// What bindings grant to one account.
pub(super) struct Grants<'n> {
    /// The roles, each once, in the order of the bindings.
    pub(super) roles: Vec<Role>,
    /// The first binding, and its position in the list.
    pub(super) binding: (usize, &'n Node),
}

/// The groups that hold every service account.
const EVERYBODY: [&str; 3] =
    ["system:serviceaccounts", "system:authenticated", "system:unauthenticated"];

impl<'n> Granted<'n> {
    /// The grants of every binding among the objects, which come with their positions and kinds.
    ///
    /// A role that holds in one namespace is written with it, as in `admin@crm`. Where the file has the
    /// role itself, its wildcards are written beside it, whatever it is called.
    pub(super) fn of(objects: &[(usize, &'n str, &'n Node)]) -> Self {
        let rules = Rules::of(objects);
        let mut granted = Granted::default();
        for (number, kind, node) in objects.iter().filter(|(_, kind, _)| is_binding(kind)) {
            let namespace = node
                .get("metadata")
                .and_then(|metadata| extract::redacted_text(metadata, "namespace"));
            let roles = roles((*number, kind, node), namespace.as_deref(), &rules);
            for subject in node.get("subjects").map(Node::list).unwrap_or_default() {
                granted.add(subject, namespace.as_deref(), &roles, (*number, node));
            }
        }
        granted
    }

    fn add(
        &mut self,
        subject: &Node,
        namespace: Option<&str>,
        roles: &[Role],
        binding: (usize, &'n Node),
    ) {
        let Some(name) = extract::redacted_text(subject, "name") else { return };
        let user = match extract::raw_str(subject, "kind") {
            Some("ServiceAccount") => {
                let space = extract::redacted_text(subject, "namespace");
                user(space.as_deref().or(namespace), &name)
            }
            // A service account may be written as the user that it is.
            Some("User") if name.starts_with(USER) => name,
            Some("Group") => {
                let of_all = EVERYBODY.contains(&name.as_str()).then_some("");
                let group = of_all.or_else(|| name.strip_prefix("system:serviceaccounts:"));
                if let Some(space) = group {
                    unite(self.groups.entry(space.to_string()).or_default(), roles);
                }
                return;
            }
            _ => return,
        };
        let account =
            self.accounts.entry(user).or_insert_with(|| Grants { roles: Vec::new(), binding });
        unite(&mut account.roles, roles);
    }

    /// Takes the roles of an account out: those bound to it, and to the groups that it is in.
    pub(super) fn take(&mut self, user: &str, namespace: Option<&str>) -> Option<Vec<Role>> {
        let own = self.accounts.remove(user).map(|grants| grants.roles);
        let groups = ["", namespace.unwrap_or_default()].map(|space| self.groups.get(space));
        let mut roles = own;
        for shared in groups.into_iter().flatten() {
            unite(roles.get_or_insert_default(), shared);
        }
        roles
    }

    /// The accounts that only bindings show, in order of their names.
    pub(super) fn rest(self) -> impl Iterator<Item = (String, Grants<'n>)> {
        self.accounts.into_iter()
    }
}

/// Whether an object binds a role.
pub(super) fn is_binding(kind: &str) -> bool {
    matches!(kind, "RoleBinding" | "ClusterRoleBinding")
}

/// The role of a binding, and the sweeping grants in it.
fn roles(
    (number, kind, node): (usize, &str, &Node),
    namespace: Option<&str>,
    rules: &Rules,
) -> Vec<Role> {
    let Some(role) = node.get("roleRef") else { return Vec::new() };
    let Some(name) = extract::redacted_text(role, "name") else { return Vec::new() };
    let of = extract::raw_str(role, "kind").unwrap_or("ClusterRole");
    let sweeping = rules.granted(of, namespace.unwrap_or_default(), &name);
    let limit = namespace.filter(|_| kind == "RoleBinding");
    let line = role.get("name").map_or(role.line, |name| name.line);
    let bound = Role { name, line, below: format!("/{number}/roleRef/name") };
    let all = std::iter::once(&bound).chain(sweeping).cloned();
    all.map(|role| match limit {
        Some(space) => Role { name: format!("{}@{space}", role.name), ..role },
        None => role,
    })
    .collect()
}

fn unite(known: &mut Vec<Role>, more: &[Role]) {
    for role in more {
        if !known.iter().any(|one| one.name == role.name) {
            known.push(role.clone());
        }
    }
}

/// How the user name of a service account begins.
const USER: &str = "system:serviceaccount:";

/// The name that Kubernetes itself gives an account as a user. A manifest may leave the namespace to the
/// command that applies it; then the name alone has to do.
pub(super) fn user(namespace: Option<&str>, name: &str) -> String {
    match namespace {
        Some(space) => format!("{USER}{space}:{name}"),
        None => name.to_string(),
    }
}
