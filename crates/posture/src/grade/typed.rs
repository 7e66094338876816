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
        "Where less than {least} % of what is proven on privileged assets is observed or recorded, the grade \
         is at most {TYPED}."
    )
}

/// The limit that the classes of what is proven on privileged assets set, if any.
pub(super) fn limit(rules: Rules, privileged: &Parts) -> Option<GradeLimit> {
    let least = rules.shown();
    let (proven, shown) = (u128::from(privileged.proven_sum), privileged.class_sums.shown());
    let shown = u128::from(shown);
    if proven == 0 || shown * 100 >= proven * u128::from(least) {
        return None;
    }
    let because = format!(
        "{} % of what is proven on privileged assets is observed or recorded, less than {least} %",
        shown * 100 / proven
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
    fn half_of_what_is_proven_is_enough() {
        assert_eq!(limit(Rules::of(&[]), &privileged(5, 5)), None);
        assert_eq!(limit(Rules::of(&[]), &privileged(0, 0)), None);
        let limit = limit(Rules::of(&[]), &privileged(499, 501)).expect("a limit");
        assert_eq!(limit.at_most, 'B');
        assert!(limit.because.starts_with("49 %"), "{}", limit.because);
    }
}
