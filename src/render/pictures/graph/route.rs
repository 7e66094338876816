//! How one line runs: curves between columns, straight past a column, an arc within one.

use std::collections::BTreeSet;

use super::ports::{Line, Ports, Side};
use super::way::{Edge, GAP, WIDTH, Way};

/// How long the tip of a line is.
pub(super) const TIP: i64 = 8;
/// How far the control points of the shortest arc are from its column, and how much further those of the next.
const ARC: (i64, i64) = (28, 12);

/// A line as it is drawn. Where it meets one that looks alike and leads to the same node, it ends.
#[derive(Debug, Default)]
pub(super) struct Route {
    /// From left to right: a curve to the second, straight to the third, a curve to the fourth, and so on.
    pub(super) points: Vec<(i64, i64)>,
    /// For an arc how far its control points are from its column.
    pub(super) arc: Option<i64>,
    /// Where its tip is; none where another line has it.
    pub(super) tip: Option<Tip>,
}

/// The tip of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tip {
    pub(super) x: i64,
    pub(super) y: i64,
    /// Whether it points to the left.
    pub(super) to_left: bool,
}

impl Route {
    /// The routes of edges along their ways, given left end and middle of each place.
    pub(super) fn all(
        edges: &[Edge],
        ways: &[Way],
        (lefts, middles): (&[i64], &[i64]),
        ports: &Ports,
    ) -> Vec<Route> {
        let left = |place: usize| lefts.get(place).copied().unwrap_or(0);
        let middle = |place: usize| middles.get(place).copied().unwrap_or(0);
        let port = |place: usize, side: Side, line: Line| {
            ports.get(&(place, side, line)).copied().unwrap_or_else(|| middle(place))
        };
        let bulges = bulges(edges, ways, lefts, middles);
        let mut drawn: BTreeSet<Line> = BTreeSet::new();
        let mut routes = Vec::with_capacity(edges.len());
        for (number, (edge, way)) in edges.iter().zip(ways).enumerate() {
            let mut route = Route::default();
            if way.places.is_empty() {
                let line = Line::Arc { edge: number };
                let x = left(edge.from) + WIDTH;
                let (start, end) =
                    (port(edge.from, Side::Right, line), port(edge.to, Side::Right, line));
                route.points = vec![(x, start), (x + TIP, end)];
                route.arc = bulges.get(number).copied();
                route.tip = Some(Tip { x, y: end, to_left: true });
            }
            let lines: Vec<Line> = Line::of(way, edge.look).collect();
            let last = lines.len();
            for (line, at) in lines.into_iter().zip(1..) {
                let Line::Step { left: from, right: to, .. } = line else { continue };
                if !drawn.insert(line) {
                    break;
                }
                let (mut start, mut end) = (left(from) + WIDTH, left(to));
                let (begin, stop) = (port(from, Side::Right, line), port(to, Side::Left, line));
                if way.is_back && at == 1 {
                    route.tip = Some(Tip { x: start, y: begin, to_left: true });
                    start += TIP;
                }
                if !way.is_back && at == last {
                    route.tip = Some(Tip { x: end, y: stop, to_left: false });
                    end -= TIP;
                }
                route.points.extend([(start, begin), (end, stop)]);
            }
            routes.push(route);
        }
        routes
    }

    /// How far it reaches to the right.
    pub(super) fn right(&self) -> i64 {
        let points = self.points.iter().map(|(x, _)| *x);
        // An arc stays within three quarters of the way to its control points.
        points.max().unwrap_or(0) + self.arc.map_or(0, |arc| arc * 3 / 4)
    }

    /// Points along it, for tests.
    #[cfg(test)]
    pub(super) fn sampled(&self) -> Vec<(i64, i64)> {
        let mut all = Vec::new();
        for pair in self.points.chunks(2) {
            let [(x0, y0), (x3, y3)] = [pair[0], pair[1]];
            let (x1, x2) = match self.arc {
                Some(arc) => (x0 + arc, x0 + arc),
                None => ((x0 + x3) / 2, (x0 + x3) / 2),
            };
            for step in 0..=40 {
                let (t, u) = (step, 40 - step);
                let of = |a: i64, b: i64, c: i64, d: i64| {
                    (u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d) / 64_000
                };
                all.push((of(x0, x1, x2, x3), of(y0, y0, y3, y3)));
            }
        }
        for pair in self.points.get(1..).unwrap_or_default().chunks(2) {
            let [(from, y), (to, _)] = pair else { continue };
            all.extend((from / 4..=to / 4).map(|x| (x * 4, *y)));
        }
        all
    }
}

/// How far the control points of each arc are from its column: the longer the arc, the further.
fn bulges(edges: &[Edge], ways: &[Way], lefts: &[i64], middles: &[i64]) -> Vec<i64> {
    let span = |edge: &Edge| {
        let middle = |node: usize| middles.get(node).copied().unwrap_or(0);
        middle(edge.from).abs_diff(middle(edge.to))
    };
    let arcs = || edges.iter().enumerate().zip(ways).filter(|(_, way)| way.places.is_empty());
    let bulge = |(number, edge): (usize, &Edge)| {
        let column = |edge: &Edge| lefts.get(edge.from);
        let shorter = arcs().filter(|((at, other), _)| {
            column(other) == column(edge) && (span(other), *at) < (span(edge), number)
        });
        let rank = i64::try_from(shorter.count()).unwrap_or(0);
        (ARC.0 + rank * ARC.1).min(GAP)
    };
    edges.iter().enumerate().map(bulge).collect()
}
