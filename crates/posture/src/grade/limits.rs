//! The limits that findings set. Findings decide them, and the counts of findings show which there are.

use std::collections::HashMap;

use super::criticals::PossibleCriticals;
use super::rules::Rules;
use super::{share, typed};
use crate::alike::Alike;
use crate::measured::{Classified, Measured};
use model::posture::{AssetCard, Cell, ControlCard, Grade, GradeLimit, Standing};
use model::{FindingId, Parts, Severity, Tier};

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
fn by_finding(rules: Rules) -> Vec<Rule> {
    let critical = rules.critical().into_iter().map(|(tier, at_most)| Rule {
        severity: Severity::Critical,
        tier,
        at_most,
        possible: true,
        waivable: false,
    });
    let high = rules.high().into_iter().map(|(tier, at_most)| Rule {
        severity: Severity::High,
        tier,
        at_most,
        possible: false,
        waivable: true,
    });
    critical.chain(high).collect()
}

/// The limits that apply, and what may be ruled out.
#[derive(Debug)]
pub(crate) struct Limits<'a> {
    pub(super) limits: Vec<GradeLimit>,
    pub(super) possible: Possible<'a>,
}

/// The critical findings that are not assessed and that limit the grade.
#[derive(Debug)]
pub(super) enum Possible<'a> {
    /// Those that a grade states, by id.
    Stated(&'a [String]),
    /// Those on these tiers.
    On(Vec<Tier>, &'a PossibleCriticals),
}

impl Limits<'_> {
    /// Those that a grade states.
    pub(crate) fn stated(grade: &Grade) -> Limits<'_> {
        Limits { limits: grade.limits.clone(), possible: Possible::Stated(&grade.possible) }
    }
}

impl Possible<'_> {
    /// Their ids, in order. There may be several for each asset of an estate.
    pub(super) fn ids(self) -> Vec<String> {
        match self {
            Possible::Stated(ids) => ids.to_vec(),
            Possible::On(tiers, criticals) => criticals.ids(&tiers),
        }
    }
}

/// The limits that the findings set, each naming the first of them by asset and control. The results of
/// the assets must be set.
pub(crate) fn limits<'a>(
    rules: Rules,
    (all, criticals): (&[Alike], &'a PossibleCriticals),
    assets: &[AssetCard],
    controls: &[ControlCard],
) -> Limits<'a> {
    let order: HashMap<&str, usize> =
        controls.iter().enumerate().map(|(at, control)| (control.id.as_str(), at)).collect();
    let limit = |rule: Rule| {
        let (set_by, open) = rule.set_by(all)?;
        let first = set_by.iter().filter_map(|some| {
            let control = some.control();
            Some((some.assets().first()?, order.get(control).copied(), control))
        });
        let (asset, _, control) = first.min()?;
        let count = |some: &&&Alike| some.measure().count;
        let silent = set_by.iter().filter(|some| open && !some.card().shows_defect());
        let counts =
            (set_by.iter().map(|some| count(&some)).sum(), silent.map(|some| count(&some)).sum());
        let because = because(rule, open, counts, &FindingId::written(control, asset));
        Some(GradeLimit { at_most: rule.at_most, because, open })
    };
    let by_finding = by_finding(rules);
    let mut limits: Vec<GradeLimit> = by_finding.iter().copied().filter_map(limit).collect();
    limits.extend(share::limit(rules, assets));
    let limiting = by_finding.iter().filter(|rule| rule.possible).map(|rule| rule.tier);
    Limits { limits, possible: Possible::On(limiting.collect(), criticals) }
}

/// Where the limits of a grade are not those that the cells set, and the assets with the parts of privileged
/// ones, where they are given:
/// each with a pointer below that of the grade, what is stated, and what follows.
pub(crate) fn disagreements(
    rules: Rules,
    cells: &[Cell],
    assets: Option<(&[AssetCard], &Parts)>,
    grade: &Grade,
) -> Vec<(String, String, String)> {
    if grade.before_limits.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut stated = grade.limits.iter();
    let by_finding = by_finding(rules);
    for rule in by_finding.iter().copied() {
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
    if let Some((assets, privileged)) = assets {
        let rest: Vec<GradeLimit> = share::limit(rules, assets)
            .into_iter()
            .chain(typed::limit(rules, privileged))
            .collect();
        if stated != rest.iter().collect::<Vec<_>>() {
            let words = |limits: &[&GradeLimit]| match limits {
                [] => "no such limit".to_string(),
                [first, ..] => first.because.clone(),
            };
            let follows = words(&rest.iter().collect::<Vec<_>>());
            found.push(("/limits".into(), words(&stated), follows));
        }
    }
    let may_be: u64 =
        cells.iter().filter(|cell| is_possible(&by_finding, *cell)).map(|cell| cell.count).sum();
    if grade.possible.len() as u64 != may_be {
        let findings = |count: u64| format!("{count} possible critical findings");
        let stated = findings(grade.possible.len() as u64);
        found.push(("/possible".into(), stated, findings(may_be)));
    }
    found
}

/// Whether a finding limits the grade only for want of evidence.
fn is_possible<T: Classified>(rules: &[Rule], one: &T) -> bool {
    rules.iter().any(|rule| rule.possible && rule.is_set_by(one, Standing::Possible))
}

fn because(rule: Rule, open: bool, (count, silent): (u64, u64), first: &str) -> String {
    let Rule { severity, tier, .. } = rule;
    // What was open when it was last assessed, and is not assessed now.
    let then = match silent {
        0 => String::new(),
        _ if count == 1 => " (when last assessed)".into(),
        silent => format!(" ({silent} of them when last assessed)"),
    };
    match (open, count) {
        (true, 1) => format!("1 {severity} finding on {tier} is open{then}: {first}"),
        (true, many) => {
            format!("{many} {severity} findings on {tier} are open{then}, including {first}")
        }
        (false, 1) => {
            format!("1 finding on {tier} that would be {severity} is not assessed: {first}")
        }
        (false, many) => format!(
            "{many} findings on {tier} that would be {severity} are not assessed, including {first}"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_open_when_last_assessed_is_stated_apart() {
        let (severity, tier) = (Severity::Critical, Tier::T3);
        let rule = Rule { severity, tier, at_most: 'C', possible: true, waivable: false };
        let of = |count, silent| because(rule, true, (count, silent), "x");
        assert_eq!(of(2, 0), "2 critical findings on T3 are open, including x");
        assert_eq!(
            of(2, 1),
            "2 critical findings on T3 are open (1 of them when last assessed), including x"
        );
        assert_eq!(of(1, 1), "1 critical finding on T3 is open (when last assessed): x");
    }
}
