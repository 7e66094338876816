//! What the package promises to its callers, without muster's own template.
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use pdf::{Failure, Fonts, Form, Job};

use jiff::civil::date;
use passmuster_pdf as pdf;

fn render(template: &str) -> Result<Vec<u8>, Failure> {
    let fonts = Fonts::new(&[include_bytes!("../../../templates/fonts/IBMPlexSans-Regular.ttf")]);
    let job = Job {
        name: "page.typ",
        template,
        modules: vec![("parts/one.typ", "#let words = [Words]\n#let broken() = no-such-name")],
        files: vec![("data.txt", b"#panic()".as_slice().into())],
        form: Form::Archival,
        is_long: true,
        date: date(2026, 11, 22),
        ident: "one".into(),
        creator: "a test".into(),
    };
    pdf::render(&fonts, job)
}

const SETUP: &str = "#set document(title: \"A page\")\n#set text(font: \"IBM Plex Sans\")\n";

#[test]
fn the_same_job_gives_the_same_bytes() {
    let template = format!("{SETUP}Words");
    let first = render(&template).expect("a document");
    assert!(first.starts_with(b"%PDF-"));
    assert!(first == render(&template).expect("a document"), "the second document differs");
}

/// Packed objects are the better part of a tagged file's size.
#[test]
fn objects_are_packed_into_streams() {
    let rows = "#table(columns: 2, table.header[a][b], ..range(1200).map(n => [#n]))\n";
    let bytes = render(&format!("{SETUP}{rows}")).expect("a document");
    let count = |word: &[u8]| bytes.windows(word.len()).filter(|window| *window == word).count();
    assert!(count(b"/Type/ObjStm") >= 2);
    assert_eq!((count(b"/Type/XRef"), count(b"\ntrailer")), (1, 0));
    assert_eq!(count(b"/StructElem"), 0, "an object is left outside");
}

/// Neither the numbers in a string nor what looks like a list of references in it is one. Needs `qpdf`, which
/// `./test` installs.
#[test]
fn packed_objects_are_those_that_were_written() {
    let list = "1 0 R ".repeat(40);
    let title = |number: usize| format!("Room {number} [{list}] 7 (8 9) {{ }}");
    let headings: String = (0..20).map(|number| format!("= #\"{}\"\n", title(number))).collect();
    let rows = "#table(columns: 2, table.header[a][b], ..range(1200).map(n => [#n]))\n";
    let bytes = render(&format!("{SETUP}{headings}{rows}")).expect("a document");
    let folder = tempfile::tempdir().expect("a folder");
    let (packed, plain) = (folder.path().join("packed.pdf"), folder.path().join("plain.pdf"));
    std::fs::write(&packed, bytes).expect("written");
    let unpack = ["--qdf", "--object-streams=disable", "--warning-exit-0"];
    let status = std::process::Command::new("qpdf").args(unpack).arg(&packed).arg(&plain).status();
    assert!(status.expect("qpdf runs").success());
    let plain = std::fs::read(plain).expect("a document");
    let plain = String::from_utf8_lossy(&plain);
    assert_eq!(plain.matches("/S /TD").count(), 1200);
    assert_eq!(plain.matches("/S /TR").count(), 601);
    for number in 0..20 {
        let escaped = title(number).replace('(', "\\(").replace(')', "\\)");
        let is_there = plain.contains(&title(number)) || plain.contains(&escaped);
        assert!(is_there, "the title of heading {number} is another");
    }
}

#[test]
fn data_is_text_and_never_code() {
    render(&format!("{SETUP}#read(\"data.txt\")")).expect("a document");
}

#[test]
fn a_failure_names_the_template_and_the_line() {
    let failure = render(&format!("{SETUP}#no-such-name")).expect_err("a failure").to_string();
    assert!(failure.contains("(page.typ:3)"), "{failure}");
}

#[test]
fn a_template_reads_only_what_it_is_given() {
    for path in ["/etc/hostname", "other.txt", "../Cargo.toml"] {
        render(&format!("{SETUP}#read(\"{path}\")")).expect_err(path);
    }
}

#[test]
fn a_failure_in_a_module_names_the_module_and_the_line() {
    let import = format!("{SETUP}#import \"parts/one.typ\": *\n");
    render(&format!("{import}#words")).expect("a document");
    let failure = render(&format!("{import}#broken()")).expect_err("a failure").to_string();
    assert!(failure.contains("(parts/one.typ:2)"), "{failure}");
}

/// PDF/UA asks for a title.
#[test]
fn a_document_that_cannot_be_accessible_is_refused() {
    let failure = render("#set text(font: \"IBM Plex Sans\")\nWords").expect_err("a failure");
    assert!(failure.to_string().contains("title"), "{failure}");
}
