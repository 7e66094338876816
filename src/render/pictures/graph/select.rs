//! Which nodes a picture shows: the nearest to those in the middle, as many as a person can follow.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::index::Access;
use super::node::{COLUMNS, column};
use model::AssetKey;
use model::posture::{AccessEdge, AccessTarget};

/// How many nodes one picture shows.
pub(super) const MAX_NODES: usize = 24;
/// How many nodes one column shows.
const MAX_IN_COLUMN: usize = 10;
/// How many nodes are looked at: beyond them, those left out are counted as "more than".
const MAX_VISITED: usize = 5_000;

/// The nodes of a picture and what it leaves out.
pub(super) struct Selection<'p> {
    /// The nodes, the most important first.
    pub(super) nodes: Vec<usize>,
    /// How many of them are in the middle; they come first.
    pub(super) foci: usize,
    /// Every edge between them, in the order of the posture.
    pub(super) edges: Vec<(usize, usize, &'p AccessEdge)>,
    /// How many further nodes of each column are on the same paths.
    pub(super) more: [usize; COLUMNS],
    /// Whether there are even more than that.
    pub(super) at_least: bool,
}

/// What is around some assets: what they reach, and what reaches them. None where that is nothing.
pub(super) fn select<'p>(access: &Access<'p>, foci: &[&AssetKey]) -> Option<Selection<'p>> {
    let known =
        |key: &&AssetKey| access.nodes.binary_search(&AccessTarget::Asset((*key).clone())).ok();
    let foci: Vec<usize> = foci.iter().filter_map(known).collect();
    if foci.is_empty() {
        return None;
    }
    let mut steps: Vec<Step> = Vec::new();
    let mut at_least = false;
    for edges in [&access.outward, &access.inward] {
        at_least |= walk(access, &foci, edges, &mut steps);
    }
    // A node that is on both sides counts once, by its shorter way.
    steps.sort_by_cached_key(|step| (step.distance, rank(access, step.node), step.node));
    let room = room(access, &foci, &steps);
    let mut chosen: HashSet<usize> = foci.iter().copied().collect();
    let mut nodes = foci.clone();
    let mut used = [0; COLUMNS];
    foci.iter().for_each(|node| add(&mut used, access, *node));
    for step in &steps {
        let at = of(access, step.node);
        let fits = used.get(at).zip(room.get(at)).is_some_and(|(used, room)| used < room);
        // A node without a shown neighbour on its way would hang in the air.
        if fits && step.before.iter().any(|node| chosen.contains(node)) && chosen.insert(step.node)
        {
            nodes.push(step.node);
            add(&mut used, access, step.node);
        }
    }
    let mut more = [0; COLUMNS];
    let reached: BTreeSet<usize> = steps.iter().map(|step| step.node).collect();
    reached
        .difference(&chosen.iter().copied().collect())
        .for_each(|node| add(&mut more, access, *node));
    let from = |node: &usize| {
        let outward = access.outward.get(*node).into_iter().flatten();
        let shown = outward.filter(|(to, _)| chosen.contains(to));
        shown.map(|(to, edge)| (*node, *to, *edge)).collect::<Vec<_>>()
    };
    let mut edges: Vec<_> = nodes.iter().flat_map(from).collect();
    edges.sort_by_key(|(.., edge)| *edge);
    Some(Selection { nodes, foci: foci.len(), edges, more, at_least })
}

/// A node as it is reached: how far it is, and the nodes before it on the shortest ways.
struct Step {
    node: usize,
    distance: usize,
    before: Vec<usize>,
}

/// Follows edges one way from the middle, breadth first. Returns whether it stopped before the end.
fn walk(
    access: &Access<'_>,
    foci: &[usize],
    edges: &[Vec<(usize, &AccessEdge)>],
    steps: &mut Vec<Step>,
) -> bool {
    let mut seen: HashSet<usize> = foci.iter().copied().collect();
    let mut level: Vec<usize> = foci.to_vec();
    let mut distance = 0;
    while !level.is_empty() {
        distance += 1;
        let mut next: HashMap<usize, Vec<usize>> = HashMap::new();
        for node in &level {
            for (to, _) in edges.get(*node).into_iter().flatten() {
                if !seen.contains(to) {
                    next.entry(*to).or_default().push(*node);
                }
            }
        }
        level = next.keys().copied().collect();
        level.sort_by_cached_key(|node| (rank(access, *node), *node));
        for node in &level {
            if seen.len() >= MAX_VISITED {
                return true;
            }
            seen.insert(*node);
            let before = next.remove(node).unwrap_or_default();
            steps.push(Step { node: *node, distance, before });
        }
    }
    false
}

/// How much room each column has: all share the picture, and what one does not need another takes.
fn room(access: &Access<'_>, foci: &[usize], steps: &[Step]) -> [usize; COLUMNS] {
    let mut wanted = [0; COLUMNS];
    let all: BTreeSet<usize> = foci.iter().copied().chain(steps.iter().map(|s| s.node)).collect();
    all.iter().for_each(|node| add(&mut wanted, access, *node));
    let mut room = [0; COLUMNS];
    foci.iter().for_each(|node| add(&mut room, access, *node));
    loop {
        let before: usize = room.iter().sum();
        for (room, wanted) in room.iter_mut().zip(wanted) {
            if *room < wanted.min(MAX_IN_COLUMN) {
                *room += 1;
            }
        }
        let after: usize = room.iter().sum();
        if after == before || after > MAX_NODES - COLUMNS {
            return room;
        }
    }
}

/// The more privileged and the further from order, the more important.
fn rank(access: &Access<'_>, node: usize) -> impl Ord + use<> {
    let card = access.card(node);
    Reverse(card.map(|card| (card.tier, card.severe_open, card.severe_possible)))
}

fn of(access: &Access<'_>, node: usize) -> usize {
    access.nodes.get(node).map_or(0, column)
}

fn add(counts: &mut [usize; COLUMNS], access: &Access<'_>, node: usize) {
    if let Some(count) = counts.get_mut(of(access, node)) {
        *count += 1;
    }
}
