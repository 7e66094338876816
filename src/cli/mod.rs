//! The command line: types only.

mod access;
mod check;
mod inputs;
mod report;
mod sample;
mod value;
mod verify;
mod waive;

pub use access::{Access, AllowedPaths, Network};
pub use check::Check;
pub use inputs::{Inputs, Reading};
pub use report::{Demo, Format, Output, Pdf, PdfStandard, Render, Report, Split};
pub use sample::{By, Sample, SampleFormat};
pub use verify::Verify;
pub use waive::Waive;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Do our non-human identities pass muster?
///
/// Reads an inventory of MCP servers, agents, service accounts and secrets with its review data,
/// assesses every identity against controls, and writes a scored posture report. Nothing is sent
/// anywhere, and no server found in a configuration is started.
#[derive(Debug, Parser)]
#[command(name = "muster", version, arg_required_else_help = true)]
pub struct Cli {
    /// The subcommand.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Assess a project and write its posture report.
    Report(Report),
    /// Write the report of a built-in demonstration project.
    Demo(Demo),
    /// Render a posture.json in any format.
    Render(Render),
    /// Fetch the URL sources of a project and keep the raw responses, without assessing.
    Collect(Collect),
    /// Show how input files are read, without assessing.
    Ingest(Ingest),
    /// Verify reports: hashes, figures, pages, inputs and the signature.
    ///
    /// It shows integrity: that files are as they were written, and that every figure follows from what it
    /// was computed from. Who made them is shown by a signature only. Nothing that was not verified is
    /// counted as verified. Exit codes: 0 nothing failed, 1 something failed, 2 could not run.
    Verify(Verify),
    /// Draw a sample of findings for an auditor to test.
    ///
    /// Findings are drawn by the SHA-256 of the seed and their id, so that anybody can draw the sample again,
    /// by hand too (docs/sampling.md). sample.pdf, sample.xlsx and sample.json state population, size and
    /// seed, quote what each finding is based on with its place, and have empty columns for result, initials
    /// and date. Exit codes: 0 written, 2 could not run.
    #[command(after_help = "Examples:
  muster sample --seed 20261130
  muster sample out/posture.json --seed 7 --size 40 --by outcome --inputs .
  muster sample --seed 7 --scope tier=T3 --scope outcome=pass --format xlsx")]
    Sample(Sample),
    /// Compare two postures or two recorded months, and attribute the change of the score.
    Diff(Diff),
    /// Print a JSON Schema, for editors and other programs.
    Schema(Schema),
    /// Explain an id: of a control, threshold, framework, requirement or finding.
    Explain(Explain),
    /// List the controls, or show one.
    Controls(Controls),
    /// List the frameworks, show one, or count the requirements that controls map to.
    Frameworks(Frameworks),
    /// Assess a project without rendering, and fail if the posture breaks a rule of the gate.
    ///
    /// Rules can be set in the `[gate]` table of muster.toml; a flag overrides the rule of the same
    /// kind. Waivers do not change scores and coverage; a finding with a live waiver is not counted.
    /// Exit codes: 0 every rule holds, 1 a rule does not hold, 2 could not run.
    Check(Check),
    /// Accept one failing finding for a limited time: append a waiver to a file of the project.
    ///
    /// The existing content of the file is kept. The finding still fails and the score does not
    /// change; gates do not count the finding until the waiver expires.
    Waive(Waive),
    /// Regenerate docs/controls.md and docs/frameworks.md, for contributors.
    #[command(hide = true)]
    Docs(Docs),
}

/// `muster collect`
#[derive(Debug, clap::Args)]
pub struct Collect {
    /// The project folder. Default: this folder.
    pub path: Option<PathBuf>,
    /// What the project may reach.
    #[command(flatten)]
    pub access: Access,
}

