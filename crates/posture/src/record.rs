//! A posture → what is kept of its month.

use std::collections::BTreeMap;

use model::month::{
    Editions, MONTH_FORMAT, MonthAsset, MonthFinding, MonthFindings, MonthInput, MonthLimit,
    MonthSlice,
};
use model::posture::{AssetCard, FindingCard, Slice};
use model::{AssetKey, Month, MonthRecord, Posture, Thresholds, WaiverState, threshold};

/// The month that a posture covers; the month of its day where its period is none.
pub fn month(posture: &Posture) -> Month {
    posture.period.parse().unwrap_or_else(|_| Month::of(posture.as_of))
}

/// The record of a posture's month, with the findings of that.
pub fn record(posture: &Posture, mut findings: Vec<MonthFindings>) -> MonthRecord {
    let period = month(posture);
    findings.sort_by_cached_key(|on| on.asset.to_string());
    let mut assets: Vec<MonthAsset> = posture.assets.iter().map(asset).collect();
    assets.sort_by(|a, b| a.key.cmp(&b.key));
    let mut inputs: Vec<MonthInput> = posture
        .inputs
        .iter()
        .map(|input| MonthInput { path: input.path.clone(), sha256: input.sha256.clone() })
        .collect();
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    let point = posture.history.as_ref().and_then(|history| history.months.last());
    MonthRecord {
        format: MONTH_FORMAT,
        organisation: posture.organisation.clone(),
        period,
        as_of: posture.as_of,
        editions: editions(posture),
        score: posture.score,
        open: posture.open,
        ages: point.map(|point| point.ages).unwrap_or_default(),
        tiers: slices(&posture.tiers),
        domains: slices(&posture.domains),
        thresholds: limits(posture),
        inputs,
        earlier: posture.history.iter().flat_map(|history| history.earlier.clone()).collect(),
        events: posture.events.clone(),
        assets,
        excluded: posture.excluded.iter().map(|asset| asset.key.to_string()).collect(),
        findings,
    }
}

/// What a posture was judged with.
pub(super) fn editions(posture: &Posture) -> Editions {
    let controls = posture.controls.iter().filter(|control| !control.edition.is_empty());
    Editions {
        profile: posture.profile_sha256.clone(),
        catalogue: posture.tool.catalogue.sha256.clone(),
        mappings: posture.tool.mappings.sha256.clone(),
        tool: posture.tool.version.clone(),
        rules: posture.tool.rules,
        controls: controls.map(|control| (control.id.clone(), control.edition.clone())).collect(),
    }
}

/// The limits a posture was judged by; a posture of before the numbers were kept has none.
pub(super) fn limits(posture: &Posture) -> Vec<MonthLimit> {
    let kept = posture.thresholds.iter().filter(|limit| limit.numbers != [0; 4]);
    kept.map(|limit| MonthLimit { key: limit.key.clone(), values: limit.numbers }).collect()
}

/// The limits of a record, where they differ from those in force in something that both know.
pub fn old_limits(record: &MonthRecord, in_force: &Thresholds) -> Option<Thresholds> {
    let mut old = in_force.clone();
    let mut differs = false;
    for limit in &record.thresholds {
        let known = threshold::THRESHOLDS.iter().find(|known| known.key == limit.key);
        let Some(known) = known.filter(|known| in_force.of(known).0 != limit.values) else {
            continue;
        };
        old.change(known, model::PerTier(limit.values));
        differs = true;
    }
    differs.then_some(old)
}

fn slices(slices: &[Slice]) -> Vec<MonthSlice> {
    let slice = |s: &Slice| MonthSlice { id: s.id.clone(), parts: s.parts, open: s.open };
    slices.iter().map(slice).collect()
}

fn asset(card: &AssetCard) -> MonthAsset {
    MonthAsset {
        key: card.key.clone(),
        tier: card.tier,
        derived_tier: card.derived_tier,
        retired: card.retired,
        observed: card.observed,
        recorded: card.recorded,
        owner: card.owner.to_string(),
        reported_by: card.reported_by.clone(),
        formerly: card.formerly.iter().map(ToString::to_string).collect(),
        missing_since: card.missing_since,
    }
}

/// The findings of a posture as its record keeps them; all of them, where the posture holds all.
pub fn findings(posture: &Posture) -> Vec<MonthFindings> {
    let period = month(posture);
    let mut on: BTreeMap<&AssetKey, Vec<MonthFinding>> = BTreeMap::new();
    for card in &posture.findings {
        on.entry(&card.asset).or_default().push(finding(card, period));
    }
    let on = on.into_iter().map(|(asset, findings)| MonthFindings::new(asset.clone(), findings));
    on.collect()
}

/// A finding as the record of a month keeps it.
pub(super) fn finding(card: &FindingCard, now: Month) -> MonthFinding {
    // Without a history the start is unknown, so it is this month.
    let first_seen = card.first_seen.or(card.outcome.is_open().then_some(now));
    let mut finding = MonthFinding {
        control: card.control.as_str().into(),
        outcome: card.outcome,
        class: card.class,
        pass_weight: 0,
        tier: card.tier,
        severity: card.severity,
        domain: card.domain,
        first_seen,
        last_open: card.last_open,
        found_by: card.found_by.iter().map(|tool| tool.as_str().into()).collect(),
        waived: card.waiver == Some(WaiverState::Applied),
    };
    // Never more than it weighs, whatever a file says, so that no file can overflow a sum.
    let earned = card.pass_weight.min(finding.weight());
    finding.pass_weight = u32::try_from(earned).unwrap_or(u32::MAX);
    finding
}
