//! Which reports of one tool may replace one another.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::series::date_in;
use model::{Completion, Moment, ScanScope, ScanStatus, ScannerReport, ScannerResult};

/// Reports that may replace one another: those that state one scope; and the files of one series, as far as
/// they state none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    Scope(ScanScope),
    Series(String),
}

impl Group {
    /// Whether a later report may replace results of an earlier one. In one series it may not where both
    /// state what they cover, and only a search may at all: its files are named as runs over the same.
    pub(super) fn joins(&self, earlier: &Unit, later: &Unit) -> bool {
        match self {
            Group::Scope(_) => true,
            Group::Series(_) => later.searches && (earlier.has_unscoped || later.covers.is_empty()),
        }
    }

    /// Whether a later report may replace this result.
    pub(super) fn covers(&self, result: &ScannerResult, later: &Unit) -> bool {
        match self {
            Group::Scope(scope) => result.scope.as_ref() == Some(scope),
            Group::Series(_) => result.scope.is_none() || later.covers.is_empty(),
        }
    }
}

/// What one file has of a tool and group.
pub(super) struct Unit {
    pub(super) file: Arc<str>,
    pub(super) taken: Option<Moment>,
    pub(super) completed: bool,
    /// The scopes that it states.
    pub(super) covers: BTreeSet<ScanScope>,
    /// Whether something fails over no stated scope.
    pub(super) fails_unscoped: bool,
    /// The scopes over which something fails.
    pub(super) fails_over: BTreeSet<ScanScope>,
    pub(super) reports: Vec<usize>,
    /// Whether some of it is over no stated scope.
    has_unscoped: bool,
    /// Whether it is a search: what it does not list, it did not find.
    pub(super) searches: bool,
    /// The rules that it decides. A list of failures alone does not show that a rule was run elsewhere.
    rules: BTreeSet<String>,
}

impl Unit {
    pub(super) fn of(
        file: Arc<str>,
        reports: Vec<usize>,
        group: &Group,
        all: &[ScannerReport],
    ) -> Self {
        let mine = || reports.iter().filter_map(|at| all.get(*at));
        let results = || mine().flat_map(|report| &report.results);
        let in_group = |result: &&ScannerResult| match group {
            Group::Scope(scope) => result.scope.as_ref() == Some(scope),
            Group::Series(_) => true,
        };
        let taken = mine().filter_map(|report| report.captured_at).max();
        let fails = results().filter(|result| result.says == ScanStatus::Fail);
        let decided =
            |result: &&ScannerResult| matches!(result.says, ScanStatus::Pass | ScanStatus::Fail);
        let mut rules: BTreeSet<String> =
            mine().flat_map(|report| report.rules.iter().cloned()).collect();
        if results().filter(in_group).any(|result| result.says == ScanStatus::Pass) {
            let decided = results().filter(in_group).filter(decided);
            rules.extend(decided.map(|result| result.rule.clone()));
        }
        Unit {
            taken: taken.or_else(|| date_in(&file)),
            completed: mine().all(|report| report.ran == Completion::Completed),
            covers: mine().flat_map(|report| report.covers.iter().cloned()).collect(),
            fails_unscoped: fails.clone().any(|result| result.scope.is_none()),
            fails_over: fails.filter_map(|result| result.scope.clone()).collect(),
            has_unscoped: mine().any(|report| report.covers.is_empty())
                || results().any(|result| result.scope.is_none()),
            searches: mine().all(|report| report.searches),
            rules,
            file,
            reports,
        }
    }

    /// Whether what it does not list of a rule was not found.
    pub(super) fn decides(&self, rule: &str) -> bool {
        // A result may name a sub-rule: `CA1000/1` of `CA1000`.
        let parents = rule.rmatch_indices('/').filter_map(|(at, _)| rule.get(..at));
        self.searches || std::iter::once(rule).chain(parents).any(|rule| self.rules.contains(rule))
    }

    /// Whether it decides any rule.
    pub(super) fn decides_any(&self) -> bool {
        self.searches || !self.rules.is_empty()
    }

    pub(super) fn is_before(&self, other: &Unit) -> bool {
        matches!((self.taken, other.taken), (Some(mine), Some(theirs)) if mine < theirs)
    }

    /// The scopes of it that a later report replaces in a group; none is one of them where it states none.
    pub(super) fn scopes_for(&self, group: &Group, later: &Unit) -> Vec<Option<ScanScope>> {
        match group {
            Group::Scope(scope) => vec![Some(scope.clone())],
            Group::Series(_) if later.covers.is_empty() => {
                self.covers.iter().cloned().map(Some).chain([None]).collect()
            }
            Group::Series(_) => vec![None],
        }
    }
}
