//! The scopes an entry asks for, where it pins them.

use super::approvals;
use crate::extract;
use model::Field;
use syntax::{Node, Value};

/// `oauth.scopes` or `auth.scopes`, as a list or as one text with spaces. Without it the server
/// decides what a token may do.
pub(super) fn requested(entry: &Node) -> Field<Vec<String>> {
    let scopes = ["oauth", "auth", "oauth_resource"].iter().find_map(|key| {
        let settings = entry.get(key)?;
        settings.get("scopes").or_else(|| settings.get("scope"))
    });
    let Some(scopes) = scopes.or_else(|| entry.get("scopes")) else { return Field::Absent };
    let written: Vec<String> = match &scopes.value {
        Value::List(nodes) => nodes.iter().filter_map(Node::text).map(str::to_string).collect(),
        Value::Scalar(scalar) => extract::parts(&scalar.text, |sign| matches!(sign, ' ' | ',')),
        Value::Null | Value::Map(_) => Vec::new(),
    };
    let named: Vec<String> = written.iter().filter_map(|text| approvals::name(text)).collect();
    // An empty list asks for whatever the server gives: that declares nothing.
    if named.is_empty() { Field::Blank } else { Field::Given(named) }
}
