//! `muster report` and `muster demo`

use std::path::Path;

use super::stages::Stages;
use super::{as_of, console, messages, out, pipeline, reading, record, warnings};
use crate::cli;
use crate::render::{self, Format};
use crate::workspace::{self, Project};
use model::Diagnostic;

pub(super) fn run(args: &cli::Report) -> Result<Written, Vec<Diagnostic>> {
    let mut stages = Stages::default();
    let asked = reading::asked(&args.inputs.paths, &args.inputs.access);
    let mut project = workspace::open_all(&asked)?;
    if args.record {
        record::begin(&mut project).map_err(|error| vec![error])?;
    }
    stages.end("read files");
    let cli::Reading { network, keep_going, quiet, .. } = args.reading;
    let way = Way { demo: false, online: network.online, keep_going };
    let written = write(project, &args.output, way, args.record, quiet, &mut stages)?;
    if args.timings {
        console::timings(&stages);
    }
    Ok(written)
}

/// Reports on the demonstration.
pub(super) fn demo(args: &cli::Demo) -> Result<Written, Vec<Diagnostic>> {
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
) -> Result<Written, Vec<Diagnostic>> {
    let as_of = as_of::as_of(output.as_of).map_err(|error| vec![error])?;
    let out = out::folder(output.out.as_deref()).map_err(|error| vec![error])?;
    let (root, allowed) = (project.root.clone(), project.allowed.clone());
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
        true => Some(record::artifact(&run, &allowed).map_err(|error| vec![error])?),
        false => None,
    };
    let artifacts =
        render::render(run.posture, run.all_findings, &formats).map_err(|error| vec![error])?;
    stages.end("render");
    // Both are staged before either is moved in, so that a failure leaves both as they were.
    let staged = workspace::stage(&out, artifacts.files).map_err(|error| vec![error])?;
    let month = month.map(|month| record::stage(month, &root, &allowed)).transpose();
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
    Ok(Written::of(&artifacts.failed, &out))
}

/// Whether every format that was asked for is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    All,
    /// Some could not be made: that is printed.
    Some,
}

impl Written {
    /// Prints the failures of formats, and names a file that an earlier run left in their place.
    pub(super) fn of(failed: &[Diagnostic], out: &Path) -> Self {
        if failed.is_empty() {
            return Written::All;
        }
        let old = out.join("report.pdf");
        let old = old.is_file().then(|| {
            let message = format!("{} is from an earlier run", old.display());
            Diagnostic::general(message, "do not send it with the files of this run; remove it")
        });
        messages::print_some_failed(failed, old.as_ref());
        Written::Some
    }
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
