//! The pictures, as SVG built by hand: one source for HTML and PDF.
//!
//! Every value is in them as text, so that colour is never the only carrier. No ids (several
//! are in one page), no CSS variables and no outside references. The classes let a style sheet
//! recolour them for a dark page; without one they are drawn on their own white ground.

use model::posture::FamilyRow;
use model::{Parts, Tenths, Tier};

pub(super) const FONT: &str = "IBM Plex Sans";
pub(super) const INK: &str = "#1b2430";
pub(super) const MUTED: &str = "#5b6673";
pub(super) const PROVEN: &str = "#1f5563";
pub(super) const FAILED: &str = "#c2553a";
const UNKNOWN: &str = "#e6e9ed";
pub(super) const EDGE: &str = "#8a94a0";

/// Proven, failed and unknown as three parts of one bar: solid, hatched and dashed.
pub(super) fn three_part_bar(parts: &Parts) -> String {
    const BAR: i64 = 44;
    let title = in_words(parts);
    let mut svg = open((700, 70), (1000, 100), &title, "Three parts of one bar that sum to 100.");
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
    for ((name, value), x) in keys.into_iter().zip([0, 340, 680]) {
        svg += &match name {
            "proven" => block((x, 66), (28, 28), PROVEN, "c-proven"),
            "failed" => hatched((x, 66), (28, 28)),
            _ => dashed((x, 66), (28, 28)),
        };
        svg += &format!(
            "<text x=\"{}\" y=\"90\" font-family=\"{FONT}\" font-size=\"26\" fill=\"{INK}\" \
             class=\"c-ink\"><tspan font-weight=\"600\">{}</tspan> {name}</text>",
            x + 40,
            tenths(value),
        );
    }
    svg + "</svg>"
}

/// Family by tier: the proven per cent in each cell, the most privileged tier first.
pub(super) fn heat_map(rows: &[FamilyRow]) -> String {
    const HEAD: i64 = 30;
    const ROW: i64 = 34;
    const LABEL: i64 = 300;
    const CELL: i64 = 100;
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX / ROW - 1);
    let size = (LABEL + 4 * CELL, HEAD + count * ROW);
    let mut svg = open(size, size, "Proven per cent by control family and tier", &described(rows));
    for (column, tier) in Tier::ALL.iter().rev().enumerate() {
        let x = LABEL + column_number(column) * CELL + CELL / 2;
        svg += &text((x, 20), ("middle", 13, 600), (INK, "c-ink"), &tier.to_string());
    }
    for (index, row) in rows.iter().enumerate() {
        let y = HEAD + column_number(index) * ROW;
        svg += &text((0, y + 21), ("start", 13, 600), (INK, "c-ink"), &clip(&row.family, 6));
        svg += &text((52, y + 21), ("start", 13, 400), (INK, "c-ink"), &clip(&row.title, 34));
        for (column, parts) in row.tiers.iter().rev().enumerate() {
            let x = LABEL + column_number(column) * CELL;
            svg += &cell((x + 1, y + 1), (CELL - 2, ROW - 2), parts);
        }
    }
    svg + "</svg>"
}

fn cell((x, y): (i64, i64), (width, height): (i64, i64), parts: &Parts) -> String {
    let (fill, ink, class) = shade(parts);
    let middle = x + width / 2;
    let mut svg = match class {
        "c-none" => String::new(),
        "c-unknown" => dashed((x, y), (width, height)),
        _ => block((x, y), (width, height), fill, class),
    };
    let value = tenths(parts.proven);
    let class = format!("{class}-ink");
    // The unknown part is shown separately, or missing data would look like a failure.
    match parts.unknown.filter(|unknown| unknown.0 > 0) {
        None => svg += &text((middle, y + 21), ("middle", 14, 600), (ink, &class), &value),
        Some(unknown) => {
            svg += &text((middle, y + 15), ("middle", 13, 600), (ink, &class), &value);
            let small = format!("{unknown} unknown");
            svg += &text((middle, y + 27), ("middle", 10, 400), (ink, &class), &small);
        }
    }
    svg
}

/// Fill, ink and class of a cell: teal where proven, rust where not, both distinguishable by the
/// colour-blind, and every pair of ink and fill above 4.5 : 1.
fn shade(parts: &Parts) -> (&'static str, &'static str, &'static str) {
    match (parts.proven, parts.unknown) {
        (None, None) => ("none", MUTED, "c-none"),
        (None, Some(_)) => (UNKNOWN, INK, "c-unknown"),
        (Some(Tenths(900..)), _) => (PROVEN, "#ffffff", "c-high"),
        (Some(Tenths(800..)), _) => ("#bcd6da", INK, "c-good"),
        (Some(Tenths(700..)), _) => ("#e9eeee", INK, "c-fair"),
        (Some(Tenths(500..)), _) => ("#f3cfbf", INK, "c-weak"),
        (Some(_), _) => ("#9f3a22", "#ffffff", "c-low"),
    }
}

