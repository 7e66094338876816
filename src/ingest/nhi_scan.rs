//! Inventories of nhi-scan: identities of all kinds in one list, or agents with their servers.
//!
//! They count days since a rotation or use. Such a count means something only with the day of the
//! export; where the profile does not state that, the dates stay unsaid.

use crate::ingest::format::{Format, Origin};
use crate::model::records::{
    Agent, Autonomy, Binding, Environment, Issuance, Location, PrincipalKind, Secret, SecretKind,
    Server, ServiceAccount,
};
use crate::model::{Facts, Field, Moment, Placed, RecordKind, plus_days};
use crate::syntax::{Node, Value, decode};

pub(super) static FORMAT: Format =
    Format { id: "nhi-scan", title: "nhi-scan inventory", recognise, read };

fn rows(root: &Node) -> (&[Node], &'static str) {
    match root.get("agents") {
        Some(agents) => (agents.list(), "/agents"),
        None => (root.list(), ""),
    }
}

fn recognise(root: &Node) -> bool {
    rows(root).0.first().is_some_and(|row| {
        ["id", "privilege", "credential"].iter().all(|key| row.get(key).is_some())
    })
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let (rows, pointer) = rows(root);
    let counts = ["last_rotated_days", "last_used_days"];
    let counted = rows.iter().any(|row| counts.iter().any(|key| text(row, key).is_some()));
    if counted && origin.captured_at.is_none() {
        facts.notices.push(origin.notice(
            root,
            "it counts days since rotation and use, but not from which day",
            "write `captured-at` for it under [[source]] in muster.toml",
        ));
    }
    for (number, row) in rows.iter().enumerate() {
        let Some(id) = text(row, "id") else {
            let mend = "give it an id and export it again";
            facts.notices.push(origin.notice(
                row,
                "an identity without an id was passed over",
                mend,
            ));
            continue;
        };
        let row = Row { node: row, id, pointer: format!("{pointer}/{number}"), origin };
        let kind = text(row.node, "type").unwrap_or("ai_agent");
        match kind {
            "ai_agent" => row.agent(facts),
            "api_key" | "ci_cd_token" | "pat" | "webhook" | "certificate" | "oauth_app" => {
                let secret = row.secret(row.id.to_string(), text_list(row.node, "used_by"));
                facts.exported.secrets.push(secret);
            }
            _ => row.account(facts),
        }
    }
}

struct Row<'a> {
    node: &'a Node,
    id: &'a str,
    pointer: String,
    origin: &'a Origin<'a>,
}

impl Row<'_> {
    fn place<T>(&self, record: T) -> Placed<T> {
        Placed { record, place: self.origin.place(self.node, self.pointer.as_str()) }
    }

    fn account(&self, facts: &mut Facts) {
        facts.carried.insert(RecordKind::ServiceAccounts);
        let account = ServiceAccount {
            id: self.id.to_string(),
            name: said(self.node, "name", |text| Some(text.to_string())),
            owner: said(self.node, "owner", |text| Some(vec![text.to_string()])),
            environment: self.environment(),
            last_used: self.since("last_used_days"),
            used_by: text_list(self.node, "used_by"),
            ..ServiceAccount::default()
        };
        facts.exported.service_accounts.push(self.place(account));
        self.credential("service-account", facts);
    }

    fn agent(&self, facts: &mut Facts) {
        facts.carried.insert(RecordKind::Agents);
        let mut bindings = Field::Absent;
        if let Some(servers) = self.node.get("servers") {
            let named = servers.list().iter().filter_map(|node| Some((text(node, "name")?, node)));
            let mut bound = Vec::new();
            for (name, node) in named {
                let server = Server { id: name.to_string(), ..Server::default() };
                let known = facts.exported.servers.iter().any(|known| known.record.id == name);
                if !known {
                    facts.exported.servers.push(self.place(server));
                }
                bound.push(Binding { server: name.into(), tools: text_list(node, "tools") });
            }
            bindings = Field::Given(bound);
        }
        let alone = said(self.node, "autonomous", |text| (text == "true").then_some(()));
        let agent = Agent {
            id: self.id.to_string(),
            name: said(self.node, "name", |text| Some(text.to_string())),
            owner: said(self.node, "owner", |text| Some(vec![text.to_string()])),
            // That somebody confirms actions does not say which.
            autonomy: alone.given().map_or(Field::Absent, |()| Autonomy::Autonomous.into()),
            last_used: self.since("last_used_days"),
            bindings,
            ..Agent::default()
        };
        facts.exported.agents.push(self.place(agent));
        self.credential("agent", facts);
    }

    /// The credential of an account or agent, which the inventory keeps in the same row.
    fn credential(&self, kind: &str, facts: &mut Facts) {
        if self.node.get("credential").is_some_and(|node| node.text().is_some()) {
            let user = Field::Given(vec![format!("{kind}/{}", self.id)]);
            facts.exported.secrets.push(self.secret(format!("{}/credential", self.id), user));
        }
    }

    fn secret(&self, id: String, used_by: Field<Vec<String>>) -> Placed<Secret> {
        let credential = text(self.node, "credential");
        let kind = match (text(self.node, "type"), credential) {
            (Some("pat"), _) => Field::Given(SecretKind::Pat),
            (_, Some("federated")) => Field::Given(SecretKind::WorkloadFederation),
            (_, Some("api_key")) => Field::Given(SecretKind::ApiKey),
            (_, Some("certificate")) => Field::Given(SecretKind::Certificate),
            _ => Field::Absent,
        };
        let issuance = match credential {
            Some("static_secret" | "api_key") => Field::Given(Issuance::Static),
            Some("short_lived_token") => Field::Given(Issuance::Dynamic),
            Some("federated") => Field::Given(Issuance::Federated),
            _ => Field::Absent,
        };
        let location = said(self.node, "secret_storage", |text| match text {
            "vault" => Some(Location::Vault),
            "env" => Some(Location::Env),
            "plaintext" => Some(Location::Config),
            "ci" => Some(Location::CiSecret),
            _ => None,
        });
        let by_people =
            said(self.node, "human_used", |text| (text == "true").then_some(PrincipalKind::Human));
        self.place(Secret {
            id,
            kind,
            owner: said(self.node, "owner", |text| Some(vec![text.to_string()])),
            principal_kind: by_people.given().map_or(Field::Absent, |kind| Field::Given(*kind)),
            used_by,
            environment: self.environment(),
            issuance,
            last_rotated: self.since("last_rotated_days"),
            scopes: text_list(self.node, "scopes"),
            last_used: self.since("last_used_days"),
            location,
            ..Secret::default()
        })
    }

    fn environment(&self) -> Field<Environment> {
        let node = self.node.get("environment");
        node.and_then(|node| decode(node).ok()).map_or(Field::Absent, Field::Given)
    }

    /// So many days before the export.
    fn since(&self, key: &str) -> Field<Moment> {
        let Some(captured) = self.origin.captured_at else { return Field::Absent };
        said(self.node, key, |text| {
            let days: i64 = text.parse().ok()?;
            Some(plus_days(captured.day(), days.checked_neg()?).into())
        })
    }
}

