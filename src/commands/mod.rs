//! One file per subcommand. Only this module reads the clock, the environment and the terminal.

mod as_of;
mod baseline;
mod by_id;
mod check;
mod collect;
mod console;
mod controls;
mod credential;
mod diff;
mod docs;
mod excluded;
mod explain;
#[cfg(feature = "net")]
mod fetch;
mod findings_file;
mod frameworks;
mod gate_choice;
mod gated;
mod in_batches;
mod ingest;
mod inputs;
mod interrupted;
mod judged;
mod kept;
mod layout;
mod library;
mod manifest;
mod messages;
mod out;
mod outputs;
mod pdf_options;
mod pipeline;
mod posture_file;
mod profile;
#[cfg(feature = "net")]
mod progress;
mod read_records;
mod reading;
mod record;
mod record_kinds;
mod recorded;
mod render;
mod report;
mod sample;
mod schema;
mod scoped;
mod side;
mod site;
mod source_url;
mod sources;
mod split;
mod stages;
#[cfg(feature = "pdf")]
mod system_fonts;
mod terminal;
mod threads;
mod usage;
mod verdict;
mod verify;
mod waive;
mod waive_checks;
mod waiver_read_back;
mod waiver_text;
mod warnings;

pub use docs::documents;
pub use gate_choice::GateChoice;
pub use judged::Keep;
pub use pipeline::{Request, Run, run as assess_project};
pub use stages::Stages;
pub use usage::refuse;

use std::panic::PanicHookInfo;
use std::process::ExitCode;

use crate::cli::Command;
use syntax::line;

/// A command without a gate passes where it ran.
fn passed((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

fn gate(passes: bool) -> ExitCode {
    if passes { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Formats that could not be made are printed already.
fn formats(written: report::Written) -> ExitCode {
    match written {
        report::Written::All => ExitCode::SUCCESS,
        report::Written::Some => ExitCode::from(2),
    }
}

/// Runs a subcommand. Exit codes: 0 clean, 1 a gate failed, 2 could not run.
pub fn run(command: Command) -> ExitCode {
    let writes = matches!(
        command,
        Command::Report(_)
            | Command::Demo(_)
            | Command::Render(_)
            | Command::Docs(_)
            | Command::Sample(_)
            | Command::Waive(_)
    );
    if let Err(messages) = interrupted::end(&command) {
        messages::print(&messages, writes);
        return ExitCode::from(2);
    }
    let threads = match &command {
        Command::Report(args) => args.reading.threads,
        Command::Check(args) => args.reading.threads,
        _ => 0,
    };
    let result = threads::with(threads, || match command {
        Command::Report(args) => report::run(&args).map(formats),
        Command::Demo(args) => report::demo(&args).map(formats),
        Command::Render(args) => render::run(&args).map(formats),
        Command::Schema(args) => schema::run(&args).map(passed),
        Command::Explain(args) => explain::run(&args).map(passed),
        Command::Controls(args) => controls::run(&args).map(passed),
        Command::Frameworks(args) => frameworks::run(&args).map(passed),
        Command::Docs(args) => docs::run(&args).map(passed),
        Command::Collect(args) => collect::run(&args).map(passed),
        Command::Ingest(args) => ingest::run(&args).map(passed),
        Command::Check(args) => check::run(&args).map(gate),
        Command::Verify(args) => verify::run(&args).map(gate),
        Command::Waive(args) => waive::run(&args).map(passed),
        Command::Sample(args) => sample::run(&args).map(passed),
        Command::Diff(args) => diff::run(&args).map(passed),
    });
    match result {
        Ok(code) => code,
        Err(messages) => {
            messages::print(&messages, writes);
            ExitCode::from(2)
        }
    }
}

/// Prints where a panic began and not its message: that may quote inputs, which may hold secrets.
pub fn report_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line()));
    let place = place.unwrap_or_default();
    terminal::warn(&[line!("muster: internal error{place}; please report it")]);
}
