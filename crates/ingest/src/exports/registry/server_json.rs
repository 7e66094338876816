//! `server.json` of the MCP registry, its pages, and two older shapes: the first registry's
//! `version_detail` and Glama's JSON Schema of environment variables.

use super::inputs::{self, Asked};
use super::{catalog_entry, package};
use crate::exports::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use crate::secrets::named;
use model::records::{Auth, AuthKind, Launch, RegistryStatus, Server, Transport};
use model::{Facts, Field, FormatId};
use syntax::Node;

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("mcp-server-json"),
    title: "MCP registry server.json",
    recognise,
    read,
};

/// What the registry itself adds to an entry.
const OFFICIAL: &str = "io.modelcontextprotocol.registry/official";

fn recognise(root: &Node) -> bool {
    let page = root.get("servers").map(Node::list).unwrap_or_default();
    is_entry(root) || page.first().is_some_and(is_entry)
}

/// An entry of its own, or wrapped in `server` beside what the registry states about it.
fn is_entry(node: &Node) -> bool {
    let inner = node.get("server").unwrap_or(node);
    let first = |list: &str| inner.get(list).map(Node::list).and_then(<[Node]>::first);
    let package = first("packages").is_some_and(|one| package::read(one).is_some());
    let remote = first("remotes").is_some_and(|one| one.get("url").is_some());
    let schema = extract::raw_str(inner, "$schema").unwrap_or_default();
    let named = extract::raw_str(inner, "name").is_some();
    named
        && (package
            || remote
            || schema.contains("/server.schema.json")
            || inner.get("version_detail").is_some()
            || inner.get("environmentVariablesJsonSchema").is_some())
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    for key in ["metadata", "pageInfo"] {
        if let Some(page) = root.get(key) {
            export.pages(page, &["nextCursor", "next_cursor", "hasNextPage"]);
        }
    }
    if is_entry(root) {
        return entry(root, "", &mut export);
    }
    for (number, node) in root.get("servers").map(Node::list).unwrap_or_default().iter().enumerate()
    {
        match is_entry(node) {
            true => entry(node, &format!("/servers/{number}"), &mut export),
            false => export.notice(node, "an entry is not a server and was skipped", ""),
        }
    }
}

fn entry(outer: &Node, pointer: &str, export: &mut Export<'_>) {
    let node = outer.get("server").unwrap_or(outer);
    let Some(name) = extract::redacted_text(node, "name") else { return };
    // Glama keeps the publisher beside the name.
    let id = match extract::redacted_text(node, "namespace") {
        Some(space) if !name.contains('/') => format!("{space}/{name}"),
        _ => name.clone(),
    };
    let list = |key: &str| node.get(key).map(Node::list).unwrap_or_default();
    let (packages, remotes) = (list("packages"), list("remotes"));
    let offered: Vec<_> = packages.iter().filter_map(package::read).collect();
    let urls: Vec<String> =
        remotes.iter().filter_map(|one| extract::url(extract::raw_str(one, "url")?)).collect();
    let joins = offered.iter().flat_map(package::join_keys);
    let packages_and_addresses = extract::distinct(joins.chain(urls.iter().cloned().map(Some)));
    let server = Server {
        name: extract::redacted_text(node, "title").unwrap_or(name).into(),
        publisher: match id.rsplit_once('/') {
            Some((publisher, _)) => Field::Given(publisher.to_string()),
            None => Field::Absent,
        },
        // Where several ways are offered, only a client knows which one is in use.
        transport: match (packages, remotes) {
            ([only], []) | ([], [only]) => transport(only),
            _ => Field::Absent,
        },
        url: match (packages, urls.first()) {
            ([], Some(url)) => Field::Given(url.clone()),
            _ => Field::Absent,
        },
        auth: match (packages, remotes.first()) {
            ([], Some(remote)) => auth(remote),
            _ => Field::Absent,
        },
        launch: match offered.into_iter().next() {
            Some(package) => Field::Given(Launch { package: package.into(), ..Launch::default() }),
            None => Field::Absent,
        },
        registry_status: status(outer, node),
        last_release: release(outer, node, export),
        id: id.clone(),
        ..Server::default()
    };
    let server = export.placed(node, pointer, server);
    let mut asked: Vec<Asked<'_>> =
        packages.iter().chain(remotes).flat_map(inputs::secrets).collect();
    asked.extend(packages.iter().filter_map(|one| one.get("transport")).flat_map(inputs::secrets));
    asked.extend(schema_secrets(node));
    let secrets = catalog_entry::secrets(&id, pointer, asked, export);
    export.catalogued(packages_and_addresses, server, secrets);
}

fn transport(way: &Node) -> Field<Transport> {
    let kind = way.get("transport").and_then(|transport| extract::raw_str(transport, "type"));
    let keys = ["type", "transport_type"];
    let kind = kind.or_else(|| keys.iter().find_map(|key| extract::raw_str(way, key)));
    match kind {
        Some("stdio") => Field::Given(Transport::Stdio),
        Some("sse") => Field::Given(Transport::Sse),
        Some("http" | "streamable-http" | "streamable") => Field::Given(Transport::Http),
        _ => Field::Absent,
    }
}

/// How a remote authenticates its caller, judging by the headers it asks for.
fn auth(remote: &Node) -> Field<Auth> {
    let by = |header: Asked<'_>| {
        let bearer = header.name.eq_ignore_ascii_case("authorization");
        Auth::of(if bearer { AuthKind::BearerStatic } else { AuthKind::ApiKey })
    };
    inputs::secrets(remote).into_iter().next().map(by).map_or(Field::Absent, Field::Given)
}

