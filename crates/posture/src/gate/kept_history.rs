//! Whether the history that a comparison rests on is whole.

use std::collections::BTreeSet;

use super::result::RuleResult;
use super::view::View;
use crate::against::Against;
use model::Month;

impl View<'_> {
    /// A month that is missing may hide what got worse and came back.
    pub(super) fn history_kept(&self, against: &Against<'_>) -> RuleResult {
        let history = self.posture.history.as_ref();
        let mut faults: Vec<String> =
            history.map(|history| history.faults.clone()).unwrap_or_default();
        let list = |months: &[Month]| {
            let names: Vec<String> = months.iter().map(ToString::to_string).collect();
            names.join(", ")
        };
        if let Some(gaps) = history.map(|history| history.gaps.as_slice()).filter(|g| !g.is_empty())
        {
            faults.push(format!("no record exists for {}", list(gaps)));
        }
        let kept: BTreeSet<Month> = history
            .iter()
            .flat_map(|history| history.months.iter().map(|month| month.period))
            .collect();
        let named = against.baseline.record.earlier.iter().map(|month| month.period);
        let lost: Vec<Month> = named.filter(|month| !kept.contains(month)).collect();
        if !lost.is_empty() {
            let name = &against.baseline.name;
            faults.push(format!("{name} has {} on record, and this project does not", list(&lost)));
        }
        match faults.is_empty() {
            true => RuleResult::ok("the history has every month that it names"),
            false => RuleResult::fail(format!(
                "the history is not complete: {}; restore the records, or record these months and every later \
                 one again, in order, with `muster report --record --as-of` and the inputs of each",
                faults.join("; ")
            )),
        }
    }
}
