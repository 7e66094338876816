//! Findings, controls, assets and waivers as reports print them.

use std::collections::HashMap;

use super::cells::{accountable, owner};
use super::frameworks::References;
use super::over_time::PriorState;
use super::silent_sources::Feeds;
use super::slices::{Sums, by};
use model::posture::{AssetCard, ControlCard, FindingCard, ThresholdRow, WaiverCard};
use model::records::EXPIRES_SOON;
use model::{
    Assessment, AssetKind, Control, Finding, Outcome, Tenths, Tier, WaiverState, days_between,
    threshold,
};

/// Positions of all findings, worst first: open ones by the score impact of fixing them, then the
/// unknown by weight, then the rest.
pub(super) fn worst_first(assessment: &Assessment) -> Vec<usize> {
    let mut order: Vec<usize> = (0..assessment.findings.len()).collect();
    let rank = |outcome: Outcome| match outcome {
        Outcome::Fail => 0,
        Outcome::Partial => 1,
        Outcome::NotAssessed => 2,
        Outcome::Pass => 3,
        Outcome::NotApplicable => 4,
    };
    order.sort_by_cached_key(|&at| {
        assessment.findings.get(at).map(|f| {
            (rank(f.judgement.outcome), std::cmp::Reverse(f.weight), f.control.id, f.asset)
        })
    });
    order
}

/// One finding as reports print it.
pub(super) fn finding(
    assessment: &Assessment,
    finding: &Finding,
    waivers: &HashMap<&str, WaiverState>,
    references: &References,
    prior: &PriorState<'_>,
) -> Option<FindingCard> {
    let asset = assessment.context.assets.get(finding.asset)?;
    let judgement = &finding.judgement;
    let mut card = FindingCard {
        id: finding.id.clone(),
        control: finding.control.id.into(),
        asset: asset.key.clone(),
        asset_name: asset.name().into(),
        owner: owner(assessment, finding).into(),
        domain: finding.control.domain,
        tier: finding.tier,
        severity: finding.severity,
        weight: finding.weight,
        outcome: judgement.outcome,
        reason: judgement.reason,
        sentence: judgement.sentence.clone(),
        method: judgement.method,
        ask: judgement.ask.clone(),
        evidence: judgement.evidence.clone(),
        items: judgement.items.clone(),
        found_by: finding.found_by.clone(),
        waiver: waivers.get(finding.id.as_str()).copied(),
        first_seen: None,
        last_open: None,
        requirements: references.to(finding.control.id, Some(asset.key.kind)),
    };
    prior.date(&mut card);
    Some(card)
}

/// The state of the waiver on each finding; a live one takes precedence.
pub(super) fn waiver_states(assessment: &Assessment) -> HashMap<&str, WaiverState> {
    let mut states = HashMap::new();
    for waiver in &assessment.waivers {
        let state = states.entry(waiver.finding.as_str()).or_insert(waiver.state);
        if waiver.state == WaiverState::Applied {
            *state = waiver.state;
        }
    }
    states
}

/// Every control and its results.
pub(super) fn controls(
    assessment: &Assessment,
    catalog: &[&'static Control],
    references: &References,
    whole: u64,
) -> Vec<ControlCard> {
    let by_control = by(assessment, |finding| finding.control.id);
    let none = Sums::default();
    let card = |control: &&'static Control| {
        let sums = by_control.get(control.id).unwrap_or(&none);
        ControlCard {
            id: control.id.into(),
            slug: control.slug.into(),
            family: control.family.id().into(),
            title: control.title.into(),
            why: control.why.into(),
            pass_if: control.criteria.pass.into(),
            partial_if: control.criteria.partial.into(),
            fail_if: control.criteria.fail.into(),
            remediation: control.remediation.into(),
            domain: control.domain,
            severity: control.severity.0,
            from_tier: control.from_tier,
            parts: sums.tally.parts(),
            outcomes: sums.outcomes,
            gain: Tenths::percent(sums.to_gain, whole).unwrap_or_default(),
            requirements: references.to(control.id, None),
        }
    };
    catalog.iter().map(card).collect()
}

