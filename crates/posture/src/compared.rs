//! What findings of two months amount to, gathered one finding at a time. Their order changes nothing, and what is
//! gathered in parts is merged.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::attribution::Moves;
use super::pair::{Pair, Rank, rank};
use model::change::{ChangedFinding, Class, ClassRow};
use model::{FindingId, Month, Tally};

/// What they amount to.
#[derive(Debug, Default)]
pub(super) struct Compared {
    pub(super) moves: Moves,
    /// All of the earlier month.
    pub(super) before: Tally,
    /// All of the later one.
    pub(super) after: Tally,
    /// Those on assets that were in service in both, in the earlier month.
    pub(super) like_before: Tally,
    /// The same in the later one.
    pub(super) like_after: Tally,
    pub(super) classes: BTreeMap<Class, Row>,
    /// How many were open and are not assessed now.
    pub(super) lost: u64,
    /// How many are fixed, by the month since which they had been open.
    pub(super) fixed: BTreeMap<Month, u64>,
}

impl Compared {
    /// Adds what others amount to. Of each class the first `most` are named, where there is a limit.
    pub(super) fn merge(&mut self, others: Compared, most: Option<usize>) {
        self.moves.merge(others.moves);
        self.before.merge(&others.before);
        self.after.merge(&others.after);
        self.like_before.merge(&others.like_before);
        self.like_after.merge(&others.like_after);
        for (class, row) in others.classes {
            self.classes.entry(class).or_default().merge(row, most);
        }
        self.lost += others.lost;
        for (month, count) in others.fixed {
            *self.fixed.entry(month).or_default() += count;
        }
    }

    /// The classes in order, and how many findings regressed.
    pub(super) fn rows(mut self, most: Option<usize>) -> (Vec<ClassRow>, u64) {
        let regressed = self.classes.values().map(|row| row.regressed).sum();
        let rows = Class::ALL.into_iter();
        let rows =
            rows.filter_map(|class| Some(self.classes.remove(&class)?.of_class(class, most)));
        (rows.collect(), regressed)
    }
}

/// The findings of one class.
#[derive(Debug, Default)]
pub(super) struct Row {
    findings: u64,
    open: u64,
    regressed: u64,
    /// Those that may be named.
    named: Vec<ChangedFinding>,
    /// The last that is named: what comes after it is not; none as long as there are too few.
    last: Option<(Rank, String)>,
}

impl Row {
    /// Adds a finding; `named` makes it as a report names it, where one may.
    pub(super) fn add(
        &mut self,
        pair: &Pair<'_>,
        most: Option<usize>,
        named: impl FnOnce() -> Option<ChangedFinding>,
    ) {
        self.findings += 1;
        self.open += u64::from(pair.is_open());
        self.regressed += u64::from(pair.is_regression());
        let comes_before = |(last, id): &(Rank, String)| match pair.rank().cmp(last) {
            Ordering::Equal => FindingId::order(pair.control, pair.asset, id).is_lt(),
            order => order.is_gt(),
        };
        if self.last.as_ref().is_none_or(comes_before) {
            self.named.extend(named());
            self.cut_beyond(most, 4);
        }
    }

    fn merge(&mut self, others: Row, most: Option<usize>) {
        self.findings += others.findings;
        self.open += others.open;
        self.regressed += others.regressed;
        self.named.extend(others.named);
        self.cut_beyond(most, 4);
    }

    fn of_class(mut self, class: Class, most: Option<usize>) -> ClassRow {
        in_order(&mut self.named);
        self.named.truncate(most.unwrap_or(usize::MAX));
        let Row { findings, open, named, .. } = self;
        ClassRow { class, title: class.title().into(), findings, open, named }
    }

    /// Leaves the first `most`, where there are several times as many.
    fn cut_beyond(&mut self, most: Option<usize>, times: usize) {
        let Some(most) = most.filter(|most| self.named.len() > most * times) else { return };
        in_order(&mut self.named);
        self.named.truncate(most);
        self.last = self.named.last().map(|last| (rank(last), last.id.clone()));
    }
}

fn in_order(named: &mut [ChangedFinding]) {
    named.sort_by(|a, b| rank(b).cmp(&rank(a)).then_with(|| a.id.cmp(&b.id)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset_transitions::AssetTransition;
    use model::month::MonthFinding;
    use model::{AssetKey, AssetKind, Domain, EvidenceClass, Outcome, Severity, Tier};
    use proptest::prelude::*;

    fn finding() -> impl Strategy<Value = MonthFinding> {
        let outcome = proptest::sample::select(Outcome::ALL.to_vec());
        let severity = proptest::sample::select(vec![Severity::Low, Severity::High]);
        let tier = proptest::sample::select(vec![Tier::T0, Tier::T3]);
        (outcome, severity, tier).prop_map(|(outcome, severity, tier)| MonthFinding {
            control: "OWN-01".into(),
            outcome,
            class: EvidenceClass::Declared,
            pass_weight: 0,
            tier,
            severity,
            domain: Domain::Operator,
            first_seen: None,
            last_open: None,
            found_by: Box::default(),
            waived: false,
        })
    }

    type Both = (Option<MonthFinding>, Option<MonthFinding>);

    /// The row of findings on numbered assets.
    fn row(findings: &[(usize, Both)], most: Option<usize>) -> Row {
        let mut row = Row::default();
        for (number, (before, after)) in findings {
            // Their ids are not in the order of their numbers.
            let asset = AssetKey::new(AssetKind::Server, format!("s{}", number * 7_919 % 1_000));
            let pair = Pair {
                control: ["OWN-01", "CRD-02"][number % 2],
                asset: &asset,
                before: before.as_ref(),
                after: after.as_ref(),
                transition: AssetTransition::Same,
                by_method: false,
            };
            row.add(&pair, most, || pair.named("A title", false));
        }
        row
    }

    proptest! {
        #[test]
        fn the_first_of_a_class_are_named_whatever_the_order_and_the_parts(
            findings in proptest::collection::vec(
                (proptest::option::of(finding()), proptest::option::of(finding()))
                    .prop_filter("one of the two is there", |(a, b)| a.is_some() || b.is_some()),
                0..120,
            ),
            most in 1_usize..6,
            cut in 0_usize..120,
        ) {
            let findings: Vec<(usize, Both)> = findings.into_iter().enumerate().collect();
            let all = row(&findings, None).of_class(Class::New, None);
            let (first, others) = findings.split_at(cut.min(findings.len()));
            let mut parts = row(others, Some(most));
            parts.merge(row(first, Some(most)), Some(most));
            let parts = parts.of_class(Class::New, Some(most));
            prop_assert_eq!((all.findings, all.open), (parts.findings, parts.open));
            prop_assert_eq!(&all.named[..most.min(all.named.len())], parts.named.as_slice());
        }
    }
}
