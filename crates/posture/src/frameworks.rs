//! The result of each requirement of each framework.

use std::collections::{BTreeMap, HashMap};

use super::quoted::Quoted;
use super::slices::count;
use model::posture::{
    Cell, ControlState, FrameworkState, GroupState, MappingRow, OutcomeCounts, Quotation,
    RequirementRef, RequirementState, RequirementStatus, Requirements,
};
use model::{
    AssetKind, Framework, Group, Outcome, Parts, Property, Requirement, Strength, Support, Tally,
    Tenths,
};

/// Which requirements each control maps to, and for which kinds of asset.
pub(super) struct References {
    by_control: HashMap<String, Mapped>,
}

/// What one control maps to.
#[derive(Default)]
struct Mapped {
    /// On any kind of asset.
    any: Vec<RequirementRef>,
    /// On each kind: a list that all its findings share.
    by_kind: BTreeMap<AssetKind, Requirements>,
}

impl References {
    pub(super) fn of(frameworks: &[FrameworkState]) -> Self {
        let mut by_control: HashMap<String, Vec<(RequirementRef, &[AssetKind])>> = HashMap::new();
        for framework in frameworks {
            for requirement in framework.groups.iter().flat_map(|group| &group.requirements) {
                for row in rows(requirement).filter(|row| counts(row)) {
                    let reference = RequirementRef {
                        framework: framework.id.clone(),
                        id: requirement.id.clone(),
                        strength: row.strength,
                    };
                    let rows = by_control.entry(row.control.clone()).or_default();
                    rows.push((reference, &row.asset_kinds));
                }
            }
        }
        let mapped = |rows: Vec<(RequirementRef, &[AssetKind])>| {
            let on = |kind: AssetKind| {
                let rows = rows.iter().filter(|(_, kinds)| covers(kinds, kind));
                let rows: Vec<_> = rows.map(|(row, _)| row.clone()).collect();
                (kind, rows.into())
            };
            let by_kind = AssetKind::ALL.into_iter().map(on).collect();
            Mapped { by_kind, any: rows.into_iter().map(|(row, _)| row).collect() }
        };
        let by_control = by_control.into_iter();
        References { by_control: by_control.map(|(id, rows)| (id, mapped(rows))).collect() }
    }

    /// What one control on one kind of asset maps to.
    pub(super) fn on(&self, control: &str, kind: AssetKind) -> Requirements {
        let mapped = self.by_control.get(control);
        mapped.and_then(|mapped| mapped.by_kind.get(&kind)).cloned().unwrap_or_default()
    }

    /// What one control maps to on any kind of asset.
    pub(super) fn of_control(&self, control: &str) -> Vec<RequirementRef> {
        self.by_control.get(control).map(|mapped| mapped.any.clone()).unwrap_or_default()
    }
}

/// Rows that only precede a requirement are no evidence about it and are never counted.
fn counts(row: &MappingRow) -> bool {
    row.property != Property::Precedes
}

/// The mapping rows of a requirement.
fn rows(requirement: &RequirementState) -> impl Iterator<Item = &MappingRow> {
    requirement.controls.iter().map(|control| &control.mapping)
}

/// The organisation's own findings replace controls that found no asset: they apply everywhere.
fn covers(kinds: &[AssetKind], kind: AssetKind) -> bool {
    kind == AssetKind::Organisation || kinds.contains(&kind)
}

/// One framework with its texts and mapping rows; [`count_in`] sets its results.
pub(super) fn framework(framework: &Framework, quoted: &Quoted<'_>) -> FrameworkState {
    let states: Vec<(Option<&String>, RequirementState)> = framework
        .requirements
        .iter()
        .map(|requirement| {
            let quoted = quoted.about(&framework.framework.id, &requirement.id);
            (requirement.group.as_ref(), unjudged(requirement, quoted))
        })
        .collect();
    let publication = framework.framework.clone();
    FrameworkState {
        statuses: Vec::new(),
        parts: Parts::default(),
        groups: group(&publication.groups, states),
        id: publication.id,
        title: publication.title,
        short_title: publication.short_title,
        edition: publication.edition,
        publisher: publication.publisher,
        url: publication.url,
        attribution: publication.attribution,
        noun: publication.noun,
        reading: publication.reading,
        caveat: publication.caveat,
    }
}

