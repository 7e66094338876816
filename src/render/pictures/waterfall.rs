//! Why the score changed, as a waterfall: from the score before, group by group, to the score now.
//!
//! The scale shows only the range of the change, so the two scores are marks, not bars.

use super::palette::{EDGE, INK, MUTED, PROVEN};
use super::picture::{Picture, Table};
use super::svg::{block, hatched, open, text};
use model::Tenths;
use model::change::{Attribution, Change};

const LABEL: i64 = 190;
const WIDTH: i64 = 420;
const ROW: i64 = 30;
const TOP: i64 = 6;

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
    let count = i64::try_from(rows.len()).unwrap_or(0);
    let size = (700, TOP * 2 + ROW * count);
    let title = format!("Why the score changed by {}", signed(parts.total));
    let words = described(change);
    let mut svg = open(size, size, &title, &words);
    let mut table = Table::new(["Part", "Points"]);
    table.rows.extend(rows.iter().map(|row| vec![row.name.to_string(), row.value.clone()]));
    let scale = Scale::of(&rows);
    for (row, y) in rows.iter().zip((0..).map(|at| TOP + at * ROW)) {
        svg += &drawn(row, y, &scale);
        if y + ROW < size.1 - TOP {
            // From where this one ends to where the next begins.
            let x = scale.across(row.to);
            svg += &format!(
                "<path d=\"M{x} {}V{}\" fill=\"none\" stroke=\"{EDGE}\" class=\"l-unknown\"/>",
                y + ROW - 7,
                y + ROW + 7
            );
        }
    }
    Some(Picture { svg: svg + "</svg>", title, words, table, width: size.0 })
}

fn score(name: &str, score: Tenths) -> Row<'_> {
    Row { name, from: score.0, to: score.0, value: score.to_string(), is_score: true }
}

fn drawn(row: &Row<'_>, y: i64, scale: &Scale) -> String {
    let weight = if row.is_score { 600 } else { 400 };
    let mut svg = text((0, y + 20), ("start", 13, weight), (INK, "c-ink"), row.name);
    let (x, end) = (scale.across(row.from.min(row.to)), scale.across(row.from.max(row.to)));
    let (place, size) = ((x, y + 7), ((end - x).max(2), ROW - 14));
    svg += &match row.to - row.from {
        _ if row.is_score => block((x - 2, y + 4), (5, ROW - 8), INK, "c-ink"),
        0 => block(place, (2, ROW - 14), MUTED, "c-none-ink"),
        1.. => block(place, size, PROVEN, "c-proven"),
        _ => hatched(place, size),
    };
    svg + &text((698, y + 20), ("end", 13, 600), (INK, "c-ink"), &row.value)
}

/// From tenths to the picture's units.
struct Scale {
    low: i64,
    range: i64,
}

impl Scale {
    fn of(rows: &[Row<'_>]) -> Self {
        let levels = || rows.iter().flat_map(|row| [row.from, row.to]);
        let low = levels().min().unwrap_or(0);
        let high = levels().max().unwrap_or(1000);
        // A tenth must not fill the whole picture.
        Scale { low, range: (high - low).max(20) }
    }

    fn across(&self, level: i64) -> i64 {
        LABEL + (level - self.low) * WIDTH / self.range
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
        let Picture { svg, table, .. } = waterfall(&change).expect("a picture");
        assert_eq!(table.rows.len(), 5);
        for words in [">+2.0<", ">−0.5<", ">0.0<"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(!svg.contains("<script") && !svg.contains(" id="));
        let numbers = svg.split("<rect x=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(numbers.filter_map(|n| n.parse::<i64>().ok()).all(|x| (0..700).contains(&x)));
    }

    #[test]
    fn signs_are_signs() {
        assert_eq!([5, 0, -13].map(|points| signed(Tenths(points))), ["+0.5", "0.0", "−1.3"]);
    }
}
