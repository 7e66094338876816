//! Findings, controls, assets and waivers as reports print them.

use ecow::EcoString;
use jiff::civil::Date;
use rayon::prelude::*;

use super::editions::edition;
use super::held::Held;
use super::over_time::PriorState;
use super::silent_sources::{Feeds, is_observed};
use model::posture::{
    AssetCard, ControlCard, FindingCard, OutcomeCounts, SeverityCounts, ThresholdRow, WaiverCard,
};
use model::records::{EXPIRES_SOON, Status};
use model::{
    Assessment, Asset, AssetKey, AssetKind, Control, Evidence, Finding, Parts, Tenths, Thresholds,
    WaiverState, days_between, threshold,
};

/// One finding as reports print it, with the name and the owner of its asset, for findings that nothing settles.
pub(super) fn finding(assessment: &Assessment, finding: Finding) -> FindingCard {
    let asset = assessment.context.assets.get(finding.asset);
    let exported = asset.is_some_and(|asset| assessment.context.is_only_exported(asset));
    let mut card = nameless(asset, finding, exported);
    if let Some(asset) = asset {
        (card.asset_name, card.owner) = (asset.name().into(), accountable(asset).into());
    }
    card
}

/// One finding as reports print it; [`Links::settle`](super::links::Links::settle) sets what it shares with others,
/// but the name of the organisation, which has no card. `exported` is whether only exports show its asset.
pub(super) fn nameless(asset: Option<&Asset>, finding: Finding, exported: bool) -> FindingCard {
    let key = asset.map(|asset| asset.key.clone());
    let organisation = asset.filter(|asset| asset.key.kind == AssetKind::Organisation);
    let judgement = finding.judgement;
    FindingCard {
        asset: key.unwrap_or_else(AssetKey::organisation),
        id: finding.id,
        control: finding.control.id.into(),
        asset_name: organisation.map(|one| one.name().into()).unwrap_or_default(),
        owner: EcoString::new(),
        domain: finding.control.domain,
        exported,
        tier: finding.tier,
        severity: finding.severity,
        derived_tier: finding.derived_tier,
        weight: finding.weight.full,
        pass_weight: finding.weight.earned,
        outcome: judgement.outcome,
        reason: judgement.reason,
        sentence: judgement.sentence,
        class: Evidence::weakest(&judgement.evidence),
        ask: judgement.ask,
        evidence: judgement.evidence,
        items: judgement.items,
        found_by: finding.found_by,
        waiver: None,
        waived_until: None,
        exposed: judgement.exposed && judgement.outcome.is_open(),
        first_seen: None,
        since: judgement.since,
        open_since: None,
        age_days: None,
        due_on: None,
        overdue: false,
        last_open: None,
        last_known: None,
        requirements: Default::default(),
    }
}

/// The one owner an asset names; empty where it names none, several or a placeholder.
pub(super) fn accountable(asset: &model::Asset) -> &str {
    match asset.owner().items() {
        [owner] if !model::is_placeholder(owner) => owner,
        _ => "",
    }
}

/// Every control of the catalogue, without results.
pub(super) fn controls(catalog: &[&'static Control]) -> Vec<ControlCard> {
    let card = |control: &&'static Control| ControlCard {
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
        edition: edition(control),
        judges_retired: control.judges_retired,
        parts: Parts::default(),
        outcomes: OutcomeCounts::default(),
        gain: Tenths::default(),
        requirements: Vec::new(),
    };
    catalog.iter().map(card).collect()
}

