//! Services of a bill of materials.

use std::collections::HashMap;

use super::entries::Entry;
use crate::exports::export::Export;
use crate::extract;
use model::Field;
use model::records::{Auth, AuthKind, DataClass, Reach, Server};
use syntax::Node;

/// Which services a service calls, by reference.
pub(super) type Calls = HashMap<String, Vec<String>>;

/// What a service is known by: its reference, else its name.
pub(super) fn key(node: &Node) -> Option<String> {
    extract::redacted_text(node, "bom-ref").or_else(|| extract::redacted_text(node, "name"))
}

/// The dependencies between services; those on libraries are left out.
pub(super) fn calls(root: &Node, services: &[Entry<'_>]) -> Calls {
    let known: Vec<String> = services.iter().filter_map(|(node, _)| key(node)).collect();
    let entries = root.get("dependencies").map(Node::list).unwrap_or_default();
    let of = |entry: &Node| {
        let mut called = extract::string_list(entry, "dependsOn");
        called.retain(|name| known.contains(name));
        Some((extract::redacted_text(entry, "ref")?, called))
    };
    entries.iter().filter(|entry| entry.get("dependsOn").is_some()).filter_map(of).collect()
}

pub(super) fn read(
    node: &Node,
    pointer: &str,
    owner: Field<Vec<String>>,
    calls: &Calls,
    export: &mut Export<'_>,
) {
    let Some(id) = key(node) else {
        export.notice(node, "a service has no name and was skipped", "name it");
        return;
    };
    let endpoints = node.get("endpoints").map(Node::list).unwrap_or_default();
    let endpoints: Vec<String> =
        endpoints.iter().filter_map(|one| extract::url(one.text()?)).collect();
    let group = extract::redacted_text(node, "group");
    let full = group
        .zip(extract::redacted_text(node, "name"))
        .map(|(group, name)| format!("{group}/{name}"));
    let names = [Some(id.clone()), full].into_iter();
    let server = Server {
        name: extract::text_field(node, "name"),
        known_as: extract::dedup_aliases(names.chain(endpoints.iter().cloned().map(Some))),
        owner,
        publisher: node.get("provider").map_or(Field::Absent, |by| extract::text_field(by, "name")),
        url: endpoints.first().map_or(Field::Absent, |url| Field::Given(url.clone())),
        // That it asks for something does not tell what.
        auth: match extract::bool_at(node, "authenticated") {
            Some(false) => Field::Given(Auth::of(AuthKind::None)),
            _ => Field::Absent,
        },
        uses: calls.get(&id).map_or(Field::Absent, |called| Field::Given(called.clone())),
        reach: match node.get("data").map(Node::list) {
            Some(data) if !data.is_empty() => Field::Given(data.iter().map(reach).collect()),
            // That no data is listed does not mean that none flows.
            _ => Field::Absent,
        },
        id,
        ..Server::default()
    };
    export.server(node, pointer, server);
}

fn reach(data: &Node) -> Reach {
    let class = extract::redacted_text(data, "classification");
    Reach {
        data_class: class.as_deref().and_then(data_class).map_or(Field::Absent, Field::Given),
        target: match extract::redacted_text(data, "name").or(class) {
            Some(target) => Field::Given(target),
            None => Field::Absent,
        },
        ..Reach::default()
    }
}

/// The data class that a classification plainly means.
fn data_class(text: &str) -> Option<DataClass> {
    match text.to_lowercase().as_str() {
        "public" => Some(DataClass::Public),
        "internal" => Some(DataClass::Internal),
        "confidential" | "restricted" | "sensitive" => Some(DataClass::Confidential),
        "customer" => Some(DataClass::Customer),
        "pii" | "personal" | "spi" => Some(DataClass::Personal),
        "phi" | "health" => Some(DataClass::Health),
        "pci" | "chd" | "cardholder" => Some(DataClass::Cardholder),
        "pifi" | "financial" => Some(DataClass::Financial),
        "secret" | "secrets" | "credentials" => Some(DataClass::Secret),
        _ => None,
    }
}
