//! Every framework at a glance, and one with its requirements.

use maud::{Markup, html};
use model::posture::{
    ControlState, FrameworkState, GroupState, RequirementState, RequirementStatus,
};
use model::wording::capitalized;
use model::{Outcome, Property, Reading, Strength};

use crate::render::numbers::{grouped, some_outcomes, tenths};
use crate::render::prose::web_address;
use crate::render::site::columns::FRAMEWORKS;
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::table::table;
use crate::render::site::target::Target;
use crate::render::site::{drawn, labels, parts};
use crate::render::terms::TERMS;

/// Every framework.
pub(super) fn index(cx: Cx<'_>) -> Markup {
    html! {
        (glance(cx))
        (cx.anchored(2, Some(&cx.data.links.anchor(Target::Levels)), TERMS.levels_meaning))
        dl.pairs { @for status in ORDER { div {
            dt { (labels::status(status, Reading::Outcome)) @if status.words(Reading::Risk) != status.words(Reading::Outcome) { " or " (labels::status(status, Reading::Risk)) } }
            dd { (capitalized(status.meaning())) "." }
        } } }
        p { (TERMS.frameworks_lead) }
        @if !cx.data.posture.crosswalks.is_empty() {
            (cx.heading(2, TERMS.crosswalks))
            ul {
                @for it in &cx.data.posture.crosswalks {
                    li { (it.title) ", " (it.publisher) ", edition " (it.edition) ", " (it.licence) ". " (it.quoted) " " span.soft { "Known limitations: " (it.doubt) } }
                }
            }
        }
    }
}

/// The frameworks with the levels of their requirements.
pub(super) fn glance(cx: Cx<'_>) -> Markup {
    let body = html! {
        @for it in &cx.data.posture.frameworks {
            tr {
                th scope="row" { (cx.link(Target::Framework(&it.id), &it.short_title)) }
                td { (drawn::meter(&it.parts)) }
                td { strong { (tenths(it.parts.proven)) } }
                td { (tenths(it.parts.coverage)) }
                td { (levels(it)) }
            }
        }
    };
    table(&FRAMEWORKS, "Frameworks at a glance", &body)
}

fn levels(framework: &FrameworkState) -> Markup {
    html! {
        ul.levels {
            @for (status, count) in &framework.statuses {
                @if *count > 0 { li { (grouped(*count)) " " (labels::status(*status, framework.reading)) } }
            }
        }
    }
}

fn of<'a>(cx: Cx<'a>, id: &str) -> Option<&'a FrameworkState> {
    cx.data.posture.frameworks.iter().find(|it| it.id == id)
}

/// The title of a framework.
pub(super) fn title(cx: Cx<'_>, id: &str) -> String {
    of(cx, id).map_or_else(|| id.into(), |it| it.title.clone())
}

/// One framework: its levels, and each requirement with the controls that map to it.
pub(super) fn page<'a>(cx: Cx<'a>, id: &'a str) -> Markup {
    let Some(framework) = of(cx, id) else { return Markup::default() };
    html! {
        p {
            "Edition " (framework.edition) ", " (framework.publisher) ". "
            @match web_address(&framework.url) {
                Some(address) if address == framework.url => { a href=(address) rel="noopener noreferrer" { (framework.url) } }
                _ => { (framework.url) }
            }
        }
        @if let Some(caveat) = &framework.caveat { p.note { (caveat) } }
        ul.levels {
            @for status in ORDER {
                @let count = framework.statuses.iter().find(|(it, _)| *it == status).map_or(0, |(_, count)| *count);
                @if count > 0 { li { (grouped(count)) " " a href={ "#" (cx.data.links.level(&framework.id, status)) } { (status.words(framework.reading)) } } }
            }
        }
        p.figure-line { (drawn::meter(&framework.parts)) " " (parts::in_words(&framework.parts)) ", coverage " (tenths(framework.parts.coverage)) }
        p.soft { (cx.link(Target::Levels, TERMS.levels_meaning)) }
        @for status in ORDER {
            @let rows: Vec<_> = all(framework).filter(|(_, it)| it.status == status).collect();
            @if !rows.is_empty() {
                (cx.anchored(2, Some(&cx.data.links.level(&framework.id, status)), html! {
                    (capitalized(status.words(framework.reading))) " (" (grouped(rows.len() as u64)) ")"
                }))
                @for section in rows.chunk_by(|(one, _), (next, _)| one.id == next.id) {
                    // A framework without sections is one group without a name.
                    @if let Some((group, _)) = section.first().filter(|(group, _)| !group.id.is_empty() || !group.title.is_empty()) {
                        (cx.heading(3, html! { (group.id) " " (group.title) }))
                    }
                    @if status == RequirementStatus::NotCovered { ul.lines { @for (_, it) in section { (uncovered(cx, framework, it)) } } }
                    @else { div.rows { @for (_, it) in section { (requirement(cx, framework, it)) } } }
                }
            }
        }
        p.soft { (framework.attribution) }
    }
}

