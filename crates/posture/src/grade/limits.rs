//! The limits that findings set.

use std::collections::HashMap;

use super::rules::Rules;
use super::share;
use model::posture::{AssetCard, Cell, ControlCard, FindingCard, Grade, GradeLimit};
use model::{Outcome, Severity, Tier, WaiverState};

/// The limits that apply, and what may be ruled out.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    pub(super) limits: Vec<GradeLimit>,
    /// The critical findings that are not assessed, by id.
    pub(super) possible: Vec<String>,
}

impl Limits {
    /// Those that a grade states.
    pub(crate) fn stated(grade: &Grade) -> Limits {
        Limits { limits: grade.limits.clone(), possible: grade.possible.clone() }
    }
}

/// The limits that the findings set, each naming the first of them by asset and control.
pub(crate) fn limits(
    rules: Rules,
    findings: &[FindingCard],
    assets: &[AssetCard],
    controls: &[ControlCard],
) -> Limits {
    let order: HashMap<&str, usize> =
        controls.iter().enumerate().map(|(at, control)| (control.id.as_str(), at)).collect();
    let place = |f: &&FindingCard| (f.asset.clone(), order.get(f.control.as_str()).copied());
    let critical = |tier: Tier, counts: fn(&FindingCard) -> bool| {
        findings.iter().filter(move |one| {
            one.severity == Severity::Critical && one.tier == tier && counts(one)
        })
    };
    let mut limits = Vec::new();
    for (tier, at_most) in rules.critical() {
        let open = critical(tier, FindingCard::shows_defect);
        let possible = critical(tier, is_possible);
        if let Some(first) = open.clone().min_by_key(place) {
            let because = because("critical", tier, open.count(), &first.id);
            limits.push(GradeLimit { at_most, because, open: true });
        } else if let Some(first) = possible.clone().min_by_key(place) {
            let because = may_be_open(tier, possible.count(), &first.id);
            limits.push(GradeLimit { at_most, because, open: false });
        }
    }
    for (tier, at_most) in rules.high() {
        let high = findings.iter().filter(|one| {
            one.severity == Severity::High
                && one.tier == tier
                && one.shows_defect()
                && one.waiver != Some(WaiverState::Applied)
        });
        if let Some(first) = high.clone().min_by_key(place) {
            let because = because("high", tier, high.count(), &first.id);
            limits.push(GradeLimit { at_most, because, open: true });
        }
    }
    limits.extend(share::limit(rules, findings, assets));
    let possible = rules.critical().into_iter().flat_map(|(tier, _)| critical(tier, is_possible));
    let mut possible: Vec<String> = possible.map(|one| one.id.clone()).collect();
    possible.sort();
    Limits { limits, possible }
}

/// The limits that open critical findings among some cells set and a grade does not have, each with a
/// pointer and the reason.
pub(crate) fn unset(
    rules: Rules,
    cells: &[Cell],
    grade: &Grade,
    pointer: &str,
) -> Vec<(String, String)> {
    if grade.before_limits.is_none() {
        return Vec::new();
    }
    let open = |tier: Tier| {
        let critical = |cell: &&Cell| cell.severity == Severity::Critical && cell.tier == tier;
        cells.iter().filter(critical).any(|cell| cell.outcome.is_open())
    };
    let missing = rules.critical().into_iter().filter(|(tier, at_most)| {
        open(*tier) && !grade.limits.iter().any(|limit| limit.at_most == *at_most)
    });
    let reason = |(tier, at_most): (Tier, char)| {
        (pointer.to_string(), format!("at most {at_most}: a critical finding on {tier} is open"))
    };
    missing.map(reason).collect()
}

/// Whether a finding may be open: it could not be assessed.
pub(super) fn is_possible(finding: &FindingCard) -> bool {
    finding.outcome == Outcome::NotAssessed && !finding.shows_defect()
}

fn because(severity: &str, tier: Tier, open: usize, first: &str) -> String {
    match open {
        1 => format!("1 {severity} finding on {tier} is open: {first}"),
        many => format!("{many} {severity} findings on {tier} are open, including {first}"),
    }
}

fn may_be_open(tier: Tier, possible: usize, first: &str) -> String {
    match possible {
        1 => format!("1 finding on {tier} that would be critical is not assessed: {first}"),
        many => {
            format!(
                "{many} findings on {tier} that would be critical are not assessed, including {first}"
            )
        }
    }
}
