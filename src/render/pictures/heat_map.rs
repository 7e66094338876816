//! Family by tier: the proven per cent in each cell, the most privileged tier first.

use super::bar::tenths;
use super::palette::{Colours, EDGE, FONT, INK, Level, MUTED, Pattern, SHARE_KEYS, SHARES, share};
use super::picture::{Picture, Table};
use super::svg::{block, clip, escape, number, open, outlined, pattern, pattern_lines, text};
use model::posture::FamilyRow;
use model::{Parts, Tier};
use std::collections::BTreeMap;

const TITLE: &str = "Proven per cent by control family and tier";
const HEAD: i64 = 30;
const KEYS: i64 = 40;

/// How the rows are placed.
struct Shape {
    /// The left end of the cells; the name of a row is beside them, or above them where that is 0.
    label: i64,
    cell: i64,
    row: i64,
    /// The height of a cell and the space around it.
    height: i64,
    /// The strip of a cell that has its pattern: the text is on the plain fill.
    strip: Strip,
    /// How far the columns of keys are apart, and how many there are.
    keys: (i64, usize),
}

const WIDE: Shape =
    Shape { label: 300, cell: 100, row: 34, height: 34, strip: Strip::Left(16), keys: (116, 6) };
const NARROW: Shape =
    Shape { label: 0, cell: 85, row: 62, height: 42, strip: Strip::Top((30, 10)), keys: (113, 3) };

/// Where the pattern of a cell is, and how large.
#[derive(Clone, Copy)]
enum Strip {
    Left(i64),
    Top((i64, i64)),
}

/// The map, with a key of its levels.
pub fn heat_map(rows: &[FamilyRow]) -> Picture {
    let words = described(rows);
    let mut table = Table::new(["Family"]);
    for tier in Tier::ALL.iter().rev() {
        table.head.extend([format!("{tier} proven"), format!("{tier} unknown")]);
    }
    for row in rows {
        let mut values = vec![row.title.clone()];
        for parts in row.tiers.iter().rev() {
            values.extend([tenths(parts.proven), tenths(parts.unknown)]);
        }
        table.rows.push(values);
    }
    Picture {
        svg: drawn(rows, &WIDE, &words),
        narrow: Some(drawn(rows, &NARROW, &words)),
        title: TITLE.into(),
        words,
        table,
        width: WIDE.label + 4 * WIDE.cell,
        ..Picture::default()
    }
}

fn drawn(rows: &[FamilyRow], shape: &Shape, words: &str) -> String {
    let occurs = |level: &&Level| {
        let mut all = rows.iter().flat_map(|row| &row.tiers);
        all.any(|parts| share(parts).is_some_and(|of| of.class == level.class))
    };
    let keys: Vec<(&Level, &str)> =
        SHARES.iter().zip(SHARE_KEYS).filter(|(level, _)| occurs(level)).collect();
    let foot = HEAD + number(rows.len()) * shape.row;
    let more = number(keys.len().div_ceil(shape.keys.1).saturating_sub(1));
    let size = (shape.label + 4 * shape.cell, foot + KEYS + more * 24);
    let mut svg = open(size, size, TITLE, words);
    let (mut fills, mut values) = (Fills::default(), Words::default());
    if shape.label > 0 {
        let unit = "proven, per cent";
        svg += &text((shape.label - 12, 20), ("end", 10, 400), (MUTED, "c-none-ink"), unit);
    }
    for (column, tier) in Tier::ALL.iter().rev().enumerate() {
        let x = shape.label + number(column) * shape.cell + shape.cell / 2;
        svg += &text((x, 20), ("middle", 13, 600), (INK, "c-ink h-value"), &tier.to_string());
    }
    for (index, row) in rows.iter().enumerate() {
        let y = HEAD + number(index) * shape.row;
        let (base, top) =
            if shape.label > 0 { (y + 21, y) } else { (y + 13, y + shape.row - shape.height) };
        svg += &text((0, base), ("start", 13, 600), (INK, "c-ink h-name"), &clip(&row.family, 6));
        svg += &text((52, base), ("start", 13, 400), (INK, "c-ink"), &clip(&row.title, 34));
        for (column, parts) in row.tiers.iter().rev().enumerate() {
            let x = shape.label + number(column) * shape.cell;
            let (place, size) = ((x + 1, top + 1), (shape.cell - 2, shape.height - 2));
            if let Some(level) = share(parts) {
                fills.add(level, place, size, shape.strip);
            }
            cell(place, size, parts, shape.strip, &mut values);
        }
    }
    for (at, (level, words)) in keys.into_iter().enumerate() {
        let (step, columns) = shape.keys;
        let (x, y) = (number(at % columns) * step, foot + 14 + number(at / columns) * 24);
        fills.add(level, (x, y), (24, 18), Strip::Left(24));
        svg += &text((x + 30, y + 14), ("start", 12, 400), (INK, "c-ink"), words);
    }
    svg + &fills.drawn() + &values.drawn() + "</svg>"
}

