//! Whether a stated limit is one: a number that bounds something in practice.

use super::actions::{is_gap, is_tentative};

/// What a text says about a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// A number above zero, and not one that means none.
    Limited,
    /// There is none, or one so high that it stops nothing.
    Unlimited,
    /// No number is stated, or not plainly.
    Unclear,
}

/// From here on a number of calls, steps or units of money stops nothing within an hour.
const HIGHEST: f64 = 1_000_000.0;

/// Words that state that nothing is limited.
const WORDS: [&str; 17] = [
    "unlimited",
    "unbounded",
    "unrestricted",
    "uncapped",
    "limitless",
    "infinite",
    "infinity",
    "inf",
    "nan",
    "endless",
    "no limit",
    "no limits",
    "not limited",
    "no cap",
    "without limit",
    "as needed",
    "no bound",
];

/// What a limit is counted in, or the time that it holds for.
const UNITS: [&str; 84] = [
    "call",
    "calls",
    "request",
    "requests",
    "req",
    "reqs",
    "step",
    "steps",
    "action",
    "actions",
    "token",
    "tokens",
    "message",
    "messages",
    "mail",
    "mails",
    "email",
    "emails",
    "query",
    "queries",
    "invocation",
    "invocations",
    "operation",
    "operations",
    "iteration",
    "iterations",
    "turn",
    "turns",
    "retry",
    "retries",
    "attempt",
    "attempts",
    "time",
    "times",
    "run",
    "runs",
    "job",
    "jobs",
    "task",
    "tasks",
    "item",
    "items",
    "record",
    "records",
    "row",
    "rows",
    "file",
    "files",
    "tool",
    "tools",
    "second",
    "seconds",
    "sec",
    "secs",
    "s",
    "minute",
    "minutes",
    "min",
    "mins",
    "hour",
    "hours",
    "hr",
    "h",
    "day",
    "days",
    "night",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "rpm",
    "rps",
    "qps",
    "tps",
    "tpm",
    "eur",
    "euro",
    "euros",
    "usd",
    "dollar",
    "dollars",
    "gbp",
    "chf",
];

/// Words after a number with which a time or a share follows: `60 per minute`, `40 a task`.
const EACH: [&str; 5] = ["a", "an", "per", "each", "every"];

/// Words before a number that make it a limit.
const MOST: [&str; 8] = ["max", "maximum", "most", "limit", "cap", "€", "$", "£"];

/// Words that make a number the least, and not the most.
const LEAST: [&str; 11] = [
    "at least",
    "or more",
    "and more",
    "and up",
    "more than",
    "minimum",
    "min of",
    "upwards",
    "or higher",
    "no less than",
    "not less than",
];

/// Reads a limit on what happens at the same time: a number as of a rate, and below 1,000.
pub(super) fn bound_at_a_time(text: &str) -> Bound {
    match bound(text) {
        Bound::Limited
            if numbers(&text.trim().to_lowercase()).iter().any(|n| n.value >= MOST_AT_A_TIME) =>
        {
            Bound::Unlimited
        }
        other => other,
    }
}

/// From here on a number of tasks at a time stops nothing.
const MOST_AT_A_TIME: f64 = 1_000.0;

/// Reads a limit such as `60 calls a minute`. A number limits something where a unit or a time follows it, or
/// where the text starts with it; else it may be anything: `see ticket 2204`.
pub(super) fn bound(text: &str) -> Bound {
    let plain = text.trim().to_lowercase();
    if is_gap(&plain) && !plain.chars().any(|letter| letter.is_ascii_digit()) {
        return Bound::Unlimited;
    }
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = format!(" {} ", words.join(" "));
    if plain.contains('∞') || WORDS.iter().any(|word| joined.contains(&format!(" {word} "))) {
        return Bound::Unlimited;
    }
    let numbers = numbers(&plain);
    match () {
        () if numbers.iter().any(|number| is_none(number.value)) => Bound::Unlimited,
        () if is_gap(&plain) && !numbers.iter().any(|number| number.starts) => Bound::Unclear,
        () if is_tentative(&plain) || is_least(&joined) => Bound::Unclear,
        () if numbers.iter().any(|number| number.starts || number.counts) => Bound::Limited,
        () => Bound::Unclear,
    }
}

/// Whether a number is the least: `at least 2`, but not `no more than 2`.
fn is_least(joined: &str) -> bool {
    let joined = joined.replace(" no more than ", " ").replace(" not more than ", " ");
    LEAST.iter().any(|word| joined.contains(&format!(" {word} ")))
}

