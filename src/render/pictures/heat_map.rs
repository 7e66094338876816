//! Family by tier: the proven per cent in each cell, the most privileged tier first.

use super::bar::tenths;
use super::palette::{INK, Level, MUTED, Pattern, SHARE_KEYS, SHARES, share};
use super::picture::{Picture, Table};
use super::svg::{block, clip, number, open, outlined, pattern, text};
use model::posture::FamilyRow;
use model::{Parts, Tier};

const TITLE: &str = "Proven per cent by control family and tier";
const HEAD: i64 = 30;
const ROW: i64 = 34;
const LABEL: i64 = 300;
const CELL: i64 = 100;
/// The strip of a cell that has its pattern: the text is on the plain fill.
const STRIP: i64 = 16;
const KEYS: i64 = 40;

/// The map, with a key of its levels.
pub fn heat_map(rows: &[FamilyRow]) -> Picture {
    let foot = HEAD + number(rows.len()) * ROW;
    let size = (LABEL + 4 * CELL, foot + KEYS);
    let words = described(rows);
    let mut svg = open(size, size, TITLE, &words);
    let mut table = Table::new(["Family"]);
    for (column, tier) in Tier::ALL.iter().rev().enumerate() {
        let x = LABEL + number(column) * CELL + CELL / 2;
        svg += &text((x, 20), ("middle", 13, 600), (INK, "c-ink h-value"), &tier.to_string());
        table.head.extend([format!("{tier} proven"), format!("{tier} unknown")]);
    }
    for (index, row) in rows.iter().enumerate() {
        let y = HEAD + number(index) * ROW;
        svg += &text((0, y + 21), ("start", 13, 600), (INK, "c-ink h-name"), &clip(&row.family, 6));
        svg += &text((52, y + 21), ("start", 13, 400), (INK, "c-ink"), &clip(&row.title, 34));
        let mut values = vec![row.title.clone()];
        for (column, parts) in row.tiers.iter().rev().enumerate() {
            let x = LABEL + number(column) * CELL;
            svg += &cell((x + 1, y + 1), (CELL - 2, ROW - 2), parts);
            values.extend([tenths(parts.proven), tenths(parts.unknown)]);
        }
        table.rows.push(values);
    }
    for (at, (level, words)) in SHARES.iter().zip(SHARE_KEYS).enumerate() {
        let x = number(at) * 116;
        svg += &filled(level, (x, foot + 14), (24, 18), 24);
        svg += &text((x + 30, foot + 28), ("start", 12, 400), (INK, "c-ink"), words);
    }
    svg += "</svg>";
    Picture { svg, title: TITLE.into(), words, table, width: size.0 }
}

fn cell((x, y): (i64, i64), (width, height): (i64, i64), parts: &Parts) -> String {
    let value = tenths(parts.proven);
    let Some(level) = share(parts) else {
        let middle = (x + width / 2, y + 21);
        return text(middle, ("middle", 13, 600), (MUTED, "c-none-ink h-value"), &value);
    };
    let mut svg = filled(level, (x, y), (width, height), STRIP);
    let strip = if level.pattern == Pattern::Dashed { 0 } else { STRIP };
    let middle = x + (width + strip) / 2;
    let [ink, small_ink] = ["value", "note"].map(|it| format!("{}-ink h-{it}", level.class));
    let ink = (level.light.ink, ink.as_str());
    // The unknown part is shown separately, or missing data would look like a failure.
    match parts.unknown.filter(|unknown| unknown.0 > 0) {
        None => svg += &text((middle, y + 21), ("middle", 13, 600), ink, &value),
        Some(unknown) => {
            svg += &text((middle, y + 15), ("middle", 13, 600), ink, &value);
            let small = format!("{unknown} unknown");
            let ink = (level.light.ink, small_ink.as_str());
            svg += &text((middle, y + 27), ("middle", 10, 400), ink, &small);
        }
    }
    svg
}

/// A block in the colours of a level, with its pattern over the first part of it.
pub(super) fn filled(
    level: &Level,
    (x, y): (i64, i64),
    (width, height): (i64, i64),
    strip: i64,
) -> String {
    let fill = level.light.fill;
    let body = match level.pattern {
        Pattern::Dashed => outlined((x, y), (width, height), fill, "6 4", level.class),
        Pattern::Dotted => outlined((x, y), (width, height), fill, "2 3", level.class),
        _ => block((x, y), (width, height), fill, level.class),
    };
    let lines = format!("{}-lines", level.class);
    let strip = strip.min(width);
    body + &pattern(level.pattern, (x, y), (strip, height), (level.light.ink, &lines))
}

/// The map in words, for those who do not see it: a sentence a family.
fn described(rows: &[FamilyRow]) -> String {
    let row = |row: &FamilyRow| {
        let tiers = || Tier::ALL.iter().zip(&row.tiers).rev();
        let proven: Vec<String> = tiers()
            .filter_map(|(tier, parts)| Some(format!("{} % on {tier}", parts.proven?)))
            .collect();
        match proven.is_empty() {
            true => format!("{}: nothing is proven or failed.", row.title),
            false => format!("{} is proven to {}.", row.title, proven.join(", ")),
        }
    };
    rows.iter().map(row).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pictures::parts;

    #[test]
    fn a_map_shows_every_cell_and_escapes_names() {
        let row = FamilyRow {
            family: "OWN".into(),
            title: "<b> & co".into(),
            tiers: [Parts::default(), parts(1000, 0, 0), parts(0, 0, 1000), parts(455, 545, 0)],
        };
        let Picture { svg, table, .. } = heat_map(&[row]);
        for words in ["&lt;b&gt; &amp; co", ">100.0<", ">45.5<", ">100.0 unknown<", ">—<"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(!svg.contains("<b>") && !svg.contains(" id="));
        let row = ["<b> & co", "45.5", "0.0", "0.0", "100.0", "100.0", "0.0", "—", "—"];
        assert_eq!(table.rows, [row]);
        assert_eq!(table.head.len(), row.len());
    }

    #[test]
    fn the_key_shows_every_level() {
        let svg = heat_map(&[]).svg;
        for level in &SHARES {
            assert!(svg.contains(&format!("class=\"{}\"", level.class)), "{}", level.class);
        }
    }
}
