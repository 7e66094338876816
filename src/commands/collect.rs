//! `muster collect`

use std::path::Path;

use super::{pipeline, profile, sources, terminal};
use crate::cli;
use crate::workspace;
use model::Diagnostic;
use syntax::line;

pub(super) fn run(args: &cli::Collect) -> Result<(), Vec<Diagnostic>> {
    let root = args.path.as_deref().unwrap_or(Path::new("."));
    let asked = workspace::Asked {
        paths: vec![root.to_path_buf()],
        allow: args.allow_path.clone(),
        ..workspace::Asked::default()
    };
    let project = workspace::open_all(&asked)?;
    let mappings = pipeline::load_mappings(&project)?;
    let mut profile = profile::profile(&project, &mappings, false)?;
    let named = profile.sources.iter().filter(|source| source.url.is_some()).count();
    if named == 0 {
        let message = format!("{} names no URL to collect", root.join("muster.toml").display());
        return Err(vec![Diagnostic::general(
            message,
            "add `[[source]]` with `url = \"https://…\"`",
        )]);
    }
    let gathered = sources::gather(&project, &mut profile.sources, true);
    for file in &gathered.files {
        terminal::say(&[line!("Kept {}  {} bytes", file.path, file.bytes.len())]);
    }
    for notice in &gathered.notices {
        terminal::say(&[line!("note: {}", notice.message)]);
    }
    if gathered.errors.is_empty() { Ok(()) } else { Err(gathered.errors) }
}
