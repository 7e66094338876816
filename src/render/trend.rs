//! The months as lines: proven, failed and unknown, each with a mark of its own. A month without a
//! record is a gap that is bridged by a dashed line, never a point.

use super::charts::{EDGE, FAILED, FONT, INK, MUTED, PROVEN, block, open, text};
use crate::model::change::MonthPoint;
use crate::model::{Month, Parts, Tenths};

const LEFT: i64 = 40;
const WIDTH: i64 = 640;
const TOP: i64 = 44;
const HEIGHT: i64 = 180;
/// How many months are named below the lines.
const LABELS: i64 = 12;

/// One of the three parts.
struct Series {
    name: &'static str,
    part: fn(&Parts) -> Option<Tenths>,
    colour: &'static str,
    /// Class of its line and of its marks.
    class: (&'static str, &'static str),
    mark: fn(i64, i64, &Series) -> String,
}

const SERIES: [Series; 3] = [
    Series {
        name: "proven",
        part: |parts| parts.proven,
        colour: PROVEN,
        class: ("l-proven", "c-proven"),
        mark: |x, y, series| block((x - 4, y - 4), (8, 8), series.colour, series.class.1),
    },
    Series {
        name: "failed",
        part: |parts| parts.failed,
        colour: FAILED,
        class: ("l-failed", "c-failed"),
        mark: |x, y, series| {
            format!(
                "<path d=\"M{} {y}L{x} {}L{} {y}L{x} {}Z\" fill=\"{}\" class=\"{}\"/>",
                x - 6,
                y - 6,
                x + 6,
                y + 6,
                series.colour,
                series.class.1
            )
        },
    },
    Series {
        name: "unknown",
        part: |parts| parts.unknown,
        colour: EDGE,
        class: ("l-unknown", "c-paper"),
        mark: |x, y, series| {
            format!(
                "<rect x=\"{}\" y=\"{}\" width=\"8\" height=\"8\" fill=\"#ffffff\" \
                 stroke=\"{}\" stroke-width=\"2\" class=\"c-paper {}\"/>",
                x - 4,
                y - 4,
                series.colour,
                series.class.0
            )
        },
    },
];

/// The lines; none where there are fewer than two months.
pub(super) fn trend(months: &[MonthPoint]) -> Option<String> {
    let ([first, .., last], true) = (months, months.len() > 1) else { return None };
    let span = first.period.until(last.period).max(1);
    let size = (720, TOP + HEIGHT + 30);
    let title = format!("Proven, failed and unknown, {} to {}", first.period, last.period);
    let mut svg = open(size, size, &title, &described(months));
    svg += &legend(&last.score);
    for share in [0, 25, 50, 75, 100] {
        let y = height(Tenths(share * 10));
        svg += &format!(
            "<path d=\"M{LEFT} {y}H{}\" fill=\"none\" stroke=\"#d9dfe5\" class=\"l-grid\"/>",
            LEFT + WIDTH
        );
        svg +=
            &text((LEFT - 10, y + 4), ("end", 10, 400), (MUTED, "c-none-ink"), &share.to_string());
    }
    svg += &names(first.period, span);
    let across = |month: Month| LEFT + first.period.until(month) * WIDTH / span;
    for series in &SERIES {
        let mut before: Option<(i64, i64, Month)> = None;
        let mut marks = String::new();
        for month in months {
            // Where there is no score the line ends.
            let Some(part) = (series.part)(&month.score) else {
                before = None;
                continue;
            };
            let (x, y) = (across(month.period), height(part));
            if let Some((from_x, from_y, from)) = before {
                svg += &line(series, (from_x, from_y), (x, y), from.until(month.period) > 1);
            }
            marks += &(series.mark)(x, y, series);
            before = Some((x, y, month.period));
        }
        svg += &marks;
    }
    Some(svg + "</svg>")
}

fn line(series: &Series, from: (i64, i64), to: (i64, i64), gap: bool) -> String {
    let dashes = if gap { " stroke-dasharray=\"3 5\"" } else { "" };
    format!(
        "<path d=\"M{} {}L{} {}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{dashes} \
         class=\"{}\"/>",
        from.0, from.1, to.0, to.1, series.colour, series.class.0
    )
}

fn height(part: Tenths) -> i64 {
    TOP + HEIGHT - part.0.clamp(0, 1000) * HEIGHT / 1000
}

/// What each mark means, with the values of the last month.
fn legend(last: &Parts) -> String {
    let mut svg = String::new();
    for (series, x) in SERIES.iter().zip([LEFT, 240, 440]) {
        svg += &(series.mark)(x + 6, 16, series);
        let value = (series.part)(last).map_or_else(|| "—".to_string(), |part| part.to_string());
        svg += &format!(
            "<text x=\"{}\" y=\"21\" font-family=\"{FONT}\" font-size=\"13\" fill=\"{INK}\" \
             class=\"c-ink\"><tspan font-weight=\"600\">{value}</tspan> {}</text>",
            x + 20,
            series.name
        );
    }
    svg
}

/// The months below the lines, as many as there is room for.
fn names(first: Month, span: i64) -> String {
    let step = (span + LABELS) / LABELS;
    let mut svg = String::new();
    let mut month = first;
    for at in 0..=span {
        if at % step == 0 {
            let x = LEFT + at * WIDTH / span;
            let y = TOP + HEIGHT + 18;
            svg += &text((x, y), ("middle", 10, 400), (MUTED, "c-none-ink"), &month.to_string());
        }
        month = month.next();
    }
    svg
}

/// The lines in words, for those who do not see them.
pub(super) fn described(months: &[MonthPoint]) -> String {
    let month =
        |month: &MonthPoint| format!("{}: {}", month.period, super::charts::said(&month.score));
    months.iter().map(month).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::month::Ages;
    use crate::model::posture::SeverityCounts;

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
            trend(&[point("2026-01", Some(500)), point("2026-03", Some(600))]).expect("lines");
        assert_eq!(svg.matches("stroke-dasharray=\"3 5\"").count(), 3);
        assert!(svg.contains("60.0</tspan> proven") && svg.contains(">2026-02<"));
        assert!(!svg.contains(" id="));
    }

    #[test]
    fn many_months_stay_inside_the_picture_and_a_month_without_score_breaks_the_line() {
        let mut month: Month = "2024-01".parse().expect("a month");
        let mut months = Vec::new();
        for at in 0..36 {
            months.push(point(&month.to_string(), (at != 7).then_some(at * 20)));
            month = month.next();
        }
        let svg = trend(&months).expect("lines");
        // Two of 35 steps lead to and from the month without a score; unknown has all of them.
        assert_eq!(svg.matches("class=\"l-proven\"").count(), 33);
        assert_eq!(svg.matches("stroke-width=\"2\" class=\"l-unknown\"").count(), 35);
        assert!(svg.matches(">202").count() <= 13);
        assert!(svg.contains("— proven, — failed"));
    }
}
