//! One file per subcommand. Only this module reads the clock, the environment and the terminal.

mod as_of;
mod by_id;
mod check;
mod collect;
mod console;
mod controls;
#[cfg(feature = "net")]
mod credential;
mod diff;
mod docs;
mod excluded;
mod explain;
#[cfg(feature = "net")]
mod fetch;
mod frameworks;
mod ingest;
mod inputs;
mod kept;
mod library;
mod messages;
mod pipeline;
mod posture_file;
mod profile;
#[cfg(feature = "net")]
mod progress;
mod reading;
mod record;
mod record_kinds;
mod recorded;
mod render;
mod report;
mod schema;
mod side;
mod sources;
mod stages;
mod verdict;
mod waive;
mod waive_checks;
mod waiver_read_back;
mod waiver_text;
mod warnings;

pub use docs::documents;
pub use pipeline::{Request, Run, run as assess_project};
pub use stages::Stages;

use std::process::ExitCode;

use crate::cli::Command;

/// Runs a subcommand. Exit codes: 0 clean, 1 a gate failed, 2 could not run.
pub fn run(command: Command) -> ExitCode {
    let writes = matches!(
        command,
        Command::Report(_)
            | Command::Demo(_)
            | Command::Render(_)
            | Command::Docs(_)
            | Command::Waive(_)
    );
    let result = match command {
        Command::Report(args) => report::run(&args),
        Command::Demo(args) => report::demo(&args),
        Command::Render(args) => render::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Controls(args) => controls::run(&args),
        Command::Frameworks(args) => frameworks::run(&args),
        Command::Docs(args) => docs::run(&args),
        Command::Collect(args) => collect::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Check(args) => match check::run(&args) {
            Ok(passed) if !passed => return ExitCode::FAILURE,
            run => run.map(|_| ()),
        },
        Command::Waive(args) => waive::run(&args),
        Command::Diff(args) => diff::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(messages) => {
            messages::print(&messages, writes);
            ExitCode::from(2)
        }
    }
}
