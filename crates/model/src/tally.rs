//! The score: one function, in integers, rounded once.

use super::{EvidenceClass, Outcome, Parts, PerClass, Weight};

/// Sums of weights, in halves so that a partial stays whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    findings: u64,
    assessed: u64,
    weight: u64,
    proven: PerClass<u64>,
    failed: u64,
    unknown: u64,
}

impl Tally {
    /// Counts `count` findings of one outcome that are known in one way and weigh `weight` each. Not applicable ones are
    /// not counted at all.
    pub fn add(&mut self, outcome: Outcome, class: EvidenceClass, weight: Weight, count: u64) {
        let Some(credit) = outcome.half_credits() else { return };
        let Weight { full, earned } = weight.times(count);
        self.findings += count;
        self.weight += full;
        *self.proven.of_mut(class) += earned * credit;
        if outcome == Outcome::NotAssessed {
            self.unknown += full * 2;
        } else {
            self.assessed += count;
            self.failed += full * (2 - credit);
            self.unknown += (full - earned.min(full)) * credit;
        }
    }

    /// Counts what another has counted.
    pub fn merge(&mut self, other: &Tally) {
        self.findings += other.findings;
        self.assessed += other.assessed;
        self.weight += other.weight;
        self.failed += other.failed;
        self.unknown += other.unknown;
        for class in EvidenceClass::ALL {
            *self.proven.of_mut(class) += other.proven.of(class);
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
            proven_sum: self.proven.total(),
            class_sums: self.proven,
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
        tally.add(Outcome::Pass, EvidenceClass::Observed, Weight::known(24), 1); // high on T2
        tally.add(Outcome::Partial, EvidenceClass::Observed, Weight::known(12), 1); // medium on T2
        tally.add(Outcome::Fail, EvidenceClass::Observed, Weight::known(60), 1); // critical on T3
        tally.add(Outcome::NotAssessed, EvidenceClass::Observed, Weight::known(4), 1); // low on T2
        tally.add(Outcome::NotApplicable, EvidenceClass::Observed, Weight::known(1000), 1);
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
        tally.add(Outcome::NotAssessed, EvidenceClass::Observed, Weight::known(24), 3);
        let parts = tally.parts();
        assert_eq!((parts.proven, parts.unknown), (None, Some(Tenths(1000))));
    }

    fn outcomes() -> impl Strategy<Value = Vec<(Outcome, EvidenceClass, Weight)>> {
        let class = proptest::sample::select(EvidenceClass::ALL.to_vec());
        let outcome = proptest::sample::select(Outcome::ALL.to_vec());
        let weight = (0_u64..61).prop_flat_map(|full| (Just(full), 0..=full));
        let weight = weight.prop_map(|(full, earned)| Weight { full, earned });
        proptest::collection::vec((outcome, class, weight), 1..60)
    }

    fn tally(findings: &[(Outcome, EvidenceClass, Weight)]) -> Tally {
        let mut tally = Tally::default();
        findings.iter().for_each(|&(outcome, class, weight)| tally.add(outcome, class, weight, 1));
        tally
    }

    proptest! {
        #[test]
        fn the_three_parts_sum_to_a_hundred(findings in outcomes()) {
            let parts = tally(&findings).parts();
            prop_assert_eq!(parts.class_sums.total(), parts.proven_sum);
            prop_assert_eq!(parts.proven_sum + parts.failed_sum + parts.unknown_sum, 2 * parts.weight);
            if let (Some(proven), Some(failed), Some(unknown)) = (parts.proven, parts.failed, parts.unknown) {
                prop_assert_eq!(proven.0 + failed.0 + unknown.0, 1000);
                prop_assert!(failed.0 >= 0);
                prop_assert!(parts.failed_sum > 0 || failed.0 == 0);
                let classes = parts.classes.expect("printed with the score");
                prop_assert_eq!(classes.values().iter().map(|part| part.0).sum::<i64>(), proven.0);
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

        #[test]
        fn an_undeclared_tier_never_raises_the_score(
            findings in outcomes(),
            at in any::<proptest::sample::Index>(),
            more in 0_u64..60,
            less in 0_u64..60,
        ) {
            let mut silent = findings.clone();
            let (_, _, weight) = &mut silent[at.index(findings.len())];
            *weight = Weight {
                full: weight.full + more,
                earned: weight.earned.saturating_sub(less),
            };
            let (before, after) = (tally(&findings).parts(), tally(&silent).parts());
            // Where nothing weighed anything there was no score, and 0 is no better.
            let score = |parts: Parts| parts.proven.unwrap_or_default();
            prop_assert!(score(after) <= score(before));
        }
    }
}
