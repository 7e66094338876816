//! The table that the score is summed from: findings by severity, tier and what a pass earns.

use std::cmp::Reverse;

use super::slices::{Sums, by};
use model::posture::{Cell, SumRow};

/// One row for each combination that occurs, the heaviest first. The rows sum to the sums of the score.
pub(super) fn rows(cells: &[Cell]) -> Vec<SumRow> {
    let group = |cell: &Cell| {
        let weight = cell.weights();
        let key = (Reverse(weight.full), cell.severity, cell.tier, Reverse(weight.earned));
        cell.outcome.half_credits().map(|_| key)
    };
    let rows = by(cells, group).into_iter();
    let row =
        |((weight, severity, tier, earned), sums): ((Reverse<u64>, _, _, Reverse<u64>), _)| {
            let sums: Sums = sums;
            SumRow {
                severity,
                tier,
                weight: weight.0,
                pass_weight: earned.0,
                outcomes: sums.outcomes,
                parts: sums.tally.parts(),
            }
        };
    rows.map(row).collect()
}
