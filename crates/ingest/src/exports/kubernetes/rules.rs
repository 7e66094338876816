//! What the rules of a role allow, where that is more than its name shows.

use std::collections::BTreeMap;

use crate::extract;
use syntax::Node;

/// Verbs with which an account gives itself or takes on what others may do.
const RULING: [&str; 3] = ["bind", "escalate", "impersonate"];

/// A role that a binding grants.
#[derive(Clone)]
pub(super) struct Role {
    pub(super) name: String,
    /// The line that states it, and the pointer to it below the list of objects.
    pub(super) line: u32,
    pub(super) below: String,
}

/// The grants of roles that the file defines, by kind, namespace and name.
pub(super) struct Rules(BTreeMap<String, Vec<Role>>);

impl Rules {
    /// The roles among the objects, which come with their positions and kinds.
    pub(super) fn of(objects: &[(usize, &str, &Node)]) -> Self {
        let roles = objects.iter().filter(|(_, kind, _)| matches!(*kind, "Role" | "ClusterRole"));
        let named = roles.filter_map(|(number, kind, node)| {
            let metadata = node.get("metadata")?;
            let space = extract::raw_str(metadata, "namespace").unwrap_or_default();
            let name = extract::raw_str(metadata, "name")?;
            Some((key(kind, space, name), sweeping(*number, node)))
        });
        Rules(named.collect())
    }

    /// The sweeping grants of the role that a binding names.
    pub(super) fn granted(&self, kind: &str, namespace: &str, name: &str) -> &[Role] {
        self.0.get(&key(kind, namespace, name)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A role of the cluster is in no namespace.
fn key(kind: &str, namespace: &str, name: &str) -> String {
    let space = if kind == "Role" { namespace } else { "" };
    format!("{kind}/{space}/{name}")
}

/// The wildcards in the rules of a role, and the verbs that rule over others: `*:*`, `secrets:*`,
/// `*:get`, `roles:escalate`.
fn sweeping(number: usize, role: &Node) -> Vec<Role> {
    let mut grants: Vec<Role> = Vec::new();
    let rules = role.get("rules").map(Node::list).unwrap_or_default();
    for (at, rule) in rules.iter().enumerate() {
        let verbs = extract::string_list(rule, "verbs");
        let resources = extract::string_list(rule, "resources");
        let every = |list: &[String]| list.iter().any(|one| one == "*");
        for resource in &resources {
            for verb in &verbs {
                let wild = resource == "*" || verb == "*";
                // The widest grant of a rule includes the others.
                let covered =
                    (every(&resources) && resource != "*") || (every(&verbs) && verb != "*");
                let name = format!("{resource}:{verb}");
                let is_known = grants.iter().any(|grant| grant.name == name);
                if (wild && !covered || RULING.contains(&verb.as_str())) && !is_known {
                    let below = format!("/{number}/rules/{at}");
                    grants.push(Role { name, line: rule.line, below });
                }
            }
        }
    }
    grants
}
