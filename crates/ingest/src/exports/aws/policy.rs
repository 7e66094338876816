//! IAM policy documents: as objects, or as the URL-encoded text that the API itself answers with.

use std::collections::BTreeSet;

use crate::extract;
use syntax::{Node, json};

/// A policy document, decoded; `None` where it cannot be read.
pub(super) fn document(node: &Node) -> Option<Node> {
    match node.text() {
        Some(text) => json(&decode(text)).ok().filter(Node::is_map),
        None => node.is_map().then(|| node.clone()),
    }
}

/// The statements of a document that allow something.
pub(super) fn allowing(document: &Node) -> Vec<&Node> {
    let Some(statement) = document.get("Statement") else { return Vec::new() };
    let all = if statement.is_map() { std::slice::from_ref(statement) } else { statement.list() };
    all.iter().filter(|one| extract::raw_str(one, "Effect") == Some("Allow")).collect()
}

/// The actions a document allows. Denials and conditions are left out: what they take away cannot
/// be determined without asking the platform, and must not make a grant look smaller.
pub(super) fn actions(document: &Node, into: &mut BTreeSet<String>) {
    for statement in allowing(document) {
        let resources = extract::string_list(statement, "Resource");
        // Everything but a few actions is as good as everything.
        if statement.get("NotAction").is_some() {
            into.insert(everything(&resources));
        }
        for action in extract::string_list(statement, "Action") {
            into.insert(if action == "*" { everything(&resources) } else { action });
        }
    }
}

/// All actions on named resources of one service are all actions of that service.
fn everything(resources: &[String]) -> String {
    let service = |resource: &String| match resource.split(':').collect::<Vec<_>>().as_slice() {
        ["arn", _, service, ..] if !service.contains('*') && !service.is_empty() => {
            Some((*service).to_string())
        }
        _ => None,
    };
    let services: Option<BTreeSet<String>> = resources.iter().map(service).collect();
    let services = services.unwrap_or_default();
    match (services.len(), services.first()) {
        (1, Some(service)) => format!("{service}:*"),
        _ => "*".into(),
    }
}

/// Undoes the URL encoding; anything else stays.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let mut digit = || ahead.next().and_then(|b| char::from(b).to_digit(16));
        match (byte, digit(), digit()) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut actions_of = BTreeSet::new();
        actions(&document(&json(text).expect("json")).expect("document"), &mut actions_of);
        actions_of.into_iter().collect()
    }

    #[test]
    fn actions_are_gathered_and_everything_is_seen() {
        let one = |rest: &str| format!("{{\"Statement\": {{\"Effect\": \"Allow\", {rest}}}}}");
        assert_eq!(of(&one("\"Action\": \"*\", \"Resource\": \"*\"")), ["*"]);
        assert_eq!(of(&one("\"Action\": \"*\", \"Resource\": \"arn:aws:s3:::b/*\"")), ["s3:*"]);
        assert_eq!(of(&one("\"NotAction\": \"iam:*\", \"Resource\": \"*\"")), ["*"]);
        assert_eq!(of(&one("\"Action\": [\"s3:Get*\", \"s3:Get*\"]")), ["s3:Get*"]);
        assert!(of("{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\"}]}").is_empty());
    }

    #[test]
    fn encoded_documents_are_decoded() {
        let text = "\"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A\
                    %22sqs%3A%2A%22%7D%5D%7D\"";
        assert_eq!(of(text), ["sqs:*"]);
        assert!(document(&json("\"%zz\"").expect("json")).is_none());
    }
}
