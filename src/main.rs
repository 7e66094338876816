//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use passmuster::cli::Cli;
use passmuster::commands;

/// Reading and judging allocate many small values, on all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::use_small_pages();
    std::panic::set_hook(Box::new(commands::report_panic));
    match Cli::try_parse() {
        Ok(cli) => commands::run(cli.command),
        Err(error) => commands::refuse(&error),
    }
}