fn text<'a>(node: &'a Node, key: &str) -> Option<&'a str> {
    node.get(key)?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// A field as the row carries it; what is not understood counts as not carried.
fn said<T>(node: &Node, key: &str, read: impl Fn(&str) -> Option<T>) -> Field<T> {
    match (node.get(key), text(node, key)) {
        (None, _) => Field::Absent,
        (Some(_), None) => Field::Blank,
        (Some(_), Some(text)) => read(text).map_or(Field::Absent, Field::Given),
    }
}

/// A list, also one in a single cell.
fn text_list(node: &Node, key: &str) -> Field<Vec<String>> {
    match node.get(key) {
        None => Field::Absent,
        Some(node) if node.value == Value::Null => Field::Blank,
        Some(node) => decode(node).map_or(Field::Absent, Field::Given),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{SourceFile, ingest};
    use crate::model::Source;

    fn facts(name: &str, text: &str, captured: Option<&str>) -> Facts {
        let file = SourceFile { path: name.into(), bytes: text.as_bytes().to_vec() };
        let source = Source {
            path: Some(name.into()),
            captured_at: captured.map(|day| day.parse().expect("a day")),
            ..Source::default()
        };
        let (facts, errors) = ingest(&[file], &[source], false);
        assert!(errors.is_empty(), "{errors:?}");
        facts
    }

    #[test]
    fn one_list_holds_accounts_agents_and_secrets() {
        let text = r#"[
            {"id": "a", "type": "service_account", "owner": null, "environment": "prod",
             "privilege": "admin", "credential": "static_secret", "secret_storage": "vault",
             "last_rotated_days": 22, "scopes": ["x:*"]},
            {"id": "b", "type": "ai_agent", "privilege": "scoped", "credential": "federated",
             "autonomous": true},
            {"id": "c", "type": "pat", "privilege": "scoped", "credential": "static_secret",
             "human_used": true, "used_by": ["web", "batch"]}]"#;
        let read = facts("x.json", text, Some("2026-11-22"));
        let exported = &read.exported;
        assert_eq!((exported.service_accounts.len(), exported.agents.len()), (1, 1));
        assert_eq!(exported.service_accounts[0].record.owner, Field::Blank);
        let secret = &exported.secrets[0].record;
        assert_eq!((secret.id.as_str(), exported.secrets.len()), ("a/credential", 3));
        assert_eq!(secret.last_rotated, Field::Given("2026-10-31".parse().expect("a day")));
        assert_eq!(secret.environment, Field::Given(Environment::Production));
        assert_eq!(exported.agents[0].record.autonomy, Field::Given(Autonomy::Autonomous));
        assert_eq!(exported.secrets[2].record.principal_kind, Field::Given(PrincipalKind::Human));
        let undated = facts("x.json", text, None);
        assert_eq!(undated.exported.secrets[0].record.last_rotated, Field::Absent);
        assert!(undated.notices[0].mend.contains("captured-at"));
    }

    #[test]
    fn agents_name_their_servers_and_tables_read_alike() {
        let text = r#"{"agents": [{"id": "a", "privilege": "scoped", "credential": "federated",
            "servers": [{"name": "crm", "tools": ["lookup"]}, {"name": "mail"}]}]}"#;
        let read = facts("agents.json", text, None);
        assert_eq!(read.exported.servers.len(), 2);
        let bindings = &read.exported.agents[0].record.bindings;
        assert_eq!(bindings.items()[0].tools, Field::Given(vec!["lookup".into()]));
        let table = "id,type,owner,privilege,credential,scopes\na,api_key,,admin,api_key,r; w\n";
        let read = facts("ids.csv", table, None);
        let secret = &read.exported.secrets[0].record;
        assert_eq!(secret.scopes, Field::Given(vec!["r".into(), "w".into()]));
        assert_eq!(secret.owner, Field::Blank);
    }
}
