//! Components that act: machine-learning models, and MCP servers under a reference `mcp:<name>`.

use crate::exports::export::Export;
use crate::exports::registry::package;
use crate::extract;
use model::Field;
use model::records::{Agent, Launch, Server};
use syntax::Node;

pub(super) fn mcp_name(node: &Node) -> Option<&str> {
    extract::raw_str(node, "bom-ref")?.strip_prefix("mcp:").filter(|name| !name.is_empty())
}

fn is_model(node: &Node) -> bool {
    extract::raw_str(node, "type") == Some("machine-learning-model")
}

/// Whether a component is more than a library or file.
pub(super) fn is_identity(node: &Node) -> bool {
    mcp_name(node).is_some() || is_model(node)
}

pub(super) fn read(node: &Node, pointer: &str, owner: Field<Vec<String>>, export: &mut Export<'_>) {
    let name = extract::redacted_text(node, "name");
    let full = match (extract::redacted_text(node, "group"), &name) {
        (Some(group), Some(name)) => Some(format!("{group}/{name}")),
        _ => name.clone(),
    };
    let reference = extract::redacted_text(node, "bom-ref");
    if let Some(id) = mcp_name(node).map(extract::redact) {
        let package = extract::raw_str(node, "purl").and_then(package::of_purl);
        let joins = package.iter().flat_map(package::join_keys);
        // `source` names a package as `npm:name`, an address, or nothing that joins.
        let properties = node.get("properties").map(Node::list).unwrap_or_default();
        let source = properties.iter().find(|one| extract::raw_str(one, "name") == Some("source"));
        let source = source.and_then(|one| extract::redacted_text(one, "value"));
        // What a package has is about every server that runs it; a name alone is one server.
        let packages = extract::distinct(joins.chain([source]));
        let names = [Some(id.clone()), reference];
        let server = Server {
            name: extract::text_field(node, "name"),
            known_as: extract::dedup_aliases(names.into_iter().filter(|_| packages.is_empty())),
            owner,
            publisher: extract::text_field(node, "publisher"),
            launch: package.map_or(Field::Absent, |package| {
                Field::Given(Launch { package: Field::Given(package), ..Launch::default() })
            }),
            id,
            ..Server::default()
        };
        if packages.is_empty() {
            return export.server(node, pointer, server);
        }
        let server = export.placed(node, pointer, server);
        return export.catalogued(packages, server, Vec::new());
    }
    let purl = extract::redacted_text(node, "purl");
    let Some(id) = reference.clone().or(purl.clone()).or(full.clone()) else {
        export.notice(node, "a model has no name and was skipped", "name it");
        return;
    };
    let agent = Agent {
        name: full.clone().map_or(Field::Absent, Field::Given),
        known_as: extract::dedup_aliases([Some(id.clone()), reference, purl, full]),
        owner,
        id,
        ..Agent::default()
    };
    export.agent(node, pointer, agent);
}
