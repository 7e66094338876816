//! The flow from files to posture.

use std::sync::Arc;

use jiff::civil::Date;

use super::baseline;
use super::gate_choice::GateChoice;
use super::in_batches::InBatches;
use super::inputs::{self, Reading};
use super::judged::{Judged, Keep, RolledUp};
use super::profile;
use super::recorded;
use super::sources::Way;
use super::stages::Stages;
use crate::mappings::{Mappings, SourceText};
use crate::render::Findings;
use crate::workspace::Project;
use crate::{assess, estate, mappings, posture};
use assess::Judging;
use judge::controls::CATALOG;
use judge::estate::Dangling;
use model::month::MonthFindings;
use model::{
    Assessment, AssetKey, Baseline, Diagnostic, Facts, Posture, Profile, Tally, Thresholds,
};
use posture::{Alike, Counted, Held, LastMonth};

/// What to assess.
#[derive(Debug)]
pub struct Request {
    /// The project's files.
    pub project: Project,
    /// The day to judge on.
    pub as_of: Date,
    /// Whether this is the built-in demonstration.
    pub demo: bool,
    /// Whether URL sources may be fetched.
    pub online: bool,
    /// Whether inputs that cannot be read are skipped instead of stopping the run.
    pub keep_going: bool,
    /// What is needed of the findings.
    pub findings: Keep,
    /// What is asked of the profile's gate; none where no gate is tested.
    pub gate: Option<GateChoice>,
    /// Whether the month is recorded.
    pub is_recorded: bool,
}

impl Request {
    /// A project as its files are: nothing is fetched, no gate is tested and the month is not recorded.
    pub fn of(project: Project, as_of: Date, findings: Keep) -> Self {
        Request {
            project,
            as_of,
            demo: false,
            online: false,
            keep_going: false,
            findings,
            gate: None,
            is_recorded: false,
        }
    }
}

/// What came of it.
#[derive(Debug)]
pub struct Run {
    /// The assessment.
    pub assessment: Assessment,
    /// Its posture.
    pub posture: Posture,
    /// The findings that are held, where there are too many for the posture itself.
    pub all_findings: Option<Findings>,
    /// The findings by what they have in common.
    pub alike: Vec<Alike>,
    /// What the baseline has that no control judges any more, where there is one.
    pub unjudged: Option<Tally>,
    /// The findings as the record of the month keeps them, where it is recorded.
    pub month: Vec<MonthFindings>,
    /// The choices it was judged by.
    pub profile: Profile,
    /// What the gate compares with.
    pub baseline: Result<Option<Baseline>, Vec<Diagnostic>>,
    /// How many later months are on record.
    pub later: u64,
}

impl Run {
    /// All findings, compared with the baseline.
    pub(super) fn counted(&self) -> Counted<'_> {
        Counted::Alike { groups: &self.alike, unjudged: self.unjudged.as_ref() }
    }
}

