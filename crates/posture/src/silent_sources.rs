//! Findings that would improve only because a source was not read. Leaving out a source fixes nothing:
//! until it is read again, or configured as retired, the findings that it may contradict are not
//! assessed.

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use super::renames::{Before, Renames};
use model::month::{HISTORY, MonthFinding, MonthFindings};
use model::{
    Ask, Assessment, Asset, AssetFacts, AssetKey, Context, Diagnostic, Evidence, Finding,
    FindingId, Input, Judgement, MonthRecord, Outcome, Place, Reason, weight,
};

/// What the last record knows of an asset.
struct Known<'a> {
    /// The name that it had, where it has another now.
    former: Option<&'a AssetKey>,
    findings: Option<&'a MonthFindings>,
}

/// What reverts such findings, one by one.
pub(super) struct Silenced<'a> {
    before: Before<'a>,
    /// What is known of each asset, by its position.
    known: Vec<Known<'a>>,
    feeds: Feeds,
    /// The scanners that reported completely.
    reports: BTreeSet<String>,
    sources: Sources<'a>,
    /// The sources that each asset still waits for.
    waiting: BTreeMap<AssetKey, Vec<String>>,
    /// The record.
    place: Place,
}

impl<'a> Silenced<'a> {
    /// What was known of the assets of an assessment before. `retired` are sources that are no longer used, by id, and
    /// where that is configured.
    pub(super) fn of(
        assessment: &Assessment,
        last: &'a MonthRecord,
        retired: &'a [(String, Place)],
    ) -> Self {
        let assets = &assessment.context.assets;
        let before = Before::of(last, &Renames::of_assets(assets));
        let feeds = Feeds::of(assessment);
        let reports = assessment.scanners.iter().filter(|card| card.incomplete.is_none());
        let reports: BTreeSet<String> = reports.map(|card| card.id.clone()).collect();
        let sources = Sources { retired };
        let known = |asset: &Asset| Known {
            former: before.former_name(&asset.key),
            findings: before.on(&asset.key),
        };
        let known = assets.iter().map(known).collect();
        let mut waiting = BTreeMap::new();
        for asset in assets {
            let was = before.assets.get(&asset.key);
            let read = was.map(|was| was.reported_by.iter().map(String::as_str));
            let feeds = sources.silent(read.into_iter().flatten(), &feeds.of_asset(asset));
            if !feeds.is_empty() {
                waiting.insert(asset.key.clone(), feeds);
            }
        }
        let place = Place::file(format!("{HISTORY}/{}.json", last.period));
        Silenced { before, known, feeds, reports, sources, waiting, place }
    }

    /// The sources that each asset still waits for.
    pub(super) fn waiting(&self) -> &BTreeMap<AssetKey, Vec<String>> {
        &self.waiting
    }

    /// A warning for each retired source that was still read in the last record; `is_judged` is whether a control
    /// judges an asset now.
    pub(super) fn notices(
        &self,
        context: &Context,
        is_judged: impl Fn(&str, &Asset) -> bool,
    ) -> Vec<Diagnostic> {
        if self.sources.retired.is_empty() {
            return Vec::new();
        }
        let mut missed: BTreeSet<&str> = BTreeSet::new();
        for asset in &context.assets {
            if let Some(was) = self.before.assets.get(&asset.key) {
                let read = self.feeds.of_asset(asset);
                missed.extend(
                    was.reported_by.iter().filter(|feed| !read.contains(*feed)).map(String::as_str),
                );
            }
            let was = self.before.on(&asset.key).map(MonthFindings::findings).unwrap_or_default();
            let found = was.iter().filter(|was| !was.found_by.is_empty());
            for was in found.filter(|was| is_judged(&was.control, asset)) {
                let tools = was.found_by.iter().map(EcoString::as_str);
                missed.extend(tools.filter(|tool| !self.reports.contains(*tool)));
            }
        }
        self.sources.notices(&missed)
    }

    /// Reverts a finding, if it would improve only because a source was not read.
    pub(super) fn revert(&self, finding: &mut Finding, context: &Context) {
        let asset = context.assets.get(finding.asset);
        let known = self.known.get(finding.asset);
        let renamed = known.and_then(|known| known.former);
        let was = known.and_then(|known| known.findings?.of_control(finding.control.id));
        let former = asset
            .zip(was)
            .and_then(|(asset, was)| renamed.cloned().or_else(|| still_unsettled(was, asset)));
        let recorded = |was: &MonthFinding, asset: &Asset| {
            let former = renamed.unwrap_or(&asset.key);
            format!("{}: {}", FindingId::written(&was.control, former), was.outcome)
        };
        if let (Some(former), Some(asset), Some(was)) = (former, asset, was)
            && closed_by_name(was, finding)
            && !is_observed(asset, &self.feeds)
            && !Evidence::weakest(&finding.judgement.evidence).is_shown()
        {
            let record = asset.record_kind().to_string();
            let sentence = format!(
                "It was open as {former} when it was last assessed; a record under another name does not show \
                 that it was remediated"
            );
            revert(finding, (&record, sentence), (&self.place, recorded(was, asset)));
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
            revert(finding, (&record, sentence), (&self.place, recorded(was, asset)));
            finding.judgement.ask = Some(Ask { record: record.into(), field: "retired_by".into() });
        }
        let found_by = was.map(|was| was.found_by.iter().map(EcoString::as_str));
        let tools = self.sources.silent(found_by.into_iter().flatten(), &self.reports);
        let feeds = asset.filter(|_| !self.waiting.is_empty());
        let feeds = feeds.and_then(|asset| self.waiting.get(&asset.key));
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
            (None, None) => return,
        };
        if gains(was, finding) {
            let fact = format!("{} was read until then", reason.0);
            revert(finding, reason, (&self.place, fact));
        }
        finding.found_by.extend(tools);
        finding.found_by.sort();
        finding.found_by.dedup();
    }
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

/// Sources that are no longer expected.
struct Sources<'a> {
    retired: &'a [(String, Place)],
}

impl Sources<'_> {
    /// The sources that were not read now, without the retired ones.
    fn silent<'s>(
        &self,
        before: impl Iterator<Item = &'s str>,
        read: &BTreeSet<String>,
    ) -> Vec<String> {
        let is_retired = |source: &&str| self.retired.iter().any(|(id, _)| id == *source);
        let silent = before.filter(|source| !read.contains(*source));
        silent.filter(|source| !is_retired(source)).map(str::to_string).collect()
    }

    /// One warning for each retired source among those that were missed.
    fn notices(&self, missed: &BTreeSet<&str>) -> Vec<Diagnostic> {
        let notices =
            self.retired.iter().filter(|(id, _)| missed.contains(id.as_str())).map(|(id, at)| {
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
    let unknown = Judgement::unusable(Reason::NotHeard, source.clone(), "report", sentence);
    let mut unknown = unknown.because(Some(place), fact);
    unknown.evidence.extend(std::mem::take(&mut finding.judgement.evidence));
    finding.judgement = unknown;
    finding.weight.full = weight(finding.severity, finding.tier);
}
