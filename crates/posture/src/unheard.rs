//! Findings that would be better only because a source was not heard. A source that spoke before and
//! is silent now mends nothing: until it is read again, or called retired, what it may contradict is
//! not assessed.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::{Before, Renames};
use model::month::{HISTORY, MonthFinding};
use model::{
    Ask, Assessment, Asset, AssetKey, Diagnostic, Finding, Input, Judgement, MonthRecord, Outcome,
    Place, Reason, weight,
};

/// Takes back what silence would mend; answers with the feeds that each asset still waits for.
/// `retired` are sources that are no longer used, by id, and where that is said.
pub(super) fn unheard(
    assessment: &mut Assessment,
    last: &MonthRecord,
    retired: &[(String, Place)],
) -> BTreeMap<AssetKey, Vec<String>> {
    let assets = &assessment.context.assets;
    let named = assets.iter().map(|asset| (&asset.key, asset.formerly()));
    let before = Before::of(last, &Renames::of(named));
    let feeds = Feeds::of(assessment);
    let reports = assessment.scanners.iter().filter(|card| card.incomplete.is_none());
    let reports: BTreeSet<String> = reports.map(|card| card.id.clone()).collect();
    let mut sources = Sources { retired, missed: BTreeSet::new() };
    let mut waiting = BTreeMap::new();
    for asset in assets {
        let was = before.assets.get(&asset.key);
        let heard = was.map(|was| was.heard_from.as_slice()).unwrap_or_default();
        let feeds = sources.silent(heard, &feeds.of_asset(asset));
        if !feeds.is_empty() {
            waiting.insert(asset.key.clone(), feeds);
        }
    }
    let place = Place::file(format!("{HISTORY}/{}.json", last.period));
    for finding in &mut assessment.findings {
        let was = before.findings.get(&finding.id).copied();
        let found_by = was.map(|was| was.found_by.as_slice()).unwrap_or_default();
        let tools = sources.silent(found_by, &reports);
        let feeds = assets.get(finding.asset).and_then(|asset| waiting.get(&asset.key));
        let said = match (tools.first(), feeds.and_then(|feeds| feeds.first())) {
            (Some(tool), _) => {
                (tool, format!("{tool} found it wanting, and no report of it was read since"))
            }
            (None, Some(feed)) => (
                feed,
                format!(
                    "{feed} spoke of it before and does not now, so nobody knows that it is better"
                ),
            ),
            (None, None) => continue,
        };
        if gains(was, finding) {
            take_back(finding, said, &place);
        }
        finding.found_by.extend(tools);
        finding.found_by.sort();
        finding.found_by.dedup();
    }
    assessment.notices.extend(sources.notices());
    waiting
}

/// Which exports speak of which asset.
pub(super) struct Feeds {
    by_file: BTreeMap<String, String>,
}

impl Feeds {
    /// The feeds among the inputs. A scanner's report is none: that it speaks of a thing no more is
    /// what it is run for.
    pub(super) fn of(assessment: &Assessment) -> Self {
        let reports: BTreeSet<&str> =
            assessment.scanners.iter().map(|card| card.place.file.as_ref()).collect();
        let feeds = assessment.inputs.iter().filter(|input| !reports.contains(input.path.as_str()));
        let feed = |input: &Input| Some((input.path.clone(), input.feed.as_ref()?.to_string()));
        Feeds { by_file: feeds.filter_map(feed).collect() }
    }

    /// Those that speak of an asset, by the id of their format.
    pub(super) fn of_asset(&self, asset: &Asset) -> BTreeSet<String> {
        let files = asset.places.iter().map(|place| place.file.as_ref());
        files.filter_map(|file| self.by_file.get(file).cloned()).collect()
    }
}

/// What nobody waits for any more, and what of it was missed.
struct Sources<'a> {
    retired: &'a [(String, Place)],
    missed: BTreeSet<String>,
}

impl Sources<'_> {
    /// Those that are not heard now, without the retired ones.
    fn silent(&mut self, before: &[String], heard: &BTreeSet<String>) -> Vec<String> {
        let silent = before.iter().filter(|source| !heard.contains(*source));
        let is_retired = |source: &&String| self.retired.iter().any(|(id, _)| id == *source);
        let (over, silent): (Vec<&String>, Vec<&String>) = silent.partition(is_retired);
        self.missed.extend(over.into_iter().cloned());
        silent.into_iter().cloned().collect()
    }

    /// Where a retired source was heard until now, somebody should look once.
    fn notices(self) -> Vec<Diagnostic> {
        let told =
            self.retired.iter().filter(|(id, _)| self.missed.contains(id)).map(|(id, at)| {
                let message = format!("{id} is retired: what it spoke of is judged without it now");
                Diagnostic::at(at, message, "see that what it found was mended")
            });
        told.collect()
    }
}

/// Whether a finding would add to the score, or take less from it, than it did.
fn gains(was: Option<&MonthFinding>, now: &Finding) -> bool {
    let before = was.and_then(|was| was.outcome.half_credits());
    match (before, now.judgement.outcome) {
        (_, Outcome::Fail | Outcome::NotAssessed) => false,
        // Nobody looks at what is out of scope or out of service.
        (Some(before), Outcome::NotApplicable) => {
            let excluded = [Some(Reason::BelowTier), Some(Reason::Retired)];
            before < 2 && !excluded.contains(&now.judgement.reason)
        }
        (None, outcome) => outcome != Outcome::NotApplicable,
        (Some(before), outcome) => outcome.half_credits() > Some(before),
    }
}

fn take_back(finding: &mut Finding, (source, sentence): (&String, String), place: &Place) {
    let mut unknown = Judgement::missing_record(source)
        .because(Some(place), format!("heard from {source} until then"));
    unknown.reason = Some(Reason::NotHeard);
    unknown.ask = Some(Ask { record: source.clone(), field: "report".into() });
    unknown.sentence = sentence;
    unknown.evidence.extend(std::mem::take(&mut finding.judgement.evidence));
    finding.judgement = unknown;
    finding.weight = weight(finding.severity, finding.tier);
}
