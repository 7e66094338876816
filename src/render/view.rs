//! Findings in the order in which a page prints them. Nothing is counted or decided here: rows are
//! put beside each other, and long lists are cut at a stated length.

use std::collections::HashMap;

use serde::Serialize;

use super::grouping::{ControlFindings, by_control, by_requirements};
use model::posture::{AssetCard, ControlCard, FindingCard, RequirementRef};
use model::{AssetKey, Outcome, Posture, Strength};

/// How many finding rows one page prints.
pub(super) const MAX_ROWS: usize = 2_000;
/// How many assets one page prints.
pub(super) const MAX_ASSETS: usize = 2_000;

/// What a page prints beside the posture's own lists.
#[derive(Debug, Serialize)]
pub(super) struct View<'a> {
    /// How many findings are printed.
    pub(super) printed: usize,
    /// Whether the rest must be looked up elsewhere.
    pub(super) cut: bool,
    /// Open findings by control, the one with the largest score impact first.
    pub(super) open: Vec<Group<'a>>,
    /// What could not be assessed.
    pub(super) not_assessed: Vec<Group<'a>>,
    /// What passed.
    pub(super) passed: Vec<Group<'a>>,
    /// What was not applicable.
    pub(super) not_applicable: Vec<Group<'a>>,
    /// The assets that are printed, each with its findings.
    pub(super) assets: Vec<AssetRow<'a>>,
    /// How many assets there are.
    pub(super) assets_total: usize,
    /// Whether some assets are left out.
    pub(super) assets_cut: bool,
    /// What every page of a part states; none where this is the whole.
    pub(super) part: Option<String>,
}

/// Findings of one control that map to the same requirements.
#[derive(Debug, Serialize)]
pub(super) struct Group<'a> {
    pub(super) control: &'a str,
    /// The control's title; empty where the posture does not hold the control.
    pub(super) title: &'a str,
    pub(super) remediation: &'a str,
    /// Whether the group before is of the same control.
    pub(super) continued: bool,
    pub(super) maps_to: Vec<MapsTo<'a>>,
    pub(super) findings: Vec<&'a FindingCard>,
}

/// The requirements of one framework that findings map to.
#[derive(Debug, Serialize)]
pub(super) struct MapsTo<'a> {
    framework: &'a str,
    title: &'a str,
    direct: Vec<&'a str>,
    supporting: Vec<&'a str>,
}

/// An asset and where its printed findings are.
#[derive(Debug, Serialize)]
pub(super) struct AssetRow<'a> {
    card: &'a AssetCard,
    findings: Vec<Pointer<'a>>,
}

/// A finding to point at.
#[derive(Debug, Serialize)]
struct Pointer<'a> {
    id: &'a str,
    control: &'a str,
    outcome: Outcome,
}

impl<'a> View<'a> {
    /// `assets` is how many there are, also where the posture has only those that are printed.
    pub(super) fn of(posture: &'a Posture, assets: usize) -> Self {
        let printed = posture.findings.get(..MAX_ROWS).unwrap_or(&posture.findings);
        let mut by_asset: HashMap<&AssetKey, Vec<Pointer<'a>>> = HashMap::new();
        for finding in printed.iter().filter(|f| f.outcome != Outcome::NotApplicable) {
            let FindingCard { id, control, outcome, .. } = finding;
            let pointer = Pointer { id, control, outcome: *outcome };
            by_asset.entry(&finding.asset).or_default().push(pointer);
        }
        let row = |card: &'a AssetCard| AssetRow {
            card,
            findings: by_asset.remove(&card.key).unwrap_or_default(),
        };
        let groups = |keep: fn(Outcome) -> bool| groups(posture, printed, keep);
        let part = posture.part.as_ref();
        View {
            printed: printed.len(),
            cut: posture.findings_total > printed.len() as u64,
            open: groups(Outcome::is_open),
            not_assessed: groups(|outcome| outcome == Outcome::NotAssessed),
            passed: groups(|outcome| outcome == Outcome::Pass),
            not_applicable: groups(|outcome| outcome == Outcome::NotApplicable),
            assets: posture.assets.iter().take(MAX_ASSETS).map(row).collect(),
            assets_total: assets,
            assets_cut: assets > MAX_ASSETS,
            part: part.map(|part| part.sentence(assets as u64, posture.findings_total)),
        }
    }
}

fn groups<'a>(
    posture: &'a Posture,
    printed: &'a [FindingCard],
    keep: fn(Outcome) -> bool,
) -> Vec<Group<'a>> {
    let cards: HashMap<&str, &ControlCard> =
        posture.controls.iter().map(|card| (card.id.as_str(), card)).collect();
    // The order of the remediation actions; a control without one follows in catalogue order.
    let mut places: HashMap<&str, usize> = HashMap::new();
    let order = posture.fixes.iter().map(|fix| fix.control.as_str());
    for control in order.chain(posture.controls.iter().map(|card| card.id.as_str())) {
        let next = places.len();
        places.entry(control).or_insert(next);
    }
    let mut controls = by_control(printed.iter().filter(|finding| keep(finding.outcome)));
    controls.sort_by_key(|group| {
        (places.get(group.control).copied().unwrap_or(usize::MAX), group.control)
    });
    let mut found: Vec<Group<'a>> = Vec::new();
    for ControlFindings { control, findings } in &controls {
        let card = cards.get(control);
        let sets = by_requirements(findings).into_iter().enumerate();
        found.extend(sets.map(|(at, set)| Group {
            control,
            title: card.map_or("", |card| &card.title),
            remediation: card.map_or("", |card| &card.remediation),
            continued: at > 0,
            maps_to: maps_to(posture, set.requirements),
            findings: set.findings,
        }));
    }
    found
}

fn maps_to<'a>(posture: &'a Posture, references: &'a [RequirementRef]) -> Vec<MapsTo<'a>> {
    let of = |framework: &str, strength: Strength| {
        references
            .iter()
            .filter(|reference| reference.framework == framework && reference.strength == strength)
            .map(|reference| reference.id.as_str())
            .collect()
    };
    posture
        .frameworks
        .iter()
        .map(|framework| MapsTo {
            framework: &framework.id,
            title: &framework.short_title,
            direct: of(&framework.id, Strength::Direct),
            supporting: of(&framework.id, Strength::Supporting),
        })
        .collect()
}
