//! Why the score moved, in integers: finding i moved it by ((e₁−e₀) − S₀·(w₁−w₀)) ÷ W₁, where
//! e = weight·credit. The parts sum to the difference whatever the order.

use std::collections::BTreeMap;

use model::change::{Attribution, AttributionRow, Group};
use model::{Outcome, Parts, Tenths, Weight};

/// What one finding puts into the sums: its weight, and its credit in half-weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weighed {
    weight: i128,
    credit: i128,
}

impl Weighed {
    /// Nothing where the finding is not there or not applicable.
    pub(super) fn of(finding: Option<(Outcome, Weight)>) -> Self {
        let counted = finding.and_then(|(outcome, weight)| Some((outcome.half_credits()?, weight)));
        counted.map_or(Weighed::default(), |(credits, weight)| Weighed {
            weight: i128::from(weight.full),
            credit: i128::from(weight.earned * credits),
        })
    }

    pub(super) fn plus(self, other: Weighed) -> Weighed {
        Weighed { weight: self.weight + other.weight, credit: self.credit + other.credit }
    }

    pub(super) fn is_nothing(self) -> bool {
        self.weight == 0
    }
}

/// One finding: its group, and what it put in before, now, and now under the limits of before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    pub(super) group: Group,
    pub(super) before: Weighed,
    pub(super) under_old_limits: Weighed,
    pub(super) after: Weighed,
}

/// What findings put in, by group: all that their parts of a difference follow from.
#[derive(Debug, Default)]
pub(super) struct Moves {
    groups: BTreeMap<Group, OfGroup>,
    after: Weighed,
    /// How many findings count otherwise because limits changed.
    by_limits: u64,
}

#[derive(Debug, Default)]
struct OfGroup {
    before: Weighed,
    under_old_limits: Weighed,
    /// How many findings count otherwise.
    moved: u64,
}

impl Moves {
    pub(super) fn add(&mut self, one: Moved) {
        let group = self.groups.entry(one.group).or_default();
        group.before = group.before.plus(one.before);
        group.under_old_limits = group.under_old_limits.plus(one.under_old_limits);
        group.moved += u64::from(one.under_old_limits != one.before);
        self.after = self.after.plus(one.after);
        self.by_limits += u64::from(one.under_old_limits != one.after);
    }

    pub(super) fn merge(&mut self, others: Moves) {
        for (group, other) in others.groups {
            let group = self.groups.entry(group).or_default();
            group.before = group.before.plus(other.before);
            group.under_old_limits = group.under_old_limits.plus(other.under_old_limits);
            group.moved += other.moved;
        }
        self.after = self.after.plus(others.after);
        self.by_limits += others.by_limits;
    }
}

/// The groups' parts. `None` where either side weighs nothing: then there is no fraction to move.
///
/// With S₀ = C₀ ÷ 2W₀ a part is ((c₁−c₀)·W₀ − C₀·(w₁−w₀)) ÷ 2W₀W₁ in half-weights, and the parts of a group sum to
/// that of its sums. Changed limits are a second step, from what the inputs give under the old ones to what they give
/// now; both steps are brought to the denominator 2W₀W₁W₂.
pub(super) fn attribute(moves: &Moves, total: Tenths) -> Option<Attribution> {
    let sum = |side: fn(&OfGroup) -> Weighed| {
        moves.groups.values().map(side).fold(Weighed::default(), Weighed::plus)
    };
    let (before, between, after) =
        (sum(|group| group.before), sum(|group| group.under_old_limits), moves.after);
    if [before, between, after].into_iter().any(Weighed::is_nothing) {
        return None;
    }
    let mut parts: BTreeMap<Group, (i128, u64)> = BTreeMap::new();
    for (group, of_group) in &moves.groups {
        let (was, now) = (of_group.before, of_group.under_old_limits);
        let part =
            (now.credit - was.credit) * before.weight - before.credit * (now.weight - was.weight);
        let slot = parts.entry(*group).or_default();
        slot.0 += part * after.weight;
        slot.1 += of_group.moved;
    }
    let limits = after.credit * between.weight - between.credit * after.weight;
    let slot = parts.entry(Group::Limits).or_default();
    slot.0 += limits * before.weight;
    slot.1 += moves.by_limits;
    let mut denominator = 2 * before.weight * between.weight * after.weight;
    if between == after {
        // Without changed limits the common factor W₁ says nothing.
        denominator /= after.weight;
        parts.values_mut().for_each(|part| part.0 /= after.weight);
    }
    parts.retain(|_, (part, findings)| *part != 0 || *findings > 0);
    let exact: Vec<i128> = parts.values().map(|(part, _)| *part).collect();
    let points = rounded(&exact, denominator, total);
    let row =
        |((group, (part, findings)), points): ((&Group, &(i128, u64)), Tenths)| AttributionRow {
            group: *group,
            title: group.title().into(),
            findings: *findings,
            points,
            numerator: part.to_string(),
        };
    Some(Attribution {
        rows: parts.iter().zip(points).map(row).collect(),
        total,
        denominator: denominator.to_string(),
    })
}

