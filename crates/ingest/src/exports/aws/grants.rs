//! What users and roles of an account may do, gathered from policies and groups.

use std::collections::{BTreeSet, HashMap};

use super::policy;
use crate::exports::export::Export;
use crate::extract;
use model::Field;
use syntax::Node;

/// The policies that come with the account; their names say what they grant.
const BUILT_IN: &str = ":iam::aws:policy/";

/// Groups by name and customer policies by ARN.
pub(super) struct Grants<'a> {
    groups: HashMap<&'a str, &'a Node>,
    policies: HashMap<&'a str, &'a Node>,
}

impl<'a> Grants<'a> {
    pub(super) fn of(root: &'a Node) -> Self {
        let by = |list: &str, key: &str| -> HashMap<&'a str, &'a Node> {
            let nodes = root.get(list).map(Node::list).unwrap_or_default();
            nodes.iter().filter_map(|node| Some((extract::raw_str(node, key)?, node))).collect()
        };
        Grants { groups: by("GroupDetailList", "GroupName"), policies: by("Policies", "Arn") }
    }

    /// The roles of an identity; absent where the export was made without its policies.
    pub(super) fn roles(&self, node: &Node, export: &mut Export<'_>) -> Field<Vec<String>> {
        const LISTS: [&str; 4] =
            ["AttachedManagedPolicies", "UserPolicyList", "RolePolicyList", "GroupList"];
        if LISTS.iter().all(|list| node.get(list).is_none()) {
            return Field::Absent;
        }
        let mut roles = BTreeSet::new();
        self.held(node, &mut roles, export);
        for name in extract::string_list(node, "GroupList") {
            match self.groups.get(name.as_str()) {
                Some(group) => self.held(group, &mut roles, export),
                None => drop(roles.insert(format!("group {name}"))),
            }
        }
        Field::Given(roles.into_iter().collect())
    }

    /// What a user, role or group holds itself.
    fn held(&self, node: &Node, roles: &mut BTreeSet<String>, export: &mut Export<'_>) {
        for attached in list(node, "AttachedManagedPolicies") {
            let Some(arn) = extract::raw_str(attached, "PolicyArn") else { continue };
            let own = self.policies.get(arn).filter(|_| !arn.contains(BUILT_IN));
            match own.and_then(|policy| policy::document(current(policy)?.get("Document")?)) {
                Some(document) => policy::actions(&document, roles),
                // Without its text a policy is known by its name alone.
                None => drop(roles.insert(extract::redact(arn))),
            }
        }
        for key in ["UserPolicyList", "RolePolicyList", "GroupPolicyList"] {
            for inline in list(node, key) {
                match inline.get("PolicyDocument").and_then(policy::document) {
                    Some(document) => policy::actions(&document, roles),
                    None => {
                        let name = extract::redacted_text(inline, "PolicyName").unwrap_or_default();
                        let message = format!("the inline policy `{name}` cannot be read");
                        export.notice(inline, message, "export it again");
                        roles.insert(format!("inline policy {name}"));
                    }
                }
            }
        }
    }
}

fn list<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).map(Node::list).unwrap_or_default()
}

/// The version of a policy that is in force.
fn current(policy: &Node) -> Option<&Node> {
    let versions = list(policy, "PolicyVersionList");
    let default = extract::raw_str(policy, "DefaultVersionId");
    let marked = |version: &&Node| {
        extract::bool_at(version, "IsDefaultVersion") == Some(true)
            || default.is_some() && extract::raw_str(version, "VersionId") == default
    };
    versions.iter().find(marked)
}
