//! Numbers, lengths of time and lists in sentences.

use crate::words;

/// How many names a sentence lists before it counts the rest.
const MOST_NAMES: usize = 3;

/// `1 day`, `12 days`, `2 policies`.
pub fn counted(count: i64, noun: &str) -> String {
    match count {
        _ if !words::are_wanted() => String::new(),
        1 => format!("1 {noun}"),
        _ => format!("{count} {}", plural(noun)),
    }
}

/// [`counted`], for a length.
pub fn number(count: usize, noun: &str) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), noun)
}

/// [`counted`], for the length of a list.
pub fn number_of<T>(things: &[T], noun: &str) -> String {
    number(things.len(), noun)
}

/// The plural of a noun: `tools`, `policies`, `entries`, `accesses`.
pub fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

/// `1 day`, `12 days`.
pub fn days(count: i64) -> String {
    counted(count, "day")
}

/// A limit, in the largest unit that holds it exactly; a single day reads as its hours.
pub fn span(seconds: i64) -> String {
    let units = [(86_400, 2, "day"), (3_600, 1, "hour"), (60, 1, "minute")];
    let fits =
        |(size, least, _): &(i64, i64, &str)| seconds % size == 0 && seconds / size >= *least;
    let (size, _, unit) = units.into_iter().find(fits).unwrap_or((1, 1, "second"));
    counted(seconds / size, unit)
}

/// A limit that is kept in hours.
pub fn hours(hours: i64) -> String {
    span(hours.saturating_mul(3_600))
}

/// How long ago something was, in whole hours, or in whole days from two days on.
pub fn elapsed(seconds: i64) -> String {
    match seconds.max(0) / 3_600 {
        hours @ 0..48 => counted(hours, "hour"),
        hours => days(hours / 24),
    }
}

/// `crm`, `crm and mail`, `crm, mail and hub`.
pub fn list<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        _ if !words::are_wanted() => String::new(),
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The first few names and how many more there are: `crm, mail, hub and 4 more`.
pub fn first_few(names: &[&str]) -> String {
    match names.get(MOST_NAMES..) {
        Some(rest) if rest.len() > 1 => {
            let shown = names.get(..MOST_NAMES).unwrap_or_default();
            format!("{} and {} more", shown.join(", "), rest.len())
        }
        _ => names.join(", "),
    }
}

/// The text with its first letter as a capital.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number() {
        assert_eq!(counted(1, "policy"), "1 policy");
        assert_eq!(counted(2, "policy"), "2 policies");
        assert_eq!(counted(0, "day"), "0 days");
        assert_eq!(plural("access"), "accesses");
        assert_eq!(number_of(&[1, 2], "entry"), "2 entries");
    }

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
    fn elapsed_time_reads_in_whole_hours_then_days() {
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

    #[test]
    fn long_lists_name_three_and_count_the_rest() {
        assert_eq!(first_few(&["a", "b", "c", "d"]), "a, b, c, d");
        assert_eq!(first_few(&["a", "b", "c", "d", "e"]), "a, b, c and 2 more");
    }
}
