//! Standard output and standard error: the one place that writes to them, and only whole lines.

use std::io::Write;

use model::Diagnostic;
use syntax::{Line, visible_json};

/// What a command prints.
#[derive(Debug, Clone)]
pub(super) enum Printed {
    /// Lines for people.
    Lines(Vec<Line>),
    /// A document for programs.
    Json(String),
    /// A document in which every value is escaped as Markdown.
    Markdown(String),
}

impl Printed {
    fn text(&self) -> String {
        match self {
            Printed::Lines(lines) => joined(lines),
            Printed::Json(text) => visible_json(text).into_owned(),
            Printed::Markdown(text) => text.clone(),
        }
    }
}

/// Prints what was asked for.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn print(printed: &Printed) -> Result<(), Vec<Diagnostic>> {
    match std::io::stdout().lock().write_all(printed.text().as_bytes()) {
        // The reader may stop early, as in `muster controls list | head`.
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(vec![Diagnostic::general(format!("cannot print: {error}"), "")])
        }
        _ => Ok(()),
    }
}

/// Prints lines about what was done; that they cannot be printed undoes nothing.
pub(super) fn say(lines: &[Line]) {
    let _ = std::io::stdout().lock().write_all(joined(lines).as_bytes());
}

/// Prints lines on standard error.
pub(super) fn warn(lines: &[Line]) {
    let _ = std::io::stderr().lock().write_all(joined(lines).as_bytes());
}

/// Whether standard error is a terminal.
#[cfg(feature = "net")]
pub(super) fn is_terminal() -> bool {
    std::io::IsTerminal::is_terminal(&std::io::stderr())
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}
