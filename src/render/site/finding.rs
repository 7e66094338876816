//! A finding: whole or in brief on the page of its asset, and as a row of a list.

use maud::{Markup, html};
use model::posture::FindingCard;

use super::cx::{Cx, ticks};
use super::parts;
use super::target::Target;
use crate::render::terms::TERMS;

/// A finding with its evidence, remediation and requirements.
pub(super) fn whole<'a>(cx: Cx<'a>, card: &'a FindingCard) -> Markup {
    let control = cx.data.control(&card.control);
    html! {
        article.{ "is-" (card.severity.to_string()) } id=(cx.data.links.anchor(Target::Finding(&card.id))) {
            (cx.heading(3, html! { (ticks(&card.sentence)) }))
            p.meta {
                (parts::severity(card.severity)) " " (parts::outcome(card.outcome)) " "
                @if let Some(state) = card.waiver { (parts::waiver(state)) " " }
                (titled(cx, card)) " · " (card.domain.noun())
                @if card.outcome.is_open() {
                    " · open since " (parts::open_since(card.open_since, card.age_days)) " · due " (parts::due(card.due_on, card.overdue, card.waived_until))
                }
            }
            @if let Some(control) = control.filter(|_| card.shows_defect()) { p { strong { "Fix: " } (ticks(&control.remediation)) } }
            @if card.ask.is_some() { p { strong { "Missing evidence: " } (parts::ask(card)) } }
            (parts::evidence(&card.evidence))
            @if !card.items.is_empty() { (parts::items(&card.items)) }
            p.refs { (parts::in_short(&card.requirements)) " · weight " (card.weight) " · " (card.class.id()) }
        }
    }
}

/// A finding that could not be assessed: what is missing, with what is known. Its severity is that of its list.
pub(super) fn brief<'a>(cx: Cx<'a>, card: &'a FindingCard) -> Markup {
    // A sentence that names what is missing needs no name of it beside it.
    let ask = card.ask.as_ref().map(ToString::to_string);
    let ask = ask.filter(|ask| !card.sentence.contains(&format!("`{ask}`")));
    html! {
        li id=(cx.data.links.anchor(Target::Finding(&card.id))) {
            (titled(cx, card)) " · " (ticks(&card.sentence))
            @if let Some(ask) = ask { " · missing " code { (ask) } }
            @if let Some(state) = card.waiver { " " (parts::waiver(state)) }
            @if let Some(control) = cx.data.control(&card.control).filter(|_| card.shows_defect()) {
                p { strong { "Fix: " } (ticks(&control.remediation)) }
            }
            (parts::fact_lines(&card.evidence))
            @if !card.items.is_empty() { (parts::items(&card.items)) }
            p { (parts::in_short(&card.requirements)) " · weight " (card.weight) }
        }
    }
}

/// The control of a finding with its title.
fn titled<'a>(cx: Cx<'a>, card: &'a FindingCard) -> Markup {
    let title = cx.data.control(&card.control).map(|control| &control.title);
    cx.link(
        Target::Control(&card.control),
        html! { (card.control) @if let Some(title) = title { " " (title) } },
    )
}

/// Who is asked to act; the accountable owner beside it where that is somebody else.
fn asked<'a>(cx: Cx<'a>, card: &'a FindingCard) -> Markup {
    let owner = if card.owner.is_empty() { TERMS.no_owner } else { &card.owner };
    html! {
        @match cx.data.contact(card) {
            Some(contact) if contact.id == card.owner => { (parts::contact(cx, contact)) }
            Some(contact) => { (parts::contact(cx, contact)) span.sub { @if card.owner.is_empty() { (owner) } @else { "owner: " (owner) } } }
            None => { (parts::owner(cx, &card.owner)) }
        }
    }
}

/// A finding in a list of findings; `id` where links lead to it.
pub(super) fn row<'a>(cx: Cx<'a>, card: &'a FindingCard, id: Option<String>) -> Markup {
    html! {
        tr id=[id] {
            td { (parts::severity(card.severity)) }
            td.wide {
                (cx.link(Target::Finding(&card.id), html! { (card.control) " " (ticks(&card.sentence)) }))
                @if !card.outcome.is_open() { " " (parts::outcome(card.outcome)) }
                @if let Some(state) = card.waiver { " " (parts::waiver(state)) }
            }
            td { (card.asset_name) }
            td { (card.tier.to_string()) }
            td { (asked(cx, card)) }
            td { (card.domain.noun()) }
            td.since { @if card.outcome.is_open() { (parts::open_since(card.open_since, card.age_days)) } }
            td.day { @if card.outcome.is_open() { (parts::due(card.due_on, card.overdue, card.waived_until)) } }
        }
    }
}
