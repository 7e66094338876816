//! A later complete report of one tool over one scope replaces the earlier ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::hit::Hit;
use super::series::{date_in, series};
use model::{Completion, Diagnostic, Facts, Moment, Place, ScanStatus, ScannerReport};

/// Which report replaced which: tool and file of the earlier one, and the file of the later.
pub(crate) type Replaced = BTreeMap<(String, Arc<str>), Arc<str>>;

/// Removes the results that later reports replace. What they no longer show is closed, which is reported;
/// where the order of two reports is not known, both count.
pub(crate) fn replace(facts: &mut Facts, hits: &[Hit]) -> Replaced {
    let mut groups: BTreeMap<(String, String), BTreeMap<Arc<str>, Vec<usize>>> = BTreeMap::new();
    for (at, report) in facts.scanner_reports.iter().enumerate() {
        let file = Arc::clone(&report.place.file);
        let scope = report.scope.clone().unwrap_or_else(|| series(&file));
        groups.entry((report.tool.clone(), scope)).or_default().entry(file).or_default().push(at);
    }
    let mut replaced = Replaced::new();
    for ((tool, _), files) in groups {
        if files.len() < 2 {
            continue;
        }
        let units: Vec<Unit> = files
            .into_iter()
            .map(|(file, reports)| Unit::of(file, reports, &facts.scanner_reports))
            .collect();
        let Some(latest) = latest(&units) else {
            facts.notices.extend(unordered(&tool, &units));
            continue;
        };
        let beside =
            units.iter().filter(|unit| !unit.is_before(latest) && unit.file != latest.file);
        facts.notices.extend(beside.map(|unit| both_count(&tool, unit, latest)));
        for unit in units.iter().filter(|unit| unit.is_before(latest)) {
            if !unit.has_passes || latest.has_passes {
                let closed = take_over(unit, latest, &mut facts.scanner_reports);
                let key = (tool.clone(), Arc::clone(&unit.file));
                // What is found in files is listed secret by secret.
                let by_secret = hits.iter().any(|hit| hit.tool == key.0 && hit.place.file == key.1);
                facts.notices.extend(closed.into_iter().filter(|_| !by_secret));
                replaced.insert(key, Arc::clone(&latest.file));
            } else {
                facts.notices.push(both_count(&tool, unit, latest));
            }
        }
    }
    replaced
}

/// What one file has of a tool and scope.
struct Unit {
    file: Arc<str>,
    reports: Vec<usize>,
    taken: Option<Moment>,
    completed: bool,
    /// Whether it lists what passed too. A list of failures alone shows no rule that was not run.
    has_passes: bool,
}

impl Unit {
    fn of(file: Arc<str>, reports: Vec<usize>, all: &[ScannerReport]) -> Self {
        let mine = || reports.iter().filter_map(|at| all.get(*at));
        let taken = mine().filter_map(|report| report.captured_at).max();
        let has_passes =
            mine().flat_map(|report| &report.results).any(|result| result.says == ScanStatus::Pass);
        Unit {
            taken: taken.or_else(|| date_in(&file)),
            completed: mine().all(|report| report.ran == Completion::Completed),
            has_passes,
            file,
            reports,
        }
    }

    fn is_before(&self, other: &Unit) -> bool {
        matches!((self.taken, other.taken), (Some(mine), Some(theirs)) if mine < theirs)
    }
}

/// The newest complete report, if it is newer than some other.
fn latest(units: &[Unit]) -> Option<&Unit> {
    let complete = units.iter().filter(|unit| unit.completed && unit.taken.is_some());
    let newest = complete.max_by_key(|unit| unit.taken)?;
    units.iter().any(|unit| unit.is_before(newest)).then_some(newest)
}

/// Removes the results of the earlier report. A rule that the later one did not run keeps its results.
fn take_over(earlier: &Unit, later: &Unit, all: &mut [ScannerReport]) -> Vec<Diagnostic> {
    let results = |unit: &Unit, all: &[ScannerReport]| -> Vec<(String, Vec<String>, ScanStatus)> {
        let reports = unit.reports.iter().filter_map(|at| all.get(*at));
        let results = reports.flat_map(|report| &report.results);
        results.map(|one| (one.rule.clone(), one.about.clone(), one.says)).collect()
    };
    let now = results(later, all);
    let ran: BTreeSet<&String> = now.iter().map(|(rule, ..)| rule).collect();
    let still_fails: BTreeSet<(&String, &Vec<String>)> = now
        .iter()
        .filter(|(.., says)| *says == ScanStatus::Fail)
        .map(|(rule, about, _)| (rule, about))
        .collect();
    let mut closed: BTreeMap<String, u64> = BTreeMap::new();
    for at in &earlier.reports {
        let Some(report) = all.get_mut(*at) else { continue };
        report.results.retain(|result| {
            if later.has_passes && !ran.contains(&result.rule) {
                return true;
            }
            let fails = result.says == ScanStatus::Fail && result.suppressed.is_none();
            if fails && !still_fails.contains(&(&result.rule, &result.about)) {
                *closed.entry(result.rule.clone()).or_default() += 1;
            }
            false
        });
    }
    let place = Place::file(Arc::clone(&later.file));
    let (new, old) = (&later.file, &earlier.file);
    let line = |(rule, count): (String, u64)| {
        let message = format!(
            "{new} replaces {old}: {count} failed results of {rule} are no longer reported"
        );
        Diagnostic::at(&place, message, format!("they count as closed by {new}"))
    };
    closed.into_iter().map(line).collect()
}

fn both_count(tool: &str, unit: &Unit, latest: &Unit) -> Diagnostic {
    let (one, other) = (&unit.file, &latest.file);
    let why = match (unit.completed, unit.taken) {
        (_, None) => "its date is not known",
        (false, _) => "it is incomplete",
        (true, Some(_)) if unit.is_before(latest) => "the later one lists failures alone",
        (true, Some(_)) => "both have one date",
    };
    Diagnostic::at(
        &Place::file(Arc::clone(one)),
        format!("{one} and {other} are reports of {tool} over one scope, and both count: {why}"),
        "state `captured-at` for each under [[source]], or keep only the current report",
    )
}

fn unordered(tool: &str, units: &[Unit]) -> Option<Diagnostic> {
    let files: Vec<&str> = units.iter().map(|unit| &*unit.file).collect();
    let first = units.first()?;
    Some(Diagnostic::at(
        &Place::file(Arc::clone(&first.file)),
        format!(
            "{} are reports of {tool} over one scope, and all count: no complete one is known to be \
             the latest",
            files.join(", ")
        ),
        "state `captured-at` for each under [[source]], or keep only the current report",
    ))
}
