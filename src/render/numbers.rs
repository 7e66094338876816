//! Numbers as people read them, once for every format.

use model::{Tenths, posture::OutcomeCounts};

/// `12345` as `12,345`.
pub(super) fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A sum of half-weights as a number of weights: `1,204.5`.
pub(super) fn halves(value: u64) -> String {
    let half = if value.is_multiple_of(2) { "" } else { ".5" };
    format!("{}{half}", grouped(value / 2))
}

/// `2` as `2 assets`.
pub(super) fn plural(count: u64, one: &str, many: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{} {many}", grouped(count)),
    }
}

/// A number with one decimal, or a dash where there is none.
pub(super) fn tenths(value: Option<Tenths>) -> String {
    value.map_or_else(|| "—".to_string(), |value| value.to_string())
}

/// A difference with its sign, or a dash where there is none.
pub(super) fn signed(value: Option<Tenths>) -> String {
    match value {
        None => "—".to_string(),
        Some(Tenths(0)) => "0.0".to_string(),
        Some(points) if points.0 < 0 => format!("−{}", Tenths(points.0.abs())),
        Some(points) => format!("+{points}"),
    }
}

/// Findings by outcome in one line.
pub(super) fn outcomes(counts: &OutcomeCounts) -> String {
    format!(
        "{} fail · {} partial · {} not assessed · {} pass · {} not applicable",
        grouped(counts.fail),
        grouped(counts.partial),
        grouped(counts.not_assessed),
        grouped(counts.pass),
        grouped(counts.not_applicable)
    )
}

/// The same without the outcomes that no finding has, where many such lines follow each other.
pub(super) fn some_outcomes(counts: &OutcomeCounts) -> String {
    let all = [
        (counts.fail, "fail"),
        (counts.partial, "partial"),
        (counts.not_assessed, "not assessed"),
        (counts.pass, "pass"),
        (counts.not_applicable, "not applicable"),
    ];
    let some = all.into_iter().filter(|(count, _)| *count > 0);
    let some: Vec<String> =
        some.map(|(count, name)| format!("{} {name}", grouped(count))).collect();
    if some.is_empty() { "no finding".into() } else { some.join(" · ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_signed_and_never_missing() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([halves(2409), halves(4)], ["1,204.5", "2"]);
        let signs = [Some(5), Some(0), Some(-13), None].map(|it| signed(it.map(Tenths)));
        assert_eq!(signs, ["+0.5", "0.0", "−1.3", "—"]);
        assert_eq!([plural(1, "asset", "assets"), plural(0, "x", "xs")], ["1 asset", "0 xs"]);
    }
}
