//! Cells of the report, and what their placeholders mean.

use crate::exports::export::Export;
use crate::extract::moment;
use model::{Field, Moment};
use syntax::Node;

/// A cell that states something: `N/A`, `no_information` and `not_supported` state nothing.
pub(super) fn cell<'a>(row: &'a Node, column: &str) -> Option<&'a str> {
    let text = row.get(column)?.text()?.trim();
    let is_silent = ["", "N/A", "no_information", "not_supported"]
        .iter()
        .any(|silent| text.eq_ignore_ascii_case(silent));
    (!is_silent).then_some(text)
}

/// The date in a cell; blank where the cell states none.
pub(super) fn date(row: &Node, column: &str, export: &mut Export<'_>) -> Field<Moment> {
    let Some(node) = row.get(column) else { return Field::Absent };
    match (cell(row, column), cell(row, column).and_then(moment)) {
        (_, Some(moment)) => Field::Given(moment),
        (None, None) => Field::Blank,
        (Some(_), None) => {
            let message = format!("`{column}` is not a date and was read as blank");
            export.notice(node, message, "export the report again");
            Field::Blank
        }
    }
}
