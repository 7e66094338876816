//! A list of records, looked at before it is read: those that are written as their type has them, and trees of the
//! others.

use std::sync::Arc;

use rayon::prelude::*;

use super::extract::SAMPLE;
use super::glance::Glance;
use super::native::{self, Written};
use super::no_end::NoEnds;
use super::reading::Read;
use super::tables::fields;
use super::{likeness, redact};
use model::{Diagnostic, RecordKind};
use syntax::{Budget, Fault, Keys, Node};

/// How many records one thread looks at at a time.
pub(super) const TOGETHER: usize = 1_024;

/// A list of records of one kind.
pub(super) struct Listed<'t> {
    kind: RecordKind,
    written: Vec<Written<'t>>,
    /// The keys of all records.
    keys: Keys,
    /// What is wrong with those that are no JSON.
    pub(super) faults: Vec<Fault>,
    /// How many records look like ours.
    alike: usize,
    no_ends: NoEnds,
}

impl<'t> Listed<'t> {
    fn none(kind: RecordKind) -> Self {
        let (written, faults) = (Vec::new(), Vec::new());
        let keys = Keys::default();
        Listed { kind, written, keys, faults, alike: 0, no_ends: NoEnds::default() }
    }

    /// Looks at every record: its text, and the number of lines above it. None where the trees need more than
    /// `budget` has.
    pub(super) fn of(
        records: &[(usize, &'t str)],
        kind: RecordKind,
        budget: &mut Budget,
    ) -> Option<Self> {
        let parts = records.par_chunks(TOGETHER).map(|records| {
            let mut own = budget.clone();
            let part = Listed::of_part(records, kind, &mut own);
            (part, own.spent() - budget.spent())
        });
        let parts: Vec<_> = parts.collect();
        let mut all = Listed::none(kind);
        for (part, spent) in parts {
            budget.spend(usize::try_from(spent).ok()?).ok()?;
            all.join(part);
        }
        all.faults = syntax::few(all.faults);
        Some(all)
    }

    /// How many records there are.
    pub(super) fn len(&self) -> usize {
        self.written.len()
    }

    /// Whether enough of them look like ours.
    pub(super) fn are_ours(&self) -> bool {
        likeness::are_most(self.alike, self.written.len())
    }

    /// Masks the secrets in them, with a notice for each, and counts the dates that mean "no end".
    pub(super) fn mask(&mut self, file: &Arc<str>, into: &mut Read) -> NoEnds {
        let masked = self.written.par_iter_mut().flat_map_iter(|one| {
            let mut masked = Vec::new();
            if let Written::Tree(node) = one {
                redact::redact_tree(node, file, &mut masked);
            }
            masked
        });
        let masked: Vec<Diagnostic> = masked.collect();
        into.facts.notices.extend(masked);
        self.no_ends
    }

    /// Reads them, once they are masked, at a pointer in a file.
    pub(super) fn read(self, file: &Arc<str>, pointer: &str, into: &mut Read) {
        let (facts, errors) = (&mut into.facts, &mut into.errors);
        native::read((self.kind, &self.keys), self.written, (file, pointer), facts, errors);
    }

    fn of_part(records: &[(usize, &'t str)], kind: RecordKind, budget: &mut Budget) -> Self {
        let fields = fields::of(kind);
        let mut part = Listed::none(kind);
        let mut keys_are_sure = true;
        for (at, text) in records {
            let line = u32::try_from(*at).unwrap_or(u32::MAX).saturating_add(1);
            if let Some(seen) = Glance::at(text, fields, &mut part.keys) {
                part.alike += usize::from(likeness::states_ours(kind, &seen.keys));
                part.no_ends.add(line, seen.no_ends);
                part.written.push(Written::Plain(seen.plain(text, line)));
                continue;
            }
            keys_are_sure = false;
            match syntax::ndjson_line((*at, text), budget) {
                Err(fault) => part.faults.push(fault),
                Ok(node) => {
                    part.alike += usize::from(likeness::is_ours(kind, &node));
                    part.no_ends.count(&node);
                    part.written.push(Written::Tree(node));
                }
            }
        }
        if !keys_are_sure {
            part.keys = part.keys_again(fields);
        }
        part
    }

    /// The keys without those of lines that were given up.
    fn keys_again(&self, fields: &'static [&'static str]) -> Keys {
        let mut keys = Keys::default();
        for one in &self.written {
            match one {
                Written::Plain(plain) => {
                    let _ = Glance::at(plain.text, fields, &mut keys);
                }
                Written::Tree(node) => keys.note_record(node, fields),
            }
        }
        keys
    }

    /// The rows that show a format of another tool: the first, and any that no type of ours has. The trees are given
    /// back by [`Listed::give_back`].
    pub(super) fn rows(&mut self) -> Vec<Node> {
        let mut budget = Budget::of_input(usize::MAX);
        let rows = self.written.iter_mut().enumerate().filter_map(|(at, one)| match one {
            Written::Tree(node) => Some(std::mem::replace(node, Node::null(node.line))),
            Written::Plain(plain) if at < SAMPLE => {
                let node = syntax::ndjson_line((plain.above(), plain.text), &mut budget);
                Some(node.unwrap_or_else(|_| Node::null(plain.line)))
            }
            Written::Plain(_) => None,
        });
        rows.collect()
    }

    /// Takes back the rows.
    pub(super) fn give_back(&mut self, rows: Vec<Node>) {
        let mut rows = rows.into_iter();
        for (at, one) in self.written.iter_mut().enumerate() {
            match one {
                Written::Tree(node) => *node = rows.next().unwrap_or_else(|| Node::null(node.line)),
                Written::Plain(_) if at < SAMPLE => drop(rows.next()),
                Written::Plain(_) => {}
            }
        }
    }

    fn join(&mut self, next: Listed<'t>) {
        self.written.extend(next.written);
        self.keys.merge(&next.keys);
        self.faults.extend(next.faults);
        self.alike += next.alike;
        self.no_ends.join(next.no_ends);
    }

    /// How many records are read as trees.
    #[cfg(test)]
    pub(super) fn trees(&self) -> usize {
        let is_tree = |one: &&Written<'_>| matches!(one, Written::Tree(node) if node.is_map());
        self.written.iter().filter(is_tree).count()
    }
}
