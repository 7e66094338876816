//! Warnings about the inputs: they stop nothing, and the records are judged as they are.

use std::collections::BTreeSet;

use jiff::civil::Date;
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use model::{
    Asset, AssetFacts, Diagnostic, Facts, Kind, Placed, Record, RecordKind, VisitKind,
    is_placeholder,
};
use syntax::Names;

/// How many servers of a cycle are named; the others are counted.
const MOST_NAMED: usize = 20;

/// Dates in the future, in fields that record the past. Controls treat them as unusable.
pub(super) fn future_dates(facts: &Facts, as_of: Date) -> Vec<Diagnostic> {
    RecordKind::ALL.into_iter().flat_map(|kind| kind.visit(FutureDates { facts, as_of })).collect()
}

/// The future dates of the kind it visits.
struct FutureDates<'a> {
    facts: &'a Facts,
    as_of: Date,
}

impl VisitKind for FutureDates<'_> {
    type Output = Vec<Diagnostic>;

    fn visit<R: Record>(self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        for Placed { record, place, .. } in R::list(self.facts) {
            for (field, date) in record.past_dates() {
                if date.day() > self.as_of {
                    let message = format!("`{field}` is in the future: {date}");
                    let warning = Diagnostic::at(place, message, "correct the date");
                    warnings.push(warning.of_kind(Kind::Doubtful));
                }
            }
        }
        warnings
    }
}

/// Owners who are not in the register. Controls on owners fail; the warning names the place.
pub(super) fn unknown_owners(facts: &Facts) -> Vec<Diagnostic> {
    if !facts.carried.contains(&RecordKind::Owners) {
        return Vec::new();
    }
    let known: BTreeSet<&str> = facts.owners.iter().map(|owner| owner.record.id.as_str()).collect();
    let names = Names::of(known.iter().map(ToString::to_string));
    let unknown =
        |kind: RecordKind| kind.visit(UnknownOwners { facts, known: &known, names: &names });
    RecordKind::ALL.into_iter().flat_map(unknown).collect()
}

/// The people whom records of the kind it visits name and the register does not have.
struct UnknownOwners<'a> {
    facts: &'a Facts,
    known: &'a BTreeSet<&'a str>,
    names: &'a Names,
}

impl VisitKind for UnknownOwners<'_> {
    type Output = Vec<Diagnostic>;

    fn visit<R: Record>(self) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        for Placed { record, place, .. } in R::list(self.facts) {
            let people = record.people().into_iter();
            // An owner whose record could not be read is reported there.
            let is_broken = |name: &str| self.facts.broken.contains(name);
            let is_unknown = |name: &str| {
                !self.known.contains(name) && !is_placeholder(name) && !is_broken(name)
            };
            for (field, name) in people.filter(|(_, name)| is_unknown(name)) {
                let (help, kind) = match self.names.suggestion(name) {
                    Some(meant) => (meant, Kind::Slip),
                    None => (
                        "add the owner to the register, or name another".to_string(),
                        Kind::Doubtful,
                    ),
                };
                let message = format!("`{field}` names {name}, who is not in the owner register");
                warnings.push(Diagnostic::at(place, message, help).of_kind(kind));
            }
        }
        warnings
    }
}

/// Servers that call each other in a cycle: each of them takes the highest tier among them.
pub(super) fn call_cycles(assets: &[Asset], calls: &[(usize, usize)]) -> Vec<Diagnostic> {
    let mut graph: DiGraph<usize, ()> = DiGraph::new();
    let nodes: Vec<_> = (0..assets.len()).map(|at| graph.add_node(at)).collect();
    for (called, caller) in calls {
        if let (Some(caller), Some(called)) = (nodes.get(*caller), nodes.get(*called)) {
            graph.add_edge(*caller, *called, ());
        }
    }
    let mut warnings = Vec::new();
    for cycle in tarjan_scc(&graph) {
        let alone = cycle.len() == 1 && cycle.iter().all(|at| !graph.contains_edge(*at, *at));
        if alone {
            continue;
        }
        let mut members: Vec<&Asset> =
            cycle.iter().filter_map(|node| assets.get(*graph.node_weight(*node)?)).collect();
        members.sort_by(|a, b| a.key.cmp(&b.key));
        let names = members.iter().take(MOST_NAMED).map(|asset| asset.key.to_string());
        let names: Vec<String> = names.collect();
        let more = match members.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = match names.as_slice() {
            [one] => format!("`uses` of {one} names itself"),
            several => format!(
                "`uses` forms a cycle through {}{more}: each takes the highest tier among them",
                several.join(", ")
            ),
        };
        let place = members.iter().find_map(|asset| asset.place());
        let help = "remove the call that does not happen, if there is one".to_string();
        let warning = Diagnostic::general(message, help);
        warnings.push(Diagnostic { place: place.cloned(), ..warning });
    }
    warnings
}

/// The calls between servers, as positions of the called and the caller.
pub(super) fn calls(assets: &[Asset], find: impl Fn(&str) -> Option<usize>) -> Vec<(usize, usize)> {
    let mut calls = Vec::new();
    for (caller, asset) in assets.iter().enumerate() {
        if let AssetFacts::Server(server) = &asset.facts {
            let called = server.uses.items().iter().filter_map(|name| find(name));
            calls.extend(called.map(|called| (called, caller)));
        }
    }
    calls
}
