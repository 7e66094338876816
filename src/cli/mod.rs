//! The command line: types only.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Do our non-human identities pass muster?
///
/// Reads an inventory of MCP servers, agents, service accounts and secrets with its review data,
/// judges every identity against controls, and writes a scored posture report. Nothing is sent
/// anywhere, and no server found in a configuration is started.
#[derive(Debug, Parser)]
#[command(name = "muster", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge a project and write its posture report.
    Report(Report),
    /// Render a posture.json again, in any format.
    Render(Render),
    /// Print a JSON Schema, for editors and other programs.
    Schema(Schema),
}

/// `muster report`
#[derive(Debug, clap::Args)]
pub struct Report {
    /// A project folder, any folder with files, or one file such as .mcp.json. Without it: this
    /// folder if it holds a muster.toml, else the built-in demonstration.
    pub path: Option<PathBuf>,
    /// The folder to write to.
    #[arg(long, short, default_value = "out", value_name = "DIR")]
    pub out: PathBuf,
    /// The day to judge on, as 2026-11-22. Default: SOURCE_DATE_EPOCH, else today in UTC.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<jiff::civil::Date>,
    /// The formats to write. Default: all.
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<Format>,
    /// Threads to work with; 0 for one a core. The outputs do not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub threads: usize,
    /// Print how long each stage took.
    #[arg(long)]
    pub timings: bool,
}

/// `muster render`
#[derive(Debug, clap::Args)]
pub struct Render {
    /// The posture to render.
    pub posture: PathBuf,
    /// The folder to write to.
    #[arg(long, short, default_value = "out", value_name = "DIR")]
    pub out: PathBuf,
    /// The formats to write. Default: all.
    #[arg(long, short, value_enum, value_delimiter = ',', value_name = "FORMAT")]
    pub format: Vec<Format>,
}

/// `muster schema`
#[derive(Debug, clap::Args)]
pub struct Schema {
    /// What to describe.
    #[arg(value_enum, default_value_t = Described::Inventory)]
    pub of: Described,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// Inventory and review files.
    Inventory,
    /// muster.toml.
    Profile,
    /// posture.json.
    Posture,
    /// Framework files under mappings/.
    Framework,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// report.md
    Md,
    /// report.html
    Html,
    /// report.pdf
    Pdf,
    /// posture.json
    Json,
}
