//! Parts of sums that are not at hand: they agree with themselves or they do not.

use super::difference::{self, Disagreement};
use model::Parts;

/// Adds where the printed parts do not follow from their sums.
pub(super) fn check(parts: &Parts, at: &str, found: &mut Vec<Disagreement>) {
    let sums = [parts.proven_sum, parts.failed_sum, parts.unknown_sum].map(u128::from);
    let whole = 2 * u128::from(parts.weight);
    if sums.iter().sum::<u128>() != whole || whole > u128::from(u64::MAX) / 2000 {
        let sum: u128 = sums.iter().sum();
        let follows = format!("{sum}, the sum of its three parts");
        found.push(Disagreement::new(
            format!("{at}/weight"),
            format!("twice {}", parts.weight),
            follows,
        ));
        return;
    }
    if parts.class_sums.total() != parts.proven_sum {
        let follows = format!("{}, the proven sum", parts.proven_sum);
        let total = parts.class_sums.total();
        found.push(Disagreement::new(format!("{at}/class_sums"), total, follows));
    }
    // A score is there exactly if something was assessed, which sums alone do not show.
    let again = parts.recomputed(parts.proven.is_some());
    if again != *parts {
        difference::of(parts, &again, at, found);
    }
    let something = parts.proven_sum + parts.failed_sum > 0;
    if something && parts.proven.is_none() {
        found.push(Disagreement::new(format!("{at}/proven"), "nothing", "a score"));
    }
}
