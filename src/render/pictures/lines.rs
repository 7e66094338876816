//! Lines over months, each with a mark of its own, so that colour is never the only carrier. A month
//! without a record is a gap that is bridged by a dashed line, never a point; a month without a value
//! ends the line.

use super::palette::{EDGE, FAILED, FONT, INK, MUTED, PROVEN};
use super::svg::{number, text};
use model::{Month, MonthPoint};
use std::collections::BTreeMap;

/// How much room a mark takes along the months.
const MARK: i64 = 14;
/// How far the rows of keys are apart.
const KEY_ROW: i64 = 18;
/// How long the dashes are of lines that have the same values.
const DASH: usize = 8;
/// How far the marks are apart of lines that have the same value.
const BESIDE: i64 = 9;

/// How a line and its marks are drawn.
#[derive(Clone, Copy)]
pub(super) enum Stroke {
    Square,
    Diamond,
    Hollow,
    Triangle,
}

/// One line: its name, how it is drawn, and its value in each month, in the unit of its panel.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) stroke: Stroke,
    pub(super) value: fn(&MonthPoint) -> Option<i64>,
}

/// What a panel's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Tenths of a per cent, always drawn from 0 to 100.
    Percent,
    /// Things or days, drawn from 0 to a round number above the greatest.
    Count,
}

/// Lines that share months and a scale. Lengths in the units of the picture.
pub(super) struct Panel<'a> {
    /// Its title; empty where the picture has one.
    pub(super) title: &'a str,
    pub(super) unit: Unit,
    pub(super) lines: &'a [Line],
    /// The left end of the months, and the top of the title or, without one, of the keys.
    pub(super) place: (i64, i64),
    /// How wide the months and how high the scale are drawn.
    pub(super) size: (i64, i64),
    /// In how many rows the keys are, and their letters' size.
    pub(super) keys: (i64, u8),
    /// How many months are named at most.
    pub(super) names: i64,
}

