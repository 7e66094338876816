//! The catalogue of controls, and the page of one.

use maud::{Markup, html};
use model::posture::ControlCard;

use crate::render::numbers::{grouped, outcomes, plural, signed, tenths};
use crate::render::site::columns::{CONTROLS, FAMILIES};
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::data::is_listed;
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::site::{drawn, paging, parts};
use crate::render::terms::TERMS;

/// Every control with its results.
pub(super) fn index(cx: Cx<'_>) -> Markup {
    let body = html! {
        @for card in &cx.data.posture.controls {
            tr {
                th scope="row" { (cx.link(Target::Control(&card.id), html! { (card.id) " " (card.title) })) }
                td { (card.domain.noun()) }
                td { (drawn::meter(&card.parts)) }
                td.n { strong { (tenths(card.parts.proven)) } }
                td.n { (grouped(card.outcomes.fail)) }
                td.n { (grouped(card.outcomes.partial)) }
                td.n { (grouped(card.outcomes.not_assessed)) }
                td.n { (grouped(card.outcomes.pass)) }
                td.n { (signed(Some(card.gain))) }
            }
        }
    };
    html! {
        p { "The control catalogue of this assessment. Each page has criteria, limits, results and mapped requirements." }
        (table(&CONTROLS, "Controls with their results", &body))
        (cx.heading(2, TERMS.breakdown))
        (drawn::heat_map(&cx.data.posture.heat_map))
        (parts::slices(cx, TERMS.by_family, &FAMILIES, &cx.data.posture.families, |_| None))
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
        p.figure-line { (drawn::meter(&card.parts)) " " (parts::in_words(&card.parts)) }
        p.meta { (outcomes(&card.outcomes)) " · score impact " (signed(Some(card.gain))) " points" }
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
        div.refs { (parts::maps_to(cx, &card.requirements)) }
    }
}

fn failing<'a>(cx: Cx<'a>, card: &'a ControlCard) -> Markup {
    let findings = cx.data.of_control(&card.id);
    let listed: Vec<_> = findings.iter().filter(|it| is_listed(it)).collect();
    let passed = findings.len() - listed.len();
    html! {
        (cx.heading(2, format!("{} ({})", TERMS.open_and_not_assessed, listed.len())))
        @if listed.is_empty() { p { "No asset fails this control, and every one that it applies to was assessed." } }
        ul.lines { @for it in listed.iter().take(paging::MAX_INNER_ROWS) { li {
            (parts::outcome(it.outcome)) " " (cx.link(Target::Finding(&it.id), &it.asset_name)) " "
            small { (it.tier.to_string()) " · " (if it.owner.is_empty() { TERMS.no_owner } else { &it.owner }) }
            " " (ticks(&it.sentence))
            @if let Some(state) = it.waiver { " " (parts::waiver(state)) }
        } } }
        (parts::rest(paging::MAX_INNER_ROWS, listed.len(), "findings", &cx.link(Target::Findings(List::Open, 1), "the list of findings has all.")))
        @if passed > 0 { p.soft { (plural(passed as u64, "finding", "findings")) " of this control passed or does not apply." } }
    }
}
