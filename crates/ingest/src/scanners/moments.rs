//! Times as scanners write them.

use jiff::Timestamp;

use model::Moment;

/// A time with or without offset, with a blank or a `T`, or in seconds or milliseconds since 1970.
/// Without an offset it is taken as UTC: reports rarely say, and a day more or less decides little.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        let time = match number {
            // Beyond the year 5000 in seconds: these are milliseconds.
            100_000_000_000.. => Timestamp::from_millisecond(number),
            _ => Timestamp::from_second(number),
        };
        return time.ok()?.to_string().parse().ok();
    }
    let joined = text.replacen(' ', "T", 1);
    let moment = joined.parse().or_else(|_| format!("{joined}Z").parse()).ok()?;
    // Year one is how some tools write "not set".
    (moment > Moment::start_of(jiff::civil::date(1980, 1, 1))).then_some(moment)
}

/// Keeps the later of two times.
pub(super) fn later(known: &mut Option<Moment>, other: Option<&str>) {
    *known = (*known).max(other.and_then(moment));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_however_they_are_written() {
        let expected: Moment = "2026-03-04T05:06:07Z".parse().expect("a time");
        for text in [
            "2026-03-04T05:06:07Z",
            "2026-03-04 05:06:07",
            "2026-03-04T07:06:07+02:00",
            "1772600767",
            "1772600767000",
        ] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        for text in ["", "yesterday", "0001-01-01T00:00:00Z"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
