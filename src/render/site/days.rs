//! When something is due, and since when it is open.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::render::numbers::plural;

/// A day that is never broken over two lines.
pub(super) fn date(day: Date) -> Markup {
    html! { time { (day.to_string()) } }
}

/// When something is due, and whether that day has passed. A waiver is printed beside it.
pub(super) fn due(on: Option<Date>, overdue: bool, waived: Option<Date>) -> Markup {
    html! {
        @match on {
            Some(day) if overdue => { (date(day)) " " b.o-fail { "overdue" } }
            Some(day) => { (date(day)) }
            None => { "—" }
        }
        @if let Some(day) = waived { " " small { "waived until " (date(day)) } }
    }
}

/// The same on a page: the day is never broken over two lines.
pub(super) fn open_since(day: Option<Date>, age: Option<u64>) -> Markup {
    let text = since(day, age);
    let date = day.map_or_else(String::new, |day| day.to_string());
    let rest = text.strip_prefix(&date).unwrap_or(&text);
    html! { @if !date.is_empty() { time { (date) } } (rest) }
}

/// Since when something is open, as far as a month record or dated evidence shows it.
pub(super) fn since(day: Option<Date>, age: Option<u64>) -> String {
    match (day, age) {
        (Some(day), Some(age)) => format!("{day} ({})", plural(age, "day", "days")),
        (Some(day), None) => day.to_string(),
        (None, _) => "this run".into(),
    }
}
