//! `muster render`

use super::outputs::{Moved, Outputs};
use super::posture_file::{self, Verified};
use super::site::Earlier;
use super::{console, layout, manifest, out, pdf_options, report, terminal};
use crate::cli;
use crate::render::{self, Format};
use crate::workspace::Document;
use model::Diagnostic;
use model::manifest::RunOptions;
use syntax::line;

pub(super) fn run(args: &cli::Render) -> Result<report::Written, Vec<Diagnostic>> {
    let verified = posture_file::read(&Document::argument(&args.posture))?;
    let partial = verified.is_partial();
    let formats = report::formats(&args.format);
    let out = out::folder(args.out.as_deref()).map_err(|error| vec![error])?;
    let earlier = Earlier::of(&out, &verified.posture.period).map_err(|error| vec![error])?;
    let layout = args.layout.as_deref().map(layout::of_file).transpose();
    let layout = layout.map_err(|error| vec![error])?;
    let own = args.pdf_template.as_deref().map(layout::of_file).transpose();
    let pdf = own.and_then(|own| pdf_options::of(&args.pdf, own));
    let mut pdf = pdf.map_err(|error| vec![error])?;
    let Verified { posture, all, mut read } = verified;
    if args.pdf.pdf_system_fonts && formats.contains(&Format::Pdf) {
        pdf_options::add_system_fonts(&mut pdf, &posture, all.as_deref())
            .map_err(|error| vec![error])?;
    }
    read.extend(layout.as_ref().map(|it| manifest::file(&it.file, it.text.as_bytes())));
    read.extend(pdf_options::files(&pdf));
    let (single_file, kept) = (args.single_file, earlier.kept());
    let options = render::Options { single_file, layout, pdf, kept };
    let mut outputs = Outputs::open(&out, earlier, None).map_err(|error| vec![error])?;
    let (posture, failed) = render::render_to(posture, all, &formats, &options, &mut outputs)
        .map_err(|error| vec![error])?;
    let run = RunOptions { rendered: true, ..manifest::options(&posture, false, false) };
    let Moved { named, left } = outputs.commit(&posture, run, read).map_err(|error| vec![error])?;
    console::summary(&posture, None, &named, &left);
    if partial {
        terminal::warn(&[line!(
            "warning: the file of all findings is not beside the posture: only what follows from its \
             counts was verified"
        )]);
    }
    Ok(report::Written::of(&failed))
}
