//! Exports of Google Cloud: service accounts and their keys.
//!
//! Keys that the platform manages are replaced by it; those that users manage never end unless
//! they say so, which is written as the year 9999.

use crate::exports::export::Export;
use crate::exports::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount, Status};
use model::{Facts, Field, FormatId, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("gcp"), title: "Google Cloud service accounts", recognise, read };

fn recognise(root: &Node) -> bool {
    let (nodes, _) = entries(root);
    extract::sample_rows(nodes).any(|node| is_account(node) || is_key(node))
}

fn is_account(node: &Node) -> bool {
    extract::raw_str(node, "email").is_some_and(|email| email.ends_with(".gserviceaccount.com"))
}

fn is_key(node: &Node) -> bool {
    node.get("keyType").is_some() && key_name(node).is_some()
}

/// `projects/p/serviceAccounts/<email>/keys/<id>`, cut into e-mail address and id.
fn key_name(node: &Node) -> Option<(&str, &str)> {
    extract::raw_str(node, "name")?.split_once("/serviceAccounts/")?.1.split_once("/keys/")
}

/// The command line writes a bare list, the API puts a key around it.
fn entries(root: &Node) -> (&[Node], String) {
    if let Some((key, list)) = ["accounts", "keys"].iter().find_map(|k| Some((k, root.get(k)?)))
        && !is_account(root)
    {
        return (list.list(), format!("/{key}"));
    }
    match &root.value {
        Value::List(nodes) => (nodes, String::new()),
        _ => (std::slice::from_ref(root), String::new()),
    }
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 6] = [
    ("name", &["displayName"]),
    ("status", &["disabled"]),
    ("roles", &["roles"]),
    ("issued_at", &["validAfterTime"]),
    ("expires_at", &["validBeforeTime"]),
    ("issuance", &["keyType"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    export.pages(root, &["nextPageToken"]);
    let (nodes, list) = entries(root);
    for (number, node) in nodes.iter().enumerate() {
        let pointer = format!("{list}/{number}");
        if is_account(node) {
            account(node, &pointer, &mut export);
        } else if let (true, Some((email, id))) = (is_key(node), key_name(node)) {
            let (email, id) = (extract::redact(email), extract::redact(id));
            key(node, &pointer, &email, &id, &mut export);
        } else {
            export.notice(node, "an entry is neither an account nor a key and was skipped", "");
        }
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
}

fn account(node: &Node, pointer: &str, export: &mut Export<'_>) {
    let labels = Labels::of([node.get("labels")]);
    let Some(email) = extract::redacted_text(node, "email") else { return };
    let ids = ["email", "uniqueId", "oauth2ClientId"].map(|key| extract::redacted_text(node, key));
    let record = ServiceAccount {
        id: email.clone(),
        name: extract::text_field(node, "displayName"),
        known_as: extract::dedup_aliases(ids),
        owner: labels.owner(),
        environment: labels.environment(),
        roles: node
            .get("roles")
            .map_or(Field::Absent, |_| extract::string_list(node, "roles").into()),
        // The platform leaves the switch out where it is off.
        status: match extract::bool_at(node, "disabled") {
            Some(true) => Field::Given(Status::Disabled),
            Some(false) => Field::Given(Status::Active),
            None => Field::Absent,
        },
        ..ServiceAccount::default()
    };
    export.account(node, pointer, record);
    for (number, one) in node.get("keys").map(Node::list).unwrap_or_default().iter().enumerate() {
        let id = key_name(one).map_or_else(|| number.to_string(), |(_, id)| extract::redact(id));
        key(one, &format!("{pointer}/keys/{number}"), &email, &id, export);
    }
}

fn key(node: &Node, pointer: &str, email: &str, id: &str, export: &mut Export<'_>) {
    let managed = extract::raw_str(node, "keyType") == Some("SYSTEM_MANAGED");
    let issuance = if managed { Issuance::Dynamic } else { Issuance::Static };
    let record = Secret {
        id: format!("{email}/keys/{id}"),
        known_as: extract::dedup_aliases([extract::redacted_text(node, "name")]),
        kind: Field::Given(SecretKind::ServiceAccountKey),
        principal: Field::Given(email.to_string()),
        principal_kind: Field::Given(PrincipalKind::Workload),
        used_by: Field::Given(vec![format!("service-account/{email}")]),
        issuance: Field::Given(issuance),
        issued_at: export.moment(node, "validAfterTime"),
        expires_at: export.moment(node, "validBeforeTime"),
        auto_rotate: Field::Given(managed),
        status: match extract::bool_at(node, "disabled") {
            Some(true) => Field::Given(Status::Disabled),
            _ => Field::Absent,
        },
        ..Secret::default()
    };
    export.secret(node, pointer, record);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn accounts_may_hold_their_keys_and_labels() {
        let facts = read_json(
            &FORMAT,
            r#"[{"email": "run@p.iam.gserviceaccount.com", "uniqueId": "7", "disabled": true,
                 "displayName": "", "labels": {"owner": "ops@x.test"},
                 "keys": [{"keyType": "SYSTEM_MANAGED", "validAfterTime": "2026-01-01T00:00:00Z"}]},
                {"email": "two@p.iam.gserviceaccount.com", "roles": []}]"#,
        );
        let [run, two] = facts.exported.service_accounts.as_slice() else { panic!("two accounts") };
        assert_eq!((&run.record.name, &two.record.name), (&Field::Blank, &Field::Absent));
        assert_eq!(run.record.status, Field::Given(Status::Disabled));
        assert_eq!(two.record.owner, Field::Absent);
        assert_eq!(two.record.roles, Field::Given(vec![]));
        let key = &facts.exported.secrets[0].record;
        assert_eq!(key.issuance, Field::Given(Issuance::Dynamic));
        assert_eq!(key.expires_at, Field::Absent);
    }

    #[test]
    fn the_year_9999_is_no_end() {
        let facts = read_json(
            &FORMAT,
            r#"{"keys": [{"name": "projects/p/serviceAccounts/r@p.iam.gserviceaccount.com/keys/k1",
                "keyType": "USER_MANAGED", "validAfterTime": "2024-01-01T00:00:00Z",
                "validBeforeTime": "9999-12-31T23:59:59Z"}], "nextPageToken": "x"}"#,
        );
        let key = &facts.exported.secrets[0].record;
        assert_eq!(key.id, "r@p.iam.gserviceaccount.com/keys/k1");
        assert_eq!(key.expires_at, Field::Blank);
        assert_eq!(key.auto_rotate, Field::Given(false));
        assert!(facts.incomplete.len() == 1 && facts.carried.is_empty());
    }
}
