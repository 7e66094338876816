//! The score: one function, in integers, rounded once.

use super::{Outcome, Parts};

/// Sums of weights, in halves so that a partial stays whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    findings: u64,
    assessed: u64,
    weight: u64,
    proven: u64,
    failed: u64,
    unknown: u64,
}

impl Tally {
    /// Counts `count` findings of one outcome that weigh `weight` each. Not applicable ones are
    /// not counted at all.
    pub fn add(&mut self, outcome: Outcome, weight: u64, count: u64) {
        let Some(credit) = outcome.half_credits() else { return };
        let all = weight * count;
        self.findings += count;
        self.weight += all;
        self.proven += all * credit;
        if outcome == Outcome::NotAssessed {
            self.unknown += all * 2;
        } else {
            self.assessed += count;
            self.failed += all * (2 - credit);
        }
    }

    /// Twice the weight counted so far: the denominator of every percentage.
    pub fn denominator(&self) -> u64 {
        2 * self.weight
    }

    /// The three parts. Where nothing was assessed there is no score: neither 0 nor 100 would be true.
    pub fn parts(&self) -> Parts {
        let sums = Parts {
            findings: self.findings,
            weight: self.weight,
            proven_sum: self.proven,
            failed_sum: self.failed,
            unknown_sum: self.unknown,
            ..Parts::default()
        };
        sums.recomputed(self.assessed > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tenths;
    use proptest::prelude::*;

    #[test]
    fn a_worked_example() {
        let mut tally = Tally::default();
        tally.add(Outcome::Pass, 24, 1); // high on T2
        tally.add(Outcome::Partial, 12, 1); // medium on T2
        tally.add(Outcome::Fail, 60, 1); // critical on T3
        tally.add(Outcome::NotAssessed, 4, 1); // low on T2
        tally.add(Outcome::NotApplicable, 1000, 1);
        let parts = tally.parts();
        assert_eq!(parts.weight, 100);
        assert_eq!(parts.proven, Some(Tenths(300)));
        assert_eq!(parts.failed, Some(Tenths(660)));
        assert_eq!(parts.unknown, Some(Tenths(40)));
        assert_eq!(parts.ceiling, Some(Tenths(340)));
    }

    #[test]
    fn nothing_assessed_is_no_score() {
        let mut tally = Tally::default();
        assert_eq!(tally.parts().proven, None);
        tally.add(Outcome::NotAssessed, 24, 3);
        let parts = tally.parts();
        assert_eq!((parts.proven, parts.unknown), (None, Some(Tenths(1000))));
    }

    fn outcomes() -> impl Strategy<Value = Vec<(Outcome, u64)>> {
        let outcome = proptest::sample::select(Outcome::ALL.to_vec());
        proptest::collection::vec((outcome, 0_u64..61), 1..60)
    }

    fn tally(findings: &[(Outcome, u64)]) -> Tally {
        let mut tally = Tally::default();
        findings.iter().for_each(|&(outcome, weight)| tally.add(outcome, weight, 1));
        tally
    }

    proptest! {
        #[test]
        fn the_three_parts_sum_to_a_hundred(findings in outcomes()) {
            let parts = tally(&findings).parts();
            prop_assert_eq!(parts.proven_sum + parts.failed_sum + parts.unknown_sum, 2 * parts.weight);
            if let (Some(proven), Some(failed), Some(unknown)) = (parts.proven, parts.failed, parts.unknown) {
                prop_assert_eq!(proven.0 + failed.0 + unknown.0, 1000);
                prop_assert!(failed.0 >= 0);
                prop_assert!(parts.failed_sum > 0 || failed.0 == 0);
            }
        }

        #[test]
        fn losing_evidence_never_raises_the_score(findings in outcomes(), at in any::<proptest::sample::Index>()) {
            let mut silent = findings.clone();
            let at = at.index(silent.len());
            if silent[at].0 != Outcome::NotApplicable {
                silent[at].0 = Outcome::NotAssessed;
            }
            let (before, after) = (tally(&findings).parts(), tally(&silent).parts());
            prop_assert!(after.proven <= before.proven);
            prop_assert!(after.coverage <= before.coverage);
        }
    }
}
