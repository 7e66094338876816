//! Points in time, as records state them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date (`2026-11-22`, meaning 00:00 UTC) or an RFC 3339 time (`2026-11-22T09:30:00Z`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Timestamp);

/// The last year of the calendar. Programs write it where there is no end.
const NO_END_YEAR: i16 = 9999;

impl Moment {
    /// No end: later than every date. Every moment of the year 9999 is read as this.
    pub const NO_END: Self = Moment(Timestamp::MAX);

    /// Whether this means that there is no end.
    pub fn is_no_end(self) -> bool {
        self == Self::NO_END
    }

    /// The calendar day in UTC; the last day of the calendar where there is no end.
    pub fn day(self) -> Date {
        match self.is_no_end() {
            true => Date::MAX,
            false => self.0.to_zoned(TimeZone::UTC).date(),
        }
    }

    /// 00:00 UTC of a day.
    pub fn start_of(day: Date) -> Self {
        if day.year() == NO_END_YEAR {
            return Self::NO_END;
        }
        // Only the first hours of the calendar lie outside the range of timestamps.
        Moment(day.to_zoned(TimeZone::UTC).map_or(Timestamp::MIN, |zoned| zoned.timestamp()))
    }

    /// The moment that lies a span before this one; none where there is no end, or the calendar has no
    /// such day.
    pub fn before(self, span: Span) -> Option<Self> {
        if self.is_no_end() {
            return None;
        }
        let earlier = self.0.to_zoned(TimeZone::UTC).checked_sub(span).ok()?;
        Some(Moment::from(earlier.timestamp()))
    }

    /// Whole seconds from this moment to `later`; negative if `later` is earlier.
    pub fn seconds_until(self, later: Moment) -> i64 {
        later.0.as_second() - self.0.as_second()
    }
}

/// Whole days from one moment to a day, by UTC calendar; negative if the moment lies after it.
pub fn days_between(from: Moment, to: Date) -> i64 {
    i64::from((to - from.day()).get_days())
}

/// The day `days` after `date`, stopping at the end of the calendar.
pub fn plus_days(date: Date, days: i64) -> Date {
    date.saturating_add(days.days())
}

impl From<Date> for Moment {
    fn from(day: Date) -> Self {
        Moment::start_of(day)
    }
}

impl From<Timestamp> for Moment {
    /// To the second: a finer part adds nothing.
    fn from(time: Timestamp) -> Self {
        if time.to_zoned(TimeZone::UTC).year() == NO_END_YEAR {
            return Self::NO_END;
        }
        Moment(Timestamp::from_second(time.as_second()).unwrap_or(time))
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with('-') {
            return Err("this date lies before the year 1; correct it, or leave it out".into());
        }
        if text.len() == 10 {
            if let Ok(day) = text.parse::<Date>() {
                return Ok(Moment::start_of(day));
            }
        } else if let Ok(time) = text.parse::<Timestamp>() {
            return Ok(if is_last_year(text) { Self::NO_END } else { Moment(time) });
        } else if is_last_year(text) {
            // Its last hours are no timestamps, but this is what programs write for "never".
            return Ok(Self::NO_END);
        }
        Err("this is no date; write 2026-11-22 or 2026-11-22T09:30:00Z, or leave it out".into())
    }
}

/// Whether a text is a date and time in the last year of the calendar.
fn is_last_year(text: &str) -> bool {
    let Some((civil, rest)) = text.split_at_checked(19) else { return false };
    let fraction = rest.trim_end_matches('Z').split(['+', '-']).next().unwrap_or_default();
    let fraction = fraction.strip_prefix('.').unwrap_or(fraction);
    fraction.bytes().all(|byte| byte.is_ascii_digit())
        && civil.parse::<DateTime>().is_ok_and(|time| time.year() == NO_END_YEAR)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_no_end() {
            return write!(f, "{}", Date::MAX);
        }
        let civil = self.0.to_zoned(TimeZone::UTC).datetime();
        if civil.time() == jiff::civil::Time::midnight() {
            write!(f, "{}", civil.date())
        } else {
            write!(f, "{}", self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A date (2026-11-22, meaning 00:00 UTC) or an RFC 3339 time.",
            "anyOf": [{"format": "date"}, {"format": "date-time"}],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_date_means_midnight_utc() {
        let moment: Moment = "2026-11-22".parse().expect("a date");
        assert_eq!(moment.to_string(), "2026-11-22");
        assert_eq!(moment, "2026-11-22T00:00:00Z".parse().expect("a time"));
    }

    #[test]
    fn the_last_year_means_no_end_and_never_the_first_of_1970() {
        for text in [
            "9999-12-31",
            "9999-01-01",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.9999999Z",
            "9999-12-31T00:00:00+02:00",
            "9999-12-30T22:00:00Z",
        ] {
            let moment: Moment = text.parse().expect(text);
            assert!(moment.is_no_end(), "{text}");
            assert_eq!(moment.to_string(), "9999-12-31");
            assert_eq!(moment.to_string().parse(), Ok(Moment::NO_END));
            assert_eq!(moment.day().to_string(), "9999-12-31");
            assert!(moment > "9998-12-31T23:59:59Z".parse().expect("a time"));
        }
        assert_eq!(Moment::start_of(jiff::civil::date(9999, 12, 31)), Moment::NO_END);
        assert!(Moment::start_of(Date::MIN) < "0001-01-01".parse().expect("a date"));
        for text in
            ["9999-02-30", "9999-12-31T25:00:00Z", "9999-12-31T00:00:00 or so", "2026-02-30"]
        {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_in_another_zone_falls_on_its_utc_day() {
        let moment: Moment = "2026-11-22T23:30:00-05:00".parse().expect("a time");
        assert_eq!(moment.day().to_string(), "2026-11-23");
    }

    #[test]
    fn a_year_before_the_first_is_refused() {
        for text in ["-000001-01-01", "-000001-01-01T00:00:00Z", "-009999-12-31T00:00:00Z"] {
            assert!(text.parse::<Moment>().is_err_and(|why| why.contains("year 1")), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_fix() {
        let error = "22.11.2026".parse::<Moment>().expect_err("not a date");
        assert!(error.contains("write 2026-11-22"), "{error}");
    }
}
