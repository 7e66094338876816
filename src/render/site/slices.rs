//! The table of the figures of tiers, families, owners and the like.

use maud::{Markup, html};
use model::AssetKind;
use model::posture::Slice;
use model::wording::capitalized;

use super::columns::{self, Columns};
use super::cx::Cx;
use super::drawn;
use super::paging::MAX_REGISTER;
use super::parts;
use super::table::table;
use super::target::Target;
use crate::render::numbers::{grouped, signed, tenths};

/// Figures of tiers, families, owners and the like. `to` is the page of a row.
pub(super) fn slices<'a>(
    cx: Cx<'a>,
    caption: &str,
    columns: &Columns,
    rows: &'a [Slice],
    to: impl Fn(&'a Slice) -> Option<Target<'a>>,
) -> Markup {
    let body = html! {
        @for row in rows.iter().take(MAX_REGISTER) {
            @let name = slice_name(columns, row);
            tr {
                th scope="row" { @match to(row) { Some(to) => { (cx.link(to, &name)) } None => { (name) } } }
                td { (slice_assets(columns, row)) }
                td { (drawn::meter(&row.parts)) }
                td { strong { (tenths(row.parts.proven)) } }
                td { (tenths(row.parts.failed)) }
                td { (tenths(row.parts.unknown)) }
                td { (grouped(row.open.critical)) }
                td { (grouped(row.open.high)) }
                td { (grouped(row.outcomes.not_assessed)) }
                td { (signed(Some(row.gain))) }
            }
        }
    };
    html! { (table(columns, caption, &body)) (parts::rest_of_register(rows.len(), "rows")) }
}

/// The name of a row: of a tier, a family or a domain behind its id, where that is another word; of an owner before
/// it.
fn slice_name(columns: &Columns, row: &Slice) -> Markup {
    let is_kind = columns.name == columns::KINDS.name;
    html! {
        @if is_kind { (capitalized(&row.title)) }
        @else if columns.name == columns::OWNERS.name {
            @let name = if row.title.is_empty() { &row.id } else { &row.title };
            strong { (name) } (parts::id_beside(name, &row.id))
        }
        @else {
            @if row.id != row.title && !row.id.is_empty() { strong { (row.id.replace('-', " ")) } " " }
            span.soft { (row.title) }
        }
    }
}

/// How many identities a row has, and of how many facts show the tier. The organisation is none.
fn slice_assets(columns: &Columns, row: &Slice) -> Markup {
    let is_kind = columns.name == columns::KINDS.name;
    html! {
        @if is_kind && row.id == AssetKind::Organisation.id() { "—" } @else { (grouped(row.assets)) }
        @if row.known < row.assets { span.sub { "tier known: " (grouped(row.known)) } }
    }
}
