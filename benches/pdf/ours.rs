//! The rows as muster prints them: its compiler, its fonts, its styles of tables.

use std::path::Path;

use jiff::civil::date;
use pdf::{Fonts, Form, Job};

const FONTS: [&[u8]; 2] = [
    include_bytes!("../../templates/fonts/IBMPlexSans-Regular.ttf"),
    include_bytes!("../../templates/fonts/IBMPlexSans-SemiBold.ttf"),
];

/// Writes the PDF of the rows in a file.
pub(crate) fn write(form: &str, rows: &Path, out: &Path) {
    let fonts = Fonts::new(&FONTS);
    let form = if form == "untagged" { Form::Untagged } else { Form::Archival };
    let job = Job {
        name: "rows.typ",
        template: include_str!("rows.typ"),
        modules: Vec::new(),
        files: vec![("data.json", with_lines(rows, &fonts).into())],
        form,
        is_long: false,
        date: date(2026, 11, 22),
        ident: "rows".into(),
        creator: "a benchmark".into(),
    };
    let bytes = pdf::render(&fonts, job).expect("a document");
    std::fs::write(out, bytes).expect("written");
    // As in muster, nothing is destroyed at the end.
}

/// The inner widths of the columns in `rows.typ`, in points.
const COLUMNS: [f64; 5] = [135.7, 22.3, 39.3, 56.3, 220.0];

/// The rows, with the number of lines of each, as the register of findings has them.
fn with_lines(rows: &Path, fonts: &Fonts) -> Vec<u8> {
    let text = std::fs::read(rows).expect("rows");
    let mut data: serde_json::Value = serde_json::from_slice(&text).expect("rows");
    let all: Vec<[String; 5]> = serde_json::from_value(data["rows"].clone()).expect("rows");
    let of_row = |row: &[String; 5]| {
        let cells = row.iter().zip(COLUMNS);
        let lines =
            |(cell, column): (&String, f64)| fonts.lines(&[("IBM Plex Sans", 8.0, cell)], column);
        cells.map(lines).try_fold(1, |most, lines| Some(lines?.max(most)))
    };
    data["lines"] = serde_json::json!(all.iter().map(of_row).collect::<Vec<Option<usize>>>());
    serde_json::to_vec(&data).expect("data")
}
