//! Where nodes are and how the lines between them run.

use std::collections::BTreeMap;

use super::order::Columns;
use crate::render::pictures::style::BOX;

pub(super) const WIDTH: i64 = BOX.0;
pub(super) const HEIGHT: i64 = BOX.1;
/// Between two columns.
const GAP: i64 = 84;
/// Between two nodes of a column.
const SPACE: i64 = 12;
/// The height of a line that passes a column.
const PASS: i64 = 10;
/// How often heights are taken from neighbours.
const ROUNDS: usize = 12;

/// A layout of nodes that are numbered from 0.
pub(super) struct Layout {
    /// The left upper corner of each node.
    pub(super) corners: Vec<(i64, i64)>,
    /// For each edge the heights at which it passes the columns between its ends, from left to right, each
    /// with the left end of the column.
    pub(super) passes: Vec<Vec<(i64, i64)>>,
    /// The left end of each column that has nodes, by column.
    pub(super) columns: BTreeMap<usize, i64>,
    pub(super) width: i64,
    pub(super) height: i64,
    /// How many pairs of lines cross.
    pub(super) crossings: usize,
}

/// Lays out nodes, given the column of each, and edges between them. An edge that passes a column takes a
/// place in it; edges to one node share it.
pub(super) fn layout(columns: &[usize], edges: &[(usize, usize)]) -> Layout {
    // Columns without nodes take no room.
    let used: BTreeMap<usize, usize> = {
        let used: std::collections::BTreeSet<usize> = columns.iter().copied().collect();
        used.into_iter().zip(0..).collect()
    };
    let layer = |node: usize| columns.get(node).and_then(|at| used.get(at)).copied().unwrap_or(0);
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); used.len()];
    let mut put = |layer: usize, place: usize| {
        if let Some(column) = places.get_mut(layer) {
            column.push(place);
        }
    };
    (0..columns.len()).for_each(|node| put(layer(node), node));
    let (mut lines, mut arcs) = (Vec::new(), Vec::new());
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut ways: Vec<Vec<usize>> = Vec::new();
    let mut count = columns.len();
    for (from, to) in edges {
        let (left, right) = if layer(*from) <= layer(*to) { (*from, *to) } else { (*to, *from) };
        let mut way = Vec::new();
        if layer(left) == layer(right) {
            arcs.push((left, right));
        } else {
            let mut before = left;
            for between in layer(left) + 1..layer(right) {
                let place = *shared.entry((right, between)).or_insert_with(|| {
                    put(between, count);
                    count += 1;
                    count - 1
                });
                lines.push((before, place));
                way.push(place);
                before = place;
            }
            lines.push((before, right));
        }
        ways.push(way);
    }
    lines.sort_unstable();
    lines.dedup();
    let mut columns_of = Columns::new(places, lines, arcs, count);
    columns_of.arrange();
    let nodes = columns.len();
    let middles = heights(&columns_of, nodes, count);
    let left = |layer: usize| i64::try_from(layer).unwrap_or(0) * (WIDTH + GAP);
    let middle = |place: usize| middles.get(place).copied().unwrap_or(0);
    let mut layer_of = vec![0; count];
    for (layer, places) in columns_of.places.iter().enumerate() {
        for place in places {
            if let Some(of) = layer_of.get_mut(*place) {
                *of = layer;
            }
        }
    }
    let pass = |place: &usize| (left(layer_of.get(*place).copied().unwrap_or(0)), middle(*place));
    let lowest = middles.iter().max().copied().unwrap_or(0);
    let last = i64::try_from(used.len()).unwrap_or(0);
    Layout {
        corners: (0..nodes).map(|node| (left(layer(node)), middle(node) - HEIGHT / 2)).collect(),
        passes: ways.iter().map(|way| way.iter().map(pass).collect()).collect(),
        columns: used.iter().map(|(column, layer)| (*column, left(*layer))).collect(),
        width: last * WIDTH + (last - 1).max(0) * GAP,
        height: lowest + HEIGHT / 2,
        crossings: columns_of.crossings(),
    }
}

