//! Where nodes are and how the lines between them run.

use std::collections::BTreeMap;

use super::heights;
use super::order::Columns;
use super::ports::Ends;
use super::route::Route;
use super::way::{Edge, GAP, HEIGHT, WIDTH, Way, ways};

/// A layout of nodes that are numbered from 0.
pub(super) struct Layout {
    /// The left upper corner of each node.
    pub(super) corners: Vec<(i64, i64)>,
    /// The height of each node.
    pub(super) heights: Vec<i64>,
    /// How each edge runs.
    pub(super) routes: Vec<Route>,
    /// The left end of each column that has nodes, by column.
    pub(super) columns: BTreeMap<usize, i64>,
    pub(super) width: i64,
    pub(super) height: i64,
    /// How many pairs of lines cross.
    pub(super) crossings: usize,
}

/// Lays out nodes, given the column and the least height of each, and edges between them. An edge that passes
/// a column takes a place in it; edges to one node share it where they look alike.
pub(super) fn layout(columns: &[usize], least: &[i64], edges: &[Edge]) -> Layout {
    // Columns without nodes take no room.
    let used: BTreeMap<usize, usize> = {
        let used: std::collections::BTreeSet<usize> = columns.iter().copied().collect();
        used.into_iter().zip(0..).collect()
    };
    let layer = |node: usize| columns.get(node).and_then(|at| used.get(at)).copied().unwrap_or(0);
    let mut layers: Vec<usize> = (0..columns.len()).map(layer).collect();
    let ways = ways(&mut layers, edges);
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); used.len()];
    for (place, layer) in layers.iter().enumerate() {
        if let Some(column) = places.get_mut(*layer) {
            column.push(place);
        }
    }
    let mut lines: Vec<(usize, usize)> = ways.iter().flat_map(Way::steps).collect();
    lines.sort_unstable();
    lines.dedup();
    let arcs = edges.iter().zip(&ways).filter(|(_, way)| way.places.is_empty());
    let arcs = arcs.map(|(edge, _)| (edge.from, edge.to)).collect();
    let mut arranged = Columns::new(places, lines, arcs, layers.len());
    arranged.arrange();
    let ends = Ends::of(edges, &ways);
    let nodes = columns.len();
    let height = |node: usize| {
        least.get(node).copied().unwrap_or(HEIGHT).max(HEIGHT).max(ends.least_height(node))
    };
    let heights: Vec<i64> = (0..nodes).map(height).collect();
    let middles = heights::middles(&arranged, &heights);
    let left = |layer: usize| i64::try_from(layer).unwrap_or(0) * (WIDTH + GAP);
    let lefts: Vec<i64> = layers.iter().map(|layer| left(*layer)).collect();
    let ports = ends.ports(&middles, &heights);
    let routes = Route::all(edges, &ways, (&lefts, &middles), &ports);
    let corner = |node: usize| {
        let half = heights.get(node).copied().unwrap_or(HEIGHT) / 2;
        let middle = middles.get(node).copied().unwrap_or(0);
        (lefts.get(node).copied().unwrap_or(0), middle - half)
    };
    let corners: Vec<(i64, i64)> = (0..nodes).map(corner).collect();
    let feet = corners.iter().zip(&heights).map(|((_, top), height)| top + height);
    let last = i64::try_from(used.len()).unwrap_or(0);
    let boxes = last * WIDTH + (last - 1).max(0) * GAP;
    let rights = routes.iter().map(Route::right);
    Layout {
        width: rights.chain([boxes]).max().unwrap_or(boxes),
        height: feet.chain(middles.iter().copied()).max().unwrap_or(0),
        columns: used.iter().map(|(column, layer)| (*column, left(*layer))).collect(),
        crossings: arranged.crossings(),
        corners,
        heights,
        routes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edge((from, to): (usize, usize)) -> Edge {
        Edge { from, to, look: 0 }
    }

    #[test]
    fn nodes_of_a_column_never_touch_and_stay_inside() {
        // Six agents on one server, which holds five secrets.
        let columns = [0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2];
        let mut edges: Vec<Edge> = (0..6).map(|agent| edge((agent, 6))).collect();
        edges.extend((7..12).map(|secret| edge((6, secret))));
        let layout = layout(&columns, &[], &edges);
        assert_eq!(layout.crossings, 0);
        for (one, at) in layout.corners.iter().enumerate() {
            let foot = at.1 + layout.heights[one];
            assert!(at.0 >= 0 && at.1 >= 0 && foot <= layout.height, "{at:?}");
            assert!(at.0 + WIDTH <= layout.width);
            for (other, corner) in layout.corners.iter().enumerate().skip(one + 1) {
                let apart = corner.1 >= foot + 10 || at.1 >= corner.1 + layout.heights[other] + 10;
                assert!(at.0 != corner.0 || apart, "{one} and {other}");
            }
        }
        // The server is at half the height of what it joins, and as high as its lines need.
        let middle = layout.corners[6].1 + layout.heights[6] / 2;
        assert!(middle.abs_diff(layout.height / 2) < 30);
        assert!(layout.heights[6] > HEIGHT);
    }

    #[test]
    fn an_edge_passes_the_columns_between_and_empty_ones_take_no_room() {
        let layout = layout(&[0, 1, 3], &[], &[edge((0, 2)), edge((0, 1))]);
        assert_eq!(layout.columns.len(), 3);
        assert_eq!(layout.routes[0].points.len(), 4);
        assert_eq!(layout.routes[1].points.len(), 2);
        assert_eq!(layout.width, 3 * WIDTH + 2 * GAP);
    }

    #[test]
    fn lines_that_look_alike_share_their_way_to_a_node_and_others_do_not() {
        let edges =
            [(0, 3, 0), (1, 3, 0), (2, 3, 1)].map(|(from, to, look)| Edge { from, to, look });
        let layout = layout(&[0, 0, 0, 2, 1], &[], &edges);
        let tips: Vec<_> = layout.routes.iter().filter_map(|route| route.tip).collect();
        assert_eq!(tips.len(), 2, "{tips:?}");
        assert!(tips[0].y.abs_diff(tips[1].y) >= 8);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_line_runs_through_a_box_and_all_stay_inside(
            columns in proptest::collection::vec(0..4_usize, 2..16),
            edges in proptest::collection::vec((0..16_usize, 0..16_usize, 0..3_usize), 1..24),
        ) {
            let nodes = columns.len();
            let edges = edges.into_iter().map(|(from, to, look)| Edge { from: from % nodes, to: to % nodes, look });
            let edges: Vec<Edge> = edges.collect();
            let layout = layout(&columns, &[42, 56], &edges);
            for route in &layout.routes {
                for (x, y) in route.sampled() {
                    prop_assert!((0..=layout.width).contains(&x) && (0..=layout.height).contains(&y));
                    for ((left, top), height) in layout.corners.iter().zip(&layout.heights) {
                        let inside = x > *left && x < left + WIDTH && y > *top && y < top + height;
                        prop_assert!(!inside, "{x} {y} is in the box at {left} {top}: {route:?}");
                    }
                }
            }
        }
    }
}
