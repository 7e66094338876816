//! CSV, TSV and the like. A heading `domains.identity` or `reach.1.environment` names a place inside
//! the record; a list is written in one cell as `a; b`.

use std::borrow::Cow;

use super::grid::Grid;
use super::json::Lines;
use super::{Budget, Fault, MAX_COLUMNS, Node, few, reference};

/// Reads a table with headings as one map a row. Every broken row is a fault.
pub fn table(text: &str) -> (Vec<Node>, Vec<Fault>) {
    let (grid, faults) = grid(text);
    (grid.as_headed(), faults)
}

/// Reads a table, before its headings mean anything. The separator is the one that a first line
/// `sep=;` names, else `,`, `;` or a tab: whichever the heading line holds most of.
pub fn grid(text: &str) -> (Grid, Vec<Fault>) {
    grid_within(text, &mut Budget::of_input(text.len()))
}

/// The same within a budget: where it ends, or the columns are too many, nothing of the table is
/// read.
pub fn grid_within(text: &str, budget: &mut Budget) -> (Grid, Vec<Fault>) {
    let (text, named, skipped) = match named_separator(text) {
        Some((separator, rest)) => (rest, Some(separator), 1),
        None => (text, None, 0),
    };
    let mut faults = Vec::new();
    let delimiter = named.unwrap_or_else(|| separator(text));
    // The semicolon of a reference divides nothing: a secret may hold it.
    let held = if delimiter == b';' { reference::held(text) } else { Cow::Borrowed(text) };
    let text = held.as_ref();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let lines = Lines::of(text);
    let mut rows = Vec::new();
    let mut row = csv::StringRecord::new();
    // Every record repeats the headings as its keys.
    let mut keys = 0;
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                faults.push(Fault::new(0, "a row cannot be read", "save the table as UTF-8"));
                continue;
            }
        }
        // The reader's own count stops in the middle of a Windows line end.
        let start = row.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or_default());
        let breaks = text.bytes().skip(start).take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let line = lines.at(start + breaks).saturating_add(skipped);
        if row.len() > MAX_COLUMNS {
            return (Grid::default(), vec![too_wide(line, row.len())]);
        }
        let texts = row.as_slice().len();
        let paid = budget.nodes(row.len(), 0).and_then(|()| budget.spend(texts + keys));
        if let Err(over) = paid {
            return (Grid::default(), vec![over.at(line)]);
        }
        keys = if keys == 0 { texts } else { keys };
        rows.push((line, row.iter().map(reference::released).collect()));
    }
    let (grid, more) = Grid::of(rows);
    faults.extend(more);
    (grid, few(faults))
}

/// The fault of a table with too many columns.
fn too_wide(line: u32, columns: usize) -> Fault {
    let message = format!("this row has {columns} columns, more than the limit of {MAX_COLUMNS}");
    Fault::new(line, message, "export the columns that are needed, or one record a row")
}

/// Excel writes the separator of a table in front of it.
fn named_separator(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let first = first.trim_end_matches('\r').trim_matches('"');
    let sign = first.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="));
    match sign.and_then(|_| first.get(4..))?.as_bytes() {
        [sign @ (b',' | b';' | b'\t' | b'|')] => Some((*sign, rest)),
        _ => None,
    }
}

fn separator(text: &str) -> u8 {
    let mut counts = [(b'\t', 0), (b';', 0), (b',', 0)];
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b';' if reference::is_ended_by(text.get(..at).unwrap_or_default()) => {}
            _ if !quoted => {
                counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, n)| *n += 1);
            }
            _ => {}
        }
    }
    // `max_by_key` takes the last of equals, so the comma wins a tie.
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell<'a>(rows: &'a [Node], row: usize, heading: &str) -> Option<&'a str> {
        rows[row].get(heading).and_then(Node::text)
    }

    #[test]
    fn dotted_headings_nest_and_numbers_make_lists() {
        let text = "id,domains.identity,reach.1.kind,reach.1.effect,reach.2.kind\ncrm,iam,database,read,\n";
        let (rows, faults) = table(text);
        assert!(faults.is_empty());
        assert_eq!(
            rows[0].get("domains").and_then(|d| d.get("identity")).and_then(Node::text),
            Some("iam")
        );
        assert_eq!(rows[0].get("reach").map(|reach| reach.list().len()), Some(1));
    }

    #[test]
    fn the_semicolon_of_a_reference_divides_no_cell() {
        let (rows, faults) = table("id;url;owner\ncrm;tok&#45;en;ada\n");
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(cell(&rows, 0, "url"), Some("tok&#45;en"));
        assert_eq!(cell(&rows, 0, "owner"), Some("ada"));
    }

    #[test]
    fn every_separator_is_found() {
        for text in [
            "id;owner\ncrm;ada\n",
            "id,a&#45;b&#45;c&#45;d,owner\ncrm,x,ada\n",
            "id\towner\ncrm\tada\n",
            "sep=;\r\nid;owner\r\ncrm;ada\r\n",
            "\"sep=|\"\nid|owner\ncrm|ada\n",
            "id;\"owner\"\ncrm;\"ada\"\n",
        ] {
            let (rows, faults) = table(text);
            assert!(faults.is_empty(), "{text}: {faults:?}");
            assert_eq!(cell(&rows, 0, "owner"), Some("ada"), "{text}");
        }
        assert_eq!(table("\"a,b,c\";d\n1;2\n").0[0].entries().len(), 2);
        assert_eq!(table("sep=;\nid;owner\ncrm;ada\n").0[0].line, 3);
        let lines = table("id,owner\r\ncrm,ada\r\n\r\nhr,\"a\r\nb\"\r\nit,x\r\n").0;
        assert_eq!(lines.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4, 6]);
    }

    #[test]
    fn empty_rows_and_columns_of_spreadsheets_are_ignored() {
        let text = "id,purpose,,\ncrm,\"two\nlines\",,\n,,,\nhr,=1+1,,\n\n,,,\n";
        let (rows, faults) = table(text);
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(rows.len(), 2);
        assert_eq!(cell(&rows, 0, "purpose"), Some("two\nlines"));
        assert_eq!((cell(&rows, 1, "purpose"), rows[1].line), (Some("=1+1"), 5));
        assert_eq!(rows[0].entries().len(), 2);
    }

    #[test]
    fn a_row_or_heading_that_does_not_fit_is_a_fault_with_its_line() {
        let line = |text: &str| table(text).1.first().map(|fault| fault.line);
        assert_eq!(line("id,owner\ncrm\n"), Some(2));
        assert_eq!(line("id,owner\ncrm,ada,more\n"), Some(2));
        assert_eq!(line("id,id\na,b\n"), Some(1));
        assert_eq!(line("id,\na,b\n"), Some(1));
        assert_eq!(line(&format!("id{}\na\n", ".x".repeat(10_000))), Some(1));
    }
}
