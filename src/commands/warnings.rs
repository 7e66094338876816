//! Warnings about the inputs, on standard error: they stop nothing, and the report lists all of them.

use std::collections::HashMap;
use std::io::Write;

use super::console;
use model::Diagnostic;

/// How many are printed; the report lists all.
const MOST: usize = 10;

/// Prints one line.
pub(super) fn line(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Prints the most important warnings, and how many more there are.
pub(super) fn print(notices: &[Diagnostic]) {
    let _ = std::io::stderr().lock().write_all(text(notices).as_bytes());
}

fn text(notices: &[Diagnostic]) -> String {
    let shown = important(notices);
    let mut lines: Vec<String> =
        shown.iter().map(|notice| format!("warning: {}\n", console::notice(notice))).collect();
    match notices.len() - shown.len() {
        0 => {}
        1 => lines.push("warning: 1 more is listed in the report\n".into()),
        more => lines.push(format!("warning: {more} more are listed in the report\n")),
    }
    lines.concat()
}

/// The warnings to print: the most important first, and one of each sort before a second of any, so
/// that three hundred alike hide no other.
fn important(notices: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut ranked: Vec<(usize, u8, &Diagnostic)> = notices
        .iter()
        .map(|notice| {
            let times = seen.entry(sort(notice)).or_default();
            *times += 1;
            (*times, rank(notice), notice)
        })
        .collect();
    ranked.sort_by_key(|(times, rank, _)| (*times, *rank));
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

/// A likely slip comes first, then what was not read or dropped, then what lies in the future.
fn rank(notice: &Diagnostic) -> u8 {
    let says = |words: &[&str]| words.iter().any(|word| notice.message.contains(word));
    match () {
        () if notice.help.contains("did you mean") => 0,
        () if says(&["not read", "cannot be read", "passed over", "dropped", "skipped"]) => 1,
        () if says(&["future", "does not hold", "no owner"]) => 2,
        () => 3,
    }
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

    #[test]
    fn many_alike_hide_no_other_and_slips_come_first() {
        let mut notices: Vec<Diagnostic> = (0..300)
            .map(|n| Diagnostic::general(format!("server/s{n} is in no register"), "register it"))
            .collect();
        notices.push(Diagnostic::general("`expires_on` lies in the future: 2031-01-01", ""));
        notices.push(Diagnostic::general("a row names no ARN and was passed over", ""));
        notices.push(Diagnostic::general("`onwers` is no kind", "did you mean `owners`?"));
        let text = text(&notices);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].contains("onwers") && lines[1].contains("passed over"), "{text}");
        assert!(lines[2].contains("future") && lines[3].contains("server/s0"), "{text}");
        assert_eq!(lines[MOST], "warning: 293 more are listed in the report");
    }
}
