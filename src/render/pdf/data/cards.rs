//! Entries of lists as the template reads them, with names for ids and links to other parts of the document.

use jiff::civil::Date;
use serde::Serialize;

use super::lists::{self, first};
use crate::render::pdf::anchors::{Anchors, Places};
use crate::render::pdf::findings::Names;
use model::posture::{
    AssetCard, ControlCard, EvidenceRequest, ExcludedAsset, FindingCard, NotInOrder, OutcomeCounts,
    SeverityCounts, WaiverCard,
};
use model::{Domain, Month, Parts, Posture, Tenths, Tier, TierReason};

/// How many reasons for its tier an asset prints, the weightiest first.
const REASONS: usize = 4;
/// How many of its open findings an asset leads to.
const OPEN_CONTROLS: usize = 16;

/// An id, and what it leads to where that is printed.
#[derive(Debug, Serialize)]
pub(super) struct Link<'a> {
    pub(super) id: &'a str,
    pub(super) to: Option<&'a str>,
}

/// An asset with the name of its owner, why it has its tier, and its open findings.
#[derive(Debug, Serialize)]
pub(super) struct Asset<'a> {
    at: Option<&'a str>,
    key: String,
    name: &'a str,
    owner: &'a str,
    tier: Tier,
    tests: Tier,
    declared: Option<Tier>,
    tier_reasons: &'a [TierReason],
    reasons_left: usize,
    retired: bool,
    disabled: bool,
    missing_since: Option<Month>,
    parts: &'a Parts,
    open: &'a SeverityCounts,
    open_controls: Vec<Link<'a>>,
    open_left: usize,
}

impl<'a> Asset<'a> {
    pub(super) fn of(
        asset: &'a AssetCard,
        open: &[&'a FindingCard],
        names: &Names<'a>,
        anchors: &'a Anchors<'_>,
        places: &mut Places,
    ) -> Self {
        let link = |one: &&'a FindingCard| Link { id: &one.control, to: anchors.finding(&one.id) };
        Asset {
            at: places.take(anchors.asset(&asset.key)),
            key: asset.key.to_string(),
            name: &asset.name,
            owner: names.owner(&asset.owner),
            tier: asset.tier,
            tests: asset.tests,
            declared: asset.declared,
            tier_reasons: first(&asset.tier_reasons, REASONS),
            reasons_left: asset.tier_reasons.len().saturating_sub(REASONS),
            retired: asset.retired,
            disabled: asset.disabled,
            missing_since: asset.missing_since,
            parts: &asset.parts,
            open: &asset.open,
            open_controls: open.iter().take(OPEN_CONTROLS).map(link).collect(),
            open_left: open.len().saturating_sub(OPEN_CONTROLS),
        }
    }
}

/// A privileged identity that is not in order.
#[derive(Debug, Serialize)]
pub(super) struct Unordered<'a> {
    key: String,
    asset_to: Option<&'a str>,
    tier: Tier,
    owner: &'a str,
    critical: u64,
    high: u64,
    possible_critical: u64,
    possible_high: u64,
}

impl<'a> Unordered<'a> {
    pub(super) fn of(row: &'a NotInOrder, names: &Names<'a>, anchors: &'a Anchors<'_>) -> Self {
        Unordered {
            key: row.asset.to_string(),
            asset_to: anchors.asset(&row.asset),
            tier: row.tier,
            owner: names.owner(&row.owner),
            critical: row.critical,
            high: row.high,
            possible_critical: row.possible_critical,
            possible_high: row.possible_high,
        }
    }
}

/// An asset that is excluded from scope.
#[derive(Debug, Serialize)]
pub(super) struct Excluded<'a> {
    key: String,
    owner: &'a str,
    tier: Tier,
    reason: &'a str,
    on: Date,
    approver: &'a str,
    place: String,
    open: &'a SeverityCounts,
}

impl<'a> Excluded<'a> {
    pub(super) fn of(asset: &'a ExcludedAsset, names: &Names<'a>) -> Self {
        Excluded {
            key: asset.key.to_string(),
            owner: names.owner(&asset.owner),
            tier: asset.tier,
            reason: &asset.reason,
            on: asset.on,
            approver: names.owner(&asset.approver),
            place: asset.place.to_string(),
            open: &asset.open,
        }
    }
}

/// A request with whom it goes to and what leads to its controls.
#[derive(Debug, Serialize)]
pub(super) struct Request<'a> {
    sentence: &'a str,
    from: String,
    controls: Vec<Link<'a>>,
    findings: u64,
    coverage_gain: Tenths,
    class_gain: Tenths,
}

impl<'a> Request<'a> {
    pub(super) fn of(request: &'a EvidenceRequest, anchors: &'a Anchors<'_>) -> Self {
        let asked: Vec<&str> = request.asked.iter().map(|one| one.name.as_str()).collect();
        let controls = request.controls.iter();
        Request {
            sentence: &request.sentence,
            from: asked.join(", "),
            controls: controls.map(|id| Link { id, to: anchors.control(id) }).collect(),
            findings: request.findings,
            coverage_gain: request.coverage_gain,
            class_gain: request.class_gain,
        }
    }
}

/// A waiver, with what leads to its finding.
#[derive(Debug, Serialize)]
pub(super) struct Waiver<'a> {
    #[serde(flatten)]
    card: &'a WaiverCard,
    finding_to: Option<&'a str>,
}

/// A control of the table of controls.
#[derive(Debug, Serialize)]
pub(super) struct Control<'a> {
    id: &'a str,
    at: Option<&'a str>,
    to: Option<&'a str>,
    title: &'a str,
    domain: Domain,
    parts: &'a Parts,
    outcomes: &'a OutcomeCounts,
}

/// The waivers of a posture.
pub(super) fn waivers<'a>(posture: &'a Posture, anchors: &'a Anchors<'_>) -> Vec<Waiver<'a>> {
    let shown = |card: &'a WaiverCard| Waiver { card, finding_to: anchors.finding(&card.finding) };
    first(&posture.waivers, lists::WAIVERS).iter().map(shown).collect()
}

/// The controls of a posture.
pub(super) fn controls<'a>(
    posture: &'a Posture,
    anchors: &'a Anchors<'_>,
    places: &mut Places,
) -> Vec<Control<'a>> {
    let shown = |card: &'a ControlCard| Control {
        id: &card.id,
        at: places.take(anchors.control(&card.id)),
        to: anchors.tested(&card.id),
        title: &card.title,
        domain: card.domain,
        parts: &card.parts,
        outcomes: &card.outcomes,
    };
    first(&posture.controls, lists::CONTROLS).iter().map(shown).collect()
}
