//! Parse, run, exit code.

mod memory;

use std::process::ExitCode;

use clap::Parser;
use passmuster::cli::Cli;
use passmuster::commands;

fn main() -> ExitCode {
    memory::use_small_pages();
    std::panic::set_hook(Box::new(commands::report_panic));
    match Cli::try_parse() {
        Ok(cli) => commands::run(cli.command),
        Err(error) => commands::refuse(&error),
    }
}
