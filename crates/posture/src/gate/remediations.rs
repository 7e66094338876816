//! The smallest set of fixes that helps a rule. The cost is the number of findings to fix, so fixes are
//! ranked by the score impact of each finding.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::alike::Several;
use crate::measured::Measured;
use model::posture::{FindingCard, Posture};
use model::{Amount, Ask, Remediation, Scope, Strength, Tenths};

/// How many remediations a ruling names.
pub(super) const NAMED: usize = 3;
/// How many assets a remediation names; no more than [findings that are alike](crate::alike) name.
const NAMED_ASSETS: usize = 3;

/// Controls to bring to pass for a score over `weight`, most points a finding first.
pub(super) fn cheapest_score_fixes<'a>(
    posture: &Posture,
    open: impl Iterator<Item = Several<'a>>,
    weight: u64,
) -> Vec<Remediation> {
    let mut groups: Vec<(u64, Vec<Several<'_>>)> = by_control(open)
        .into_values()
        .map(|group| (group.iter().map(missing).sum(), group))
        .filter(|(gained, _)| *gained > 0)
        .collect();
    groups.sort_by(|(a, x), (b, y)| {
        let each = |gained: u64, of: u64| u128::from(gained) * u128::from(of);
        each(*b, number(x)).cmp(&each(*a, number(y))).then(b.cmp(a))
    });
    let named = groups.into_iter().take(NAMED);
    let points = |gained| Amount::Points(Tenths::percent(gained, 2 * weight).unwrap_or_default());
    named.map(|(gained, group)| help(posture, &group, points(gained))).collect()
}

/// Controls to bring to pass so that findings close, the one that closes most first.
pub(super) fn closing<'a>(
    posture: &Posture,
    open: impl Iterator<Item = Several<'a>>,
) -> Vec<Remediation> {
    let mut groups: Vec<Vec<Several<'_>>> = by_control(open).into_values().collect();
    groups.sort_by_key(|group| {
        (Reverse(number(group)), Reverse(group.iter().map(|some| some.card.severity).max()))
    });
    let named = groups.into_iter().take(NAMED);
    named.map(|group| help(posture, &group, Amount::Count(number(&group)))).collect()
}

/// Controls to bring to pass so that fewer fail, the one that fails least often first.
pub(super) fn bringing_to_pass(
    posture: &Posture,
    by_control: BTreeMap<&str, Vec<Several<'_>>>,
) -> Vec<Remediation> {
    let mut groups: Vec<Vec<Several<'_>>> = by_control.into_values().collect();
    groups.sort_by_key(|group| number(group));
    let named = groups.into_iter().take(NAMED);
    named.map(|group| help(posture, &group, Amount::Count(1))).collect()
}

/// Evidence to provide for a number over `weight`, the largest coverage gain first. Coverage grows by
/// that gain, a score by no more than that.
pub(super) fn cheapest_evidence<'a>(
    posture: &Posture,
    findings: impl Iterator<Item = Several<'a>>,
    share: impl Fn(&FindingCard) -> u64,
    (weight, amount): (u64, fn(Tenths) -> Amount),
) -> Vec<Remediation> {
    let mut by_ask: BTreeMap<&Ask, (u64, Vec<Several<'_>>)> = BTreeMap::new();
    for some in findings {
        let Some(ask) = &some.card.ask else { continue };
        let (gained, blocked) = by_ask.entry(ask).or_default();
        *gained += 2 * some.card.weight * share(some.card) * some.count;
        blocked.push(some);
    }
    let mut asks: Vec<_> = by_ask.into_iter().filter(|(_, (gained, _))| *gained > 0).collect();
    asks.sort_by_key(|(_, (gained, _))| Reverse(*gained));
    let named = asks.into_iter().take(NAMED).map(|(ask, (gained, blocked))| {
        let what = ask.to_string();
        let request = posture.evidence_requests.iter().find(|request| request.what == what);
        let how = request.map_or_else(|| format!("Provide {what}"), |r| r.sentence.clone());
        let gain = amount(Tenths::percent(gained, 2 * weight).unwrap_or_default());
        Remediation { what, how, findings: number(&blocked), assets: assets(&blocked), gain }
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

/// How many findings these are.
pub(super) fn number(group: &[Several<'_>]) -> u64 {
    group.iter().map(|some| some.count).sum()
}

fn by_control<'a>(
    findings: impl Iterator<Item = Several<'a>>,
) -> BTreeMap<&'a str, Vec<Several<'a>>> {
    let mut groups: BTreeMap<&str, Vec<Several<'_>>> = BTreeMap::new();
    for some in findings {
        groups.entry(&some.card.control).or_default().push(some);
    }
    groups
}

fn help(posture: &Posture, group: &[Several<'_>], gain: Amount) -> Remediation {
    let what = group.first().map_or_else(String::new, |some| some.card.control.to_string());
    let control = posture.controls.iter().find(|control| control.id == what);
    let how = control.map_or_else(String::new, |control| control.remediation.clone());
    Remediation { what, how, findings: number(group), assets: assets(group), gain }
}

fn assets(group: &[Several<'_>]) -> Vec<model::AssetKey> {
    let mut heaviest: Vec<(Reverse<u64>, &model::AssetKey)> = Vec::new();
    for some in group {
        heaviest.extend(some.assets.iter().map(|asset| (Reverse(some.card.weight), asset)));
    }
    heaviest.sort();
    let mut named: Vec<model::AssetKey> = Vec::new();
    for (_, asset) in heaviest {
        if named.len() < NAMED_ASSETS && !named.contains(asset) {
            named.push(asset.clone());
        }
    }
    named
}

/// What open findings would add if they passed, in half-weights: a pass earns by the tier that facts show.
pub(super) fn missing(some: &Several<'_>) -> u64 {
    some.card.measure().each_missing() * some.count
}
