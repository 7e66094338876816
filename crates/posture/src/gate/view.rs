//! The input of the rules.

use super::earlier::Earlier;
use super::finding::waived;
use crate::alike::{Counted, Several};
use model::Outcome;
use model::posture::{FindingCard, Posture};

/// The input of the rules.
pub(super) struct View<'a> {
    pub(super) posture: &'a Posture,
    /// All of its findings.
    pub(super) findings: Counted<'a>,
    pub(super) earlier: Option<&'a Earlier<'a>>,
    pub(super) new_only: bool,
    /// Whether findings that may be open count like open ones.
    pub(super) possible: bool,
}

impl<'a> View<'a> {
    /// Findings that may count: without a live waiver, and new where only new ones are asked for.
    pub(super) fn counted(&self) -> impl Iterator<Item = Several<'a>> {
        self.findings.iter().filter(|some| !waived(some.card) && !self.is_old(some.card))
    }

    /// Whether the baseline counted the finding too. A finding whose waiver has expired since is
    /// new.
    pub(super) fn is_old(&self, card: &FindingCard) -> bool {
        let known = self.earlier.and_then(|earlier| earlier.finding(card));
        self.new_only
            && known.is_some_and(|earlier_finding| {
                earlier_finding.stands_open() && !earlier_finding.waived
            })
    }

    /// Whether the finding could not be assessed in the baseline either, where only new ones are asked for.
    pub(super) fn was_unassessed(&self, card: &FindingCard) -> bool {
        let known = self.earlier.and_then(|earlier| earlier.finding(card));
        self.new_only && known.is_some_and(|earlier| earlier.outcome == Outcome::NotAssessed)
    }

    /// Whether nothing was assessed: then no count of findings has a meaning.
    pub(super) fn is_blank(&self) -> bool {
        self.posture.score.proven.is_none()
    }
}
