//! `iam list-access-keys` and `iam get-access-key-last-used`: the keys of a user, and when one was used.
//!
//! The id of a key is no secret, and names it in logs: it is compared in memory and is not kept.

use crate::classes::Classes;
use crate::exports::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use crate::secrets::SecretDigest;
use model::records::{Issuance, Secret, SecretKind, Status};
use model::{Facts, Field, FormatId, Moment, ValueClass};
use syntax::{Node, Value};

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("aws-access-keys"), title: "AWS access keys", recognise, read };

fn recognise(root: &Node) -> bool {
    let is_key = |node: &Node| extract::has_keys(node, &["UserName", "AccessKeyId", "Status"]);
    extract::sample_rows(keys(root).0).any(is_key) || used(root).is_some()
}

/// The keys: those of the command line, or a bare list of PowerShell.
fn keys(root: &Node) -> (&[Node], &'static str) {
    match (&root.value, root.get("AccessKeyMetadata")) {
        (Value::List(nodes), _) => (nodes, ""),
        (_, Some(list)) => (list.list(), "/AccessKeyMetadata"),
        _ => (&[], ""),
    }
}

/// The last use of one key.
fn used(root: &Node) -> Option<&Node> {
    root.get("UserName").and_then(|_| root.get("AccessKeyLastUsed")).filter(|node| node.is_map())
}

const FIELDS: [(&str, &[&str]); 4] = [
    ("issued_at", &["CreateDate"]),
    ("status", &["Status"]),
    ("last_used", &["AccessKeyLastUsed", "LastUsedDate"]),
    ("used_by", &["UserName"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    export.pages(root, &["IsTruncated", "Marker", "NextToken"]);
    let (nodes, list) = keys(root);
    let mut numbers: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        let Some(user) = extract::redacted_text(node, "UserName") else {
            export.notice(node, "a key has no user and was skipped", "export it again");
            continue;
        };
        let number = numbers.entry(user.clone()).or_default();
        *number += 1;
        let secret = key(node, &user, *number, origin.classes, &mut export);
        export.secret(node, &format!("{list}/{at}"), secret);
    }
    if let Some(last) = used(root) {
        last_use(root, last, origin, &mut export);
    }
}

fn key(
    node: &Node,
    user: &str,
    number: usize,
    classes: &Classes,
    export: &mut Export<'_>,
) -> Secret {
    let issued_at = export.moment(node, "CreateDate");
    let last_used = match node.get("AccessKeyLastUsed") {
        Some(last) => export.moment(last, "LastUsedDate"),
        None => Field::Absent,
    };
    let known_as = issued_at.given().and_then(|made| name(user, *made));
    Secret {
        id: format!("{user}/access-key-{number}"),
        known_as: known_as.map_or(Field::Absent, |name| Field::Given(vec![name])),
        kind: Field::Given(SecretKind::ApiKey),
        principal: Field::Given(user.to_string()),
        used_by: Field::Given(vec![user.to_string()]),
        users_seen: true,
        issuance: Field::Given(Issuance::Static),
        issued_at,
        last_used,
        // An access key never ends by itself.
        expires_at: Field::Blank,
        // An administrator can enable what is inactive again.
        status: match extract::raw_str(node, "Status") {
            Some("Inactive") => Field::Given(Status::Disabled),
            Some(_) => Field::Given(Status::Active),
            None => Field::Absent,
        },
        value_class: extract::raw_str(node, "AccessKeyId").map(|id| class(id, classes)),
        ..Secret::default()
    }
}

/// The answer about one key does not hold its id: it is in the name of the file, if anywhere.
fn last_use(root: &Node, last: &Node, origin: &Origin<'_>, export: &mut Export<'_>) {
    let Some(user) = extract::redacted_text(root, "UserName") else { return };
    let id =
        origin.file.split(|letter: char| !letter.is_ascii_alphanumeric()).find(|word| is_id(word));
    let Some(id) = id else {
        let message =
            format!("the last use of a key of {user} is not read: the file does not name the key");
        export.notice(root, message, "name the file after the key: last-used-AKIA….json");
        return;
    };
    let last_used = export.moment(last, "LastUsedDate");
    let secret = Secret {
        id: format!("{user}/access-key"),
        kind: Field::Given(SecretKind::ApiKey),
        principal: Field::Given(user.clone()),
        used_by: Field::Given(vec![user]),
        users_seen: true,
        last_used,
        value_class: Some(class(id, origin.classes)),
        ..Secret::default()
    };
    export.secret(root, "", secret);
}

fn is_id(word: &str) -> bool {
    (16..=128).contains(&word.len())
        && ["AKIA", "ASIA"].iter().any(|start| word.starts_with(start))
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn class(id: &str, classes: &Classes) -> ValueClass {
    classes.of_value(&SecretDigest::of_value(id))
}

/// What a key is called in the lists that hold no id of it: its user, and the second it was made.
pub(super) fn name(user: &str, made: Moment) -> Option<String> {
    let second = made.to_string();
    // A day alone may be that of two keys.
    second.contains('T').then(|| format!("access-key:{user}@{second}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn keys_have_their_user_status_and_day() {
        let facts = read_json(
            &FORMAT,
            r#"{"AccessKeyMetadata": [
                {"UserName": "ci", "AccessKeyId": "AKIAIOSFODNN7EXAMPL1", "Status": "Active",
                 "CreateDate": "2024-02-01T08:00:01+00:00"},
                {"UserName": "ci", "AccessKeyId": "AKIAIOSFODNN7EXAMPL2", "Status": "Inactive",
                 "CreateDate": "2025-02-01T08:00:01+00:00"}], "IsTruncated": true}"#,
        );
        let [one, two] = facts.exported.secrets.as_slice() else { panic!("two keys") };
        assert_eq!(
            (one.record.id.as_str(), two.record.id.as_str()),
            ("ci/access-key-1", "ci/access-key-2")
        );
        assert_eq!(two.record.status, Field::Given(Status::Disabled));
        assert_ne!(one.record.value_class, two.record.value_class);
        assert_eq!(one.record.known_as.items(), ["access-key:ci@2024-02-01T08:00:01Z"]);
        assert_eq!(facts.incomplete.len(), 1);
        assert!(!format!("{facts:?}").contains("AKIA"), "the id is not kept");
    }

    #[test]
    fn the_last_use_of_a_key_needs_its_name() {
        let text = r#"{"UserName": "ci", "AccessKeyLastUsed":
            {"LastUsedDate": "2026-11-01T08:00:00+00:00", "ServiceName": "s3", "Region": "eu-west-1"}}"#;
        let facts = read_json(&FORMAT, text);
        assert_eq!((facts.exported.secrets.len(), facts.notices.len()), (0, 1));
        assert!(is_id("AKIAIOSFODNN7EXAMPLE") && !is_id("AKIA") && !is_id("akiaiosfodnn7example"));
    }
}
