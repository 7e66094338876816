//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser;
use passmuster::cli::Cli;
use passmuster::commands;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(commands::report_panic));
    match Cli::try_parse() {
        Ok(cli) => commands::run(cli.command),
        Err(error) => {
            // Help and version are asked for; anything else means that we could not run.
            let code = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            ExitCode::from(code)
        }
    }
}
