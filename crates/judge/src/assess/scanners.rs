//! Results of scanners become evidence. Where a scanner and our own check judge the same control on
//! the same asset there is one finding, the worst outcome counts, and both are evidence. A scanner
//! without a result proves nothing: only a failed result moves an outcome.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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

/// Adds the results of scanners to the findings, and lists how every report was used.
pub(super) fn apply(
    context: &Context,
    reports: &[ScannerReport],
    rules: &[ScannerRules],
    findings: &mut [Finding],
    ledger: &mut Ledger,
) -> Vec<ScannerCard> {
    if reports.is_empty() {
        return Vec::new();
    }
    let positions: HashMap<String, usize> =
        findings.iter().enumerate().map(|(at, finding)| (finding.id.clone(), at)).collect();
    let subjects = Subjects::of(context);
    let exposures = context.exposures.values().flatten().map(|exposure| &exposure.place);
    let found: HashSet<&Place> = exposures.collect();
    let mut cards = Vec::new();
    for report in reports {
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
        for result in &report.results {
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
            let mut affected: Vec<usize> =
                rows.iter().flat_map(|row| affected(&positions, row, &subject)).collect();
            affected.sort_unstable();
            affected.dedup();
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
            for at in affected {
                if let Some(finding) = findings.get_mut(at) {
                    apply_result(finding, result, report, title);
                }
            }
        }
        card.unmapped = unmapped.into_iter().collect();
        card.inapplicable = inapplicable.into_iter().collect();
        cards.push(card);
    }
    cards
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
fn affected(
    positions: &HashMap<String, usize>,
    row: &RuleRow,
    subject: &Subject<'_>,
) -> Vec<usize> {
    let finding = |asset: &&Asset| {
        let id = FindingId::written(&row.control, &asset.key);
        positions.get(&id).copied()
    };
    let mut found: Vec<usize> = subject.assets.iter().filter_map(finding).collect();
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
