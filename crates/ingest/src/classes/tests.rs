//! Classes and ids over several files, in any order.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Options, SourceFile, ingest};
use model::{Facts, LaunchClass};
use proptest::prelude::*;

fn facts(files: &[(String, String)]) -> Facts {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(path, text)| SourceFile::new(path.as_str(), text.clone().into_bytes()))
        .collect();
    let (facts, errors) = ingest(&files, Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    facts
}

fn config(server: &str, setting: &str, value: &str) -> String {
    format!(
        r#"{{"mcpServers": {{"{server}": {{"command": "x", "env": {{"{setting}": "{value}"}}}}}}}}"#
    )
}

fn named(files: &[(&str, String)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_string(), text.clone())).collect()
}

fn ids(facts: &Facts) -> Vec<String> {
    let secrets = facts.observed.iter().flat_map(|seen| &seen.secrets);
    secrets
        .map(|secret| {
            format!("{} used by {}", secret.record.id, secret.record.used_by.items().join(" "))
        })
        .collect()
}

fn token(end: &str) -> String {
    format!("ghp_{}{end}", "a7Kq2Xb9Mz4T".repeat(3))
}

#[test]
fn equal_values_are_one_secret_in_every_file() {
    let token = token("");
    let both = facts(&named(&[
        (".mcp.json", config("one", "GITHUB_TOKEN", &token)),
        ("b/mcp.json", config("two", "AUTHORIZATION", &format!("Bearer {token}"))),
        ("c/mcp.json", config("three", "DB_PASSWORD", "hunter2-or-7")),
    ]));
    let shared = "one/github_token used by one two";
    assert_eq!(ids(&both), [shared, shared, "three/db_password@c used by three"]);
    let known_as = &both.observed[0].secrets[0].record.known_as;
    assert_eq!(known_as.items(), ["two/authorization@b", "two/authorization"]);
    let classes: Vec<_> = both
        .observed
        .iter()
        .map(|seen| seen.secrets[0].record.value_class.map(|class| class.0))
        .collect();
    assert_eq!(classes, [Some(0), Some(0), Some(1)]);
    let debug = format!("{both:?}");
    assert!(!debug.contains("a7Kq2Xb9"), "the value leaked");
}

#[test]
fn two_values_of_one_setting_are_two_secrets_named_by_their_places() {
    let read = facts(&named(&[
        ("laptops/ada/mcp.json", config("board", "AUTHORIZATION", &token("A"))),
        ("laptops/bob/mcp.json", config("board", "AUTHORIZATION", &token("B"))),
        ("laptops/cyd/mcp.json", config("board", "AUTHORIZATION", &token("B"))),
    ]));
    let first = "board/authorization@laptops/ada used by board";
    let second = "board/authorization@laptops/bob used by board";
    assert_eq!(ids(&read), [first, second, second]);
}

#[test]
fn a_record_under_the_plain_name_is_the_secret_where_one_value_has_it() {
    let record = "secrets:\n  - id: board/authorization\n    used-by: [board]\n".to_string();
    let read = facts(&named(&[
        ("a/mcp.json", config("board", "AUTHORIZATION", &token("A"))),
        ("inventory/secrets.yaml", record),
    ]));
    assert_eq!(ids(&read), ["board/authorization used by board"]);
    let known_as = read.observed[0].secrets[0].record.known_as.items();
    assert_eq!(known_as, ["board/authorization@a"]);
}

#[test]
fn one_variable_is_one_secret_within_its_file_and_a_stored_one_everywhere() {
    let two = r#"{"mcpServers": {
        "a": {"command": "x", "env": {"A_TOKEN": "${T_TOKEN}"}},
        "b": {"url": "https://h.test", "headers": {"Authorization": "Bearer ${T_TOKEN}"}}}}"#;
    let other = config("c", "T_TOKEN", "${T_TOKEN}");
    let read = facts(&named(&[("x.json", two.into()), ("y.json", other)]));
    let shared = "a/a_token used by a b";
    assert_eq!(ids(&read), [shared, shared, "c/t_token used by c"]);
    let stored = |name| config(name, "KEY", "op://vault/item/field");
    let read = facts(&named(&[("x.json", stored("a")), ("y.json", stored("b"))]));
    assert_eq!(ids(&read), ["a/key used by a b", "a/key used by a b"]);
}

/// The launch class of each entry, by file and name.
fn launches(facts: &Facts) -> BTreeMap<(String, String), LaunchClass> {
    let all = facts.observed.iter();
    all.filter_map(|seen| {
        let key = (seen.server.place.file.to_string(), seen.server.record.id.clone());
        Some((key, seen.server.record.launch_class?))
    })
    .collect()
}

