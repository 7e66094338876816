//! Numbers, lengths of time and lists, as sentences say them.

/// `1 day`, `12 days`.
pub(super) fn counted(count: i64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `1 day`, `12 days`.
pub(super) fn days(count: i64) -> String {
    counted(count, "day")
}

/// A limit, in the largest unit that holds it exactly; a single day reads as its hours.
pub(super) fn span(seconds: i64) -> String {
    let units = [(86_400, 2, "day"), (3_600, 1, "hour"), (60, 1, "minute")];
    let fits =
        |(size, least, _): &(i64, i64, &str)| seconds % size == 0 && seconds / size >= *least;
    let (size, _, unit) = units.into_iter().find(fits).unwrap_or((1, 1, "second"));
    counted(seconds / size, unit)
}

/// A limit that is kept in hours.
pub(super) fn hours(hours: i64) -> String {
    span(hours.saturating_mul(3_600))
}

/// How long ago something was, in whole hours, or in whole days from two days on.
pub(super) fn elapsed(seconds: i64) -> String {
    match seconds.max(0) / 3_600 {
        hours @ 0..48 => counted(hours, "hour"),
        hours => days(hours / 24),
    }
}

/// `crm`, `crm and mail`, `crm, mail and hub`.
pub(super) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_read_in_the_largest_exact_unit() {
        let expected = [
            (1, "1 second"),
            (90, "90 seconds"),
            (900, "15 minutes"),
            (3_600, "1 hour"),
            (86_400, "24 hours"),
            (172_800, "2 days"),
            (604_800, "7 days"),
            (90_000, "25 hours"),
        ];
        for (seconds, words) in expected {
            assert_eq!(span(seconds), words);
        }
        assert_eq!(hours(720), "30 days");
    }

    #[test]
    fn what_has_passed_reads_in_whole_hours_then_days() {
        assert_eq!(elapsed(-5), "0 hours");
        assert_eq!(elapsed(3_600), "1 hour");
        assert_eq!(elapsed(47 * 3_600 + 59), "47 hours");
        assert_eq!(elapsed(48 * 3_600), "2 days");
    }

    #[test]
    fn lists_end_with_and() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["crm"]), "crm");
        assert_eq!(list(&["crm", "mail", "hub"]), "crm, mail and hub");
    }
}
