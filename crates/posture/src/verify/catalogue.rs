//! Texts and weights that a posture took from the catalogue of the version that made it.

use super::super::cards;
use super::super::editions::catalogue;
use model::posture::Slice;
use model::{Control, PerTier, Posture, Thresholds, threshold};

/// Whether a posture was made by this version with this catalogue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edition {
    is_ours: bool,
}

impl Edition {
    pub(super) fn of(posture: &Posture, catalog: &[&'static Control]) -> Self {
        let same_version = posture.tool.version == env!("CARGO_PKG_VERSION");
        Edition {
            is_ours: same_version && posture.tool.catalogue.sha256 == catalogue(catalog).sha256,
        }
    }

    /// Whether severities, tiers and texts of controls are those of this version.
    pub(super) fn is_ours(self) -> bool {
        self.is_ours
    }

    /// Puts the controls and thresholds of the catalogue in place of those that are stated.
    pub(super) fn restore(self, again: &mut Posture, catalog: &[&'static Control]) {
        if !self.is_ours {
            return;
        }
        again.tool.catalogue = catalogue(catalog);
        again.tool.rules = model::RULES_VERSION;
        again.controls = cards::controls(catalog);
        let mut in_force = Thresholds::default();
        for row in &again.thresholds {
            let known = threshold::THRESHOLDS.iter().find(|known| known.key == row.key);
            // Zeros are of before the numbers were kept.
            if let Some(known) = known.filter(|_| row.numbers != [0; 4]) {
                in_force.change(known, PerTier(row.numbers));
            }
        }
        again.thresholds = cards::thresholds(&in_force, catalog);
    }

    /// Takes over the wording of another version: only its figures are compared.
    pub(super) fn keep_words(self, posture: &Posture, again: &mut Posture) {
        if self.is_ours {
            return;
        }
        again.summary.clone_from(&posture.summary);
        again.arithmetic.formula.clone_from(&posture.arithmetic.formula);
        again.arithmetic.worked.clone_from(&posture.arithmetic.worked);
        again.arithmetic.grading.clone_from(&posture.arithmetic.grading);
        again.grade.basis_name.clone_from(&posture.grade.basis_name);
        if again.grade.withheld.is_some() {
            again.grade.withheld.clone_from(&posture.grade.withheld);
        }
        for (limit, stated) in again.grade.limits.iter_mut().zip(&posture.grade.limits) {
            limit.because.clone_from(&stated.because);
        }
        for (one, stated) in again.evidence_requests.iter_mut().zip(&posture.evidence_requests) {
            one.sentence.clone_from(&stated.sentence);
        }
        for (row, stated) in again.heat_map.iter_mut().zip(&posture.heat_map) {
            row.title.clone_from(&stated.title);
        }
        titles(&mut again.tiers, &posture.tiers);
        titles(&mut again.families, &posture.families);
        titles(&mut again.domains, &posture.domains);
        titles(&mut again.kinds, &posture.kinds);
    }
}

fn titles(again: &mut [Slice], stated: &[Slice]) {
    for (slice, stated) in again.iter_mut().zip(stated) {
        slice.title.clone_from(&stated.title);
    }
}
