//! Looking up controls, thresholds, frameworks and requirements by the ids that people write.

use std::path::Path;

use super::pipeline;
use super::terminal::{self, Printed};
use crate::cli::{AllowedPaths, Shown};
use crate::mappings::{self, Candidate, Mappings, Meant};
use crate::render::reference::{self, Library, Page};
use crate::workspace::{self, Project};
use judge::controls::CATALOG;
use model::threshold::THRESHOLDS;
use model::{Control, Diagnostic, Family, Threshold, normalized_id};

/// The mappings of the tool; in a project, its own too. Nothing else of the project is read.
pub(super) fn load(paths: &AllowedPaths) -> Result<Mappings, Vec<Diagnostic>> {
    let mappings = workspace::own_mappings(Path::new("."), &paths.allow_path)?;
    pipeline::load_mappings(&Project { mappings, ..Project::default() })
}

/// The library over loaded mappings.
pub(super) fn library(mappings: &Mappings) -> Library<'_> {
    Library { catalog: CATALOG, frameworks: &mappings.frameworks, crosswalks: &mappings.crosswalks }
}

/// What an id can refer to.
pub(super) enum Found<'a> {
    Control(&'static Control),
    Family(Family),
    Threshold(&'static Threshold),
    Outside(Candidate<'a>),
}

impl Found<'_> {
    /// Its id and what it is, in one line.
    fn line(&self) -> String {
        match self {
            Found::Control(control) => format!("{}, a control: {}", control.id, control.title),
            Found::Family(family) => format!("{}, a family of controls", family.id()),
            Found::Threshold(limit) => format!("{}, a threshold: {}", limit.key, limit.meaning),
            Found::Outside(candidate) => match candidate.meant {
                Meant::Framework(framework) => {
                    let publication = &framework.framework;
                    format!("{}, {}", publication.id, publication.title)
                }
                Meant::Requirement(framework, requirement) => format!(
                    "{} of {}: {}",
                    requirement.id, framework.framework.short_title, requirement.title
                ),
            },
        }
    }

    /// The id it has in full.
    fn id(&self) -> &str {
        match self {
            Found::Control(control) => control.id,
            Found::Family(family) => family.id(),
            Found::Threshold(limit) => limit.key,
            Found::Outside(candidate) => match candidate.meant {
                Meant::Framework(framework) => &framework.framework.id,
                Meant::Requirement(_, requirement) => &requirement.id,
            },
        }
    }

    /// Other readings, outside of what can be looked up.
    fn or(&self) -> &[String] {
        match self {
            Found::Outside(candidate) => &candidate.or,
            _ => &[],
        }
    }

    /// Its page.
    pub(super) fn page(&self, library: &Library<'_>) -> Page {
        match self {
            Found::Control(control) => Page::Control(library.control(control).into()),
            Found::Family(family) => Page::Controls(vec![library.family(*family)]),
            Found::Threshold(limit) => Page::Threshold(library.threshold(limit).into()),
            Found::Outside(candidate) => match candidate.meant {
                Meant::Framework(framework) => Page::Framework(library.framework(framework).into()),
                Meant::Requirement(framework, requirement) => {
                    Page::Requirement(library.requirement(framework, requirement).into())
                }
            },
        }
    }
}

/// The one match; an unusual spelling is noted on standard error.
///
/// # Errors
/// Where nothing matches, with the closest id; where several match, with all of them.
pub(super) fn find<'a>(
    text: &str,
    everything: Vec<Found<'a>>,
    known: &[&str],
) -> Result<Found<'a>, Vec<Diagnostic>> {
    let others: usize = everything.iter().map(|found| found.or().len()).sum();
    if everything.len() + others > 1 {
        let lines = everything
            .iter()
            .flat_map(|found| std::iter::once(found.line()).chain(found.or().iter().cloned()));
        let message = format!("`{text}` is ambiguous: {}", lines.collect::<Vec<_>>().join("; "));
        return Err(vec![Diagnostic::general(message, "write the full id")]);
    }
    let Some(found) = everything.into_iter().next() else {
        let help = match syntax::suggestion(text, known.iter().copied()) {
            Some(meant) => meant,
            None => "see `muster controls list` and `muster frameworks list`".into(),
        };
        return Err(vec![Diagnostic::general(
            format!("no control, threshold, framework or requirement has the id `{text}`"),
            help,
        )]);
    };
    note_spelling(text, &found);
    Ok(found)
}

fn note_spelling(text: &str, found: &Found<'_>) {
    if text == found.id() {
        return;
    }
    let through = match found {
        Found::Outside(candidate) => candidate.through.clone().unwrap_or_default(),
        _ => mappings::Through::default(),
    };
    let word = if through.doubtful { "warning" } else { "note" };
    let note = through.note.map(|note| format!(" {note}")).unwrap_or_default();
    terminal::warn(&[syntax::line!("{word}: `{text}` is read as {}.{note}", found.id())]);
}

/// Controls, families and limits with this id, however it is spelled.
pub(super) fn ours<'a>(text: &str) -> Vec<Found<'a>> {
    let fold = normalized_id(text);
    let alike = |known: &str| !fold.is_empty() && normalized_id(known) == fold;
    let controls = CATALOG.iter().filter(|control| alike(control.id) || alike(control.slug));
    let families = Family::ALL.into_iter().filter(|f| alike(f.id()) || alike(f.title()));
    let limits = THRESHOLDS.iter().filter(|limit| alike(limit.key));
    let mut found: Vec<Found<'a>> = controls.map(|control| Found::Control(control)).collect();
    found.extend(families.map(Found::Family));
    found.extend(limits.map(|limit| Found::Threshold(limit)));
    found
}

/// Frameworks and requirements with this name.
pub(super) fn outside<'a>(text: &str, mappings: &'a Mappings) -> Vec<Found<'a>> {
    let found = mappings::resolve(text, &mappings.frameworks);
    found.into_iter().map(Found::Outside).collect()
}

/// Every id, for suggestions.
pub(super) fn known(mappings: &Mappings) -> Vec<&str> {
    let controls = CATALOG.iter().flat_map(|control| [control.id, control.slug]);
    let limits = THRESHOLDS.iter().map(|limit| limit.key);
    let frameworks = mappings.frameworks.iter();
    let outside = frameworks.flat_map(|framework| {
        let requirements = framework.requirements.iter().map(|r| r.id.as_str());
        std::iter::once(framework.framework.id.as_str()).chain(requirements)
    });
    controls.chain(limits).chain(outside).collect()
}

/// Prints a page.
pub(super) fn print(page: &Page, shown: Shown) -> Result<(), Vec<Diagnostic>> {
    let printed = match shown {
        Shown::Text => reference::text(page).map(Printed::Lines),
        Shown::Json => reference::json(page).map(Printed::Json),
    };
    terminal::print(&printed.map_err(|error| vec![error])?)
}
