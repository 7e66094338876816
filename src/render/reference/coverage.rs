//! How much of a framework the controls map to. It describes the catalogue, not an organisation.

use std::collections::BTreeMap;

use serde::Serialize;

use model::{Framework, GapClass, Property, Requirement, Strength};

/// Requirements of a framework by how controls map to them; the counts sum to `requirements`.
#[derive(Debug, Serialize)]
pub struct Coverage {
    id: String,
    title: String,
    noun: String,
    requirements: usize,
    /// At least one control maps to its core.
    direct: usize,
    /// Controls map to a part of it only.
    supporting: usize,
    /// No control maps to it, by class, the most frequent first. A list, because
    /// templates walk maps in no order.
    gaps: Vec<(GapClass, usize)>,
    /// All gaps together.
    gaps_total: usize,
    /// Mapping rows, those that only precede included.
    rows: usize,
}

/// Counts one framework.
pub fn coverage(framework: &Framework) -> Coverage {
    let maps = |requirement: &&Requirement, strength: Strength| {
        let mut rows = requirement.supported_by.iter();
        rows.any(|row| row.property != Property::Precedes && row.strength == strength)
    };
    let all = &framework.requirements;
    let direct = all.iter().filter(|r| maps(r, Strength::Direct)).count();
    let supporting =
        all.iter().filter(|r| maps(r, Strength::Supporting) && !maps(r, Strength::Direct)).count();
    let mut gaps: BTreeMap<GapClass, usize> = BTreeMap::new();
    for gap in all.iter().filter_map(|requirement| requirement.gap.as_ref()) {
        *gaps.entry(gap.class).or_default() += 1;
    }
    let mut gaps: Vec<(GapClass, usize)> = gaps.into_iter().collect();
    gaps.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    Coverage {
        id: framework.framework.id.clone(),
        title: framework.framework.short_title.clone(),
        noun: framework.framework.noun.clone(),
        requirements: all.len(),
        direct,
        supporting,
        gaps_total: gaps.iter().map(|(_, count)| count).sum(),
        gaps,
        rows: all.iter().map(|requirement| requirement.supported_by.len()).sum(),
    }
}
