//! What exports show of an identity joins the record that people keep of it.
//!
//! A strong name joins. Where there is none, a weak name joins the one record and the one identity
//! that suggest each other, and that is reported as assumed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use petgraph::unionfind::UnionFind;

use super::assume::{assumed, is_refused, only_matches};
use super::freshness::Freshness;
use super::joined::Joined;
use super::keys::{Identity, fold, is_package, strong, suggested};
use super::meet::{Meet, Source, meet};
use model::{Diagnostic, Placed};

/// What joining reports.
#[derive(Default)]
pub(super) struct Remarks {
    /// Faults of the inputs, which stop the run.
    pub(super) errors: Vec<Diagnostic>,
    /// Warnings.
    pub(super) notices: Vec<Diagnostic>,
}

/// Adds what exports show to what was known, and what only exports show.
pub(super) fn add_exports<T: Meet + Identity>(
    known: &mut Vec<Joined<T>>,
    exported: Vec<Placed<T>>,
    fresh: &Freshness,
    remarks: &mut Remarks,
) {
    if exported.is_empty() {
        return;
    }
    let groups = groups(exported);
    let index = Index::of(known);
    let found: Vec<Option<usize>> =
        groups.iter().map(|group| index.find(known, group, &mut remarks.errors)).collect();
    let mut found = found;
    let taken: BTreeSet<usize> = found.iter().flatten().copied().collect();
    let ours: Vec<Vec<String>> = known.iter().map(|joined| suggested(&joined.record)).collect();
    let theirs: Vec<Vec<String>> = groups
        .iter()
        .map(|group| group.iter().flat_map(|one| suggested(&one.record)).collect())
        .collect();
    for (at, group) in only_matches(&ours, &theirs) {
        let (Some(record), Some(shown)) = (known.get(at), groups.get(group)) else { continue };
        let Some(first) = shown.first() else { continue };
        let names = names_of(shown);
        let free = found.get(group).is_some_and(Option::is_none) && !taken.contains(&at);
        if !free || is_refused(&record.record, &names) || is_refused_by(shown, record) {
            continue;
        }
        let because = "no other record and no other source has this name";
        remarks.notices.push(assumed(record, first.record.id(), &first.place, because));
        if let Some(slot) = found.get_mut(group) {
            *slot = Some(at);
        }
    }
    for (group, at) in groups.into_iter().zip(found) {
        let mut group = group.into_iter();
        let at = match at {
            Some(at) => at,
            None => {
                let Some(first) = group.next() else { continue };
                known.push(Joined::observed(first));
                known.len() - 1
            }
        };
        if let Some(joined) = known.get_mut(at) {
            // What is older comes first, so that a current source is judged whatever its file is called.
            let mut rest: Vec<Placed<T>> = group.collect();
            rest.sort_by_key(|one| {
                let date = fresh.date_of(&one.place.file);
                (date.is_none(), date)
            });
            rest.into_iter().for_each(|one| meet(joined, one, Source::Export, fresh));
        }
    }
}

fn is_refused_by<T: Identity>(shown: &[Placed<T>], record: &Joined<T>) -> bool {
    let names = names(&record.record);
    shown.iter().any(|one| is_refused(&one.record, &names))
}

/// Every name that a record may refuse: also that of the entry in its file, `FILE#ID`.
fn names_of<T: Identity>(shown: &[Placed<T>]) -> Vec<String> {
    let of_one = |one: &Placed<T>| {
        let whole = format!("{}#{}", one.place.file, one.record.id());
        names(&one.record).into_iter().chain([whole]).collect::<Vec<_>>()
    };
    shown.iter().flat_map(of_one).collect()
}

fn names<T: Identity>(record: &T) -> Vec<String> {
    std::iter::once(record.id().to_string()).chain(record.known_as().iter().cloned()).collect()
}

