//! Rows of findings, the same for every program: as JSON, and as a page with the styles of ours.

use std::fmt::Write as _;

/// A finding: id, tier, severity, outcome, and what is wrong.
pub(crate) type Row = [String; 5];

const HEAD: [&str; 5] = ["Finding", "Tier", "Severity", "Outcome", "What is wrong"];
const SEVERITIES: [&str; 4] = ["critical", "high", "medium", "low"];
const OUTCOMES: [&str; 4] = ["fail", "partial", "not assessed", "pass"];

/// The first rows of one endless list.
pub(crate) fn rows(count: usize) -> Vec<Row> {
    let row = |n: usize| {
        let control = ["CRD-03", "OWN-01", "MON-02", "SEC-04", "REV-01"][n * 7 % 5];
        [
            format!("{control}@server/payments-{n}"),
            format!("T{}", n * 5 % 4),
            SEVERITIES[n * 3 % 4].into(),
            OUTCOMES[n * 11 % 4].into(),
            format!(
                "The credential of server payments-{n} is {} days old; {} days are allowed for its tier.",
                n % 400 + 1,
                [180, 90, 90, 30][n * 5 % 4]
            ),
        ]
    };
    (0..count).map(row).collect()
}

pub(crate) fn json(rows: &[Row]) -> String {
    serde_json::json!({ "head": HEAD, "rows": rows }).to_string()
}

/// The page that WeasyPrint and Chromium print: fixed columns, a repeated head, nothing to load.
pub(crate) fn html(rows: &[Row]) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=en-GB><meta charset=utf-8><title>Findings</title><style>\
         @page { size: A4; margin: 22mm 16mm 18mm } body { margin: 0; font: 8pt sans-serif } \
         table { border-collapse: collapse; table-layout: fixed; width: 100% } \
         th, td { text-align: left; vertical-align: top; padding: 2pt 3pt; border-bottom: .4pt solid #cfd5db; overflow-wrap: anywhere } \
         tr { break-inside: avoid }</style><h1>Findings</h1><table>\
         <col style='width:50mm'><col style='width:10mm'><col style='width:16mm'><col style='width:22mm'><col><thead><tr>",
    );
    HEAD.iter().for_each(|cell| write!(page, "<th>{cell}").expect("a text"));
    page += "</thead><tbody>";
    for row in rows {
        page += "<tr>";
        row.iter().for_each(|cell| write!(page, "<td>{cell}").expect("a text"));
    }
    page + "</tbody></table></html>"
}
