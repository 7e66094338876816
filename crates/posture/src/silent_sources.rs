//! Findings that would improve only because a source was not read. Leaving out a source fixes nothing:
//! until it is read again, or configured as retired, the findings that it may contradict are not
//! assessed.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::{Before, Renames};
use model::month::{HISTORY, MonthFinding};
use model::{
    Ask, Assessment, Asset, AssetFacts, AssetKey, Context, Diagnostic, Evidence, Finding, Input,
    Judgement, MonthRecord, Outcome, Place, Reason, weight,
};

/// Reverts such findings; returns the sources that each asset still waits for. `retired` are sources
/// that are no longer used, by id, and where that is configured.
pub(super) fn revert_silenced(
    assessment: &mut Assessment,
    last: &MonthRecord,
    retired: &[(String, Place)],
) -> BTreeMap<AssetKey, Vec<String>> {
    let context = &assessment.context;
    let assets = &context.assets;
    let before = Before::of(last, &Renames::of_assets(assets));
    let feeds = Feeds::of(assessment);
    let reports = assessment.scanners.iter().filter(|card| card.incomplete.is_none());
    let reports: BTreeSet<String> = reports.map(|card| card.id.clone()).collect();
    let mut sources = Sources { retired, missed: BTreeSet::new() };
    let mut waiting = BTreeMap::new();
    for asset in assets {
        let was = before.assets.get(&asset.key);
        let read = was.map(|was| was.reported_by.as_slice()).unwrap_or_default();
        let feeds = sources.silent(read, &feeds.of_asset(asset));
        if !feeds.is_empty() {
            waiting.insert(asset.key.clone(), feeds);
        }
    }
    let place = Place::file(format!("{HISTORY}/{}.json", last.period));
    for finding in &mut assessment.findings {
        let was = before.findings.get(finding.id.as_str()).copied();
        let asset = assets.get(finding.asset);
        let former = asset.zip(was).and_then(|(asset, was)| {
            let renamed = before.former_name(&asset.key).cloned();
            renamed.or_else(|| still_unsettled(was, asset))
        });
        if let (Some(former), Some(asset), Some(was)) = (former, asset, was)
            && closed_by_name(was, finding)
            && !is_observed(asset, &feeds)
            && !Evidence::weakest(&finding.judgement.evidence).is_shown()
        {
            let record = asset.record_kind().to_string();
            let sentence = format!(
                "It was open as {former} when it was last assessed; a record under another name does not show \
                 that it was remediated"
            );
            let fact = format!("{}: {}", was.id, was.outcome);
            revert(finding, (&record, sentence), (&place, fact));
            finding.judgement.ask = Some(Ask { record: record.into(), field: "status".into() });
        }
        if let (Some(asset), Some(was)) = (asset, was)
            && let Some(why) = retired_without_authority(was, finding, asset, context)
        {
            let record = asset.record_kind().to_string();
            let sentence = format!(
                "It was open when {} was retired, and no owner of identity or platform security decided that ({why})",
                asset.key
            );
            let fact = format!("{}: {}", was.id, was.outcome);
            revert(finding, (&record, sentence), (&place, fact));
            finding.judgement.ask = Some(Ask { record: record.into(), field: "retired_by".into() });
        }
        let found_by = was.map(|was| was.found_by.as_slice()).unwrap_or_default();
        let tools = sources.silent(found_by, &reports);
        let feeds = assets.get(finding.asset).and_then(|asset| waiting.get(&asset.key));
        let reason = match (tools.first(), feeds.and_then(|feeds| feeds.first())) {
            (Some(tool), _) => (
                tool,
                format!("{tool} reported a failure before, and no report of {tool} was read since"),
            ),
            (None, Some(feed)) => (
                feed,
                format!(
                    "{feed} contained this asset before and does not now, so an improvement is not verified"
                ),
            ),
            (None, None) => continue,
        };
        if gains(was, finding) {
            let fact = format!("{} was read until then", reason.0);
            revert(finding, reason, (&place, fact));
        }
        finding.found_by.extend(tools);
        finding.found_by.sort();
        finding.found_by.dedup();
    }
    assessment.notices.extend(sources.notices());
    waiting
}

/// Which exports contain which asset.
pub(super) struct Feeds {
    by_file: BTreeMap<String, String>,
}

impl Feeds {
    /// The feeds among the inputs. A scanner report is none: a fixed result disappears
    /// from it.
    pub(super) fn of(assessment: &Assessment) -> Self {
        let reports: BTreeSet<&str> =
            assessment.scanners.iter().map(|card| card.place.file.as_ref()).collect();
        let feeds = assessment.inputs.iter().filter(|input| !reports.contains(input.path.as_str()));
        let feed = |input: &Input| Some((input.path.clone(), input.feed.as_ref()?.to_string()));
        Feeds { by_file: feeds.filter_map(feed).collect() }
    }

