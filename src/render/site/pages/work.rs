//! The work of one owner or of one domain: what is wrong, what to do and which evidence is missing.

use jiff::civil::Date;
use maud::{Markup, html};
use model::posture::{EvidenceRequest, FindingCard, Slice};
use model::wording::capitalized;
use model::{Domain, Severity};

use crate::render::grouping::{alike, by_control};
use crate::render::numbers::{grouped, plural, signed};
use crate::render::site::columns::WANTED;
use crate::render::site::cx::{Cx, list, ticks};
use crate::render::site::table::table;
use crate::render::site::target::{List, Target};
use crate::render::site::{addressees, days, drawn, labels, paging, parts};
use crate::render::terms::TERMS;

/// The name of an owner.
pub(super) fn owner_title<'a>(cx: Cx<'a>, id: &'a str) -> String {
    match id {
        "" => capitalized(TERMS.no_owner),
        id => cx.data.owner_name(id).into(),
    }
}

/// The name of a domain.
pub(super) fn domain_title(domain: Domain) -> String {
    capitalized(domain.noun())
}

/// The work of one owner: what they are asked to act on, and what they are accountable for.
pub(super) fn owner<'a>(cx: Cx<'a>, id: &'a str) -> Markup {
    let posture = cx.data.posture;
    let slice = cx.data.of_people.slice(id);
    let assets = cx.data.of_people.assets(id);
    let asks = |it: &&EvidenceRequest| it.asked.iter().any(|person| person.id == id);
    let requests = posture.evidence_requests.iter().filter(asks);
    let asked = posture.asked_of(id);
    html! {
        // Where nobody is named, nobody can be asked.
        @if id.is_empty() { p.note { (TERMS.no_owner_advice) } } @else {
            @if owner_title(cx, id) != id { p.meta { span.id { (id) } } }
            p {
                strong { (plural(asked.open, "open finding", "open findings")) } " to act on, " strong { (grouped(asked.overdue)) " overdue" } "; "
                (grouped(asked.critical)) " critical, " (grouped(asked.high)) " high. "
                (plural(requests.clone().count() as u64, "evidence request", "evidence requests")) "."
            }
            (cx.heading(2, format!("{} ({})", TERMS.asked, grouped(asked.open))))
            @let others = slice.map_or(0, |slice| slice.outcomes.open()).saturating_sub(own_open(cx, id));
            p.soft {
                "Open findings that " (owner_title(cx, id)) " is asked to act on, on own assets and on those of others."
                @if others > 0 { " Others are asked to act on " (plural(others, "open finding", "open findings")) " on own assets: see below." }
            }
            (work(cx, cx.data.asked_of(id), asked.open))
            (evidence(cx, requests, |it| it.asked.iter().find(|person| person.id == id).map(|person| person.findings)))
        }
        @if let Some(slice) = slice {
            // Nobody owns what has no owner.
            (cx.heading(2, format!("{} ({})", if id.is_empty() { TERMS.assets } else { TERMS.own_assets }, grouped(slice.assets))))
            (figures(slice))
            (elsewhere(cx, id))
            ul.lines { @for card in assets.iter().take(paging::MAX_INNER_ROWS) {
                li { (cx.asset(&card.key, &card.name)) " " small { (card.key.kind.noun(1)) ", " (card.tier.to_string()) } }
            } }
            (parts::rest(paging::MAX_INNER_ROWS, assets.len(), "assets", &cx.link(Target::Assets(1), "the list of assets has all.")))
        }
    }
}

/// How many open findings on own assets an owner is asked to act on.
fn own_open(cx: Cx<'_>, id: &str) -> u64 {
    let contacts = cx.data.of_people.contacts(id).iter();
    contacts.filter(|it| it.id == id).map(|it| it.open).sum()
}

/// The findings on own assets that somebody else is asked to act on, and why.
fn elsewhere<'a>(cx: Cx<'a>, id: &'a str) -> Markup {
    let contacts = cx.data.of_people.contacts(id);
    let others = || contacts.iter().copied().filter(|it| it.id != id && it.open > 0);
    html! {
        @if others().next().is_some() {
            (cx.heading(3, if id.is_empty() { TERMS.asked } else { TERMS.asked_of_others }))
            ul { @for it in others() { li {
                (plural(it.open, "finding", "findings")) " of the domain " (it.domain.noun()) ": " (addressees::contact(cx, it)) ", " (it.because)
            } } }
            @let findings = cx.data.of_owner(id).iter().filter(|card| {
                card.outcome.is_open() && cx.data.contact(card).is_some_and(|it| it.id != id)
            });
            ul.lines { @for card in findings.clone().take(paging::MAX_INNER_ROWS) { li {
                (labels::severity(card.severity)) " " (cx.link(Target::Finding(&card.id), html! { (card.control) " " (ticks(&card.sentence)) }))
                " " small { (card.asset_name) } " · due " (days::due(card.due_on, card.overdue, card.waived_until))
            } } }
            (parts::rest(paging::MAX_INNER_ROWS, findings.count(), "findings", &cx.link(Target::Findings(List::Open, 1), "the list of findings has all.")))
        }
    }
}

