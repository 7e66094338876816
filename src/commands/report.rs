//! `muster report`

use std::path::Path;

use super::stages::Stages;
use super::{as_of, console, pipeline, record, warnings};
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
        record::begin(&mut project, demo).map_err(|error| vec![error])?;
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
    let month = match args.record {
        true => Some(record::artifact(&run, &root).map_err(|error| vec![error])?),
        false => None,
    };
    let artifacts =
        render::render(run.posture, run.all_findings, &formats).map_err(|error| vec![error])?;
    stages.end("render");
    // Both are staged before either is moved in, so that a failure leaves both as they were.
    let staged = workspace::stage(&args.out, artifacts.files).map_err(|error| vec![error])?;
    let month = month.map(|month| record::stage(month, &root)).transpose();
    let month = month.map_err(|error| vec![error])?;
    let mut written = staged.commit().map_err(|error| vec![error])?;
    if let Some(month) = month {
        written.extend(month.commit().map_err(|error| vec![error])?);
    }
    stages.end("write");
    console::summary(&artifacts.posture, &written);
    warnings::print(&artifacts.posture.notices);
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
