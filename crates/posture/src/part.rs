//! A part of a posture: the findings that a selection takes, with every figure made again from them.

use std::collections::BTreeSet;

use super::MAX_FINDINGS;
use super::contacts::Loads;
use super::gathered::Gathered;
use super::links::Links;
use super::requests::stated_registers;
use super::roll_up::{Stated, roll_up};
use super::selection::{selects, settled};
use model::posture::{DatedMonth, FindingCard, PartOf};
use model::{AssetKey, Diagnostic, Posture, SelectionKey, Selector};

/// What a part can be selected by. An outcome or a control is none: a part without its failures would have a
/// score of its own.
const KEYS: [SelectionKey; 3] = [SelectionKey::Owner, SelectionKey::Tier, SelectionKey::Framework];

/// Whether a part can be selected by it.
pub(super) fn is_key(key: SelectionKey) -> bool {
    KEYS.contains(&key)
}

/// The part of a whole posture that a scope selects; the second value holds every finding, where there are
/// too many for the posture. `all` holds every finding of the whole where `whole` does not.
///
/// # Errors
/// Where the scope selects nothing or by something else than owner, tier and framework, and where `whole` is
/// a part itself.
pub fn part(
    whole: &Posture,
    all: Option<&[FindingCard]>,
    scope: &[Selector],
) -> Result<(Posture, Option<Vec<FindingCard>>), Vec<Diagnostic>> {
    if let Some(part) = &whole.part {
        let message = format!("this posture is a part already: {}", part.scope_line());
        return Err(vec![Diagnostic::general(message, "name the posture of the whole")]);
    }
    if let Some(other) = scope.iter().find(|one| !is_key(one.key)) {
        let message = format!("a report cannot be scoped by {}", other.key.id());
        let help = "name owner=ID, tier=T3 or framework=ID: a part has all outcomes of its assets and controls";
        return Err(vec![Diagnostic::general(message, help)]);
    }
    let findings = all.unwrap_or(&whole.findings);
    let scope = settled(scope, findings)?;
    let mut part = whole.clone();
    part.part = Some(PartOf {
        assets: whole.assets.len() as u64,
        findings: findings.len() as u64,
        months: whole
            .history
            .iter()
            .flat_map(|history| &history.months)
            .map(|month| DatedMonth { period: month.period, as_of: month.as_of })
            .collect(),
        scope: scope.clone(),
    });
    let mut cards: Vec<FindingCard> =
        findings.iter().filter(|card| selects(&scope, card)).cloned().collect();
    frameworks(&mut part, &scope);
    registers(&mut part, &cards);
    of_the_whole(&mut part);
    let links = Links::of(&part.assets, &part.controls, &part.waivers, &part.frameworks);
    cards.iter_mut().for_each(|card| links.settle(card));
    let owners = whole.owners.iter();
    let stated = Stated {
        owner_names: owners.map(|owner| (owner.id.clone(), owner.title.clone())).collect(),
        registers: stated_registers(&whole.evidence_requests),
    };
    roll_up(&mut part, Gathered::of(&cards), &cards, &stated);
    if cards.len() <= MAX_FINDINGS {
        part.findings = cards;
        return Ok((part, None));
    }
    let open = cards.iter().filter(|card| card.outcome.is_open());
    part.findings = open.take(MAX_FINDINGS).cloned().collect();
    Ok((part, Some(cards)))
}

/// Leaves the frameworks that are named, where one is.
fn frameworks(part: &mut Posture, scope: &[Selector]) {
    let named: BTreeSet<&str> = scope
        .iter()
        .filter(|one| one.key == SelectionKey::Framework)
        .map(|one| one.value.as_str())
        .collect();
    if named.is_empty() {
        return;
    }
    part.frameworks.retain(|framework| named.contains(framework.id.as_str()));
    part.controls.iter_mut().for_each(|control| control.requirements.clear());
    Links::requirements(&part.frameworks, &mut part.controls);
}

/// Leaves what is about the findings of the part.
fn registers(part: &mut Posture, cards: &[FindingCard]) {
    let assets: BTreeSet<&AssetKey> = cards.iter().map(|card| &card.asset).collect();
    let ids: BTreeSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    let loads = Loads::of_all(cards);
    let parties = loads.in_order();
    part.assets.retain(|asset| assets.contains(&asset.key));
    part.waivers.retain(|waiver| ids.contains(waiver.finding.as_str()));
    let contacts = std::mem::take(&mut part.contacts).into_iter();
    let contacts = contacts.filter_map(|contact| {
        let load = parties.get(&(contact.owner.as_str(), contact.domain)).copied();
        load.map(|load| contact.with(load))
    });
    part.contacts = contacts.collect();
    part.events.retain(|event| assets.contains(&event.asset));
    part.edges.retain(|edge| assets.contains(&edge.from));
    part.edges_total = part.edges.len() as u64;
}

/// Drops what is known of the whole alone, and states so.
fn of_the_whole(part: &mut Posture) {
    let mut stated = vec![
        "Records read, inputs, scanners and warnings are those of the whole report.".to_string(),
    ];
    if let Some(history) = part.history.take() {
        stated.push(
            "A part has no trend and no change: the recorded months are of the whole.".into(),
        );
        stated.extend(history.faults);
    }
    if part.verdict.take().is_some() {
        stated.push("The gate is applied to the whole alone.".into());
    }
    if !part.excluded.is_empty() {
        stated.push(format!(
            "{} excluded from scope, and in no part; the whole report lists them.",
            match part.excluded.len() {
                1 => "1 asset is".to_string(),
                many => format!("{many} assets are"),
            }
        ));
    }
    if part.under_defaults.take().is_some() {
        stated.push(
            "Some limits are relaxed; what that adds to the score is stated in the whole report."
                .into(),
        );
    }
    part.excluded.clear();
    part.excluded_cells.clear();
    part.with_excluded = None;
    part.site_url = None;
    part.findings_file = None;
    stated.append(&mut part.limitations);
    part.limitations = stated;
}