/// The exported records, those of one identity together, in the order of the files.
fn groups<T: Identity>(exported: Vec<Placed<T>>) -> Vec<Vec<Placed<T>>> {
    let mut sets: UnionFind<usize> = UnionFind::new(exported.len());
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, placed) in exported.iter().enumerate() {
        for name in strong(&placed.record) {
            sets.union(*first.entry(name).or_insert(at), at);
        }
    }
    let mut order: Vec<usize> = Vec::new();
    let mut by_set: HashMap<usize, Vec<Placed<T>>> = HashMap::new();
    for (at, placed) in exported.into_iter().enumerate() {
        let set = sets.find(at);
        let members = by_set.entry(set).or_default();
        if members.is_empty() {
            order.push(set);
        }
        members.push(placed);
    }
    order.into_iter().filter_map(|set| by_set.remove(&set)).collect()
}

/// What is known, by its strong names.
struct Index {
    names: HashMap<String, Vec<usize>>,
    /// Addresses and values, which several records may share.
    others: HashMap<String, usize>,
}

impl Index {
    fn of<T: Identity>(known: &[Joined<T>]) -> Self {
        let mut index = Index { names: HashMap::new(), others: HashMap::new() };
        let now: BTreeSet<String> = known.iter().map(|joined| fold(joined.record.id())).collect();
        for (at, joined) in known.iter().enumerate() {
            let record = &joined.record;
            for key in record.other_keys() {
                index.others.entry(key).or_insert(at);
            }
            if T::LOCAL_NAMES && !joined.registered {
                continue;
            }
            let old = record.formerly().iter().filter(|old| !now.contains(&fold(old)));
            let names = names(record).into_iter().filter(|name| !is_package(name));
            let names: BTreeSet<String> =
                names.chain(old.cloned()).map(|name| fold(&name)).collect();
            for name in names {
                index.names.entry(name).or_default().push(at);
            }
        }
        index
    }

    /// What a group of exported records is about. Two records that one group names are an error.
    fn find<T: Identity>(
        &self,
        known: &[Joined<T>],
        group: &[Placed<T>],
        errors: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let keys: Vec<String> = group.iter().flat_map(|one| strong(&one.record)).collect();
        let exact = |at: &&&usize| {
            let id = known.get(***at).map(|joined| joined.record.id());
            group.iter().any(|one| Some(one.record.id()) == id)
        };
        let shown_as = names_of(group);
        let allows = |at: &&usize| {
            let record = known.get(**at);
            record.is_some_and(|record| {
                !is_refused(&record.record, &shown_as) && !is_refused_by(group, record)
            })
        };
        let mut hits: BTreeMap<usize, &str> = BTreeMap::new();
        for key in &keys {
            let all = self.names.get(key).into_iter().flatten().filter(allows);
            let all: Vec<&usize> = all.collect();
            // Ids that differ only in case are two identities.
            let one = all.iter().find(|at| exact(at)).or(all.first());
            hits.extend(one.map(|at| (**at, key.as_str())));
        }
        let mut found = hits.iter();
        let first = found.next();
        if let (Some((first, _)), Some((second, name)), Some(shown)) =
            (first, found.next(), group.first())
            && let (Some(first), Some(second)) = (known.get(*first), known.get(*second))
        {
            errors.push(one_identity(first, second, &shown.place.to_string(), name));
        }
        first
            .map(|(at, _)| *at)
            .or_else(|| keys.iter().find_map(|key| self.others.get(key).filter(allows)).copied())
    }
}

/// That two records describe one identity.
pub(super) fn one_identity<T: Identity>(
    first: &Joined<T>,
    second: &Joined<T>,
    by: &str,
    name: &str,
) -> Diagnostic {
    let (one, other) = (first.record.id(), second.record.id());
    let at = first.places().first().map(|place| format!(" at {place}")).unwrap_or_default();
    let message = format!("{other} and {one}{at} are one identity: {by} names both by {name}");
    let help = format!(
        "keep one of the two records, and name the other id in its `known_as` or `formerly`; or correct the name of {one}"
    );
    match second.places().first() {
        Some(place) => Diagnostic::at(place, message, help),
        None => Diagnostic::general(message, help),
    }
}

#[cfg(test)]
mod tests;
