//! The smallest set of fixes that helps a rule. The cost is the number of findings to fix, so fixes are
//! ranked by the score impact of each finding.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use model::posture::{FindingCard, Posture};
use model::{Amount, Ask, Remediation, Scope, Strength, Tenths};

/// How many remediations a ruling names.
pub(super) const NAMED: usize = 3;
/// How many assets a remediation names.
const NAMED_ASSETS: usize = 3;

/// Controls to bring to pass for a score over `weight`, most points a finding first.
pub(super) fn cheapest_score_fixes<'a>(
    posture: &Posture,
    open: impl Iterator<Item = &'a FindingCard>,
    weight: u64,
) -> Vec<Remediation> {
    let mut groups: Vec<(u64, Vec<&FindingCard>)> = by_control(open)
        .into_values()
        .map(|cards| (cards.iter().map(|card| missing(card)).sum(), cards))
        .filter(|(gained, _)| *gained > 0)
        .collect();
    groups.sort_by(|(a, x), (b, y)| {
        let each = |gained: u64, of: usize| u128::from(gained) * of as u128;
        each(*b, x.len()).cmp(&each(*a, y.len())).then(b.cmp(a))
    });
    let named = groups.into_iter().take(NAMED);
    let points = |gained| Amount::Points(Tenths::percent(gained, 2 * weight).unwrap_or_default());
    named.map(|(gained, cards)| help(posture, cards, points(gained))).collect()
}

/// Controls to bring to pass so that findings close, the one that closes most first.
pub(super) fn closing<'a>(
    posture: &Posture,
    open: impl Iterator<Item = &'a FindingCard>,
) -> Vec<Remediation> {
    let mut groups: Vec<Vec<&FindingCard>> = by_control(open).into_values().collect();
    groups.sort_by_key(|cards| {
        (Reverse(cards.len()), Reverse(cards.iter().map(|c| c.severity).max()))
    });
    let named = groups.into_iter().take(NAMED);
    named
        .map(|cards| {
            let count = Amount::Count(cards.len() as u64);
            help(posture, cards, count)
        })
        .collect()
}

/// Controls to bring to pass so that fewer fail, the one that fails least often first.
pub(super) fn bringing_to_pass(
    posture: &Posture,
    by_control: BTreeMap<&str, Vec<&FindingCard>>,
) -> Vec<Remediation> {
    let mut groups: Vec<Vec<&FindingCard>> = by_control.into_values().collect();
    groups.sort_by_key(Vec::len);
    let named = groups.into_iter().take(NAMED);
    named.map(|cards| help(posture, cards, Amount::Count(1))).collect()
}

/// Evidence to provide for a number over `weight`, the largest coverage gain first. Coverage grows by
/// that gain, a score by no more than that.
pub(super) fn cheapest_evidence<'a>(
    posture: &Posture,
    cards: impl Iterator<Item = &'a FindingCard>,
    share: impl Fn(&FindingCard) -> u64,
    (weight, amount): (u64, fn(Tenths) -> Amount),
) -> Vec<Remediation> {
    let mut by_ask: BTreeMap<&Ask, (u64, Vec<&FindingCard>)> = BTreeMap::new();
    for card in cards {
        let Some(ask) = &card.ask else { continue };
        let (gained, blocked) = by_ask.entry(ask).or_default();
        *gained += 2 * card.weight * share(card);
        blocked.push(card);
    }
    let mut asks: Vec<_> = by_ask.into_iter().filter(|(_, (gained, _))| *gained > 0).collect();
    asks.sort_by_key(|(_, (gained, _))| Reverse(*gained));
    let named = asks.into_iter().take(NAMED).map(|(ask, (gained, cards))| {
        let what = ask.to_string();
        let request = posture.evidence_requests.iter().find(|request| request.what == what);
        let how = request.map_or_else(|| format!("Provide {what}"), |r| r.sentence.clone());
        let gain = amount(Tenths::percent(gained, 2 * weight).unwrap_or_default());
        Remediation { what, how, findings: cards.len() as u64, assets: assets(&cards), gain }
    });
    named.collect()
}

/// How much a finding counts in a scope: twice where it maps directly to a framework.
pub(super) fn share(card: &FindingCard, scope: &Scope) -> u64 {
    let Scope::Framework(id) = scope else { return 1 };
    let rows = card.requirements.iter().filter(|row| &row.framework == id);
    let strongest = rows.map(|row| match row.strength {
        Strength::Direct => 2,
        Strength::Supporting => 1,
    });
    strongest.max().unwrap_or_default()
}

fn by_control<'a>(
    cards: impl Iterator<Item = &'a FindingCard>,
) -> BTreeMap<&'a str, Vec<&'a FindingCard>> {
    let mut groups: BTreeMap<&str, Vec<&FindingCard>> = BTreeMap::new();
    for card in cards {
        groups.entry(&card.control).or_default().push(card);
    }
    groups
}

fn help(posture: &Posture, cards: Vec<&FindingCard>, gain: Amount) -> Remediation {
    let what = cards.first().map_or_else(String::new, |card| card.control.to_string());
    let control = posture.controls.iter().find(|control| control.id == what);
    let how = control.map_or_else(String::new, |control| control.remediation.clone());
    Remediation { what, how, findings: cards.len() as u64, assets: assets(&cards), gain }
}

fn assets(cards: &[&FindingCard]) -> Vec<model::AssetKey> {
    let mut heaviest = cards.to_vec();
    heaviest.sort_by_key(|card| (Reverse(card.weight), &card.asset));
    let mut named: Vec<model::AssetKey> = Vec::new();
    for card in heaviest {
        if named.len() < NAMED_ASSETS && !named.contains(&card.asset) {
            named.push(card.asset.clone());
        }
    }
    named
}

/// What an open finding would add if it passed, in half-weights.
fn missing(card: &FindingCard) -> u64 {
    card.weight * (2 - card.outcome.half_credits().unwrap_or(2))
}
