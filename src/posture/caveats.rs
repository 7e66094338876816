//! What cannot be compared between two records, or cannot be told apart.

use std::collections::BTreeMap;

use crate::model::MonthRecord;

/// The caveats as sentences; `separated` is whether changed limits were judged both ways.
pub(super) fn caveats(
    before: &MonthRecord,
    after: &MonthRecord,
    separated: bool,
    renames: Vec<String>,
) -> Vec<String> {
    let mut told = Vec::new();
    if before.as_of > after.as_of {
        told.push(format!(
            "The first of the two was judged on a later day ({}) than the second ({}).",
            before.as_of, after.as_of
        ));
    }
    let changed = changed_limits(before, after);
    if !changed.is_empty() {
        let how = match separated {
            true => {
                "The inputs were judged by both; what that moved stands apart as changed limits"
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
    told.extend(renames.into_iter().map(|sentence| format!("Old names: {sentence}.")));
    told
}

/// The limits that both know and that differ, in words.
fn changed_limits(before: &MonthRecord, after: &MonthRecord) -> Vec<String> {
    let was: BTreeMap<&str, &[u32; 4]> =
        before.thresholds.iter().map(|limit| (limit.key.as_str(), &limit.values)).collect();
    let changed = after.thresholds.iter().filter_map(|limit| {
        let old = was.get(limit.key.as_str())?;
        (**old != limit.values)
            .then(|| format!("{} from {} to {}", limit.key, said(old), said(&limit.values)))
    });
    changed.collect()
}

fn said(values: &[u32; 4]) -> String {
    values.map(|value| value.to_string()).join("/")
}

/// As much of a hash as people compare.
fn short(hash: &str) -> String {
    match hash.get(..12) {
        Some(start) => start.to_string(),
        None => "nothing".to_string(),
    }
}
