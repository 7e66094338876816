//! A finding: whole or in brief on the page of its asset, and as a row of a list.

use maud::{Markup, html};
use model::posture::FindingCard;
use model::{EvidenceClass, Judgement};

use super::addressees;
use super::cx::{Cx, list, ticks};
use super::days;
use super::facts;
use super::labels;
use super::origin::Origin;
use super::parts;
use super::target::Target;
use super::unstated::has_own;
use crate::render::grouping::alike;
use crate::render::terms::TERMS;

/// A finding with its evidence, remediation and requirements.
pub(super) fn whole<'a>(cx: Cx<'a>, card: &'a FindingCard) -> Markup {
    let control = cx.data.control(&card.control);
    html! {
        article.{ "is-" (card.severity.to_string()) } id=(cx.data.links.anchor(Target::Finding(&card.id))) {
            (cx.heading(3, html! { (ticks(&card.sentence)) }))
            p.meta {
                (labels::severity(card.severity)) " " (labels::outcome(card.outcome)) " "
                @if let Some(state) = card.waiver { (labels::waiver(state)) " " }
                @if cx.data.is_relaxed(card) { (labels::relaxed(cx, card)) " " }
                (cx.link(Target::Control(&card.control), titled(cx, card))) " · " (card.domain.noun())
                @if card.outcome.is_open() {
                    " · open since " (days::open_since(card.open_since, card.age_days)) " · due " (days::due(card.due_on, card.overdue, card.waived_until))
                }
            }
            @if let Some(control) = control.filter(|_| card.shows_defect()) { p { strong { "Fix: " } (ticks(&control.remediation)) } }
            @if card.ask.is_some() { p { strong { "Missing evidence: " } (parts::ask(card)) } }
            (facts::evidence(&card.evidence))
            (facts::items(card))
            p.refs { (parts::in_short(&card.requirements)) " · weight " (card.weight) " · " (card.class.id()) }
        }
    }
}

/// Findings that could not be assessed or do not apply: each reason once, with the controls that it is the reason
/// for. The pages of the controls have the titles of those that share a reason, and the requirements; `origin` is
/// stated by the page.
pub(super) fn by_reason<'a>(
    cx: Cx<'a>,
    cards: &[&'a FindingCard],
    origin: Option<Origin<'a>>,
) -> Markup {
    let (elsewhere, own): (Vec<_>, Vec<_>) =
        cards.iter().copied().partition(|card| cx.data.unstated.has(card));
    let (missing, others): (Vec<_>, Vec<_>) =
        own.into_iter().partition(|card| around_name(card).is_some());
    // What has more than facts of its own is an entry of its own.
    let reason = |card: &'a FindingCard| {
        let own = has_own(card).then_some(card.id.as_str());
        (own, card.sentence.as_str(), card.ask.as_ref(), facts_of(card))
    };
    html! {
        ul.lines {
            (unstated(cx, &elsewhere, origin))
            @for same in alike(missing, around_name) { (names(cx, &same)) }
            @for same in alike(others, reason) { @if let Some(first) = same.first() { li {
                (ticks(&first.sentence)) (missing_name(first)) ": " (controls(cx, &same, same.len() == 1))
                @if let Some(state) = first.waiver { " " (labels::waiver(state)) }
                " " (labels::counted_as_open(first))
                @if let Some(control) = cx.data.control(&first.control).filter(|_| first.shows_defect()) {
                    p { strong { "Fix: " } (ticks(&control.remediation)) }
                }
                (facts::fact_lines(&first.evidence, origin))
                (facts::items(first))
            } } }
        }
    }
}

/// Findings that wait for what the page of their kind lists, by their controls, with the facts that each has
/// beside that.
fn unstated<'a>(cx: Cx<'a>, cards: &[&'a FindingCard], origin: Option<Origin<'a>>) -> Markup {
    let kind = cards.first().map(|card| card.asset.kind);
    let with_facts = cards.iter().filter(|card| !card.evidence.is_empty());
    html! {
        @if let Some(kind) = kind { li {
            (cx.link(Target::Unstated(kind), TERMS.unstated)) ": " (list(cards.iter().map(|card| html! { span id=(cx.data.links.anchor(Target::Finding(&card.id))) { (card.control) } })))
            @for same in alike(with_facts.copied(), facts_of) { @if let Some(first) = same.first() {
                p { (list(same.iter().map(|card| html! { (card.control) }))) ": " (facts::fact_line(&first.evidence, origin)) }
            } }
        } }
    }
}

