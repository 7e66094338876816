//! Frameworks as the template reads them: each requirement with its place, and what leads to its controls.

use serde::Serialize;

use crate::render::pdf::anchors::{Anchors, Places};
use model::posture::{
    ControlState, FrameworkState, GroupState, Quotation, RequirementState, RequirementStatus,
};
use model::{Gap, Outcome, Parts, Posture, Reading, Tenths};

/// A framework with its requirements.
#[derive(Debug, Serialize)]
pub(super) struct Framework<'a> {
    title: &'a str,
    noun: &'a str,
    reading: Reading,
    caveat: Option<&'a str>,
    attribution: &'a str,
    url: &'a str,
    groups: Vec<Group<'a>>,
}

#[derive(Debug, Serialize)]
struct Group<'a> {
    id: &'a str,
    title: &'a str,
    requirements: Vec<Requirement<'a>>,
}

#[derive(Debug, Serialize)]
struct Requirement<'a> {
    id: &'a str,
    at: Option<&'a str>,
    title: &'a str,
    summary: &'a str,
    caveat: Option<&'a str>,
    status: RequirementStatus,
    worst: Option<Outcome>,
    worst_is_direct: bool,
    parts: &'a Parts,
    coverage: Option<Tenths>,
    controls: Vec<Mapped<'a>>,
    gap: Option<&'a Gap>,
    quoted: &'a [Quotation],
}

/// A control that supports a requirement, with what leads to it.
#[derive(Debug, Serialize)]
struct Mapped<'a> {
    #[serde(flatten)]
    state: &'a ControlState,
    to: Option<&'a str>,
}

/// The frameworks of a posture.
pub(super) fn frameworks<'a>(
    posture: &'a Posture,
    anchors: &'a Anchors<'_>,
    places: &mut Places,
) -> Vec<Framework<'a>> {
    posture.frameworks.iter().map(|framework| shown(framework, anchors, places)).collect()
}

fn shown<'a>(
    framework: &'a FrameworkState,
    anchors: &'a Anchors<'_>,
    places: &mut Places,
) -> Framework<'a> {
    let mut group = |group: &'a GroupState| Group {
        id: &group.id,
        title: &group.title,
        requirements: group
            .requirements
            .iter()
            .map(|one| requirement(one, &framework.id, anchors, places))
            .collect(),
    };
    Framework {
        title: &framework.title,
        noun: &framework.noun,
        reading: framework.reading,
        caveat: framework.caveat.as_deref(),
        attribution: &framework.attribution,
        url: &framework.url,
        groups: framework.groups.iter().map(&mut group).collect(),
    }
}

fn requirement<'a>(
    of: &'a RequirementState,
    framework: &str,
    anchors: &'a Anchors<'_>,
    places: &mut Places,
) -> Requirement<'a> {
    let mapped = |state: &'a ControlState| {
        let control = &state.mapping.control;
        Mapped { state, to: anchors.tested(control).or_else(|| anchors.control(control)) }
    };
    Requirement {
        id: &of.id,
        at: places.take(anchors.requirement(framework, &of.id)),
        title: &of.title,
        summary: &of.summary,
        caveat: of.caveat.as_deref(),
        status: of.status,
        worst: of.worst,
        worst_is_direct: of.worst_is_direct,
        parts: &of.parts,
        coverage: of.coverage,
        controls: of.controls.iter().map(mapped).collect(),
        gap: of.gap.as_ref(),
        quoted: &of.quoted,
    }
}
