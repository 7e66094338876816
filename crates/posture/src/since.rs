//! How a finding differs from what it was in a baseline, as far as a gate asks for it.

use model::{EvidenceClass, Outcome, Weight};

/// How a finding differs from what it was in a baseline; the default where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Since {
    /// It was open, or had been when it was last assessed, and had no live waiver.
    pub(super) was_counted: bool,
    /// It could not be assessed.
    pub(super) was_unassessed: bool,
    /// It earns less than it did, or is new and earns less than all.
    pub(super) is_worse: bool,
    /// It fails without a live waiver and did not, by unchanged rules.
    pub(super) newly_fails: bool,
    /// It was open without a live waiver and is not assessed now, by unchanged rules.
    pub(super) is_lost: bool,
    /// What it counts as, had changed rules and outdated feeds changed nothing; none where it is not counted then.
    pub(super) counts_as: Option<(Outcome, EvidenceClass, Weight)>,
    /// Whether it is overdue: what is comes first in a list.
    pub(super) is_overdue: bool,
}