/// Assets but the organisation, without results: those whose positions are counted. Where only severe findings are held nothing prints the
/// assets, so that they have no names, places and reasons beside their own.
pub(super) fn assets(
    (assessment, prior): (&Assessment, &PriorState<'_>),
    are_counted: impl Fn(usize) -> bool,
    held: Held,
) -> Vec<AssetCard> {
    let is_printed = held != Held::Severe;
    let feeds = Feeds::of(assessment);
    let assets = assessment.context.assets.iter().enumerate();
    let assets = assets.filter(|(position, asset)| {
        asset.key.kind != AssetKind::Organisation && are_counted(*position)
    });
    let assets: Vec<&Asset> = assets.map(|(_, asset)| asset).collect();
    let card = |asset: &Asset| {
        let reasons = if is_printed { asset.tier.reasons.as_slice() } else { &[] };
        let mut tier_reasons = reasons.to_vec();
        tier_reasons.sort_by(|a, b| b.floor.cmp(&a.floor).then_with(|| a.rule.cmp(&b.rule)));
        let mut card = AssetCard {
            key: asset.key.clone(),
            name: asset.name().into(),
            owner: accountable(asset).into(),
            tier: asset.tier.treated,
            derived_tier: asset.tier.derived,
            tests: asset.tier.tests,
            declared: asset.tier.declared,
            tier_reasons,
            retired: asset.is_retired(),
            disabled: asset.status() == Some(Status::Disabled),
            status_known: asset.status_known,
            observed: is_observed(asset, &feeds),
            recorded: asset.registered,
            reported_by: feeds.of_asset(asset).into_iter().collect(),
            formerly: asset.formerly(),
            missing_since: None,
            parts: Parts::default(),
            outcomes: OutcomeCounts::default(),
            open: SeverityCounts::default(),
            severe_open: 0,
            severe_possible: 0,
            known_as: if is_printed { asset.other_names().to_vec() } else { Vec::new() },
            places: if is_printed { asset.places().to_vec() } else { Vec::new() },
        };
        prior.name(&mut card);
        card
    };
    assets.into_par_iter().map(card).collect()
}

/// Every waiver and its state, the one that expires first on top.
pub(super) fn waivers(assessment: &Assessment) -> Vec<WaiverCard> {
    let as_of = assessment.context.as_of;
    let card = |applied: &model::AppliedWaiver| {
        let waiver = &applied.waiver.record;
        let mut card = WaiverCard {
            finding: applied.finding.clone(),
            state: applied.state,
            reason: waiver.reason.clone(),
            approver: waiver.approver.clone(),
            owner: waiver.owner.given().cloned(),
            compensating: waiver.compensating.given().cloned(),
            expires_on: waiver.expires_on.day(),
            days_left: 0,
            expires_soon: false,
            granted_on: waiver.granted_on.given().map(|granted| granted.day()),
            renewals: waiver.renewals.given().copied(),
            flaw: applied.flaw.as_deref().map(String::from),
            place: applied.waiver.place.clone(),
        };
        term(&mut card, as_of);
        card
    };
    let mut cards: Vec<WaiverCard> = assessment.waivers.iter().map(card).collect();
    cards.sort_by(|a, b| (a.expires_on, &a.finding).cmp(&(b.expires_on, &b.finding)));
    cards
}

/// Sets how long a waiver still runs.
pub(super) fn term(card: &mut WaiverCard, as_of: Date) {
    card.days_left = -days_between(card.expires_on.into(), as_of);
    let live = matches!(card.state, WaiverState::Applied | WaiverState::Unused);
    card.expires_soon = live && card.days_left <= EXPIRES_SOON;
}

/// The thresholds of the catalogue, as they were applied.
pub(super) fn thresholds(
    thresholds: &Thresholds,
    catalog: &[&'static Control],
) -> Vec<ThresholdRow> {
    let used = |key: &str| {
        catalog
            .iter()
            .any(|control| control.thresholds.iter().any(|threshold| threshold.key == key))
    };
    // Waivers, ages and grades have limits of their own, which no control names.
    let always = [threshold::REMEDIATE_WITHIN.key, threshold::WAIVER_MAX.key];
    let always = |key: &str| always.contains(&key) || key.starts_with("grade.");
    threshold::THRESHOLDS
        .iter()
        .filter(|threshold| used(threshold.key) || always(threshold.key))
        .map(|threshold| {
            let (now, default) = (thresholds.of(threshold), threshold.default);
            let words = |values: [u32; 4]| values.map(|value| threshold.unit.format(value));
            ThresholdRow {
                key: threshold.key.into(),
                meaning: threshold.meaning.into(),
                values: words(now.0),
                numbers: now.0,
                changed_from: thresholds.is_changed(threshold).then(|| words(default.0)),
                relaxed: threshold.is_relaxed(now),
                source: threshold.source.into(),
                published: threshold.published,
            }
        })
        .collect()
}
