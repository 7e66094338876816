//! The flow of the house, from files to posture.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::stages::Stages;
use crate::controls::CATALOG;
use crate::ingest::SourceFile;
use crate::mappings::SourceText;
use crate::model::posture::FindingCard;
use crate::model::{Assessment, Diagnostic, Posture, Profile, Thresholds};
use crate::workspace::{self, Project};
use crate::{assess, estate, ingest, mappings, posture};

/// What to assess.
#[derive(Debug)]
pub struct Request {
    /// The project's files.
    pub project: Project,
    /// The day to judge on.
    pub as_of: Date,
    /// Whether this is the built-in demonstration.
    pub demo: bool,
}

/// What came of it.
#[derive(Debug)]
pub struct Run {
    /// The assessment.
    pub assessment: Assessment,
    /// Its posture.
    pub posture: Posture,
    /// Every finding, where there are too many for the posture itself.
    pub all_findings: Option<Vec<FindingCard>>,
}

/// Judges a project.
///
/// # Errors
/// Everything wrong with profile, mappings and inputs, together.
pub fn run(request: Request, stages: &mut Stages) -> Result<Run, Vec<Diagnostic>> {
    let Request { project, as_of, demo } = request;
    let mut errors = project.unreadable.clone();
    let mut files = mappings::embedded();
    files.extend(
        project
            .mappings
            .iter()
            .map(|(path, text)| SourceText { path: path.clone(), text: text.clone() }),
    );
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    let mappings = mappings::load(&files, &ids).map_err(|wrong| errors.extend(wrong)).ok();
    stages.end("mappings");

    let known = mappings.as_ref().map(|loaded| &loaded.frameworks);
    let known: Vec<&str> = known.into_iter().flatten().map(|f| f.framework.id.as_str()).collect();
    let profile = match mappings {
        Some(_) => profile(&project, &known, demo).map_err(|wrong| errors.extend(wrong)).ok(),
        None => None,
    };
    let single = project.single;
    let any_folder = !single && project.profile.is_none();
    let sources: Vec<SourceFile> = project
        .files
        .into_iter()
        .map(|(path, bytes)| SourceFile { path: Arc::from(path), bytes })
        .collect();
    let known_sources =
        profile.as_ref().map(|profile| profile.sources.as_slice()).unwrap_or_default();
    let (mut facts, wrong) = ingest::ingest(&sources, known_sources, any_folder);
    errors.extend(wrong);
    if single && let Some(why) = facts.inputs.first().and_then(|input| input.skipped.clone()) {
        let place =
            facts.inputs.first().map(|input| crate::model::Place::file(input.path.as_str()));
        if errors.is_empty() {
            errors.push(Diagnostic {
                place,
                message: format!("this file was not read: {why}"),
                mend: "name an MCP client configuration, an inventory file or a folder".into(),
            });
        }
    }
    errors.extend(assess::check(&facts));
    stages.end("ingest");

    if mappings.is_none() || profile.is_none() || !errors.is_empty() {
        // What only the join can tell is told with the rest.
        let joined = estate::build(&mut facts, as_of, Thresholds::default());
        errors.extend(joined.err().unwrap_or_default());
    }
    let (Some(mappings), Some(profile), true) = (mappings, profile, errors.is_empty()) else {
        return Err(errors);
    };
    let context = estate::build(&mut facts, as_of, profile.thresholds.clone())?;
    stages.end("estate");
    let assessment = assess::assess(context, facts, &mappings.scanners);
    stages.end("assess");
    let made = posture::Made {
        profile: &profile,
        frameworks: &mappings.frameworks,
        crosswalks: &mappings.crosswalks,
        mappings: (mappings.rows, &mappings.sha256),
        catalog: CATALOG,
        demo,
    };
    let (posture, all_findings) = posture::posture(&assessment, made);
    stages.end("posture");
    Ok(Run { assessment, posture, all_findings })
}

fn profile(project: &Project, frameworks: &[&str], demo: bool) -> Result<Profile, Vec<Diagnostic>> {
    let file: Arc<str> = Arc::from("muster.toml");
    let mut profile = match &project.profile {
        Some(text) => ingest::profile(text, &file, frameworks)?,
        None => Profile::default(),
    };
    if profile.organisation.is_empty() {
        profile.organisation = folder_name(&project.root);
    }
    if let Some(name) = profile.prose.take() {
        let text =
            if demo { workspace::demo_text(&name) } else { prose(&project.root.join(&name)) };
        match text {
            Some(text) => profile.prose = Some(text),
            None => {
                return Err(vec![Diagnostic::at(
                    &crate::model::Place::new(&file, 0, "/report/prose"),
                    format!("{name} cannot be read as text"),
                    "name a Markdown file inside the project",
                )]);
            }
        }
    }
    Ok(profile)
}

fn prose(path: &Path) -> Option<String> {
    workspace::read_file(path).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

fn folder_name(root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    absolute.file_name().map_or("this folder".into(), |name| name.to_string_lossy().into_owned())
}
