//! Which fields a record states.

use crate::{TextKind, TextVisitor, Texts};

/// Which of the fields that a type of record has one record states: a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StatedFields {
    names: &'static [&'static str],
    bits: u64,
}

impl StatedFields {
    /// How many fields a type of record may have for this.
    pub const MOST: usize = 64;

    /// None of these fields; none at all where there are too many of them.
    pub fn none_of(names: &'static [&'static str]) -> Option<Self> {
        (names.len() <= Self::MOST).then_some(StatedFields { names, bits: 0 })
    }

    /// Adds the field at a position among the names.
    pub fn add(&mut self, position: usize) {
        if position < self.names.len() {
            self.bits |= 1 << position;
        }
    }

    /// Whether it states the field of that name.
    pub fn contains(&self, name: &str) -> bool {
        self.bits != 0 && self.names().any(|stated| stated == name)
    }

    /// The names of the fields that it states, in the order of the type.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let is_stated = move |(position, _): &(usize, _)| self.bits >> position & 1 == 1;
        self.names.iter().copied().enumerate().filter(is_stated).map(|(_, name)| name)
    }
}

impl Texts for StatedFields {
    /// The names are those of a type: no input wrote them.
    fn texts(&mut self, _: TextKind, _: &mut dyn TextVisitor) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_stated() {
        let mut stated = StatedFields::none_of(&["id", "owner", "tier"]).expect("few");
        assert!(!stated.contains("id"));
        stated.add(2);
        stated.add(0);
        stated.add(9);
        assert!(stated.contains("id") && stated.contains("tier") && !stated.contains("owner"));
        assert!(stated.names().eq(["id", "tier"]));
    }
}
