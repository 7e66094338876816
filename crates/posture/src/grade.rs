//! The grade, and the limits that lower it.

use std::collections::HashMap;

use model::posture::{Cell, ControlCard, FindingCard, Grade, GradeLimit};
use model::{Parts, Severity, Tenths, Tier};

/// Coverage below this gives no grade.
const LEAST_COVERAGE: Tenths = Tenths(600);

/// Where each letter begins.
const LETTERS: [(char, Tenths); 4] =
    [('A', Tenths(900)), ('B', Tenths(800)), ('C', Tenths(700)), ('D', Tenths(600))];

/// The best letter that an open critical finding on a tier leaves.
const LIMITS: [(Tier, char); 2] = [(Tier::T3, 'C'), (Tier::T2, 'B')];

/// How grades are made, as the report prints it.
pub(super) fn rule() -> String {
    let letters = LETTERS.map(|(letter, from)| format!("{letter} from {}", from.0 / 10));
    let limits = LIMITS.map(|(tier, letter)| format!("at most {letter} on {tier}"));
    format!(
        "The grade is {}, otherwise E. It is based on the lower of the overall score and the score of \
         privileged assets (T2–T3). An open critical finding limits the grade to {}, with or without \
         a waiver. Below {} % coverage there is no grade.",
        letters.join(", "),
        limits.join(", "),
        LEAST_COVERAGE.0 / 10
    )
}

/// The grade: based on the lower of the overall and the T2–T3 score, lowered by named limits, withheld
/// where too little is known. A waiver removes no limit.
pub(super) fn grade(overall: &Parts, privileged: &Parts, limits: Vec<GradeLimit>) -> Grade {
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
    let mut grade = Grade { basis: Some(basis), basis_name: basis_name.into(), ..Grade::default() };
    if coverage < LEAST_COVERAGE {
        grade.withheld = Some(format!(
            "insufficient evidence: coverage is {coverage} %, and a grade needs at least {LEAST_COVERAGE} %"
        ));
        return grade;
    }
    let letter = letter(basis);
    grade.before_limits = Some(letter);
    grade.limits = limits;
    // Letters grow worse with the alphabet, so the lower grade is the greater letter.
    grade.letter = grade.limits.iter().map(|limit| limit.at_most).chain([letter]).max();
    grade
}

/// The limits that open critical findings set, each naming the first of them by asset and control.
pub(super) fn limits(findings: &[FindingCard], controls: &[ControlCard]) -> Vec<GradeLimit> {
    let order: HashMap<&str, usize> =
        controls.iter().enumerate().map(|(at, control)| (control.id.as_str(), at)).collect();
    let limit = |(tier, at_most): (Tier, char)| {
        let open = findings.iter().filter(|finding| {
            finding.severity == Severity::Critical && finding.tier == tier && finding.shows_defect()
        });
        let place = |f: &&FindingCard| (f.asset.clone(), order.get(f.control.as_str()).copied());
        let first = open.clone().min_by_key(place)?;
        Some(GradeLimit { at_most, because: because(tier, open.count(), &first.id) })
    };
    LIMITS.into_iter().filter_map(limit).collect()
}

/// The limits that open critical findings among some cells set and a grade does not have, each with a
/// pointer and the reason.
pub(super) fn unset(cells: &[Cell], grade: &Grade, pointer: &str) -> Vec<(String, String)> {
    if grade.before_limits.is_none() {
        return Vec::new();
    }
    let open = |tier: Tier| {
        let critical = |cell: &&Cell| cell.severity == Severity::Critical && cell.tier == tier;
        cells.iter().filter(critical).any(|cell| cell.outcome.is_open())
    };
    let missing = LIMITS.into_iter().filter(|(tier, at_most)| {
        open(*tier) && !grade.limits.iter().any(|limit| limit.at_most == *at_most)
    });
    let reason = |(tier, at_most): (Tier, char)| {
        (pointer.to_string(), format!("at most {at_most}: a critical finding on {tier} is open"))
    };
    missing.map(reason).collect()
}

fn because(tier: Tier, open: usize, first: &str) -> String {
    match open {
        1 => format!("1 critical finding on {tier} is open: {first}"),
        many => format!("{many} critical findings on {tier} are open, including {first}"),
    }
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
