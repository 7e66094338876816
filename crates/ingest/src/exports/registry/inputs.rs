//! What a server asks for: environment variables, headers and arguments. Secrets among them are
//! recognised by name; defaults and examples are never read.

use crate::extract;
use crate::secrets::named;
use model::Field;
use model::records::{Secret, SecretKind};
use syntax::Node;

/// The lists of inputs, in the words of any version of the schema.
const LISTS: [&str; 7] = [
    "environmentVariables",
    "environment_variables",
    "headers",
    "runtimeArguments",
    "runtime_arguments",
    "packageArguments",
    "package_arguments",
];

/// A secret that a server asks for.
pub(super) struct Asked<'n> {
    pub(super) name: String,
    pub(super) node: &'n Node,
    pub(super) kind: Option<SecretKind>,
    /// Whether the publisher marks it as one.
    pub(super) marked: bool,
}

/// The secrets that a package or remote asks for.
pub(super) fn secrets(node: &Node) -> Vec<Asked<'_>> {
    let mut found = Vec::new();
    for list in LISTS {
        for input in node.get(list).map(Node::list).unwrap_or_default() {
            let name = ["name", "valueHint", "value_hint"];
            if let Some(name) = name.iter().find_map(|key| extract::redacted_text(input, key)) {
                found.extend(asked(name, input));
            }
            // `-e TOKEN={token}`: the secret is among the variables of the argument.
            for variable in input.get("variables").map(Node::entries).unwrap_or_default() {
                found.extend(asked(extract::redact(&variable.key), &variable.node));
            }
        }
    }
    found
}

/// The input, if it is a secret: marked as one, or not marked at all and named like one.
fn asked(name: String, node: &Node) -> Option<Asked<'_>> {
    let marked = ["isSecret", "is_secret"].iter().find_map(|key| extract::bool_at(node, key));
    let announced = named(&name);
    let is_switch = matches!(extract::raw_str(node, "format"), Some("boolean" | "number"));
    let secret = match marked {
        Some(marked) => marked,
        None => !is_switch && (announced.is_some() || connects(&name)),
    };
    let kind = announced.and_then(|announced| announced.secret_kind);
    secret.then_some(Asked { name, node, kind, marked: marked == Some(true) })
}

/// A connection string holds a password, though no word of its name says so.
pub(super) fn connects(name: &str) -> bool {
    let plain = name.to_lowercase().replace(['-', '_', '.'], "");
    plain.ends_with("connectionstring") || plain.ends_with("databaseurl") || plain.ends_with("dsn")
}

/// The record of a secret that a server asks for. Where it is kept and how old it is, no
/// catalogue can know.
pub(super) fn record(server: &str, name: &str, kind: Option<SecretKind>) -> Secret {
    Secret {
        id: format!("{server}/{name}"),
        kind: kind.map_or(Field::Absent, Field::Given),
        used_by: Field::Given(vec![format!("server/{server}")]),
        ..Secret::default()
    }
}
