//! The list of finders. What is not in it is not run.

use std::ops::Range;

use super::signs::{Finder, Need};
use super::{
    address, assigned, block, command, encoded, keys, pairs, prefixed, rules, scheme, spellings,
    steps,
};

/// Every finder. Those of one place in a text are in order of how much they show: where two overlap, the kind
/// of the first is kept.
pub(super) const ALL: [Finder; 15] = [
    block::PRIVATE_KEYS,
    prefixed::FINDER,
    block::SIGNED_TOKENS,
    block::BOT_TOKENS,
    block::TERRAFORM_TOKENS,
    scheme::FINDER,
    address::PASSWORDS,
    address::QUERY,
    pairs::FINDER,
    keys::FINDER,
    rules::FINDER,
    command::FINDER,
    assigned::FINDER,
    steps::OF_SERVERS,
    steps::OF_ALL,
];

/// Those that know a secret by its own shape.
pub(super) const SHAPES: Range<usize> = 0..9;
/// Those that know it by the words around it, or by the rules of others.
pub(super) const AROUND: Range<usize> = 9..13;
/// Those of steps in addresses: in prose, and in the address of a server.
pub(super) const STEPS: Range<usize> = 13..14;
pub(super) const STEPS_OF_ALL: Range<usize> = 14..15;

/// Behind the finders: what reads a text in another way and asks them again.
pub(super) const ENCODED: usize = ALL.len();
pub(super) const SPELLED: usize = ENCODED + 1;

/// The needs of each, in this order.
pub(super) fn needs() -> Vec<&'static [Need]> {
    let finders = ALL.iter().map(|finder| finder.needs);
    finders.chain([encoded::NEEDS, spellings::NEEDS]).collect()
}
