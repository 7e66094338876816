//! Messages on the terminal, in the shape of a compiler's.

use super::terminal;
use model::{Diagnostic, Kind};
use syntax::{Line, line};

/// How many errors are printed; the others are counted.
const MOST_PRINTED: usize = 500;

/// Prints errors to standard error; a command that writes files states that it
/// wrote nothing. Lines of the input are never quoted: they may contain secrets.
pub(super) fn print(messages: &[Diagnostic], writes: bool) {
    let mut sorted: Vec<&Diagnostic> = messages.iter().collect();
    // By file and line, so that a file is corrected from top to bottom.
    sorted.sort_by_key(|m| m.place.as_ref().map(|place| (place.file.clone(), place.line)));
    let shown = sorted.into_iter().take(MOST_PRINTED);
    let mut lines: Vec<Line> = shown.flat_map(|m| text("error", m)).collect();
    let count = messages.len();
    if let Some(more) = count.checked_sub(MOST_PRINTED).filter(|more| *more > 0) {
        lines.push(line!("{more} more errors are not printed: correct those above first"));
        lines.push(Line::default());
    }
    let noun = if count == 1 { "error" } else { "errors" };
    let half = messages.iter().any(|message| message.kind == Kind::HalfWritten);
    let kept = if writes && !half { "; nothing was written" } else { "" };
    lines.push(line!("muster: could not run: {count} {noun}{kept}"));
    terminal::warn(&lines);
}

/// Prints why formats could not be made, where the others are written.
pub(super) fn print_some_failed(failed: &[Diagnostic]) {
    let mut lines: Vec<Line> = failed.iter().flat_map(|it| text("error", it)).collect();
    let count = failed.len();
    let noun = if count == 1 { "format" } else { "formats" };
    lines.push(line!("muster: {count} {noun} could not be made; the others are written"));
    terminal::warn(&lines);
}

/// One message: what is wrong, where, and the fix; and an empty line.
fn text(level: &str, message: &Diagnostic) -> Vec<Line> {
    // Whatever room made it: it may name a file, an address or a value of the profile.
    let message = &ingest::clean(message.clone());
    let mut lines = vec![line!("{level}: {}", message.message)];
    if let Some(place) = &message.place {
        lines.push(match place.pointer.is_empty() {
            true => line!("  --> {place}"),
            false => line!("  --> {place} ({})", place.pointer),
        });
    }
    if !message.help.is_empty() {
        lines.push(line!("  help: {}", message.help));
    }
    lines.push(Line::default());
    lines
}
