//! The places that lines pass from node to node, and the measures that all of them keep to.

use std::collections::BTreeMap;

use crate::render::pictures::style::BOX;

/// The width of a node.
pub(super) const WIDTH: i64 = BOX.0;
/// The least height of a node.
pub(super) const HEIGHT: i64 = BOX.1;
/// Between two columns.
pub(super) const GAP: i64 = 84;

/// A line: the nodes it joins, and how it is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Lines that look different never share a way.
    pub(super) look: usize,
}

/// The places that an edge passes, from left to right: its left node, one place in each column between, and
/// its right node. An edge within a column has none.
pub(super) struct Way {
    pub(super) places: Vec<usize>,
    /// Whether it leads from right to left.
    pub(super) is_back: bool,
}

/// The way of each edge. A place between nodes gets the layer that it is in.
pub(super) fn ways(layers: &mut Vec<usize>, edges: &[Edge]) -> Vec<Way> {
    let mut shared: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
    let of = |layers: &[usize], node: usize| layers.get(node).copied().unwrap_or(0);
    let mut ways = Vec::with_capacity(edges.len());
    for edge in edges {
        let (from, to) = (of(layers, edge.from), of(layers, edge.to));
        let is_back = from > to;
        let (left, right) = if is_back { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let mut places = Vec::new();
        if from != to {
            places.push(left);
            for between in from.min(to) + 1..from.max(to) {
                let mut add = || {
                    layers.push(between);
                    layers.len() - 1
                };
                // Lines that lead back are few, and theirs would end in different nodes.
                places.push(match is_back {
                    true => add(),
                    false => *shared.entry((right, between, edge.look)).or_insert_with(add),
                });
            }
            places.push(right);
        }
        ways.push(Way { places, is_back });
    }
    ways
}

impl Way {
    /// Each two places that follow each other.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.windows(2).filter_map(|pair| match pair {
            [left, right] => Some((*left, *right)),
            _ => None,
        })
    }
}
