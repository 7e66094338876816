//! Why the score changed, as a waterfall: from the score before, group by group, to the score now.
//!
//! The scale shows only the range of the change, so the two scores are marks, not bars.

use super::palette::{EDGE, INK, MUTED, PROVEN};
use super::picture::{Picture, Table};
use super::svg::{block, hatched, open, text};
use model::Tenths;
use model::change::{Attribution, Change};

/// Above the first row: the unit.
const TOP: i64 = 22;
const FOOT: i64 = 6;
/// The height of a bar.
const BAR: i64 = 16;

/// How the rows are placed.
struct Shape {
    width: i64,
    /// Where the bars are: from the left end, and how wide.
    bars: (i64, i64),
    row: i64,
    /// From the top of a row to the foot of its words, and to the top of its bar.
    inside: (i64, i64),
}

const WIDE: Shape = Shape { width: 700, bars: (190, 420), row: 30, inside: (20, 7) };
const NARROW: Shape = Shape { width: 340, bars: (4, 330), row: 46, inside: (14, 22) };

/// One line of the picture.
struct Row<'a> {
    name: &'a str,
    from: i64,
    to: i64,
    /// The text at its right.
    value: String,
    is_score: bool,
}

/// The picture; none where nothing can be attributed.
pub fn waterfall(change: &Change) -> Option<Picture> {
    let parts = change.attribution.as_ref()?;
    let (before, after) = (change.before.score.proven?, change.after.score.proven?);
    let names = [&change.before, &change.after].map(|side| format!("Score {}", side.period));
    let [first, last] = &names;
    let mut rows = vec![score(first, before)];
    let mut level = before.0;
    for part in &parts.rows {
        rows.push(Row {
            name: part.group.title(),
            from: level,
            to: level + part.points.0,
            value: signed(part.points),
            is_score: false,
        });
        level += part.points.0;
    }
    rows.push(score(last, after));
    let title = format!("Why the score changed by {}", signed(parts.total));
    let words = described(change);
    let mut table = Table::new(["Part", "Points"]);
    table.rows.extend(rows.iter().map(|row| vec![row.name.to_string(), row.value.clone()]));
    let svg = drawn(&rows, &WIDE, &title, &words);
    let narrow = Some(drawn(&rows, &NARROW, &title, &words));
    Some(Picture { svg, narrow, title, words, table, width: WIDE.width, ..Picture::default() })
}

fn drawn(rows: &[Row<'_>], shape: &Shape, title: &str, words: &str) -> String {
    let count = i64::try_from(rows.len()).unwrap_or(0);
    let size = (shape.width, TOP + FOOT + shape.row * count);
    let mut svg = open(size, size, title, words);
    let unit = (shape.width - 2, 12);
    svg += &text(unit, ("end", 10, 400), (MUTED, "c-none-ink"), "points of the score");
    let scale = Scale::of(rows, shape);
    for (row, y) in rows.iter().zip((0..).map(|at| TOP + at * shape.row)) {
        svg += &line(row, y, &scale, shape);
        if y + shape.row < size.1 - FOOT {
            // From where this one ends to where the next begins.
            let x = scale.across(row.to);
            let foot = y + shape.inside.1 + BAR;
            svg += &format!(
                "<path d=\"M{x} {foot}V{}\" fill=\"none\" stroke=\"{EDGE}\" class=\"l-unknown\"/>",
                foot + shape.row - BAR
            );
        }
    }
    svg + "</svg>"
}

fn score(name: &str, score: Tenths) -> Row<'_> {
    Row { name, from: score.0, to: score.0, value: score.to_string(), is_score: true }
}

fn line(row: &Row<'_>, y: i64, scale: &Scale, shape: &Shape) -> String {
    let weight = if row.is_score { 600 } else { 400 };
    let (words, bar) = (y + shape.inside.0, y + shape.inside.1);
    let mut svg = text((0, words), ("start", 13, weight), (INK, "c-ink"), row.name);
    let (x, end) = (scale.across(row.from.min(row.to)), scale.across(row.from.max(row.to)));
    let (place, size) = ((x, bar), ((end - x).max(2), BAR));
    svg += &match row.to - row.from {
        _ if row.is_score => block((x - 2, bar - 3), (5, BAR + 6), INK, "c-ink"),
        0 => block(place, (2, BAR), MUTED, "c-none-ink"),
        1.. => block(place, size, PROVEN, "c-proven"),
        _ => hatched(place, size),
    };
    svg + &text((shape.width - 2, words), ("end", 13, 600), (INK, "c-ink"), &row.value)
}

/// From tenths to the picture's units.
struct Scale {
    low: i64,
    range: i64,
    bars: (i64, i64),
}

impl Scale {
    fn of(rows: &[Row<'_>], shape: &Shape) -> Self {
        let levels = || rows.iter().flat_map(|row| [row.from, row.to]);
        let low = levels().min().unwrap_or(0);
        let high = levels().max().unwrap_or(1000);
        // A tenth must not fill the whole picture.
        Scale { low, range: (high - low).max(20), bars: shape.bars }
    }

    fn across(&self, level: i64) -> i64 {
        self.bars.0 + (level - self.low) * self.bars.1 / self.range
    }
}

/// The waterfall in words, for those who do not see it.
fn described(change: &Change) -> String {
    let rows = change.attribution.as_ref().map(|parts: &Attribution| parts.rows.as_slice());
    let row = |row: &model::change::AttributionRow| {
        format!("{} {}", row.group.title(), signed(row.points))
    };
    let rows: Vec<String> = rows.unwrap_or_default().iter().map(row).collect();
    match rows.is_empty() {
        true => "No finding changed the score.".into(),
        false => rows.join("; "),
    }
}

/// `+1.7`, `−0.3`, `0.0`.
fn signed(points: Tenths) -> String {
    match points.0 {
        1.. => format!("+{points}"),
        0 => points.to_string(),
        _ => format!("−{}", Tenths(points.0.abs())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn every_part_is_drawn_inside_with_its_value_as_text() {
        let posture = samples::hostile();
        let change = posture.history.and_then(|history| history.change).expect("a comparison");
        let Picture { svg, narrow, table, .. } = waterfall(&change).expect("a picture");
        assert_eq!(table.rows.len(), 5);
        for (svg, width) in [(svg, 700), (narrow.expect("a narrow drawing"), 340)] {
            for words in [">+2.0<", ">−0.5<", ">0.0<", ">points of the score<"] {
                assert!(svg.contains(words), "{words} in {svg}");
            }
            assert!(!svg.contains("<script") && !svg.contains(" id="));
            let rects = svg.split("<rect x=\"").skip(1).filter_map(|rest| rest.split('"').next());
            let mut rects = rects.filter_map(|n| n.parse::<i64>().ok());
            assert!(rects.all(|x| (0..width).contains(&x)));
        }
    }

    #[test]
    fn signs_are_signs() {
        assert_eq!([5, 0, -13].map(|points| signed(Tenths(points))), ["+0.5", "0.0", "−1.3"]);
    }
}
