//! One object of the directory: an agent identity, or a service account.

use super::credentials::{self, Holder};
use crate::exports::export::Export;
use crate::exports::folded::elements;
use crate::extract;
use model::records::{Agent, Modifier, RunsAs, ServiceAccount, Status};
use model::{Field, Place};
use syntax::Node;

/// The type that an object names itself.
pub(super) fn kind(node: &Node) -> &str {
    ["@odata.type", "odata.type"]
        .iter()
        .find_map(|key| extract::raw_str(node, key))
        .unwrap_or_default()
}

/// Where an object states its name and its id.
fn stated(
    node: &Node,
    pointer: &str,
    is_agent: bool,
    export: &Export<'_>,
) -> Vec<(&'static str, Place)> {
    let id = ["appId", "id", "objectId"];
    let id = if is_agent { ["id", "objectId", "appId"] } else { id };
    let place = |keys: &[&str]| {
        let one = keys.iter().find(|key| extract::raw_str(node, *key).is_some())?;
        Some(export.place_of_key(node, pointer, one))
    };
    let name = place(&["displayName"]).or_else(|| place(&id));
    [("used_by", place(&id)), ("principal", name)]
        .into_iter()
        .filter_map(|(field, place)| Some((field, place?)))
        .collect()
}

/// Reads an object. An agent keeps its object id, anything else its application id: an app
/// registration and its service principal differ in the first and share the second.
pub(super) fn read(node: &Node, pointer: &str, tenant: Option<&str>, export: &mut Export<'_>) {
    let object = ["id", "objectId"].iter().find_map(|key| extract::redacted_text(node, key));
    let app = extract::redacted_text(node, "appId");
    let is_agent = kind(node).ends_with("agentIdentity");
    let first =
        if is_agent { object.clone().or(app.clone()) } else { app.clone().or(object.clone()) };
    let Some(id) = first else {
        export.notice(node, "an object has no id and was skipped", "export it again");
        return;
    };
    let name = extract::text_field(node, "displayName");
    let shown = name.given().cloned().unwrap_or_else(|| id.clone());
    let known_as = extract::dedup_aliases([Some(id.clone()), object, app]);
    let grants = Grants::of(node);
    let holder = Holder {
        principal: shown.clone(),
        managed: extract::raw_str(node, "servicePrincipalType") == Some("ManagedIdentity"),
        used_by: format!("{}/{id}", if is_agent { "agent" } else { "service-account" }),
        scopes: grants.roles(),
        stated: stated(node, pointer, is_agent, export),
        id: id.clone(),
    };
    let held = credentials::read(node, pointer, &holder, export);
    let status = match extract::bool_at(node, "accountEnabled") {
        Some(true) => Field::Given(Status::Active),
        Some(false) => Field::Given(Status::Disabled),
        None => Field::Absent,
    };
    let last_used = node.get("signInActivity").or_else(|| node.get("lastSignInActivity"));
    let last_used =
        last_used.map_or(Field::Absent, |seen| export.moment(seen, "lastSignInDateTime"));
    if !is_agent {
        let owner = people(node, &["owners"]);
        let roles = holder.scopes;
        let account = ServiceAccount {
            id,
            name,
            known_as,
            owner,
            roles,
            status,
            last_used,
            ..Default::default()
        };
        return export.account(node, pointer, account);
    }
    if held == 0 && !grants.all.is_empty() {
        let message = format!("`{shown}` is granted {}", grants.all.join(", "));
        export.notice(node, message, "bind the agent to the servers these grants are for");
    }
    let owned_by = extract::raw_str(node, "appOwnerOrganizationId");
    let foreign = tenant.is_some() && owned_by.is_some() && tenant != owned_by;
    let agent = Agent {
        id,
        name,
        known_as,
        // A sponsor is accountable for the agent; an owner maintains its settings.
        owner: people(node, &["sponsors", "owners"]),
        purpose: extract::text_field(node, "description"),
        runs_as: Field::Given(if grants.only_delegated {
            RunsAs::Delegated
        } else {
            RunsAs::OwnIdentity
        }),
        modifiers: if foreign { vec![Modifier::ThirdParty].into() } else { Field::Absent },
        status,
        last_used,
        ..Agent::default()
    };
    export.agent(node, pointer, agent);
}

/// The people of the first of these lists that names any; blank where all are empty.
fn people(node: &Node, lists: &[&str]) -> Field<Vec<String>> {
    const NAMES: [&str; 4] = ["userPrincipalName", "mail", "displayName", "id"];
    let person = |one: &Node| NAMES.iter().find_map(|key| extract::redacted_text(one, key));
    let carried = lists.iter().filter(|key| node.get(key).is_some());
    let mut people = carried
        .clone()
        .map(|key| elements(node, key).iter().filter_map(person).collect::<Vec<_>>());
    match people.find(|people| !people.is_empty()) {
        Some(people) => Field::Given(people),
        None if carried.count() == lists.len() => Field::Blank,
        None => Field::Absent,
    }
}

/// What an identity was granted.
struct Grants {
    all: Vec<String>,
    only_delegated: bool,
    whole: bool,
}

impl Grants {
    fn of(node: &Node) -> Self {
        let role = |one: &Node| {
            extract::redacted_text(one, "appRoleValue")
                .or_else(|| extract::redacted_text(one, "appRoleId"))
        };
        let mut all: Vec<String> =
            elements(node, "appRoleAssignments").iter().filter_map(role).collect();
        // Roles of the directory itself, where the export was expanded by membership.
        for list in ["memberOf", "transitiveMemberOf"] {
            let roles =
                elements(node, list).iter().filter(|one| kind(one).ends_with("directoryRole"));
            all.extend(roles.filter_map(|one| extract::redacted_text(one, "displayName")));
        }
        let own = !all.is_empty();
        for grant in elements(node, "oauth2PermissionGrants") {
            let scopes = extract::raw_str(grant, "scope").unwrap_or_default();
            all.extend(extract::parts(scopes, char::is_whitespace));
        }
        let carried = ["appRoleAssignments", "oauth2PermissionGrants"];
        Grants {
            only_delegated: !own && !all.is_empty(),
            whole: carried.iter().all(|key| node.get(key).is_some()),
            all,
        }
    }

    /// The roles; none are declared only where both kinds of grant were exported.
    fn roles(&self) -> Field<Vec<String>> {
        match self.all.is_empty() && !self.whole {
            true => Field::Absent,
            false => Field::Given(self.all.clone()),
        }
    }
}
