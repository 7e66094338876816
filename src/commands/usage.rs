//! A command line that cannot be parsed, or that asks for help.

use std::process::ExitCode;

use clap::Parser;

use super::terminal;
use crate::cli::Cli;
use syntax::{line, visible};

/// Prints help and version where they are asked for; anything else means that we could not run.
pub fn refuse(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    // An argument may be the name of somebody's file. The message quotes it, so it is made once more,
    // about arguments that are visible.
    let shown = std::env::args_os().map(|word| visible(&word.to_string_lossy()).into_owned());
    match Cli::try_parse_from(shown) {
        Err(error) => _ = error.print(),
        Ok(_) => terminal::warn(&[line!("error: an argument has characters that cannot be seen")]),
    }
    ExitCode::from(2)
}
