//! Tables that scroll by themselves on a narrow screen.

use maud::{Markup, html};

/// The head of a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head<'a> {
    /// Words.
    Text(&'a str),
    /// Figures, set to the right.
    Number(&'a str),
}

/// A table. Where no row has a link the region that scrolls takes the focus itself, so that a keyboard can
/// scroll it; else the links do.
pub(super) fn table(caption: &str, heads: &[Head<'_>], body: &Markup) -> Markup {
    of_class("", caption, heads, body)
}

/// A table whose rows are cards on a narrow screen.
pub(super) fn cards(caption: &str, heads: &[Head<'_>], body: &Markup) -> Markup {
    of_class("cards", caption, heads, body)
}

fn of_class(class: &str, caption: &str, heads: &[Head<'_>], body: &Markup) -> Markup {
    let focused = !body.0.contains("<a ");
    let body_is_whole = body.0.starts_with("<tbody");
    html! {
        div.scroll role=[focused.then_some("region")] aria-label=[focused.then_some(caption)] tabindex=[focused.then_some("0")] {
            table class=[Some(class).filter(|class| !class.is_empty())] {
                caption { (caption) }
                thead { tr {
                    @for head in heads {
                        @match head {
                            Head::Text(text) => { th scope="col" { (text) } }
                            Head::Number(text) => { th.n scope="col" { (text) } }
                        }
                    }
                } }
                @if body_is_whole { (body) } @else { tbody { (body) } }
            }
        }
    }
}
