//! Pictures of a posture, as the pages place them.

use maud::{Markup, PreEscaped, html};
use model::posture::{AgeBand, FamilyRow, FrameworkState};
use model::{AssetKey, Change, MonthPoint, Parts};

use super::cx::Cx;
use super::paging;
use super::target::Target;
use crate::render::pictures::{self, Picture};

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
    let picture = match around {
        Some(key) => access.around(key, &link),
        None => access.overview(&link),
    };
    picture.map(|picture| figure(Some(picture)))
}

fn figure(picture: Option<Picture>) -> Markup {
    html! { @if let Some(picture) = picture { (PreEscaped(picture.figure())) } }
}
