//! Exports of Microsoft Entra ID: service principals, app registrations and agent identities, as
//! Microsoft Graph, the `az` command line and PowerShell write them.

mod credentials;
mod identity;
pub(crate) mod role_assignments;

use super::export::Export;
use super::folded::folded;
use crate::extract;
use crate::format::{Format, Origin};
use model::{Facts, FormatId, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("entra"), title: "Entra identities", recognise, read };

/// The lists that hold the objects, by key; a bare list has none.
const LISTS: [&str; 3] = ["value", "Value", "agents"];

fn recognise(root: &Node) -> bool {
    // A page without objects still says what it is a page of.
    let context = extract::raw_str(root, "@odata.context").unwrap_or_default();
    let empty = ["servicePrincipals", "applications", "agentIdentities"];
    let (nodes, _) = objects(root);
    let by_powershell = |node: &Node| node.get("AppId").is_some() && is_identity(&folded(node));
    extract::sample_rows(nodes).any(|node| is_identity(node) || by_powershell(node))
        || nodes.is_empty() && empty.iter().any(|set| context.contains(set))
}

fn is_identity(node: &Node) -> bool {
    const TYPES: [&str; 3] = ["graph.servicePrincipal", "graph.application", "graph.agentIdentity"];
    const KEYS: [&str; 5] = [
        "servicePrincipalType",
        "passwordCredentials",
        "keyCredentials",
        "signInAudience",
        "servicePrincipalNames",
    ];
    let kind = identity::kind(node);
    TYPES.iter().any(|known| kind.contains(known))
        || node.get("appId").is_some() && KEYS.iter().any(|key| node.get(key).is_some())
}

