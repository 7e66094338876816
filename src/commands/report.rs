//! `muster report` and `muster demo`

use super::gate_choice::GateChoice;
use super::judged::Keep;
use super::outputs::{Moved, Outputs};
use super::stages::Stages;
use super::{
    as_of, console, gated, layout, manifest, messages, out, pdf_options, pipeline, reading, record,
    scoped, site, split, warnings,
};
use crate::cli;
use crate::render::{self, Format, Sink};
use crate::workspace::{self, Project};
use model::{Diagnostic, Selector};
use syntax::encoding::from_base64;

pub(super) fn run(args: &cli::Report) -> Result<Written, Vec<Diagnostic>> {
    let mut stages = Stages::default();
    // What this run compares with must not change until its own record is written.
    let _locks = match args.record {
        true => record::lock(&args.inputs.paths).map_err(|error| vec![error])?,
        false => Vec::new(),
    };
    let asked = reading::asked(&args.inputs.paths, &args.inputs.access);
    let mut project = workspace::open_all(&asked)?;
    if args.record {
        record::begin(&mut project).map_err(|error| vec![error])?;
    }
    stages.end("read files");
    let cli::Reading { network, keep_going, quiet, .. } = args.reading;
    let way = Way { demo: false, online: network.online, keep_going };
    let cut = Cut { scope: &args.scope, split: args.pdf_split };
    let written = write(project, &args.output, way, cut, args.record, quiet, &mut stages)?;
    if args.timings {
        console::timings(&stages);
    }
    Ok(written)
}

/// Reports on the demonstration.
pub(super) fn demo(args: &cli::Demo) -> Result<Written, Vec<Diagnostic>> {
    let way = Way { demo: true, online: false, keep_going: false };
    let cut = Cut { scope: &[], split: None };
    write(workspace::demo(), &args.output, way, cut, false, false, &mut Stages::default())
}

/// Which parts are written.
#[derive(Clone, Copy)]
struct Cut<'a> {
    /// The part that the report is about; empty for the whole.
    scope: &'a [Selector],
    /// The parts that have a PDF of their own.
    split: Option<cli::Split>,
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
    cut: Cut<'_>,
    keeps_record: bool,
    quiet: bool,
    stages: &mut Stages,
) -> Result<Written, Vec<Diagnostic>> {
    let as_of = as_of::as_of(output.as_of).map_err(|error| vec![error])?;
    let out = out::folder(output.out.as_deref()).map_err(|error| vec![error])?;
    let (root, allowed) = (project.root.clone(), project.allowed.clone());
    let (ignored, skipped) = (project.ignored, project.skipped.clone());
    let configuration = manifest::configuration(&project);
    let layout = layout::of_project(&project).map_err(|error| vec![error])?;
    let pdf = layout::pdf_of_project(&project).and_then(|own| pdf_options::of(&output.pdf, own));
    let mut pdf = pdf.map_err(|error| vec![error])?;
    let Way { demo, online, keep_going } = way;
    let formats = formats(&output.format);
    // The register of a PDF lists each finding.
    let lists_all = formats.contains(&Format::Pdf);
    let findings = match (cut.scope.is_empty() && cut.split.is_none(), lists_all) {
        // A part prints other findings than the whole.
        (false, _) => Keep::Reported,
        (true, true) => Keep::Printed,
        (true, false) => Keep::Named,
    };
    let request = pipeline::Request {
        demo,
        online,
        keep_going,
        gate: Some(GateChoice::default()),
        is_recorded: keeps_record,
        ..pipeline::Request::of(project, as_of, findings)
    };
    let mut run = gated::judged(request, stages).inspect_err(|_| {
        if !quiet {
            warnings::print(&skipped);
        }
    })?;
    let counts = reading::Counts::of(&run, skipped.len(), ignored);
    if !cut.scope.is_empty() {
        (run.posture, run.all_findings) =
            scoped::part(&run.posture, run.all_findings.as_deref(), cut.scope)?;
    }
    if formats.contains(&Format::Pdf) {
        let choices = &run.profile.pdf;
        pdf_options::add_choices(&mut pdf, choices, &allowed).map_err(|error| vec![error])?;
        if choices.system_fonts || output.pdf.pdf_system_fonts {
            let all = run.all_findings.as_deref();
            pdf_options::add_system_fonts(&mut pdf, &run.posture, all)
                .map_err(|error| vec![error])?;
        }
    }
    let of_parts = match cut.split {
        Some(by) => split::pdfs(&run.posture, run.all_findings.as_deref(), by, &pdf)?,
        None => Vec::new(),
    };
    let month = match keeps_record {
        true => Some(record::artifact(&mut run, &allowed).map_err(|error| vec![error])?),
        false => None,
    };
    let prose = run.profile.prose_file.as_ref().zip(run.profile.prose.as_deref());
    let prose = prose.map(|(path, text)| manifest::file(path.text(), text.as_bytes()));
    let logo = run.profile.brand.as_ref().and_then(|brand| brand.logo.as_ref());
    let logo = run.profile.logo_file.as_ref().zip(logo.and_then(|logo| from_base64(&logo.base64)));
    let logo = logo.map(|(path, bytes)| manifest::file(path.text(), &bytes));
    let template = layout.as_ref().map(|it| manifest::file(&it.file, it.text.as_bytes()));
    let configuration = configuration
        .into_iter()
        .chain(prose)
        .chain(logo)
        .chain(template)
        .chain(pdf_options::files(&pdf))
        .collect();
    // Pages are made from the posture alone, and those of a large estate need the room.
    rayon::spawn(move || drop(run.assessment));
    let earlier = site::Earlier::of(&out, &run.posture.period).map_err(|error| vec![error])?;
    let kept = earlier.kept();
    let month = month.map(|month| (month, root.as_path()));
    let mut outputs = Outputs::open(&out, earlier, month).map_err(|error| vec![error])?;
    let options = render::Options { single_file: output.single_file, layout, pdf, kept };
    let (posture, failed) =
        render::render_to(run.posture, run.all_findings, &formats, &options, &mut outputs)
            .map_err(|error| vec![error])?;
    outputs.put(of_parts).map_err(|error| vec![error])?;
    stages.end("render");
    let inputs = manifest::inputs(&posture, configuration);
    let options = manifest::options(&posture, keep_going, online);
    let moved = outputs.commit(&posture, options, inputs);
    let Moved { named, left } = moved.map_err(|error| vec![error])?;
    stages.end("write");
    console::summary(&posture, (!quiet).then_some(counts), &named, &left);
    if !quiet {
        warnings::print(&posture.notices);
    }
    // The process ends: giving back millions of values one by one would take a part of its time.
    std::mem::forget(posture);
    Ok(Written::of(&failed))
}

/// Whether every format that was asked for is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    All,
    /// Some could not be made: that is printed.
    Some,
}

impl Written {
    /// Prints the failures of formats. What an earlier run left in their place is named with the files.
    pub(super) fn of(failed: &[Diagnostic]) -> Self {
        if failed.is_empty() {
            return Written::All;
        }
        messages::print_some_failed(failed);
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
        cli::Format::Summary => Format::Summary,
        cli::Format::Html => Format::Html,
        cli::Format::Pdf => Format::Pdf,
        cli::Format::Json => Format::Json,
    };
    asked.iter().map(format).collect()
}
