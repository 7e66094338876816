//! How old a source is: whether what it shows still takes precedence over what was known before.

use std::collections::HashMap;

use jiff::civil::Date;

use model::threshold::SEEN_MAX;
use model::{Facts, Moment, Thresholds, days_between};

/// When files were captured, and how old a source may be.
#[derive(Debug, Clone, Default)]
pub(super) struct Freshness {
    captured: HashMap<String, Moment>,
    as_of: Date,
    /// The limit of a feed in days.
    limit: i64,
}

/// Whether a further source takes precedence where its rule gives it precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It does.
    Current,
    /// It is older than what is known and older than the limit of its feed: the worse value is judged.
    Outdated {
        /// When it was captured.
        captured: Date,
        /// The limit in days.
        limit: i64,
    },
}

impl Freshness {
    /// The dates of all inputs. The tier of an asset is not known while it is joined: the shortest limit
    /// of the tiers counts.
    pub(super) fn of(facts: &Facts, as_of: Date, thresholds: &Thresholds) -> Self {
        let dated =
            facts.inputs.iter().filter_map(|input| Some((input.path.clone(), input.captured_at?)));
        let limit = thresholds.of(&SEEN_MAX).0.into_iter().min().map_or(0, i64::from);
        Freshness { captured: dated.collect(), as_of, limit }
    }

    /// When a file was captured, if that is stated.
    pub(super) fn date_of(&self, file: &str) -> Option<Moment> {
        self.captured.get(file).copied()
    }

    /// Whether a further source is out of date. What is known without a date is current: people
    /// keep it. A further source without a date is current as well.
    pub(super) fn standing(&self, known: Option<Moment>, further: Option<Moment>) -> Standing {
        let Some(captured) = further else { return Standing::Current };
        let known = known.unwrap_or_else(|| Moment::start_of(self.as_of));
        match captured < known && days_between(captured, self.as_of) > self.limit {
            true => Standing::Outdated { captured: captured.day(), limit: self.limit },
            false => Standing::Current,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_source_is_out_of_date_where_it_is_older_than_both() {
        let fresh = Freshness { as_of: date(2026, 11, 22), limit: 90, ..Freshness::default() };
        let on = |month, day| Some(Moment::start_of(date(2026, month, day)));
        for (known, further, outdated) in [
            (None, None, false),
            (on(6, 1), None, false),
            (None, on(11, 1), false),
            (None, on(8, 24), false),
            (None, on(8, 23), true),
            (on(6, 1), on(5, 31), true),
            (on(6, 1), on(6, 1), false),
            (on(6, 1), on(7, 1), false),
        ] {
            let standing = fresh.standing(known, further);
            assert_eq!(standing != Standing::Current, outdated, "{known:?} {further:?}");
        }
    }
}
