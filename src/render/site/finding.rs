//! A finding: whole or in brief on the page of its asset, and as a row of a list.

use maud::{Markup, html};
use model::posture::FindingCard;

use super::cx::{Cx, list, ticks};
use super::parts;
use super::target::Target;
use crate::render::grouping::alike;
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
                (cx.link(Target::Control(&card.control), titled(cx, card))) " · " (card.domain.noun())
                @if card.outcome.is_open() {
                    " · open since " (parts::open_since(card.open_since, card.age_days)) " · due " (parts::due(card.due_on, card.overdue, card.waived_until))
                }
            }
            @if let Some(control) = control.filter(|_| card.shows_defect()) { p { strong { "Fix: " } (ticks(&control.remediation)) } }
            @if card.ask.is_some() { p { strong { "Missing evidence: " } (parts::ask(card)) } }
            (parts::evidence(&card.evidence))
            (parts::items(card))
            p.refs { (parts::in_short(&card.requirements)) " · weight " (card.weight) " · " (card.class.id()) }
        }
    }
}

/// Findings that could not be assessed or do not apply: each reason once, with the controls that it is the reason
/// for. The pages of the controls have the requirements.
pub(super) fn by_reason<'a>(cx: Cx<'a>, cards: &[&'a FindingCard]) -> Markup {
    // What has evidence of its own is an entry of its own.
    let reason = |card: &'a FindingCard| {
        let own = has_own(card).then_some(card.id.as_str());
        (own, card.sentence.as_str(), card.ask.as_ref())
    };
    html! {
        ul.lines { @for same in alike(cards.iter().copied(), reason) { @if let Some(first) = same.first() { li {
            (ticks(&first.sentence)) (missing(first)) ": "
            (list(same.iter().map(|card| {
                let place = cx.data.links.anchor(Target::Finding(&card.id));
                cx.place(Target::Control(&card.control), &place, titled(cx, card))
            })))
            @if let Some(state) = first.waiver { " " (parts::waiver(state)) }
            @if let Some(control) = cx.data.control(&first.control).filter(|_| first.shows_defect()) {
                p { strong { "Fix: " } (ticks(&control.remediation)) }
            }
            (parts::fact_lines(&first.evidence))
            (parts::items(first))
        } } } }
    }
}

/// Whether something is printed of a finding that belongs to it alone.
fn has_own(card: &FindingCard) -> bool {
    !card.evidence.is_empty()
        || !card.items.is_empty()
        || card.waiver.is_some()
        || card.shows_defect()
}

/// What is missing. A sentence that names it needs no name of it beside it.
fn missing(card: &FindingCard) -> Markup {
    let ask = card.ask.as_ref().map(ToString::to_string);
    let ask = ask.filter(|ask| !card.sentence.contains(&format!("`{ask}`")));
    html! { @if let Some(ask) = ask { " · missing " code { (ask) } } }
}

/// The control of a finding with its title.
fn titled(cx: Cx<'_>, card: &FindingCard) -> Markup {
    let title = cx.data.control(&card.control).map(|control| &control.title);
    html! { (card.control) @if let Some(title) = title { " " (title) } }
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
