//! The work of one owner or of one domain: what is wrong, what to do and which evidence is missing.

use jiff::civil::Date;
use maud::{Markup, html};
use model::Domain;
use model::posture::{EvidenceRequest, FindingCard, Slice};

use crate::render::grouping::by_control;
use crate::render::numbers::{grouped, plural, signed};
use crate::render::site::cx::{Cx, ticks};
use crate::render::site::table::{Head, cards};
use crate::render::site::target::{List, Target};
use crate::render::site::{drawn, paging, parts};
use crate::render::terms::TERMS;

/// The name of an owner.
pub(super) fn owner_title(cx: Cx<'_>, id: &str) -> String {
    match cx.data.posture.owners.iter().find(|slice| slice.id == id) {
        Some(slice) if !slice.title.is_empty() => slice.title.clone(),
        _ => match cx.data.posture.contacts.iter().find(|it| it.id == id) {
            Some(contact) => contact.name.clone(),
            None => id.into(),
        },
    }
}

/// The name of a domain.
pub(super) fn domain_title(domain: Domain) -> String {
    let name = domain.noun();
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The work of one owner.
pub(super) fn owner<'a>(cx: Cx<'a>, id: &'a str) -> Markup {
    let posture = cx.data.posture;
    let slice = posture.owners.iter().find(|slice| slice.id == id);
    let assets: Vec<_> = posture.assets.iter().filter(|card| card.owner == id).collect();
    let asks = |it: &&EvidenceRequest| it.asked.iter().any(|person| person.id == id);
    let requests = posture.evidence_requests.iter().filter(asks);
    let elsewhere: Vec<_> =
        posture.contacts.iter().filter(|it| it.owner == id && it.id != id).collect();
    html! {
        (figures(slice))
        @for it in &elsewhere { p.note {
            "Findings of the domain " (it.domain.noun()) " are asked of "
            @if it.id.is_empty() { (it.name) } @else { (cx.link(Target::Owner(&it.id), &it.name)) } ": " (it.because) "."
        } }
        (work(cx, cx.data.of_person(id).iter().copied()))
        (evidence(cx, requests))
        @if !assets.is_empty() {
            (cx.heading(2, TERMS.assets))
            ul.lines { @for card in assets.iter().take(paging::MAX_INNER_ROWS) {
                li { (cx.asset(&card.key, &card.name)) " " small { (card.key.kind.noun(1)) ", " (card.tier.to_string()) } }
            } }
            (parts::rest(paging::MAX_INNER_ROWS, assets.len(), "assets", &cx.link(Target::Assets(1), "the list of assets has all.")))
        }
    }
}

/// The work of one domain.
pub(super) fn domain(cx: Cx<'_>, domain: Domain) -> Markup {
    let posture = cx.data.posture;
    let slice = posture.domains.iter().find(|slice| slice.id == domain.id());
    let requests = posture.evidence_requests.iter().filter(move |it| it.domains.contains(&domain));
    html! {
        p { "Owns " (domain.remit()) "." }
        (figures(slice))
        (work(cx, cx.data.findings.iter().filter(move |card| card.domain == domain)))
        (evidence(cx, requests))
    }
}

fn figures(slice: Option<&Slice>) -> Markup {
    html! {
        @if let Some(slice) = slice {
            p.figure-line { (drawn::meter(&slice.parts)) " " (parts::in_words(&slice.parts)) }
            dl.figures {
                (parts::figure("Assets", grouped(slice.assets)))
                (parts::figure("Open critical", grouped(slice.open.critical)))
                (parts::figure("Open high", grouped(slice.open.high)))
                (parts::figure("Not assessed", grouped(slice.outcomes.not_assessed)))
                (parts::figure(TERMS.score_impact, signed(Some(slice.gain))))
            }
        }
    }
}

/// Open findings, one remediation after another: what is due first comes first.
fn work<'a>(cx: Cx<'a>, all: impl Iterator<Item = &'a FindingCard>) -> Markup {
    let mut open: Vec<&FindingCard> = all.filter(|card| card.outcome.is_open()).collect();
    // The sort is stable: what is due on one day stays in the order of the posture.
    open.sort_by_key(|card| card.due_on.unwrap_or(Date::MAX));
    let shown = open.len().min(paging::rows(cx.data.links.form));
    html! {
        (cx.heading(2, format!("To remediate ({})", open.len())))
        @if open.is_empty() { p { (TERMS.nothing_open) } }
        @for group in by_control(open.iter().take(shown).copied()) {
            section {
                (cx.heading(3, html! {
                    (cx.control(group.control))
                    @if let Some(card) = cx.data.control(group.control) { " " (card.title) }
                }))
                @if let Some(card) = cx.data.control(group.control) { p { (ticks(&card.remediation)) } }
                ul { @for card in &group.findings { li {
                    (parts::severity(card.severity)) " " (cx.link(Target::Finding(&card.id), &card.asset_name)) " "
                    (card.tier.to_string()) " " (ticks(&card.sentence))
                    @if let Some(place) = card.evidence.iter().find_map(|it| it.place.as_ref()) { " " (parts::place(place)) }
                    " · due " (parts::due(card.due_on, card.overdue, card.waived_until))
                } } }
            }
        }
        @if shown < open.len() {
            p.soft { (plural((open.len() - shown) as u64, "finding", "findings")) " more: " (cx.link(Target::Findings(List::Open, 1), "the list of findings has all.")) }
        }
    }
}

fn evidence<'a>(cx: Cx<'a>, requests: impl Iterator<Item = &'a EvidenceRequest>) -> Markup {
    let heads = [Head::Text("Missing"), Head::Text("Request"), Head::Number(TERMS.blocked)];
    let requests: Vec<_> = requests.collect();
    let body = html! {
        @for it in requests.iter().take(paging::MAX_INNER_ROWS) { tr { th scope="row" { code { (it.what) } } td.wide { (ticks(&it.sentence)) "." } td.n { (grouped(it.findings)) } } }
    };
    html! {
        @if !body.0.is_empty() {
            (cx.heading(2, "Evidence wanted"))
            (cards("Evidence that is missing", &heads, &body))
            (parts::rest(paging::MAX_INNER_ROWS, requests.len(), "requests", &cx.link(Target::Requests, "the list of requests has them.")))
        }
    }
}
