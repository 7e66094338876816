//! What was found for grants that were asked about before: several controls ask about each, and many assets have
//! the same.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use foldhash::fast::RandomState;

use crate::breadth::Breadth;

/// How many grants are remembered.
const MOST_KNOWN: usize = 65_536;
/// How many bytes a grant that is remembered has at most.
const MAX_BYTES: usize = 256;

/// The breadths that were found. It is no part of what the lists state, so that all are equal.
#[derive(Debug, Default)]
pub(super) struct Known(RwLock<HashMap<Box<str>, Breadth, RandomState>>);

impl Known {
    /// What is known of a grant, or what is found.
    pub(super) fn or_found(&self, grant: &str, find: impl FnOnce() -> Breadth) -> Breadth {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(grant).copied();
        known.unwrap_or_else(|| {
            let found = find();
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            if grant.len() <= MAX_BYTES && known.len() < MOST_KNOWN {
                known.insert(grant.into(), found);
            }
            found
        })
    }
}

impl Clone for Known {
    fn clone(&self) -> Self {
        Known::default()
    }
}

impl PartialEq for Known {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Known {}