/// The levels in the order of a page: what needs work first, what this assessment does not cover last.
const ORDER: [RequirementStatus; 6] = [
    RequirementStatus::NotMet,
    RequirementStatus::PartiallyMet,
    RequirementStatus::NotAssessed,
    RequirementStatus::Met,
    RequirementStatus::NotApplicable,
    RequirementStatus::NotCovered,
];

/// Every requirement with its section, in the order of the document.
fn all(framework: &FrameworkState) -> impl Iterator<Item = (&GroupState, &RequirementState)> {
    let groups = framework.groups.iter();
    groups.flat_map(|group| group.requirements.iter().map(move |it| (group, it)))
}

/// A requirement that no control maps to, with the reason: nothing of it is folded away.
fn uncovered<'a>(cx: Cx<'a>, framework: &'a FrameworkState, it: &'a RequirementState) -> Markup {
    html! {
        li id=(cx.data.links.anchor(Target::Requirement(&framework.id, &it.id))) {
            code { (it.id) } " " (it.title) (about(cx, it))
        }
    }
}

fn requirement<'a>(cx: Cx<'a>, framework: &'a FrameworkState, it: &'a RequirementState) -> Markup {
    html! {
        details {
            summary {
                code { (it.id) } span { (it.title) (failing(it)) }
                em { (tenths(it.parts.proven)) } (labels::status(it.status, framework.reading))
            }
            div id=(cx.data.links.anchor(Target::Requirement(&framework.id, &it.id))) { (about(cx, it)) }
        }
    }
}

/// What there is about a requirement beside its title.
fn about<'a>(cx: Cx<'a>, it: &'a RequirementState) -> Markup {
    html! {
        // Where a title is the whole statement, a shorter summary only restates it.
        @if it.summary.len() > it.title.len() { p { (it.summary) } }
        @if let Some(caveat) = &it.caveat { p.note { (caveat) } }
        @if let Some(gap) = &it.gap {
            p { (capitalized(&gap.class.id().replace('-', " "))) ": " (gap.reason) }
        }
        @if !it.controls.is_empty() {
            // The line above has what is proven.
            p.meta { "failed " (tenths(it.parts.failed)) ", unknown " (tenths(it.parts.unknown)) " · " (some_outcomes(&it.outcomes)) }
            ul { @for state in &it.controls { li {
                (cx.control(&state.mapping.control)) " "
                @if let Some(worst) = state.worst { (labels::outcome(worst)) " " }
                @if !counts(state) { "(precedes it, not counted) " }
                @else if state.worst.is_none() { "(no finding, not counted) " }
                @else if state.mapping.strength == Strength::Supporting { "(supporting) " }
                (ticks(&state.mapping.reason))
            } } }
        }
        @for quoted in &it.quoted {
            p.soft { (quoted.source) " pairs it with " (pairs(cx, quoted)) "." }
        }
    }
}

/// Whether the results of a control are part of the figures of a requirement.
fn counts(state: &ControlState) -> bool {
    state.mapping.property != Property::Precedes
}

/// The controls that a requirement is not met by.
fn failing(it: &RequirementState) -> Markup {
    let counted = it.controls.iter().filter(|state| counts(state));
    let open = counted.filter(|state| state.worst.is_some_and(Outcome::is_open));
    let ids = list(open.map(|state| html! { (state.mapping.control) }));
    html! { @if !ids.0.is_empty() { " " small { (TERMS.open_controls) ": " (ids) } } }
}

fn pairs<'a>(cx: Cx<'a>, quoted: &'a model::posture::Quotation) -> Markup {
    list(quoted.pairs.iter().map(|pair| {
        let key = &pair.with;
        html! { (cx.link(Target::Requirement(&key.framework, &key.id), &key.id)) " " (pair.title) }
    }))
}