/// The work of one domain.
pub(super) fn domain(cx: Cx<'_>, domain: Domain) -> Markup {
    let posture = cx.data.posture;
    let slice = posture.domains.iter().find(|slice| slice.id == domain.id());
    let requests = posture.evidence_requests.iter().filter(move |it| it.domains.contains(&domain));
    let findings: Vec<_> = cx.data.findings.iter().filter(|card| card.domain == domain).collect();
    html! {
        p { "Owns " (domain.remit()) "." }
        @if let Some(slice) = slice { (figures(slice)) }
        @let open = slice.map_or(0, |slice| slice.outcomes.open());
        (cx.heading(2, format!("{} ({})", TERMS.to_remediate, grouped(open))))
        (work(cx, &findings, open))
        (evidence(cx, requests, |_| None))
    }
}

fn figures(slice: &Slice) -> Markup {
    html! {
        p.figure-line { (drawn::meter(&slice.parts)) " " (parts::in_words(&slice.parts)) }
        dl.figures {
            (parts::figure(TERMS.assets, grouped(slice.assets)))
            (parts::figure(TERMS.open, grouped(slice.outcomes.open())))
            (parts::figure(TERMS.open_critical, grouped(slice.open.critical)))
            (parts::figure(TERMS.open_high, grouped(slice.open.high)))
            (parts::figure(TERMS.not_assessed, grouped(slice.outcomes.not_assessed)))
            (parts::figure(TERMS.score_impact, signed(Some(slice.gain))))
        }
    }
}

/// Open findings, one remediation after another: what is due first comes first. `count` is how many there are
/// in all.
fn work<'a>(cx: Cx<'a>, all: &[&'a FindingCard], count: u64) -> Markup {
    let mut open: Vec<&FindingCard> =
        all.iter().copied().filter(|card| card.outcome.is_open()).collect();
    // The sort is stable: what is due on one day stays in the order of the posture.
    open.sort_by_key(|card| card.due_on.unwrap_or(Date::MAX));
    let shown = open.len().min(paging::rows(cx.data.links.form));
    html! {
        @if count == 0 { p { (TERMS.nothing_to_do) } }
        @for group in by_control(open.iter().take(shown).copied()) {
            section {
                (cx.heading(3, html! {
                    (cx.control(group.control))
                    @if let Some(card) = cx.data.control(group.control) { " " (card.title) }
                }))
                @if let Some(card) = cx.data.control(group.control) { p { (ticks(&card.remediation)) } }
                ul { @for same in alike(group.findings, same_work) { @if let Some(first) = same.first() { li {
                    (labels::severity(first.severity)) " " (ticks(&first.sentence)) ": "
                    (list(same.iter().map(|card| html! {
                        (cx.link(Target::Finding(&card.id), card.asset_name.as_str())) " " (card.tier.to_string())
                        @if let Some(place) = card.evidence.iter().find_map(|it| it.place.as_ref()) { " " (parts::place(place)) }
                    })))
                    " · due " (days::due(first.due_on, first.overdue, first.waived_until))
                } } } }
            }
        }
        @if (shown as u64) < count {
            p.soft { (plural(count - shown as u64, "finding", "findings")) " more: " (cx.link(Target::Findings(List::Open, 1), "the list of findings has all.")) }
        }
    }
}

/// What findings that are one piece of work have in common.
fn same_work(card: &FindingCard) -> (Severity, &str, Option<Date>, bool, Option<Date>) {
    (card.severity, &card.sentence, card.due_on, card.overdue, card.waived_until)
}

/// The evidence that is wanted. `own` is how many of the findings that need it are those of the page; none where only
/// the number of all is known.
fn evidence<'a>(
    cx: Cx<'a>,
    requests: impl Iterator<Item = &'a EvidenceRequest>,
    own: impl Fn(&EvidenceRequest) -> Option<u64>,
) -> Markup {
    let caption = match cx.at {
        Target::Domain(_) => {
            "Evidence that is missing, with the findings of all domains that need it"
        }
        _ => {
            "Evidence that is missing, with the findings of this person that need it, of those of all"
        }
    };
    let requests: Vec<_> = requests.collect();
    let body = html! {
        @for it in requests.iter().take(paging::MAX_INNER_ROWS) { tr {
            // The points of a confirmation are those of all, and how to confirm is stated once.
            td { @if it.confirms { "Confirm what the " (parts::wanted(it)) " rest on." } @else { (ticks(&it.sentence)) "." } }
            td { @match own(it) {
                Some(own) if own < it.findings => { (grouped(own)) small { " of " (grouped(it.findings)) } }
                _ => { (grouped(it.findings)) }
            } }
        } }
    };
    html! {
        @if !body.0.is_empty() {
            (cx.heading(2, TERMS.evidence_wanted))
            (table(&WANTED, caption, &body))
            @if requests.iter().any(|it| it.confirms) { p.soft { (TERMS.to_confirm) } }
            (parts::rest(paging::MAX_INNER_ROWS, requests.len(), "requests", &cx.link(Target::Requests, "the list of requests has them.")))
        }
    }
}
