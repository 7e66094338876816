//! The same facts in every format are the same model.

use passmuster::ingest::{Options, SourceFile, ingest};
use passmuster::model::{Facts, Field, Source};
use passmuster::workspace::Project;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;

use crate::support::{fixture, judge, run};

/// A posture without what may differ: where the facts stand.
fn comparable(mut posture: passmuster::model::Posture) -> Value {
    posture.inputs.clear();
    // Tools written under a server are no records of their own.
    posture.ledger = passmuster::model::Ledger::default();
    posture.organisation.clear();
    posture.summary.clear();
    posture.assets.iter_mut().for_each(|asset| asset.places.clear());
    for finding in &mut posture.findings {
        finding.evidence.iter_mut().for_each(|evidence| evidence.place = None);
    }
    posture.fixes.iter_mut().for_each(|fix| fix.place = None);
    posture.severe_findings.iter_mut().for_each(|finding| finding.place = None);
    posture.waivers.iter_mut().for_each(|w| w.place = passmuster::model::Place::file("x"));
    posture.notices.clear();
    serde_json::to_value(posture).expect("json")
}

fn assert_alike(first: &Value, other: &Value, name: &str) {
    for (key, value) in first.as_object().expect("a posture") {
        assert_eq!(value, &other[key], "{name} differs in {key}");
    }
}

#[test]
fn the_same_facts_in_five_formats_read_alike() {
    let first = comparable(run("formats/csv").posture);
    for format in ["json", "ndjson", "yaml"] {
        assert_alike(&first, &comparable(run(&format!("formats/{format}")).posture), format);
    }
    let files = vec![("inventory.xlsx".to_string(), workbook())];
    let posture = judge(Project { files, ..Project::default() }).expect("readable").posture;
    assert_eq!(posture.inputs[0].records, 11);
    assert_alike(&first, &comparable(posture), "xlsx");
}

/// The tables of `formats/csv` as one workbook: a sheet each, with numbers, dates and flags as
/// Excel keeps them, and an empty column, row and sheet as people leave them.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Empty").expect("a name");
    let day = Format::new().set_num_format("dd.mm.yyyy");
    let mut tables: Vec<_> = std::fs::read_dir(fixture("formats/csv"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    tables.sort();
    for path in tables {
        let text = std::fs::read_to_string(&path).expect("text");
        let sheet = book.add_worksheet();
        sheet.set_name(path.file_stem().expect("a name").to_string_lossy()).expect("a name");
        let (grid, faults) = passmuster::syntax::grid(&text);
        assert!(faults.is_empty());
        for (column, heading) in (0..).zip(&grid.headings) {
            sheet.write(0, column, heading).expect("a heading");
        }
        // The second row stays empty.
        for (row, record) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).records()) {
            for (column, cell) in (0..).zip(record.expect("a row").iter()) {
                let date: Vec<u16> = cell.split('-').filter_map(|part| part.parse().ok()).collect();
                match (date.as_slice(), cell) {
                    ([year, month, of_month], _) if cell.len() == 10 => {
                        let date = ExcelDateTime::from_ymd(*year, *month as u8, *of_month as u8);
                        sheet.write_with_format(row, column, date.expect("a day"), &day)
                    }
                    (_, "true" | "false") => sheet.write(row, column, cell == "true"),
                    _ => match cell.parse::<u32>() {
                        Ok(number) => sheet.write(row, column, number),
                        Err(_) => sheet.write(row, column, cell),
                    },
                }
                .expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

fn facts(name: &str, text: &str, sources: &[Source]) -> Facts {
    let file = SourceFile::new(name, text.as_bytes().to_vec());
    let (facts, errors) = ingest(&[file], Options { sources, ..Options::default() });
    assert!(errors.is_empty(), "{errors:#?}");
    facts
}

#[test]
fn a_table_with_headings_of_its_own_is_guessed_and_told() {
    let text = "sep=;\r\nService Account;Owner e-mail;Last used;Env;Cost centre;\r\n\
                billing@corp;ada@corp.example;2026-11-01;prod;4711;\r\n;;;;;\r\n";
    let facts = facts("Export 2026-11.csv", text, &[]);
    let account = &facts.service_accounts[0];
    assert_eq!(account.record.id, "billing@corp");
    assert_eq!(account.record.owner, Field::Given(vec!["ada@corp.example".into()]));
    assert_eq!(account.place.line, 3);
    let reported: Vec<&str> = facts.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(
        reported,
        [
            "this table is read as service_accounts, judging by its headings",
            "headings were guessed: `Service Account` is read as `id`, `Owner e-mail` is read as \
             `owner`, `Env` is read as `environment`",
            "columns were not read: `Cost centre`",
        ]
    );
    assert!(facts.notices.iter().all(|notice| notice.help.contains("[[source]]")));
}

#[test]
fn the_profile_says_what_a_table_is() {
    let source = Source {
        path: Some("exports/*.csv".into()),
        records: Some("secrets".into()),
        columns: [("id", "Schlüssel"), ("owner", "Verantwortlich")]
            .map(|(field, heading)| (field.into(), heading.into()))
            .into(),
        ..Source::default()
    };
    let text = "Schlüssel,Verantwortlich,status\ncrm-key,ada,active\n";
    let facts = facts("exports/q4.csv", text, &[source]);
    assert_eq!(facts.secrets[0].record.id, "crm-key");
    assert_eq!(facts.secrets[0].record.owner, Field::Given(vec!["ada".into()]));
    assert!(facts.notices.is_empty(), "{:#?}", facts.notices);
}

#[test]
fn utf_16_as_spreadsheets_write_it_is_read() {
    let bytes: Vec<u8> =
        "\u{feff}id\tname\r\ncrm\tKäufer\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = SourceFile::new("servers.tsv", bytes);
    let (facts, errors) = ingest(&[file], Options::default());
    assert!(errors.is_empty(), "{errors:#?}");
    assert_eq!(facts.servers[0].record.name, Field::Given("Käufer".into()));
}
