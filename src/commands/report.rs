//! `muster report` and `muster demo`

use super::stages::Stages;
use super::{as_of, console, pipeline, reading, record, warnings};
use crate::cli;
use crate::render::{self, Format};
use crate::workspace::{self, Project};
use model::Diagnostic;

pub(super) fn run(args: &cli::Report) -> Result<(), Vec<Diagnostic>> {
    // A pool that exists already was made by a test in the same process; it serves as well.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global();
    let mut stages = Stages::default();
    let mut project = workspace::open_all(&reading::asked(&args.inputs))?;
    if args.record {
        record::begin(&mut project).map_err(|error| vec![error])?;
    }
    stages.end("read files");
    let way = Way { demo: false, online: !args.offline, keep_going: args.keep_going };
    write(project, &args.output, way, args.record, args.quiet, &mut stages)?;
    if args.timings {
        console::timings(&stages);
    }
    Ok(())
}

/// Reports on the demonstration.
pub(super) fn demo(args: &cli::Demo) -> Result<(), Vec<Diagnostic>> {
    let way = Way { demo: true, online: false, keep_going: false };
    write(workspace::demo(), &args.output, way, false, false, &mut Stages::default())
}

/// How inputs are read.
#[derive(Clone, Copy)]
struct Way {
    demo: bool,
    online: bool,
    keep_going: bool,
}

fn write(
    project: Project,
    output: &cli::Output,
    way: Way,
    keeps_record: bool,
    quiet: bool,
    stages: &mut Stages,
) -> Result<(), Vec<Diagnostic>> {
    let as_of = as_of::as_of(output.as_of).map_err(|error| vec![error])?;
    let root = project.root.clone();
    let (ignored, skipped) = (project.ignored, project.skipped.clone());
    let Way { demo, online, keep_going } = way;
    let request = pipeline::Request { project, as_of, demo, online, keep_going };
    let run = pipeline::run(request, stages).inspect_err(|_| {
        if !quiet {
            warnings::print(&skipped);
        }
    })?;
    let counts = reading::Counts::of(&run, skipped.len(), ignored);
    let formats = formats(&output.format);
    let month = match keeps_record {
        true => Some(record::artifact(&run, &root).map_err(|error| vec![error])?),
        false => None,
    };
    let artifacts =
        render::render(run.posture, run.all_findings, &formats).map_err(|error| vec![error])?;
    stages.end("render");
    // Both are staged before either is moved in, so that a failure leaves both as they were.
    let staged = workspace::stage(&output.out, artifacts.files).map_err(|error| vec![error])?;
    let month = month.map(|month| record::stage(month, &root)).transpose();
    let month = month.map_err(|error| vec![error])?;
    let mut written = staged.commit().map_err(|error| vec![error])?;
    if let Some(month) = month {
        written.extend(month.commit().map_err(|error| vec![error])?);
    }
    stages.end("write");
    console::summary(&artifacts.posture, (!quiet).then_some(counts), &written);
    if !quiet {
        warnings::print(&artifacts.posture.notices);
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
