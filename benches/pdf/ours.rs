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
    let form = if form == "untagged" { Form::Untagged } else { Form::Archival };
    let job = Job {
        name: "rows.typ",
        template: include_str!("rows.typ"),
        modules: Vec::new(),
        files: vec![("data.json", std::fs::read(rows).expect("rows"))],
        form,
        date: date(2026, 11, 22),
        ident: "rows".into(),
        creator: "a benchmark".into(),
    };
    let bytes = pdf::render(&Fonts::new(&FONTS), job).expect("a document");
    std::fs::write(out, bytes).expect("written");
    // As in muster, nothing is destroyed at the end.
}
