//! GitHub app installations, as `GET /orgs/{org}/installations` lists them: each is an account with
//! permissions of its own in one organisation.

use super::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{ServiceAccount, Status};
use model::{Facts, Field, FormatId};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("github-apps"), title: "GitHub app installations", recognise, read };

fn recognise(root: &Node) -> bool {
    extract::sample_rows(installations(root).0)
        .any(|node| extract::has_keys(node, &["app_slug", "permissions"]))
}

fn installations(root: &Node) -> (&[Node], &'static str) {
    match (&root.value, root.get("installations")) {
        (_, Some(list)) => (list.list(), "/installations"),
        (Value::List(nodes), None) => (nodes, ""),
        _ => (std::slice::from_ref(root), ""),
    }
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    let (nodes, list) = installations(root);
    let total = extract::raw_str(root, "total_count").and_then(|text| text.parse::<usize>().ok());
    if total.is_some_and(|total| total > nodes.len()) {
        export.truncated(root, "total_count");
    }
    for (number, node) in nodes.iter().enumerate() {
        let Some(slug) = extract::redacted_text(node, "app_slug") else {
            export.notice(node, "an installation names no app and was skipped", "export it again");
            continue;
        };
        let owner = extract::redacted_text(node, &["account", "login"]);
        let id = match owner {
            Some(owner) => format!("github/{owner}/{slug}"),
            None => format!("github/{slug}"),
        };
        let suspended = extract::is_filled(node.get("suspended_at"));
        let record = ServiceAccount {
            name: Field::Given(slug),
            known_as: Field::Given(vec![id.clone()]),
            roles: permissions(node),
            status: Field::Given(if suspended { Status::Disabled } else { Status::Active }),
            id,
            ..ServiceAccount::default()
        };
        export.account(node, &format!("{list}/{number}"), record);
    }
}

/// The permissions as `contents:write`; in all repositories, where the installation chose no others.
fn permissions(node: &Node) -> Field<Vec<String>> {
    let Some(permissions) = node.get("permissions") else { return Field::Absent };
    let granted = permissions.entries().iter().filter_map(|entry| {
        Some(format!("{}:{}", extract::redact(&entry.key), extract::redact(entry.node.text()?)))
    });
    let everywhere = extract::raw_str(node, "repository_selection") == Some("all");
    let granted =
        granted.map(|one| if everywhere { format!("{one}@all repositories") } else { one });
    Field::Given(granted.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn an_installation_is_an_account_with_its_permissions() {
        let facts = read_json(
            &FORMAT,
            r#"{"total_count": 3, "installations": [
                {"id": 7, "app_slug": "release-bot", "account": {"login": "harbour"},
                 "permissions": {"contents": "write", "administration": "write"},
                 "repository_selection": "all", "suspended_at": null},
                {"id": 8, "app_slug": "old", "permissions": {}, "repository_selection": "selected",
                 "suspended_at": "2026-01-01T00:00:00Z"}]}"#,
        );
        let [bot, old] = facts.exported.service_accounts.as_slice() else { panic!("two") };
        assert_eq!(bot.record.id, "github/harbour/release-bot");
        let roles = ["contents:write@all repositories", "administration:write@all repositories"];
        assert_eq!(bot.record.roles, Field::Given(roles.map(String::from).to_vec()));
        assert_eq!(bot.record.status, Field::Given(Status::Active));
        assert_eq!(old.record.roles, Field::Given(Vec::new()));
        assert_eq!(old.record.status, Field::Given(Status::Disabled));
        assert_eq!(facts.incomplete.len(), 1);
    }
}