/// Whether parts sum to the difference of two scores, exactly and as printed.
///
/// # Errors
/// What they should be.
pub(super) fn agrees(
    stated: &Attribution,
    total: Tenths,
    (before, after): (&Parts, &Parts),
) -> Result<(), String> {
    let parts = stated.rows.iter().map(|row| row.numerator.parse::<i128>());
    let parts: Result<Vec<i128>, _> = parts.collect();
    let (Ok(parts), Ok(denominator)) = (parts, stated.denominator.parse::<i128>()) else {
        return Err("whole numbers".into());
    };
    let [c0, w0, c1, w1] =
        [before.proven_sum, before.weight, after.proven_sum, after.weight].map(i128::from);
    let sum = parts.iter().try_fold(0_i128, |sum, part| sum.checked_add(*part));
    // S₁ − S₀ = (C₁·W₀ − C₀·W₁) ÷ 2W₀W₁, cross-multiplied; what overflows was never computed here.
    let exact = || {
        let whole = w0.checked_mul(w1)?.checked_mul(2)?;
        let difference = c1.checked_mul(w0)?.checked_sub(c0.checked_mul(w1)?)?;
        Some((sum?.checked_mul(whole)?, difference.checked_mul(denominator)?))
    };
    match exact() {
        Some((parts, difference)) if parts == difference && denominator > 0 => {}
        _ => return Err("numerators that sum to the difference of the two scores".into()),
    }
    if stated.total != total {
        return Err(format!("a total of {total}"));
    }
    let points = rounded(&parts, denominator, total);
    match stated.rows.iter().zip(&points).find(|(row, points)| row.points != **points) {
        Some((row, points)) => Err(format!("{points} for {}", row.title)),
        None => Ok(()),
    }
}

