//! Proven, failed and unknown as three parts of one bar: solid, hatched and dashed.

use super::palette::{FONT, INK, PROVEN};
use super::picture::{Picture, Table};
use super::svg::{block, dashed, hatched, open};
use model::{Parts, Tenths};

/// The bar, with its values as text below it.
pub fn three_part_bar(parts: &Parts) -> Picture {
    const BAR: i64 = 44;
    let words = in_words(parts);
    let mut svg = open((700, 70), (1000, 100), &words, "Three parts of one bar that sum to 100.");
    // One unit is one tenth of a per cent, so that every coordinate is a whole number.
    let proven = parts.proven.map_or(0, |part| part.0).clamp(0, 1000);
    let unknown = parts.unknown.map_or(0, |part| part.0).clamp(0, 1000 - proven);
    let failed = if parts.unknown.is_some() { 1000 - proven - unknown } else { 0 };
    svg += &block((0, 0), (proven, BAR), PROVEN, "c-proven");
    svg += &hatched((proven, 0), (failed, BAR));
    svg += &dashed((proven + failed, 0), (unknown, BAR));
    if parts.unknown.is_none() {
        svg += &dashed((0, 0), (1000, BAR));
    }
    let keys = [("proven", parts.proven), ("failed", parts.failed), ("unknown", parts.unknown)];
    let mut table = Table::new(["Part", "Per cent"]);
    for ((name, value), x) in keys.into_iter().zip([0, 340, 680]) {
        svg += &match name {
            "proven" => block((x, 66), (28, 28), PROVEN, "c-proven"),
            "failed" => hatched((x, 66), (28, 28)),
            _ => dashed((x, 66), (28, 28)),
        };
        let value = tenths(value);
        svg += &format!(
            "<text x=\"{}\" y=\"90\" font-family=\"{FONT}\" font-size=\"26\" fill=\"{INK}\" \
             class=\"c-ink\"><tspan font-weight=\"600\">{value}</tspan> {name}</text>",
            x + 40,
        );
        table.rows.push(vec![name.into(), value]);
    }
    svg += "</svg>";
    Picture {
        svg,
        title: "Proven, failed and unknown".into(),
        words,
        table,
        width: 500,
        ..Picture::default()
    }
}

/// The three parts in words.
pub(super) fn in_words(parts: &Parts) -> String {
    format!(
        "{} proven, {} failed, {} unknown",
        tenths(parts.proven),
        tenths(parts.failed),
        tenths(parts.unknown)
    )
}

/// A share, or a dash where there is nothing to judge.
pub(super) fn tenths(value: Option<Tenths>) -> String {
    value.map_or_else(|| "—".to_string(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pictures::parts;

    #[test]
    fn a_bar_shows_its_values_as_text() {
        let Picture { svg, table, .. } = three_part_bar(&parts(714, 170, 116));
        for words in ["71.4</tspan> proven", "17.0</tspan> failed", "11.6</tspan> unknown"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(svg.contains("<title>71.4 proven, 17.0 failed, 11.6 unknown</title>"));
        assert!(!svg.contains(" id="));
        assert_eq!(table.rows, [["proven", "71.4"], ["failed", "17.0"], ["unknown", "11.6"]]);
    }

    #[test]
    fn nothing_to_judge_is_a_dash() {
        let Picture { svg, .. } = three_part_bar(&Parts::default());
        assert!(svg.contains("—</tspan> proven"));
        assert!(!svg.contains("height=\"44\" fill=\"#1f5563\""));
    }
}
