//! Tables: which records a sheet holds, and which field each column means.

mod cells;
pub(super) mod fields;
mod headings;
mod kinds;
mod synonyms;

use std::sync::Arc;

use super::reading::Read;
use super::{native, no_end, redact};
use model::{Diagnostic, Place, Source};
use syntax::{Fault, Grid, Node, Value};

/// One table of a file.
pub(super) struct Sheet<'a> {
    /// How messages name it.
    pub(super) place: Arc<str>,
    /// What it is called: the sheet's name, and behind it the file's.
    pub(super) names: &'a [&'a str],
    /// Its cells.
    pub(super) grid: Grid,
    /// What is wrong in them.
    pub(super) faults: Vec<Fault>,
}

/// Reads one table as records; false where the kind of record is unknown, or where it is somebody else's
/// table under the name of a kind. `is_named`: a person named the file.
pub(super) fn read(
    sheet: Sheet<'_>,
    source: Option<&Source>,
    is_named: bool,
    into: &mut Read,
) -> bool {
    let is_named = is_named || source.is_some();
    into.if_ours(is_named, |into| read_table(sheet, source, is_named, into))
}

fn read_table(sheet: Sheet<'_>, source: Option<&Source>, is_named: bool, into: &mut Read) -> bool {
    let Sheet { place, names, grid, faults } = sheet;
    let tell = |line: u32, message: String, help: &str| {
        Diagnostic::at(&Place::new(&place, line, ""), message, help)
    };
    let stated = source.and_then(|source| source.records.as_deref());
    let Some((kind, guessed)) = kinds::of(stated, names, &grid.headings) else { return false };
    let columns = headings::columns(kind, &grid.headings, source);
    let known = columns.targets.iter().filter(|fields| !fields.is_empty()).count();
    // A table of somebody else's may have the name of a kind of ours.
    if stated.is_none() && !columns.usable && known * 2 < grid.headings.len() {
        return false;
    }
    // One column in common, or headings that are only almost ours, are chance.
    let is_field = |fields: &&Vec<String>| {
        fields.first().is_some_and(|field| fields::of(kind).contains(&field.as_str()))
    };
    let sure = columns.targets.iter().filter(is_field).count();
    let has_id = grid.headings.iter().any(|heading| heading.eq_ignore_ascii_case("id"));
    let is_chance = known < grid.headings.len() && (known < 2 || sure == 0);
    if !is_named && !has_id && is_chance {
        return false;
    }
    if guessed {
        into.facts.notices.push(tell(
            grid.line,
            format!("this table is read as {}, judging by its headings", kind.id()),
            "if that is wrong, write `records` under [[source]] in muster.toml",
        ));
    }
    let of_fault = |fault: Fault| {
        Diagnostic::at(&Place::new(&place, fault.line, ""), fault.message, fault.help)
    };
    into.errors.extend(faults.into_iter().map(of_fault));
    into.errors
        .extend(columns.wrong.into_iter().map(|(message, help)| tell(grid.line, message, &help)));
    if !columns.guessed.is_empty() {
        into.facts.notices.push(tell(
            grid.line,
            format!("headings were guessed: {}", columns.guessed.join(", ")),
            "if one is wrong, write `columns` under [[source]] in muster.toml",
        ));
    }
    if !columns.unread.is_empty() {
        let more = match columns.more_unread {
            0 => String::new(),
            more => format!(", and {more} more"),
        };
        let notice = tell(
            grid.line,
            format!("columns were not read: {}{more}", columns.unread.join(", ")),
            "if one is needed, name its field in `columns` under [[source]] in muster.toml",
        );
        into.facts.notices.push(notice.of_kind(model::Kind::NotRead));
    }
    if !columns.usable {
        return true;
    }
    let nodes = grid.records(&columns.targets);
    let mut tree = Node { line: grid.line, value: Value::List(nodes) };
    redact::redact_tree(&mut tree, &place, &mut into.facts.notices);
    into.facts.notices.extend(no_end::notice(&tree, &place));
    cells::split(&mut tree);
    if let Value::List(nodes) = tree.value {
        native::records(kind, nodes, &place, "", &mut into.facts, &mut into.errors);
    }
    true
}