/// Parts in tenths of a point that sum to the total: each is rounded down, and what is left goes to
/// the largest remainders. A part that is exactly nothing stays nothing.
pub(super) fn rounded(parts: &[i128], denominator: i128, total: Tenths) -> Vec<Tenths> {
    // In two steps, so that a thousandfold never overflows.
    let split = |part: &i128| {
        let (whole, rest) = (part.div_euclid(denominator), part.rem_euclid(denominator));
        (whole * 1000 + rest * 1000 / denominator, rest * 1000 % denominator)
    };
    let split: Vec<(i128, i128)> = parts.iter().map(split).collect();
    let mut tenths: Vec<i128> = split.iter().map(|(floor, _)| *floor).collect();
    let mut left = i128::from(total.0) - tenths.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..parts.len()).filter(|at| parts.get(*at) != Some(&0)).collect();
    let rest = |at: &usize| split.get(*at).map_or(0, |(_, rest)| *rest);
    order.sort_by_key(|at| std::cmp::Reverse(rest(at)));
    if left < 0 {
        order.reverse();
    }
    for at in order.iter().cycle().take(order.len() * 4) {
        let Some(slot) = tenths.get_mut(*at).filter(|_| left != 0) else { continue };
        *slot += left.signum();
        left -= left.signum();
    }
    tenths.into_iter().map(|tenths| Tenths(i64::try_from(tenths).unwrap_or(0))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weighed(finding: &Option<(Outcome, Weight)>) -> Weighed {
        Weighed::of(*finding)
    }

    fn of(moved: &[Moved]) -> Moves {
        let mut moves = Moves::default();
        moved.iter().for_each(|one| moves.add(*one));
        moves
    }

    fn score(sum: Weighed) -> Option<Tenths> {
        let (credit, weight) = (u64::try_from(sum.credit).ok()?, u64::try_from(sum.weight).ok()?);
        Tenths::percent(credit, 2 * weight)
    }

    #[test]
    fn a_worked_example() {
        // One of two equal findings is fixed, and one as heavy as both comes in failing:
        // 25 of 100 became 50, and 100 of 200 is 50 per cent as before.
        let moved = |group, before, after: Option<(Outcome, Weight)>| Moved {
            group,
            before: weighed(&before),
            under_old_limits: weighed(&after),
            after: weighed(&after),
        };
        let pass = Some((Outcome::Pass, Weight::known(10)));
        let fail = Some((Outcome::Fail, Weight::known(10)));
        let all = [
            moved(Group::Other, pass, pass),
            moved(Group::Fixed, fail, pass),
            moved(Group::Added, None, Some((Outcome::Fail, Weight::known(20)))),
        ];
        let parts = attribute(&of(&all), Tenths(0)).expect("defined");
        let points: Vec<(Group, i64)> = parts.rows.iter().map(|r| (r.group, r.points.0)).collect();
        // Fixed: 10 ÷ 40. Added: −½ · 20 ÷ 40.
        assert_eq!(points, [(Group::Fixed, 250), (Group::Added, -250)]);
        assert_eq!(attribute(&of(&all[2..]), Tenths(0)), None, "there was nothing before");
    }

    fn side() -> impl Strategy<Value = Option<(Outcome, Weight)>> {
        let outcome = proptest::sample::select(Outcome::ALL.to_vec());
        proptest::option::of((outcome, (0_u64..61).prop_map(Weight::known)))
    }

    fn findings() -> impl Strategy<Value = Vec<Moved>> {
        let group = proptest::sample::select(Group::ALL[..8].to_vec());
        let one = (group, side(), side(), side(), any::<bool>());
        let one = one.prop_map(|(group, before, between, after, same)| Moved {
            group,
            before: weighed(&before),
            under_old_limits: weighed(if same { &after } else { &between }),
            after: weighed(&after),
        });
        proptest::collection::vec(one, 1..80)
    }

    proptest! {
        #[test]
        fn the_parts_sum_exactly_and_as_printed(moved in findings()) {
            let sum = |side: fn(&Moved) -> Weighed| {
                moved.iter().map(side).fold(Weighed::default(), Weighed::plus)
            };
            let (before, after) = (sum(|m| m.before), sum(|m| m.after));
            let (Some(was), Some(is)) = (score(before), score(after)) else { return Ok(()) };
            let total = Tenths(is.0 - was.0);
            let (some, others) = moved.split_at(moved.len() / 2);
            let mut moves = of(some);
            moves.merge(of(others));
            let Some(parts) = attribute(&moves, total) else { return Ok(()) };
            let exact: i128 = parts.rows.iter().map(|r| r.numerator.parse::<i128>().expect("n")).sum();
            let denominator: i128 = parts.denominator.parse().expect("n");
            // S₁ − S₀ = (C₁·W₀ − C₀·W₁) ÷ 2W₀W₁, cross-multiplied.
            let difference = after.credit * before.weight - before.credit * after.weight;
            prop_assert_eq!(exact * 2 * before.weight * after.weight, difference * denominator);
            let printed: i64 = parts.rows.iter().map(|row| row.points.0).sum();
            prop_assert_eq!(printed, total.0);
            for row in &parts.rows {
                let part: i128 = row.numerator.parse().expect("n");
                let off = (i128::from(row.points.0) * denominator - part * 1000).abs();
                prop_assert!(off <= 2 * denominator, "{:?} is off by more than two tenths", row);
            }
        }
    }
}
