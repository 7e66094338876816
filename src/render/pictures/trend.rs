//! The months as pictures: the three parts of the score, and beside them what the work on it did.

use super::bar::in_words;
use super::lines::{Line, Panel, Stroke, Unit};
use super::picture::{Picture, Table};
use super::svg::open;
use model::month::MonthSlice;
use model::{Domain, MonthPoint, Tenths};

const PARTS: [Line; 3] = [
    Line { name: "proven", stroke: Stroke::Square, value: |month| tenths(month.score.proven) },
    Line { name: "failed", stroke: Stroke::Diamond, value: |month| tenths(month.score.failed) },
    Line { name: "unknown", stroke: Stroke::Hollow, value: |month| tenths(month.score.unknown) },
];

const SHARES: [Line; 2] = [
    Line { name: "coverage", stroke: Stroke::Square, value: |month| tenths(month.score.coverage) },
    Line {
        name: "overdue",
        stroke: Stroke::Diamond,
        value: |month| tenths(month.ages.overdue_share),
    },
];

const DAYS: [Line; 2] = [
    Line { name: "open", stroke: Stroke::Diamond, value: |month| number(month.ages.median_days?) },
    Line {
        name: "to fix",
        stroke: Stroke::Square,
        value: |month| number(month.ages.median_days_to_fix?),
    },
];

const SEVERITIES: [Line; 4] = [
    Line { name: "critical", stroke: Stroke::Diamond, value: |m| number(m.open.critical) },
    Line { name: "high", stroke: Stroke::Triangle, value: |m| number(m.open.high) },
    Line { name: "medium", stroke: Stroke::Square, value: |m| number(m.open.medium) },
    Line {
        name: "low or info",
        stroke: Stroke::Hollow,
        value: |m| number(m.open.low + m.open.info),
    },
];

const DOMAINS: [Line; 3] = [
    Line {
        name: "identity",
        stroke: Stroke::Square,
        value: |month| open_of(month, Domain::Identity),
    },
    Line {
        name: "platform",
        stroke: Stroke::Triangle,
        value: |month| open_of(month, Domain::PlatformSecurity),
    },
    Line {
        name: "operator",
        stroke: Stroke::Hollow,
        value: |month| open_of(month, Domain::Operator),
    },
];

/// The panel of the score, before it has a place.
const PANEL: Panel<'static> = Panel {
    title: "",
    unit: Unit::Percent,
    lines: &PARTS,
    place: (40, 0),
    size: (0, 0),
    keys: (1, 0),
    names: 0,
};

/// Proven, failed and unknown; none where there are fewer than two months.
pub fn trend(months: &[MonthPoint]) -> Option<Picture> {
    let (first, last) = ends(months)?;
    let title = format!("Proven, failed and unknown, {} to {}", first.period, last.period);
    let wide = Panel { size: (640, 180), keys: (1, 13), names: 12, ..PANEL };
    let narrow = Panel { place: (34, 0), size: (276, 150), keys: (2, 12), names: 4, ..PANEL };
    let words = described(months);
    let drawn = |size: (i64, i64), panel: &Panel<'_>| {
        open(size, size, &title, &words) + &panel.drawn(months) + "</svg>"
    };
    let (svg, narrow) = (drawn((720, 254), &wide), Some(drawn((340, 242), &narrow)));
    let table = values(months, &[("", Unit::Percent, &PARTS)]);
    Some(Picture { svg, narrow, title, words, table, width: 720, ..Picture::default() })
}

/// Coverage and what is overdue, ages, and open findings by severity and by domain; none where there
/// are fewer than two months.
pub fn work(months: &[MonthPoint]) -> Option<Picture> {
    let (first, last) = ends(months)?;
    let title = format!("Coverage, ages and open findings, {} to {}", first.period, last.period);
    let words = worked(months);
    let panels = |places: [(i64, i64); 4], width: i64| {
        let [shares, days, severities, domains] = places;
        let panels = [
            ("Coverage and overdue, per cent", Unit::Percent, &SHARES[..], shares, 1),
            ("Median days", Unit::Count, &DAYS[..], days, 1),
            ("Open findings by severity", Unit::Count, &SEVERITIES[..], severities, 2),
            ("Open findings by domain", Unit::Count, &DOMAINS[..], domains, 2),
        ];
        let panels = panels.map(|(title, unit, lines, place, key)| {
            let size = (width, 96);
            Panel { title, unit, lines, place, size, keys: (key, 11), names: 4 }.drawn(months)
        });
        panels.concat()
    };
    let drawn =
        |size: (i64, i64), panels: String| open(size, size, &title, &words) + &panels + "</svg>";
    let svg = drawn((720, 408), panels([(40, 4), (410, 4), (40, 204), (410, 204)], 280));
    // Below each other on a narrow screen.
    let narrow = panels([(34, 4), (34, 194), (34, 384), (34, 594)], 276);
    let narrow = Some(drawn((340, 800), narrow));
    // Alone, as the head of a column, a name means less than under the title of its panel.
    let groups: [(&str, Unit, &[Line]); 4] = [
        (", per cent", Unit::Percent, &SHARES),
        (", median days", Unit::Count, &DAYS),
        (", open", Unit::Count, &SEVERITIES),
        (", open", Unit::Count, &DOMAINS),
    ];
    let table = values(months, &groups);
    Some(Picture { svg, narrow, title, words, table, width: 720, ..Picture::default() })
}

