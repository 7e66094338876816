//! `muster report`

use std::path::Path;

use super::stages::Stages;
use super::{as_of, console, pipeline, recorded};
use crate::cli;
use crate::render::{self, Format};
use crate::workspace;
use model::Diagnostic;

pub(super) fn run(args: &cli::Report) -> Result<(), Vec<Diagnostic>> {
    // A pool that exists already was made by a test in the same process; it serves as well.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global();
    let mut stages = Stages::default();
    let as_of = as_of::as_of(args.as_of).map_err(|error| vec![error])?;
    let here = Path::new(".");
    let (mut project, demo) = match &args.path {
        Some(path) => (workspace::open(path)?, false),
        None if here.join("muster.toml").is_file() => (workspace::open(here)?, false),
        None => (workspace::demo(), true),
    };
    if args.record {
        recorded::begin(&mut project, demo).map_err(|error| vec![error])?;
    }
    let root = project.root.clone();
    stages.end("read files");
    let request = pipeline::Request {
        project,
        as_of,
        demo,
        online: !args.offline,
        keep_going: args.keep_going,
    };
    let run = pipeline::run(request, &mut stages)?;
    let formats = formats(&args.format);
    let record = match args.record {
        true => Some(recorded::artifact(&run, &root).map_err(|error| vec![error])?),
        false => None,
    };
    let artifacts =
        render::render(run.posture, run.all_findings, &formats).map_err(|error| vec![error])?;
    stages.end("render");
    let mut written = workspace::write(&args.out, &artifacts.files).map_err(|error| vec![error])?;
    if let Some(record) = record {
        written.extend(workspace::write(&root, &[record]).map_err(|error| vec![error])?);
    }
    stages.end("write");
    console::summary(&artifacts.posture, &written);
    if args.timings {
        console::timings(&stages);
    }
    Ok(())
}

/// The formats asked for; all that this build has where none is named.
pub(super) fn formats(asked: &[cli::Format]) -> Vec<Format> {
    if asked.is_empty() {
        return Format::ALL.to_vec();
    }
    let format = |asked: &cli::Format| match asked {
        cli::Format::Md => Format::Markdown,
        cli::Format::Html => Format::Html,
        cli::Format::Pdf => Format::Pdf,
        cli::Format::Json => Format::Json,
    };
    asked.iter().map(format).collect()
}
