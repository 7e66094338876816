//! Equality classes of secret values and of launches, over all files of a run.
//!
//! Readers hand in digests and get provisional numbers; when all files are read, they are numbered again in
//! the order of paths and positions, so that they do not depend on threads. The digests stay here.

mod launch_key;
mod launches;
mod secret_ids;
#[cfg(test)]
mod tests;
mod values;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::secrets::SecretDigest;
use model::{Facts, LaunchClass, ValueClass};

pub(crate) use launch_key::LaunchKey;

/// The classes known so far.
#[derive(Debug, Default)]
pub(crate) struct Classes {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    numbers: HashMap<SecretDigest, u32>,
    values: Vec<SecretDigest>,
    launches: Vec<LaunchKey>,
}

impl Classes {
    /// The provisional class of a secret's value, or of the place in a store where it is kept.
    pub(crate) fn of_value(&self, digest: &SecretDigest) -> ValueClass {
        let mut known = self.known();
        let twin = digest.twin();
        let keys = || std::iter::once(digest).chain(twin.as_ref());
        let number = keys().find_map(|key| known.numbers.get(key).copied());
        let number = number.unwrap_or_else(|| {
            known.values.push(digest.clone());
            u32::try_from(known.values.len() - 1).unwrap_or(u32::MAX)
        });
        for key in keys() {
            known.numbers.entry(key.clone()).or_insert(number);
        }
        // The value itself says more than its SHA-1.
        if digest.is_whole()
            && let Some(value) = known.values.get_mut(number as usize)
        {
            *value = digest.clone();
        }
        ValueClass(number)
    }

    /// The provisional class of an entry's launch: a number of its own.
    pub(crate) fn of_launch(&self, key: LaunchKey) -> LaunchClass {
        let mut known = self.known();
        let number = u32::try_from(known.launches.len()).unwrap_or(u32::MAX);
        known.launches.push(key);
        LaunchClass(number)
    }

    /// Gives the final classes when all files are read, joins secrets of one value and gives them their ids.
    pub(crate) fn settle(&self, facts: &mut Facts, fingerprint_key: Option<&[u8]>) {
        let known = self.known();
        let mut order: Vec<usize> = (0..facts.observed.len()).collect();
        order.sort_by(|one, other| {
            let file =
                |at: &usize| facts.observed.get(*at).map(|seen| seen.server.place.file.clone());
            file(one).cmp(&file(other)).then(one.cmp(other))
        });
        launches::number(&mut facts.observed, &order, &known.launches);
        if let Some(key) = fingerprint_key {
            values::fingerprint(facts, &known.values, key);
        }
        secret_ids::give(facts, &order, &known.values);
        values::join(facts, &order);
        values::number(facts, &order);
    }

    /// The launch that was handed in last.
    #[cfg(test)]
    pub(crate) fn last_launch(&self) -> Option<LaunchKey> {
        self.known().launches.last().cloned()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