/// The value of every line in every month.
fn values(months: &[MonthPoint], groups: &[(&str, Unit, &[Line])]) -> Table {
    let lines =
        || groups.iter().flat_map(|(_, unit, lines)| lines.iter().map(move |line| (unit, line)));
    let mut table = Table::new(["Month"]);
    let names = groups
        .iter()
        .flat_map(|(of, _, lines)| lines.iter().map(move |line| format!("{}{of}", line.name)));
    table.head.extend(names);
    table.rows.extend(months.iter().map(|month| {
        let values = lines().map(|(unit, line)| printed(line, *unit, month));
        std::iter::once(month.period.to_string()).chain(values).collect()
    }));
    table
}

/// The value of a line in a month; a dash where it has none.
fn printed(line: &Line, unit: Unit, month: &MonthPoint) -> String {
    match ((line.value)(month), unit) {
        (None, _) => "—".to_string(),
        (Some(value), Unit::Percent) => Tenths(value).to_string(),
        (Some(value), Unit::Count) => value.to_string(),
    }
}

/// A line needs two ends.
fn ends(months: &[MonthPoint]) -> Option<(&MonthPoint, &MonthPoint)> {
    match months {
        [first, .., last] => Some((first, last)),
        _ => None,
    }
}

fn tenths(part: Option<Tenths>) -> Option<i64> {
    part.map(|part| part.0)
}

fn number(count: u64) -> Option<i64> {
    i64::try_from(count).ok()
}

fn open_of(month: &MonthPoint, domain: Domain) -> Option<i64> {
    let slice = month.domains.iter().find(|slice: &&MonthSlice| slice.id == domain.id());
    number(slice.map_or(0, |slice| slice.open.total()))
}

/// The three parts in words, for those who do not see the lines.
fn described(months: &[MonthPoint]) -> String {
    let month = |month: &MonthPoint| format!("{}: {}", month.period, in_words(&month.score));
    months.iter().map(month).collect::<Vec<_>>().join("; ")
}

