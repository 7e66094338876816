//! What a page needs to be written: the data, and where it is.

use maud::{Markup, PreEscaped, Render, html};
use model::AssetKey;

use super::data::Data;
use super::form::Form;
use super::target::Target;

/// The page that is being written.
#[derive(Clone, Copy)]
pub(super) struct Cx<'a> {
    pub(super) data: &'a Data<'a>,
    pub(super) at: Target<'a>,
}

impl<'a> Cx<'a> {
    /// Where a link leads; none where the place is not printed.
    pub(super) fn href(self, to: Target<'a>) -> Option<String> {
        self.data.links.href(self.at, to)
    }

    /// A link, or only its text where the place is not printed.
    pub(super) fn link(self, to: Target<'a>, text: impl Render) -> Markup {
        html! {
            @match self.href(to) {
                Some(href) => { a href=(href) { (text) } }
                None => { (text) }
            }
        }
    }

    /// The same as a place that other links lead to.
    pub(super) fn place(self, to: Target<'a>, id: &str, text: impl Render) -> Markup {
        html! {
            @match self.href(to) {
                Some(href) => { a id=(id) href=(href) { (text) } }
                None => { span id=(id) { (text) } }
            }
        }
    }

    /// A link to an asset by its name.
    pub(super) fn asset(self, key: &'a AssetKey, name: &str) -> Markup {
        self.link(Target::Asset(key), name)
    }

    /// A link to a control by its id.
    pub(super) fn control(self, id: &'a str) -> Markup {
        self.link(Target::Control(id), id)
    }

    /// A heading below the title of the page, which has level 1.
    pub(super) fn heading(self, level: u8, text: impl Render) -> Markup {
        self.anchored(level, None, text)
    }

    /// The same, as a place that links lead to.
    pub(super) fn anchored(self, level: u8, id: Option<&str>, text: impl Render) -> Markup {
        // On the single page the title is that of the report, and each page is one of its parts.
        let level = match self.data.links.form {
            Form::Folder => level,
            Form::Single => level + 1,
        };
        html! {
            @match level {
                0 | 1 => { h1 id=[id] { (text) } }
                2 => { h2 id=[id] { (text) } }
                3 => { h3 id=[id] { (text) } }
                4 => { h4 id=[id] { (text) } }
                _ => { h5 id=[id] { (text) } }
            }
        }
    }

    /// Whether everything is on one page.
    pub(super) fn is_single(self) -> bool {
        self.data.links.form == Form::Single
    }
}

/// Our sentences name fields as `field`; the page sets them as code. Where backticks do not pair, they were
/// somebody's own and stay.
pub(super) fn ticks(text: &str) -> Markup {
    if !text.contains('`') || !text.matches('`').count().is_multiple_of(2) {
        return html! { (text) };
    }
    html! {
        @for (at, piece) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}

/// Several things with commas between them.
pub(super) fn list(all: impl IntoIterator<Item = Markup>) -> Markup {
    let mut text = String::new();
    for one in all {
        if !text.is_empty() {
            text += ", ";
        }
        text += &one.0;
    }
    PreEscaped(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_code_and_markup_is_text() {
        assert_eq!(ticks("no `a<b` here").0, "no <code>a&lt;b</code> here");
        assert_eq!(ticks("<i>`x").0, "&lt;i&gt;`x");
    }
}
