//! Which line of an entry states each field of a server.

use super::entry::URL_KEYS;
use crate::extract::pointer_step;
use model::Provenance;
use model::records::Server;
use syntax::{Entry, Node};

/// Fields, and the keys that state them in one client or another. The first that is there counts.
const KEYS: [(&str, &[&str]); 10] = [
    ("url", &URL_KEYS),
    ("launch", &["command", "cmd", "args"]),
    ("transport", &["type", "transport", "transportType", "command", "cmd"]),
    ("status", &["disabled", "enabled"]),
    ("auto_approve.everything", &["trust", "default_tools_approval_mode", "sandboxEnabled"]),
    ("auto_approve", &["autoApprove", "alwaysAllow", "trust", "default_tools_approval_mode"]),
    ("tool_filter.only", &["includeTools", "enabled_tools", "enabledTools", "available_tools"]),
    ("tool_filter", &["includeTools", "excludeTools", "enabled_tools", "disabled_tools"]),
    ("auth", &["headers", "http_headers", "requestOptions", "bearer_token_env_var", "oauth"]),
    ("scopes", &["oauth", "auth", "oauth_resource", "scopes"]),
];

/// Notes the line of each field that an entry states.
pub(super) fn cite(entry: &Node, server: &Server, from: &mut Provenance) {
    // A bridge is started with the address of the server behind it.
    let has_url = URL_KEYS.iter().any(|key| entry.get(key).is_some());
    if let Some(url) = server.url.given().filter(|_| !has_url) {
        argument(entry, url, "url", from);
        argument(entry, url, "transport", from);
    }
    for (field, keys) in KEYS {
        let stated = keys.iter().find_map(|key| entry.entries().iter().find(|it| it.key == **key));
        if let Some(Entry { key, line, .. }) = stated {
            from.note(field, *line, &format!("/{}", pointer_step(key)));
        }
    }
    let package = server.launch.given().and_then(|launch| launch.package.given());
    if let Some(package) = package {
        argument(entry, &package.name, "launch.package", from);
    }
}

/// Notes the argument that a field was read from.
fn argument(entry: &Node, value: &str, field: &'static str, from: &mut Provenance) {
    for key in ["command", "cmd", "args"] {
        let arguments = entry.get(key).map_or(&[][..], Node::list).iter().enumerate();
        let mut holding =
            arguments.filter(|(_, it)| it.text().is_some_and(|it| it.contains(value)));
        if let Some((number, argument)) = holding.next() {
            from.note(field, argument.line, &format!("/{key}/{number}"));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use model::Field;
    use model::Place;
    use model::records::{Launch, Package, Registry};
    use syntax::json;

    #[test]
    fn each_setting_is_cited_at_its_own_line() {
        let text = "{\n  \"command\": \"npx\",\n  \"args\": [\n    \"-y\",\n    \"crm-mcp@1.2.3\"\n  ],\n\
                    \x20 \"disabled\": true,\n  \"autoApprove\": [\"find\"]\n}";
        let entry = json(text).expect("json");
        let package = Package {
            registry: Registry::Npm,
            name: "crm-mcp".into(),
            version: Field::Given("1.2.3".into()),
            digest: Field::Absent,
        };
        let launch = Launch { package: Field::Given(package), ..Launch::default() };
        let server = Server { launch: Field::Given(launch), ..Server::default() };
        let place = Place::new(&Arc::from(".mcp.json"), 1, "/mcpServers/crm");
        let mut from = Provenance::whole(place);
        cite(&entry, &server, &mut from);
        for (field, line, pointer) in [
            ("launch.program", 2, "/command"),
            ("launch.package.version", 5, "/args/1"),
            ("status", 7, "/disabled"),
            ("auto_approve.tools.0", 8, "/autoApprove"),
            ("url", 1, ""),
        ] {
            let place = from.place_of(field).expect("a place");
            assert_eq!(place.line, line, "{field}");
            assert_eq!(place.pointer.as_ref(), format!("/mcpServers/crm{pointer}"), "{field}");
        }
    }

    #[test]
    fn the_address_behind_a_bridge_is_cited_at_its_argument() {
        let entry =
            json("{\"command\": \"npx\",\n\"args\": [\"mcp-remote\",\n\"https://a.test/mcp\"]}");
        let url = Field::Given("https://a.test/mcp".to_string());
        let mut from = Provenance::whole(Place::file(".mcp.json"));
        cite(&entry.expect("json"), &Server { url, ..Server::default() }, &mut from);
        assert_eq!(from.place_of("url").map(|place| place.line), Some(3));
        assert_eq!(from.place_of("transport").map(|place| place.line), Some(3));
    }
}
