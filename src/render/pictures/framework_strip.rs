//! One row for each framework: how many of its requirements have each level.

use super::heat_map::filled;
use super::palette::{INK, Level, STATES};
use super::picture::{Picture, Table};
use super::svg::{fit, number, open, text};
use model::posture::{FrameworkState, RequirementStatus};

const TITLE: &str = "Requirements of each framework by level";
const LABEL: i64 = 210;
const BAR: i64 = 480;
const ROW: i64 = 46;
const KEYS: i64 = 60;

/// The strips; none where no framework is shown.
pub fn framework_strip(frameworks: &[FrameworkState]) -> Option<Picture> {
    if frameworks.is_empty() {
        return None;
    }
    let foot = number(frameworks.len()) * ROW;
    let size = (LABEL + BAR + 10, foot + KEYS);
    let words = described(frameworks);
    let mut svg = open(size, size, TITLE, &words);
    let mut table = Table::new(["Framework"]);
    table.head.extend(STATES.iter().map(|(status, _)| status.words_for_all().to_string()));
    table.head.push("Requirements".into());
    for (index, framework) in frameworks.iter().enumerate() {
        let y = number(index) * ROW;
        let name = fit(&framework.short_title, LABEL - 12, 13);
        svg += &text((0, y + 27), ("start", 13, 600), (INK, "c-ink"), &name);
        let total: u64 = STATES.iter().map(|(status, _)| count(framework, *status)).sum();
        let mut row = vec![framework.short_title.clone()];
        let mut before = 0;
        for (status, level) in &STATES {
            let of = count(framework, *status);
            row.push(of.to_string());
            svg += &part(level, of, (before, total), y + 8);
            before += of;
        }
        row.push(total.to_string());
        table.rows.push(row);
    }
    for (at, (status, level)) in STATES.iter().enumerate() {
        let (x, y) = (number(at % 3) * 220, foot + 8 + number(at / 3) * 26);
        svg += &filled(level, (x, y), (24, 18), 24);
        svg += &text((x + 32, y + 14), ("start", 12, 400), (INK, "c-ink"), status.words_for_all());
    }
    svg += "</svg>";
    Some(Picture { svg, title: TITLE.into(), words, table, width: size.0 })
}

/// One part of a strip, with its count where there is room for it.
fn part(level: &Level, of: u64, (before, total): (u64, u64), y: i64) -> String {
    let edge = |count: u64| {
        let share = i128::from(count) * i128::from(BAR) / i128::from(total.max(1));
        LABEL + i64::try_from(share).unwrap_or(BAR)
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
    let mut svg = filled(level, (start, y), (width, 28), strip);
    if strip < width {
        let ink = format!("{}-ink", level.class);
        let middle = start + (strip + width) / 2;
        svg += &text((middle, y + 19), ("middle", 13, 600), (level.light.ink, &ink), &digits);
    }
    svg
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
        assert_eq!(picture.svg.matches("class=\"r-uncovered\"").count(), 2);
        assert!(framework_strip(&[]).is_none());
    }
}