pub(super) fn open(size: (i64, i64), view: (i64, i64), title: &str, description: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" class=\"chart\" width=\"{}\" \
         height=\"{}\" viewBox=\"0 0 {w} {h}\"><title>{}</title><desc>{}</desc>\
         <rect x=\"0\" y=\"0\" width=\"{w}\" height=\"{h}\" fill=\"#ffffff\" class=\"c-paper\"/>",
        size.0,
        size.1,
        escape(title),
        escape(description),
        w = view.0,
        h = view.1,
    )
}

pub(super) fn block((x, y): (i64, i64), (w, h): (i64, i64), fill: &str, class: &str) -> String {
    if w <= 0 {
        return String::new();
    }
    format!(
        "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{fill}\" class=\"{class}\"/>"
    )
}

/// A block with diagonal lines, cut by hand: a clip path would need an id.
pub(super) fn hatched((x, y): (i64, i64), (w, h): (i64, i64)) -> String {
    const STEP: i64 = 14;
    let mut lines = String::new();
    let mut foot = (x - h).div_euclid(STEP) * STEP;
    while foot < x + w {
        let (from, to) = (foot.max(x), (foot + h).min(x + w));
        if from < to {
            lines += &format!("M{from} {}L{to} {}", y + h - (from - foot), y + h - (to - foot));
        }
        foot += STEP;
    }
    block((x, y), (w, h), FAILED, "c-failed")
        + &if lines.is_empty() {
            String::new()
        } else {
            format!(
                "<path d=\"{lines}\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"3\" \
                 stroke-opacity=\"0.55\" class=\"c-hatch\"/>"
            )
        }
}

/// A pale block with a dashed edge, drawn inside its bounds.
fn dashed((x, y): (i64, i64), (w, h): (i64, i64)) -> String {
    if w <= 0 {
        return String::new();
    }
    if w <= 4 {
        return block((x, y), (w, h), EDGE, "c-unknown");
    }
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{UNKNOWN}\" stroke=\"{EDGE}\" \
         stroke-width=\"2\" stroke-dasharray=\"6 4\" class=\"c-unknown\"/>",
        x + 1,
        y + 1,
        w - 2,
        h - 2,
    )
}

pub(super) fn text(
    (x, y): (i64, i64),
    (anchor, size, weight): (&str, u8, u16),
    (fill, class): (&str, &str),
    words: &str,
) -> String {
    format!(
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-family=\"{FONT}\" \
         font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\" class=\"{class}\">{}</text>",
        escape(words)
    )
}

/// The three parts in words, as the bar's name.
pub(super) fn in_words(parts: &Parts) -> String {
    format!(
        "{} proven, {} failed, {} unknown",
        tenths(parts.proven),
        tenths(parts.failed),
        tenths(parts.unknown)
    )
}

/// The heat map in words, for those who do not see it.
pub(super) fn described(rows: &[FamilyRow]) -> String {
    let row = |row: &FamilyRow| {
        let cells: Vec<String> = (Tier::ALL.iter().zip(&row.tiers).rev())
            .map(|(tier, parts)| format!("{tier} {}", tenths(parts.proven)))
            .collect();
        format!("{}: {}", row.title, cells.join(", "))
    };
    rows.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn tenths(value: Option<Tenths>) -> String {
    value.map_or_else(|| "—".to_string(), |value| value.to_string())
}

/// As much of a text as its place can hold.
fn clip(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

fn column_number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(0)
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '&' => safe += "&amp;",
            '"' => safe += "&quot;",
            control if control.is_control() => safe.push(' '),
            plain => safe.push(plain),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(proven: i64, failed: i64, unknown: i64) -> Parts {
        Parts {
            proven: Some(Tenths(proven)),
            failed: Some(Tenths(failed)),
            unknown: Some(Tenths(unknown)),
            ..Parts::default()
        }
    }

    #[test]
    fn a_bar_shows_its_values_as_text() {
        let svg = three_part_bar(&parts(714, 170, 116));
        for words in ["71.4</tspan> proven", "17.0</tspan> failed", "11.6</tspan> unknown"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(svg.contains("<title>71.4 proven, 17.0 failed, 11.6 unknown</title>"));
        assert!(!svg.contains(" id="));
    }

    #[test]
    fn nothing_to_judge_is_a_dash() {
        let svg = three_part_bar(&Parts::default());
        assert!(svg.contains("—</tspan> proven"));
        assert!(!svg.contains("height=\"44\" fill=\"#1f5563\""));
    }

    #[test]
    fn hatching_stays_inside_its_block() {
        let svg = hatched((100, 0), (7, 44));
        let numbers = svg.split(['M', 'L', ' ', '"']).filter_map(|word| word.parse::<i64>().ok());
        assert!(numbers.clone().count() > 4);
        assert!(numbers.into_iter().all(|number| number <= 107));
    }

    #[test]
    fn a_map_shows_every_cell_and_escapes_names() {
        let row = FamilyRow {
            family: "OWN".into(),
            title: "<b> & co".into(),
            tiers: [Parts::default(), parts(1000, 0, 0), parts(0, 0, 1000), parts(455, 545, 0)],
        };
        let svg = heat_map(&[row]);
        for words in ["&lt;b&gt; &amp; co", ">100.0<", ">45.5<", ">100.0 unknown<", ">—<"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(!svg.contains("<b>"));
    }
}
