//! Results of scanners become evidence. Where a scanner and our own check judge the same control on
//! the same asset there is one finding, the worst outcome counts, and both are evidence. A scanner
//! without a result proves nothing: only a failed result moves an outcome.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ecow::EcoString;

use super::judge::Plan;
use super::subjects::{Subject, Subjects};
use super::weigh::weigh;
use model::posture::ScannerCard;
use model::{
    Asset, Completion, Context, Evidence, EvidenceClass, Finding, FindingId, Ledger, Outcome,
    Place, Reason, RuleRow, ScanStatus, ScannerReport, ScannerResult, ScannerRules,
};
use syntax::Glob;

/// How many framework tags of a scanner are quoted.
const MAX_TAGS: usize = 12;

/// The results that move findings, by the id of the finding: which result of which report.
#[derive(Debug, Default)]
pub(super) struct Results(HashMap<EcoString, Vec<(usize, usize)>>);

impl Results {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds them to the findings. `reports` are those that they were found in, `cards` lists the same.
    pub(super) fn apply(
        &self,
        (reports, cards): (&[ScannerReport], &[ScannerCard]),
        findings: &mut [Finding],
    ) {
        if self.is_empty() {
            return;
        }
        for finding in findings {
            let results = self.0.get(&finding.id).map(Vec::as_slice).unwrap_or_default();
            for (report, result) in results {
                let Some((report, card)) = reports.get(*report).zip(cards.get(*report)) else {
                    continue;
                };
                if let Some(result) = report.results.get(*result) {
                    apply_result(finding, result, report, &card.tool);
                }
            }
        }
    }
}

/// Finds what each result of a scanner is about, and lists how every report was used.
pub(super) fn results(
    context: &Context,
    plan: &Plan<'_>,
    reports: &[ScannerReport],
    rules: &[ScannerRules],
    ledger: &mut Ledger,
) -> (Vec<ScannerCard>, Results) {
    let mut moved = Results::default();
    if reports.is_empty() {
        return (Vec::new(), moved);
    }
    let subjects = Subjects::of(context);
    let exposures = context.exposures.values().flatten().map(|exposure| &exposure.place);
    let found: HashSet<&Place> = exposures.collect();
    let mut cards = Vec::new();
    for (of_report, report) in reports.iter().enumerate() {
        let known = rules.iter().find(|known| known.tool.id == report.tool);
        let rows = known.map(|known| known.rules.as_slice()).unwrap_or_default();
        let patterns: Vec<Option<Glob>> =
            rows.iter().map(|row| Glob::new(&row.rule).ok()).collect();
        let title = known.map_or(report.tool.as_str(), |known| &known.tool.title);
        let mut card = card(report, title);
        let mut unmapped: BTreeMap<String, u64> = BTreeMap::new();
        let mut inapplicable: BTreeMap<String, u64> = BTreeMap::new();
        ledger.records += report.results.len() as u64;
        let file = &report.place.file;
        for (at, result) in report.results.iter().enumerate() {
            if result.says == ScanStatus::Fail && result.suppressed.is_some() {
                card.suppressed += 1;
                ledger.leave_out(file, "the users of the scanner accepted the result");
                continue;
            }
            let Some(subject) = subjects.find(result) else {
                // A secret that it found is an asset of its own, and its exposure is judged.
                if found.contains(&result.place) {
                    card.counted += u64::from(result.says == ScanStatus::Fail);
                    ledger.evidence += 1;
                    continue;
                }
                card.unplaced += u64::from(result.says == ScanStatus::Fail);
                ledger.leave_out(file, "the result is about no asset of the inventory");
                continue;
            };
            let rows: Vec<&RuleRow> = controls(rows, &patterns, &result.rule).collect();
            let affected: BTreeSet<EcoString> =
                rows.iter().flat_map(|row| affected(plan, row, &subject)).collect();
            if result.says == ScanStatus::Fail {
                match (affected.is_empty(), rows.is_empty()) {
                    (true, true) => *unmapped.entry(result.rule.clone()).or_default() += 1,
                    (true, false) => *inapplicable.entry(result.rule.clone()).or_default() += 1,
                    (false, _) => card.counted += 1,
                }
            }
            match (affected.is_empty(), rows.is_empty()) {
                (true, true) => ledger.leave_out(file, "the scanner's rule maps to no control"),
                (true, false) => {
                    ledger.leave_out(file, "the control that the rule maps to does not apply here");
                }
                (false, _) => ledger.evidence += 1,
            }
            for finding in affected {
                moved.0.entry(finding).or_default().push((of_report, at));
            }
        }
        card.unmapped = unmapped.into_iter().collect();
        card.inapplicable = inapplicable.into_iter().collect();
        cards.push(card);
    }
    (cards, moved)
}

