//! Pictures of a posture, as the pages place them.

use maud::{Markup, PreEscaped, html};
use model::posture::{AgeBand, FamilyRow, FrameworkState};
use model::{AssetKey, Change, MonthPoint, Parts};

use super::cx::Cx;
use super::paging;
use super::target::Target;
use crate::render::pictures::{self, Picture};

/// How many lines a picture of access has at most, so that its data are sentences and not a table.
const FEW_LINES: usize = 4;

/// The three parts as a thin line beside a name.
pub(super) fn meter(parts: &Parts) -> Markup {
    PreEscaped(pictures::meter(parts))
}

/// The three parts as a bar with its numbers.
pub(super) fn bar(parts: &Parts) -> Markup {
    PreEscaped(pictures::three_part_bar(parts).styled())
}

/// Family by tier.
pub(super) fn heat_map(rows: &[FamilyRow]) -> Markup {
    figure(Some(pictures::heat_map(rows)))
}

/// The levels of each framework.
pub(super) fn frameworks(frameworks: &[FrameworkState]) -> Markup {
    figure(pictures::framework_strip(frameworks))
}

/// How old the open findings are; nothing where none is open.
pub(super) fn ages(bands: &[AgeBand]) -> Markup {
    figure(pictures::age_histogram(bands))
}

/// The score over the months; nothing for a single month.
pub(super) fn trend(months: &[MonthPoint]) -> Markup {
    figure(pictures::trend(paging::latest(months)))
}

/// The work over the months; nothing for a single month.
pub(super) fn work(months: &[MonthPoint]) -> Markup {
    figure(pictures::work(paging::latest(months)))
}

/// Why the score moved.
pub(super) fn waterfall(change: &Change) -> Markup {
    figure(pictures::waterfall(change))
}

/// What an asset reaches and who reaches it; of the worst assets where none is given.
pub(super) fn access<'a>(cx: Cx<'a>, around: Option<&'a AssetKey>) -> Option<Markup> {
    // The picture has keys of its own; a link needs those of the posture.
    let link = |key: &AssetKey| cx.href(Target::Asset(cx.data.key(key)?));
    let access = &cx.data.access;
    match around {
        Some(key) => access.around(key, &link).map(|picture| match picture.table.rows.len() {
            0..=FEW_LINES => in_sentences(&picture),
            _ => figure(Some(picture)),
        }),
        None => access.overview(&link).map(|picture| figure(Some(picture))),
    }
}

/// A picture of few lines with its data as sentences: each row of its table is one.
fn in_sentences(picture: &Picture) -> Markup {
    html! {
        figure.picture {
            div.picture-scroll role="group" tabindex="0" aria-label="Picture" { (PreEscaped(picture.styled())) }
            details.picture-data {
                summary { "Data of the picture" }
                ul { @for row in &picture.table.rows { li { (sentence(row)) } } }
            }
        }
    }
}

/// A row of the table: who has which access to what, and its strongest effect. A row may state what is not shown.
fn sentence(row: &[String]) -> String {
    let words = row.iter().take(3).map(String::as_str).filter(|word| !word.is_empty());
    let sentence = words.collect::<Vec<_>>().join(" ");
    match row.get(3).map(String::as_str) {
        None | Some("" | "—") => sentence,
        Some(effect) => format!("{sentence}, strongest effect: {effect}"),
    }
}

fn figure(picture: Option<Picture>) -> Markup {
    html! { @if let Some(picture) = picture { (PreEscaped(picture.figure())) } }
}
