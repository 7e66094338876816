//! The grade, and the limits that lower it.

mod criticals;
mod limits;
mod order;
mod rules;
mod share;
mod typed;

use model::posture::{Grade, GradeLimit};
use model::{Parts, Tenths, Tier};

pub(super) use criticals::{CountedCriticals, PossibleCriticals};
pub(super) use limits::{Limits, disagreements, limits};
pub(super) use order::privileged_assets;
pub(super) use rules::Rules;

/// Where each letter begins.
const LETTERS: [(char, Tenths); 4] =
    [('A', Tenths(900)), ('B', Tenths(800)), ('C', Tenths(700)), ('D', Tenths(600))];

/// How grades are made, as the report prints it.
pub(super) fn rule(rules: Rules) -> String {
    let letters = LETTERS.map(|(letter, from)| format!("{letter} from {}", from.0 / 10));
    let limits = |of: Vec<(Tier, char)>| {
        let limits = of.into_iter().map(|(tier, letter)| format!("at most {letter} on {tier}"));
        let limits = limits.collect::<Vec<_>>().join(", ");
        if limits.is_empty() { "no tier".to_string() } else { limits }
    };
    format!(
        "The grade is {}, otherwise E. It is based on the lower of the overall score and the score of \
         privileged assets (T2–T3); for both, the findings of a control on assets that only exports show \
         count as one, the worst. A critical finding that is open, or may be because it is not \
         assessed, limits the grade ({}), with or without a waiver. So does an open high finding without \
         a live waiver ({}). A finding that was open when it was last assessed counts as open. {} {} \
         Below {} % coverage there is no grade.",
        letters.join(", "),
        limits(rules.critical()),
        limits(rules.high()),
        share::rule(rules),
        typed::rule(rules),
        rules.coverage().0 / 10
    )
}

/// What a letter is read from.
#[derive(Debug, Clone)]
pub(super) struct Basis {
    /// The parts of all findings.
    pub(super) overall: Parts,
    /// The parts of those on assets that are treated as T2 or T3.
    pub(super) privileged: Parts,
    /// Whether findings on assets that only exports show count as one, so that these are not the parts of the
    /// score.
    pub(super) united: bool,
}

/// The grade: based on the lower of the overall and the T2–T3 score, lowered by named limits, withheld
/// where too little is known. A waiver removes no limit.
pub(super) fn grade(rules: Rules, basis: &Basis, limits: Limits<'_>) -> Grade {
    let Basis { overall, privileged, united } = basis;
    let Some((proven, coverage)) = overall.proven.zip(overall.coverage) else {
        return Grade { withheld: Some("nothing was assessed".into()), ..Grade::default() };
    };
    let (basis, basis_name) = match privileged.proven {
        Some(privileged) if privileged < proven => {
            (privileged, "the score of privileged assets (T2–T3)")
        }
        None if privileged.weight > 0 => {
            (Tenths(0), "the score of privileged assets (T2–T3), none of which could be assessed")
        }
        _ => (proven, "the overall score"),
    };
    let united = if *united { ", where assets that only exports show count as one" } else { "" };
    let basis_name = format!("{basis_name}{united}");
    let mut grade = Grade { basis: Some(basis), basis_name, ..Grade::default() };
    let least = rules.coverage();
    if coverage < least {
        grade.withheld = Some(format!(
            "insufficient evidence: coverage is {coverage} %{united}, and a grade needs at least {least} %"
        ));
        return grade;
    }
    let letter = letter(basis);
    let mut limits = limits;
    // Limits that a posture states hold it already.
    limits
        .limits
        .extend(typed::limit(rules, privileged).filter(|one| !limits.limits.contains(one)));
    grade.before_limits = Some(letter);
    // Letters grow worse with the alphabet, so the lower grade is the greater letter.
    let lowest =
        |limits: &[GradeLimit]| limits.iter().map(|limit| limit.at_most).chain([letter]).max();
    let ruled_out: Vec<GradeLimit> =
        limits.limits.iter().filter(|limit| limit.open).cloned().collect();
    grade.letter = lowest(&limits.limits);
    grade.if_ruled_out = lowest(&ruled_out).filter(|better| grade.letter != Some(*better));
    grade.limits = limits.limits;
    grade.possible = limits.possible.ids();
    grade
}

fn letter(score: Tenths) -> char {
    LETTERS.iter().find(|(_, from)| score >= *from).map_or('E', |(letter, _)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_begin_at_their_tens() {
        let read =
            [1000, 900, 899, 800, 799, 700, 699, 600, 599, 0].map(|score| letter(Tenths(score)));
        assert_eq!(read, ['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D', 'E', 'E']);
    }
}
