//! What no input states of the assets of a kind, with the controls that wait for it.

use maud::{Markup, html};
use model::AssetKind;

use crate::render::site::cx::{Cx, list};
use crate::render::site::target::Target;
use crate::render::terms::TERMS;

/// The title of the page.
pub(super) fn title(kind: AssetKind) -> String {
    format!("What no input states of {}", kind.noun(2))
}

pub(super) fn page(cx: Cx<'_>, kind: AssetKind) -> Markup {
    html! {
        p {
            "No input contains these fields and records of " (kind.noun(2)) ". The controls beside each could not be assessed for want of it; the page of each "
            (kind.noun(1)) " has the severities and weights."
        }
        p { (cx.link(Target::Requests, TERMS.requests)) " state who is asked for each." }
        dl.pairs.named { @for wait in cx.data.unstated.waits(kind) { div {
            dt { code { (wait.ask.to_string()) } }
            dd { (list(wait.controls.iter().map(|id| {
                let title = cx.data.control(id).map(|control| &control.title);
                cx.link(Target::Control(id), html! { (id) @if let Some(title) = title { " " (title) } })
            }))) }
        } } }
    }
}
