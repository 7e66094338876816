//! Lists in one cell: people write `a; b`, `a, b`, or a line each.

use syntax::{Node, Style, Value};

/// Fields that hold lists, except those whose single values may contain a comma.
const LISTS: [&str; 14] = [
    "roles",
    "scopes",
    "used_by",
    "uses",
    "tools",
    "only",
    "except",
    "environments",
    "modifiers",
    "grant_types",
    "host_access",
    "host_credentials",
    "covers",
    "applies_to",
];

/// Writes `;` between the values of such cells, which is what a record is read with.
pub(super) fn split(node: &mut Node) {
    match &mut node.value {
        Value::List(nodes) => nodes.iter_mut().for_each(split),
        Value::Map(entries) => {
            for entry in entries {
                let field = entry.key.replace('-', "_");
                match &mut entry.node.value {
                    Value::Scalar(scalar) if scalar.style == Style::Cell => {
                        if let Some(parts) = parts(&field, &scalar.text) {
                            scalar.text = parts.join("; ");
                        }
                    }
                    _ => split(&mut entry.node),
                }
            }
        }
        Value::Null | Value::Scalar(_) => {}
    }
}

/// The values in a cell that is not separated by `;` already.
fn parts<'c>(field: &str, cell: &'c str) -> Option<Vec<&'c str>> {
    if cell.contains(';') || !cell.contains([',', '\n']) {
        return None;
    }
    // A part of a secret is known by nothing.
    if crate::secrets::redact(cell).is_some() {
        return None;
    }
    let parts = cell.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let lists = match field {
        // `Okafor, Ada` is one person; two addresses are two.
        "owner" => parts.iter().all(|part| part.contains('@')),
        // A distinguished name is one value: `CN=sync,OU=jobs`.
        field => LISTS.contains(&field) && !parts.iter().any(|part| part.contains('=')),
    };
    lists.then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn commas_and_lines_separate_where_a_value_holds_none() {
        let two = |a, b| Some(vec![a, b]);
        assert_eq!(parts("roles", "roles/viewer, roles/owner"), two("roles/viewer", "roles/owner"));
        assert_eq!(parts("used_by", "crm\nmail\n"), two("crm", "mail"));
        assert_eq!(parts("owner", "ada@x.test,eve@x.test"), two("ada@x.test", "eve@x.test"));
        for (field, cell) in [
            ("owner", "Okafor, Ada"),
            ("purpose", "reads, writes"),
            ("roles", "a; b, c"),
            ("used_by", "CN=sync,OU=jobs"),
            ("roles", "viewer"),
        ] {
            assert_eq!(parts(field, cell), None, "{field} {cell}");
        }
    }
}
