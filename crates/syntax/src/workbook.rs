//! Excel workbooks: one table a sheet.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};
use zip::ZipArchive;

use super::announced::Announced;
use super::budget::NODE;
use super::grid::Grid;
use super::{Budget, Fault, MAX_CELLS, MAX_SHEETS, MAX_UNPACKED, few};

/// One sheet with the faults in it.
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Its cells.
    pub grid: Grid,
    /// What is wrong in it.
    pub faults: Vec<Fault>,
}

/// Reads a workbook, within bounds.
///
/// # Errors
/// Where it is not a workbook, or is too large when unpacked.
pub fn workbook(bytes: &[u8]) -> Result<Vec<Sheet>, Fault> {
    workbook_within(bytes, &mut Budget::of_input(bytes.len()))
}

/// The same within a budget, which its packed parts must fit too.
///
/// # Errors
/// Those of [`workbook`], and where it needs more than the budget has.
pub fn workbook_within(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Sheet>, Fault> {
    within(bytes, budget.most().min(MAX_UNPACKED), MAX_CELLS, budget)
}

fn within(
    bytes: &[u8],
    unpacked: u64,
    cells: usize,
    budget: &mut Budget,
) -> Result<Vec<Sheet>, Fault> {
    check(bytes, unpacked)?;
    // The parser is not ours: whatever it stumbles over must not end the run.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes, cells, budget)))
        .unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Fault {
    let help = "open it in a spreadsheet program and save it again as .xlsx, without a password";
    Fault::new(0, "this workbook cannot be read", help)
}

fn too_large(what: &str, limit: impl std::fmt::Display) -> Fault {
    let message = format!("this workbook is too large when unpacked: it has {what} than {limit}");
    Fault::new(0, message, "keep only the sheets that hold records, or save them as CSV")
}

/// Unpacks every part once and throws it away: the sizes that an archive states may be false, and
/// the parser sets memory aside for as many texts as the workbook announces.
fn check(bytes: &[u8], limit: u64) -> Result<(), Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut left = limit;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| broken())?;
        let name = part.name().map_err(|_| broken())?.to_ascii_lowercase();
        let mut part = part.by_ref().take(left.saturating_add(1));
        let mut announced = Announced::default();
        let size = match name.ends_with("sharedstrings.xml") {
            true => std::io::copy(&mut part, &mut announced),
            false => std::io::copy(&mut part, &mut std::io::sink()),
        };
        let size = size.map_err(|_| broken())?;
        let mebibytes = || format!("{} MiB", limit >> 20);
        left = left.checked_sub(size).ok_or_else(|| too_large("more bytes", mebibytes()))?;
        if announced.is_too_much(size) {
            return Err(broken());
        }
    }
    Ok(())
}

fn sheets(bytes: &[u8], limit: usize, budget: &mut Budget) -> Result<Vec<Sheet>, Fault> {
    let fault = |_: XlsxError| broken();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(fault)?;
    let tables = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = tables.map(|sheet| sheet.name.clone()).collect();
    if names.len() > MAX_SHEETS {
        return Err(too_large("more sheets", MAX_SHEETS));
    }
    let mut read = Vec::new();
    let mut left = limit;
    for name in names {
        let (mut rows, mut faults): (BTreeMap<u32, BTreeMap<u32, String>>, _) =
            (BTreeMap::new(), Vec::new());
        // Cell by cell: a whole range would be filled up to its farthest corner.
        let mut cells = book.worksheet_cells_reader(&name).map_err(fault)?;
        while let Some(cell) = cells.next_cell().map_err(fault)? {
            left = left.checked_sub(1).ok_or_else(|| too_large("more filled cells", limit))?;
            let (row, column) = cell.get_position();
            let line = row.saturating_add(1);
            budget.node(text_length(cell.get_value())).map_err(|over| over.at(line))?;
            match text(cell.get_value()) {
                Ok(text) if text.is_empty() => {}
                Ok(text) => {
                    rows.entry(line).or_default().insert(column, text);
                }
                Err(message) => {
                    let help = "correct the formula, or empty the cell";
                    faults.push(Fault::new(line, message, help));
                }
            }
        }
        let (grid, more) = Grid::of(dense(rows, budget)?);
        faults.extend(more);
        read.push(Sheet { name, grid, faults: few(faults) });
    }
    Ok(read)
}

/// How many bytes a cell's text takes, before it is copied: many cells may share one text.
fn text_length(cell: &DataRef<'_>) -> usize {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.len()
        }
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

