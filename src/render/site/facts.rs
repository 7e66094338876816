//! The facts behind a finding and the parts judged inside it.

use maud::{Markup, html};
use model::posture::FindingCard;
use model::{Evidence, EvidenceClass, Item};

use super::cx::{list, ticks};
use super::labels;
use super::origin::Origin;
use super::paging::MAX_NAMED;
use super::parts;

/// The facts behind a finding, each with its place and how it is known.
pub(super) fn evidence(rows: &[Evidence]) -> Markup {
    let shown = rows.get(..MAX_NAMED).unwrap_or(rows);
    html! {
        @if !rows.is_empty() { ul {
            @for rows in of_one_place(shown) { li { (facts(rows, None)) } }
            (parts::more(shown.len(), rows.len()))
        } }
    }
}

/// The same as lines of an entry, without the place that the page states for all of them.
pub(super) fn fact_lines(rows: &[Evidence], origin: Option<Origin<'_>>) -> Markup {
    let shown = rows.get(..MAX_NAMED).unwrap_or(rows);
    html! {
        @for rows in of_one_place(shown) { p { (facts(rows, origin)) } }
        @if shown.len() < rows.len() { p { (parts::left_out(shown.len(), rows.len())) } }
    }
}

/// The same as one line.
pub(super) fn fact_line(rows: &[Evidence], origin: Option<Origin<'_>>) -> Markup {
    let shown = rows.get(..MAX_NAMED).unwrap_or(rows);
    html! {
        @for (at, rows) in of_one_place(shown).enumerate() { @if at > 0 { "; " } (facts(rows, origin)) }
        @if shown.len() < rows.len() { "; " (parts::left_out(shown.len(), rows.len())) }
    }
}

/// Facts that follow each other and have the same place and class.
fn of_one_place(rows: &[Evidence]) -> impl Iterator<Item = &[Evidence]> {
    rows.chunk_by(|one, next| {
        let spot = |row: &Evidence| row.place.as_ref().map(|at| (at.file.clone(), at.line));
        spot(one).is_some() && spot(one) == spot(next) && one.class == next.class
    })
}

/// Facts of one place and class, with both where they are not those of the page.
fn facts(rows: &[Evidence], origin: Option<Origin<'_>>) -> Markup {
    let Some(first) = rows.first() else { return Markup::default() };
    let is_stated = origin.is_some_and(|origin| origin.has(first));
    html! {
        @if let Some(at) = first.place.as_ref().filter(|_| !is_stated) { (parts::place(at)) " " }
        @for (at, row) in rows.iter().enumerate() { @if at > 0 { " · " } (ticks(&row.fact)) }
        @if !is_stated && first.class != EvidenceClass::Observed { " " small { (first.class.id()) } }
    }
}

/// The parts that are judged inside a finding. Parts that follow each other with the same result are one entry;
/// nothing where the sentence of the finding has all of it.
pub(super) fn items(card: &FindingCard) -> Markup {
    let shown = card.items.get(..MAX_NAMED).unwrap_or(&card.items);
    let same = |one: &Item, next: &Item| one.outcome == next.outcome && one.note == next.note;
    html! {
        @if !is_stated(card) { ul {
            @for items in shown.chunk_by(same) { @if let Some(first) = items.first() {
                li {
                    (labels::outcome(first.outcome)) " " (list(items.iter().map(|item| html! { (item.name) })))
                    @if !first.note.is_empty() { ": " (ticks(&first.note)) }
                }
            } }
            (parts::more(shown.len(), card.items.len()))
        } }
    }
}

/// Whether the sentence of a finding has all of its parts, as judging writes them: the names, then their reason.
fn is_stated(card: &FindingCard) -> bool {
    let with_reason = |item: &Item| {
        let alike = card.items.iter().filter(|other| other.note == item.note);
        let mut names: Vec<&str> = alike.map(|item| item.name.as_str()).collect();
        names.sort_unstable();
        format!("{} ({})", names.join(", "), item.note)
    };
    card.items.len() <= MAX_NAMED
        && card.items.iter().all(|item| {
            item.outcome == card.outcome
                && !item.note.is_empty()
                && card.sentence.contains(&with_reason(item))
        })
}
