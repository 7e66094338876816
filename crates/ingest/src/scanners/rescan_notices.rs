//! What is reported where one report of a tool replaces another, or may.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::hit::Hit;
use super::rescan_group::Unit;
use model::{Diagnostic, Place};

/// Two files: the earlier, and the later.
type Pair = (Arc<str>, Arc<str>);

/// The notices of all groups: two reports may meet over many scopes, and are reported once.
pub(super) struct Notices<'a> {
    hits: &'a [Hit],
    /// Of each tool and pair: how many results of which rule are closed.
    closed: BTreeMap<(String, Pair), BTreeMap<String, u64>>,
    others: BTreeSet<(Arc<str>, String, &'static str)>,
}

const DATE: &str = "state `captured-at` for each under [[source]], or keep only the current report";
const SCOPE: &str = "state the same `scope` for both under [[source]] if they cover the same";

impl<'a> Notices<'a> {
    pub(super) fn of(hits: &'a [Hit]) -> Self {
        Notices { hits, closed: BTreeMap::new(), others: BTreeSet::new() }
    }

    /// That one replaces the other.
    pub(super) fn replaced(
        &mut self,
        tool: &str,
        earlier: &Unit,
        later: &Unit,
        closed: BTreeMap<String, u64>,
    ) {
        let pair = (Arc::clone(&earlier.file), Arc::clone(&later.file));
        let known = self.closed.entry((tool.to_string(), pair)).or_default();
        for (rule, count) in closed {
            *known.entry(rule).or_default() += count;
        }
    }

    /// That neither replaces the other.
    pub(super) fn both_count(&mut self, tool: &str, unit: &Unit, latest: &Unit) {
        let (one, other) = (&unit.file, &latest.file);
        let why = match (unit.completed, unit.taken) {
            (_, None) => "its date is not known",
            (false, _) => "it is incomplete",
            (true, Some(_)) if unit.is_before(latest) => {
                "the later one lists failures alone, or ran other rules"
            }
            (true, Some(_)) => "both have one date",
        };
        let message = format!(
            "{one} and {other} are reports of {tool} over one scope, and both count: {why}"
        );
        self.others.insert((Arc::clone(one), message, DATE));
    }

    /// That no report is known to be the latest.
    pub(super) fn unordered(&mut self, tool: &str, units: &[Unit]) {
        let files: Vec<&str> = units.iter().map(|unit| &*unit.file).collect();
        let Some(first) = units.first() else { return };
        let message = format!(
            "{} are reports of {tool} over one scope, and all count: no complete one is known to be the \
             latest",
            files.join(", ")
        );
        self.others.insert((Arc::clone(&first.file), message, DATE));
    }

    /// That an earlier report of a series shows failures over scopes that the latest does not state.
    pub(super) fn beyond(&mut self, tool: &str, units: &[Unit]) {
        let complete = units.iter().filter(|unit| unit.completed && !unit.covers.is_empty());
        let Some(latest) = complete.max_by_key(|unit| unit.taken) else { return };
        for unit in units.iter().filter(|unit| unit.is_before(latest)) {
            let stated =
                |scope: &&_| units.iter().any(|u| unit.is_before(u) && u.covers.contains(*scope));
            // One that states no scope replaces all of its series.
            let whole = |u: &Unit| u.completed && u.searches && u.covers.is_empty();
            if units.iter().any(|u| unit.is_before(u) && whole(u)) {
                continue;
            }
            let mut beyond = unit.fails_over.iter().filter(|scope| !stated(scope));
            let Some(first) = beyond.next() else { continue };
            let more = match beyond.count() {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            let (one, other) = (&unit.file, &latest.file);
            let message = format!(
                "{one} shows failures over {first}{more}, which the later report of {tool} in {other} does \
                 not state that it covers: they stay open"
            );
            self.others.insert((Arc::clone(one), message, SCOPE));
        }
    }

    /// That reports of a series list checks and state no scope.
    pub(super) fn unscoped(&mut self, tool: &str, units: &[Unit]) {
        let open: Vec<&Unit> = units.iter().filter(|unit| unit.fails_unscoped).collect();
        let later =
            |unit: &Unit| units.iter().find(|later| !later.searches && unit.is_before(later));
        for (unit, later) in open.into_iter().filter_map(|unit| Some((unit, later(unit)?))) {
            let (one, other) = (&unit.file, &later.file);
            let message = format!(
                "{one} and {other} are reports of {tool} that state no scope, and both count"
            );
            self.others.insert((Arc::clone(one), message, SCOPE));
        }
    }

    /// All of them, in order.
    pub(super) fn into_all(self) -> Vec<Diagnostic> {
        let mut all = Vec::new();
        for ((tool, (old, new)), closed) in self.closed {
            let place = Place::file(Arc::clone(&new));
            // What is found in files is listed secret by secret.
            let by_secret = self.hits.iter().any(|hit| hit.tool == tool && hit.place.file == old);
            if by_secret || closed.is_empty() {
                let message = format!("{new} replaces {old}, an earlier report of {tool}");
                all.push(Diagnostic::at(
                    &place,
                    message,
                    "what it no longer shows counts as closed",
                ));
                continue;
            }
            for (rule, count) in closed {
                let message = format!(
                    "{new} replaces {old}: {count} failed results of {rule} are no longer reported"
                );
                all.push(Diagnostic::at(&place, message, format!("they count as closed by {new}")));
            }
        }
        let others = self.others.into_iter();
        all.extend(
            others.map(|(file, message, help)| Diagnostic::at(&Place::file(file), message, help)),
        );
        all
    }
}
