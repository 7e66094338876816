//! The day by which something is to be done.

use jiff::civil::Date;

/// The day in words; a dash where there is none.
pub(super) fn due(day: Option<Date>, overdue: bool) -> String {
    match (day, overdue) {
        (None, _) => "—".into(),
        (Some(day), false) => day.to_string(),
        (Some(day), true) => format!("{day}, overdue"),
    }
}
