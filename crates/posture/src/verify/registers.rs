//! Registers of a posture: waivers, records, scanners.

use super::difference::Disagreement;
use crate::MAX_EDGES;
use model::posture::{AccessEdge, AssetCard, ScannerCard, WaiverCard};
use model::{Posture, WaiverState};

/// Adds what contradicts itself in them.
pub(super) fn check(posture: &Posture, found: &mut Vec<Disagreement>) {
    for (at, card) in posture.waivers.iter().enumerate() {
        if let Some(follows) = waiver(posture, card) {
            let pointer = format!("/waivers/{at}/state");
            found.push(Disagreement::new(pointer, in_words(card.state), follows));
        }
    }
    for (at, asset) in posture.assets.iter().enumerate() {
        if asset.tests < least(asset) {
            let pointer = format!("/assets/{at}/tests");
            found.push(Disagreement::new(
                pointer,
                asset.tests,
                format!("at least {}", least(asset)),
            ));
        }
    }
    if let Some(verdict) = &posture.verdict {
        let passed = verdict.rulings.iter().all(|ruling| ruling.passed);
        if verdict.passed != passed {
            found.push(Disagreement::new("/verdict/passed", verdict.passed, passed));
        }
        if (&verdict.period, verdict.as_of) != (&posture.period, posture.as_of) {
            found.push(Disagreement::new("/verdict/as_of", verdict.as_of, posture.as_of));
        }
    }
    edges(posture, found);
    let read = posture.inputs.iter().fold(0_u64, |sum, input| sum.saturating_add(input.records));
    if read != posture.ledger.records {
        let follows = format!("{read}, the sum of the records of the inputs");
        found.push(Disagreement::new("/ledger/records", posture.ledger.records, follows));
    }
    if posture.excluded.is_empty() && posture.part.is_none() && posture.ledger.excluded > 0 {
        found.push(Disagreement::new("/ledger/excluded", posture.ledger.excluded, 0));
    }
    let ledger = &posture.ledger;
    let outside = |count: u64| count > ledger.records;
    let parts = [ledger.in_assets, ledger.evidence, ledger.in_registers];
    let unused = ledger.unused.iter().map(|unused| unused.records);
    let excluded = ledger.excluded > ledger.in_assets;
    let too_many = excluded || parts.into_iter().chain(unused).any(outside);
    if too_many || !ledger.is_balanced() {
        let follows = "the sum of the records in assets, evidence, in registers and unused";
        found.push(Disagreement::new("/ledger/records", ledger.records, follows));
    }
    for (at, card) in posture.scanners.iter().enumerate() {
        if accounted(card) > u128::from(card.results) {
            let follows = format!("at least {}", accounted(card));
            found.push(Disagreement::new(format!("/scanners/{at}/results"), card.results, follows));
        }
    }
}

/// All edges are listed, unless there are more than a posture holds; each is listed once.
fn edges(posture: &Posture, found: &mut Vec<Disagreement>) {
    let listed = posture.edges.len() as u64;
    let (total, most) = (posture.edges_total, MAX_EDGES as u64);
    if listed != total.min(most) {
        let follows = format!("{} edges", total.min(most));
        found.push(Disagreement::new("/edges", format!("{listed} edges"), follows));
    }
    let after = |pair: &[AccessEdge]| matches!(pair, [one, next] if edge(one) >= edge(next));
    if let Some(at) = posture.edges.windows(2).position(after) {
        let pointer = format!("/edges/{}", at + 1);
        found.push(Disagreement::new(pointer, "an edge out of order", "every edge once, in order"));
    }
}

/// What two edges may not share.
fn edge(edge: &AccessEdge) -> impl Ord + '_ {
    (&edge.from, edge.kind, &edge.to)
}

/// The tier that tests use is no lower than the derived or the declared one.
fn least(asset: &AssetCard) -> model::Tier {
    asset.declared.map_or(asset.tier, |declared| declared.max(asset.tier))
}

/// The results of a scanner of which something became.
fn accounted(card: &ScannerCard) -> u128 {
    let rules = card.unmapped.iter().chain(&card.inapplicable).map(|(_, count)| *count);
    let counts = [card.counted, card.suppressed, card.unplaced];
    counts.into_iter().chain(rules).map(u128::from).sum()
}

/// A state as the report has it.
fn in_words(state: WaiverState) -> &'static str {
    match state {
        WaiverState::Applied => "applied",
        WaiverState::Unused => "without effect",
        WaiverState::Renewed => "renewed",
        WaiverState::Expired => "expired",
        WaiverState::Future => "not started",
        WaiverState::TooLong => "longer than its tier allows",
        WaiverState::Malformed => "malformed",
    }
}

/// What the dates and the finding of a waiver show about its state, where that is another one.
fn waiver(posture: &Posture, card: &WaiverCard) -> Option<&'static str> {
    use WaiverState::{Applied, Expired, Future, Malformed, Renewed, TooLong, Unused};
    let over = card.expires_on < posture.as_of;
    let later = card.granted_on.is_some_and(|granted| granted > posture.as_of);
    let finding = posture.findings.iter().find(|finding| finding.id == card.finding);
    let fails = finding.map(|finding| finding.outcome == model::Outcome::Fail);
    match card.state {
        Renewed => None,
        Expired => (!over).then_some("it has not expired"),
        Malformed if over => {
            Some("it has expired, or covers nothing").filter(|_| card.flaw.is_none())
        }
        _ if over => Some("it has expired"),
        Malformed => card.flaw.is_none().then_some("nothing is wrong with it"),
        Future => (!later).then_some("it has started"),
        _ if later => Some("it starts later"),
        Applied => (fails == Some(false)).then_some("its finding does not fail"),
        // Of a finding that has lost its source since, the waiver has no effect either.
        Unused => (fails == Some(true)).then_some("its finding fails"),
        TooLong => None,
    }
}
