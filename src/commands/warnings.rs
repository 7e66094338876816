//! Warnings about the inputs, on standard error: they stop nothing, and the report lists all of them.

use std::io::Write;

use super::console;
use model::Diagnostic;

/// How many are printed; the report lists all.
const MOST: usize = 10;

/// Prints the first warnings, and how many more there are.
pub(super) fn print(notices: &[Diagnostic]) {
    let _ = std::io::stderr().lock().write_all(text(notices).as_bytes());
}

fn text(notices: &[Diagnostic]) -> String {
    let mut lines: Vec<String> = notices
        .iter()
        .take(MOST)
        .map(|notice| format!("warning: {}\n", console::notice(notice)))
        .collect();
    match notices.len().saturating_sub(MOST) {
        0 => {}
        1 => lines.push("warning: 1 more is listed in the report\n".into()),
        more => lines.push(format!("warning: {more} more are listed in the report\n")),
    }
    lines.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_printed_and_the_others_counted() {
        let notices = |count: usize| -> Vec<Diagnostic> {
            (0..count).map(|n| Diagnostic::general(format!("no {n}"), "add it")).collect()
        };
        assert_eq!(text(&notices(1)), "warning: no 0 (add it)\n");
        assert_eq!(text(&notices(MOST)).lines().count(), MOST);
        assert!(text(&notices(MOST + 1)).ends_with("warning: 1 more is listed in the report\n"));
        assert!(text(&notices(MOST + 7)).ends_with("warning: 7 more are listed in the report\n"));
    }
}