/// The middle of each place: near its neighbours, in the given order, without touching another.
fn heights(columns: &Columns, nodes: usize, count: usize) -> Vec<i64> {
    let half = |place: usize| if place < nodes { HEIGHT / 2 } else { PASS / 2 };
    let mut middles = vec![0; count];
    for places in &columns.places {
        let mut down = 0;
        for place in places {
            set(&mut middles, *place, down + half(*place));
            down += 2 * half(*place) + SPACE;
        }
    }
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (left, right) in &columns.lines {
        for (one, other) in [(left, right), (right, left)] {
            if let Some(of) = neighbours.get_mut(*one) {
                of.push(*other);
            }
        }
    }
    for round in 0..ROUNDS {
        let order: Vec<&Vec<usize>> = match round % 2 {
            0 => columns.places.iter().collect(),
            _ => columns.places.iter().rev().collect(),
        };
        for places in order {
            let wanted: Vec<i64> =
                places.iter().map(|place| wanted(&middles, &neighbours, *place)).collect();
            let gaps: Vec<i64> = places
                .windows(2)
                .map(|pair| pair.iter().map(|place| half(*place)).sum::<i64>() + SPACE)
                .collect();
            for (place, middle) in places.iter().zip(apart(&wanted, &gaps)) {
                set(&mut middles, *place, middle);
            }
        }
    }
    let tops = middles.iter().enumerate().map(|(place, middle)| middle - half(place));
    let top = tops.min().unwrap_or(0);
    middles.iter_mut().for_each(|middle| *middle -= top);
    middles
}

fn set(middles: &mut [i64], place: usize, middle: i64) {
    if let Some(slot) = middles.get_mut(place) {
        *slot = middle;
    }
}

/// The mean of the neighbours, or where the place is.
fn wanted(middles: &[i64], neighbours: &[Vec<usize>], place: usize) -> i64 {
    let of = neighbours.get(place).map(Vec::as_slice).unwrap_or_default();
    let sum: i64 = of.iter().filter_map(|other| middles.get(*other)).sum();
    match i64::try_from(of.len()).unwrap_or(0) {
        0 => middles.get(place).copied().unwrap_or(0),
        many => sum / many,
    }
}

/// The places nearest to the wanted ones that keep their order and their gaps: neighbours that are too near
/// move together, to the mean of what they want.
fn apart(wanted: &[i64], gaps: &[i64]) -> Vec<i64> {
    let mut offsets = Vec::with_capacity(wanted.len());
    let mut offset = 0;
    for at in 0..wanted.len() {
        offsets.push(offset);
        offset += gaps.get(at).copied().unwrap_or(0);
    }
    // Blocks of a sum and a count; each is placed at its mean.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        let mut block = (want - offset, 1);
        while let Some((sum, count)) =
            blocks.pop_if(|(sum, count)| *sum * block.1 > block.0 * *count)
        {
            block = (block.0 + sum, block.1 + count);
        }
        blocks.push(block);
    }
    let means = blocks.iter().flat_map(|(sum, count)| {
        let count = usize::try_from(*count).unwrap_or(1);
        std::iter::repeat_n(sum.div_euclid(count as i64), count)
    });
    means.zip(&offsets).map(|(mean, offset)| mean + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_of_a_column_never_touch_and_stay_inside() {
        // Six agents on one server, which holds five secrets.
        let columns = [0, 0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2];
        let mut edges: Vec<(usize, usize)> = (0..6).map(|agent| (agent, 6)).collect();
        edges.extend((7..12).map(|secret| (6, secret)));
        let layout = layout(&columns, &edges);
        assert_eq!(layout.crossings, 0);
        for (one, at) in layout.corners.iter().enumerate() {
            assert!(at.0 >= 0 && at.1 >= 0 && at.1 + HEIGHT <= layout.height, "{at:?}");
            assert!(at.0 + WIDTH <= layout.width);
            for other in &layout.corners[one + 1..] {
                assert!(at.0 != other.0 || at.1.abs_diff(other.1) as i64 >= HEIGHT + SPACE - 1);
            }
        }
        // The server is at half the height of what it joins.
        assert!((layout.corners[6].1 + HEIGHT / 2).abs_diff(layout.height / 2) < 30);
    }

    #[test]
    fn an_edge_passes_the_columns_between_and_empty_ones_take_no_room() {
        let layout = layout(&[0, 1, 3], &[(0, 2), (0, 1)]);
        assert_eq!(layout.columns.len(), 3);
        assert_eq!(layout.passes[0].len(), 1);
        assert!(layout.passes[1].is_empty());
        assert_eq!(layout.width, 3 * WIDTH + 2 * GAP);
    }

    #[test]
    fn what_is_too_near_moves_apart_together() {
        assert_eq!(apart(&[10, 10], &[20]), [0, 20]);
        assert_eq!(apart(&[0, 100], &[20]), [0, 100]);
        assert!(apart(&[], &[]).is_empty());
    }
}