/// Sets the results of a framework, from the count cells and its mapping rows.
pub(super) fn count_in(framework: &mut FrameworkState, cells: &[Cell]) {
    let mut by_control: HashMap<&str, Vec<&Cell>> = HashMap::new();
    for cell in cells {
        by_control.entry(&cell.control).or_default().push(cell);
    }
    let mut statuses: BTreeMap<RequirementStatus, u64> = BTreeMap::new();
    for requirement in framework.groups.iter_mut().flat_map(|group| &mut group.requirements) {
        judge(requirement, &by_control);
        *statuses.entry(requirement.status).or_default() += 1;
    }
    framework.statuses =
        RequirementStatus::ALL.map(|s| (s, statuses.get(&s).copied().unwrap_or(0))).into();
    framework.parts = overall(framework, &by_control).parts();
}

fn group(groups: &[Group], states: Vec<(Option<&String>, RequirementState)>) -> Vec<GroupState> {
    let mut grouped: Vec<GroupState> = Vec::new();
    for (id, requirement) in states {
        let id = id.map_or("", String::as_str);
        if grouped.last().is_none_or(|last| last.id != id) {
            let title = groups.iter().find(|group| group.id == id);
            let title = title.map_or(String::new(), |group| group.title.clone());
            grouped.push(GroupState { id: id.into(), title, requirements: Vec::new() });
        }
        if let Some(last) = grouped.last_mut() {
            last.requirements.push(requirement);
        }
    }
    grouped
}

/// Direct rows count in full, supporting ones by half.
fn strength_weight(strength: Strength) -> u64 {
    match strength {
        Strength::Direct => 2,
        Strength::Supporting => 1,
    }
}

fn unjudged(requirement: &Requirement, quoted: Vec<Quotation>) -> RequirementState {
    let mut controls: Vec<ControlState> = requirement.supported_by.iter().map(row).collect();
    controls.sort_by_key(|control| (control.mapping.strength, control.mapping.control.clone()));
    RequirementState {
        id: requirement.id.clone(),
        title: requirement.title.clone(),
        summary: requirement.summary.clone(),
        caveat: requirement.caveat.clone(),
        status: RequirementStatus::NotCovered,
        worst: None,
        worst_is_direct: false,
        outcomes: OutcomeCounts::default(),
        parts: Parts::default(),
        coverage: None,
        controls,
        gap: requirement.gap.clone(),
        quoted,
    }
}

fn row(row: &Support) -> ControlState {
    let mapping = MappingRow {
        control: row.control.clone(),
        strength: row.strength,
        property: row.property,
        asset_kinds: row.asset_kinds.clone(),
        confidence: row.confidence,
        rests_on: row.rests_on.clone(),
        reason: row.reason.clone(),
    };
    ControlState { mapping, worst: None, outcomes: OutcomeCounts::default() }
}

/// How much of the weighted evidence must be proven for a requirement that is not met as a whole to be
/// partially met, in per cent: the level at which ISO/IEC 33020 rates an attribute as partially achieved.
const PARTIALLY_MET_ABOVE: i64 = 15;

/// The level of a requirement, by its worst outcome and what is proven of the controls that outcome is read
/// from. It is met only where every control passes. What is unknown makes no level better: it counts as not
/// proven.
fn level(worst: Option<Outcome>, proven: Option<Tenths>) -> RequirementStatus {
    let partially = proven.is_some_and(|proven| proven > Tenths(PARTIALLY_MET_ABOVE * 10));
    match worst {
        Some(Outcome::Pass) => RequirementStatus::Met,
        Some(Outcome::Fail | Outcome::NotAssessed | Outcome::Partial) if partially => {
            RequirementStatus::PartiallyMet
        }
        Some(Outcome::Fail | Outcome::Partial) => RequirementStatus::NotMet,
        Some(Outcome::NotAssessed) => RequirementStatus::NotAssessed,
        Some(Outcome::NotApplicable) | None => RequirementStatus::NotApplicable,
    }
}

