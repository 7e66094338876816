//! Where lines begin and end at the sides of a node: each at a place of its own, in the order of what is at
//! the other end.

use std::collections::{BTreeMap, BTreeSet};

use super::way::{Edge, Way};

/// The least and the most that two places at one side are apart.
const APART: (i64, i64) = (9, 12);
/// How far they are from the corners.
const CORNER: i64 = 7;

/// A part of a line that has an end of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    /// From a place to one in the next column.
    Step { left: usize, right: usize, look: usize, is_back: bool },
    /// Within a column, by the number of its edge.
    Arc { edge: usize },
}

impl Line {
    /// The parts of a way, as lines of a look.
    pub(super) fn of(way: &Way, look: usize) -> impl Iterator<Item = Line> {
        let is_back = way.is_back;
        way.steps().map(move |(left, right)| Line::Step { left, right, look, is_back })
    }
}

/// A side of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Left,
    Right,
}

/// The height of each end.
pub(super) type Ports = BTreeMap<(usize, Side, Line), i64>;

/// What ends at the sides of nodes.
pub(super) struct Ends {
    /// By node and side; with each line the place at its other end.
    all: BTreeMap<(usize, Side), BTreeSet<(Line, usize)>>,
}

impl Ends {
    /// The ends of edges that run along ways.
    pub(super) fn of(edges: &[Edge], ways: &[Way]) -> Self {
        let mut all: BTreeMap<(usize, Side), BTreeSet<(Line, usize)>> = BTreeMap::new();
        let mut add = |at: (usize, Side), line: Line, other: usize| {
            all.entry(at).or_default().insert((line, other));
        };
        for (number, (edge, way)) in edges.iter().zip(ways).enumerate() {
            if way.places.is_empty() {
                let line = Line::Arc { edge: number };
                add((edge.from, Side::Right), line, edge.to);
                add((edge.to, Side::Right), line, edge.from);
            }
            for line in Line::of(way, edge.look) {
                if let Line::Step { left, right, .. } = line {
                    add((left, Side::Right), line, right);
                    add((right, Side::Left), line, left);
                }
            }
        }
        Ends { all }
    }

    /// How high a node is at least, so that its lines are apart.
    pub(super) fn least_height(&self, node: usize) -> i64 {
        let count = |side| self.all.get(&(node, side)).map_or(0, BTreeSet::len);
        let most = count(Side::Left).max(count(Side::Right));
        i64::try_from(most).unwrap_or(0).saturating_sub(1).max(0) * APART.0 + 2 * CORNER
    }

    /// The height of each end, given the middles of places and the heights of nodes.
    pub(super) fn ports(&self, middles: &[i64], heights: &[i64]) -> Ports {
        let mut ports = Ports::new();
        let middle = |place: usize| middles.get(place).copied().unwrap_or(0);
        for ((place, side), ends) in &self.all {
            let own = middle(*place);
            // An arc is outside of what leads to other columns, a short one outside of a long one.
            let order = |(line, other): &(Line, usize)| match (line, middle(*other) - own) {
                (Line::Step { .. }, _) => (1, middle(*other)),
                (Line::Arc { .. }, ..=0) => (0, own - middle(*other)),
                (Line::Arc { .. }, down) => (2, -down),
            };
            let mut sorted: Vec<&(Line, usize)> = ends.iter().collect();
            sorted.sort_by_key(|end| (order(end), **end));
            let last = i64::try_from(sorted.len()).unwrap_or(1) - 1;
            // A line that passes a column has its only place there.
            let room = heights.get(*place).map_or(0, |height| height - 2 * CORNER);
            let step = (room / last.max(1)).min(APART.1);
            for ((line, _), at) in sorted.into_iter().zip(0..) {
                ports.insert((*place, *side, *line), own - last * step / 2 + at * step);
            }
        }
        ports
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pictures::graph::layout::layout;

    /// The heights at which routes begin, or end, in the order of the edges.
    fn heights(edges: &[Edge], columns: &[usize], begin: bool) -> Vec<(usize, i64)> {
        let layout = layout(columns, &[], edges);
        let end = |route: &crate::render::pictures::graph::route::Route| {
            let point = if begin { route.points.first() } else { route.points.last() };
            point.map_or(0, |point| point.1)
        };
        let other = |edge: &Edge| if begin { edge.to } else { edge.from };
        let ends = edges.iter().zip(&layout.routes);
        let mut ends: Vec<(i64, i64, usize)> = ends
            .map(|(edge, route)| (layout.corners[other(edge)].1, end(route), other(edge)))
            .collect();
        ends.sort_unstable();
        ends.into_iter().map(|(_, end, other)| (other, end)).collect()
    }

    #[test]
    fn ends_at_a_side_are_apart_and_in_the_order_of_the_other_ends() {
        let edge = |from, to| Edge { from, to, look: 0 };
        // A server with ten secrets, and ten agents on a server.
        let out: Vec<Edge> = (1..11).map(|to| edge(0, to)).collect();
        let into: Vec<Edge> = (0..10).map(|from| edge(from, 10)).collect();
        let mut columns = vec![0; 11];
        columns[10] = 1;
        for (edges, columns, begin) in
            [(&out, [vec![0], vec![1; 10]].concat(), true), (&into, columns, false)]
        {
            let ends = heights(edges, &columns, begin);
            for pair in ends.windows(2) {
                assert!(pair[1].1 - pair[0].1 >= APART.0, "{ends:?}");
            }
        }
    }

    #[test]
    fn two_lines_between_the_same_nodes_are_apart_and_do_not_cross() {
        let edges = [0, 1, 2].map(|look| Edge { from: 0, to: 1, look });
        let layout = layout(&[0, 1], &[], &edges);
        let ends: Vec<_> =
            layout.routes.iter().map(|route| (route.points[0].1, route.points[1].1)).collect();
        assert!(ends.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
        // There and back, too.
        let both = [Edge { from: 0, to: 1, look: 0 }, Edge { from: 1, to: 0, look: 0 }];
        let layout = super::super::layout::layout(&[0, 1], &[], &both);
        assert_ne!(layout.routes[0].points[0].1, layout.routes[1].points[0].1);
    }
}
