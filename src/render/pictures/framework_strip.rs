//! One row for each framework: how many of its requirements have each level.

use super::heat_map::filled;
use super::palette::{INK, Level, MUTED, STATES};
use super::picture::{Picture, Table};
use super::svg::{fit, number, open, text};
use model::posture::{FrameworkState, RequirementStatus};

const TITLE: &str = "Requirements of each framework by level";

/// How the strips are placed.
struct Shape {
    /// The left end of the bars; the name is beside a bar, or above it where that is 0.
    label: i64,
    bar: i64,
    row: i64,
    /// How far the columns of keys are apart, and how many there are.
    keys: (i64, usize),
    /// The size of the letters of keys.
    letters: u8,
}

const WIDE: Shape = Shape { label: 210, bar: 480, row: 46, keys: (220, 3), letters: 12 };
const NARROW: Shape = Shape { label: 0, bar: 340, row: 56, keys: (130, 2), letters: 11 };
/// The height of a bar.
const BAR: i64 = 28;
/// How far the rows of keys are apart.
const KEY: i64 = 26;

/// The strips; none where no framework is shown.
pub fn framework_strip(frameworks: &[FrameworkState]) -> Option<Picture> {
    if frameworks.is_empty() {
        return None;
    }
    let words = described(frameworks);
    let mut table = Table::new(["Framework"]);
    table.head.extend(STATES.iter().map(|(status, _)| status.words_for_all().to_string()));
    table.head.push("Requirements".into());
    for framework in frameworks {
        let counts = STATES.iter().map(|(status, _)| count(framework, *status).to_string());
        let mut row = vec![framework.short_title.clone()];
        row.extend(counts.chain([total(framework).to_string()]));
        table.rows.push(row);
    }
    Some(Picture {
        svg: drawn(frameworks, &WIDE, &words),
        narrow: Some(drawn(frameworks, &NARROW, &words)),
        title: TITLE.into(),
        words,
        table,
        width: WIDE.label + WIDE.bar + 10,
        ..Picture::default()
    })
}

fn drawn(frameworks: &[FrameworkState], shape: &Shape, words: &str) -> String {
    let occurs = |(status, _): &&(RequirementStatus, Level)| {
        frameworks.iter().any(|framework| count(framework, *status) > 0)
    };
    let keys: Vec<_> = STATES.iter().filter(occurs).collect();
    let foot = number(frameworks.len()) * shape.row;
    let rows = number(keys.len().div_ceil(shape.keys.1));
    let size = (shape.label + shape.bar + 10 * i64::from(shape.label > 0), foot + 8 + rows * KEY);
    let mut svg = open(size, size, TITLE, words);
    for (index, framework) in frameworks.iter().enumerate() {
        let y = number(index) * shape.row;
        let of = match total(framework) {
            1 => "1 requirement".to_string(),
            total => format!("{total} requirements"),
        };
        let room = if shape.label > 0 { shape.label - 12 } else { shape.bar - 110 };
        let name = fit(&framework.short_title, room, 13);
        // The name beside its bar, or above it.
        let (top, first, second, anchor) = match shape.label {
            0 => (20, (0, 14), (shape.bar, 14), "end"),
            _ => (8, (0, 20), (0, 34), "start"),
        };
        svg += &text((first.0, y + first.1), ("start", 13, 600), (INK, "c-ink"), &name);
        svg += &text((second.0, y + second.1), (anchor, 10, 400), (MUTED, "c-none-ink"), &of);
        let mut before = 0;
        for (status, level) in &STATES {
            let of = count(framework, *status);
            svg += &part(level, of, (before, total(framework)), y + top, shape);
            before += of;
        }
    }
    for (at, (status, level)) in keys.into_iter().enumerate() {
        let (step, columns) = shape.keys;
        let (x, y) = (number(at % columns) * step, foot + 8 + number(at / columns) * KEY);
        svg += &filled(level, (x, y), (20, 18), 20);
        let letters = ("start", shape.letters, 400);
        svg += &text((x + 26, y + 14), letters, (INK, "c-ink"), status.words_for_all());
    }
    svg + "</svg>"
}

/// One part of a strip, with its count where there is room for it.
fn part(level: &Level, of: u64, (before, total): (u64, u64), y: i64, shape: &Shape) -> String {
    let edge = |count: u64| {
        let share = i128::from(count) * i128::from(shape.bar) / i128::from(total.max(1));
        shape.label + i64::try_from(share).unwrap_or(shape.bar)
    };
    let (start, end) = (edge(before), edge(before + of));
    if of == 0 {
        return String::new();
    }
    // A part of one requirement among hundreds is still seen.
    let width = (end - start).max(3);
    let digits = of.to_string();
    let room = number(digits.len()) * 9 + 6;
    let strip = if width > room + 10 { (width - room).min(16) } else { width };
    let mut svg = filled(level, (start, y), (width, BAR), strip);
    if strip < width {
        let ink = format!("{}-ink", level.class);
        let middle = start + (strip + width) / 2;
        svg += &text((middle, y + 19), ("middle", 13, 600), (level.light.ink, &ink), &digits);
    }
    svg
}

fn total(framework: &FrameworkState) -> u64 {
    STATES.iter().map(|(status, _)| count(framework, *status)).sum()
}

fn count(framework: &FrameworkState, status: RequirementStatus) -> u64 {
    let of = framework.statuses.iter().filter(|(known, _)| *known == status);
    of.map(|(_, count)| *count).sum()
}

fn described(frameworks: &[FrameworkState]) -> String {
    let row = |framework: &FrameworkState| {
        let of = |(status, _): &(RequirementStatus, Level)| {
            let count = count(framework, *status);
            (count > 0).then(|| format!("{count} {}", status.words_for_all()))
        };
        let parts: Vec<String> = STATES.iter().filter_map(of).collect();
        format!("{}: {}", framework.short_title, parts.join(", "))
    };
    frameworks.iter().map(row).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn every_level_is_a_part_with_its_count() {
        let mut framework = samples::hostile().frameworks.remove(0);
        framework.short_title = "<F>".into();
        framework.statuses = vec![
            (RequirementStatus::NotMet, 400),
            (RequirementStatus::Met, 30),
            (RequirementStatus::NotCovered, 1),
        ];
        let picture = framework_strip(&[framework]).expect("a picture");
        assert_eq!(picture.table.rows, [["<F>", "30", "0", "400", "0", "0", "1", "431"]]);
        assert!(picture.svg.contains(">400</text>") && picture.svg.contains("&lt;F&gt;"));
        assert_eq!(
            picture.words,
            "<F>: 30 met by evidence, 400 not met, 1 not covered by this assessment"
        );
        // The thin part is drawn, too: once as a part and once in the key.
        for svg in [&picture.svg, picture.narrow.as_ref().expect("a narrow drawing")] {
            assert_eq!(svg.matches("class=\"r-uncovered\"").count(), 2);
            assert!(svg.contains(">431 requirements</text>"));
            // What does not occur has no key.
            assert!(!svg.contains("r-partial") && !svg.contains(">partially<"));
        }
        assert!(framework_strip(&[]).is_none());
    }
}
