//! Which findings a report prints where there are more than it can.

use model::posture::FindingCard;

/// How many findings a site prints: more are for programs.
pub(in crate::render) const MAX_PRINTED: usize = 10_000;

/// The findings that are printed: what is open before what could not be assessed, whatever its severity, and else in
/// the order of the posture. Of a large estate of which little is known, what is possible would leave no room for
/// what is known to be wrong.
pub(in crate::render) fn printed(all: Vec<FindingCard>) -> Vec<FindingCard> {
    first(all, MAX_PRINTED)
}

fn first(all: Vec<FindingCard>, most: usize) -> Vec<FindingCard> {
    if all.len() <= most {
        return all;
    }
    let (mut printed, rest): (Vec<FindingCard>, Vec<FindingCard>) =
        all.into_iter().partition(|card| card.outcome.is_open());
    printed.truncate(most);
    let room = most - printed.len();
    printed.extend(rest.into_iter().take(room));
    printed.shrink_to_fit();
    printed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use model::Outcome;

    #[test]
    fn what_is_open_is_printed_before_what_is_possible() {
        let sample = samples::hostile().findings.into_iter().next().expect("a finding");
        let card = |(number, outcome): (usize, Outcome)| FindingCard {
            id: number.to_string().into(),
            outcome,
            ..sample.clone()
        };
        let outcomes = [
            Outcome::NotAssessed,
            Outcome::NotAssessed,
            Outcome::Fail,
            Outcome::Pass,
            Outcome::Partial,
        ];
        let all = || outcomes.into_iter().enumerate().map(card).collect::<Vec<_>>();
        let ids = |most: usize| {
            first(all(), most).into_iter().map(|card| card.id.to_string()).collect::<String>()
        };
        assert_eq!([ids(1), ids(2), ids(3), ids(5)], ["2", "24", "240", "01234"]);
    }
}