/// Rows of equal length, with the columns that some cell up to the last heading is in. Cells further
/// to the right are moved next to them, where they count as too many.
fn dense(
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    budget: &mut Budget,
) -> Result<Vec<(u32, Vec<String>)>, Fault> {
    let Some((first, headings)) = rows.first_key_value() else { return Ok(Vec::new()) };
    let last = headings.keys().last().copied().unwrap_or_default();
    let within = rows.values().flat_map(|cells| cells.range(..=last).map(|(column, _)| *column));
    let columns: BTreeSet<u32> = within.collect();
    // Every record repeats the headings as its keys.
    let keys: usize = headings.values().map(String::len).sum();
    let row = NODE.saturating_mul(columns.len()).saturating_add(keys);
    budget.spend(row.saturating_mul(rows.len())).map_err(|over| over.at(*first))?;
    let row = |(number, mut cells): (u32, BTreeMap<u32, String>)| {
        let mut row: Vec<String> =
            columns.iter().map(|at| cells.remove(at).unwrap_or_default()).collect();
        row.extend(cells.into_values());
        (number, row)
    };
    Ok(rows.into_iter().map(row).collect())
}

/// A cell as the text that a table would hold.
fn text(cell: &DataRef<'_>) -> Result<String, String> {
    Ok(match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.trim().to_string(),
        DataRef::SharedString(text) => text.trim().to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(time) => moment(time),
        DataRef::DateTimeIso(text) => text.trim_end_matches("T00:00:00").to_string(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => return Err(format!("a cell of this row holds the error {error}")),
    })
}

/// Excel keeps days and times without a zone; they are taken for UTC.
fn moment(time: &ExcelDateTime) -> String {
    // Beyond the calendar of spreadsheets, 1900 to 9999, a cell is a number that looks like a date.
    if !time.is_datetime() || !(0.0..2_958_466.0).contains(&time.as_f64()) {
        return Data::DateTime(*time).to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}Z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime as Date, Format, Formula, Workbook};
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn written(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(&mut book);
        book.save_to_buffer().expect("a workbook")
    }

    #[test]
    fn cells_become_the_texts_a_table_would_hold() {
        let bytes = written(|book| {
            let sheet = book.add_worksheet();
            sheet.set_name("Servers").expect("a name");
            for (at, heading) in ["id", "first_seen", "at", "ttl", "on", "sum"].iter().enumerate() {
                sheet.write(1, at as u16, *heading).expect("a heading");
            }
            let day = Format::new().set_num_format("yyyy-mm-dd");
            let date = Date::from_ymd(2026, 11, 22).expect("a day");
            let time = Date::from_ymd(2026, 11, 22).and_then(|d| d.and_hms(9, 30, 0)).expect("t");
            sheet.write(2, 0, " crm ").expect("text");
            sheet.write_with_format(2, 1, &date, &day).expect("a date");
            sheet.write_with_format(2, 2, &time, &day).expect("a time");
            sheet.write(2, 3, 3600).expect("a number");
            sheet.write(2, 4, true).expect("a flag");
            sheet.write(2, 5, Formula::new("=1+1").set_result("2")).expect("a formula");
            sheet.write(5, 0, "hr").expect("text");
        });
        let sheets = workbook(&bytes).expect("a workbook");
        let [Sheet { name, grid, faults }] = sheets.as_slice() else { panic!("one sheet") };
        assert!(name == "Servers" && faults.is_empty(), "{faults:?}");
        let rows = grid.as_headed();
        let texts: Vec<_> = rows[0].entries().iter().filter_map(|e| e.node.text()).collect();
        assert_eq!(texts, ["crm", "2026-11-22", "2026-11-22T09:30:00Z", "3600", "true", "2"]);
        assert_eq!((rows[0].line, rows[1].line), (3, 6));
    }

    #[test]
    fn archives_that_unpack_too_far_or_state_false_sizes_are_refused() {
        let message = |bytes: &[u8], unpacked, cells| {
            let mut budget = Budget::of_input(bytes.len());
            within(bytes, unpacked, cells, &mut budget)
                .err()
                .map(|fault| fault.message)
                .unwrap_or_default()
        };
        let plain = written(|book| {
            book.add_worksheet().write(0, 0, "id").expect("a cell");
            book.add_worksheet().write(1_048_575, 16_383, "far").expect("a cell");
        });
        assert_eq!(message(&plain, MAX_UNPACKED, MAX_CELLS), "");
        assert!(message(&plain, 1000, MAX_CELLS).contains("too large when unpacked"));
        assert!(message(&plain, MAX_UNPACKED, 1).contains("too large when unpacked"));
        assert!(message(b"PK\x03\x04 not really", MAX_UNPACKED, 1).contains("cannot be read"));
        assert!(message(b"\xd0\xcf\x11\xe0 locked", MAX_UNPACKED, 1).contains("cannot be read"));
        let liar = |text: &str| {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).expect("part");
            archive.write_all(text.as_bytes()).expect("text");
            archive.finish().expect("an archive").into_inner()
        };
        let huge = liar("<sst uniqueCount = \"18446744073709551615\"></sst>");
        assert!(message(&huge, MAX_UNPACKED, 1).contains("cannot be read"));
    }

    #[test]
    fn broken_bytes_never_end_the_run() {
        let plain = written(|book| {
            book.add_worksheet().write(0, 0, "id").expect("a cell");
        });
        for at in (0..plain.len()).step_by(7) {
            let mut bytes = plain.clone();
            bytes[at] ^= 0x55;
            let _ = workbook(&bytes);
            let _ = workbook(&plain[..at]);
        }
    }
}