fn official(outer: &Node) -> Option<&Node> {
    outer.get("_meta")?.get(OFFICIAL)
}

fn status(outer: &Node, node: &Node) -> Field<RegistryStatus> {
    let stated = official(outer).and_then(|meta| extract::raw_str(meta, "status"));
    match stated.or_else(|| extract::raw_str(node, "status")) {
        Some("active") => Field::Given(RegistryStatus::Active),
        Some("deprecated") => Field::Given(RegistryStatus::Deprecated),
        Some("deleted") => Field::Given(RegistryStatus::Deleted),
        _ => Field::Absent,
    }
}

fn release(outer: &Node, node: &Node, export: &mut Export<'_>) -> Field<model::Moment> {
    let official = official(outer).map(|meta| export.moment(meta, "publishedAt"));
    let first = node.get("version_detail").map(|detail| export.moment(detail, "release_date"));
    official.or(first).unwrap_or_default()
}

/// Glama's inputs: the properties of a JSON Schema, which marks no secrets.
fn schema_secrets(node: &Node) -> Vec<Asked<'_>> {
    let schema = node.get("environmentVariablesJsonSchema");
    let properties = schema.and_then(|schema| schema.get("properties")).map(Node::entries);
    let secret = |name: &str| named(name).is_some() || inputs::connects(name);
    let properties = properties.unwrap_or_default().iter();
    properties
        .filter(|property| secret(&property.key))
        .map(|property| Asked {
            kind: named(&property.key).and_then(|named| named.secret_kind),
            name: extract::redact(&property.key),
            node: &property.node,
            // Nothing in this shape could mark it.
            marked: true,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    fn ids(facts: &Facts) -> Vec<&str> {
        {
            let entries = facts.catalogued.iter().flat_map(|entry| &entry.secrets);
            entries.map(|secret| secret.record.id.as_str()).collect()
        }
    }

    #[test]
    fn packages_and_their_secrets_are_read_once() {
        let facts = read_json(
            &FORMAT,
            r#"{"$schema": "https://x/server.schema.json", "name": "io.x/crm", "packages": [
                {"registryType": "npm", "identifier": "@x/crm", "version": "1.2.3",
                 "transport": {"type": "stdio"}, "environmentVariables": [
                    {"name": "CRM_TOKEN", "isSecret": true, "default": "hunter2hunter2"},
                    {"name": "MAX_TOKENS", "isSecret": false}, {"name": "CRM_URL"}],
                 "packageArguments": [{"name": "--clientSecret"}, {"name": "--tokens", "format": "number"}]},
                {"registryType": "oci", "identifier": "x.test/crm:1.2.3", "runtimeArguments": [
                    {"name": "-e", "value": "CRM_TOKEN={CRM_TOKEN}",
                     "variables": {"CRM_TOKEN": {"isSecret": true}}}]}]}"#,
        );
        assert_eq!(ids(&facts), ["io.x/crm/CRM_TOKEN", "io.x/crm/--clientSecret"]);
        let server = &facts.catalogued[0].server.record;
        assert_eq!(facts.catalogued[0].packages, ["npm:@x/crm", "oci:x.test/crm"]);
        assert!(server.transport.is_absent() && server.purpose.is_absent());
        assert!(!format!("{facts:?}").contains("hunter2"));
        assert_eq!(facts.notices.len(), 1, "the unmarked secret");
    }

    #[test]
    fn a_page_of_the_registry_holds_remotes_and_its_own_words() {
        let facts = read_json(
            &FORMAT,
            r#"{"servers": [{"server": {"name": "io.x/far", "remotes": [
                {"type": "sse", "url": "https://x.test/sse?k=1", "headers": [
                    {"name": "Authorization", "isSecret": true}]}]},
                "_meta": {"io.modelcontextprotocol.registry/official": {
                    "status": "deprecated", "publishedAt": "2026-01-01T00:00:00Z"}}}],
                "metadata": {"nextCursor": "c"}}"#,
        );
        let server = &facts.catalogued[0].server.record;
        assert_eq!(server.url, Field::Given("https://x.test/sse".into()));
        assert_eq!(server.transport, Field::Given(Transport::Sse));
        assert_eq!(server.registry_status, Field::Given(RegistryStatus::Deprecated));
        assert!(server.last_release.given().is_some());
        assert_eq!(server.auth.given().map(|auth| auth.kind), Some(AuthKind::BearerStatic));
        assert_eq!(facts.incomplete.len(), 1);
    }

    #[test]
    fn the_older_shapes_are_known_without_a_schema() {
        let first = r#"{"name": "io.x/old", "version_detail": {"version": "1.0.0"}, "packages": [
            {"registry_name": "npm", "name": "old", "environment_variables": [
                {"name": "OLD_API_KEY", "is_secret": true}]}]}"#;
        assert_eq!(ids(&read_json(&FORMAT, first)), ["io.x/old/OLD_API_KEY"]);
        let glama = r#"{"name": "g", "namespace": "x", "environmentVariablesJsonSchema": {
            "properties": {"DB_PASSWORD": {"type": "string"}, "DB_HOST": {}}}}"#;
        assert_eq!(ids(&read_json(&FORMAT, glama)), ["x/g/DB_PASSWORD"]);
    }
}
