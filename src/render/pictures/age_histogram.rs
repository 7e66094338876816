//! How old the open findings are: one column for each range of ages, its severities stacked.

use super::palette::{INK, MUTED, Pattern, SHARES};
use super::picture::{Picture, Table};
use super::svg::{block, number, open, outlined, pattern, text};
use model::posture::{AgeBand, SeverityCounts};

const TITLE: &str = "Open findings by age";
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

/// The histogram; none where no finding is open.
pub fn age_histogram(bands: &[AgeBand]) -> Option<Picture> {
    let most = bands.iter().map(|band| band.open.total()).max().filter(|most| *most > 0)?;
    let size = (LEFT + number(bands.len()) * COLUMN, TOP + HEIGHT + FOOT);
    let words = described(bands);
    let mut svg = open(size, size, TITLE, &words);
    let mut table = Table::new(["Age"]);
    table.head.extend(PARTS.iter().map(|(name, ..)| (*name).to_string()));
    table.head.extend(["open".to_string(), "overdue".to_string()]);
    let base = TOP + HEIGHT;
    svg += &format!(
        "<path d=\"M{LEFT} {base}H{}\" fill=\"none\" stroke=\"#d9dfe5\" class=\"l-grid\"/>",
        size.0
    );
    for (at, band) in bands.iter().enumerate() {
        let x = LEFT + number(at) * COLUMN + 10;
        let (name, total) = (name(band), band.open.total());
        let mut foot = base;
        for (_, level, count) in PARTS {
            let height = scaled(count(&band.open), most);
            foot -= height;
            svg += &part(level, (x, foot), (COLUMN - 20, height));
        }
        let middle = x + COLUMN / 2 - 10;
        svg += &text((middle, foot - 7), ("middle", 13, 600), (INK, "c-ink"), &total.to_string());
        svg += &text((middle, base + 17), ("middle", 11, 400), (INK, "c-ink"), &name);
        let overdue = format!("{} overdue", band.overdue);
        svg += &text((middle, base + 32), ("middle", 10, 400), (MUTED, "c-none-ink"), &overdue);
        let mut row = vec![name];
        row.extend(PARTS.iter().map(|(.., count)| count(&band.open).to_string()));
        row.extend([total.to_string(), band.overdue.to_string()]);
        table.rows.push(row);
    }
    for (at, (name, level, _)) in PARTS.iter().enumerate() {
        let x = LEFT + 10 + number(at) * 130;
        svg += &part(*level, (x, base + 54), (24, 18));
        svg += &text((x + 32, base + 68), ("start", 12, 400), (INK, "c-ink"), name);
    }
    svg += "</svg>";
    Some(Picture { svg, title: TITLE.into(), words, table, width: size.0 })
}

fn part(level: usize, place: (i64, i64), size: (i64, i64)) -> String {
    let Some(level) = SHARES.get(level).filter(|_| size.1 > 0) else { return String::new() };
    let fill = level.light.fill;
    let lines = format!("{}-lines", level.class);
    let body = match level.pattern {
        // The palest level has an edge, or it would not be seen on paper.
        Pattern::Plain if size.1 > 4 => outlined(place, size, fill, "none", level.class),
        _ => block(place, size, fill, level.class),
    };
    body + &pattern(level.pattern, place, size, (level.light.ink, &lines))
}

/// The height of a count; one finding among many is still seen.
fn scaled(count: u64, most: u64) -> i64 {
    let height = i128::from(count) * i128::from(HEIGHT - 10) / i128::from(most.max(1));
    let height = i64::try_from(height).unwrap_or(HEIGHT);
    if count > 0 { height.max(2) } else { 0 }
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
        assert_eq!(picture.svg.matches("class=\"s-e\"").count(), 2);
    }
}
