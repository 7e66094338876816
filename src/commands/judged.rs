//! A judged estate on its way to a posture.

use super::pipeline::Keep;
use crate::{assess, posture};
use assess::Judging;
use model::posture::FindingCard;
use model::{Assessment, Finding, Posture};

/// How many findings become cards at a time.
const AT_ONCE: usize = 32_768;

/// An estate that is judged a batch at a time, or whole where something is done to all its findings together.
pub(super) enum Judged<'r> {
    InBatches(Judging<'r>),
    Whole(Assessment),
}

impl Judged<'_> {
    /// The whole assessment, where it is whole.
    pub(super) fn whole(&mut self) -> Option<&mut Assessment> {
        match self {
            Judged::InBatches(_) => None,
            Judged::Whole(assessment) => Some(assessment),
        }
    }

    /// Rolls it up. The assessment keeps its findings only where `keep` states so.
    pub(super) fn posture(
        self,
        keep: Keep,
        inputs: posture::PostureInputs<'_>,
    ) -> (Assessment, Posture, Option<Vec<FindingCard>>) {
        let (assessment, (posture, all)) = match self {
            Judged::InBatches(judging) => {
                let batches =
                    posture::Batches { total: judging.findings(), findings: judging.batches() };
                let made = posture::posture(judging.assessment(), batches, inputs);
                (judging.into_assessment(), made)
            }
            Judged::Whole(mut assessment) => {
                let findings = std::mem::take(&mut assessment.findings);
                let kept = (keep == Keep::Both).then(|| findings.clone());
                let batches =
                    posture::Batches { total: findings.len(), findings: in_batches(findings) };
                let made = posture::posture(&assessment, batches, inputs);
                assessment.findings = kept.unwrap_or_default();
                (assessment, made)
            }
        };
        (assessment, posture, all)
    }
}

fn in_batches(findings: Vec<Finding>) -> impl Iterator<Item = Vec<Finding>> {
    let mut rest = findings.into_iter();
    std::iter::from_fn(move || {
        let batch: Vec<Finding> = rest.by_ref().take(AT_ONCE).collect();
        (!batch.is_empty()).then_some(batch)
    })
}