/// The objects of an export and the pointer to them.
fn objects(root: &Node) -> (&[Node], String) {
    if let Some((key, list)) = LISTS.iter().find_map(|key| Some((key, root.get(key)?))) {
        // PowerShell writes a list of one as the element alone.
        let nodes = if list.is_map() { std::slice::from_ref(list) } else { list.list() };
        return (nodes, format!("/{key}"));
    }
    match &root.value {
        Value::List(nodes) => (nodes, String::new()),
        _ => (std::slice::from_ref(root), String::new()),
    }
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 11] = [
    ("name", &["displayName"]),
    ("status", &["accountEnabled"]),
    ("last_used", &["signInActivity", "lastSignInDateTime"]),
    ("last_used", &["lastSignInActivity", "lastSignInDateTime"]),
    ("owner", &["sponsors"]),
    ("owner", &["owners"]),
    ("purpose", &["description"]),
    ("issued_at", &["startDateTime"]),
    ("issued_at", &["startDate"]),
    ("expires_at", &["endDateTime"]),
    ("expires_at", &["endDate"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let root = &*folded(root);
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    export.pages(root, &["@odata.nextLink", "odata.nextLink"]);
    let tenant = extract::raw_str(root, "tenantId");
    let (nodes, list) = objects(root);
    let mut others = 0;
    for (number, node) in nodes.iter().enumerate() {
        let pointer = format!("{list}/{number}");
        match is_identity(node) {
            true => identity::read(node, &pointer, tenant, &mut export),
            false => others += 1,
        }
    }
    if others > 0 {
        let message = format!("{others} objects are not identities and were skipped");
        export.notice(root, message, "");
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
    export.mark_complete_register(RecordKind::Agents);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;
    use model::Field;
    use model::records::{Issuance, RunsAs, SecretKind, Status};

    #[test]
    fn a_page_of_principals_is_read_as_incomplete() {
        let facts = read_json(
            &FORMAT,
            r##"{"@odata.context": "https://graph/$metadata#servicePrincipals", "value": [
                {"id": "o1", "appId": "a1", "displayName": "sync", "accountEnabled": false,
                 "servicePrincipalType": "Application", "owners": [{"mail": "ada@x.test"}],
                 "appRoleAssignments": [{"appRoleValue": "User.Read.All"}],
                 "passwordCredentials": [{"keyId": "k1", "hint": "abc",
                    "startDateTime": "2025-01-01T00:00:00Z", "endDateTime": null}],
                 "keyCredentials": [{"keyId": "k2", "type": "AsymmetricX509Cert",
                    "endDateTime": "2027-01-01T00:00:00Z"}]},
                {"id": "o2", "appId": "a2", "servicePrincipalType": "ManagedIdentity", "owners": [],
                 "keyCredentials": [{"keyId": "k3", "startDateTime": "2026-01-01T00:00:00Z"}]}],
                "@odata.nextLink": "https://graph/next"}"##,
        );
        let [sync, managed] = facts.exported.service_accounts.as_slice() else { panic!("two") };
        assert_eq!(sync.record.status, Field::Given(Status::Disabled));
        assert_eq!(sync.record.owner, Field::Given(vec!["ada@x.test".into()]));
        assert_eq!(sync.record.known_as, Field::Given(vec!["a1".into(), "o1".into()]));
        assert_eq!(sync.record.roles, Field::Given(vec!["User.Read.All".into()]));
        assert_eq!((&managed.record.owner, &managed.record.roles), (&Field::Blank, &Field::Absent));
        let [password, certificate, platform] = facts.exported.secrets.as_slice() else {
            panic!("three credentials")
        };
        assert_eq!(password.record.kind, Field::Given(SecretKind::OAuthClient));
        assert_eq!(password.record.expires_at, Field::Blank);
        assert_eq!(certificate.record.kind, Field::Given(SecretKind::Certificate));
        assert_eq!(certificate.record.issued_at, Field::Absent);
        assert_eq!(platform.record.issuance, Field::Given(Issuance::Dynamic));
        assert_eq!(platform.record.auto_rotate, Field::Given(true));
        assert!(facts.carried.is_empty() && facts.incomplete.len() == 1);
    }

    #[test]
    fn an_agent_has_sponsors_before_owners() {
        let facts = read_json(
            &FORMAT,
            r##"{"tenantId": "T", "agents": [
                {"@odata.type": "#microsoft.graph.agentIdentity", "id": "g1", "appId": "a1",
                 "displayName": "triage", "appOwnerOrganizationId": "Z", "owners": [{"id": "u2"}],
                 "sponsors": [{"id": "u1", "userPrincipalName": "eve@x.test"}],
                 "appRoleAssignments": [{"appRoleValue": "Tickets.Read"}],
                 "passwordCredentials": [{"startDateTime": "2025-01-01T00:00:00Z"}]},
                {"@odata.type": "#microsoft.graph.agentIdentity", "id": "g2", "sponsors": [],
                 "owners": [], "oauth2PermissionGrants": [{"scope": "Mail.Send User.Read"}]}]}"##,
        );
        let [triage, drafts] = facts.exported.agents.as_slice() else { panic!("two agents") };
        assert_eq!(triage.record.owner, Field::Given(vec!["eve@x.test".into()]));
        assert!(!triage.record.modifiers.items().is_empty(), "from another organisation");
        assert_eq!(triage.record.runs_as, Field::Given(RunsAs::OwnIdentity));
        assert_eq!(drafts.record.owner, Field::Blank);
        assert_eq!(drafts.record.runs_as, Field::Given(RunsAs::Delegated));
        assert!(drafts.record.modifiers.is_absent());
        let [secret] = facts.exported.secrets.as_slice() else { panic!("one secret") };
        assert_eq!(secret.record.used_by, Field::Given(vec!["agent/g1".into()]));
        assert_eq!(secret.record.scopes, Field::Given(vec!["Tickets.Read".into()]));
        assert_eq!(facts.notices.len(), 1, "grants without a credential to hold them");
    }

    #[test]
    fn powershell_is_read_like_the_command_line() {
        let read = |text: &str| {
            let facts = read_json(&FORMAT, text);
            let accounts: Vec<_> =
                facts.exported.service_accounts.into_iter().map(|one| one.record).collect();
            let secrets: Vec<_> =
                facts.exported.secrets.into_iter().map(|one| one.record).collect();
            (accounts, secrets, facts.notices.len())
        };
        let az = read(
            r#"[{"id": "o1", "appId": "a1", "displayName": "sync", "accountEnabled": true,
                "owners": [{"mail": "ada@x.test"}], "passwordCredentials": [{"keyId": "k1",
                "startDateTime": "2025-02-01T00:00:00Z", "endDateTime": "2026-12-31T00:00:00Z"}]}]"#,
        );
        let one = r#"{"Id": "o1", "AppId": "a1", "DisplayName": "sync", "AccountEnabled": true,
            "Owners": {"Mail": "ada@x.test"}, "PasswordCredentials": {"KeyId": "k1",
            "StartDateTime": {"value": "\/Date(1738368000000)\/", "DateTime": "Saturday"},
            "EndDateTime": "\/Date(1798675200000)\/"}}"#;
        assert_eq!(read(one), az, "a single object");
        assert_eq!(read(&format!("[{one}]")), az);
        assert_eq!(read(&format!(r#"{{"value": [{one}], "Count": 1}}"#)), az, "a wrapped list");
        let old = r#"{"ObjectId": "o1", "AppId": "a1", "DisplayName": "sync",
            "AccountEnabled": "True", "Owners": [{"Mail": "ada@x.test"}], "PasswordCredentials":
            [{"KeyId": "k1", "StartDate": "2025-02-01T00:00:00", "EndDate": "2026-12-31"}]}"#;
        assert_eq!(read(old), az, "the older module");
        let cut = r#"[{"AppId": "a1", "Id": "o1", "DisplayName": "sync",
            "PasswordCredentials": ["Microsoft.Graph.PowerShell.Models.MicrosoftGraphPasswordCredential"]}]"#;
        let (accounts, secrets, notices) = read(cut);
        assert_eq!((accounts.len(), secrets.len(), notices), (1, 0, 1), "it is reported");
    }

    #[test]
    fn roles_of_the_directory_are_grants() {
        let facts = read_json(
            &FORMAT,
            r##"[{"id": "o1", "appId": "a1", "servicePrincipalType": "Application", "memberOf": [
                {"@odata.type": "#microsoft.graph.directoryRole", "displayName": "Global Administrator"},
                {"@odata.type": "#microsoft.graph.group", "displayName": "Builders"}]}]"##,
        );
        let roles = &facts.exported.service_accounts[0].record.roles;
        assert_eq!(roles, &Field::Given(vec!["Global Administrator".into()]));
    }

    #[test]
    fn our_own_agents_are_not_taken_for_theirs() {
        let own = syntax::json(r#"{"agents": [{"id": "a", "owner": "ada"}]}"#);
        assert!(!recognise(&own.expect("json")));
    }
}
