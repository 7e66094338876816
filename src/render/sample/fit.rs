//! Texts that fit into a cell of a workbook.

use syntax::visible_lines;

/// The most UTF-16 units of a cell: the limit of Excel.
const MAX_CELL: usize = 32_767;
/// What is behind a text that was cut.
const CUT: &str = " … [shortened; sample.json has the whole]";

/// A text as a cell shows it: every character visible, and no longer than a cell may be.
pub(super) fn cell(text: &str) -> String {
    let shown = visible_lines(text);
    if shown.encode_utf16().count() <= MAX_CELL {
        return shown.into_owned();
    }
    let mut left = MAX_CELL - CUT.encode_utf16().count();
    let fits = |character: &char| {
        let fits = left.checked_sub(character.len_utf16());
        left = fits.unwrap_or(0);
        fits.is_some()
    };
    let mut cut: String = shown.chars().take_while(fits).collect();
    cut.push_str(CUT);
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_what_a_cell_may_hold() {
        assert_eq!(cell("a\nb\u{202e}"), "a\nb\\u{202e}");
        for text in ["x".repeat(100_000), "\u{1f600}".repeat(100_000)] {
            let shown = cell(&text);
            let units = shown.encode_utf16().count();
            assert!((MAX_CELL - 1..=MAX_CELL).contains(&units) && shown.ends_with(CUT), "{units}");
        }
        let whole = "x".repeat(MAX_CELL);
        assert_eq!(cell(&whole), whole);
    }
}
