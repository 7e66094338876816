//! Which entries start one server.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::launch_key::LaunchKey;
use crate::secrets::SecretDigest;
use model::{LaunchClass, Observed};

/// What differs between placements of one launch: the account and rights, and within one file what holds for
/// that file alone.
type Account = (SecretDigest, Option<SecretDigest>);

/// Numbers the launches in the given order. Entries whose launches are equal are one server. Where only the
/// placement differs, as the account at an address, they are one if they have one name in different files,
/// and two if one file lists both.
pub(super) fn number(observed: &mut [Observed], order: &[usize], keys: &[LaunchKey]) {
    let mut groups: BTreeMap<&SecretDigest, Vec<usize>> = BTreeMap::new();
    let key = |at: usize| {
        let class = observed.get(at)?.server.record.launch_class?;
        keys.get(class.0 as usize)
    };
    for at in order {
        if let Some(key) = key(*at) {
            groups.entry(&key.whole).or_default().push(*at);
        }
    }
    let mut sets: HashMap<usize, usize> = HashMap::new();
    for members in groups.values() {
        for set in sets_of(observed, members, keys) {
            let Some(first) = set.first().copied() else { continue };
            sets.extend(set.into_iter().map(|at| (at, first)));
        }
    }
    let mut numbers: HashMap<usize, u32> = HashMap::new();
    for at in order {
        let Some(first) = sets.get(at) else { continue };
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        let number = *numbers.entry(*first).or_insert(next);
        if let Some(seen) = observed.get_mut(*at) {
            seen.server.record.launch_class = Some(LaunchClass(number));
        }
    }
}

/// The servers among the entries of one launch, each with its entries in order.
fn sets_of(observed: &[Observed], members: &[usize], keys: &[LaunchKey]) -> Vec<Vec<usize>> {
    let accounts = accounts(observed, members, keys);
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut by_account: HashMap<&Account, usize> = HashMap::new();
    for (at, account) in members.iter().zip(&accounts) {
        let set = *by_account.entry(account).or_insert(sets.len());
        match sets.get_mut(set) {
            Some(set) => set.push(*at),
            None => sets.push(vec![*at]),
        }
    }
    // One name in several files joins the accounts, unless one file then held two of them.
    let file = |at: usize| observed.get(at).map(|seen| Arc::clone(&seen.server.place.file));
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut home: Vec<usize> = (0..sets.len()).collect();
    let mut files: Vec<BTreeSet<Arc<str>>> =
        sets.iter().map(|set| set.iter().filter_map(|at| file(*at)).collect()).collect();
    for (number, set) in sets.iter().enumerate() {
        for at in set {
            if let Some(seen) = observed.get(*at) {
                let named = by_name.entry(&seen.entry).or_default();
                if !named.contains(&number) {
                    named.push(number);
                }
            }
        }
    }
    for named in by_name.values() {
        let Some((first, others)) = named.split_first() else { continue };
        for other in others {
            let (one, two) = (root(&home, *first), root(&home, *other));
            let apart = match (files.get(one), files.get(two)) {
                (Some(one), Some(two)) => one.is_disjoint(two),
                _ => false,
            };
            if one == two || !apart {
                continue;
            }
            let (low, high) = (one.min(two), one.max(two));
            let moved = files.get_mut(high).map(std::mem::take).unwrap_or_default();
            if let Some(files) = files.get_mut(low) {
                files.extend(moved);
            }
            if let Some(home) = home.get_mut(high) {
                *home = low;
            }
        }
    }
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, set) in sets.into_iter().enumerate() {
        joined.entry(root(&home, number)).or_default().extend(set);
    }
    joined.into_values().collect()
}

fn root(home: &[usize], mut at: usize) -> usize {
    while let Some(up) = home.get(at).filter(|up| **up != at) {
        at = *up;
    }
    at
}

/// The account of each entry. What holds for one file alone, such as the input a client asks for, counts only
/// where that file lists several.
fn accounts(observed: &[Observed], members: &[usize], keys: &[LaunchKey]) -> Vec<Account> {
    let of = |at: usize| {
        let seen = observed.get(at)?;
        let key = keys.get(seen.server.record.launch_class?.0 as usize)?;
        Some((Arc::clone(&seen.server.place.file), key))
    };
    let mut locals: HashMap<(Arc<str>, &SecretDigest), BTreeSet<&SecretDigest>> = HashMap::new();
    for (file, key) in members.iter().filter_map(|at| of(*at)) {
        locals.entry((file, &key.placement)).or_default().insert(&key.local);
    }
    members
        .iter()
        .filter_map(|at| of(*at))
        .map(|(file, key)| {
            let several = locals.get(&(file, &key.placement)).is_some_and(|all| all.len() > 1);
            (key.placement.clone(), several.then(|| key.local.clone()))
        })
        .collect()
}
