//! The limit by evidence class: what people typed alone makes no A.

use super::rules::Rules;
use model::Parts;
use model::posture::GradeLimit;

/// The best letter below that.
const TYPED: char = 'B';

/// The limit, as the report prints it.
pub(super) fn rule(rules: Rules) -> String {
    let least = rules.shown();
    format!(
        "Where what is observed or recorded on privileged assets is less than {least} % of what is proven there or \
         not assessed, the grade is at most {TYPED}."
    )
}

/// The limit that the classes of what is proven on privileged assets set, if any. The share is taken over what
/// is unknown as well, so that leaving out what is only declared makes it no larger.
pub(super) fn limit(rules: Rules, privileged: &Parts) -> Option<GradeLimit> {
    let least = rules.shown();
    let may_be = u128::from(privileged.proven_sum) + u128::from(privileged.unknown_sum);
    let shown = u128::from(privileged.class_sums.shown());
    if privileged.proven_sum == 0 || shown * 100 >= may_be * u128::from(least) {
        return None;
    }
    let because = format!(
        "what is observed or recorded on privileged assets is {} % of what is proven or not assessed, less \
         than {least} %",
        shown * 100 / may_be
    );
    Some(GradeLimit { at_most: TYPED, because, open: true })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::PerClass;

    fn privileged(recorded: u64, declared: u64) -> Parts {
        let class_sums = PerClass { recorded, declared, ..PerClass::default() };
        Parts { proven_sum: recorded + declared, class_sums, ..Parts::default() }
    }

    #[test]
    fn leaving_out_what_is_only_declared_lifts_no_limit() {
        let stated = Parts { unknown_sum: 5, ..privileged(46, 49) };
        let silent = Parts { unknown_sum: 9, ..privileged(46, 45) };
        for parts in [stated, silent] {
            assert!(limit(Rules::of(&[]), &parts).is_some(), "{parts:?}");
        }
    }

    #[test]
    fn half_of_what_is_proven_is_enough() {
        assert_eq!(limit(Rules::of(&[]), &privileged(5, 5)), None);
        assert_eq!(limit(Rules::of(&[]), &privileged(0, 0)), None);
        let limit = limit(Rules::of(&[]), &privileged(499, 501)).expect("a limit");
        assert_eq!(limit.at_most, 'B');
        assert!(limit.because.contains(" is 49 % of"), "{}", limit.because);
    }
}
