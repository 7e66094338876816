//! The profile of a project, complete: with the prose it names.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::credential;
use super::recorded::not_a_month;
use crate::mappings::Mappings;
use crate::workspace::Project;
use ingest;
use model::{Diagnostic, Month, Profile, UNNAMED};
use syntax::suggestion;

/// Reads the profile. Nothing in it depends on the name of the folder.
///
/// # Errors
/// Everything wrong in it, together.
pub(super) fn profile(project: &Project, mappings: &Mappings) -> Result<Profile, Vec<Diagnostic>> {
    let known: Vec<&str> = mappings.frameworks.iter().map(|f| f.framework.id.as_str()).collect();
    let file: Arc<str> = Arc::from(project.configuration());
    let mut profile = match &project.profile {
        Some(text) => ingest::profile(text, &file, &known)?,
        None => Profile::default(),
    };
    let mut wrong = unknown_sources(&profile, mappings);
    wrong.extend(credential::refused(&profile.sources, project));
    let period = profile.period.as_deref().filter(|period| period.parse::<Month>().is_err());
    wrong.extend(period.map(not_a_month));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if profile.organisation.is_empty() {
        profile.organisation = UNNAMED.into();
    }
    if let Some(path) = &profile.prose_file {
        let text = project.text(path).map_err(|error| vec![error])?;
        profile.prose = Some(ingest::clean(text));
    }
    if let (Some(path), Some(brand)) = (&profile.logo_file, &mut profile.brand) {
        let bytes = project.bytes(path).map_err(|error| vec![error])?;
        let logo = ingest::logo(&bytes).map_err(|why| {
            let message = format!("`{path}` cannot be the logo: {why}");
            let help = "name a PNG, or an SVG that only draws: shapes, colours and text as paths";
            vec![Diagnostic::at(path.place(), message, help)]
        });
        brand.logo = Some(logo?);
    }
    Ok(profile)
}

fn unknown_sources(profile: &Profile, mappings: &Mappings) -> Vec<Diagnostic> {
    let mut known: BTreeSet<&str> = ingest::feeds().collect();
    known.extend(mappings.scanners.iter().map(|scanner| scanner.tool.id.as_str()));
    let wrong = profile.retired_sources.iter().filter(|(id, _)| !known.contains(id.as_str()));
    let errors = wrong.map(|(id, place)| {
        let help = match suggestion(id, known.iter().copied()) {
            Some(meant) => meant,
            None => format!("known: {}", known.iter().copied().collect::<Vec<_>>().join(", ")),
        };
        Diagnostic::at(place, format!("{id} is neither a scanner nor an export"), help)
    });
    errors.collect()
}