/// Whether a number means no limit: below zero, zero, all nines, the end of an integer type, or
/// higher than anything that would be reached.
fn is_none(number: f64) -> bool {
    let nines = (5..12).any(|digits| (number - (10_f64.powi(digits) - 1.0)).abs() < 0.5);
    !number.is_finite() || number <= 0.0 || number >= HIGHEST || nines
}

/// A number in a text.
struct Number {
    value: f64,
    /// Whether the text starts with it.
    starts: bool,
    /// Whether the words around it make it a count of something.
    counts: bool,
}

/// The numbers of a text: signs, separators of thousands, exponents and the suffixes k, m, bn are read. A date is
/// no number.
fn numbers(text: &str) -> Vec<Number> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '\'' | '-' | '+');
    // Signs of money and shares are words of their own.
    let spaced: String = text.split_whitespace().filter(|word| !is_date(word)).fold(
        String::with_capacity(text.len()),
        |mut spaced, word| {
            for letter in word.chars() {
                match letter {
                    '/' => spaced.push_str(" per "),
                    '€' | '$' | '£' => spaced.extend([' ', letter, ' ']),
                    _ if is_part(letter) => spaced.push(letter),
                    _ => spaced.push(' '),
                }
            }
            spaced.push(' ');
            spaced
        },
    );
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let mut numbers = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let word_at = |at: usize| words.get(at).copied();
        let Some((value, rest)) = number(word, word_at(at + 1)) else { continue };
        let scaled = rest.is_empty() && word_at(at + 1).is_some_and(|next| SCALES.contains(&next));
        let after = word_at(at + if scaled { 2 } else { 1 });
        let before = at.checked_sub(1).and_then(word_at);
        let is_unit = |word: &str| {
            UNITS.contains(&word) || EACH.contains(&word) || matches!(word, "€" | "$" | "£")
        };
        let counts = UNITS.contains(&rest)
            || after.is_some_and(|after| is_unit(after.trim_end_matches(['.', ','])))
            || before.is_some_and(|before| MOST.contains(&before.trim_end_matches('.')));
        let starts = words.iter().take(at).all(|word| matches!(*word, "€" | "$" | "£"));
        // Days ago are a date.
        let is_past = word_at(at + 2) == Some("ago");
        numbers.push(Number { value, starts: starts && !is_past, counts: counts && !is_past });
    }
    numbers
}

/// Whether a word is a day, such as `2026-01-01`, `1.1.2026` or `2026-01-01t10:00`.
fn is_date(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let day = word.split('t').next().unwrap_or_default();
    ['-', '.', '/'].iter().any(|apart| {
        let parts: Vec<&str> = day.split(*apart).collect();
        let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        parts.iter().all(digits)
            && matches!(lengths.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 4])
    })
}

/// Words that scale the number before them.
const SCALES: [&str; 4] = ["thousand", "million", "billion", "trillion"];

