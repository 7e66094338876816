//! The catalogue of controls, and the page of one.

use maud::{Markup, html};
use model::posture::{ControlCard, FindingCard};
use model::{Outcome, Severity, WaiverState};

use crate::render::grouping::alike;
use crate::render::numbers::{grouped, plural, signed, some_outcomes, tenths};
use crate::render::site::columns::{CONTROLS, FAMILIES};
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::site::{drawn, labels, paging, parts, slices};
use crate::render::terms::TERMS;

/// How many reasons that hold for one asset alone the page of a control prints.
const MAX_OWN_REASONS: usize = 5;

/// Every control with its results.
pub(super) fn index(cx: Cx<'_>) -> Markup {
    let body = html! {
        @for card in &cx.data.posture.controls {
            tr {
                th scope="row" { (cx.link(Target::Control(&card.id), html! { (card.id) " " (card.title) })) }
                td { (card.domain.noun()) }
                td { (drawn::meter(&card.parts)) }
                td { strong { (tenths(card.parts.proven)) } }
                td { (grouped(card.outcomes.fail)) }
                td { (grouped(card.outcomes.partial)) }
                td { (grouped(card.outcomes.not_assessed)) }
                td { (grouped(card.outcomes.pass)) }
                td { (signed(Some(card.gain))) }
            }
        }
    };
    html! {
        p { "The control catalogue of this assessment. Each page has criteria, limits, results and mapped requirements." }
        (table(&CONTROLS, "Controls with their results", &body))
        (cx.heading(2, TERMS.breakdown))
        (drawn::heat_map(&cx.data.posture.heat_map))
        (slices::slices(cx, TERMS.by_family, &FAMILIES, &cx.data.posture.families, |_| None))
    }
}

/// The id and title of a control.
pub(super) fn title(cx: Cx<'_>, id: &str) -> String {
    cx.data.control(id).map_or_else(|| id.into(), |card| format!("{id} {}", card.title))
}

/// One control: what it requires, and who fails it.
pub(super) fn page<'a>(cx: Cx<'a>, id: &'a str) -> Markup {
    let Some(card) = cx.data.control(id) else { return Markup::default() };
    html! {
        p.lead { (card.why) }
        p.figure-line { (parts::in_words(&card.parts)) }
        p.meta { (some_outcomes(&card.outcomes)) " · score impact " (signed(Some(card.gain))) " points" }
        dl.pairs {
            div { dt { "Passes when" } dd { (ticks(&card.pass_if)) } }
            @if !card.partial_if.is_empty() { div { dt { "Partial when" } dd { (ticks(&card.partial_if)) } } }
            div { dt { "Fails when" } dd { (ticks(&card.fail_if)) } }
            div { dt { (TERMS.remediation) } dd { (ticks(&card.remediation)) } }
            div { dt { (TERMS.domain) } dd { (cx.link(Target::Domain(card.domain), card.domain.noun())) } }
            div { dt { "Severity" } dd {
                (card.severity.map(|it| it.to_string()).join(", ")) " for T0 to T3; applies from " (card.from_tier.to_string())
                @if card.judges_retired { ", also to retired assets" }
            } }
            div { dt { "Edition" } dd { code { (card.edition) } } }
        }
        (failing(cx, card))
        (cx.heading(2, TERMS.maps_to))
        div.refs { (parts::maps_to(cx, card)) }
    }
}

/// Who fails a control, and how much of it could not be assessed.
fn failing<'a>(cx: Cx<'a>, card: &'a ControlCard) -> Markup {
    let findings = cx.data.of_control(&card.id);
    let open: Vec<_> = findings.iter().copied().filter(|it| it.outcome.is_open()).collect();
    let unassessed: Vec<_> =
        findings.iter().copied().filter(|it| it.outcome == Outcome::NotAssessed).collect();
    let passed = findings.len() - open.len() - unassessed.len();
    let shown = open.iter().copied().take(paging::MAX_INNER_ROWS);
    html! {
        @if open.is_empty() { p { "No asset fails this control." } } @else {
            (cx.heading(2, format!("{} ({})", TERMS.open, open.len())))
            // The most severe first, each severity under its own heading.
            @for of in Severity::ALL {
                @let of_one: Vec<_> = shown.clone().filter(|it| it.severity == of).collect();
                @if !of_one.is_empty() {
                    (cx.heading(3, html! { (labels::severity(of)) " " (of_one.len()) }))
                    ul.lines { @for same in alike(of_one, |it| (it.outcome, it.sentence.as_str(), it.waiver.map(WaiverState::words))) {
                        @if let Some(first) = same.first() { li {
                            (labels::outcome(first.outcome)) " " (ticks(&first.sentence)) ": "
                            @for (at, (of, it)) in owned(cx, &same).enumerate() {
                                @if at > 0 { ", " } (cx.link(Target::Finding(&it.id), it.asset_name.as_str()))
                                @if let Some(of) = of { " " small { (of) } }
                            }
                            @if let Some(state) = first.waiver { " " (labels::waiver(state)) }
                        } }
                    } }
                }
            }
        }
        (parts::rest(paging::MAX_INNER_ROWS, open.len(), "findings", &cx.link(Target::Findings(List::Open, 1), "the list of findings has all.")))
        @if !unassessed.is_empty() {
            (cx.heading(2, format!("{} ({})", TERMS.not_assessed, unassessed.len())))
            @let (own, shared): (Vec<_>, Vec<_>) = alike(unassessed, |it| it.sentence.as_str()).into_iter().partition(|same| same.len() == 1);
            ul.lines {
                @for same in &shared { @if let Some(first) = same.first() { li {
                    (ticks(&first.sentence)) ": " (plural(same.len() as u64, "asset", "assets"))
                } } }
                // Reasons that name one asset each are in the list that names the assets.
                @if own.len() > MAX_OWN_REASONS { li { "A reason of its own: " (plural(own.len() as u64, "asset", "assets")) } }
                @else { @for first in own.iter().flatten() { li { (ticks(&first.sentence)) ": 1 asset" } } }
            }
            p { (cx.link(Target::Unassessed(&card.id), "The assets by name, with the reason of each")) }
        }
        @if passed > 0 { p.soft {  (plural(passed as u64, "finding of this control passed or does not apply", "findings of this control passed or do not apply")) "." } }
    }
}

/// Findings, each with the tier and the owner of its asset and the day it is due, behind the last that has the same.
fn owned<'a>(
    cx: Cx<'a>,
    all: &[&'a FindingCard],
) -> impl Iterator<Item = (Option<String>, &'a FindingCard)> {
    let of = move |card: &'a FindingCard| {
        let due = card.due_on.map(|day| format!(" · due {day}")).unwrap_or_default();
        let overdue = if card.overdue { ", overdue" } else { "" };
        format!("{} · {}{due}{overdue}", card.tier, cx.data.owner_name(&card.owner))
    };
    let next = all.iter().skip(1).map(Some).chain([None]);
    all.iter().zip(next).map(move |(card, next)| {
        let own = of(card);
        let is_last = next.is_none_or(|next| of(next) != own);
        (is_last.then_some(own), *card)
    })
}
