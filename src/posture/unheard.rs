//! Findings that would be better only because a source was not heard. A source that spoke before and
//! is silent now mends nothing: until it is read again, or called retired, what it may contradict is
//! not assessed.

use std::collections::{BTreeMap, BTreeSet};

use super::renames::{Before, Renames};
use crate::model::month::{HISTORY, MonthFinding};
use crate::model::{
    Ask, Assessment, AssetKey, Diagnostic, Finding, Judgement, MonthRecord, Outcome, Place, Reason,
    weight,
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
    let mut sources = Sources::of(assessment, retired);
    let mut waiting = BTreeMap::new();
    for asset in assets {
        let was = before.assets.get(&asset.key);
        let feeds = sources.silent(was.map(|was| was.heard_from.as_slice()).unwrap_or_default());
        if !feeds.is_empty() {
            waiting.insert(asset.key.clone(), feeds);
        }
    }
    let place = Place::file(format!("{HISTORY}/{}.json", last.period));
    for finding in &mut assessment.findings {
        let was = before.findings.get(&finding.id).copied();
        let tools = sources.silent(was.map(|was| was.found_by.as_slice()).unwrap_or_default());
        let feeds = assets.get(finding.asset).and_then(|asset| waiting.get(&asset.key));
        let said = match (tools.first(), feeds.and_then(|feeds| feeds.first())) {
            (Some(tool), _) => {
                (tool, format!("{tool} found it wanting, and no report of it was read since"))
            }
            (None, Some(feed)) => (
                feed,
                format!("{feed} spoke of it before and was not read, so nobody knows it is better"),
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

/// What was read, and what nobody waits for any more.
struct Sources<'a> {
    read: BTreeSet<String>,
    retired: &'a [(String, Place)],
    missed: BTreeSet<String>,
}

impl<'a> Sources<'a> {
    fn of(assessment: &Assessment, retired: &'a [(String, Place)]) -> Self {
        let reports = assessment.scanners.iter().filter(|card| card.incomplete.is_none());
        let reports = reports.map(|card| card.id.clone());
        let feeds = assessment.inputs.iter().filter(|input| input.skipped.is_none());
        let feeds = feeds.filter_map(|input| input.feed.clone());
        Sources { read: reports.chain(feeds).collect(), retired, missed: BTreeSet::new() }
    }

    /// Those that were not read, without the retired ones.
    fn silent(&mut self, sources: &[String]) -> Vec<String> {
        let silent = sources.iter().filter(|source| !self.read.contains(*source));
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