fn judge(requirement: &mut RequirementState, cells: &HashMap<&str, Vec<&Cell>>) {
    let mut tally = Tally::default();
    let mut by_strength = [Tally::default(), Tally::default()];
    let mut outcomes = OutcomeCounts::default();
    let mut worst: [Option<Outcome>; 2] = [None, None];
    for control in &mut requirement.controls {
        count_row(control, cells);
        let row = &control.mapping;
        if !counts(row) {
            continue;
        }
        for cell in matching(row, cells) {
            let strength = strength_weight(row.strength);
            let weight = cell.weights().times(strength);
            tally.add(cell.outcome, cell.class, weight, cell.count);
            if let Some(of_strength) = by_strength.get_mut(row.strength as usize) {
                of_strength.add(cell.outcome, cell.class, weight, cell.count);
            }
            count(&mut outcomes, cell.outcome, cell.count);
        }
        let applicable = control.worst.filter(|outcome| *outcome != Outcome::NotApplicable);
        if let Some(slot) = worst.get_mut(row.strength as usize) {
            *slot = match (*slot, applicable) {
                (Some(a), Some(b)) => Some(a.worse(b)),
                (a, b) => a.or(b),
            };
        }
    }
    let [direct, supporting] = worst;
    requirement.worst = direct.or(supporting);
    requirement.worst_is_direct = direct.is_some();
    let [of_direct, of_supporting] = by_strength.map(|tally| tally.parts().proven);
    let proven = if direct.is_some() { of_direct } else { of_supporting };
    requirement.status = match &requirement.gap {
        Some(_) => RequirementStatus::NotCovered,
        None => level(requirement.worst, proven),
    };
    requirement.outcomes = outcomes;
    requirement.parts = tally.parts();
    requirement.coverage = requirement.parts.coverage;
}

fn matching<'a>(
    row: &'a MappingRow,
    cells: &'a HashMap<&str, Vec<&Cell>>,
) -> impl Iterator<Item = &'a Cell> {
    let cells = cells.get(row.control.as_str()).map(Vec::as_slice).unwrap_or_default();
    cells.iter().copied().filter(|cell| covers(&row.asset_kinds, cell.kind))
}

fn count_row(control: &mut ControlState, cells: &HashMap<&str, Vec<&Cell>>) {
    let mut outcomes = OutcomeCounts::default();
    let mut worst: Option<Outcome> = None;
    for cell in matching(&control.mapping, cells) {
        count(&mut outcomes, cell.outcome, cell.count);
        worst = Some(worst.map_or(cell.outcome, |known| known.worse(cell.outcome)));
    }
    (control.outcomes, control.worst) = (outcomes, worst);
}

/// Every finding that maps to the framework at all, counted once at its greatest strength.
fn overall(framework: &FrameworkState, cells: &HashMap<&str, Vec<&Cell>>) -> Tally {
    let mut strongest: HashMap<(&str, AssetKind), u64> = HashMap::new();
    let requirements = framework.groups.iter().flat_map(|group| &group.requirements);
    for row in requirements.flat_map(rows).filter(|row| counts(row)) {
        let strength = strength_weight(row.strength);
        for kind in row.asset_kinds.iter().copied().chain([AssetKind::Organisation]) {
            let known = strongest.entry((&row.control, kind)).or_default();
            *known = strength.max(*known);
        }
    }
    let mut tally = Tally::default();
    for ((control, kind), strength) in strongest {
        let cells = cells.get(control).map(Vec::as_slice).unwrap_or_default();
        for cell in cells.iter().filter(|cell| cell.kind == kind) {
            tally.add(cell.outcome, cell.class, cell.weights().times(strength), cell.count);
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_has_levels_between_met_and_not_met() {
        use Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
        use RequirementStatus as Status;
        let of = |worst, proven| level(Some(worst), Some(Tenths(proven)));
        assert_eq!(of(Pass, 1000), Status::Met);
        assert_eq!((of(Fail, 151), of(Fail, 150)), (Status::PartiallyMet, Status::NotMet));
        assert_eq!(of(NotAssessed, 900), Status::PartiallyMet);
        assert_eq!((of(NotAssessed, 0), of(Partial, 100)), (Status::NotAssessed, Status::NotMet));
        assert_eq!(
            (of(Fail, 1000), of(NotApplicable, 0)),
            (Status::PartiallyMet, Status::NotApplicable)
        );
        assert_eq!(level(None, None), Status::NotApplicable);
    }

    #[test]
    fn losing_evidence_raises_no_level() {
        let rank = |status: RequirementStatus| match status {
            RequirementStatus::Met => 2,
            RequirementStatus::PartiallyMet => 1,
            _ => 0,
        };
        for proven in 0..=1000 {
            for lost in 0..=proven {
                let before = rank(level(Some(Outcome::Fail), Some(Tenths(proven))));
                let after = rank(level(Some(Outcome::NotAssessed), Some(Tenths(proven - lost))));
                assert!(after <= before);
            }
        }
    }
}
