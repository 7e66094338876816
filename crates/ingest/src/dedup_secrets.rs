//! One secret in several places is one secret.

use std::collections::BTreeMap;

use super::secrets::SecretDigest;
use model::{Field, Observed};

/// Gives secrets with the same digest one record: the id of the first, the ids of the others as
/// further names, and every server that uses it. Each server keeps a copy, so that a later join of
/// servers later finds it at each of them.
pub(super) fn join(observed: &mut [Observed], digests: &[Vec<Option<SecretDigest>>]) {
    let mut homes: BTreeMap<&SecretDigest, Vec<(usize, usize)>> = BTreeMap::new();
    for (server, digests) in digests.iter().enumerate() {
        for (secret, digest) in digests.iter().enumerate() {
            if let Some(digest) = digest {
                homes.entry(digest).or_default().push((server, secret));
            }
        }
    }
    for places in homes.values().filter(|places| places.len() > 1) {
        merge_sightings(observed, places);
    }
    separate(observed, digests);
}

/// Gives different values under one id different ids: two people's tokens for one setting are two
/// secrets. The first keeps the id.
fn separate(observed: &mut [Observed], digests: &[Vec<Option<SecretDigest>>]) {
    let mut values: BTreeMap<String, Vec<&SecretDigest>> = BTreeMap::new();
    for (seen, digests) in observed.iter_mut().zip(digests) {
        for (secret, digest) in seen.secrets.iter_mut().zip(digests) {
            let Some(digest) = digest.as_ref().filter(|digest| digest.is_of_value()) else {
                continue;
            };
            let known = values.entry(secret.record.id.clone()).or_default();
            let at = known.iter().position(|value| *value == digest).unwrap_or_else(|| {
                known.push(digest);
                known.len() - 1
            });
            if at > 0 {
                secret.record.id = format!("{}-{}", secret.record.id, at + 1);
            }
        }
    }
}

/// Adds the fingerprint of each value to the names of its secret.
pub(super) fn fingerprint(
    observed: &mut [Observed],
    digests: &[Vec<Option<SecretDigest>>],
    key: &[u8],
) {
    for (seen, digests) in observed.iter_mut().zip(digests) {
        for (secret, digest) in seen.secrets.iter_mut().zip(digests) {
            let Some(print) = digest.as_ref().and_then(|digest| digest.fingerprint(key)) else {
                continue;
            };
            let mut names = secret.record.known_as.items().to_vec();
            names.push(format!("fingerprint:{print}"));
            secret.record.known_as = Field::Given(names);
        }
    }
}

fn merge_sightings(observed: &mut [Observed], places: &[(usize, usize)]) {
    let records = places.iter().filter_map(|(server, secret)| {
        observed.get(*server)?.secrets.get(*secret).map(|placed| &placed.record)
    });
    let mut records = records.cloned();
    let Some(mut one) = records.next() else { return };
    let (mut names, mut users) = (Vec::new(), one.used_by.items().to_vec());
    for other in records {
        if other.id != one.id && !names.contains(&other.id) {
            names.push(other.id.clone());
        }
        for user in other.used_by.items() {
            if !users.contains(user) {
                users.push(user.clone());
            }
        }
        for sighting in other.sightings {
            if !one.sightings.contains(&sighting) {
                one.sightings.push(sighting);
            }
        }
        one.kind.or_take(other.kind);
        one.principal_kind.or_take(other.principal_kind);
    }
    one.used_by = Field::Given(users);
    if !names.is_empty() {
        one.known_as = Field::Given(names);
    }
    for (server, secret) in places {
        let placed = observed.get_mut(*server).and_then(|seen| seen.secrets.get_mut(*secret));
        if let Some(placed) = placed {
            placed.record = one.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{SourceFile, ingest};
    use model::Facts;

    fn facts(files: &[(&str, String)]) -> Facts {
        let files: Vec<SourceFile> = files
            .iter()
            .map(|(path, text)| SourceFile::new(*path, text.clone().into_bytes()))
            .collect();
        let (facts, errors) = ingest(&files, crate::Options::default());
        assert!(errors.is_empty(), "{errors:?}");
        facts
    }

    fn config(server: &str, setting: &str, value: &str) -> String {
        format!(
            r#"{{"mcpServers": {{"{server}": {{"command": "x", "env": {{"{setting}": "{value}"}}}}}}}}"#
        )
    }

    fn ids(facts: &Facts) -> Vec<String> {
        let secrets = facts.observed.iter().flat_map(|seen| &seen.secrets);
        let stated = secrets.map(|secret| {
            format!("{} used by {}", secret.record.id, secret.record.used_by.items().join(" "))
        });
        stated.collect()
    }

    #[test]
    fn equal_values_are_one_secret_in_every_file() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        let both = facts(&[
            (".mcp.json", config("one", "GITHUB_TOKEN", &token)),
            ("b/mcp.json", config("two", "AUTHORIZATION", &format!("Bearer {token}"))),
            ("c/mcp.json", config("three", "DB_PASSWORD", "hunter2-or-7")),
        ]);
        let shared = "one/github_token used by one two";
        assert_eq!(ids(&both), [shared, shared, "three/db_password used by three"]);
        let known_as = &both.observed[0].secrets[0].record.known_as;
        assert_eq!(known_as.items(), ["two/authorization"]);
        let debug = format!("{both:?}");
        assert!(!debug.contains("a7Kq2Xb9"), "the value leaked");
    }

    #[test]
    fn two_values_of_one_setting_are_two_secrets() {
        let token = |end: &str| format!("ghp_{}{end}", "a7Kq2Xb9Mz4T".repeat(3));
        let read = facts(&[
            ("laptops/ada/mcp.json", config("board", "AUTHORIZATION", &token("A"))),
            ("laptops/bob/mcp.json", config("board", "AUTHORIZATION", &token("B"))),
            ("laptops/cyd/mcp.json", config("board", "AUTHORIZATION", &token("B"))),
        ]);
        let first = "board/authorization used by board";
        let second = "board/authorization-2 used by board";
        assert_eq!(ids(&read), [first, second, second]);
    }

    #[test]
    fn one_variable_is_one_secret_within_its_file_and_a_stored_one_everywhere() {
        let two = r#"{"mcpServers": {
            "a": {"command": "x", "env": {"A_TOKEN": "${T_TOKEN}"}},
            "b": {"url": "https://h.test", "headers": {"Authorization": "Bearer ${T_TOKEN}"}}}}"#;
        let other = config("c", "T_TOKEN", "${T_TOKEN}");
        let read = facts(&[("x.json", two.into()), ("y.json", other)]);
        let shared = "a/a_token used by a b";
        assert_eq!(ids(&read), [shared, shared, "c/t_token used by c"]);
        let stored = |name| config(name, "KEY", "op://vault/item/field");
        let read = facts(&[("x.json", stored("a")), ("y.json", stored("b"))]);
        assert_eq!(ids(&read), ["a/key used by a b", "a/key used by a b"]);
    }
}
