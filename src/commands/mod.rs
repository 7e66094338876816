//! One file a subcommand. Only here do clock, environment and terminal come in.

mod as_of;
mod console;
mod messages;
mod pipeline;
mod render;
mod report;
mod schema;
mod stages;

pub use pipeline::{Request, Run, run as assess_project};
pub use stages::Stages;

use std::process::ExitCode;

use crate::cli::Command;

/// Runs a subcommand. Exit codes: 0 clean, 1 a gate failed, 2 could not run.
pub fn run(command: Command) -> ExitCode {
    let result = match command {
        Command::Report(args) => report::run(&args),
        Command::Render(args) => render::run(&args),
        Command::Schema(args) => schema::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(messages) => {
            messages::print(&messages);
            ExitCode::from(2)
        }
    }
}
