//! What the profile excludes: its score and grade follow from the cells, its assets' counts sum to them.

use super::difference::{self, Disagreement};
use crate::excluded::{counted, may_be_excluded};
use crate::grade;
use crate::graded::scored;
use model::Posture;
use model::posture::{Cell, OutcomeCounts, SeverityCounts};

/// Adds where score, grade and counts of excluded assets disagree with their cells.
pub(super) fn check(posture: &Posture, found: &mut Vec<Disagreement>) {
    let cells = &posture.excluded_cells;
    let (outcomes, open) = counted(cells);
    let (mut stated, mut stated_open) = (OutcomeCounts::default(), SeverityCounts::default());
    for asset in &posture.excluded {
        stated = stated.saturating_plus(asset.outcomes);
        stated_open = stated_open.saturating_plus(asset.open);
    }
    difference::of(&stated, &outcomes, "/excluded/outcomes", found);
    difference::of(&stated_open, &open, "/excluded/open", found);
    if let Some(at) = cells.iter().position(|cell| !may_be_excluded(cell)) {
        let pointer = format!("/excluded_cells/{at}/kind");
        found.push(Disagreement::new(pointer, "the organisation", "an asset"));
    }
    for asset in &posture.excluded {
        if posture.assets.iter().any(|card| card.key == asset.key) {
            found.push(Disagreement::new("/excluded", &asset.key, "no asset in scope"));
        }
    }
    let Some(with) = &posture.with_excluded else {
        if !posture.excluded.is_empty() {
            found.push(Disagreement::new("/with_excluded", "nothing", "score and grade"));
        }
        return;
    };
    let all: Vec<Cell> = posture.cells.iter().chain(cells).cloned().collect();
    let rules = grade::Rules::of(&posture.thresholds);
    let mut again = scored(rules, &all, grade::Limits::stated(&with.grade));
    if again.grade.withheld.is_some() == with.grade.withheld.is_some() {
        again.grade.withheld.clone_from(&with.grade.withheld);
    }
    again.grade.basis_name.clone_from(&with.grade.basis_name);
    difference::of(with, &again, "/with_excluded", found);
    for (pointer, stated, follows) in grade::disagreements(rules, &all, None, &with.grade) {
        let pointer = format!("/with_excluded/grade{pointer}");
        found.push(Disagreement::new(pointer, stated, follows));
    }
}