    /// The feeds that contain an asset, by the id of their format.
    pub(super) fn of_asset(&self, asset: &Asset) -> BTreeSet<String> {
        let files = asset.places().iter().map(|place| place.file.as_ref());
        files.filter_map(|file| self.by_file.get(file).cloned()).collect()
    }
}

/// Sources that are no longer expected, and those of them that were missed.
struct Sources<'a> {
    retired: &'a [(String, Place)],
    missed: BTreeSet<String>,
}

impl Sources<'_> {
    /// The sources that were not read now, without the retired ones.
    fn silent(&mut self, before: &[String], read: &BTreeSet<String>) -> Vec<String> {
        let silent = before.iter().filter(|source| !read.contains(*source));
        let is_retired = |source: &&String| self.retired.iter().any(|(id, _)| id == *source);
        let (ended, silent): (Vec<&String>, Vec<&String>) = silent.partition(is_retired);
        self.missed.extend(ended.into_iter().cloned());
        silent.into_iter().cloned().collect()
    }

    /// One warning for each retired source that was still read in the last record.
    fn notices(self) -> Vec<Diagnostic> {
        let notices =
            self.retired.iter().filter(|(id, _)| self.missed.contains(id)).map(|(id, at)| {
                let message = format!("the source {id} is retired: its assets and findings are now assessed without it");
                Diagnostic::at(at, message, "verify that its findings were remediated")
            });
        notices.collect()
    }
}

/// Whether a finding would add to the score, or take less from it, than it did.
fn gains(was: Option<&MonthFinding>, now: &Finding) -> bool {
    let before = was.and_then(|was| was.outcome.half_credits());
    match (before, now.judgement.outcome) {
        (_, Outcome::Fail | Outcome::NotAssessed) => false,
        // Assets that are out of scope or out of service are not assessed.
        (Some(before), Outcome::NotApplicable) => {
            let excluded = [Some(Reason::BelowTier), Some(Reason::Retired)];
            before < 2 && !excluded.contains(&now.judgement.reason)
        }
        (None, outcome) => outcome != Outcome::NotApplicable,
        (Some(before), outcome) => outcome.half_credits() > Some(before),
    }
}

/// Whether a finding that was open under another name is not any more.
fn closed_by_name(was: &MonthFinding, now: &Finding) -> bool {
    let reason = now.judgement.reason;
    let closed = matches!(now.judgement.outcome, Outcome::Pass | Outcome::NotApplicable);
    was.stands_open() && closed && reason != Some(Reason::Retired)
}

/// Why the retirement of an asset does not settle a finding that was open: a record alone that states
/// `retired` would close everything. None where somebody outside the operating team decided it, or where
/// nothing is closed by it.
fn retired_without_authority(
    was: &MonthFinding,
    now: &Finding,
    asset: &Asset,
    context: &Context,
) -> Option<String> {
    let closed = match now.judgement.outcome {
        Outcome::NotApplicable => now.judgement.reason == Some(Reason::Retired),
        // What a retirement that is not settled leaves.
        Outcome::NotAssessed => asset.is_retired() && !now.control.judges_retired,
        _ => false,
    };
    if !was.stands_open() || !closed {
        return None;
    }
    context.undecided_retirement(asset)
}

/// The name that an asset had when a finding was open, where the change of its name still keeps the finding
/// from being assessed: in the months after the change the record has it under the new name.
fn still_unsettled(was: &MonthFinding, asset: &Asset) -> Option<AssetKey> {
    if was.outcome != Outcome::NotAssessed {
        return None;
    }
    let other = asset.other_names().iter();
    let other = other.map(|name| AssetKey::new(asset.key.kind, name.clone()));
    asset.formerly().into_iter().chain(other).next()
}

/// Whether a configuration, an export or a scan shows an asset.
pub(super) fn is_observed(asset: &Asset, feeds: &Feeds) -> bool {
    let shown = match &asset.facts {
        AssetFacts::Server(server) => server.configuration.is_some(),
        AssetFacts::Secret(secret) => !secret.sightings.is_empty(),
        _ => false,
    };
    shown || !asset.registered || !feeds.of_asset(asset).is_empty()
}

fn revert(
    finding: &mut Finding,
    (source, sentence): (&String, String),
    (place, fact): (&Place, String),
) {
    let mut unknown = Judgement::missing_record(source).because(Some(place), fact);
    unknown.reason = Some(Reason::NotHeard);
    unknown.ask = Some(Ask { record: source.into(), field: "report".into() });
    unknown.sentence = sentence;
    unknown.evidence.extend(std::mem::take(&mut finding.judgement.evidence));
    finding.judgement = unknown;
    finding.weight.full = weight(finding.severity, finding.tier);
}
