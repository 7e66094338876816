//! The pictures, as SVG built by hand: one source for HTML and PDF.
//!
//! Every picture is a [`Picture`]: its SVG, the same in words (the alternative text of a PDF), and the same
//! data as a table. A page prints `picture.figure()`, which has the SVG and, in a `details`, the table.
//!
//! | picture | function | from |
//! |---|---|---|
//! | three-part bar | [`three_part_bar`] | `posture.score`, `.privileged`, any slice's parts |
//! | trend, and work on findings | [`trend`], [`work`] | `history.months`; none for fewer than two months |
//! | waterfall | [`waterfall`] | `history.change`; none where nothing is attributed |
//! | heat map | [`heat_map`] | `posture.heat_map` |
//! | framework strip | [`framework_strip`] | `posture.frameworks`: one row each |
//! | age histogram | [`age_histogram`] | `posture.open_ages`; none where nothing is open |
//! | access graph | [`Access`] | `posture.edges`: made once, then one picture for each asset |
//! | thin bar | [`meter`] | beside a name; its numbers are text next to it, so it is hidden from readers |
//!
//! Every value is in them as text, and every colour has a pattern, so that colour is never the only carrier.
//! There are no ids (several are in one page), no CSS variables and no outside references. Without a style
//! sheet they are drawn in light colours on their own white ground; [`style`] has the colours of a dark
//! page, the classes of the figures, and the classes that [`grade_class`] names.

mod age_histogram;
mod bar;
mod compact;
mod framework_strip;
mod graph;
mod heat_map;
mod lines;
mod meter;
mod palette;
mod picture;
mod style;
mod svg;
mod trend;
mod waterfall;

pub use age_histogram::age_histogram;
pub use bar::three_part_bar;
pub use framework_strip::framework_strip;
pub use graph::{Access, LinkTo, Measure};
pub use heat_map::heat_map;
pub use meter::meter;
pub use palette::grade_class;
pub use picture::{Picture, Table};
pub use style::style;
pub use trend::{trend, work};
pub use waterfall::waterfall;

/// Three parts, for tests, in tenths of a per cent.
#[cfg(test)]
fn parts(proven: i64, failed: i64, unknown: i64) -> model::Parts {
    let tenths = |value| Some(model::Tenths(value));
    model::Parts {
        proven: tenths(proven),
        failed: tenths(failed),
        unknown: tenths(unknown),
        ..model::Parts::default()
    }
}