impl Panel<'_> {
    /// The panel; nothing where there is no month.
    pub(super) fn drawn(&self, months: &[MonthPoint]) -> String {
        let (Some(first), Some(last)) = (months.first(), months.last()) else {
            return String::new();
        };
        let span = first.period.until(last.period).max(1);
        let (left, top) = self.place;
        let mut svg = String::new();
        if !self.title.is_empty() {
            svg += &text((left, top + 12), ("start", 13, 600), (INK, "c-ink"), self.title);
        }
        svg += &self.legend(last);
        let greatest =
            self.lines.iter().flat_map(|line| months.iter().filter_map(line.value)).max();
        let most = self.most(greatest.unwrap_or_default());
        svg += &self.grid(most);
        svg += &self.months(first.period, span);
        // The first line matters most, so it is drawn on top.
        for at in (0..self.lines.len()).rev() {
            svg += &self.line(at, months, |month: Month, value: i64| {
                let x = left + first.period.until(month) * self.size.0 / span;
                (x, self.foot() - value.clamp(0, most) * self.size.1 / most)
            });
        }
        svg
    }

    /// Lines that have the same values alternate in dashes, and their marks are beside each other: none
    /// hides another. What has the same dashes is one path, and so are the marks.
    fn line(
        &self,
        number_of_line: usize,
        months: &[MonthPoint],
        place: impl Fn(Month, i64) -> (i64, i64),
    ) -> String {
        let Some(line) = self.lines.get(number_of_line) else { return String::new() };
        let (colour, class, _) = line.stroke.ink();
        let mut paths: BTreeMap<String, String> = BTreeMap::new();
        let mut marks = String::new();
        let mut before: Option<((i64, i64), &MonthPoint)> = None;
        // Where a line without dashes goes on.
        let mut end = None;
        for (at, month) in months.iter().enumerate() {
            let Some(value) = (line.value)(month) else {
                before = None;
                continue;
            };
            let (x, y) = place(month.period, value);
            let ends = months.get(at + 1).and_then(line.value).is_none();
            if let Some(((from_x, from_y), from)) = before {
                let gap = from.period.until(month.period) > 1;
                let dashes = match self.shared(number_of_line, &[from, month]) {
                    _ if gap => " stroke-dasharray=\"3 5\"".into(),
                    (_, 1) => String::new(),
                    (rank, lines) => format!(
                        " stroke-dasharray=\"{DASH} {}\" stroke-dashoffset=\"{}\"",
                        DASH * (lines - 1),
                        DASH * (lines - rank)
                    ),
                };
                let is_whole = dashes.is_empty();
                let path = paths.entry(dashes).or_default();
                if !is_whole || end != Some((from_x, from_y)) {
                    *path += &format!("M{from_x} {from_y}");
                }
                *path += &format!("L{x} {y}");
                end = is_whole.then_some((x, y));
            }
            if ends || self.is_marked(months, month.period) {
                let (rank, lines) = self.shared(number_of_line, &[month]);
                let beside = (2 * number(rank) + 1 - number(lines)) * BESIDE / 2;
                marks += &line.stroke.outline((x + beside, y));
            }
            before = Some(((x, y), month));
        }
        let paths = paths.into_iter().map(|(dashes, path)| {
            format!(
                "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes} \
                 class=\"{class}\"/>"
            )
        });
        paths.collect::<String>() + &line.stroke.marks(&marks)
    }

    /// How many lines have the values of a line in each of these months, and which of them it is.
    fn shared(&self, at: usize, months: &[&MonthPoint]) -> (usize, usize) {
        let values =
            |line: &Line| months.iter().map(|month| (line.value)(month)).collect::<Vec<_>>();
        let own = self.lines.get(at).map(values);
        let same = |line: &Line| Some(values(line)) == own;
        let before = self.lines.iter().take(at).filter(|line| same(line)).count();
        (before, self.lines.iter().filter(|line| same(line)).count().max(1))
    }

    /// Marks that would touch each other are left out, counted from the last month; where a line ends
    /// there always is one, or a value without neighbours would not be seen.
    fn is_marked(&self, months: &[MonthPoint], month: Month) -> bool {
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return true };
        let crowd = MARK * first.period.until(last.period) / self.size.0.max(1) + 1;
        month.until(last.period) % crowd == 0
    }

    /// What each mark means, with the value of the last month: as many in a row as there are rows for.
    fn legend(&self, last: &MonthPoint) -> String {
        let (rows, letters) = self.keys;
        let (rows, count) = (rows.max(1), number(self.lines.len()));
        let columns = ((count + rows - 1) / rows).max(1);
        let step = (self.size.0 / columns).min(200);
        let first = self.place.1 + self.head() - 22 - (rows - 1) * KEY_ROW;
        let mut svg = String::new();
        for (line, at) in self.lines.iter().zip(0..) {
            let (x, y) = (self.place.0 + at % columns * step, first + at / columns * KEY_ROW);
            svg += &line.stroke.marks(&line.stroke.outline((x + 6, y - 5)));
            let value = match (line.value)(last) {
                None => "—".to_string(),
                Some(value) if self.unit == Unit::Percent => model::Tenths(value).to_string(),
                Some(value) => value.to_string(),
            };
            svg += &format!(
                "<text x=\"{}\" y=\"{y}\" font-family=\"{FONT}\" font-size=\"{letters}\" \
                 fill=\"{INK}\" class=\"c-ink\"><tspan font-weight=\"600\">{value}</tspan> {}</text>",
                x + 18,
                line.name
            );
        }
        svg
    }

    fn grid(&self, most: i64) -> String {
        let (left, width) = (self.place.0, self.size.0);
        let steps = if self.unit == Unit::Percent && self.size.1 > 120 { 4 } else { 2 };
        let mut svg = String::new();
        for step in 0..=steps {
            let y = self.foot() - step * self.size.1 / steps;
            let value = match self.unit {
                Unit::Percent => most / 10 * step / steps,
                Unit::Count => most * step / steps,
            };
            svg += &format!(
                "<path d=\"M{left} {y}H{}\" fill=\"none\" stroke=\"#d9dfe5\" class=\"l-grid\"/>",
                left + width
            );
            let place = (left - 8, y + 4);
            svg += &text(place, ("end", 10, 400), (MUTED, "c-none-ink"), &value.to_string());
        }
        // The title of a panel states its unit.
        if self.title.is_empty() && self.unit == Unit::Percent {
            let place = (left, self.foot() - self.size.1 - 7);
            svg += &text(place, ("start", 10, 400), (MUTED, "c-none-ink"), "per cent");
        }
        svg
    }

    /// The months below the lines, as many as there is room for.
    fn months(&self, first: Month, span: i64) -> String {
        let step = (span + self.names) / self.names;
        let mut svg = String::new();
        let mut month = first;
        for at in 0..=span {
            if (span - at) % step == 0 {
                let place = (self.place.0 + at * self.size.0 / span, self.foot() + 18);
                let name = month.to_string();
                svg += &text(place, ("middle", 10, 400), (MUTED, "c-none-ink"), &name);
            }
            month = month.next();
        }
        svg
    }

    /// The height above the scale.
    fn head(&self) -> i64 {
        let keys = (self.keys.0.max(1) - 1) * KEY_ROW;
        keys + if self.title.is_empty() { 44 } else { 62 }
    }

    fn foot(&self) -> i64 {
        self.place.1 + self.head() + self.size.1
    }

    /// The top of the scale: its half is a whole number too.
    fn most(&self, greatest: i64) -> i64 {
        match self.unit {
            Unit::Percent => 1000,
            Unit::Count => {
                let powers = (0..18).map(|power| 10_i64.pow(power));
                let mut round = powers.flat_map(|power| [2, 4, 10].map(|step| step * power));
                round.find(|most| *most >= greatest).unwrap_or(i64::MAX)
            }
        }
    }
}

