//! The limits that findings set. Findings decide them, and the counts of findings show which there are.

use std::collections::HashMap;

use super::share;
use crate::measured::Classified;
use model::posture::{AssetCard, Cell, ControlCard, FindingCard, Grade, GradeLimit, Standing};
use model::{Severity, Tier};

/// A limit that a single finding sets.
#[derive(Debug, Clone, Copy)]
struct Rule {
    severity: Severity,
    tier: Tier,
    /// The best letter that it leaves.
    at_most: char,
    /// Whether a finding that is only possible sets it, too.
    possible: bool,
    /// Whether a live waiver lifts it.
    waivable: bool,
}

impl Rule {
    const fn critical(tier: Tier, at_most: char) -> Rule {
        Rule { severity: Severity::Critical, tier, at_most, possible: true, waivable: false }
    }

    /// Whether a finding with this standing sets it.
    fn is_set_by<T: Classified>(self, one: &T, standing: Standing) -> bool {
        let measure = one.measure();
        measure.severity == self.severity
            && measure.tier == self.tier
            && one.standing() == standing
            && !(self.waivable && one.is_waived())
    }

    /// What sets it, and whether that is open; none where nothing does.
    fn set_by<T: Classified>(self, all: &[T]) -> Option<(Vec<&T>, bool)> {
        let with = |standing| -> Vec<&T> {
            all.iter().filter(|one| self.is_set_by(*one, standing)).collect()
        };
        let open = with(Standing::Open);
        if !open.is_empty() {
            return Some((open, true));
        }
        let possible = if self.possible { with(Standing::Possible) } else { Vec::new() };
        (!possible.is_empty()).then_some((possible, false))
    }
}

/// The limits by single findings, in the order that reports print them.
const RULES: [Rule; 3] = [
    Rule::critical(Tier::T3, 'C'),
    Rule::critical(Tier::T2, 'B'),
    Rule {
        severity: Severity::High,
        tier: Tier::T3,
        at_most: 'B',
        possible: false,
        waivable: true,
    },
];

/// The best letter that a critical finding on a tier leaves, in words.
pub(super) fn critical_rule() -> String {
    let critical = RULES.iter().filter(|rule| rule.severity == Severity::Critical);
    let limits = critical.map(|rule| format!("at most {} on {}", rule.at_most, rule.tier));
    limits.collect::<Vec<_>>().join(", ")
}

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

/// The limits that the findings set, each naming the first of them by asset and control. The results of
/// the assets must be set.
pub(crate) fn limits(
    findings: &[FindingCard],
    assets: &[AssetCard],
    controls: &[ControlCard],
) -> Limits {
    let order: HashMap<&str, usize> =
        controls.iter().enumerate().map(|(at, control)| (control.id.as_str(), at)).collect();
    let place = |f: &&&FindingCard| (f.asset.clone(), order.get(f.control.as_str()).copied());
    let limit = |rule: Rule| {
        let (set_by, open) = rule.set_by(findings)?;
        let first = set_by.iter().min_by_key(place)?;
        let because = because(rule, open, set_by.len(), &first.id);
        Some(GradeLimit { at_most: rule.at_most, because, open })
    };
    let mut limits: Vec<GradeLimit> = RULES.into_iter().filter_map(limit).collect();
    limits.extend(share::limit(assets));
    let may_be = |one: &&FindingCard| is_possible(*one);
    let mut possible: Vec<String> =
        findings.iter().filter(may_be).map(|one| one.id.clone()).collect();
    possible.sort();
    Limits { limits, possible }
}

/// Where the limits of a grade are not those that the cells set, and the assets, where they are given:
/// each with a pointer below that of the grade, what is stated, and what follows.
pub(crate) fn disagreements(
    cells: &[Cell],
    assets: Option<&[AssetCard]>,
    grade: &Grade,
) -> Vec<(String, String, String)> {
    if grade.before_limits.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut stated = grade.limits.iter();
    for rule in RULES {
        let Some((_, open)) = rule.set_by(cells) else { continue };
        let limit = stated.next();
        if limit.is_none_or(|limit| (limit.at_most, limit.open) != (rule.at_most, open)) {
            let is = if open { "is open" } else { "may be open" };
            let follows = format!(
                "at most {}: a {} finding on {} {is}",
                rule.at_most, rule.severity, rule.tier
            );
            let words = limit.map_or("no such limit".to_string(), |limit| limit.because.clone());
            found.push(("/limits".to_string(), words, follows));
        }
    }
    let stated: Vec<&GradeLimit> = stated.collect();
    if let Some(share) = assets.map(share::limit)
        && stated != share.iter().collect::<Vec<_>>()
    {
        let words = |limits: &[&GradeLimit]| match limits {
            [] => "no such limit".to_string(),
            [first, ..] => first.because.clone(),
        };
        let follows = words(&share.iter().collect::<Vec<_>>());
        found.push(("/limits".into(), words(&stated), follows));
    }
    let may_be: u64 = cells.iter().filter(|cell| is_possible(*cell)).map(|cell| cell.count).sum();
    if grade.possible.len() as u64 != may_be {
        let findings = |count: u64| format!("{count} possible critical findings");
        let stated = findings(grade.possible.len() as u64);
        found.push(("/possible".into(), stated, findings(may_be)));
    }
    found
}

/// Whether a finding limits the grade only for want of evidence.
fn is_possible<T: Classified>(one: &T) -> bool {
    let rules = RULES.into_iter().filter(|rule| rule.possible);
    rules.into_iter().any(|rule| rule.is_set_by(one, Standing::Possible))
}

fn because(rule: Rule, open: bool, count: usize, first: &str) -> String {
    let Rule { severity, tier, .. } = rule;
    match (open, count) {
        (true, 1) => format!("1 {severity} finding on {tier} is open: {first}"),
        (true, many) => format!("{many} {severity} findings on {tier} are open, including {first}"),
        (false, 1) => {
            format!("1 finding on {tier} that would be {severity} is not assessed: {first}")
        }
        (false, many) => format!(
            "{many} findings on {tier} that would be {severity} are not assessed, including {first}"
        ),
    }
}
