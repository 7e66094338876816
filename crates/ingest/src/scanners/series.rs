//! Dates in the names of files: the name without them is the series that a report belongs to.

use model::Moment;

/// A file's path without its dates.
pub(super) fn series(path: &str) -> String {
    let mut series = String::new();
    let mut from = 0;
    for found in dates(path) {
        series.push_str(path.get(from..found.start).unwrap_or_default());
        series.push('#');
        from = found.end;
    }
    series.push_str(path.get(from..).unwrap_or_default());
    series
}

/// The last date in a file's path; that of a month is its first day.
pub(super) fn date_in(path: &str) -> Option<Moment> {
    dates(path).last().map(|found| Moment::start_of(found.date))
}

struct Found {
    start: usize,
    end: usize,
    date: jiff::civil::Date,
}

/// `2026-11`, `2026-11-15`, `20261115`, `2026_11`, `2026/11/15`.
fn dates(path: &str) -> Vec<Found> {
    let bytes = path.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let starts = at == 0 || bytes.get(at - 1).is_none_or(|byte| !byte.is_ascii_digit());
        match starts.then(|| date_at(bytes, at)).flatten() {
            Some(one) => {
                at = one.end;
                found.push(one);
            }
            None => at += 1,
        }
    }
    found
}

fn date_at(bytes: &[u8], start: usize) -> Option<Found> {
    let year = digits(bytes, start, 4).filter(|year| (1990..2100).contains(year))?;
    let separator = bytes.get(start + 4).copied().filter(|byte| b"-_./".contains(byte));
    let skip = usize::from(separator.is_some());
    let month_at = start + 4 + skip;
    let month = digits(bytes, month_at, 2)?;
    let ends = |at: usize| bytes.get(at).is_none_or(|byte| !byte.is_ascii_digit());
    let day_at = month_at + 2 + skip;
    let same = separator.is_none() || bytes.get(month_at + 2).copied() == separator;
    let day = digits(bytes, day_at, 2).filter(|_| same && ends(day_at + 2));
    let (day, end) = match day {
        Some(day) => (day, day_at + 2),
        // Without a separator, a month alone is too little to be sure.
        None if separator.is_some() && ends(month_at + 2) => (1, month_at + 2),
        None => return None,
    };
    let date = jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    Some(Found { start, end, date: date.ok()? })
}

fn digits(bytes: &[u8], from: usize, count: usize) -> Option<u32> {
    let text = std::str::from_utf8(bytes.get(from..from + count)?).ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_the_path_without_its_dates() {
        for (path, expected, date) in [
            ("scans/2026-10.json", "scans/#.json", Some("2026-10-01")),
            ("gitleaks-2026-11-15.json", "gitleaks-#.json", Some("2026-11-15")),
            ("gitleaks_20261115.json", "gitleaks_#.json", Some("2026-11-15")),
            ("scans/2026/11/a.json", "scans/#/a.json", Some("2026-11-01")),
            ("gitleaks.json", "gitleaks.json", None),
            ("port-8080-9090.json", "port-8080-9090.json", None),
            ("2026-13.json", "2026-13.json", None),
        ] {
            assert_eq!(series(path), expected);
            let found = date_in(path).map(|moment| moment.day().to_string());
            assert_eq!(found.as_deref(), date, "{path}");
        }
    }
}
