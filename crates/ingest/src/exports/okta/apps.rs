//! Okta applications: those that act for themselves. Applications that people sign in to are no
//! identities and are counted only.
//!
//! Okta announces further pages in a header of its response, which a file does not contain.

use super::api_tokens;
use crate::exports::export::Export;
use crate::exports::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount, Status};
use model::{Facts, Field, FormatId, RecordKind};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("okta-apps"), title: "Okta applications", recognise, read };

fn recognise(root: &Node) -> bool {
    extract::sample_rows(apps(root))
        .any(|node| node.get("signOnMode").is_some() && node.get("label").is_some())
}

/// The applications: a bare list, one, or a list beside the tokens of the same organisation.
fn apps(root: &Node) -> &[Node] {
    match (&root.value, root.get("apps")) {
        (_, Some(apps)) => apps.list(),
        (Value::List(nodes), None) => nodes,
        _ => std::slice::from_ref(root),
    }
}

/// The scopes of Okta itself that were granted, where the export holds them.
fn grants(node: &Node) -> Field<Vec<String>> {
    let Some(grants) = node.get("grants") else { return Field::Absent };
    let scopes = grants.list().iter().filter_map(|grant| extract::redacted_text(grant, "scopeId"));
    Field::Given(scopes.collect())
}

fn inside<'n>(node: &'n Node, path: [&str; 2]) -> Option<&'n Node> {
    node.get(path[0])?.get(path[1])
}