/// The other lines in words: first and last value.
fn worked(months: &[MonthPoint]) -> String {
    let Some((first, last)) = ends(months) else { return String::new() };
    let ends = |line: &Line, unit: Unit| {
        format!("{} {} to {}", line.name, printed(line, unit, first), printed(line, unit, last))
    };
    let group = |name: &str, lines: &[Line], unit: Unit| {
        let lines: Vec<String> = lines.iter().map(|line| ends(line, unit)).collect();
        format!("{name}: {}", lines.join(", "))
    };
    [
        format!("From {} to {}", first.period, last.period),
        group("per cent", &SHARES, Unit::Percent),
        group("median days", &DAYS, Unit::Count),
        group("open by severity", &SEVERITIES, Unit::Count),
        group("open by domain", &DOMAINS, Unit::Count),
    ]
    .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::month::Ages;
    use model::posture::SeverityCounts;
    use model::{Month, Parts};

    fn point(period: &str, proven: Option<i64>) -> MonthPoint {
        let period: Month = period.parse().expect("a month");
        let score = Parts {
            proven: proven.map(Tenths),
            failed: proven.map(|proven| Tenths(900 - proven)),
            unknown: Some(Tenths(100)),
            ..Parts::default()
        };
        MonthPoint {
            period,
            as_of: period.first_day(),
            score,
            open: SeverityCounts::default(),
            ages: Ages::default(),
            domains: Vec::new(),
        }
    }

    #[test]
    fn a_line_needs_two_months_and_bridges_a_gap() {
        assert!(trend(&[]).is_none() && trend(&[point("2026-01", Some(500))]).is_none());
        let svg =
            trend(&[point("2026-01", Some(500)), point("2026-03", Some(600))]).expect("lines").svg;
        assert_eq!(svg.matches("stroke-dasharray=\"3 5\"").count(), 3);
        assert!(svg.contains("60.0</tspan> proven") && svg.contains(">2026-02<"));
        assert!(!svg.contains(" id="));
    }

    #[test]
    fn the_last_month_is_in_the_narrow_drawing() {
        let months = [point("2026-01", Some(500)), point("2026-02", Some(600))];
        for (picture, height) in [(trend(&months), 242), (work(&months), 800)] {
            let narrow = picture.and_then(|picture| picture.narrow).expect("a narrow drawing");
            assert!(narrow.contains(&format!("viewBox=\"0 0 340 {height}\"")), "{narrow}");
            assert!(narrow.contains("2026-02"));
            let places = narrow.split([' ', 'L', 'M']).filter_map(|it| it.strip_prefix("x=\""));
            let places = places.filter_map(|it| it.split('"').next()?.parse::<i64>().ok());
            assert!(places.into_iter().all(|x| (0..=340).contains(&x)));
        }
    }

    #[test]
    fn many_months_stay_inside_the_picture_and_a_month_without_score_breaks_the_line() {
        let mut month: Month = "2024-01".parse().expect("a month");
        let mut months = Vec::new();
        for at in 0..36 {
            months.push(point(&month.to_string(), (at != 7).then_some(at * 20)));
            month = month.next();
        }
        let svg = trend(&months).expect("lines").svg;
        // Two of 35 steps lead to and from the month without a score; unknown has all of them.
        let steps = |class: &str| {
            let line = svg.split(&format!("stroke-width=\"2\" class=\"{class}\"")).next();
            let path = line.and_then(|line| line.rsplit("d=\"").next()).expect("a line");
            path.split('"').next().expect("a path").matches('L').count()
        };
        assert_eq!((steps("l-proven"), steps("l-unknown")), (33, 35));
        assert!(svg.matches(">202").count() <= 13);
        assert!(svg.contains("— proven, — failed"));
    }

    #[test]
    fn lines_of_equal_values_share_their_way_and_no_mark_hides_another() {
        // No finding of any severity is open: four lines are one.
        let months = [point("2026-01", Some(500)), point("2026-02", Some(600))];
        let svg = work(&months).expect("panels").svg;
        let severities = svg.split("Open findings by severity").nth(1).expect("a panel");
        let severities = severities.split("Open findings by domain").next().expect("a panel");
        let offsets = [8, 16, 24, 32]
            .map(|at| format!("stroke-dasharray=\"8 24\" stroke-dashoffset=\"{at}\""));
        for dashes in &offsets {
            assert_eq!(severities.matches(dashes.as_str()).count(), 1, "{dashes} in {severities}");
        }
        // The marks of the four are apart, around the place of the month.
        let squares = severities.matches("h8v8h-8z").count();
        assert_eq!(squares, 2 * 2 + 2, "two kinds of squares in two months, and their keys");
        // Their keys are in two rows of their own panel.
        let keys = severities.split("<tspan").skip(1).take(4);
        let keys: Vec<&str> = keys.filter_map(|key| key.split("</text>").next()).collect();
        assert!(keys.iter().any(|key| key.ends_with("low or info")), "{keys:?}");
        let ends = severities.match_indices("<tspan").filter_map(|(at, _)| {
            let text = &severities[..at];
            text.rsplit("x=\"").next()?.split('"').next()?.parse::<i64>().ok()
        });
        assert!(ends.into_iter().all(|x| x + 100 < 410), "a key reaches the next panel");
    }

    #[test]
    fn the_work_is_four_panels_that_say_their_last_values() {
        assert!(work(&[point("2026-01", Some(500))]).is_none());
        let mut months = [point("2026-01", Some(500)), point("2026-02", None)];
        months[0].open.critical = 7;
        months[1].open = SeverityCounts { low: 2, info: 3, ..SeverityCounts::default() };
        months[1].ages.median_days = Some(31);
        let svg = work(&months).expect("panels").svg;
        for words in ["31</tspan> open", "0</tspan> critical", "5</tspan> low or info"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(svg.contains("critical 7 to 0") && svg.contains("to fix — to —"));
        let places = svg.split(['x', 'y', '"', '=', ' ', 'M', 'L', 'H']);
        let places = places.filter_map(|word| word.parse::<i64>().ok());
        // What is drawn relative to a place is short.
        assert!(places.into_iter().all(|number| (-8..=720).contains(&number)));
    }
}
