//! Earlier reports.

use maud::{Markup, html};

use crate::render::numbers::{grouped, tenths};
use crate::render::site::columns::REPORTS;
use crate::render::site::cx::Cx;
use crate::render::site::paging::MAX_REGISTER;
use crate::render::site::parts;
use crate::render::site::table::table;

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let Some(history) = &cx.data.posture.history else {
        return html! {
            p { "This project keeps no record of its months. With " code { "muster report --record" } " each month is kept and compared with the next." }
        };
    };
    let body = html! {
        @for month in history.months.iter().rev().take(MAX_REGISTER) {
            tr {
                th scope="row" {
                    @if !cx.is_single() && cx.data.kept.contains(&month.period) { a href={ (month.period.to_string()) "/index.html" } { (month.period.to_string()) } }
                    @else { (month.period.to_string()) }
                }
                td { (month.as_of.to_string()) }
                td { (tenths(month.score.proven)) }
                td { (grouped(month.open.critical)) }
                td { (grouped(month.open.high)) }
                td { (grouped(month.ages.overdue)) }
            }
        }
    };
    html! {
        p { "Every recorded month and this one, the latest first. A month is linked where its site is kept beside this one." }
        (table(&REPORTS, "Recorded months", &body))
        (parts::rest_of_register(history.months.len(), "months"))
    }
}
