//! The limits of a grade that are in force: rows of the table of thresholds, as a posture states them.

use model::posture::ThresholdRow;
use model::threshold::{
    GRADE_COVERAGE, GRADE_CRITICAL, GRADE_HIGH, GRADE_SHARE_C, GRADE_SHARE_D, GRADE_SHOWN,
    Threshold, Unit,
};
use model::{PerTier, Tenths, Tier};

/// The best letter, which limits nothing.
const BEST: char = 'A';

/// What limits a grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    critical: PerTier<u32>,
    high: PerTier<u32>,
    share_c: u32,
    share_d: u32,
    coverage: u32,
    shown: u32,
}

impl Rules {
    /// Those that a posture states. A row that it lacks, as in one of an earlier version, is the default.
    pub(crate) fn of(rows: &[ThresholdRow]) -> Rules {
        let stated = |threshold: &Threshold| {
            let row = rows.iter().find(|row| row.key == threshold.key);
            row.map_or(threshold.default, |row| PerTier(row.numbers))
        };
        let whole = |threshold: &Threshold| stated(threshold).at(Tier::T3);
        Rules {
            critical: stated(&GRADE_CRITICAL),
            high: stated(&GRADE_HIGH),
            share_c: whole(&GRADE_SHARE_C),
            share_d: whole(&GRADE_SHARE_D),
            coverage: whole(&GRADE_COVERAGE),
            shown: whole(&GRADE_SHOWN),
        }
    }

    /// The tiers on which a critical finding limits the grade, the highest first, with the best grade.
    pub(super) fn critical(self) -> Vec<(Tier, char)> {
        limiting(self.critical)
    }

    /// The same for an open high finding.
    pub(super) fn high(self) -> Vec<(Tier, char)> {
        limiting(self.high)
    }

    /// From which share, in per cent, which letter is the best; the worst letter first.
    pub(super) fn shares(self) -> [(u64, char); 2] {
        [(self.share_d.into(), 'D'), (self.share_c.into(), 'C')]
    }

    /// How much of what is proven on privileged assets is observed or recorded where no letter is limited, in
    /// per cent.
    pub(super) fn shown(self) -> u64 {
        self.shown.into()
    }

    /// Coverage below this gives no grade.
    pub(super) fn coverage(self) -> Tenths {
        Tenths(self.coverage.saturating_mul(10).into())
    }
}

fn limiting(grades: PerTier<u32>) -> Vec<(Tier, char)> {
    let tiers = Tier::ALL.into_iter().rev();
    tiers
        .map(|tier| (tier, Unit::letter(grades.at(tier))))
        .filter(|(_, at_most)| *at_most != BEST)
        .collect()
}