/// `muster ingest`
#[derive(Debug, clap::Args)]
pub struct Ingest {
    /// Folders and files to read; - is standard input.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What they may reach.
    #[command(flatten)]
    pub access: Access,
    /// Look under this folder for files of the known names.
    #[arg(long, value_name = "DIR")]
    pub discover: Option<PathBuf>,
    /// Look in the places in your home folder where clients keep their settings.
    #[arg(long)]
    pub home: bool,
    /// Output format; json contains every record in one normalised form.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Shown,
}

/// `muster schema`
#[derive(Debug, clap::Args)]
pub struct Schema {
    /// The document to describe.
    #[arg(value_enum, default_value_t = Described::Inventory)]
    pub of: Described,
}

/// `muster explain`
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// An id as people write it: OWN-01, review.max, PR.AA-05, nhi5, GV-2.1, or `finding` and the
    /// id of a finding.
    #[arg(required = true, value_name = "ID")]
    pub what: Vec<String>,
    /// The posture that contains the finding. Default: out/posture.json.
    #[arg(long, value_name = "FILE")]
    pub posture: Option<PathBuf>,
    /// Folders outside the project.
    #[command(flatten)]
    pub paths: AllowedPaths,
    /// Output format.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Shown,
}

/// `muster controls`
#[derive(Debug, clap::Args)]
pub struct Controls {
    /// Folders outside the project.
    #[command(flatten)]
    pub paths: AllowedPaths,
    /// What to do.
    #[command(subcommand)]
    pub action: ControlsAction,
}

/// What can be done with controls.
#[derive(Debug, Subcommand)]
pub enum ControlsAction {
    /// Every control, by family.
    List(Printed),
    /// One control in full.
    Show(Named),
}

/// `muster frameworks`
#[derive(Debug, clap::Args)]
pub struct Frameworks {
    /// Folders outside the project.
    #[command(flatten)]
    pub paths: AllowedPaths,
    /// What to do.
    #[command(subcommand)]
    pub action: FrameworksAction,
}

/// What can be done with frameworks.
#[derive(Debug, Subcommand)]
pub enum FrameworksAction {
    /// Every framework.
    List(Printed),
    /// One framework with its requirements, or one requirement.
    Show(Named),
    /// How many requirements controls map to, and why the others are not covered.
    Coverage(Printed),
}

/// A page to print.
#[derive(Debug, clap::Args)]
pub struct Printed {
    /// Output format.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Shown,
}

/// A page about one thing.
#[derive(Debug, clap::Args)]
pub struct Named {
    /// Its id or name, as people write it.
    #[arg(required = true, value_name = "ID")]
    pub what: Vec<String>,
    /// Output format.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Shown,
}

/// `muster docs`
#[derive(Debug, clap::Args)]
pub struct Docs {
    /// The folder to write to.
    #[arg(default_value = "docs", value_name = "DIR", value_parser = value::folder)]
    pub out: PathBuf,
}

/// How a page is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Shown {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Documents that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// Inventory and review files.
    Inventory,
    /// muster.toml.
    Profile,
    /// posture.json.
    Posture,
    /// The record of a month, history/2026-11.json.
    Month,
    /// Framework files under mappings/.
    Framework,
    /// manifest.json, which lists the files of a run.
    Manifest,
    /// sample.json, a sample of findings for a tester.
    Sample,
}

/// `muster diff`
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The earlier one: a posture.json, or a recorded month such as 2026-10.
    #[arg(value_name = "A")]
    pub before: String,
    /// The later one.
    #[arg(value_name = "B")]
    pub after: String,
    /// The project whose history contains the months.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub project: PathBuf,
    /// Folders outside the project.
    #[command(flatten)]
    pub paths: AllowedPaths,
    /// Output format; markdown suits a comment on a pull request.
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: DiffFormat,
}

/// How a comparison is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people.
    #[default]
    Text,
    /// For a pull request or a wiki.
    #[value(alias = "md")]
    Markdown,
    /// For programs.
    Json,
}
