//! `muster collect`

use std::path::Path;

use super::{as_of, pipeline, profile, reading, sources, terminal};
use crate::cli;
use crate::workspace;
use model::Diagnostic;
use syntax::line;

pub(super) fn run(args: &cli::Collect) -> Result<(), Vec<Diagnostic>> {
    let root = args.path.as_deref().unwrap_or(Path::new("."));
    let project = workspace::open_all(&reading::asked(&[root.to_path_buf()], &args.access))?;
    let mappings = pipeline::load_mappings(&project)?;
    let mut profile = profile::profile(&project, &mappings)?;
    let named = profile.sources.iter().filter(|source| source.url.is_some()).count();
    if named == 0 {
        let message = format!("{} names no URL to collect", project.configuration());
        return Err(vec![Diagnostic::general(
            message,
            "add `[[source]]` with `url = \"https://…\"`",
        )]);
    }
    let as_of = as_of::as_of(None).map_err(|error| vec![error])?;
    let way = sources::Way { online: true, as_of };
    let gathered = sources::gather(&project, &mut profile.sources, way);
    for file in &gathered.files {
        terminal::say(&[line!("Kept {}  {} bytes", file.path, file.bytes.len())]);
    }
    for notice in &gathered.notices {
        terminal::say(&[line!("note: {}", notice.message)]);
    }
    if gathered.errors.is_empty() { Ok(()) } else { Err(gathered.errors) }
}
