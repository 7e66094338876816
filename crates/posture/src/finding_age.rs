//! Since when a finding is open, when it is due, and the ages of open findings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use model::month::{Ages, MonthFinding};
use model::posture::FindingCard;
use model::{
    Change, Class, Month, Outcome, PerTier, Posture, Tenths, days_between, plus_days, threshold,
};

/// Since when it is open, and when it was last open if it is fixed. `None` where it was never
/// known to be open.
pub(super) fn open_since(
    outcome: Outcome,
    before: Option<&MonthFinding>,
    now: Month,
    last: Option<Month>,
) -> (Option<Month>, Option<Month>) {
    let was_since = before.and_then(|finding| finding.first_seen);
    let was_open = before.and_then(|finding| finding.last_open);
    match outcome {
        Outcome::Fail | Outcome::Partial => (Some(was_since.unwrap_or(now)), None),
        // Missing data fixes nothing: an open finding keeps its age until it is assessed again.
        Outcome::NotAssessed => (was_since, was_open),
        // A finding that had been open until the last record was so for the last time then.
        Outcome::Pass | Outcome::NotApplicable => (None, was_since.and(last).or(was_open)),
    }
}

/// What dates findings: the months on record, the as-of day and the limits.
pub(super) struct Dates {
    days: BTreeMap<Month, Date>,
    as_of: Date,
    within: PerTier<u32>,
}

impl Dates {
    /// Those of a posture. `months` are the months on record with their as-of days, this one included.
    pub(super) fn of(posture: &Posture, months: impl Iterator<Item = (Month, Date)>) -> Self {
        let limit = &threshold::REMEDIATE_WITHIN;
        let row = posture.thresholds.iter().find(|row| row.key == limit.key);
        // Zeros are of before the numbers were kept.
        let stated = row.map(|row| row.numbers).filter(|numbers| *numbers != [0; 4]);
        let within = stated.map_or(limit.default, PerTier);
        Dates { days: months.collect(), as_of: posture.as_of, within }
    }

    /// Those of a posture that states its months itself.
    pub(super) fn stated(posture: &Posture) -> Self {
        let months = posture.history.iter().flat_map(|history| &history.months);
        let months = months.map(|month| (month.period, month.as_of));
        // A part has no trend, and states the months that date its findings.
        let of_part = posture.part.iter().flat_map(|part| &part.months);
        Dates::of(posture, months.chain(of_part.map(|month| (month.period, month.as_of))))
    }

    /// The as-of day of a month; its first day where it is not recorded.
    fn day(&self, month: Month) -> Date {
        self.days.get(&month).copied().unwrap_or_else(|| month.first_day())
    }

    /// Days from a day to the as-of day.
    fn until_now(&self, day: Date) -> u64 {
        u64::try_from(days_between(day.into(), self.as_of)).unwrap_or(0)
    }

    /// Sets how old an open finding is and when it is due. What was first recorded in this month is no older
    /// than its evidence shows.
    pub(super) fn settle(&self, card: &mut FindingCard) {
        let is_open = card.outcome.is_open();
        card.since = card.since.filter(|day| is_open && *day <= self.as_of);
        let month = card.first_seen.map(|month| self.day(month)).filter(|day| *day < self.as_of);
        card.open_since = month.into_iter().chain(card.since).min().filter(|_| is_open);
        card.age_days = card.open_since.map(|day| self.until_now(day));
        let limit = i64::from(self.within.at(card.tier));
        let due = plus_days(card.open_since.unwrap_or(self.as_of), limit);
        card.due_on = is_open.then_some(due);
        card.overdue = is_open && due < self.as_of;
    }
}

/// How old open findings are, counted.
#[derive(Debug, Default)]
pub(super) struct OpenAges {
    /// How many there are of each age in days.
    days: BTreeMap<u64, u64>,
    overdue: u64,
}

impl OpenAges {
    /// Those of all that are open.
    pub(super) fn of(findings: &[FindingCard]) -> Self {
        let mut ages = OpenAges::default();
        findings.iter().for_each(|card| ages.add(card));
        ages
    }

    /// Counts a finding, if it is open.
    pub(super) fn add(&mut self, card: &FindingCard) {
        if card.outcome.is_open() {
            self.overdue += u64::from(card.overdue);
            *self.days.entry(card.age_days.unwrap_or(0)).or_default() += 1;
        }
    }

    pub(super) fn merge(&mut self, others: OpenAges) {
        self.overdue += others.overdue;
        for (days, count) in others.days {
            *self.days.entry(days).or_default() += count;
        }
    }

    /// With how long the findings that are fixed now had been open: `fixed` counts them by the month since which.
    pub(super) fn ages(&self, fixed: &BTreeMap<Month, u64>, dates: &Dates) -> Ages {
        let mut took: BTreeMap<u64, u64> = BTreeMap::new();
        for (month, count) in fixed {
            *took.entry(dates.until_now(dates.day(*month))).or_default() += count;
        }
        let open = self.days.values().sum();
        Ages {
            open,
            overdue: self.overdue,
            overdue_share: Tenths::percent(self.overdue, open),
            fixed: took.values().sum(),
            median_days: median(&self.days),
            median_days_to_fix: median(&took),
        }
    }
}

/// The findings that a change names as fixed, by the month since which they had been open.
pub(super) fn fixed(change: &Change) -> BTreeMap<Month, u64> {
    let rows = change.classes.iter().filter(|row| row.class == Class::Fixed);
    let mut fixed = BTreeMap::new();
    for since in rows.flat_map(|row| &row.named).filter_map(|one| one.since) {
        *fixed.entry(since).or_default() += 1;
    }
    fixed
}

