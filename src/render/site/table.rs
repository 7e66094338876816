//! Tables: cards on a narrow screen, or regions that scroll by themselves.

use maud::{Markup, html};

use super::columns::{Columns, Head, Shape};

/// A table. Where no row has a link the region that scrolls takes the focus itself, so that a keyboard can
/// scroll it; else the links do.
pub(super) fn table(columns: &Columns, caption: &str, body: &Markup) -> Markup {
    let focused = !body.0.contains("<a ");
    let body_is_whole = body.0.starts_with("<tbody");
    let cards = columns.shape == Shape::Cards;
    let class = if columns.shape == Shape::Scrolls { "scroll scrolls" } else { "scroll" };
    let table = html! {
        table.{ (if cards { "cards " } else { "" }) "c-" (columns.name) } {
            caption { (caption) }
            thead { tr {
                @for head in columns.heads {
                    @match head {
                        Head::Text(text) | Head::Plain(text) | Head::Number(text) => { th scope="col" { (text) } }
                    }
                }
            } }
            @if body_is_whole { (body) } @else { tbody { (body) } }
        }
    };
    html! {
        @if focused { div class=(class) data-rows[columns.is_list] role="group" aria-label=(caption) tabindex="0" { (table) } }
        @else { div class=(class) data-rows[columns.is_list] { (table) } }
    }
}
