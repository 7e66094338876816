//! How old the open findings are: one column for each range of ages, its severities stacked.

use super::palette::{INK, MUTED, Pattern, SHARES};
use super::picture::{Picture, Table};
use super::svg::{block, number, open, outlined, pattern, text};
use model::posture::{AgeBand, SeverityCounts};

const TITLE: &str = "Open findings by age";
const UNIT: &str = "open findings";
const LEFT: i64 = 44;
const COLUMN: i64 = 86;
const HEIGHT: i64 = 170;
const TOP: i64 = 26;
const FOOT: i64 = 84;

/// A severity, its level of the scale of shares, and its count.
type Part = (&'static str, usize, fn(&SeverityCounts) -> u64);

/// The most severe is at the foot of a column, where lengths compare best.
const PARTS: [Part; 4] = [
    ("critical", 4, |open| open.critical),
    ("high", 3, |open| open.high),
    ("medium", 2, |open| open.medium),
    ("low or info", 0, |open| open.low.saturating_add(open.info)),
];

/// The histogram; none where no finding is open, or none has an age: all were first seen in this run.
pub fn age_histogram(bands: &[AgeBand]) -> Option<Picture> {
    let dated = |band: &&AgeBand| band.from_days.is_some() && band.open.total() > 0;
    bands.iter().find(dated)?;
    let most = bands.iter().map(|band| band.open.total()).max()?;
    let words = described(bands);
    let mut table = Table::new(["Age"]);
    table.head.extend(PARTS.iter().map(|(name, ..)| (*name).to_string()));
    table.head.extend(["open".to_string(), "overdue".to_string()]);
    for band in bands {
        let mut row = vec![name(band)];
        row.extend(PARTS.iter().map(|(.., count)| count(&band.open).to_string()));
        row.extend([band.open.total().to_string(), band.overdue.to_string()]);
        table.rows.push(row);
    }
    Some(Picture {
        svg: upright(bands, most, &words),
        narrow: Some(lying(bands, most, &words)),
        title: TITLE.into(),
        words,
        table,
        width: LEFT + number(bands.len()) * COLUMN,
        ..Picture::default()
    })
}

/// Columns beside each other.
fn upright(bands: &[AgeBand], most: u64, words: &str) -> String {
    let size = (LEFT + number(bands.len()) * COLUMN, TOP + HEIGHT + FOOT);
    let mut svg = open(size, size, TITLE, words);
    let base = TOP + HEIGHT;
    svg += &text((0, 12), ("start", 10, 400), (MUTED, "c-none-ink"), UNIT);
    svg += &format!(
        "<path d=\"M{LEFT} {base}H{}\" fill=\"none\" stroke=\"#d9dfe5\" class=\"l-grid\"/>",
        size.0
    );
    for (at, band) in bands.iter().enumerate() {
        let x = LEFT + number(at) * COLUMN + 10;
        let mut foot = base;
        for (_, level, count) in PARTS {
            let height = scaled(count(&band.open), most, HEIGHT - 10);
            foot -= height;
            svg += &part(level, (x, foot), (COLUMN - 20, height));
        }
        let middle = x + COLUMN / 2 - 10;
        let total = band.open.total().to_string();
        svg += &text((middle, foot - 7), ("middle", 13, 600), (INK, "c-ink"), &total);
        svg += &text((middle, base + 17), ("middle", 11, 400), (INK, "c-ink"), &name(band));
        let overdue = format!("{} overdue", band.overdue);
        svg += &text((middle, base + 32), ("middle", 10, 400), (MUTED, "c-none-ink"), &overdue);
    }
    svg + &keys(bands, (LEFT + 10, base + 54), (130, PARTS.len())) + "</svg>"
}

/// The same as bars below each other, for a narrow screen.
fn lying(bands: &[AgeBand], most: u64, words: &str) -> String {
    const ROW: i64 = 26;
    const LABEL: i64 = 90;
    const BAR: i64 = 130;
    let foot = 20 + number(bands.len()) * ROW;
    let size = (340, foot + 62);
    let mut svg = open(size, size, TITLE, words);
    svg += &text((0, 12), ("start", 10, 400), (MUTED, "c-none-ink"), UNIT);
    for (at, band) in bands.iter().enumerate() {
        let y = 20 + number(at) * ROW;
        let mut x = LABEL;
        for (_, level, count) in PARTS {
            let width = scaled(count(&band.open), most, BAR);
            svg += &part(level, (x, y), (width, ROW - 6));
            x += width;
        }
        svg += &text((0, y + 14), ("start", 11, 400), (INK, "c-ink"), &name(band));
        let total = band.open.total().to_string();
        svg += &text((x + 6, y + 14), ("start", 12, 600), (INK, "c-ink"), &total);
        let overdue = format!("{} overdue", band.overdue);
        svg += &text((size.0, y + 14), ("end", 10, 400), (MUTED, "c-none-ink"), &overdue);
    }
    svg + &keys(bands, (0, foot + 10), (130, 2)) + "</svg>"
}

/// What each pattern means, of those that occur, in columns.
fn keys(bands: &[AgeBand], (left, top): (i64, i64), (step, columns): (i64, usize)) -> String {
    let occurs = |(.., count): &&Part| bands.iter().any(|band| count(&band.open) > 0);
    let mut svg = String::new();
    for (at, (name, level, _)) in PARTS.iter().filter(occurs).enumerate() {
        let (x, y) = (left + number(at % columns) * step, top + number(at / columns) * 26);
        svg += &part(*level, (x, y), (24, 18));
        svg += &text((x + 32, y + 14), ("start", 12, 400), (INK, "c-ink"), name);
    }
    svg
}

fn part(level: usize, place: (i64, i64), size: (i64, i64)) -> String {
    let Some(level) = SHARES.get(level).filter(|_| size.0 > 0 && size.1 > 0) else {
        return String::new();
    };
    let fill = level.light.fill;
    let lines = format!("{}-lines", level.class);
    let body = match level.pattern {
        // The palest level has an edge, or it would not be seen on paper.
        Pattern::Plain if size.0.min(size.1) > 4 => {
            outlined(place, size, fill, "none", level.class)
        }
        _ => block(place, size, fill, level.class),
    };
    body + &pattern(level.pattern, place, size, (level.light.ink, &lines))
}

/// The length of a count; one finding among many is still seen.
fn scaled(count: u64, most: u64, room: i64) -> i64 {
    let length = i128::from(count) * i128::from(room) / i128::from(most.max(1));
    let length = i64::try_from(length).unwrap_or(room);
    if count > 0 { length.max(2) } else { 0 }
}

fn name(band: &AgeBand) -> String {
    match (band.from_days, band.to_days) {
        (Some(from), Some(to)) => format!("{from}–{to} days"),
        (Some(from), None) => format!("{from} days +"),
        (None, _) => "this run".into(),
    }
}

fn described(bands: &[AgeBand]) -> String {
    let band = |band: &AgeBand| {
        let open = band.open;
        format!(
            "{}: {} open, {} critical, {} high, {} overdue",
            name(band),
            open.total(),
            open.critical,
            open.high,
            band.overdue
        )
    };
    bands.iter().map(band).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_show_severities_and_what_is_overdue() {
        let mut bands = AgeBand::empty();
        assert!(age_histogram(&bands).is_none());
        bands[1].open =
            SeverityCounts { critical: 2, high: 1, low: 3, info: 1, ..Default::default() };
        bands[1].overdue = 2;
        bands[6].open = SeverityCounts { medium: 90_000, ..Default::default() };
        let picture = age_histogram(&bands).expect("a picture");
        assert_eq!(picture.table.rows[1], ["31–60 days", "2", "1", "0", "4", "7", "2"]);
        assert_eq!(picture.table.rows[6][0], "this run");
        for words in [">7</text>", ">2 overdue<", ">366 days +<", ">90000</text>"] {
            assert!(picture.svg.contains(words), "{words}");
        }
        // Two among ninety thousand are still drawn.
        for svg in [&picture.svg, picture.narrow.as_ref().expect("a narrow drawing")] {
            assert_eq!(svg.matches("class=\"s-e\"").count(), 2);
            assert_eq!(svg.matches(" overdue</text>").count(), bands.len());
        }
    }

    #[test]
    fn without_any_age_there_is_no_picture_and_no_key_of_what_does_not_occur() {
        let mut bands = AgeBand::empty();
        bands[6].open = SeverityCounts { medium: 9, ..Default::default() };
        assert!(age_histogram(&bands).is_none());
        bands[0].open = SeverityCounts { high: 1, ..Default::default() };
        let picture = age_histogram(&bands).expect("a picture");
        for svg in [&picture.svg, picture.narrow.as_ref().expect("a narrow drawing")] {
            assert!(svg.contains(">high<") && svg.contains(">medium<"));
            assert!(!svg.contains(">critical<") && !svg.contains(">low or info<"));
        }
    }
}
