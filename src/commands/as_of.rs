//! The assessment date. Never guessed from the data.

use jiff::civil::Date;
use jiff::{Timestamp, Zoned, tz::TimeZone};

use model::Diagnostic;

/// The day asked for, else the day of `SOURCE_DATE_EPOCH`, else today; always in UTC.
pub(super) fn as_of(asked: Option<Date>) -> Result<Date, Diagnostic> {
    if let Some(day) = asked {
        return Ok(day);
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        // CI systems cannot always unset a variable: an empty one counts as unset.
        Ok(text) if !text.trim().is_empty() => from_epoch(&text),
        _ => Ok(Zoned::now().with_time_zone(TimeZone::UTC).date()),
    }
}

fn from_epoch(text: &str) -> Result<Date, Diagnostic> {
    let seconds = text.trim().parse::<i64>().ok();
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let day = time.map(|time| time.to_zoned(TimeZone::UTC).date());
    day.filter(|day| (1970..9999).contains(&day.year())).ok_or_else(|| {
        Diagnostic::general(
            "SOURCE_DATE_EPOCH is not a number of seconds since 1970",
            "unset it, or give the day with --as-of",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_epoch_is_a_day_in_utc() {
        assert_eq!(from_epoch("1795305600").map(|d| d.to_string()), Ok("2026-11-22".into()));
        for text in ["yesterday", "-62198755200", "253402300799", "9223372036854775807"] {
            assert!(from_epoch(text).is_err(), "{text}");
        }
    }
}
