//! Whether records look like ours. A common word such as `secrets` or `tools` is the root key of many
//! documents; only the fields of the records below it show whose they are.

use super::native;
use super::tables::fields::{self, COMMON, SHARED_KINDS};
use model::RecordKind;
use model::reference::REFERENCE;
use syntax::{Entry, Node, Value};

/// How many letters a misspelt word may differ in.
const MAX_SLIPS: usize = 2;

/// How many root keys are compared with the kinds of record; a document of ours has fewer.
const MOST_LOOKED_AT: usize = 1_000;

/// The kinds whose name many programs give to lists of their own, with ids.
const OF_MANY_PROGRAMS: [RecordKind; 4] =
    [RecordKind::Tools, RecordKind::Events, RecordKind::Secrets, RecordKind::Policies];

/// Whether most of these records look like records of a kind. One misspelt field, or a missing id,
/// does not make them somebody else's.
pub(super) fn are_ours(kind: RecordKind, records: &[Node]) -> bool {
    let alike = records.iter().filter(|record| is_ours(kind, record)).count();
    are_most(alike, records.len())
}

/// Whether enough records look like ours, of so many.
pub(super) fn are_most(alike: usize, records: usize) -> bool {
    alike > 0 && alike * 2 >= records
}

pub(super) fn is_ours(kind: RecordKind, record: &Node) -> bool {
    let keys = record.entries().iter().map(|entry| entry.key.replace('-', "_"));
    let keys: Vec<String> = keys.collect();
    states_ours(kind, &keys.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whether a record with these keys looks like one of a kind. They are written with `_`.
pub(super) fn states_ours(kind: RecordKind, keys: &[&str]) -> bool {
    let all = fields::of(kind);
    let ours = |key: &&&str| all.contains(*key) || **key == REFERENCE;
    let known: Vec<&&str> = keys.iter().filter(ours).collect();
    let total = keys.len();
    if known.iter().any(|key| **key == "id") {
        // Under such a word an id alone shows nothing: something beside it must be ours, or meant to be.
        let beside = || keys.iter().filter(|key| **key != "id").any(|key| is_meant(key, all));
        return known.len() * 2 >= total
            && (!OF_MANY_PROGRAMS.contains(&kind) || total == 1 || beside());
    }
    // Without an id nearly everything must be ours, and something of it be ours alone.
    let own = known.iter().any(|key| !COMMON.contains(*key)) || !SHARED_KINDS.contains(&kind);
    own && (known.len() == total || known.len() >= 2 && known.len() * 3 >= total * 2) && total > 0
}

/// Whether a key is one of these fields, or one misspelt.
fn is_meant(key: &str, fields: &[&str]) -> bool {
    let near = |field: &&str| field.len() > MAX_SLIPS && syntax::slips(key, field) <= MAX_SLIPS;
    key == REFERENCE || fields.iter().filter(|field| **field != "id").any(near)
}

/// Whether a document is one of ours: a map whose keys are mostly kinds of record, with records that
/// look like ours under one of them, or nothing but empty lists.
pub(super) fn is_document(root: &Node) -> bool {
    // Keys of ours are lower case; `Policies` is a word of somebody else's.
    let kind = |entry: &Entry| {
        native::kind(&entry.key).filter(|_| !entry.key.contains(char::is_uppercase))
    };
    let entries = root.entries();
    let known: Vec<(RecordKind, &Entry)> =
        entries.iter().filter_map(|entry| Some((kind(entry)?, entry))).collect();
    if known.is_empty() || known.len() * 2 < entries.len() {
        return false;
    }
    let only = known.len() == entries.len();
    known.iter().any(|(kind, entry)| match &entry.node.value {
        Value::List(nodes) => are_ours(*kind, nodes),
        // A list that was written as a map: of its fields, or of records by name.
        Value::Map(inner) if only => {
            let records: Vec<Node> = inner.iter().map(|entry| entry.node.clone()).collect();
            is_ours(*kind, &entry.node) || are_ours(*kind, &records)
        }
        _ => false,
    }) || only && known.iter().all(|(_, entry)| is_empty(&entry.node))
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::List(nodes) => nodes.is_empty(),
        Value::Scalar(_) | Value::Map(_) => false,
    }
}

/// A root key that is almost a kind of record, above records that look like that kind: the key, what
/// it is almost, and its line.
pub(super) fn misspelt_key(root: &Node) -> Option<(&str, RecordKind, u32)> {
    let lists = root.entries().iter().filter(|entry| !entry.node.list().is_empty());
    lists.take(MOST_LOOKED_AT).find_map(|entry| {
        let kind = almost(&entry.key)?;
        are_ours(kind, entry.node.list()).then_some((entry.key.as_str(), kind, entry.line))
    })
}

/// The kind of record that a word almost is.
pub(super) fn almost(word: &str) -> Option<RecordKind> {
    let word = word.to_lowercase().replace(['-', ' '], "_");
    let near = RecordKind::ALL.into_iter().map(|kind| (syntax::slips(&word, kind.id()), kind));
    near.filter(|(slips, _)| (1..=MAX_SLIPS).contains(slips))
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::yaml;

    fn ours(text: &str) -> bool {
        is_document(&yaml(text).expect("yaml"))
    }

    #[test]
    fn records_of_ours_are_recognised_with_their_mistakes() {
        for text in [
            "servers: [{id: a}]",
            "servers: []\nsecrets: []",
            "servers:",
            "servers: [{id: a, onwer: x}]",
            "tools: [{id: find, servr: crm}]",
            "servers: [{purpose: reads, owner: x}, {id: b, teir: T1}]",
            "secrets: [{id: a, kind: api-key}]\nnotes: x",
            "policies: [{id: p, kind: rego, repository: r}]",
            "tools: [{id: find, server: crm, effect: read}]",
            "servers: {crm: {id: crm, owner: x}}",
            "servers: {id: crm, owner: x}",
            "servers: [{id: a}]\nsevrers: [{id: b}]",
            "reviews: [{asset: crm}]",
            "vettings: [{server: crm}]",
        ] {
            assert!(ours(text), "{text}");
        }
    }

    #[test]
    fn a_word_in_common_makes_a_document_nobody_elses_less() {
        for text in [
            // Compose
            "services: {api: {image: x}}\nsecrets: {key: {file: ./k}}",
            "version: '3'\nsecrets: {key: {external: true}}",
            "secrets: {key: {environment: KEY}}\nservices: {}",
            "secrets: {key: {file: ./k}}",
            // Helm values
            "secrets: {create: true, name: x}",
            "secrets: [{name: x, key: y, mountPath: /z}]",
            "agents: {replicas: 2}",
            // Cloud Custodian, CrewAI, GitLab, OpenAPI, function calling, Sentinel, Vault
            "policies: [{name: p, resource: ebs, filters: []}]",
            "agents: [{name: r, role: x, goal: y, backstory: z, tools: []}]",
            "agents: [{name: r, tools: [a]}]",
            "version: 15\nvulnerabilities: [{id: 1, category: x, name: y, severity: High, cve: z}]",
            "vulnerabilities: [{id: 1, category: x, message: m, cve: z, severity: Low, scanner: s}]",
            "servers: [{url: https://x.test, description: y}]",
            "tools: [{type: function, function: {name: f}}]",
            "tools: [{name: f, description: d, inputSchema: {}}]",
            "tools: [golang, node]",
            "tools: [{id: 7, name: hammer}]",
            "events: [{id: 7, title: opened}]",
            "owners: [platform, data]",
            "reviews: 3",
            "events: [{type: push, branch: main}]",
        ] {
            assert!(!ours(text), "{text}");
        }
    }

    #[test]
    fn a_misspelt_key_is_found_where_its_records_are_ours() {
        let near = |text: &str| {
            let root = yaml(text).expect("yaml");
            misspelt_key(&root).map(|(key, kind, line)| (key.to_string(), kind, line))
        };
        assert_eq!(near("severs:\n  - id: a\n"), Some(("severs".into(), RecordKind::Servers, 1)));
        assert_eq!(near("x: 1\nsecret_s:\n  - {id: a}\n").map(|near| near.2), Some(2));
        for text in ["severs: [{host: a}]", "services: [{id: a}]", "servers: [{id: a}]", "a: []"] {
            assert_eq!(near(text), None, "{text}");
        }
        assert_eq!(almost("service-acounts"), Some(RecordKind::ServiceAccounts));
    }
}
