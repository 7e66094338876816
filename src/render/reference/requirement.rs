//! One requirement with its mapping.

use serde::Serialize;

use model::{
    AssetKind, Confidence, Control, Crosswalk, CrosswalkSource, Framework, Gap, Property, Reading,
    Requirement, RequirementKey, Strength,
};

/// One requirement with its rows, or why it is not covered.
#[derive(Debug, Serialize)]
pub struct RequirementPage {
    id: String,
    framework: String,
    framework_title: String,
    noun: String,
    reading: Reading,
    group: Option<String>,
    title: String,
    summary: String,
    caveat: Option<String>,
    supported_by: Vec<SupportRow>,
    gap: Option<Gap>,
    /// Informative mappings of published crosswalks, not scored.
    quoted: Vec<Quoted>,
}

/// A row, seen from the requirement.
#[derive(Debug, Serialize)]
struct SupportRow {
    control: String,
    title: &'static str,
    strength: Strength,
    property: Property,
    asset_kinds: Vec<AssetKind>,
    confidence: Confidence,
    rests_on: Vec<String>,
    reason: String,
}

/// A crosswalk's pairs for one requirement.
#[derive(Debug, Serialize)]
struct Quoted {
    source: CrosswalkSource,
    with: Vec<RequirementKey>,
}

/// The page of a requirement.
pub(super) fn requirement(
    catalog: &[&'static Control],
    crosswalks: &[Crosswalk],
    framework: &Framework,
    requirement: &Requirement,
) -> RequirementPage {
    let publication = &framework.framework;
    let title = |id: &str| {
        let control = catalog.iter().find(|control| control.id == id);
        control.map_or("", |control| control.title)
    };
    let rows = requirement.supported_by.iter().map(|row| SupportRow {
        control: row.control.clone(),
        title: title(&row.control),
        strength: row.strength,
        property: row.property,
        asset_kinds: row.asset_kinds.clone(),
        confidence: row.confidence,
        rests_on: row.rests_on.clone(),
        reason: row.reason.clone(),
    });
    let mut rows: Vec<SupportRow> = rows.collect();
    rows.sort_by(|a, b| (a.strength, &a.control).cmp(&(b.strength, &b.control)));
    let key = RequirementKey { framework: publication.id.clone(), id: requirement.id.clone() };
    RequirementPage {
        id: requirement.id.clone(),
        framework: publication.id.clone(),
        framework_title: publication.short_title.clone(),
        noun: publication.noun.clone(),
        reading: publication.reading,
        group: requirement.group.clone(),
        title: requirement.title.clone(),
        summary: requirement.summary.clone(),
        caveat: requirement.caveat.clone(),
        supported_by: rows,
        gap: requirement.gap.clone(),
        quoted: crosswalks.iter().filter_map(|crosswalk| quoted(crosswalk, &key)).collect(),
    }
}

fn quoted(crosswalk: &Crosswalk, key: &RequirementKey) -> Option<Quoted> {
    let with = crosswalk.rows.iter().filter_map(|row| match (&row.from, &row.to) {
        (from, to) if from == key => Some(to.clone()),
        (from, to) if to == key => Some(from.clone()),
        _ => None,
    });
    let with: Vec<RequirementKey> = with.collect();
    (!with.is_empty()).then(|| Quoted { source: crosswalk.source.clone(), with })
}
