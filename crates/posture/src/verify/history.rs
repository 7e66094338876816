//! The trend and the change, as far as they follow from this month: of earlier months only the sums are
//! at hand.

use std::collections::HashMap;

use super::difference::{self, Disagreement};
use super::parts;
use crate::attribution::agrees;
use crate::finding_age::{self, Dates, OpenAges};
use crate::over_time::gaps;
use crate::record;
use model::change::{ChangedFinding, Class, ClassRow, Side};
use model::month::Ages;
use model::posture::{FindingCard, SeverityCounts};
use model::{Change, History, MonthPoint, Outcome, Posture, Tenths};

const AT: &str = "/history";

/// Adds where the trend disagrees with the findings or with itself. `all` are the findings, where all of
/// them are at hand.
pub(super) fn check(
    posture: &Posture,
    again: &Posture,
    all: Option<&Vec<FindingCard>>,
    found: &mut Vec<Disagreement>,
) {
    let Some(history) = &posture.history else { return };
    for (at, month) in history.months.iter().enumerate() {
        point(month, &format!("{AT}/months/{at}"), found);
    }
    let in_order = history.months.windows(2).all(|pair| match pair {
        [before, after] => before.period < after.period,
        _ => true,
    });
    if !in_order {
        found.push(Disagreement::new(format!("{AT}/months"), "months", "months in order"));
        return;
    }
    difference::of(&history.gaps, &gaps(&history.months), &format!("{AT}/gaps"), found);
    let at = format!("{AT}/months/{}", history.months.len().saturating_sub(1));
    let Some(last) = history.months.last() else {
        found.push(Disagreement::new(at, "nothing", "the month of this posture"));
        return;
    };
    let now = MonthPoint::of(&record::record(again, Vec::new()));
    let expected = MonthPoint { ages: last.ages, ..now };
    difference::of(last, &expected, &at, found);
    if let Some(all) = all {
        let expected = expected_ages(posture, history, all);
        difference::of(&last.ages, &expected, &format!("{at}/ages"), found);
    }
    if let Some(change) = &history.change {
        self::change(change, history, all, found);
    }
}

/// One month by itself.
fn point(month: &MonthPoint, at: &str, found: &mut Vec<Disagreement>) {
    parts::check(&month.score, &format!("{at}/score"), found);
    let (mut open, mut weights, mut findings) = (SeverityCounts::default(), 0_u64, 0_u64);
    for (number, domain) in month.domains.iter().enumerate() {
        parts::check(&domain.parts, &format!("{at}/domains/{number}/parts"), found);
        weights = weights.saturating_add(domain.parts.weight);
        findings = findings.saturating_add(domain.parts.findings);
        open = open.saturating_plus(domain.open);
    }
    difference::of(&month.open, &open, &format!("{at}/open"), found);
    difference::of(&month.score.weight, &weights, &format!("{at}/score/weight"), found);
    difference::of(&month.score.findings, &findings, &format!("{at}/score/findings"), found);
    let ages = &month.ages;
    // A record of a month without a history before it may have no ages at all.
    if *ages != Ages::default() {
        difference::of(&ages.open, &month.open.total(), &format!("{at}/ages/open"), found);
    }
    let share = Tenths::percent(ages.overdue, ages.open);
    difference::of(&ages.overdue_share, &share, &format!("{at}/ages/overdue_share"), found);
    if ages.overdue > ages.open {
        let follows = format!("at most {}", ages.open);
        found.push(Disagreement::new(format!("{at}/ages/overdue"), ages.overdue, follows));
    }
}

/// The ages of this month. How long fixed findings had been open follows only where all are named.
fn expected_ages(posture: &Posture, history: &History, all: &[FindingCard]) -> Ages {
    let change = history.change.as_ref();
    let fixed = change.map(finding_age::fixed).unwrap_or_default();
    let mut ages = OpenAges::of(all).ages(&fixed, &Dates::stated(posture));
    let stated = history.months.last().map(|month| month.ages).unwrap_or_default();
    let fixed =
        change.and_then(|change| change.classes.iter().find(|row| row.class == Class::Fixed));
    if fixed.is_some_and(|row| row.findings != row.named.len() as u64) {
        (ages.fixed, ages.median_days_to_fix) = (stated.fixed, stated.median_days_to_fix);
    }
    ages
}