fn card(report: &ScannerReport, title: &str) -> ScannerCard {
    let tags: BTreeSet<&String> = report.results.iter().flat_map(|result| &result.tags).collect();
    ScannerCard {
        id: report.tool.clone(),
        tool: title.into(),
        version: report.version.clone(),
        place: report.place.clone(),
        captured_at: report.captured_at,
        incomplete: match &report.ran {
            Completion::Completed => None,
            Completion::Incomplete(why) => Some(why.clone()),
        },
        results: report.results.len() as u64,
        counted: 0,
        suppressed: 0,
        unplaced: 0,
        unmapped: Vec::new(),
        inapplicable: Vec::new(),
        tags: tags.into_iter().take(MAX_TAGS).cloned().collect(),
    }
}

/// The findings that a row moves. A result about a user or account reaches its credentials too, where
/// the control judges credentials alone, or the rule looks at them.
fn affected(plan: &Plan<'_>, row: &RuleRow, subject: &Subject<'_>) -> Vec<EcoString> {
    let finding = |asset: &&Asset| {
        let control = plan.control(&row.control, asset)?;
        Some(FindingId::written(control.id, &asset.key))
    };
    let mut found: Vec<EcoString> = subject.assets.iter().filter_map(finding).collect();
    if found.is_empty() || row.credentials {
        found.extend(subject.credentials.iter().filter_map(finding));
    }
    found
}

/// The rows of the first pattern that matches. What is no pattern matches only itself.
fn controls<'a>(
    rows: &'a [RuleRow],
    patterns: &[Option<Glob>],
    rule: &str,
) -> impl Iterator<Item = &'a RuleRow> {
    let matches = |(row, pattern): &(&RuleRow, &Option<Glob>)| match pattern {
        Some(pattern) => pattern.matches(rule),
        None => row.rule == rule,
    };
    let first = rows.iter().zip(patterns).find(matches).map(|(row, _)| row);
    rows.iter().filter(move |row| first.is_some_and(|first| first.rule == row.rule))
}

fn apply_result(finding: &mut Finding, result: &ScannerResult, report: &ScannerReport, tool: &str) {
    let id = report.tool.as_str();
    let excluded = [Some(Reason::BelowTier), Some(Reason::Retired)];
    if excluded.contains(&finding.judgement.reason) {
        return;
    }
    let rule = &result.rule;
    let fact = match result.says {
        ScanStatus::Fail => format!("{tool} reports a failed check: {rule}"),
        ScanStatus::Pass => format!("{tool} reports a passed check: {rule}"),
        ScanStatus::Manual => format!("{tool} requires a manual check: {rule}"),
        ScanStatus::Error => format!("{tool} could not run the check: {rule}"),
        ScanStatus::Capability => return,
    };
    let judgement = &mut finding.judgement;
    if result.says == ScanStatus::Fail && !finding.found_by.iter().any(|known| known == id) {
        finding.found_by.push(id.into());
    }
    let (place, class) = (Some(result.place.clone()), EvidenceClass::Observed);
    judgement.evidence.push(Evidence { place, fact: fact.clone(), class });
    if result.says == ScanStatus::Fail && judgement.outcome != Outcome::Fail {
        judgement.outcome = Outcome::Fail;
        judgement.reason = None;
        judgement.ask = None;
        judgement.sentence = fact;
        judgement.since = None;
        weigh(finding);
    }
    if result.says == ScanStatus::Fail {
        finding.judgement.date(report.captured_at.map(|at| at.day()));
    }
}