fn is_service(node: &Node) -> bool {
    inside(node, ["settings", "oauthClient"]).is_some_and(|client| {
        extract::raw_str(client, "application_type") == Some("service")
            || extract::string_list(client, "grant_types")
                .iter()
                .any(|one| one == "client_credentials")
    })
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 7] = [
    ("name", &["label"]),
    ("status", &["status"]),
    ("issued_at", &["created"]),
    ("owner", &["profile"]),
    ("environment", &["profile"]),
    ("expires_at", &["expiresAt"]),
    ("principal", &["userId"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    let mut others = 0;
    let list = if root.get("apps").is_some() { "/apps" } else { "" };
    if let Some(tokens) = root.get("apiTokens") {
        api_tokens::tokens(tokens.list(), "/apiTokens", &mut export);
    }
    for (number, node) in apps(root).iter().enumerate() {
        let labels = Labels::of([node.get("profile")]);
        if !is_service(node) {
            others += 1;
            continue;
        }
        let Some(id) =
            extract::redacted_text(node, "id").or_else(|| extract::redacted_text(node, "name"))
        else {
            export.notice(node, "an application has no id and was skipped", "export it again");
            continue;
        };
        let client = inside(node, ["credentials", "oauthClient"]);
        let client_id = client.and_then(|client| extract::redacted_text(client, "client_id"));
        let pointer = format!("{list}/{number}");
        secrets(node, &pointer, &id, &mut export);
        let account = ServiceAccount {
            name: extract::text_field(node, "label"),
            known_as: extract::dedup_aliases([Some(id.clone()), client_id]),
            owner: labels.owner(),
            environment: labels.environment(),
            roles: grants(node),
            status: match extract::raw_str(node, "status") {
                Some("ACTIVE") => Field::Given(Status::Active),
                Some("DELETED") => Field::Given(Status::Retired),
                Some(_) => Field::Given(Status::Disabled),
                None => Field::Absent,
            },
            id,
            ..ServiceAccount::default()
        };
        export.account(node, &pointer, account);
    }
    if others > 0 {
        let message = format!("{others} applications sign people in and are not identities");
        export.notice(root, message, "");
    }
    export.mark_complete_register(RecordKind::ServiceAccounts);
}

/// The client's secret, or its keys. Values that an export may hold are not looked at.
fn secrets(node: &Node, pointer: &str, id: &str, export: &mut Export<'_>) {
    let clients = ["credentials", "settings"].map(|part| inside(node, [part, "oauthClient"]));
    let method = |client: &Node| extract::redacted_text(client, "token_endpoint_auth_method");
    let method = clients.iter().flatten().find_map(|client| method(client)).unwrap_or_default();
    let common = |name: &str, kind: SecretKind| Secret {
        id: format!("{id}/{name}"),
        kind: Field::Given(kind),
        principal: Field::Given(id.to_string()),
        principal_kind: Field::Given(PrincipalKind::Workload),
        used_by: Field::Given(vec![format!("service-account/{id}")]),
        issuance: Field::Given(Issuance::Static),
        // Neither secrets nor keys of a client end by themselves.
        expires_at: Field::Blank,
        ..Secret::default()
    };
    if method == "private_key_jwt" {
        let jwks = clients.iter().flatten().find_map(|client| client.get("jwks"));
        let keys = jwks.and_then(|jwks| jwks.get("keys")).map(Node::list).unwrap_or_default();
        for (number, key) in keys.iter().enumerate() {
            let name =
                extract::redacted_text(key, "kid").unwrap_or_else(|| format!("key-{number}"));
            let secret = Secret {
                issued_at: export.moment(key, "created"),
                ..common(&name, SecretKind::PrivateKey)
            };
            export.secret(key, &format!("{pointer}/settings/oauthClient/jwks/{number}"), secret);
        }
        if keys.is_empty() {
            export.secret(node, pointer, common("private-key", SecretKind::PrivateKey));
        }
    } else if method.starts_with("client_secret") {
        export.secret(node, pointer, common("client-secret", SecretKind::OAuthClient));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn service_applications_are_distinguished_from_sign_in_ones() {
        let facts = read_json(
            &FORMAT,
            r#"[{"id": "0oa1", "label": "sync", "status": "ACTIVE", "signOnMode": "OPENID_CONNECT",
                 "credentials": {"oauthClient": {"client_id": "c1", "client_secret": "hunter2hunter2",
                    "token_endpoint_auth_method": "client_secret_basic"}},
                 "settings": {"oauthClient": {"application_type": "service"}}},
                {"id": "0oa2", "label": "keys", "status": "INACTIVE", "signOnMode": "OPENID_CONNECT",
                 "settings": {"oauthClient": {"grant_types": ["client_credentials"],
                    "token_endpoint_auth_method": "private_key_jwt",
                    "jwks": {"keys": [{"kid": "k1"}, {"kid": "k2"}]}}}},
                {"id": "0oa3", "label": "wiki", "signOnMode": "SAML_2_0"}]"#,
        );
        let [sync, keys] = facts.exported.service_accounts.as_slice() else { panic!("two") };
        assert_eq!(sync.record.known_as, Field::Given(vec!["0oa1".into(), "c1".into()]));
        assert_eq!(keys.record.status, Field::Given(Status::Disabled));
        let ids: Vec<_> = facts.exported.secrets.iter().map(|s| s.record.id.as_str()).collect();
        assert_eq!(ids, ["0oa1/client-secret", "0oa2/k1", "0oa2/k2"]);
        assert!(!format!("{facts:?}").contains("hunter2"));
        assert_eq!(facts.notices.len(), 1);
    }

    #[test]
    fn applications_and_tokens_may_be_in_one_document() {
        let facts = read_json(
            &FORMAT,
            r#"{"orgUrl": "https://x.test", "apps": [
                {"id": "0oa1", "label": "sync", "signOnMode": "OPENID_CONNECT",
                 "grants": [{"scopeId": "okta.apps.manage"}],
                 "settings": {"oauthClient": {"application_type": "service"}}}],
                "apiTokens": [{"id": "00T1", "userId": "00u1", "created": "2022-01-01"}]}"#,
        );
        assert_eq!(facts.exported.service_accounts[0].record.roles.items(), ["okta.apps.manage"]);
        assert_eq!(facts.exported.secrets[0].record.id, "00T1");
    }
}