/// Every asset in scope but the organisation, the most privileged first and the least proven before the rest.
pub(super) fn assets(assessment: &Assessment, prior: &PriorState<'_>) -> Vec<AssetCard> {
    let by_asset = by(assessment, |finding| finding.asset);
    let none = Sums::default();
    let feeds = Feeds::of(assessment);
    let assets = assessment.context.assets.iter().enumerate();
    let assets = assets.filter(|(position, asset)| {
        asset.key.kind != AssetKind::Organisation && assessment.out_of_scope.allows(*position)
    });
    let card = |(position, asset): (usize, &model::Asset)| {
        let sums = by_asset.get(&position).unwrap_or(&none);
        let mut tier_reasons = asset.tier.reasons.clone();
        tier_reasons.sort_by(|a, b| b.floor.cmp(&a.floor).then_with(|| a.rule.cmp(&b.rule)));
        let mut card = AssetCard {
            key: asset.key.clone(),
            name: asset.name().into(),
            owner: accountable(asset).into(),
            tier: asset.tier.derived,
            tests: asset.tier.tests,
            declared: asset.tier.declared,
            tier_reasons,
            retired: asset.is_retired(),
            reported_by: feeds.of_asset(asset).into_iter().collect(),
            formerly: asset.formerly(),
            missing_since: None,
            parts: sums.tally.parts(),
            outcomes: sums.outcomes,
            open: sums.open,
            known_as: asset.other_names().to_vec(),
            places: asset.places().to_vec(),
        };
        prior.name(&mut card);
        card
    };
    let mut cards: Vec<AssetCard> = assets.map(card).collect();
    cards.sort_by(|a, b| {
        b.tier
            .cmp(&a.tier)
            .then(a.parts.proven.cmp(&b.parts.proven))
            .then_with(|| a.key.cmp(&b.key))
    });
    cards
}

/// Every waiver and its state, the one that expires first on top.
pub(super) fn waivers(assessment: &Assessment) -> Vec<WaiverCard> {
    let as_of = assessment.context.as_of;
    let card = |applied: &model::AppliedWaiver| {
        let waiver = &applied.waiver.record;
        let days_left = -days_between(waiver.expires_on, as_of);
        let live = matches!(applied.state, WaiverState::Applied | WaiverState::Unused);
        WaiverCard {
            finding: applied.finding.clone(),
            state: applied.state,
            reason: waiver.reason.clone(),
            approver: waiver.approver.clone(),
            owner: waiver.owner.given().cloned(),
            compensating: waiver.compensating.given().cloned(),
            expires_on: waiver.expires_on.day(),
            days_left,
            expires_soon: live && days_left <= EXPIRES_SOON,
            granted_on: waiver.granted_on.given().map(|granted| granted.day()),
            renewals: waiver.renewals.given().copied(),
            flaw: applied.flaw.map(String::from),
            place: applied.waiver.place.clone(),
        }
    };
    let mut cards: Vec<WaiverCard> = assessment.waivers.iter().map(card).collect();
    cards.sort_by(|a, b| (a.expires_on, &a.finding).cmp(&(b.expires_on, &b.finding)));
    cards
}

/// The thresholds of the catalogue, as they were applied.
pub(super) fn thresholds(
    assessment: &Assessment,
    catalog: &[&'static Control],
) -> Vec<ThresholdRow> {
    let used = |key: &str| {
        catalog
            .iter()
            .any(|control| control.thresholds.iter().any(|threshold| threshold.key == key))
    };
    // Waivers and ages have limits of their own, which no control names.
    let always = [threshold::REMEDIATE_WITHIN.key, threshold::WAIVER_MAX.key];
    threshold::THRESHOLDS
        .iter()
        .filter(|threshold| used(threshold.key) || always.contains(&threshold.key))
        .map(|threshold| {
            let thresholds = &assessment.context.thresholds;
            let (now, default) = (thresholds.of(threshold), threshold.default);
            let words = |values: [u32; 4]| values.map(|value| threshold.unit.format(value));
            ThresholdRow {
                key: threshold.key.into(),
                meaning: threshold.meaning.into(),
                values: words(now.0),
                numbers: now.0,
                changed_from: thresholds.is_changed(threshold).then(|| words(default.0)),
                relaxed: Tier::ALL.iter().any(|tier| now.at(*tier) > default.at(*tier)),
                source: threshold.source.into(),
                published: threshold.published,
            }
        })
        .collect()
}