/// Judges a project.
///
/// # Errors
/// Everything wrong with profile, mappings and inputs, together.
pub fn run(request: Request, stages: &mut Stages) -> Result<Run, Vec<Diagnostic>> {
    let Request { mut project, as_of, demo, online, keep_going, findings: keep, gate, is_recorded } =
        request;
    let mut errors = std::mem::take(&mut project.wrong);
    let mappings = load_mappings(&project).map_err(|wrong| errors.extend(wrong)).ok();
    stages.end("mappings");
    let profile = mappings.as_ref().and_then(|mappings| {
        profile::profile(&project, mappings).map_err(|wrong| errors.extend(wrong)).ok()
    });
    let sources = profile.as_ref().map(|profile| profile.sources.clone()).unwrap_or_default();
    let profile_sha256 = project.profile.as_deref().map(recorded::sha256).unwrap_or_default();
    let history = project.history.take();
    let allowed = project.allowed.clone();
    let way = Way { online, as_of };
    let reading = Reading { way, keep_going, has_failed: !errors.is_empty() };
    let past = || {
        let past = profile.as_ref();
        past.map_or(Ok(None), |profile| recorded::past(history.as_deref(), profile, as_of))
    };
    let (past, (mut facts, wrong)) = rayon::join(past, || inputs::read(project, sources, reading));
    let past = past.map_err(|wrong| errors.extend(wrong)).ok().flatten();
    errors.extend(wrong);
    if let Some((choice, profile)) =
        gate.as_ref().zip(profile.as_ref()).filter(|(it, _)| it.is_needed)
    {
        errors.extend(posture::no_rules(&choice.of(profile.gate.clone())));
    }
    let never = profile.as_ref().map(|profile| profile.never_waived.as_slice());
    errors.extend(assess::check(&facts, never.unwrap_or_default(), as_of));
    stages.end("ingest");

    let thresholds = profile.as_ref().map(|profile| profile.thresholds.clone()).unwrap_or_default();
    // What a source that was not read would show may be what a reference names.
    let is_whole = facts.inputs.iter().all(|input| input.missing.is_none());
    let dangling = if keep_going || !is_whole { Dangling::Warn } else { Dangling::Stop };
    // Under changed limits the same inputs are judged a second time, by the limits of the record.
    let last = past.as_ref().and_then(|(past, _)| past.last.as_deref());
    let again = last
        .and_then(|last| posture::old_limits(last, &thresholds))
        .map(|old| (facts.clone(), old));
    // So that what relaxed limits do is stated, the defaults are tried, too.
    let by_default = thresholds.is_relaxed().then(|| facts.clone());
    // Errors of the join are reported together with the others.
    let grants = mappings.as_ref().map(|mappings| Arc::clone(&mappings.grants)).unwrap_or_default();
    let context = estate::build(&mut facts, as_of, (thresholds, &grants), dangling, last);
    let context = context.map_err(|wrong| errors.extend(wrong)).ok();
    let exclusions = profile.as_ref().map(|profile| profile.exclusions.as_slice());
    let exclusions = exclusions.unwrap_or_default();
    if let Some(context) = &context {
        errors.extend(assess::check_scope(context, exclusions));
    }
    let (Some(mappings), Some(mut profile), Some(context), true) =
        (mappings, profile, context, errors.is_empty())
    else {
        return Err(errors);
    };
    // What findings are compared with must be known before they are made.
    let baseline = match &gate {
        Some(choice) => {
            profile.gate = choice.of(std::mem::take(&mut profile.gate));
            let last = past.as_ref().and_then(|(past, _)| past.last.as_ref());
            baseline::of(&profile.gate, choice.baseline.as_deref(), &allowed, last)
        }
        None => Ok(None),
    };
    stages.end("estate");
    let judging = Judging::of(context, facts, &mappings.scanners);
    let earlier = |assessment: &Assessment| {
        let (past, month) = past.as_ref()?;
        let last = past.last.as_deref()?;
        Some(LastMonth::of(assessment, last, *month, CATALOG, &profile.retired_sources))
    };
    let of_last = earlier(judging.assessment());
    let carried_forward = of_last.as_ref().map(LastMonth::carried_forward).unwrap_or_default();
    let mut judged = match keep {
        Keep::Both => Judged::whole_of(judging, of_last.as_ref()),
        Keep::Reported | Keep::Printed | Keep::Named | Keep::Counted => {
            Judged::in_batches(judging, of_last)
        }
    };
    let recorded = past.as_ref().map(|(past, month)| posture::Recorded {
        past,
        month: *month,
        carried_forward: &carried_forward,
        old_limits: None,
    });
    judged.exclude(&profile.exclusions);
    let under = |(mut facts, limits): (Facts, Thresholds)| {
        let context = estate::build(&mut facts, as_of, (limits, &grants), dangling, last).ok()?;
        let judging = Judging::of(context, facts, &mappings.scanners);
        let of_last = earlier(judging.assessment());
        let mut batches = InBatches::of(judging, of_last);
        batches.exclude(&profile.exclusions);
        Some(batches)
    };
    let by_default = by_default.and_then(|facts| under((facts, Thresholds::default())));
    let under_defaults = by_default.map(|other| judged.compared_with(&other, recorded));
    let old_limits = again.and_then(under);
    let old_limits = old_limits.as_ref().map(InBatches::maker);
    let old_limits = old_limits.as_ref().map(|maker| |asset: &AssetKey| maker.states(asset));
    let old_limits = old_limits.as_ref().map(|states| posture::UnderLimits(states));
    stages.end("assess");
    let made = posture::PostureInputs {
        profile: &profile,
        frameworks: &mappings.frameworks,
        crosswalks: &mappings.crosswalks,
        mappings: (mappings.rows, &mappings.sha256),
        catalog: CATALOG,
        demo,
        profile_sha256: &profile_sha256,
        under_defaults: under_defaults.as_ref(),
        recorded: recorded.map(|recorded| posture::Recorded { old_limits, ..recorded }),
        held: match keep {
            Keep::Counted => Held::Severe,
            Keep::Named => Held::Named,
            Keep::Printed => Held::FirstTexts,
            Keep::Both | Keep::Reported => Held::Whole,
        },
        baseline: baseline.as_ref().ok().and_then(Option::as_ref),
        is_recorded,
    };
    let RolledUp { assessment, posture, all_findings, alike, unjudged, month } =
        judged.posture(keep, made).map_err(|error| vec![error])?;
    stages.end("posture");
    let past = past.map(|(past, _)| past).unwrap_or_default();
    Ok(Run {
        assessment,
        posture,
        all_findings,
        alike,
        unjudged,
        month,
        profile,
        baseline,
        later: past.later,
    })
}

/// The mappings of the tool and of the project.
pub(super) fn load_mappings(project: &Project) -> Result<Mappings, Vec<Diagnostic>> {
    let mut files = mappings::embedded();
    let own = project.mappings.iter();
    files.extend(own.map(|(path, text)| SourceText { path: path.clone(), text: text.clone() }));
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    mappings::load(&files, &ids)
}
