//! `sample.xlsx`: the sample with columns for the tester, how it was drawn, and the population.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::fit::cell;
use model::sample::{Sample, SampledFinding};
use model::{Artifact, Diagnostic};

/// The most findings of the population that a sheet lists.
const MAX_POPULATION: usize = 100_000;

/// The columns of the sample: heading and width. The last three are for the tester.
const COLUMNS: [(&str, f64); 20] = [
    ("No.", 6.0),
    ("Stratum", 16.0),
    ("Finding", 34.0),
    ("Control", 28.0),
    ("Passes when", 40.0),
    ("Asset", 24.0),
    ("Owner", 16.0),
    ("Tier", 6.0),
    ("Severity", 10.0),
    ("Outcome", 14.0),
    ("Sentence", 44.0),
    ("Evidence class", 14.0),
    ("Evidence", 50.0),
    ("Places", 34.0),
    ("Records", 60.0),
    ("Places of the records", 34.0),
    ("Key (SHA-256)", 20.0),
    ("Tester's result", 30.0),
    ("Initials", 10.0),
    ("Date", 12.0),
];

/// The workbook. It is dated by the as-of day, so that the same sample gives the same bytes.
pub(super) fn workbook(
    sample: &Sample,
    population: &[Vec<(String, String)>],
) -> Result<Artifact, Diagnostic> {
    let bytes = book(sample, population).map_err(|error| {
        Diagnostic::general(format!("sample.xlsx cannot be made: {error}"), "report this")
    })?;
    Ok(Artifact::new("sample.xlsx", bytes))
}

fn book(sample: &Sample, population: &[Vec<(String, String)>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let properties = DocProperties::new()
        .set_title("Sample of findings")
        .set_author("muster")
        .set_creation_datetime(&date(sample.as_of)?);
    book.set_properties(&properties);
    findings(book.add_worksheet(), sample)?;
    method(book.add_worksheet(), sample)?;
    strata(book.add_worksheet(), sample)?;
    all(book.add_worksheet(), sample, population)?;
    book.save_to_buffer()
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let number = |n: i8| u8::try_from(n).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1970);
    ExcelDateTime::from_ymd(year, number(day.month()), number(day.day()))
}

