//! `[pdf]` in `muster.toml`: how PDFs are printed.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use model::{Diagnostic, PdfChoices, Place, StatedPath};
use syntax::Node;

/// The most rows that a register may be given: some fifteen thousand pages.
const MAX_REGISTER_ROWS: u64 = 1_000_000;
/// How many font files may be named.
const MAX_FONTS: usize = 32;

/// `[pdf]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct PdfTable {
    /// How many rows the register of findings has, those to act on first: 0 to 1,000,000. What report.pdf has
    /// no room for is in volumes of its own. Default: 2,000.
    #[serde(default)]
    register_rows: Option<u64>,
    /// TrueType or OpenType files for the scripts that the embedded fonts lack, relative to the project folder.
    #[serde(default)]
    fonts: Vec<String>,
    /// Whether fonts of the machine are taken for characters that no other font shows. Then the PDFs are
    /// the same on machines with the same fonts only.
    #[serde(default)]
    system_fonts: bool,
}

/// What the table decides.
pub(crate) fn pdf(
    table: PdfTable,
    tree: Option<&Node>,
    file: &Arc<str>,
    errors: &mut Vec<Diagnostic>,
) -> PdfChoices {
    let line = |key: &str, at: Option<usize>| {
        let node = tree.and_then(|tree| tree.get(key));
        let entry = at.and_then(|at| node.and_then(|node| node.list().get(at)));
        entry.or(node).map_or(0, |node| node.line)
    };
    if table.register_rows.is_some_and(|rows| rows > MAX_REGISTER_ROWS) {
        let place = Place::new(file, line("register-rows", None), "/pdf/register-rows");
        let message = format!("a register has at most {MAX_REGISTER_ROWS} rows");
        let help = "name a smaller number; findings.ndjson has every finding";
        errors.push(Diagnostic::at(&place, message, help));
    }
    if table.fonts.len() > MAX_FONTS {
        let place = Place::new(file, line("fonts", None), "/pdf/fonts");
        let message = format!("more than {MAX_FONTS} fonts are named");
        errors.push(Diagnostic::at(&place, message, "name those of the scripts that are used"));
    }
    let fonts = table.fonts.into_iter().enumerate().map(|(at, path)| {
        StatedPath::new(path, Place::new(file, line("fonts", Some(at)), format!("/pdf/fonts/{at}")))
    });
    PdfChoices {
        register_rows: table.register_rows,
        fonts: fonts.collect(),
        system_fonts: table.system_fonts,
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::tests::read;

    #[test]
    fn rows_fonts_and_fonts_of_the_machine_are_read() {
        let text = "[pdf]\nregister-rows = 0\nfonts = [\n  \"fonts/a.ttf\",\n  \"b.otf\",\n]\nsystem-fonts = true\n";
        let pdf = read(text).expect("a profile").pdf;
        assert_eq!((pdf.register_rows, pdf.system_fonts), (Some(0), true));
        let fonts: Vec<_> = pdf.fonts.iter().map(|font| (font.text(), font.place().line)).collect();
        assert_eq!(fonts, [("fonts/a.ttf", 4), ("b.otf", 5)]);
        assert_eq!(read("").expect("a profile").pdf, model::PdfChoices::default());
    }

    #[test]
    fn what_is_out_of_bounds_or_unknown_is_an_error_with_its_line() {
        let fonts = vec!["\"a.ttf\""; 33].join(", ");
        for (text, line) in [
            ("[pdf]\nregister-rows = 1000001\n".to_string(), 2),
            ("[pdf]\nregister-rows = -1\n".to_string(), 2),
            ("[pdf]\nregister-rows = \"all\"\n".to_string(), 2),
            ("[pdf]\nrows = 3\n".to_string(), 2),
            (format!("[pdf]\n\nfonts = [{fonts}]\n"), 3),
        ] {
            let found = read(&text).expect_err(&text);
            let lines: Vec<_> =
                found.iter().filter_map(|one| Some(one.place.as_ref()?.line)).collect();
            assert_eq!(lines, [line], "{text}: {found:?}");
        }
    }
}