fn servers(entries: &[(&str, &str)]) -> String {
    let entries: Vec<_> =
        entries.iter().map(|(name, body)| format!(r#""{name}": {body}"#)).collect();
    format!(r#"{{"mcpServers": {{{}}}}}"#, entries.join(","))
}

fn account(token: &str) -> String {
    format!(r#"{{"url": "https://h.test/mcp", "headers": {{"Authorization": "Bearer {token}"}}}}"#)
}

#[test]
fn accounts_on_one_address_are_one_server_by_name_and_two_within_one_file() {
    let (a, b, c) = (account(&token("A")), account(&token("B")), account(&token("C")));
    let count = |files: &[(&str, String)]| {
        launches(&facts(&named(files))).into_values().collect::<BTreeSet<_>>().len()
    };
    let one_file = servers(&[("north", &a), ("south", &b)]);
    assert_eq!(count(&[("a.json", one_file.clone())]), 2);
    let (first, second) = (servers(&[("board", &a)]), servers(&[("board", &b)]));
    assert_eq!(count(&[("a.json", first.clone()), ("b.json", second)]), 1);
    let other = servers(&[("plan", &b)]);
    assert_eq!(count(&[("a.json", first), ("b.json", other)]), 2);
    // A third account under one of two names joins that one, and never both.
    let third = servers(&[("north", &c)]);
    assert_eq!(count(&[("a.json", one_file.clone()), ("b.json", third)]), 2);
    let crossed = servers(&[("north", &b)]);
    assert_eq!(count(&[("a.json", one_file), ("b.json", crossed)]), 2);
}

#[test]
fn an_entry_listed_twice_in_one_file_is_one_server() {
    let body =
        r#"{"command": "npx", "args": ["-y", "t@1"], "env": {"T_TOKEN": "real-token-4217-x"}}"#;
    let listed = |names: [&str; 2]| {
        format!(
            r#"{{"mcpServers": [{{"name": "{}", {} , {{"name": "{}", {}]}}"#,
            names[0],
            body.trim_start_matches('{'),
            names[1],
            body.trim_start_matches('{')
        )
    };
    let twice = facts(&named(&[("a.json", listed(["t", "t"]))]));
    let ids: Vec<_> = twice.observed.iter().map(|seen| seen.server.record.id.as_str()).collect();
    assert_eq!(ids, ["t", "t"]);
    let secrets: BTreeSet<_> = twice
        .observed
        .iter()
        .flat_map(|seen| &seen.secrets)
        .map(|secret| &secret.record.id)
        .collect();
    assert_eq!(secrets.len(), 1, "{secrets:?}");
    let two = launches(&facts(&named(&[("a.json", listed(["t", "u"]))])));
    assert_eq!(two.into_values().collect::<BTreeSet<_>>().len(), 1);
}

#[test]
fn inputs_of_one_file_are_apart_and_of_two_files_are_asked() {
    let asks = |id: &str| {
        format!(r#"{{"command": "npx", "args": ["a"], "env": {{"T": "${{input:{id}}}"}}}}"#)
    };
    let count = |files: &[(&str, String)]| {
        launches(&facts(&named(files))).into_values().collect::<BTreeSet<_>>().len()
    };
    let both = servers(&[("work", &asks("w")), ("home", &asks("h"))]);
    assert_eq!(count(&[("a.json", both)]), 2);
    let (one, two) = (servers(&[("x", &asks("w"))]), servers(&[("y", &asks("h"))]));
    assert_eq!(count(&[("a.json", one), ("b.json", two)]), 1);
}

const PATHS: [&str; 6] =
    [".mcp.json", ".vscode/mcp.json", "a/mcp.json", "a/.mcp.json", "b/claude.json", "mcp.json"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Adding a file keeps every id, or keeps it as a name of exactly one secret.
    #[test]
    fn another_file_renames_no_secret(
        files in proptest::collection::btree_map(
            proptest::sample::select(&PATHS[..]),
            (proptest::sample::select(&["board", "crm"][..]), 0usize..3, any::<bool>()),
            2..6,
        ),
        added in any::<proptest::sample::Index>(),
    ) {
        let all: Vec<(String, String)> = files.iter().map(|(path, (server, value, by_name))| {
            let value = if *by_name { "${THE_TOKEN}".to_string() } else { token(&value.to_string()) };
            ((*path).to_string(), config(server, "THE_TOKEN", &value))
        }).collect();
        let mut fewer = all.clone();
        fewer.remove(added.index(all.len()));
        let of = |files: &[(String, String)]| -> BTreeMap<String, BTreeSet<String>> {
            let facts = facts(files);
            let secrets = facts.observed.into_iter().flat_map(|seen| seen.secrets);
            let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for secret in secrets {
                let names = secret.record.known_as.items().iter().cloned();
                of.entry(secret.record.id.clone()).or_default().extend(names);
            }
            of
        };
        let (before, after) = (of(&fewer), of(&all));
        for id in before.keys() {
            let known = after.iter().filter(|(_, names)| names.contains(id)).count();
            prop_assert!(after.contains_key(id) || known == 1, "{id}: {after:?}");
        }
        // The order in which files are handed in changes nothing.
        let mut turned = all.clone();
        turned.reverse();
        prop_assert_eq!(launches(&facts(&all)), launches(&facts(&turned)));
        prop_assert_eq!(of(&all), of(&turned));
    }
}
