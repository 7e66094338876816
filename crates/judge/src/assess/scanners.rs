//! Results of scanners become evidence. Where a scanner and our own check judge the same control on
//! the same asset there is one finding, the worst outcome counts, and both are evidence. A scanner
//! without a result proves nothing: only a failed result moves an outcome.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::posture::ScannerCard;
use model::{
    AssetKey, Completion, Context, Evidence, Finding, FindingId, Ledger, Outcome, Reason, RuleRow,
    ScanStatus, ScannerReport, ScannerResult, ScannerRules, weight,
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
    let positions: HashMap<String, usize> =
        findings.iter().enumerate().map(|(at, finding)| (finding.id.clone(), at)).collect();
    let mut cards = Vec::new();
    for report in reports {
        let known = rules.iter().find(|known| known.tool.id == report.tool);
        let rows = known.map(|known| known.rules.as_slice()).unwrap_or_default();
        let patterns: Vec<Option<Glob>> =
            rows.iter().map(|row| Glob::new(&row.rule).ok()).collect();
        let title = known.map_or(report.tool.as_str(), |known| &known.tool.title);
        let mut card = card(report, title);
        let mut unmapped: BTreeMap<String, u64> = BTreeMap::new();
        ledger.records += report.results.len() as u64;
        let file = &report.place.file;
        for result in &report.results {
            if result.says == ScanStatus::Fail && result.suppressed.is_some() {
                card.suppressed += 1;
                ledger.leave_out(file, "the users of the scanner accepted the result");
                continue;
            }
            let Some(asset) = about(context, result) else {
                card.unplaced += u64::from(result.says == ScanStatus::Fail);
                ledger.leave_out(file, "the result is about no asset of the inventory");
                continue;
            };
            let ids = controls(rows, &patterns, &result.rule)
                .map(|row| FindingId::new(row.control.as_str(), asset.clone()).to_string());
            let affected: Vec<usize> = ids.filter_map(|id| positions.get(&id).copied()).collect();
            if result.says == ScanStatus::Fail {
                match affected.is_empty() {
                    true => *unmapped.entry(result.rule.clone()).or_default() += 1,
                    false => card.counted += 1,
                }
            }
            match affected.is_empty() {
                true => {
                    ledger.leave_out(file, "no control that applies judges by the scanner's rule")
                }
                false => ledger.evidence += 1,
            }
            for at in affected {
                if let Some(finding) = findings.get_mut(at) {
                    apply_result(finding, result, (&report.tool, title));
                }
            }
        }
        card.unmapped = unmapped.into_iter().collect();
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
        tags: tags.into_iter().take(MAX_TAGS).cloned().collect(),
    }
}

/// The one asset a result is about; none where several might be meant.
fn about(context: &Context, result: &ScannerResult) -> Option<AssetKey> {
    result.about.iter().find_map(|name| {
        let mut found = context.known_as(name);
        let first = found.next()?;
        found.next().is_none().then(|| first.key.clone())
    })
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

fn apply_result(finding: &mut Finding, result: &ScannerResult, (id, tool): (&str, &str)) {
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
    judgement.evidence.push(Evidence { place: Some(result.place.clone()), fact: fact.clone() });
    if result.says == ScanStatus::Fail && judgement.outcome != Outcome::Fail {
        judgement.outcome = Outcome::Fail;
        judgement.reason = None;
        judgement.ask = None;
        judgement.sentence = fact;
        finding.weight = weight(finding.severity, finding.tier);
    }
}
