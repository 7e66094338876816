//! World → bytes, with every failure as a message.

use jiff::civil::Date;
use typst::diag::SourceDiagnostic;
use typst::engine::Sink;
use typst::foundations::Smart;
use typst::{World as _, WorldExt};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::failure::Failure;
use crate::job::Form;
use crate::layout;
use crate::links;
use crate::pack::pack;
use crate::world::{World, midnight};

/// How many of the compiler's messages a failure repeats.
const MESSAGES: usize = 5;

/// What a document is exported to.
pub(crate) struct To {
    pub(crate) ident: String,
    pub(crate) creator: String,
    pub(crate) date: Date,
    pub(crate) form: Form,
    /// Whether what is remembered of it is dropped while it is laid out.
    pub(crate) is_long: bool,
}

/// Compiles and exports; a warning is a defect of the template, so debug builds refuse it.
pub(crate) fn pdf(world: &World<'_>, to: To) -> Result<Vec<u8>, Failure> {
    let To { ident, creator, date, form, is_long } = to;
    let mut sink = Sink::new();
    let output = match is_long {
        true => world.forgetting.during(|| layout::document(world, &mut sink)),
        false => layout::document(world, &mut sink),
    };
    let warnings = sink.warnings();
    // Typst memoises for ever; one report never profits from another.
    typst::comemo::evict(0);
    let document = output.map_err(|errors| explain(world, &errors))?;
    if cfg!(debug_assertions) && !warnings.is_empty() {
        return Err(explain(world, &warnings));
    }
    let document = links::resolved(document)?;
    let standards: &[PdfStandard] = match form {
        Form::Archival => &[PdfStandard::A_3a, PdfStandard::Ua_1],
        Form::Plain | Form::Untagged => &[PdfStandard::V_1_7],
    };
    let standards =
        PdfStandards::new(standards).map_err(|error| Failure::new(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some(creator)),
        timestamp: midnight(date).map(Timestamp::new_utc),
        standards,
        tagged: form != Form::Untagged,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| explain(world, &errors));
    drop(document);
    typst::comemo::evict(0);
    bytes.map(|bytes| pack(&bytes).unwrap_or(bytes))
}

fn explain(world: &World<'_>, all: &[SourceDiagnostic]) -> Failure {
    let message = |one: &SourceDiagnostic| {
        let hints: String = one.hints.iter().map(|hint| format!(" (hint: {})", hint.v)).collect();
        let place = place(world, one).map(|place| format!(" ({place})")).unwrap_or_default();
        format!("{}{place}{hints}", one.message)
    };
    let messages: Vec<String> = all.iter().take(MESSAGES).map(message).collect();
    Failure::new(messages.join("; "))
}

/// The file and line that a message is about.
fn place(world: &World<'_>, one: &SourceDiagnostic) -> Option<String> {
    let range = world.range(one.span)?;
    let source = world.source(one.span.id()?).ok()?;
    let line = source.lines().byte_to_line(range.start)? + 1;
    Some(format!("{}:{line}", source.id().vpath().get_without_slash()))
}