fn heading() -> Format {
    Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top)
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Writes a heading with the widths of its columns, which stays in sight and on each printed page.
fn head(sheet: &mut Worksheet, columns: &[(&str, f64)]) -> Result<(), XlsxError> {
    for (at, (title, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, *width)?;
        sheet.write_string_with_format(0, at, *title, &heading())?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Writes a row of texts. Each is a text for the workbook, whatever it begins with: none is a formula.
fn row(sheet: &mut Worksheet, at: u32, texts: &[String]) -> Result<(), XlsxError> {
    for (column, text) in (0..).zip(texts) {
        sheet.write_string_with_format(at, column, cell(text), &wrapped())?;
    }
    Ok(())
}

fn findings(sheet: &mut Worksheet, sample: &Sample) -> Result<(), XlsxError> {
    sheet.set_name("Sample")?;
    head(sheet, &COLUMNS)?;
    let mut at = 0;
    for stratum in &sample.strata {
        for finding in &stratum.findings {
            at += 1;
            row(sheet, at, &texts(at, &stratum.id, finding))?;
        }
    }
    Ok(())
}

fn texts(number: u32, stratum: &str, finding: &SampledFinding) -> [String; 20] {
    let places = finding.evidence.iter();
    let places = places.map(|fact| fact.place.as_ref().map(ToString::to_string));
    let places: Vec<String> = places.map(|place| place.unwrap_or_else(|| "—".into())).collect();
    let facts: Vec<&str> = finding.evidence.iter().map(|fact| fact.fact.as_str()).collect();
    let records: Vec<&str> = finding.records.iter().map(|record| record.record.as_str()).collect();
    let record_places: Vec<String> = finding
        .records
        .iter()
        .map(|record| format!("{} {} ({})", record.place, record.place.pointer, record.kind))
        .collect();
    [
        number.to_string(),
        stratum.into(),
        finding.id.clone(),
        finding.title.clone(),
        finding.pass_if.clone(),
        finding.asset_name.clone(),
        finding.owner.clone(),
        finding.tier.id().into(),
        finding.severity.to_string(),
        finding.outcome.to_string(),
        finding.sentence.clone(),
        finding.class.to_string(),
        facts.join("\n"),
        places.join("\n"),
        records.join("\n\n"),
        record_places.join("\n"),
        finding.key.clone(),
        finding.tester.result.clone(),
        finding.tester.initials.clone(),
        finding.tester.date.clone(),
    ]
}

fn method(sheet: &mut Worksheet, sample: &Sample) -> Result<(), XlsxError> {
    sheet.set_name("Method")?;
    head(sheet, &[("What", 28.0), ("Value", 110.0)])?;
    let method = &sample.method;
    let scope: Vec<String> = method.scope.iter().map(ToString::to_string).collect();
    let demo = if sample.demo { " (built-in demonstration)" } else { "" };
    let mut rows = vec![
        ("Organisation", format!("{}{demo}", sample.organisation)),
        ("Period", sample.period.clone()),
        ("As of", sample.as_of.to_string()),
        ("Drawn by", format!("muster {}", sample.version)),
        ("Seed", method.seed.clone()),
        ("Size for each stratum", method.size.to_string()),
        ("Population", sample.population.to_string()),
        ("Drawn", sample.drawn.to_string()),
        ("Scope", if scope.is_empty() { "all that apply".into() } else { scope.join(" ") }),
        ("Rule", method.rule.clone()),
    ];
    for file in &sample.drawn_from {
        rows.push((
            "Drawn from",
            format!("{} · {} bytes · SHA-256 {}", file.name, file.bytes, file.sha256),
        ));
    }
    rows.extend(sample.statements.iter().map(|one| ("Statement", one.clone())));
    for (at, (what, value)) in (1..).zip(rows) {
        row(sheet, at, &[what.into(), value])?;
    }
    Ok(())
}

fn strata(sheet: &mut Worksheet, sample: &Sample) -> Result<(), XlsxError> {
    sheet.set_name("Strata")?;
    head(
        sheet,
        &[
            ("Stratum", 18.0),
            ("Title", 40.0),
            ("Population", 12.0),
            ("Drawn", 10.0),
            ("At most wrong without an exception (95 %)", 22.0),
            ("The same in %", 12.0),
            ("SHA-256 of the population", 66.0),
        ],
    )?;
    for (at, stratum) in (1..).zip(&sample.strata) {
        let texts = [
            stratum.id.clone(),
            stratum.title.clone(),
            stratum.population.to_string(),
            stratum.drawn.to_string(),
            stratum.upper_bound.findings.to_string(),
            stratum.upper_bound.rate.to_string(),
            stratum.population_sha256.clone(),
        ];
        row(sheet, at, &texts)?;
    }
    Ok(())
}

fn all(
    sheet: &mut Worksheet,
    sample: &Sample,
    population: &[Vec<(String, String)>],
) -> Result<(), XlsxError> {
    sheet.set_name("Population")?;
    head(sheet, &[("Stratum", 18.0), ("Finding", 44.0), ("Key (SHA-256)", 66.0), ("Drawn", 8.0)])?;
    let listed = sample.strata.iter().zip(population).flat_map(|(stratum, keys)| {
        (0..).zip(keys).map(move |(at, (id, key))| {
            let drawn = if at < stratum.drawn { "yes" } else { "" };
            [stratum.id.clone(), id.clone(), key.clone(), drawn.to_string()]
        })
    });
    let mut at = 0;
    for texts in listed.take(MAX_POPULATION) {
        at += 1;
        row(sheet, at, &texts)?;
    }
    let rest =
        usize::try_from(sample.population).unwrap_or(usize::MAX).saturating_sub(MAX_POPULATION);
    if rest > 0 {
        let line = format!("{rest} more findings are not listed; the posture has them");
        row(sheet, at + 1, &[line])?;
    }
    Ok(())
}