/// A fact, its file and line, and how it is known.
type Fact<'a> = (&'a str, Option<(&'a str, u32)>, EvidenceClass);

/// The facts behind a finding, to compare them with those of another.
fn facts_of(card: &FindingCard) -> Vec<Fact<'_>> {
    let rows = card.evidence.iter();
    rows.map(|row| {
        let spot = row.place.as_ref().map(|at| (&*at.file, at.line));
        (row.fact.as_str(), spot, row.class)
    })
    .collect()
}

/// The words around the name of what is missing, where the sentence of a finding has that name and the finding has
/// nothing of its own: many fields are missing for one reason, which is printed once.
fn around_name(card: &FindingCard) -> Option<(&str, &str)> {
    const RECORDS: &str = "No input contains ";
    let ask = card.ask.as_ref().filter(|_| !has_own(card) && card.evidence.is_empty())?;
    let is_record = ask.field.is_empty() && card.sentence.starts_with(RECORDS);
    if is_record && card.sentence == Judgement::missing(ask.clone()).sentence {
        return Some(("No input contains records of", ""));
    }
    let (before, after) = card.sentence.split_once(&format!("`{ask}`"))?;
    Some((before.trim_end(), after.trim_start()))
}

/// Findings that share the words around what is missing: each name with its controls.
fn names<'a>(cx: Cx<'a>, cards: &[&'a FindingCard]) -> Markup {
    let words = cards.first().and_then(|card| around_name(card));
    let (before, after) = words.unwrap_or_default();
    html! {
        li {
            (before) @if !after.is_empty() { " " (after) } ": "
            @for (at, same) in alike(cards.iter().copied(), |card| card.ask.as_ref()).iter().enumerate() {
                @if at > 0 { "; " }
                @if let Some(ask) = same.first().and_then(|card| card.ask.as_ref()) { code { (ask.to_string()) } " " }
                (controls(cx, same, false))
            }
        }
    }
}

/// The controls of findings, each the place of its finding.
fn controls<'a>(cx: Cx<'a>, cards: &[&'a FindingCard], with_title: bool) -> Markup {
    list(cards.iter().map(|card| {
        let place = cx.data.links.anchor(Target::Finding(&card.id));
        let to = Target::Control(&card.control);
        match with_title {
            true => cx.place(to, &place, titled(cx, card)),
            false => cx.place(to, &place, card.control.as_str()),
        }
    }))
}

/// What is missing. A sentence that names it needs no name of it beside it.
fn missing_name(card: &FindingCard) -> Markup {
    let is_named = |name: &str| !name.is_empty() && card.sentence.contains(&format!("`{name}`"));
    let ask = card.ask.as_ref().filter(|ask| !is_named(&ask.field) && !is_named(&ask.to_string()));
    let ask = ask.map(ToString::to_string);
    html! { @if let Some(ask) = ask { " · missing " code { (ask) } } }
}

/// The control of a finding with its title.
fn titled(cx: Cx<'_>, card: &FindingCard) -> Markup {
    let title = cx.data.control(&card.control).map(|control| &control.title);
    html! { (card.control) @if let Some(title) = title { " " (title) } }
}

/// Who is asked to act; the accountable owner beside it where that is somebody else.
fn asked<'a>(cx: Cx<'a>, card: &'a FindingCard) -> Markup {
    let owner = cx.data.owner_name(&card.owner);
    html! {
        @match cx.data.contact(card) {
            Some(contact) if contact.id == card.owner => { (addressees::contact(cx, contact)) }
            Some(contact) => { (addressees::contact(cx, contact)) span.sub { @if card.owner.is_empty() { (owner) } @else { "owner: " (owner) } } }
            None => { (parts::owner(cx, &card.owner)) }
        }
    }
}

/// A finding in a list of findings; `id` where links lead to it.
pub(super) fn row<'a>(cx: Cx<'a>, card: &'a FindingCard, id: Option<String>) -> Markup {
    html! {
        tr id=[id] {
            td { (labels::severity(card.severity)) }
            td.wide {
                (cx.link(Target::Finding(&card.id), html! { (card.control) " " (ticks(&card.sentence)) }))
                @if !card.outcome.is_open() { " " (labels::outcome(card.outcome)) " " (labels::counted_as_open(card)) }
                @if let Some(state) = card.waiver { " " (labels::waiver(state)) }
            }
            td { (card.asset_name) }
            td { (card.tier.to_string()) }
            td { (asked(cx, card)) }
            td { (card.domain.noun()) }
            td { @if card.outcome.is_open() { (days::open_since(card.open_since, card.age_days)) } }
            td.day { @if card.outcome.is_open() { (days::due(card.due_on, card.overdue, card.waived_until)) } }
        }
    }
}
