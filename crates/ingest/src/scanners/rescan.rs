//! A later complete report of one tool over one scope replaces the earlier ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::hit::Hit;
use super::rescan_group::{Group, Unit};
use super::rescan_notices::Notices;
use super::series::series;
use model::{Facts, ScanScope, ScanStatus, ScannerReport};

/// Which report replaced what another shows over which scope, by tool and file.
#[derive(Debug, Default)]
pub(crate) struct Replaced(BTreeMap<(String, Arc<str>, Option<ScanScope>), Arc<str>>);

impl Replaced {
    /// The file of the later report that replaces a hit.
    pub(super) fn by(&self, hit: &Hit) -> Option<&Arc<str>> {
        self.0.get(&(hit.tool.clone(), Arc::clone(&hit.place.file), hit.scope.clone()))
    }
}

/// Removes the results that later reports replace. What they no longer show is closed, which is reported;
/// where the order of two reports is not known, both count.
pub(crate) fn replace(facts: &mut Facts, hits: &[Hit]) -> Replaced {
    let mut groups: BTreeMap<(String, Group), BTreeMap<Arc<str>, Vec<usize>>> = BTreeMap::new();
    for (at, report) in facts.scanner_reports.iter().enumerate() {
        let file = Arc::clone(&report.place.file);
        let stated = report.covers.iter().cloned().map(Group::Scope);
        for group in stated.chain([Group::Series(series(&file))]) {
            let files = groups.entry((report.tool.clone(), group)).or_default();
            files.entry(Arc::clone(&file)).or_default().push(at);
        }
    }
    let (mut replaced, mut notices) = (Replaced::default(), Notices::of(hits));
    for ((tool, group), files) in groups {
        if files.len() < 2 {
            continue;
        }
        let units: Vec<Unit> = files
            .into_iter()
            .map(|(file, reports)| Unit::of(file, reports, &group, &facts.scanner_reports))
            .collect();
        let meets = |one: &Unit, other: &Unit| one.file != other.file && group.joins(one, other);
        if matches!(group, Group::Series(_)) {
            notices.beyond(&tool, &units);
            notices.unscoped(&tool, &units);
        }
        if !units.iter().any(|one| units.iter().any(|other| meets(one, other))) {
            continue;
        }
        let Some(latest) = latest(&units) else {
            notices.unordered(&tool, &units);
            continue;
        };
        for unit in units.iter().filter(|unit| unit.file != latest.file) {
            let later = units.iter().filter(|later| {
                later.completed && unit.is_before(later) && group.joins(unit, later)
            });
            let mut later: Vec<&Unit> = later.filter(|later| later.decides_any()).collect();
            later.sort_by_key(|later| std::cmp::Reverse((later.taken, Arc::clone(&later.file))));
            let mut any = false;
            // The newest decides first; what it does not decide, one before it may.
            for later in later {
                let Some(closed) = take_over(unit, later, &group, &mut facts.scanner_reports)
                else {
                    continue;
                };
                any = true;
                notices.replaced(&tool, unit, later, closed);
                for scope in unit.scopes_for(&group, later).into_iter().filter(|_| later.searches) {
                    let key = (tool.clone(), Arc::clone(&unit.file), scope);
                    replaced.0.entry(key).or_insert_with(|| Arc::clone(&later.file));
                }
            }
            if !any && (group.joins(unit, latest) || group.joins(latest, unit)) {
                notices.both_count(&tool, unit, latest);
            }
        }
    }
    facts.notices.extend(notices.into_all());
    replaced
}

/// The newest complete report, if it is newer than some other.
fn latest(units: &[Unit]) -> Option<&Unit> {
    let complete = units.iter().filter(|unit| unit.completed && unit.taken.is_some());
    let newest = complete.max_by_key(|unit| unit.taken)?;
    units.iter().any(|unit| unit.is_before(newest)).then_some(newest)
}

/// Removes the results of the earlier report, and counts those that are closed so by their rule. A rule that
/// the later one does not decide keeps its results, and so does what it could not decide. None where
/// nothing is removed; a search that found nothing replaces one that found nothing.
fn take_over(
    earlier: &Unit,
    later: &Unit,
    group: &Group,
    all: &mut [ScannerReport],
) -> Option<BTreeMap<String, u64>> {
    let now: Vec<(String, Vec<String>, ScanStatus)> = {
        let reports = later.reports.iter().filter_map(|at| all.get(*at));
        let results = reports.flat_map(|report| &report.results);
        let results = results.filter(|result| match group {
            Group::Scope(scope) => result.scope.as_ref() == Some(scope),
            Group::Series(_) => true,
        });
        results.map(|one| (one.rule.clone(), one.about.clone(), one.says)).collect()
    };
    let of = |wanted: &[ScanStatus]| -> BTreeSet<(&String, &Vec<String>)> {
        let those = now.iter().filter(|(.., status)| wanted.contains(status));
        those.map(|(rule, about, _)| (rule, about)).collect()
    };
    let still_fails = of(&[ScanStatus::Fail]);
    let undecided = of(&[ScanStatus::Error, ScanStatus::Manual]);
    let mut removed = later.searches;
    let mut closed: BTreeMap<String, u64> = BTreeMap::new();
    for at in &earlier.reports {
        let Some(report) = all.get_mut(*at) else { continue };
        report.results.retain(|result| {
            let same = (&result.rule, &result.about);
            let is_open = undecided.contains(&same) && !still_fails.contains(&same);
            if !group.covers(result, later) || !later.decides(&result.rule) || is_open {
                return true;
            }
            removed = true;
            let fails = result.says == ScanStatus::Fail && result.suppressed.is_none();
            if fails && !still_fails.contains(&same) {
                *closed.entry(result.rule.clone()).or_default() += 1;
            }
            false
        });
    }
    removed.then_some(closed)
}
