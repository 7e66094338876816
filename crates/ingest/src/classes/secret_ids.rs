//! Ids of secrets that depend on their own place alone, so that another file renames none.

use std::collections::{BTreeMap, BTreeSet};

use crate::secrets::{self, SecretDigest};
use model::{Facts, Field};

/// Gives the secrets of client configurations their ids.
///
/// A value in the `.mcp.json` of the project is named by its server and setting; one in another file has the
/// file's place behind that: `board/authorization@laptops/ines`. The plain name stays known where only one
/// value has it, and is the id where people keep a record under it. A reference holds no value: in every file
/// it is named by server and setting.
pub(super) fn give(facts: &mut Facts, order: &[usize], digests: &[SecretDigest]) {
    let Facts { observed, secrets: own, .. } = facts;
    let is_value = |class: Option<model::ValueClass>, kept: bool| match class {
        Some(class) => digests.get(class.0 as usize).is_some_and(SecretDigest::is_of_value),
        // One setting that holds several values has none to compare.
        None => kept,
    };
    let recorded: BTreeSet<String> = own
        .iter()
        .flat_map(|secret| std::iter::once(&secret.record.id).chain(secret.record.known_as.items()))
        .map(|id| id.to_lowercase())
        .collect();
    // Which values go by one plain name.
    let mut named: BTreeMap<String, BTreeSet<(Option<u32>, usize, usize)>> = BTreeMap::new();
    let mut literal: BTreeSet<(usize, usize)> = BTreeSet::new();
    for at in order {
        let Some(seen) = observed.get(*at) else { continue };
        let configuration = seen.server.record.configuration.as_ref();
        let holds = configuration.is_some_and(|found| !found.sightings.is_empty());
        for (number, secret) in seen.secrets.iter().enumerate() {
            let class = secret.record.value_class;
            let one = match class {
                Some(class) => (Some(class.0), 0, 0),
                None => (None, *at, number),
            };
            named.entry(secret.record.id.clone()).or_default().insert(one);
            if is_value(class, holds) {
                literal.insert((*at, number));
            }
        }
    }
    for (at, number) in literal {
        let Some(seen) = observed.get_mut(at) else { continue };
        let Some(secret) = seen.secrets.get_mut(number) else { continue };
        let suffix = suffix(&secret.place.file);
        if suffix.is_empty() {
            continue;
        }
        let plain = secret.record.id.clone();
        let full = format!("{plain}@{suffix}");
        let single = named.get(&plain).is_some_and(|values| values.len() == 1);
        let (id, other) = match (single, recorded.contains(&plain)) {
            (true, true) => (plain, Some(full)),
            (true, false) => (full, Some(plain)),
            (false, _) => (full, None),
        };
        secret.record.id = id;
        if let Some(other) = other {
            let mut names = secret.record.known_as.items().to_vec();
            names.push(other);
            secret.record.known_as = Field::Given(names);
        }
    }
}

/// The place of a file, as the ids of its secrets name it: nothing for the project's `.mcp.json`, its folder
/// for a `mcp.json`, else its path.
fn suffix(file: &str) -> String {
    let place = match file {
        ".mcp.json" => "",
        other => other.strip_suffix("/mcp.json").unwrap_or(other),
    };
    secrets::redact(place).unwrap_or_else(|| place.to_string())
}
