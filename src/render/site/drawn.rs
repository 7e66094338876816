//! Pictures of a posture, as the pages place them.

use maud::{Markup, PreEscaped, html};
use model::posture::FamilyRow;
use model::{Change, MonthPoint, Parts, Tenths};

use crate::render::{charts, meter, trend, waterfall};

/// The three parts as a thin line beside a name.
pub(super) fn meter(parts: &Parts) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "tenths of a percentage are small")]
    let number = |part: Option<Tenths>| part.map(|part| part.0 as f64 / 10.0);
    PreEscaped(meter::meter(number(parts.proven), number(parts.failed), number(parts.unknown)))
}

/// The three parts as a bar with its numbers.
pub(super) fn bar(parts: &Parts) -> Markup {
    PreEscaped(charts::three_part_bar(parts))
}

/// Family by tier.
pub(super) fn heat_map(rows: &[FamilyRow]) -> Markup {
    panel("Heat map", Some(charts::heat_map(rows)))
}

/// The score over the months; nothing for a single month.
pub(super) fn trend(months: &[MonthPoint]) -> Markup {
    panel("Score by month", trend::trend(months))
}

/// The work over the months; nothing for a single month.
pub(super) fn work(months: &[MonthPoint]) -> Markup {
    panel("Coverage, ages and open findings by month", trend::work(months))
}

/// Why the score moved.
pub(super) fn waterfall(change: &Change) -> Markup {
    panel("Parts of the change", waterfall::waterfall(change))
}

/// A picture that scrolls by itself on a narrow screen.
fn panel(name: &str, picture: Option<String>) -> Markup {
    html! {
        @if let Some(picture) = picture {
            div.scroll.panel role="region" aria-label=(name) tabindex="0" { (PreEscaped(picture)) }
        }
    }
}