/// The middle one of numbers that are counted; of two middles the lower, so that it is an age that some finding has.
fn median(counted: &BTreeMap<u64, u64>) -> Option<u64> {
    let all: u64 = counted.values().sum();
    let middle = all.checked_sub(1)? / 2;
    let mut before = 0;
    let reaches = |(_, count): &(&u64, &u64)| {
        before += **count;
        before > middle
    };
    counted.iter().find(reaches).map(|(number, _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use model::{Domain, EvidenceClass, Severity, Tier};

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn was(outcome: Outcome, first_seen: Option<&str>, last_open: Option<&str>) -> MonthFinding {
        MonthFinding {
            control: "OWN-01".into(),
            outcome,
            class: EvidenceClass::Declared,
            pass_weight: 6,
            tier: Tier::T0,
            severity: Severity::High,
            domain: Domain::Operator,
            first_seen: first_seen.map(month),
            last_open: last_open.map(month),
            found_by: Box::default(),
            waived: false,
        }
    }

    #[test]
    fn missing_data_neither_fixes_nor_rejuvenates() {
        let (now, last) = (month("2026-03"), Some(month("2026-02")));
        let open = was(Outcome::Fail, Some("2026-01"), None);
        assert_eq!(
            open_since(Outcome::NotAssessed, Some(&open), now, last).0,
            Some(month("2026-01"))
        );
        let silent = was(Outcome::NotAssessed, Some("2026-01"), None);
        assert_eq!(
            open_since(Outcome::Partial, Some(&silent), now, last).0,
            Some(month("2026-01"))
        );
        assert_eq!(open_since(Outcome::Pass, Some(&open), now, last), (None, last));
        let fixed = was(Outcome::Pass, None, Some("2026-01"));
        assert_eq!(open_since(Outcome::Fail, Some(&fixed), now, last), (Some(now), None));
        assert_eq!(
            open_since(Outcome::Pass, Some(&fixed), now, last),
            (None, Some(month("2026-01")))
        );
    }

    fn settled(outcome: Outcome, first_seen: Option<&str>, since: Option<Date>) -> FindingCard {
        let card = serde_json::json!({
            "id": "OWN-01@server/a", "control": "OWN-01", "asset": {"kind": "server", "id": "a"},
            "asset_name": "a", "owner": "", "domain": "operator", "tier": "T2", "derived_tier": "T2",
            "severity": "high", "weight": 24, "pass_weight": 24, "outcome": outcome, "reason": null,
            "sentence": "", "class": "declared", "ask": null, "evidence": [], "items": [],
            "waiver": null, "requirements": [],
        });
        let mut card: FindingCard = serde_json::from_value(card).expect("a finding");
        (card.first_seen, card.since) = (first_seen.map(month), since);
        let days = [(month("2026-09"), date(2026, 9, 20)), (month("2026-11"), date(2026, 11, 22))];
        let within = PerTier([180, 90, 60, 30]);
        let dates = Dates { days: days.into(), as_of: date(2026, 11, 22), within };
        dates.settle(&mut card);
        card
    }

    #[test]
    fn the_older_of_record_and_evidence_dates_a_finding() {
        let of = |first_seen, since| settled(Outcome::Fail, first_seen, since);
        let recorded = of(Some("2026-09"), Some(date(2026, 11, 1)));
        assert_eq!(recorded.open_since, Some(date(2026, 9, 20)));
        assert_eq!((recorded.age_days, recorded.due_on), (Some(63), Some(date(2026, 11, 19))));
        assert!(recorded.overdue);
        let evident = of(Some("2026-09"), Some(date(2026, 3, 1)));
        assert_eq!(evident.open_since, Some(date(2026, 3, 1)));
        let unrecorded = of(Some("2026-08"), None);
        assert_eq!(unrecorded.open_since, Some(date(2026, 8, 1)), "its first day");
    }

    #[test]
    fn what_nothing_dates_is_first_seen_in_this_run_and_due_from_now() {
        for month in [None, Some("2026-11")] {
            let card = settled(Outcome::Partial, month, None);
            assert_eq!((card.open_since, card.age_days), (None, None));
            assert_eq!((card.due_on, card.overdue), (Some(date(2027, 1, 21)), false));
        }
        let future = settled(Outcome::Fail, None, Some(date(2027, 1, 1)));
        assert_eq!(future.open_since, None, "evidence of the future dates nothing");
        let passed = settled(Outcome::Pass, None, Some(date(2026, 1, 1)));
        assert_eq!((passed.open_since, passed.due_on), (None, None));
    }

    #[test]
    fn the_last_day_of_the_limit_is_not_overdue() {
        let due = |since| settled(Outcome::Fail, None, Some(since)).overdue;
        assert_eq!((due(date(2026, 9, 23)), due(date(2026, 9, 22))), (false, true));
    }

    #[test]
    fn the_median_is_an_age_that_there_is() {
        let of = |numbers: &[u64]| {
            let mut counted = BTreeMap::new();
            numbers.iter().for_each(|number| *counted.entry(*number).or_default() += 1);
            median(&counted)
        };
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[9, 1]), Some(1));
        assert_eq!(of(&[9, 1, 4]), Some(4));
        assert_eq!(of(&[9, 9, 1, 9]), Some(9));
    }
}
