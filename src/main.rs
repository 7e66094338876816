//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use passmuster::cli::Cli;
use passmuster::commands;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => commands::run(cli.command),
        Err(error) => commands::refuse(&error),
    }
}
