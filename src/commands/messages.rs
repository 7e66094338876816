//! Messages on the terminal, in the shape of a compiler's.

use std::io::Write;

use model::Diagnostic;

/// How many errors are printed; the others are counted.
const MOST_PRINTED: usize = 500;

/// Prints errors to standard error; a command that writes files states that it
/// wrote nothing. Lines of the input are never quoted: they may contain secrets.
pub(super) fn print(messages: &[Diagnostic], writes: bool) {
    let mut out = anstream_stderr();
    let mut messages: Vec<&Diagnostic> = messages.iter().collect();
    // By file and line, so that a file is corrected from top to bottom.
    messages.sort_by_key(|m| m.place.as_ref().map(|place| (place.file.clone(), place.line)));
    for message in messages.iter().take(MOST_PRINTED) {
        let _ = writeln!(out, "{}", text("error", message));
    }
    let count = messages.len();
    if let Some(more) = count.checked_sub(MOST_PRINTED).filter(|more| *more > 0) {
        let _ = writeln!(out, "{more} more errors are not printed: correct those above first\n");
    }
    let noun = if count == 1 { "error" } else { "errors" };
    let kept = if writes { "; nothing was written" } else { "" };
    let _ = writeln!(out, "muster: could not run: {count} {noun}{kept}");
}

/// Prints why formats could not be made, where the others are written, and what an earlier run left.
pub(super) fn print_some_failed(failed: &[Diagnostic], old: Option<&Diagnostic>) {
    let mut out = anstream_stderr();
    for (level, message) in
        failed.iter().map(|it| ("error", it)).chain(old.map(|old| ("warning", old)))
    {
        let _ = writeln!(out, "{}", text(level, message));
    }
    let count = failed.len();
    let noun = if count == 1 { "format" } else { "formats" };
    let _ = writeln!(out, "muster: {count} {noun} could not be made; the others are written");
}

fn anstream_stderr() -> impl Write {
    std::io::stderr().lock()
}

/// One message: what is wrong, where, and the fix.
pub(super) fn text(level: &str, message: &Diagnostic) -> String {
    // Whatever room made it: it may name a file, an address or a value of the profile.
    let message = &ingest::clean(message.clone());
    let mut text = format!("{level}: {}", message.message);
    if let Some(place) = &message.place {
        text.push_str(&format!("\n  --> {place}"));
        if !place.pointer.is_empty() {
            text.push_str(&format!(" ({})", place.pointer));
        }
    }
    if !message.help.is_empty() {
        text.push_str(&format!("\n  help: {}", message.help));
    }
    text.push('\n');
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}