fn change(
    change: &Change,
    history: &History,
    all: Option<&Vec<FindingCard>>,
    found: &mut Vec<Disagreement>,
) {
    let at = format!("{AT}/change");
    let mut months = history.months.iter().rev();
    for (side, name) in [(&change.after, "after"), (&change.before, "before")] {
        let Some(month) = months.next() else { continue };
        let MonthPoint { period, as_of, score, open, .. } = month.clone();
        let expected = Side { period, as_of, score, open };
        difference::of(side, &expected, &format!("{at}/{name}"), found);
    }
    let less = |after: Option<Tenths>, before: Option<Tenths>| Some(Tenths(after?.0 - before?.0));
    let total = less(change.after.score.proven, change.before.score.proven);
    difference::of(&change.difference, &total, &format!("{at}/difference"), found);
    let alike = &change.same_assets;
    parts::check(&alike.before, &format!("{at}/same_assets/before"), found);
    parts::check(&alike.after, &format!("{at}/same_assets/after"), found);
    let moved = less(alike.after.proven, alike.before.proven);
    difference::of(&alike.difference, &moved, &format!("{at}/same_assets/difference"), found);
    match (&change.attribution, total) {
        (Some(attribution), Some(total)) => {
            let sides = (&change.before.score, &change.after.score);
            if let Err(why) = agrees(attribution, total, sides) {
                found.push(Disagreement::new(format!("{at}/attribution"), "parts", why));
            }
        }
        (Some(_), None) => {
            found.push(Disagreement::new(format!("{at}/attribution"), "parts", "no difference"));
        }
        (None, _) => {}
    }
    for (number, row) in change.assets.iter().enumerate() {
        if row.count < row.named.len() as u64 {
            let pointer = format!("{at}/assets/{number}/count");
            found.push(Disagreement::new(pointer, row.count, row.named.len()));
        }
    }
    let named = change.classes.iter().flat_map(|row| &row.named);
    let regressed = named.filter(|one| one.regressed).count() as u64;
    let rest: u64 = change
        .classes
        .iter()
        .map(|row| row.findings - row.findings.min(row.named.len() as u64))
        .sum();
    if change.regressed < regressed || change.regressed > regressed.saturating_add(rest) {
        found.push(Disagreement::new(format!("{at}/regressed"), change.regressed, regressed));
    }
    let cards = all.into_iter().flatten().map(|card| (card.id.as_str(), card));
    let cards: HashMap<&str, &FindingCard> = cards.collect();
    for (number, row) in change.classes.iter().enumerate() {
        class(row, &format!("{at}/classes/{number}"), all.is_some().then_some(&cards), found);
    }
}

/// The findings of one class, as far as they are named.
fn class(
    row: &ClassRow,
    at: &str,
    cards: Option<&HashMap<&str, &FindingCard>>,
    found: &mut Vec<Disagreement>,
) {
    let named = row.named.len() as u64;
    let open =
        row.named.iter().filter(|one| one.after.is_some_and(Outcome::is_open)).count() as u64;
    let cut = row.named.len() >= crate::over_time::MOST_NAMED;
    if row.findings < named || !cut && row.findings != named {
        found.push(Disagreement::new(format!("{at}/findings"), row.findings, named));
    }
    if row.open < open || row.open > row.findings || !cut && row.open != open {
        found.push(Disagreement::new(format!("{at}/open"), row.open, open));
    }
    let Some(cards) = cards else { return };
    for (number, one) in row.named.iter().enumerate() {
        let card = cards.get(one.id.as_str());
        let mut expected = one.clone();
        expected.after = card.map(|card| card.outcome);
        if let Some(card) = card {
            (expected.severity, expected.tier) = (card.severity, card.tier);
            if card.outcome.is_open() {
                expected.since = card.first_seen;
            }
        }
        expected.regressed = ChangedFinding::is_regression(expected.before, expected.after);
        if let Some(card) = card.filter(|_| expected.regressed) {
            expected.defect.clone_from(&card.sentence);
            expected.place = card.place().cloned();
        }
        difference::of(one, &expected, &format!("{at}/named/{number}"), found);
        if one.weight < card.map_or(0, |card| card.weight) {
            let pointer = format!("{at}/named/{number}/weight");
            found.push(Disagreement::new(pointer, one.weight, card.map_or(0, |card| card.weight)));
        }
    }
}
