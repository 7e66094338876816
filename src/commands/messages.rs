//! Messages on the terminal, in the shape of a compiler's.

use super::terminal;
use model::{Diagnostic, Kind};
use syntax::{Line, line};

/// Prints errors to standard error; a command that writes files states that it
/// wrote nothing. Lines of the input are never quoted: they may contain secrets.
pub(super) fn print(messages: &[Diagnostic], writes: bool) {
    let mut sorted: Vec<&Diagnostic> = messages.iter().collect();
    // By file and line, so that a file is corrected from top to bottom.
    sorted.sort_by_key(|m| m.place.as_ref().map(|place| (place.file.clone(), place.line)));
    let mut lines: Vec<Line> = sorted.into_iter().flat_map(|m| text("error", m)).collect();
    let count = messages.len();
    let noun = if count == 1 { "error" } else { "errors" };
    let half = messages.iter().any(|message| message.kind == Kind::HalfWritten);
    let kept = if writes && !half { "; nothing was written" } else { "" };
    lines.push(line!("muster: could not run: {count} {noun}{kept}"));
    terminal::warn(&lines);
}

/// One message: what is wrong, where, and the fix; and an empty line.
fn text(level: &str, message: &Diagnostic) -> Vec<Line> {
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
