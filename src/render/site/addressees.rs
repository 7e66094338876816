//! Who is asked to act, with a link to the page of each.

use maud::{Markup, html};
use model::Domain;
use model::posture::{Addressee, Asked, Contact};

use super::columns::Columns;
use super::cx::Cx;
use super::paging::MAX_REGISTER;
use super::parts;
use super::table::table;
use super::target::Target;
use crate::render::numbers::grouped;

/// Everybody who is asked to act, the one with the worst findings first.
pub(super) fn asked<'a>(
    cx: Cx<'a>,
    caption: &str,
    columns: &Columns,
    all: &'a [Asked<'a>],
) -> Markup {
    let body = html! {
        @for it in all.iter().take(MAX_REGISTER) { tr {
            th scope="row" {
                strong { (cx.link(page_of(it.id, it.name), it.name)) } (parts::id_beside(it.name, it.id))
                @if it.id.is_empty() { span.sub { "no one is named" } }
            }
            td { strong { (grouped(it.load.open)) } }
            td { (grouped(it.load.overdue)) }
            td { (grouped(it.load.critical)) }
            td { (grouped(it.load.high)) }
            td { (grouped(cx.data.of_people.slice(it.id).filter(|_| !it.id.is_empty()).map_or(0, |slice| slice.assets))) }
        } }
    };
    html! { (table(columns, caption, &body)) (parts::rest_of_register(all.len(), "people")) }
}

/// The people who are asked, by name.
pub(super) fn people<'a>(cx: Cx<'a>, all: &'a [Addressee]) -> Markup {
    parts::some(all, |it| person(cx, it))
}

/// Who is asked, by name.
pub(super) fn person<'a>(cx: Cx<'a>, it: &'a Addressee) -> Markup {
    cx.link(page_of(&it.id, &it.name), &it.name)
}

/// Who is asked to act on the findings of an owner, by name.
pub(super) fn contact<'a>(cx: Cx<'a>, it: &'a Contact) -> Markup {
    cx.link(page_of(&it.id, &it.name), &it.name)
}

/// The page of somebody who is asked: their own, or that of the domain that is asked where nobody is named.
pub(super) fn page_of<'a>(id: &'a str, name: &str) -> Target<'a> {
    let asked = name.strip_prefix("domain ");
    let domain = Domain::ALL.into_iter().find(|domain| asked == Some(domain.noun()));
    match domain {
        Some(domain) if id.is_empty() => Target::Domain(domain),
        _ => Target::Owner(id),
    }
}
