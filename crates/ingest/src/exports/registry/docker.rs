//! `server.yaml` of the Docker MCP catalogue.
//!
//! The catalogue builds images from a fixed commit, but what a client pulls is the image: without
//! a tag or digest it is not pinned.

use super::inputs::{self, connects};
use super::package;
use crate::exports::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use crate::secrets::named;
use model::records::{
    Auth, AuthKind, Launch, PrincipalKind, RegistryStatus, Runtime, Secret, SecretKind, Server,
    Transport,
};
use model::{Facts, Field, FormatId, Placed};
use syntax::Node;

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("docker-mcp-catalog"),
    title: "Docker MCP catalogue entry",
    recognise,
    read,
};

fn recognise(root: &Node) -> bool {
    let kind = matches!(extract::raw_str(root, "type"), Some("server" | "remote" | "poci"));
    let shape = ["about", "meta", "source"].iter().any(|key| root.get(key).is_some());
    let what = root.get("image").is_some() || root.get("remote").is_some();
    kind && shape && what && extract::raw_str(root, "name").is_some()
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    let Some(id) = extract::redacted_text(root, "name") else { return };
    let about = root.get("about");
    let title = about.and_then(|about| extract::redacted_text(about, "title"));
    let image = extract::redacted_text(root, "image").map(|text| package::image(&text));
    let remote = root.get("remote");
    let url = remote.and_then(|remote| extract::url(extract::raw_str(remote, "url")?));
    let joins = image.iter().flat_map(package::join_keys);
    let packages = extract::distinct(joins.chain([url.clone()]));
    let archived = title.as_ref().is_some_and(|title| title.to_lowercase().contains("(archived)"));
    let oauth = root.get("oauth").map(Node::list).unwrap_or_default();
    let server = Server {
        name: title.map_or(Field::Absent, Field::Given),
        transport: transport(root, remote),
        auth: match remote.is_some() && !oauth.is_empty() {
            true => Field::Given(Auth::of(AuthKind::OAuth)),
            false => Field::Absent,
        },
        url: url.map_or(Field::Absent, Field::Given),
        launch: image.map_or(Field::Absent, |image| {
            Field::Given(Launch { package: image.into(), ..Launch::default() })
        }),
        runtime: root.get("run").map_or(Field::Absent, runtime),
        registry_status: match archived {
            true => Field::Given(RegistryStatus::Archived),
            false => Field::Absent,
        },
        id: id.clone(),
        ..Server::default()
    };
    let server = export.placed(root, "", server);
    let secrets = secrets(root, &id, oauth, &export);
    export.catalogued(packages, server, secrets);
}

fn transport(root: &Node, remote: Option<&Node>) -> Field<Transport> {
    match remote.and_then(|remote| extract::raw_str(remote, "transport_type")) {
        Some("sse") => Field::Given(Transport::Sse),
        Some("streamable-http" | "http") => Field::Given(Transport::Http),
        // The catalogue's gateway talks to its containers over their standard input.
        None if extract::raw_str(root, "type") == Some("server") => Field::Given(Transport::Stdio),
        _ => Field::Absent,
    }
}

/// What the gateway lets the container do. It holds it to the hosts that are named.
fn runtime(run: &Node) -> Field<Runtime> {
    let cut_off = extract::bool_at(run, "disableNetwork") == Some(true);
    let limited = cut_off || !extract::string_list(run, "allowHosts").is_empty();
    let volumes = extract::string_list(run, "volumes");
    let user = extract::raw_str(run, "user");
    Field::Given(Runtime {
        sandboxed: Field::Absent,
        root: if matches!(user, Some("root" | "0")) { Field::Given(true) } else { Field::Absent },
        privileged: Field::Absent,
        host_access: if volumes.is_empty() { Field::Absent } else { Field::Given(volumes) },
        egress_limited: if limited { Field::Given(true) } else { Field::Absent },
    })
}

