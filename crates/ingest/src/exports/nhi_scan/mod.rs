//! Inventories of nhi-scan, as JSON or CSV: identities with an age in days instead of dates.
//!
//! Days count from the day of the export, which the file does not say. They become dates only
//! where the profile says when the file was taken; else they are read as blank, with a notice.

pub(crate) mod aws_users;
mod identity;

use std::collections::BTreeSet;

use super::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::Server;
use model::{Facts, Field, FormatId, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("nhi-scan"), title: "nhi-scan inventory", recognise, read };

/// Keys that together no other inventory has.
const KEYS: [&str; 3] = ["id", "privilege", "credential"];

fn recognise(root: &Node) -> bool {
    let (nodes, _) = entries(root);
    nodes.first().is_some_and(|node| KEYS.iter().all(|key| node.get(key).is_some()))
}

fn entries(root: &Node) -> (&[Node], &'static str) {
    match (&root.value, root.get("agents"), root.get("identities")) {
        (Value::List(nodes), ..) => (nodes, ""),
        (_, Some(agents), _) => (agents.list(), "/agents"),
        (_, None, Some(identities)) => (identities.list(), "/identities"),
        _ => (&[], ""),
    }
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 9] = [
    ("crosses_environments", &["shared_across_env"]),
    ("name", &["name"]),
    ("owner", &["owner"]),
    ("last_used", &["last_used_days"]),
    ("roles", &["scopes"]),
    ("scopes", &["scopes"]),
    ("autonomy", &["autonomous"]),
    ("bindings", &["servers"]),
    ("interactive_login", &["human_used"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    let (nodes, list) = entries(root);
    let in_days = |node: &Node| {
        ["last_rotated_days", "last_used_days"]
            .iter()
            .any(|key| extract::raw_str(node, key).is_some())
    };
    if export.captured_at().is_none() && nodes.iter().any(in_days) {
        let message = "ages in days are read as blank: the file does not state when it was made";
        let help = "write `captured-at` under a `[[source]]` for this file in muster.toml";
        export.notice(root, message, help);
    }
    let exposed = nodes.iter().filter(|node| identity::is_exposed_without_a_field(node)).count();
    if exposed > 0 {
        let message = format!("the exposure of {exposed} accounts and credentials is not judged");
        export.notice(root, message, "write what they reach in the inventory");
    }
    let left: Vec<String> = nodes.iter().filter_map(identity::left_behind).collect();
    if let Some(first) = left.first() {
        let message = format!(
            "the owner of {first} is stated to be no longer active ({} of {} identities)",
            left.len(),
            nodes.len()
        );
        let help = "record `status: departed` of that owner, and name another; only the register of owners is judged";
        export.notice(root, message, help);
    }
    let mut servers = BTreeSet::new();
    for (number, node) in nodes.iter().enumerate() {
        let pointer = format!("{list}/{number}");
        let agents = list == "/agents";
        identity::read(node, &pointer, agents, &mut export);
        let called = node.get("servers").map(Node::list).unwrap_or_default();
        for (at, one) in called.iter().enumerate() {
            let Some(id) = extract::redacted_text(one, "name") else { continue };
            if servers.insert(id.clone()) {
                // The tools beside the name are those the agent uses, not all there are.
                let name = Field::Given(id.clone());
                let server = Server { id, name, ..Server::default() };
                export.server(one, &format!("{pointer}/servers/{at}"), server);
            }
        }
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
    export.mark_complete_register(RecordKind::Agents);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::{read_json, read_node};
    use model::records::{Issuance, Location, PrincipalKind, SecretKind};
    use syntax::{json, table};

    const INVENTORY: &str = r#"[
        {"id": "pay", "type": "service_account", "owner": null, "environment": "prod",
         "privilege": "admin", "credential": "static_secret", "secret_storage": "vault",
         "last_rotated_days": 10, "last_used_days": null, "scopes": ["pay:*"]},
        {"id": "pat", "type": "pat", "privilege": "scoped", "credential": "static_secret",
         "human_used": true, "used_by": ["pay", "elsewhere"], "shared_across_env": true},
        {"id": "bot", "type": "ai_agent", "privilege": "scoped", "credential": "federated",
         "autonomous": true, "exposure": "internet"}]"#;

    #[test]
    fn days_become_dates_only_with_a_day_to_count_from() {
        let root = json(INVENTORY).expect("json");
        let rotated = |taken: Option<&str>| {
            let taken = taken.map(|day| day.parse().expect("a day"));
            let facts = read_node(&FORMAT, &root, taken);
            let secret = facts.exported.secrets[0].record.clone();
            (secret.last_rotated, secret.last_used, facts.notices.len())
        };
        let day = "2026-11-12".parse().expect("a day");
        assert_eq!(rotated(Some("2026-11-22")), (Field::Given(day), Field::Blank, 0));
        assert_eq!(rotated(None), (Field::Blank, Field::Blank, 1));
    }

    #[test]
    fn an_owner_who_is_stated_to_be_inactive_is_reported() {
        let with = |active: &str| {
            let text = format!(
                r#"[{{"id": "pay", "privilege": "scoped", "credential": "none", "owner": "ada", "owner_active": {active}}}]"#
            );
            let notices = read_json(&FORMAT, &text).notices;
            notices.iter().any(|notice| notice.message.contains("the owner of pay"))
        };
        assert!(with("false"));
        assert!(!with("true") && !with("null"));
    }

    #[test]
    fn each_type_becomes_its_kind() {
        let facts = read_json(&FORMAT, INVENTORY);
        let shown = &facts.exported;
        assert_eq!((shown.agents.len(), shown.service_accounts.len()), (1, 1));
        let [pay, pat, bot] = shown.secrets.as_slice() else { panic!("three secrets") };
        assert_eq!(pay.record.id, "pay/credential");
        assert_eq!(pay.record.owner, Field::Blank);
        assert_eq!(pay.record.location, Field::Given(Location::Vault));
        assert_eq!(pat.record.kind, Field::Given(SecretKind::Pat));
        assert_eq!(pat.record.principal_kind, Field::Given(PrincipalKind::Human));
        assert_eq!(pat.record.used_by.items(), ["pay", "elsewhere"]);
        assert!(pat.record.users_seen, "the list may be a part");
        assert!(pat.record.crosses_environments);
        assert_eq!(shown.service_accounts[0].record.roles.items(), ["pay:*", "privilege:admin"]);
        assert_eq!(pay.record.scopes, shown.service_accounts[0].record.roles);
        assert_eq!(bot.record.issuance, Field::Given(Issuance::Federated));
        assert_eq!(bot.record.owner, Field::Absent);
    }

    #[test]
    fn a_table_reads_like_json_and_agents_bring_their_servers() {
        let text =
            "id,type,owner,privilege,credential,scopes\nk,api_key,,scoped,api_key,a:read;b:read\n";
        let rows = Node { line: 1, value: Value::List(table(text).0) };
        let facts = read_node(&FORMAT, &rows, None);
        let key = &facts.exported.secrets[0].record;
        assert_eq!((key.scopes.items().len(), &key.owner), (2, &Field::Blank));
        let facts = read_json(
            &FORMAT,
            r#"{"agents": [{"id": "a", "privilege": "x", "credential": "federated",
                "servers": [{"name": "crm", "tools": ["find"]}, {"name": "crm"}]}]}"#,
        );
        assert_eq!((facts.exported.agents.len(), facts.exported.servers.len()), (1, 1));
        assert_eq!(facts.exported.agents[0].record.bindings.items()[0].server, "crm");
    }
}
