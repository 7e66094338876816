//! `muster explain`

use std::path::Path;

use super::by_id::by_id;
use super::library::{self, find, known, ours, outside};
use super::{out, posture_file};
use crate::cli;
use crate::render::reference::Page;
use crate::workspace::Document;
use judge::controls;
use model::posture::ExcludedAsset;
use model::{Diagnostic, Posture};

pub(super) fn run(args: &cli::Explain) -> Result<(), Vec<Diagnostic>> {
    let mappings = library::load(&args.paths)?;
    let library = library::library(&mappings);
    let page = match args.what.as_slice() {
        [word, id @ ..] if word == "finding" && !id.is_empty() => {
            finding(&id.join(" "), args.posture.as_deref(), &library)?
        }
        [id] if id.contains('@') => finding(id, args.posture.as_deref(), &library)?,
        words => {
            let text = words.join(" ");
            let mut everything = ours(&text);
            everything.extend(outside(&text, &mappings));
            find(&text, everything, &known(&mappings))?.page(&library)
        }
    };
    library::print(&page, args.format)
}

fn finding(
    id: &str,
    named: Option<&Path>,
    library: &crate::render::reference::Library<'_>,
) -> Result<Page, Vec<Diagnostic>> {
    let posture = match named {
        Some(path) => Document::argument(path),
        None => out::file("posture.json").map_err(|error| vec![error])?,
    };
    if !posture.exists() {
        let message = format!("{} does not exist", posture.name());
        let help = "create it with `muster report`, or name it with --posture";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    let Posture { findings: all, excluded, .. } = posture_file::read_whole(&posture)?;
    let known: Vec<&str> = all.iter().map(|card| card.id.as_str()).collect();
    let found = by_id(&all, id, |card| &card.id).map_err(|error| vec![error])?;
    let Some(card) = found else {
        if let Some(error) = out_of_scope(id, &excluded) {
            return Err(vec![error]);
        }
        let help = match syntax::suggestion(id, known) {
            Some(meant) => meant,
            None => "take an id from a report, such as OWN-01@server/crm".into(),
        };
        let message = format!("{} contains no finding `{id}`", posture.name());
        return Err(vec![Diagnostic::general(message, help)]);
    };
    let control = controls::find(&card.control).map(|control| library.control(control).into());
    Ok(Page::Finding { finding: card.clone().into(), control })
}

/// Why there is no finding on an asset: the line of the profile that excludes it.
fn out_of_scope(id: &str, excluded: &[ExcludedAsset]) -> Option<Diagnostic> {
    let (_, asset) = id.split_once('@')?;
    let asset = excluded.iter().find(|one| one.key.to_string().eq_ignore_ascii_case(asset))?;
    let message = format!(
        "{} is excluded from scope, so the report lists no finding on it: {} (approved by {} on {})",
        asset.key, asset.reason, asset.approver, asset.on
    );
    let help = "remove the exclusion to list its findings";
    Some(Diagnostic::at(&asset.place, message, help))
}