/// The cells of each level: one path is shorter than many blocks.
#[derive(Default)]
struct Fills {
    grounds: BTreeMap<&'static str, String>,
    lines: BTreeMap<&'static str, String>,
}

impl Fills {
    fn add(&mut self, level: &Level, (x, y): (i64, i64), (w, h): (i64, i64), strip: Strip) {
        let size = match strip {
            Strip::Left(wide) => (wide, h),
            Strip::Top(size) => size,
        };
        // A broken edge is inside its bounds.
        let ground = match level.pattern {
            Pattern::Dashed => format!("M{} {}h{}v{}h-{}z", x + 1, y + 1, w - 2, h - 2, w - 2),
            _ => format!("M{x} {y}h{w}v{h}h-{w}z"),
        };
        *self.grounds.entry(level.class).or_default() += &ground;
        let lines = pattern_lines(level.pattern, (x, y), size);
        *self.lines.entry(level.class).or_default() += &lines;
    }

    fn drawn(&self) -> String {
        let mut svg = String::new();
        for level in &SHARES {
            let Colours { fill, ink } = level.light;
            let class = level.class;
            let edge = match level.pattern {
                Pattern::Dashed => {
                    format!(" stroke=\"{EDGE}\" stroke-width=\"2\" stroke-dasharray=\"6 4\"")
                }
                _ => String::new(),
            };
            if let Some(path) = self.grounds.get(class) {
                svg += &format!("<path d=\"{path}\" fill=\"{fill}\"{edge} class=\"{class}\"/>");
            }
            if let Some(path) = self.lines.get(class).filter(|path| !path.is_empty()) {
                svg += &format!(
                    "<path d=\"{path}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.5\" \
                     stroke-opacity=\"0.6\" class=\"{class}-lines\"/>"
                );
            }
        }
        svg
    }
}

fn cell(
    (x, y): (i64, i64),
    (width, height): (i64, i64),
    parts: &Parts,
    strip: Strip,
    words: &mut Words,
) {
    let value = tenths(parts.proven);
    let foot = y + height;
    let Some(level) = share(parts) else {
        words.add(("c-none-ink", MUTED), Size::Value, (x + width / 2, foot - 11), &value);
        return;
    };
    let beside = match strip {
        Strip::Left(wide) if level.pattern != Pattern::Dashed => wide,
        Strip::Left(_) | Strip::Top(_) => 0,
    };
    let middle = x + (width + beside) / 2;
    let class = format!("{}-ink", level.class);
    let ink = (class.as_str(), level.light.ink);
    // The unknown part is shown separately, or missing data would look like a failure.
    match parts.unknown.filter(|unknown| unknown.0 > 0) {
        None => words.add(ink, Size::Value, (middle, foot - 11), &value),
        Some(unknown) => {
            words.add(ink, Size::Value, (middle, foot - 17), &value);
            words.add(ink, Size::Note, (middle, foot - 5), &format!("{unknown} unknown"));
        }
    }
}

/// How large a text of a cell is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Size {
    Value,
    Note,
}

/// The texts of the cells: those that look alike are one group, which has their attributes.
#[derive(Default)]
struct Words(BTreeMap<(String, &'static str, Size), String>);

impl Words {
    fn add(
        &mut self,
        (class, ink): (&str, &'static str),
        size: Size,
        (x, y): (i64, i64),
        words: &str,
    ) {
        let group = self.0.entry((class.to_string(), ink, size)).or_default();
        *group += &format!("<text x=\"{x}\" y=\"{y}\">{}</text>", escape(words));
    }

    fn drawn(&self) -> String {
        let group = |((class, ink, size), texts): (&(String, &str, Size), &String)| {
            let (class_of_size, letters, weight) = match size {
                Size::Value => ("h-value", 13, 600),
                Size::Note => ("h-note", 10, 400),
            };
            format!(
                "<g text-anchor=\"middle\" font-family=\"{FONT}\" font-size=\"{letters}\" \
                 font-weight=\"{weight}\" fill=\"{ink}\" class=\"{class} {class_of_size}\">{texts}</g>"
            )
        };
        self.0.iter().map(group).collect()
    }
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
    fn the_key_shows_the_levels_that_occur() {
        let row = FamilyRow {
            family: "OWN".into(),
            title: "Ownership".into(),
            tiers: [Parts::default(), parts(1000, 0, 0), parts(0, 0, 1000), parts(455, 545, 0)],
        };
        let picture = heat_map(&[row]);
        for svg in [&picture.svg, picture.narrow.as_ref().expect("a narrow drawing")] {
            for (level, words) in SHARES.iter().zip(SHARE_KEYS) {
                let fills = svg.matches(&format!("class=\"{}\"", level.class)).count();
                let keys = svg.matches(&format!(">{words}</text>")).count();
                let occurs = ["s-a", "s-d", "s-unknown"].contains(&level.class);
                assert_eq!((fills, keys), if occurs { (1, 1) } else { (0, 0) }, "{words}");
            }
        }
    }
}
