//! SPIRE registration entries: which workloads may have which SPIFFE id.
//!
//! `entry show -output json` writes an id as a map and 64-bit numbers as text; older files write
//! ids as text and one `ttl`. A time to live of 0 means the server's own setting, which
//! entries do not contain.

use std::collections::HashMap;

use super::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount};
use model::{Facts, Field, FormatId, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("spire"), title: "SPIRE registration entries", recognise, read };

fn recognise(root: &Node) -> bool {
    if let Value::List(nodes) = &root.value {
        return extract::sample_rows(nodes).any(|node| node.get("spiffe_id").is_some());
    }
    entries(root).iter().any(|(node, _)| node.get("spiffe_id").is_some())
        || root.get("entries").is_some() && root.get("next_page_token").is_some()
}

/// All entries with their pointers: a bare list, a page, several named pages, or the results of
/// creating entries.
fn entries(root: &Node) -> Vec<(&Node, String)> {
    if let Value::List(_) = root.value {
        return under(root, "");
    }
    if let Some(results) = root.get("results") {
        return under(results, "/results").into_iter().filter_map(created).collect();
    }
    if let Some(page) = root.get("entries") {
        return under(page, "/entries");
    }
    let pages = root.entries().iter();
    let pages = pages.filter_map(|page| Some((&page.key, page.node.get("entries")?)));
    pages
        .flat_map(|(key, page)| under(page, &format!("/{}/entries", extract::redact(key))))
        .collect()
}

/// What could not be created is there only as it was asked for.
fn created((node, pointer): (&Node, String)) -> Option<(&Node, String)> {
    let status = node.get("status").and_then(|status| extract::raw_str(status, "code"));
    let entry = node.get("entry").filter(|_| status.is_none_or(|code| code == "0"))?;
    Some((entry, format!("{pointer}/entry")))
}