/// A number, scaled by its suffix or the word after it, and the suffix.
fn number<'a>(word: &'a str, next: Option<&str>) -> Option<(f64, &'a str)> {
    let word = word.trim_matches(|c| matches!(c, '.' | ',' | '\'' | '_'));
    let digits = word.trim_start_matches(['-', '+']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (value, rest) = leading(digits)?;
    let scale = match (rest, next) {
        ("", Some(next)) => next,
        (rest, _) => rest,
    };
    let scale = match scale {
        "k" | "thousand" => 1e3,
        "m" | "mio" | "million" => 1e6,
        "b" | "bn" | "billion" | "t" | "trillion" => 1e9,
        _ => 1.0,
    };
    let sign = if word.starts_with('-') { -1.0 } else { 1.0 };
    Some((sign * value * scale, rest))
}

/// The number that a text starts with, and what follows it: digits with separators of thousands, a
/// fraction, an exponent.
fn leading(text: &str) -> Option<(f64, &str)> {
    let run = |from: usize, also: &[char]| {
        let rest = text.get(from..).unwrap_or_default();
        from + rest.find(|c: char| !c.is_ascii_digit() && !also.contains(&c)).unwrap_or(rest.len())
    };
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut end = run(0, &[',', '_', '\'']);
    if text.as_bytes().get(end) == Some(&b'.') && is_digit(end + 1) {
        end = run(end + 1, &[]);
    }
    if text.as_bytes().get(end).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'e')) {
        let signed = matches!(text.as_bytes().get(end + 1), Some(b'+' | b'-'));
        let exponent = end + if signed { 2 } else { 1 };
        if is_digit(exponent) {
            end = run(exponent, &[]);
        }
    }
    let (head, rest) = text.split_at_checked(end)?;
    let plain: String = head.chars().filter(|c| !matches!(c, ',' | '_' | '\'')).collect();
    plain.parse().ok().map(|value| (value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_in_reach_limits() {
        for text in [
            "60 calls a minute",
            "60/min",
            "20 EUR a day",
            "15 euros a night",
            "40 a task",
            "1,000 calls an hour",
            "25 steps a task",
            "5k tokens",
            "0.5 a second",
            "€20 a day",
            "12.50",
            "at most 60 calls per minute",
            "rate: 60/min",
            "max 60",
            "max. €20",
            "no more than 25 steps",
            "budget of 20 EUR a day",
            "the gateway allows 5k tokens a task",
            "10-20 calls an hour",
            "60rpm",
            "stops after 1.5 thousand calls",
            "60 a minute, agreed on 2026-01-01",
        ] {
            assert_eq!(bound(text), Bound::Limited, "{text}");
        }
    }

    #[test]
    fn what_means_none_is_none() {
        for text in [
            "unlimited",
            "Unlimited calls",
            "none",
            "",
            "n/a",
            "-1",
            "0",
            "∞",
            "infinite",
            "no limit",
            "999999999",
            "2147483647",
            "1e99",
            "1000000 a second",
            "-1 per minute",
            "9 billion",
            "tbd",
            "99999",
            "inf",
            "unlimited (60 a minute planned)",
            "9000k",
            "18446744073709551615",
        ] {
            assert_eq!(bound(text), Bound::Unlimited, "{text}");
        }
    }

    #[test]
    fn free_text_is_unclear() {
        for text in ["reasonable", "max", "by the gateway", "as the vendor sees fit", "moderate"] {
            assert_eq!(bound(text), Bound::Unclear, "{text}");
        }
    }

    #[test]
    fn the_least_is_no_limit() {
        for text in [
            "at least 2 tasks",
            "2 tasks or more",
            "more than 2 tasks",
            "2 tasks minimum",
            "60 calls a minute and up",
            "not less than 10 steps",
        ] {
            assert_eq!(bound(text), Bound::Unclear, "{text}");
        }
        assert_eq!(bound("not more than 2 tasks"), Bound::Limited);
    }

    #[test]
    fn thousands_at_a_time_are_no_limit() {
        assert_eq!(bound_at_a_time("4 tasks"), Bound::Limited);
        assert_eq!(bound_at_a_time("999 tasks"), Bound::Limited);
        for text in ["1000 tasks", "100,000 tasks", "5k tasks"] {
            assert_eq!(bound_at_a_time(text), Bound::Unlimited, "{text}");
        }
    }

    #[test]
    fn a_number_of_something_else_is_no_limit() {
        for text in [
            "todo 1",
            "TODO: 60 calls a minute",
            "step 1",
            "tbd in 2026",
            "see ticket 2204",
            "see OPS-2204",
            "reviewed on 2026-01-01",
            "2026-01-01",
            "reviewed 2 days ago",
            "on 1.12.2026",
            "since 2026-01-01T10:00:00Z",
            "see section 4.2",
            "version 3",
            "planned: 60 a minute",
            "set in config.yaml:12",
        ] {
            assert_eq!(bound(text), Bound::Unclear, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_once() {
        let start = std::time::Instant::now();
        bound(&"1".repeat(200_000));
        bound(&"1 ".repeat(100_000));
        bound(&format!("{}x", "1e".repeat(100_000)));
        assert!(start.elapsed().as_secs() < 20, "quadratic: {:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn text_without_a_digit_never_limits(text in "[^0-9]{0,40}") {
            let digits = text.chars().any(|c| c.is_ascii_digit());
            prop_assume!(!digits);
            prop_assert_ne!(bound(&text), Bound::Limited);
        }

        #[test]
        fn what_is_written_before_a_bare_number_makes_it_no_limit(
            before in "(see|ticket|step|review|issue|page) [b-d]{2,6}", number in 1_u64..9_999,
        ) {
            let text = format!("{before} {number}");
            prop_assert_ne!(bound(&text), Bound::Limited);
        }

        #[test]
        fn a_higher_limit_is_never_more_of_one(low in 1_u64..10_000_000, more in 0_u64..10_000_000) {
            let limited = |number: u64| bound(&format!("{number} calls a minute")) == Bound::Limited;
            let nines = |number: u64| number.to_string().chars().all(|c| c == '9');
            prop_assume!(!nines(low));
            prop_assert!(limited(low) || !limited(low + more));
        }
    }
}
