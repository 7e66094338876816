//! Warnings about the inputs, on standard error: they stop nothing, and the report lists all of them.

use std::collections::HashMap;

use super::{console, terminal};
use model::{Diagnostic, Kind};
use syntax::{Line, line};

/// How many are printed; the report lists all.
const MOST: usize = 10;

/// Prints the most important warnings, and how many more there are.
pub(super) fn print(notices: &[Diagnostic]) {
    terminal::warn(&lines(notices));
}

fn lines(notices: &[Diagnostic]) -> Vec<Line> {
    let shown = important(notices);
    let mut lines: Vec<Line> =
        shown.iter().map(|notice| console::notice("warning", notice)).collect();
    match notices.len() - shown.len() {
        0 => {}
        1 => lines.push(line!("warning: 1 more is listed in the report")),
        more => lines.push(line!("warning: {more} more are listed in the report")),
    }
    lines
}

/// The warnings to print: the most important first, and one of each sort before a second of any, so
/// that three hundred alike hide no other.
fn important(notices: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut ranked: Vec<(usize, Kind, &Diagnostic)> = notices
        .iter()
        .map(|notice| {
            let times = seen.entry(sort(notice)).or_default();
            *times += 1;
            (*times, notice.kind, notice)
        })
        .collect();
    ranked.sort_by_key(|(times, kind, _)| (*times, *kind));
    ranked.into_iter().take(MOST).map(|(_, _, notice)| notice).collect()
}

/// What a warning is about, without the names in it.
fn sort(notice: &Diagnostic) -> String {
    let mut quoted = false;
    let words = notice.message.split_whitespace().filter(|word| {
        let begins = word.starts_with('`');
        let inside = quoted || begins;
        quoted = (quoted || begins) && !word.trim_end_matches([',', ':']).ends_with('`');
        !inside && word.chars().all(|letter| letter.is_alphabetic() || ",;:".contains(letter))
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(notices: &[Diagnostic]) -> Vec<String> {
        lines(notices).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_first_are_printed_and_the_others_counted() {
        let notices = |count: usize| -> Vec<Diagnostic> {
            (0..count).map(|n| Diagnostic::general(format!("no {n}"), "add it")).collect()
        };
        assert_eq!(text(&notices(1)), ["warning: no 0 (add it)"]);
        assert_eq!(text(&notices(MOST)).len(), MOST);
        assert_eq!(text(&notices(MOST + 1))[MOST], "warning: 1 more is listed in the report");
        assert_eq!(text(&notices(MOST + 7))[MOST], "warning: 7 more are listed in the report");
    }

    #[test]
    fn many_alike_hide_no_other_and_slips_come_first() {
        let mut notices: Vec<Diagnostic> = (0..300)
            .map(|n| Diagnostic::general(format!("server/s{n} is in no register"), "register it"))
            .collect();
        for (message, kind) in [
            ("`expires_on` is in the future: 2031-01-01", Kind::Doubtful),
            ("a row has no ARN", Kind::NotRead),
            ("`onwers` is no kind", Kind::Slip),
        ] {
            notices.push(Diagnostic::general(message, "").of_kind(kind));
        }
        let lines = text(&notices);
        assert!(lines[0].contains("onwers") && lines[1].contains("no ARN"), "{lines:?}");
        assert!(lines[2].contains("future") && lines[3].contains("server/s0"), "{lines:?}");
        assert_eq!(lines[MOST], "warning: 293 more are listed in the report");
    }
}