fn under<'n>(list: &'n Node, pointer: &str) -> Vec<(&'n Node, String)> {
    let numbered = list.list().iter().enumerate();
    numbered.map(|(number, node)| (node, format!("{pointer}/{number}"))).collect()
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 4] = [
    ("name", &["hint"]),
    ("ttl_seconds", &["x509_svid_ttl"]),
    ("ttl_seconds", &["ttl"]),
    ("expires_at", &["expires_at"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    export.pages(root, &["next_page_token"]);
    let mut accounts: Vec<(&Node, String, ServiceAccount)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (node, pointer) in entries(root) {
        let Some(spiffe) = id(node, "spiffe_id") else {
            export.notice(node, "an entry has no SPIFFE id and was skipped", "");
            continue;
        };
        let entry = ["id", "entry_id"].iter().find_map(|key| extract::redacted_text(node, key));
        document(node, &pointer, &spiffe, entry.as_deref(), &mut export);
        match known.get(&spiffe).and_then(|at| accounts.get_mut(*at)) {
            // Several entries give one identity to several workloads.
            Some((_, _, account)) => also(account, entry, roles(node)),
            None => {
                known.insert(spiffe.clone(), accounts.len());
                let account = ServiceAccount {
                    id: spiffe.clone(),
                    name: match extract::redacted_text(node, "hint") {
                        Some(hint) => Field::Given(hint),
                        None => Field::Absent,
                    },
                    known_as: extract::dedup_aliases([Some(spiffe), entry]),
                    roles: extract::dedup_aliases(roles(node)),
                    ..ServiceAccount::default()
                };
                accounts.push((node, pointer, account));
            }
        }
    }
    for (node, pointer, account) in accounts {
        export.account(node, &pointer, account);
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
}

fn also(account: &mut ServiceAccount, entry: Option<String>, more: [Option<String>; 2]) {
    let together = |known: &Field<Vec<String>>, more: Vec<Option<String>>| {
        extract::dedup_aliases(known.items().iter().cloned().map(Some).chain(more))
    };
    account.known_as = together(&account.known_as, vec![entry]);
    account.roles = together(&account.roles, more.into());
}

/// What an entry allows on the SPIRE server itself. What its workload may do elsewhere it does not
/// tell, so having neither is not an empty list.
fn roles(node: &Node) -> [Option<String>; 2] {
    let role =
        |key, role: &str| (extract::bool_at(node, key) == Some(true)).then(|| role.to_string());
    [role("admin", "spire:admin"), role("downstream", "spire:downstream-ca")]
}

/// The identity document that an entry has the server issue, again and again.
fn document(
    node: &Node,
    pointer: &str,
    spiffe: &str,
    entry: Option<&str>,
    export: &mut Export<'_>,
) {
    let seconds =
        |key| extract::raw_str(node, key)?.parse::<u64>().ok().filter(|seconds| *seconds > 0);
    let record = Secret {
        id: format!("{spiffe}/svid/{}", entry.unwrap_or(pointer)),
        kind: Field::Given(SecretKind::Certificate),
        principal: Field::Given(spiffe.to_string()),
        principal_kind: Field::Given(PrincipalKind::Workload),
        used_by: Field::Given(vec![format!("service-account/{spiffe}")]),
        issuance: Field::Given(Issuance::Dynamic),
        auto_rotate: Field::Given(true),
        ttl_seconds: match ["x509_svid_ttl", "ttl"].into_iter().find_map(seconds) {
            Some(seconds) => Field::Given(seconds),
            None => Field::Absent,
        },
        expires_at: match extract::raw_str(node, "expires_at") {
            Some("0") => Field::Blank,
            _ => export.moment(node, "expires_at"),
        },
        ..Secret::default()
    };
    export.secret(node, pointer, record);
}

/// An id, written as text or as trust domain and path.
fn id(node: &Node, key: &str) -> Option<String> {
    extract::redacted_text(node, key).or_else(|| {
        let parts = node.get(key)?;
        let path = extract::redacted_text(parts, "path").unwrap_or_default();
        Some(format!("spiffe://{}{path}", extract::redacted_text(parts, "trust_domain")?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn both_shapes_of_an_id_are_one_identity() {
        let facts = read_json(
            &FORMAT,
            r#"{"entries": [
                {"id": "e1", "spiffe_id": {"trust_domain": "x.test", "path": "/crm"}, "admin": true,
                 "x509_svid_ttl": 3600, "expires_at": "0"},
                {"entry_id": "e2", "spiffe_id": "spiffe://x.test/crm", "ttl": 0,
                 "expires_at": "1772359200"},
                {"spiffe_id": {}}], "next_page_token": ""}"#,
        );
        let [crm] = facts.exported.service_accounts.as_slice() else { panic!("one identity") };
        assert_eq!(crm.record.id, "spiffe://x.test/crm");
        assert_eq!(crm.record.known_as.items().len(), 3);
        assert_eq!(crm.record.roles, Field::Given(vec!["spire:admin".into()]));
        let [first, second] = facts.exported.secrets.as_slice() else { panic!("two documents") };
        assert_eq!(first.record.ttl_seconds, Field::Given(3600));
        assert_eq!(first.record.expires_at, Field::Blank);
        assert_eq!(second.record.ttl_seconds, Field::Absent);
        assert!(second.record.expires_at.given().is_some());
        assert_eq!((facts.notices.len(), facts.incomplete.len()), (1, 0));
    }

    #[test]
    fn results_of_creating_and_pages_are_read() {
        let created =
            r#"{"results": [{"status": {"code": 0}, "entry": {"spiffe_id": "spiffe://a/b"}}]}"#;
        assert_eq!(read_json(&FORMAT, created).exported.records(), 2);
        let page = r#"{"entries": [{"spiffe_id": "spiffe://a/b"}], "next_page_token": "more"}"#;
        assert_eq!(read_json(&FORMAT, page).incomplete.len(), 1);
    }
}
