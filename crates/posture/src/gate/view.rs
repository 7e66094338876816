//! The input of the rules.

use super::finding::waived;
use crate::against::Against;
use crate::alike::{Alike, Several};
use model::posture::Posture;
use model::{Parts, Tally};

/// The input of the rules.
pub(super) struct View<'a> {
    pub(super) posture: &'a Posture,
    /// All of its findings.
    pub(super) findings: &'a [Alike],
    pub(super) against: Option<&'a Against<'a>>,
    /// What the baseline has that no control judges any more.
    pub(super) unjudged: &'a Tally,
    pub(super) new_only: bool,
    /// Whether findings that may be open count like open ones.
    pub(super) possible: bool,
}

impl<'a> View<'a> {
    /// All findings.
    pub(super) fn findings(&self) -> impl Iterator<Item = Several<'a>> {
        self.findings.iter().map(Several::of)
    }

    /// Findings that may count: without a live waiver, and new where only new ones are asked for. A finding whose waiver
    /// has expired since the baseline is new.
    pub(super) fn counted(&self) -> impl Iterator<Item = Several<'a>> {
        let is_old = |some: &Several<'_>| self.new_only && some.since.was_counted;
        self.findings().filter(move |some| !waived(some.card) && !is_old(some))
    }

    /// Whether a finding could not be assessed in the baseline either, where only new ones are asked for.
    pub(super) fn was_unassessed(&self, some: &Several<'_>) -> bool {
        self.new_only && some.since.was_unassessed
    }

    /// The score now, had changed rules changed nothing. What only the age of a feed hides counts as last
    /// known.
    pub(super) fn comparable(&self) -> Parts {
        let mut tally = *self.unjudged;
        for some in self.findings() {
            if let Some((outcome, class, weight)) = some.since.counts_as {
                tally.add(outcome, class, weight, some.count);
            }
        }
        tally.parts()
    }

    /// Whether nothing was assessed: then no count of findings has a meaning.
    pub(super) fn is_blank(&self) -> bool {
        self.posture.score.proven.is_none()
    }
}
