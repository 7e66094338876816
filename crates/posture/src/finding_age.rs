//! Since when a finding is open, and the ages of open findings.

use std::collections::BTreeMap;

use jiff::civil::Date;

use model::month::{Ages, MonthFinding};
use model::posture::FindingCard;
use model::{Change, Class, Month, Outcome, Past, Tenths, Thresholds, days_between, threshold};

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

/// Days of the months that are recorded.
pub(super) struct Days(BTreeMap<Month, Date>);

impl Days {
    pub(super) fn of(past: &Past, now: Month, as_of: Date) -> Self {
        let recorded = past.months.iter().map(|month| (month.period, month.as_of));
        Days(recorded.chain([(now, as_of)]).collect())
    }

    /// The same, of months with their as-of days.
    pub(super) fn known(months: &[(Month, Date)]) -> Self {
        Days(months.iter().copied().collect())
    }

    /// Days from the as-of day of a month to a day; from its first day where it is not recorded.
    fn until(&self, month: Month, day: Date) -> u64 {
        let from = self.0.get(&month).copied().unwrap_or_else(|| month.first_day());
        u64::try_from(days_between(from.into(), day)).unwrap_or(0)
    }
}

/// The ages of open findings, and how long the findings that are fixed now had been open.
pub(super) fn ages(
    findings: &[FindingCard],
    fixed: Option<&Change>,
    (days, as_of): (&Days, Date),
    thresholds: &Thresholds,
) -> Ages {
    let mut open = Vec::new();
    let mut overdue = 0;
    for finding in findings.iter().filter(|finding| finding.outcome.is_open()) {
        let age = finding.first_seen.map_or(0, |month| days.until(month, as_of));
        let limit = thresholds.limit(&threshold::REMEDIATE_WITHIN, finding.tier);
        overdue += u64::from(i64::try_from(age).is_ok_and(|age| age > limit));
        open.push(age);
    }
    let rows = fixed.map(|change| change.classes.as_slice()).unwrap_or_default();
    let fixed = rows.iter().filter(|row| row.class == Class::Fixed).flat_map(|row| &row.named);
    let took: Vec<u64> =
        fixed.filter_map(|f| f.since).map(|month| days.until(month, as_of)).collect();
    Ages {
        open: open.len() as u64,
        overdue,
        overdue_share: Tenths::percent(overdue, open.len() as u64),
        fixed: took.len() as u64,
        median_days: median(open),
        median_days_to_fix: median(took),
    }
}

/// The middle one; of two middles the lower, so that it is an age that some finding has.
fn median(mut numbers: Vec<u64>) -> Option<u64> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Domain, EvidenceClass, Severity, Tier};

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn was(outcome: Outcome, first_seen: Option<&str>, last_open: Option<&str>) -> MonthFinding {
        MonthFinding {
            id: "OWN-01@server/a".into(),
            outcome,
            class: EvidenceClass::Declared,
            weight: 6,
            pass_weight: 6,
            half_credits: outcome.half_credits().unwrap_or(0),
            tier: Tier::T0,
            severity: Severity::High,
            domain: Domain::Operator,
            first_seen: first_seen.map(month),
            last_open: last_open.map(month),
            found_by: Vec::new(),
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

    #[test]
    fn the_median_is_an_age_that_there_is() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9, 1]), Some(1));
        assert_eq!(median(vec![9, 1, 4]), Some(4));
    }
}
