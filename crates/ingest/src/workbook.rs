//! Workbooks and single tables: records of our own, or a table in a foreign format.

use std::sync::Arc;

use super::document::is_named_as_records;
use super::foreign::{detect_foreign, read_foreign};
use super::reading::{Read, Recognised, Recognition, SourceFile};
use super::secrets;
use super::source_claims::{no_such_sheet, same_sheet};
use super::sources::Patterns;
use super::tables::{self, Sheet};
use model::{Diagnostic, Place, Source};
use syntax::{Budget, Node, Value};

/// A workbook: each sheet is a table, named by its tab, or by the file where it is the only one.
pub(super) fn read_workbook(
    stem: &str,
    file: &SourceFile,
    sources: &Patterns<'_>,
    into: &mut Read,
) -> Result<Recognised, &'static str> {
    let mut budget = Budget::of_input(file.bytes.len());
    let sheets = syntax::workbook_within(&file.bytes, &mut budget).map_err(|fault| {
        let place = Place::file(Arc::clone(&file.path));
        into.errors.push(Diagnostic::at(&place, fault.message, fault.help));
        "it is not a readable workbook"
    })?;
    let sources: Vec<&Source> = sources.all(&file.path).collect();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    into.errors.extend(no_such_sheet(&sources, &file.path, &names));
    let single = sheets.len() == 1;
    let mut recognised = false;
    for syntax::Sheet { name, grid, faults } in sheets {
        let of_it = |source: &&&Source| {
            source.sheet.as_deref().is_none_or(|sheet| same_sheet(sheet, &name))
        };
        let source = sources.iter().find(of_it).copied();
        let name = secrets::redact(&name).unwrap_or(name);
        // A row is located by its sheet.
        let place: Arc<str> = format!("{} [{name}]", file.path).into();
        let names = if single { [name.as_str(), stem] } else { [name.as_str(); 2] };
        let empty = grid.headings.is_empty();
        let sheet = Sheet { place: Arc::clone(&place), names: &names, grid, faults };
        if let Some(read) = read_sheet(sheet, file, source, into) {
            recognised = true;
            into.holds_records |= matches!(read.kind, Recognition::Own);
        } else if !empty {
            into.facts.notices.push(
                Diagnostic::at(
                    &Place::file(place),
                    "this sheet was not read: its name is not a kind of record",
                    "name it after its records, as in `servers`",
                )
                .of_kind(model::Kind::NotRead),
            );
        }
    }
    let workbook = Recognised { title: "workbook", kind: Recognition::Workbook };
    recognised.then_some(workbook).ok_or("none of its sheets is named after its records")
}

/// A row without values, so that a table without rows is recognised by its headings.
fn headings_alone(grid: &syntax::Grid) -> Vec<Node> {
    let named = grid.headings.iter().filter(|heading| !heading.is_empty());
    let cell = |heading: &String| syntax::Entry {
        key: heading.clone(),
        line: grid.line,
        node: Node { line: grid.line, value: Value::Null },
    };
    let cells: Vec<_> = named.map(cell).collect();
    match cells.is_empty() {
        true => Vec::new(),
        false => vec![Node { line: grid.line, value: Value::Map(cells) }],
    }
}

/// A table in a foreign format, or one of records; none where neither is recognised.
pub(super) fn read_sheet(
    sheet: Sheet<'_>,
    file: &SourceFile,
    source: Option<&Source>,
    into: &mut Read,
) -> Option<Recognised> {
    let rows = |nodes| Node { line: 1, value: Value::List(nodes) };
    let first = match sheet.grid.head(10) {
        none if none.is_empty() => headings_alone(&sheet.grid),
        some => some,
    };
    if let Some(format) = detect_foreign(&rows(first), source, &file.path) {
        let rows = rows(sheet.grid.as_headed());
        return Some(read_foreign(format, &rows, file, source, into));
    }
    let named = file.named || is_named_as_records(&file.path);
    tables::read(sheet, source, named, into).then(|| Recognised::own("muster records (table)"))
}
