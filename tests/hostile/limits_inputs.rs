//! Small files that ask for much. Shared by the tests, which measure memory, and by the benchmark
//! `hostile`, which measures time.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What a run over such files must end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Exit code 2, with this text in the message, and the name of the file.
    Refused(&'static str),
    /// Exit code 0.
    Read,
}

/// Some files, and what a run over them must end with.
pub(crate) struct Hostile {
    /// What it does.
    pub(crate) name: &'static str,
    /// Names and bytes.
    pub(crate) files: Vec<(&'static str, Vec<u8>)>,
    /// How a run must end.
    pub(crate) expected: Expected,
    /// The arguments of the run.
    pub(crate) args: &'static [&'static str],
}

/// A report, which judges and writes everything.
const REPORT: &[&str] = &["report", "p", "--out", "out", "--as-of", "2026-11-22"];

/// Every case.
pub(crate) fn all() -> Vec<Hostile> {
    use Expected::{Read, Refused};
    let one = |name, file, bytes, expected| Hostile {
        name,
        files: vec![(file, bytes)],
        expected,
        args: REPORT,
    };
    let text = |name, file, text: String, expected| one(name, file, text.into_bytes(), expected);
    let mut all = vec![
        text(
            "an unknown key in each record",
            "inventory/servers.json",
            unknown_keys(),
            Refused("more records"),
        ),
        text(
            "a record with 300,000 keys",
            "inventory/servers.json",
            many_keys(),
            Refused("unknown field"),
        ),
        text("300,000 columns", "inventory/servers.csv", columns(), Refused("limit of 16384")),
        // Reading takes what so many servers take in any format, and no more for the heading.
        Hostile {
            args: &["ingest", "p"],
            ..one("a heading in the last column", "inventory/servers.xlsx", far_heading(), Read)
        },
        one(
            "one text in 5,000 cells",
            "inventory/servers.xlsx",
            shared_text(),
            Refused("the limit for a file"),
        ),
        one(
            "an archive that unpacks 1,000-fold",
            "inventory/servers.xlsx",
            zip_bomb(),
            Refused("too large"),
        ),
        text(
            "an anchor used 60,000 times",
            "inventory/servers.yaml",
            anchor(),
            Refused("the limit for a file"),
        ),
        text("anchors of anchors", "inventory/servers.yaml", laughs(), Refused("aliases")),
        text(
            "a long key",
            "inventory/servers.yaml",
            long_key(),
            Refused("bytes, more than the limit"),
        ),
        text(
            "a long heading",
            "inventory/servers.csv",
            long_heading(),
            Refused("the limit for a file"),
        ),
        text("a million digits", "inventory/servers.json", digits(), Refused("servers.json")),
        text("100,000 documents", "inventory/servers.yaml", documents(), Refused("not listed")),
        text("a million numbers", "inventory/servers.json", numbers(), Refused("more records")),
        text(
            "200,000 broken lines",
            "inventory/servers.ndjson",
            broken_lines(),
            Refused("not listed"),
        ),
        text(
            "a name of a megabyte",
            "inventory/servers.yaml",
            long_name(),
            Refused("limit of 1024"),
        ),
        text("references to nothing", "inventory.yaml", dangling(), Refused("no known asset")),
        text("owners whom no register has", "inventory.yaml", strangers(), Read),
        text("agents bound to every server", "inventory.yaml", wildcards(), Read),
        text("a long chain of calls", "inventory.yaml", chain(), Read),
    ];
    for (file, open, close) in [
        ("inventory/servers.yaml", "[", "]"),
        ("inventory/servers.json", "[", "]"),
        ("inventory/servers.json", "{\"a\":", "}"),
        ("inventory/servers.toml", "a = [", "]"),
        ("inventory/servers.ndjson", "[", "]"),
    ] {
        let deep = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        all.push(text("nested 100,000 deep", file, deep, Refused("servers.")));
    }
    for (name, prose) in [
        ("quotes in quotes", format!("{} deep", ">".repeat(100_000))),
        ("20 quotes", format!("{} deep", "> ".repeat(20))),
        ("open brackets", "a[[[[[[[[[[".repeat(4_000)),
        ("a megabyte of emphasis", "*a **b ".repeat(150_000)),
        ("a wide table", format!("{}|\n{}|\n", "|a".repeat(20_000), "|-".repeat(20_000))),
    ] {
        let profile = "[organisation]\nname = \"N\"\n[report]\nprose = \"notes.md\"\n";
        all.push(Hostile {
            name,
            files: vec![
                ("servers.yaml", b"servers: []\n".to_vec()),
                ("muster.toml", profile.into()),
                ("notes.md", prose.into_bytes()),
            ],
            expected: Read,
            args: REPORT,
        });
    }
    all.push(Hostile { name: "rules about servers", files: rules(), expected: Read, args: REPORT });
    all
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

fn unknown_keys() -> String {
    format!("[{}]", joined((0..2_000).map(|at| format!(r#"{{"id":"s{at}","x{at}":1}}"#))))
}

fn many_keys() -> String {
    format!(r#"[{{"id":"a",{}}}]"#, joined((0..300_000).map(|at| format!("\"k{at}\":1"))))
}

fn columns() -> String {
    let headings = joined((0..300_000).map(|at| format!("c{at}")));
    format!("id,{headings}\na{}\n", ",1".repeat(300_000))
}

fn far_heading() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("servers").expect("a name");
    sheet.write(0, 0, "id").expect("a heading");
    sheet.write(0, 16_383, "purpose").expect("a heading");
    for row in 1..=10_000 {
        sheet.write(row, 0, format!("s{row}")).expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

/// A workbook by hand: the usual writers refuse such texts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    const TYPES: &str =
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="servers" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let fixed = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes()),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in fixed.iter().chain(parts) {
        archive.start_file(*name, options).expect("a part");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

fn shared_text() -> Vec<u8> {
    let strings = format!(
        "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>id</t></si>\
         <si><t>{}</t></si></sst>",
        "x".repeat(1 << 20)
    );
    let mut rows = String::from("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>");
    for row in 2..5_002 {
        write!(rows, "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>1</v></c></row>")
            .expect("written");
    }
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>\
         {rows}</sheetData></worksheet>"
    );
    packed(&[
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn zip_bomb() -> Vec<u8> {
    packed(&[("xl/worksheets/sheet1.xml", &vec![b' '; 100 << 20])])
}

fn anchor() -> String {
    let text = "x".repeat(100_000);
    format!("- {{id: a, purpose: &p {text}}}\n{}", "- {id: b, purpose: *p}\n".repeat(60_000))
}

fn laughs() -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{aliases}]").expect("written");
    }
    text
}

fn long_key() -> String {
    format!("- id: a\n  ? {}\n  : 1\n", "k".repeat(1_000_000))
}

fn long_heading() -> String {
    format!("id,{}\n{}", "h".repeat(1_000_000), "a,1\n".repeat(1_000))
}

fn digits() -> String {
    format!(r#"[{{"id":"a","expires_at":{}}}]"#, "9".repeat(1_000_000))
}

fn documents() -> String {
    (0..100_000).map(|at| format!("---\n- id: s{at}\n  key: 1\n")).collect()
}

fn numbers() -> String {
    format!("[{}1]", "1,".repeat(1_000_000))
}

fn broken_lines() -> String {
    "{\"id\":\n".repeat(200_000)
}

fn long_name() -> String {
    let name = "n".repeat(1 << 20);
    format!("- {{id: {name}, name: {name}, owner: {name}, purpose: {name}, scopes: [{name}]}}\n")
}

fn dangling() -> String {
    let mut text = String::from("servers:\n");
    for at in 0..4_000 {
        writeln!(text, "  - {{id: server-{at}, uses: [sever-{at}]}}").expect("written");
    }
    text
}

fn strangers() -> String {
    let mut text = String::from("owners:\n");
    for at in 0..2_000 {
        writeln!(text, "  - {{id: team-{at}, name: Team {at}}}").expect("written");
    }
    text.push_str("servers:\n");
    for at in 0..2_000 {
        writeln!(text, "  - {{id: server-{at}, owner: taem-{at}}}").expect("written");
    }
    text
}

fn wildcards() -> String {
    let mut text = String::from("servers:\n");
    for at in 0..2_000 {
        writeln!(text, "  - {{id: server-{at}}}").expect("written");
    }
    text.push_str("agents:\n");
    for at in 0..2_000 {
        writeln!(text, "  - {{id: agent-{at}, bindings: [{{server: '*'}}]}}").expect("written");
    }
    text
}

fn chain() -> String {
    let mut text = String::from("servers:\n");
    for at in 0..3_000 {
        writeln!(text, "  - {{id: s{at}, reach: [], uses: [s{}]}}", (at + 1) % 3_000)
            .expect("written");
    }
    text
}

fn rules() -> Vec<(&'static str, Vec<u8>)> {
    let server = |at| format!("\"s{at}\":{{\"command\":\"x\",\"args\":[\"{at}\"]}}");
    let servers = format!("{{\"mcpServers\":{{{}}}}}", joined((0..2_000).map(server)));
    let rule = |at| format!("\"mcp__s{}__tool{at}\"", at % 2_000);
    let rules = joined((0..20_000).map(rule));
    let rules = format!("{{\"permissions\":{{\"defaultMode\":\"default\",\"allow\":[{rules}]}}}}");
    vec![(".mcp.json", servers.into_bytes()), (".claude/settings.json", rules.into_bytes())]
}
