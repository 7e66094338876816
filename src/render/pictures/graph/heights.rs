//! The heights of places: near their neighbours, in the order of their columns.

use super::order::Columns;
use super::way::HEIGHT;

/// Between two nodes of a column.
const SPACE: i64 = 12;
/// The height of a line that passes a column.
const PASS: i64 = 10;
/// How often heights are taken from neighbours.
const ROUNDS: usize = 12;

/// The middle of each place, nodes first, without touching another.
pub(super) fn middles(columns: &Columns, heights: &[i64]) -> Vec<i64> {
    let count = columns.places.iter().flatten().max().map_or(0, |last| last + 1);
    // Halves of both sides: an odd height has the greater half below its middle.
    let above = |place: usize| heights.get(place).map_or(PASS / 2, |height| height / 2);
    let below = |place: usize| heights.get(place).map_or(PASS / 2, |height| height - height / 2);
    let mut middles = vec![0; count];
    for places in &columns.places {
        let mut down = 0;
        for place in places {
            set(&mut middles, *place, down + above(*place));
            down += above(*place) + below(*place) + SPACE;
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
            let gap = |pair: &[usize]| match pair {
                [upper, lower] => below(*upper) + above(*lower) + SPACE,
                _ => HEIGHT,
            };
            let gaps: Vec<i64> = places.windows(2).map(gap).collect();
            for (place, middle) in places.iter().zip(apart(&wanted, &gaps)) {
                set(&mut middles, *place, middle);
            }
        }
    }
    let tops = middles.iter().enumerate().map(|(place, middle)| middle - above(place));
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
    fn what_is_too_near_moves_apart_together() {
        assert_eq!(apart(&[10, 10], &[20]), [0, 20]);
        assert_eq!(apart(&[0, 100], &[20]), [0, 100]);
        assert!(apart(&[], &[]).is_empty());
    }
}
