//! The order within columns: few crossings, by barycentres and exchanges of neighbours.

/// How often the columns are sorted in both directions. A picture settles after two or three.
const SWEEPS: usize = 12;

/// Places in columns, and the lines between places of columns beside each other or of one column.
pub(super) struct Columns {
    /// The places of each column, top down.
    pub(super) places: Vec<Vec<usize>>,
    /// Lines from a place to one in the next column.
    pub(super) lines: Vec<(usize, usize)>,
    /// Lines between two places of one column.
    pub(super) arcs: Vec<(usize, usize)>,
    count: usize,
}

impl Columns {
    /// `count` is one more than the greatest place.
    pub(super) fn new(
        places: Vec<Vec<usize>>,
        lines: Vec<(usize, usize)>,
        arcs: Vec<(usize, usize)>,
        count: usize,
    ) -> Self {
        Columns { places, lines, arcs, count }
    }

    /// Puts the places in the best order that is found.
    pub(super) fn arrange(&mut self) {
        let mut best = (self.cost(), self.places.clone());
        for sweep in 0..SWEEPS {
            let columns: Vec<usize> = match sweep % 2 {
                0 => (0..self.places.len()).collect(),
                _ => (0..self.places.len()).rev().collect(),
            };
            for column in columns {
                self.by_barycentre(column, sweep % 2 == 0);
            }
            self.exchange();
            let cost = self.cost();
            if cost < best.0 {
                best = (cost, self.places.clone());
            }
        }
        self.places = best.1;
    }

    /// How many pairs of lines cross.
    pub(super) fn crossings(&self) -> usize {
        let at = self.positions();
        let mut crossings = 0;
        for (number, one) in self.lines.iter().enumerate() {
            for other in self.lines.iter().skip(number + 1) {
                crossings += usize::from(cross(&at, one, other));
            }
        }
        crossings
    }

    /// Crossings, and what the arcs of one column pass by.
    fn cost(&self) -> usize {
        let at = self.positions();
        let passed = self.arcs.iter().map(|(one, other)| {
            let [one, other] = [one, other].map(|place| at.get(*place).map_or(0, |at| at.1));
            one.abs_diff(other).saturating_sub(1)
        });
        self.crossings() + passed.sum::<usize>()
    }

    /// Column and row of each place.
    fn positions(&self) -> Vec<(usize, usize)> {
        let mut at = vec![(0, 0); self.count];
        for (column, places) in self.places.iter().enumerate() {
            for (row, place) in places.iter().enumerate() {
                if let Some(at) = at.get_mut(*place) {
                    *at = (column, row);
                }
            }
        }
        at
    }

    /// Sorts a column by where its neighbours on one side are; a place without any stays where it is.
    fn by_barycentre(&mut self, column: usize, from_left: bool) {
        let at = self.positions();
        let row = |place: usize| at.get(place).map_or(0, |at| at.1);
        let centre = |place: usize| {
            let neighbours = self.lines.iter().filter_map(|(left, right)| match from_left {
                true => (*right == place).then_some(*left),
                false => (*left == place).then_some(*right),
            });
            let rows: Vec<usize> = neighbours.map(row).collect();
            match rows.len() {
                0 => row(place) * 1000,
                many => rows.iter().sum::<usize>() * 1000 / many,
            }
        };
        let Some(places) = self.places.get(column) else { return };
        let mut sorted = places.clone();
        sorted.sort_by_cached_key(|place| (centre(*place), row(*place)));
        if let Some(places) = self.places.get_mut(column) {
            *places = sorted;
        }
    }

    /// Exchanges neighbours as long as that helps.
    fn exchange(&mut self) {
        let mut cost = self.cost();
        loop {
            let before = cost;
            for column in 0..self.places.len() {
                let rows = self.places.get(column).map_or(0, Vec::len);
                for row in 1..rows {
                    self.swap(column, row);
                    let after = self.cost();
                    if after < cost {
                        cost = after;
                    } else {
                        self.swap(column, row);
                    }
                }
            }
            if cost == before {
                return;
            }
        }
    }

    fn swap(&mut self, column: usize, row: usize) {
        if let Some(places) = self.places.get_mut(column) {
            places.swap(row - 1, row);
        }
    }
}

/// Whether two lines between the same columns cross; lines that share an end do not.
fn cross(at: &[(usize, usize)], one: &(usize, usize), other: &(usize, usize)) -> bool {
    let place = |place: usize| at.get(place).copied().unwrap_or_default();
    let ((column, left), (_, right)) = (place(one.0), place(one.1));
    let ((other_column, other_left), (_, other_right)) = (place(other.0), place(other.1));
    column == other_column
        && ((left < other_left && right > other_right)
            || (left > other_left && right < other_right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_that_need_not_cross_do_not() {
        // Two times three places, joined the wrong way round.
        let lines = vec![(0, 5), (1, 4), (2, 3)];
        let mut columns = Columns::new(vec![vec![0, 1, 2], vec![3, 4, 5]], lines, Vec::new(), 6);
        assert_eq!(columns.crossings(), 3);
        columns.arrange();
        assert_eq!(columns.crossings(), 0);
    }

    #[test]
    fn ends_of_an_arc_come_beside_each_other() {
        let mut columns = Columns::new(vec![vec![0, 1, 2, 3]], Vec::new(), vec![(0, 3)], 4);
        columns.arrange();
        let row = |place| columns.places[0].iter().position(|known| *known == place).expect("row");
        assert_eq!(row(0).abs_diff(row(3)), 1);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn arranging_loses_no_place_and_adds_no_crossing(
            lines in proptest::collection::vec((0..6_usize, 6..12_usize), 0..20),
        ) {
            let places = vec![(0..6).collect::<Vec<_>>(), (6..12).collect()];
            let mut columns = Columns::new(places.clone(), lines, Vec::new(), 12);
            let before = columns.crossings();
            columns.arrange();
            prop_assert!(columns.crossings() <= before);
            for (arranged, given) in columns.places.iter().zip(&places) {
                let mut sorted = arranged.clone();
                sorted.sort_unstable();
                prop_assert_eq!(&sorted, given);
            }
        }
    }
}