/// The secrets by name; examples are not read.
fn secrets(root: &Node, server: &str, oauth: &[Node], export: &Export<'_>) -> Vec<Placed<Secret>> {
    let mut found = Vec::new();
    let config = root.get("config");
    let list = |key: &str| config.and_then(|all| all.get(key)).map(Node::list).unwrap_or_default();
    let by_grant = |name: &Option<String>| {
        oauth.iter().any(|grant| extract::redacted_text(grant, "secret") == *name && name.is_some())
    };
    for (number, one) in list("secrets").iter().enumerate() {
        let name = extract::redacted_text(one, "name");
        let Some(setting) = extract::redacted_text(one, "env").or_else(|| name.clone()) else {
            continue;
        };
        // A grant may replace the secret: the file does not show which of both is in use.
        let kind = named(&setting).and_then(|named| named.secret_kind);
        let kind = kind.filter(|_| !by_grant(&name));
        let record = Secret {
            known_as: extract::dedup_aliases([name]),
            ..inputs::record(server, &setting, kind)
        };
        found.push(export.placed(one, &format!("/config/secrets/{number}"), record));
    }
    for (number, one) in list("env").iter().enumerate() {
        let Some(setting) = extract::redacted_text(one, "name") else { continue };
        let Some(kind) = named(&setting).map(|named| named.secret_kind) else {
            if connects(&setting) {
                let record = inputs::record(server, &setting, None);
                found.push(export.placed(one, &format!("/config/env/{number}"), record));
            }
            continue;
        };
        let record = inputs::record(server, &setting, kind);
        found.push(export.placed(one, &format!("/config/env/{number}"), record));
    }
    for (number, grant) in oauth.iter().enumerate() {
        let name = extract::redacted_text(grant, "secret");
        if list("secrets").iter().any(|one| extract::redacted_text(one, "name") == name) {
            continue;
        }
        let Some(setting) = extract::redacted_text(grant, "env").or_else(|| name.clone()) else {
            continue;
        };
        let record = Secret {
            known_as: extract::dedup_aliases([name]),
            principal_kind: Field::Given(PrincipalKind::DelegatedUser),
            ..inputs::record(server, &setting, Some(SecretKind::UserOAuth))
        };
        found.push(export.placed(grant, &format!("/oauth/{number}"), record));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_node;
    use syntax::yaml;

    #[test]
    fn secrets_hosts_and_the_image_are_read() {
        let text = "name: crm\nimage: mcp/crm\ntype: server\nabout: {title: CRM (Archived)}\n\
            source: {project: https://x.test/crm, commit: 0a0a}\nrun: {allowHosts: [x.test:443]}\n\
            oauth: [{provider: x, secret: crm.token, env: CRM_TOKEN}]\n\
            config:\n  secrets: [{name: crm.token, env: CRM_TOKEN, example: hunter2},\n\
            \x20   {name: crm.password, env: CRM_PASSWORD}]\n  env: [{name: CRM_URL}, {name: API_KEY}]\n";
        let facts = read_node(&FORMAT, &yaml(text).expect("yaml"), None);
        let crm = &facts.catalogued[0].server.record;
        assert_eq!(facts.catalogued[0].packages, ["oci:mcp/crm"]);
        assert_eq!(crm.registry_status, Field::Given(RegistryStatus::Archived));
        let runtime = crm.runtime.given().expect("a runtime");
        assert_eq!((&runtime.egress_limited, &runtime.sandboxed), (&true.into(), &Field::Absent));
        let kinds: Vec<_> = facts.catalogued[0]
            .secrets
            .iter()
            .map(|s| (s.record.id.as_str(), s.record.kind.given()))
            .collect();
        let wanted = [
            ("crm/CRM_TOKEN", None),
            ("crm/CRM_PASSWORD", Some(&SecretKind::Password)),
            ("crm/API_KEY", Some(&SecretKind::ApiKey)),
        ];
        assert_eq!(kinds, wanted);
    }

    #[test]
    fn a_remote_entry_asks_for_a_grant() {
        let text = "name: far\ntype: remote\nmeta: {category: x}\n\
            remote: {transport_type: streamable-http, url: 'https://x.test/mcp'}\n\
            oauth: [{provider: x, secret: far.token, env: FAR_TOKEN}]\n";
        let facts = read_node(&FORMAT, &yaml(text).expect("yaml"), None);
        let far = &facts.catalogued[0].server.record;
        assert_eq!(far.transport, Field::Given(Transport::Http));
        assert_eq!(far.auth.given().map(|auth| auth.kind), Some(AuthKind::OAuth));
        let grant = &facts.catalogued[0].secrets[0].record;
        assert_eq!(grant.kind, Field::Given(SecretKind::UserOAuth));
    }
}
