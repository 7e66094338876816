//! One value is one secret, in however many places it is.

use std::collections::{BTreeMap, HashMap};

use crate::secrets::SecretDigest;
use model::records::Secret;
use model::{Facts, Field, Placed, ValueClass};

/// Gives secrets of one class one record: the id of the first, the ids of the others as further names, and
/// every server that uses it. Each server keeps a copy, so that a later join finds it at each of them. What an
/// export or scanner shows of the value takes the id too.
pub(super) fn join(facts: &mut Facts, order: &[usize]) {
    let mut homes: BTreeMap<ValueClass, Vec<(usize, usize)>> = BTreeMap::new();
    let mut first_seen: Vec<ValueClass> = Vec::new();
    for at in order {
        let Some(seen) = facts.observed.get(*at) else { continue };
        for (number, secret) in seen.secrets.iter().enumerate() {
            let Some(class) = secret.record.value_class else { continue };
            let places = homes.entry(class).or_default();
            if places.is_empty() {
                first_seen.push(class);
            }
            places.push((*at, number));
        }
    }
    let mut ids: HashMap<ValueClass, String> = HashMap::new();
    for class in first_seen {
        let places = homes.get(&class).map(Vec::as_slice).unwrap_or_default();
        if let Some(one) = merged(facts, places) {
            ids.insert(class, one.id.clone());
            for (server, secret) in places {
                let placed = facts.observed.get_mut(*server);
                if let Some(placed) = placed.and_then(|seen| seen.secrets.get_mut(*secret)) {
                    placed.record = one.clone();
                }
            }
        }
    }
    for secret in &mut facts.exported.secrets {
        let Some(class) = secret.record.value_class else { continue };
        let id = ids.entry(class).or_insert_with(|| secret.record.id.clone());
        if *id != secret.record.id {
            let old = std::mem::replace(&mut secret.record.id, id.clone());
            let mut names = secret.record.known_as.items().to_vec();
            names.push(old);
            secret.record.known_as = Field::Given(names);
        }
    }
}

/// The records at several places as one.
fn merged(facts: &Facts, places: &[(usize, usize)]) -> Option<Secret> {
    let mut records = places
        .iter()
        .filter_map(|(server, secret)| facts.observed.get(*server)?.secrets.get(*secret))
        .map(|placed| &placed.record);
    let mut one = records.next()?.clone();
    let mut names = one.known_as.items().to_vec();
    let mut users = one.used_by.items().to_vec();
    for other in records {
        for name in std::iter::once(&other.id).chain(other.known_as.items()) {
            if *name != one.id && !names.contains(name) {
                names.push(name.clone());
            }
        }
        for user in other.used_by.items() {
            if !users.contains(user) {
                users.push(user.clone());
            }
        }
        for sighting in &other.sightings {
            if !one.sightings.contains(sighting) {
                one.sightings.push(sighting.clone());
            }
        }
        one.kind.or_take(other.kind.clone());
        one.principal_kind.or_take(other.principal_kind.clone());
    }
    one.used_by = Field::Given(users);
    if !names.is_empty() {
        one.known_as = Field::Given(names);
    }
    Some(one)
}

/// Adds the fingerprint of each value to the names of its secret.
pub(super) fn fingerprint(facts: &mut Facts, digests: &[SecretDigest], key: &[u8]) {
    let print = |class: Option<ValueClass>| digests.get(class?.0 as usize)?.fingerprint(key);
    for secret in secrets(facts) {
        if let Some(print) = print(secret.record.value_class) {
            let mut names = secret.record.known_as.items().to_vec();
            names.push(format!("fingerprint:{print}"));
            secret.record.known_as = Field::Given(names);
        }
    }
}

/// Renumbers the classes, in the order of files and positions.
pub(super) fn number(facts: &mut Facts, order: &[usize]) {
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    let mut give = |secret: &mut Placed<Secret>| {
        if let Some(class) = &mut secret.record.value_class {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            class.0 = *numbers.entry(class.0).or_insert(next);
        }
    };
    for at in order {
        let seen = facts.observed.get_mut(*at);
        seen.into_iter().flat_map(|seen| &mut seen.secrets).for_each(&mut give);
    }
    let mut exported: Vec<&mut Placed<Secret>> = facts.exported.secrets.iter_mut().collect();
    exported.sort_by(|one, other| one.place.cmp(&other.place));
    exported.into_iter().for_each(give);
}

fn secrets(facts: &mut Facts) -> impl Iterator<Item = &mut Placed<Secret>> {
    let observed = facts.observed.iter_mut().flat_map(|seen| &mut seen.secrets);
    observed.chain(&mut facts.exported.secrets)
}
