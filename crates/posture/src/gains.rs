//! Points that remediations gain, rounded so that the printed parts of a list sum to their total.

use super::attribution::rounded;
use model::Tenths;
use model::posture::Slice;

/// The parts of a whole as points, in half-weights, which sum to the points of all of them.
pub(super) fn gains(parts: &[u64], whole: u64) -> Vec<Tenths> {
    let Some(total) = total(parts, whole) else { return vec![Tenths::default(); parts.len()] };
    let parts: Vec<i128> = parts.iter().copied().map(i128::from).collect();
    rounded(&parts, i128::from(whole), total)
}

/// The points of all parts together.
pub(super) fn total(parts: &[u64], whole: u64) -> Option<Tenths> {
    Tenths::percent(parts.iter().copied().fold(0, u64::saturating_add), whole)
}

/// Sets the gains of a roll-up.
pub(super) fn apportion(slices: &mut [Slice], parts: &[u64], whole: u64) {
    for (slice, gain) in slices.iter_mut().zip(gains(parts, whole)) {
        slice.gain = gain;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn thirds_of_a_point_sum_to_it() {
        assert_eq!(gains(&[1, 1, 1], 300).iter().map(|one| one.0).sum::<i64>(), 10);
        assert_eq!(gains(&[1, 0], 0), [Tenths(0), Tenths(0)]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_their_total(parts in prop::collection::vec(0_u64..500, 0..40), more in 1_u64..900) {
            let whole = parts.iter().sum::<u64>() + more;
            let sum: i64 = gains(&parts, whole).iter().map(|one| one.0).sum();
            prop_assert_eq!(Some(Tenths(sum)), total(&parts, whole));
        }
    }
}
