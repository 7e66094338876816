//! What cannot be compared between two records, or cannot be separated.

use std::collections::{BTreeMap, BTreeSet};

use super::listing::first_few;
use super::renames::Renames;
use model::MonthRecord;
use model::month::MonthLimit;
use model::{Tier, threshold};

/// The caveats as sentences; `separated` is whether changed limits were assessed both ways.
pub(super) fn caveats(
    before: &MonthRecord,
    after: &MonthRecord,
    separated: bool,
    renames: &Renames,
) -> Vec<String> {
    let mut caveats = Vec::new();
    if before.as_of > after.as_of {
        caveats.push(format!(
            "The first assessment has a later as-of date ({}) than the second ({}).",
            before.as_of, after.as_of
        ));
    }
    let changed = changed_limits(&before.thresholds, &after.thresholds);
    if !changed.is_empty() {
        let how = match separated {
            true => {
                "The inputs were assessed with the old and the new values; the effect is shown separately as changed thresholds"
            }
            false => "The effect cannot be separated here and is included in the other parts",
        };
        caveats.push(format!("Thresholds changed: {}. {how}.", changed.join("; ")));
    }
    if before.editions.catalogue != after.editions.catalogue {
        caveats.push(format!(
            "The control catalogue changed (from {} to {}). What its changed controls judge otherwise is \
             attributed to the method, neither fixed nor new.",
            short(&before.editions.catalogue),
            short(&after.editions.catalogue)
        ));
    }
    if before.editions.mappings != after.editions.mappings {
        caveats.push(format!(
            "The mappings changed (from {} to {}). Framework results are not comparable. What \
             scanners report and is judged otherwise is attributed to the method.",
            short(&before.editions.mappings),
            short(&after.editions.mappings)
        ));
    }
    let (was, is) = (before.editions.rules, after.editions.rules);
    if was != is {
        caveats.push(format!(
            "The rules changed (from version {was} to {is}). What is judged otherwise is attributed to the \
             method, neither fixed nor new."
        ));
    }
    caveats.extend(unread(before.files(), after.files()).map(|gone| {
        format!(
            "Read for {} but not for {}: {gone}. Facts that only these files contained are now unknown.",
            before.period, after.period
        )
    }));
    caveats.extend(super::events::gone(&before.events, &after.events, renames).map(|gone| {
        format!(
            "Recorded in {} but no longer: {gone}. The controls that depend on these events are assessed without them.",
            before.period
        )
    }));
    caveats.extend(renames.conflicts.iter().map(|sentence| format!("Former names: {sentence}.")));
    caveats
}

/// The files of the first that are not among the second; none where all are.
pub(super) fn unread<'a>(
    before: impl Iterator<Item = &'a str>,
    after: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let read: BTreeSet<&str> = after.collect();
    let gone: Vec<&str> = before.filter(|path| !read.contains(path)).collect();
    (!gone.is_empty()).then(|| first_few(&gone))
}

/// The limits that both know and that differ, in words.
pub(super) fn changed_limits(before: &[MonthLimit], after: &[MonthLimit]) -> Vec<String> {
    let was: BTreeMap<&str, &[u32; 4]> =
        before.iter().map(|limit| (limit.key.as_str(), &limit.values)).collect();
    let changed = after.iter().filter_map(|limit| {
        let old = was.get(limit.key.as_str())?;
        (**old != limit.values)
            .then(|| format!("{} {}", limit.key, per_tier(&limit.key, old, &limit.values)))
    });
    changed.collect()
}

/// Each tier whose value changed: `at T1 from 365 d to 150 d`.
fn per_tier(key: &str, old: &[u32; 4], new: &[u32; 4]) -> String {
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
        None => "none".to_string(),
    }
}
