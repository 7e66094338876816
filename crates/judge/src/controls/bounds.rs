//! Whether a stated limit is one: a number that bounds something in practice.

use super::actions::is_gap;

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

/// Reads a limit such as `60 calls a minute`.
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
    match numbers(&plain).as_slice() {
        [] => Bound::Unclear,
        all if all.iter().any(|number| is_none(*number)) => Bound::Unlimited,
        _ => Bound::Limited,
    }
}

/// Whether a number means no limit: below zero, zero, all nines, the end of an integer type, or
/// higher than anything that would be reached.
fn is_none(number: f64) -> bool {
    let nines = (5..12).any(|digits| (number - (10_f64.powi(digits) - 1.0)).abs() < 0.5);
    !number.is_finite() || number <= 0.0 || number >= HIGHEST || nines
}

/// The numbers of a text: signs, separators of thousands, exponents and the suffixes k, m, bn are read.
fn numbers(text: &str) -> Vec<f64> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '_' | '\'' | '-' | '+');
    let words: Vec<&str> = text.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect();
    let next = words.iter().skip(1).map(Some).chain([None]);
    words.iter().zip(next).filter_map(|(word, next)| number(word, next.copied())).collect()
}

/// A number, scaled by its suffix or the word after it.
fn number(word: &str, next: Option<&str>) -> Option<f64> {
    let word = word.trim_matches(|c| matches!(c, '.' | ',' | '\'' | '_'));
    let digits = word.trim_start_matches(['-', '+']);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '_' | '\'')).collect();
    let (value, rest) = leading(&plain)?;
    let scale = match (rest, next) {
        ("", Some(scale @ ("thousand" | "million" | "billion" | "trillion"))) => scale,
        (rest, _) => rest,
    };
    let scale = match scale {
        "k" | "thousand" => 1e3,
        "m" | "mio" | "million" => 1e6,
        "b" | "bn" | "billion" | "t" | "trillion" => 1e9,
        _ => 1.0,
    };
    let sign = if word.starts_with('-') { -1.0 } else { 1.0 };
    Some(sign * value * scale)
}

/// The number that a text starts with, and what follows it.
fn leading(text: &str) -> Option<(f64, &str)> {
    let ends = (1..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
    ends.filter_map(|end| text.split_at_checked(end)).find_map(|(head, rest)| {
        let plain = head.ends_with(|c: char| c.is_ascii_digit());
        head.parse::<f64>().ok().filter(|_| plain).map(|value| (value, rest))
    })
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

    proptest! {
        #[test]
        fn text_without_a_digit_never_limits(text in "[^0-9]{0,40}") {
            let digits = text.chars().any(|c| c.is_ascii_digit());
            prop_assume!(!digits);
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
