//! Earlier reports.

use maud::{Markup, html};

use crate::render::numbers::{grouped, tenths};
use crate::render::site::cx::Cx;
use crate::render::site::table::{Head, table};

pub(super) fn page(cx: Cx<'_>) -> Markup {
    let Some(history) = &cx.data.posture.history else {
        return html! {
            p { "This project keeps no record of its months. With " code { "muster report --record" } " each month is kept and compared with the next." }
        };
    };
    let heads = [
        Head::Text("Month"),
        Head::Text("Assessed as of"),
        Head::Number("Proven"),
        Head::Number("Open critical"),
        Head::Number("Open high"),
        Head::Number("Overdue"),
    ];
    let body = html! {
        @for month in history.months.iter().rev() {
            tr {
                th scope="row" { (month.period.to_string()) }
                td { (month.as_of.to_string()) }
                td.n { (tenths(month.score.proven)) }
                td.n { (grouped(month.open.critical)) }
                td.n { (grouped(month.open.high)) }
                td.n { (grouped(month.ages.overdue)) }
            }
        }
    };
    html! {
        p { "Every recorded month and this one, the latest first." }
        (table("Recorded months", &heads, &body))
    }
}
