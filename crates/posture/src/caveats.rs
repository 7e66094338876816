//! What cannot be compared between two records, or cannot be told apart.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::Renames;
use model::MonthRecord;
use model::month::MonthLimit;
use model::{Tier, threshold};

/// How many things a caveat names.
const NAMED: usize = 5;

/// The caveats as sentences; `separated` is whether changed limits were judged both ways.
pub(super) fn caveats(
    before: &MonthRecord,
    after: &MonthRecord,
    separated: bool,
    renames: &Renames,
) -> Vec<String> {
    let mut told = Vec::new();
    if before.as_of > after.as_of {
        told.push(format!(
            "The first of the two was judged on a later day ({}) than the second ({}).",
            before.as_of, after.as_of
        ));
    }
    let changed = changed_limits(&before.thresholds, &after.thresholds);
    if !changed.is_empty() {
        let how = match separated {
            true => {
                "The inputs were judged by the old and by the new ones; what that moved stands apart as changed limits"
            }
            false => "What that moved cannot be told apart here and stands in the other parts",
        };
        told.push(format!("Limits changed: {}. {how}.", changed.join("; ")));
    }
    if before.editions.catalogue != after.editions.catalogue {
        told.push(format!(
            "The catalogue of controls changed (from {} to {}). What that moved cannot be told \
             apart and stands in the other parts.",
            short(&before.editions.catalogue),
            short(&after.editions.catalogue)
        ));
    }
    if before.editions.mappings != after.editions.mappings {
        told.push(format!(
            "The mapping set changed (from {} to {}). Where each requirement stands is not \
             comparable; what it moved through the rules of scanners cannot be told apart and \
             stands in the other parts.",
            short(&before.editions.mappings),
            short(&after.editions.mappings)
        ));
    }
    told.extend(unread(before.files(), after.files()).map(|gone| {
        format!(
            "Read for {} and not for {}: {gone}. What only they told is not known now.",
            before.period, after.period
        )
    }));
    told.extend(super::events::gone(&before.events, &after.events, renames).map(|gone| {
        format!(
            "On record in {} and not any more: {gone}. What rested on them is judged without them.",
            before.period
        )
    }));
    told.extend(renames.told.iter().map(|sentence| format!("Old names: {sentence}.")));
    told
}

/// The files of the first that are not among the second; none where all are.
pub(super) fn unread<'a>(
    before: impl Iterator<Item = &'a str>,
    after: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let read: BTreeSet<&str> = after.collect();
    let gone: Vec<&str> = before.filter(|path| !read.contains(path)).collect();
    (!gone.is_empty()).then(|| some(&gone))
}

/// The first few of a list, and how many more there are.
pub(super) fn some<T: ToString>(all: &[T]) -> String {
    let named: Vec<String> = all.iter().take(NAMED).map(ToString::to_string).collect();
    match all.len().saturating_sub(NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// The limits that both know and that differ, in words.
pub(super) fn changed_limits(before: &[MonthLimit], after: &[MonthLimit]) -> Vec<String> {
    let was: BTreeMap<&str, &[u32; 4]> =
        before.iter().map(|limit| (limit.key.as_str(), &limit.values)).collect();
    let changed = after.iter().filter_map(|limit| {
        let old = was.get(limit.key.as_str())?;
        (**old != limit.values)
            .then(|| format!("{} {}", limit.key, said(&limit.key, old, &limit.values)))
    });
    changed.collect()
}

/// Each tier whose value changed: `at T1 from 365 d to 150 d`.
fn said(key: &str, old: &[u32; 4], new: &[u32; 4]) -> String {
    let unit = threshold::THRESHOLDS.iter().find(|known| known.key == key).map(|known| known.unit);
    let value = |value: u32| unit.map_or_else(|| value.to_string(), |unit| unit.format(value));
    let tiers = Tier::ALL.iter().zip(old.iter().zip(new)).filter(|(_, (old, new))| old != new);
    let tiers = tiers
        .map(|(tier, (old, new))| format!("at {tier} from {} to {}", value(*old), value(*new)));
    tiers.collect::<Vec<_>>().join(", ")
}

/// As much of a hash as people compare.
fn short(hash: &str) -> String {
    match hash.get(..12) {
        Some(start) => start.to_string(),
        None => "nothing".to_string(),
    }
}
