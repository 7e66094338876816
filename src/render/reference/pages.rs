//! The catalogue and the frameworks, apart from any organisation.

use serde::Serialize;

use super::coverage::{Coverage, coverage};
use super::requirement::{RequirementPage, requirement};
use model::{
    AssetKind, Control, Crosswalk, Domain, Family, Framework, Property, Requirement, Severity,
    Strength, Threshold, Tier,
};

/// Everything that can be looked up.
#[derive(Debug, Clone, Copy)]
pub struct Library<'a> {
    /// The controls.
    pub catalog: &'a [&'static Control],
    /// The frameworks.
    pub frameworks: &'a [Framework],
    /// Crosswalks of others.
    pub crosswalks: &'a [Crosswalk],
}

/// A family of controls.
#[derive(Debug, Serialize)]
pub struct FamilyPage {
    id: &'static str,
    title: &'static str,
    controls: Vec<ControlPage>,
}

/// One control, whole.
#[derive(Debug, Serialize)]
pub struct ControlPage {
    id: &'static str,
    slug: &'static str,
    family: &'static str,
    family_title: &'static str,
    title: &'static str,
    why: &'static str,
    pass_if: &'static str,
    partial_if: &'static str,
    fail_if: &'static str,
    remediation: &'static str,
    domain: Domain,
    remit: &'static str,
    /// At T0 to T3.
    severity: [Severity; 4],
    from_tier: Tier,
    judges_retired: bool,
    asset_kinds: Vec<AssetKind>,
    thresholds: Vec<ThresholdPage>,
    maps_to: Vec<MapsTo>,
}

/// The rows of one framework that name a control.
#[derive(Debug, Serialize)]
pub struct MapsTo {
    framework: String,
    title: String,
    requirements: Vec<RowPage>,
}

/// One mapping row, seen from the control.
#[derive(Debug, Serialize)]
struct RowPage {
    id: String,
    title: String,
    strength: Strength,
    property: Property,
    asset_kinds: Vec<AssetKind>,
    confidence: model::Confidence,
    rests_on: Vec<String>,
    reason: String,
}

/// One limit, with its defaults.
#[derive(Debug, Serialize)]
pub struct ThresholdPage {
    key: &'static str,
    meaning: &'static str,
    /// At T0 to T3.
    default: [String; 4],
    least: String,
    greatest: String,
    source: &'static str,
    published: bool,
    /// The controls that compare with it.
    controls: Vec<&'static str>,
}

/// A framework with its requirements.
#[derive(Debug, Serialize)]
pub struct FrameworkPage {
    id: String,
    title: String,
    short_title: String,
    edition: String,
    publisher: String,
    url: String,
    licence: String,
    attribution: String,
    noun: String,
    reading: model::Reading,
    caveat: Option<String>,
    style: String,
    reviewed: String,
    use_case: String,
    coverage: Coverage,
    groups: Vec<GroupPage>,
}

/// A section of a framework.
#[derive(Debug, Serialize)]
struct GroupPage {
    id: String,
    title: String,
    requirements: Vec<RequirementPage>,
}

impl<'a> Library<'a> {
    /// A family and its controls.
    pub fn family(&self, family: Family) -> FamilyPage {
        let controls = self.catalog.iter().filter(|control| control.family == family);
        FamilyPage {
            id: family.id(),
            title: family.title(),
            controls: controls.map(|control| self.control(control)).collect(),
        }
    }

    /// A control, with everything it maps to.
    pub fn control(&self, control: &Control) -> ControlPage {
        ControlPage {
            id: control.id,
            slug: control.slug,
            family: control.family.id(),
            family_title: control.family.title(),
            title: control.title,
            why: control.why,
            pass_if: control.criteria.pass,
            partial_if: control.criteria.partial,
            fail_if: control.criteria.fail,
            remediation: control.remediation,
            domain: control.domain,
            remit: control.domain.remit(),
            severity: control.severity.0,
            from_tier: control.from_tier,
            judges_retired: control.judges_retired,
            asset_kinds: control.asset_kinds.to_vec(),
            thresholds: control.thresholds.iter().map(|limit| self.threshold(limit)).collect(),
            maps_to: self.frameworks.iter().filter_map(|f| maps_to(control.id, f)).collect(),
        }
    }

    /// A threshold and the controls that use it.
    pub fn threshold(&self, threshold: &Threshold) -> ThresholdPage {
        let format = |value| threshold.unit.format(value);
        let names = |control: &&&Control| control.thresholds.iter().any(|t| t.key == threshold.key);
        ThresholdPage {
            key: threshold.key,
            meaning: threshold.meaning,
            default: threshold.default.0.map(format),
            least: format(threshold.bounds.0),
            greatest: format(threshold.bounds.1),
            source: threshold.source,
            published: threshold.published,
            controls: self.catalog.iter().filter(names).map(|control| control.id).collect(),
        }
    }

    /// A requirement with its rows, or why it is not covered.
    pub fn requirement(&self, framework: &Framework, item: &Requirement) -> RequirementPage {
        requirement(self.catalog, self.crosswalks, framework, item)
    }

    /// A framework and all its requirements.
    pub fn framework(&self, framework: &Framework) -> FrameworkPage {
        let publication = framework.framework.clone();
        let mut groups: Vec<GroupPage> = Vec::new();
        for item in &framework.requirements {
            let id = item.group.clone().unwrap_or_default();
            if groups.last().is_none_or(|last| last.id != id) {
                let known = publication.groups.iter().find(|group| group.id == id);
                let title = known.map(|group| group.title.clone()).unwrap_or_default();
                groups.push(GroupPage { id, title, requirements: Vec::new() });
            }
            if let Some(last) = groups.last_mut() {
                last.requirements.push(self.requirement(framework, item));
            }
        }
        FrameworkPage {
            id: publication.id,
            title: publication.title,
            short_title: publication.short_title,
            edition: publication.edition,
            publisher: publication.publisher,
            url: publication.url,
            licence: publication.licence,
            attribution: publication.attribution,
            noun: publication.noun,
            reading: publication.reading,
            caveat: publication.caveat,
            style: framework.mapping.style.clone(),
            reviewed: framework.mapping.reviewed.to_string(),
            use_case: framework.mapping.use_case.clone(),
            coverage: coverage(framework),
            groups,
        }
    }
}

fn maps_to(control: &str, framework: &Framework) -> Option<MapsTo> {
    let rows = framework.requirements.iter().flat_map(|requirement| {
        let rows = requirement.supported_by.iter().filter(|row| row.control == control);
        rows.map(move |row| RowPage {
            id: requirement.id.clone(),
            title: requirement.title.clone(),
            strength: row.strength,
            property: row.property,
            asset_kinds: row.asset_kinds.clone(),
            confidence: row.confidence,
            rests_on: row.rests_on.clone(),
            reason: row.reason.clone(),
        })
    });
    let requirements: Vec<RowPage> = rows.collect();
    let publication = &framework.framework;
    (!requirements.is_empty()).then(|| MapsTo {
        framework: publication.id.clone(),
        title: publication.short_title.clone(),
        requirements,
    })
}
