//! Whether the inputs, judged again, give the same posture.

use serde_json::Value;

use super::check::Check;
use crate::cli;
use crate::commands::inputs::fingerprint_key;
use crate::commands::judged::Keep;
use crate::commands::stages::Stages;
use crate::commands::{GateChoice, gated, pipeline, reading, scoped};
use crate::render::{self, Format, Rendered};
use crate::workspace;
use ::posture::verify::differences;
use model::manifest::RunOptions;
use model::{Diagnostic, Month, Posture};

pub(super) const WHAT: &str = "the inputs, assessed again, give this posture";

/// Judges again what a posture was made from. `options` are those of the manifest, where there is one.
///
/// # Errors
/// Where the inputs cannot be read.
pub(super) fn check(
    posture: &Posture,
    bytes: &[u8],
    options: Option<&RunOptions>,
    args: &cli::Verify,
) -> Result<Check, Vec<Diagnostic>> {
    if let Some(open) = Check::by_another_version(WHAT, &posture.tool) {
        return Ok(open);
    }
    if options.is_some_and(|options| options.rendered) {
        return Ok(Check::open(WHAT, "it was rendered from another posture; verify that one"));
    }
    let has_key = fingerprint_key().is_some();
    if options.is_some_and(|options| options.fingerprints) && !has_key {
        return Ok(Check::open(WHAT, "it was made with a key in MUSTER_FINGERPRINT_KEY; set it"));
    }
    let mut project = match args.inputs.as_slice() {
        [] if posture.demo => workspace::demo(),
        [] => return Ok(Check::open(WHAT, "no inputs were named (--inputs PATH)")),
        paths => workspace::open_all(&reading::asked(paths, &args.access))?,
    };
    // The records of later months were not there then.
    if let (Some(history), Ok(period)) = (&mut project.history, posture.period.parse::<Month>()) {
        history.retain(|(name, _)| month_of(name).is_none_or(|month| month <= period));
    }
    let keep_going = options.is_some_and(|options| options.keep_going);
    let demo = posture.demo && args.inputs.is_empty();
    let request = pipeline::Request {
        demo,
        keep_going,
        gate: Some(GateChoice::default()),
        ..pipeline::Request::of(project, posture.as_of, Keep::Reported)
    };
    let mut run = gated::judged(request, &mut Stages::default())?;
    if let Some(stated) = &posture.part {
        (run.posture, run.all_findings) =
            scoped::part(&run.posture, run.all_findings.as_deref(), &stated.scope)?;
    }
    let options = render::Options::default();
    let Rendered { files, .. } =
        render::render(run.posture, run.all_findings, &[Format::Json], &options)
            .map_err(|error| vec![error])?;
    let again = files.iter().find(|file| file.path == "posture.json");
    let again = again.map(|file| file.bytes.as_slice()).unwrap_or_default();
    if again == bytes {
        return Ok(Check::verified(WHAT));
    }
    let value = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    let found = differences(&value(bytes), &value(again));
    Ok(match found.is_empty() {
        true => Check::of(WHAT, vec!["the same content is written in other bytes".into()]),
        false => Check::of_disagreements(WHAT, &found),
    })
}

/// The month that the name of a record states.
fn month_of(name: &str) -> Option<Month> {
    name.rsplit('/').next()?.strip_suffix(".json")?.parse().ok()
}