impl Stroke {
    /// Colour, class of the line and class of the marks.
    fn ink(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Square => (PROVEN, "l-proven", "c-proven"),
            Self::Diamond => (FAILED, "l-failed", "c-failed"),
            Self::Hollow => (EDGE, "l-unknown", "c-paper"),
            Self::Triangle => (INK, "l-ink", "c-ink"),
        }
    }

    /// One mark around a place, as part of a path.
    fn outline(self, (x, y): (i64, i64)) -> String {
        match self {
            Self::Square | Self::Hollow => format!("M{} {}h8v8h-8z", x - 4, y - 4),
            Self::Diamond => format!("M{} {y}l6-6 6 6-6 6z", x - 6),
            Self::Triangle => format!("M{} {}l5-9 5 9z", x - 5, y + 4),
        }
    }

    /// Marks as one path; nothing where there is none.
    fn marks(self, path: &str) -> String {
        let (colour, line, mark) = self.ink();
        match self {
            _ if path.is_empty() => String::new(),
            Self::Hollow => format!(
                "<path d=\"{path}\" fill=\"#ffffff\" stroke=\"{colour}\" stroke-width=\"2\" \
                 class=\"{mark} {line}\"/>"
            ),
            Self::Square | Self::Diamond | Self::Triangle => {
                format!("<path d=\"{path}\" fill=\"{colour}\" class=\"{mark}\"/>")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_ends_at_a_round_number_whose_half_is_whole() {
        let panel = |unit| Panel {
            title: "",
            unit,
            lines: &[],
            place: (0, 0),
            size: (1, 1),
            keys: (0, 0),
            names: 1,
        };
        let count = panel(Unit::Count);
        let tops = [0, 2, 3, 5, 11, 39, 41, 399_999].map(|greatest| count.most(greatest));
        assert_eq!(tops, [2, 2, 4, 10, 20, 40, 100, 400_000]);
        assert_eq!(panel(Unit::Percent).most(3), 1000);
        assert!(count.most(i64::MAX) > 0);
    }
}
