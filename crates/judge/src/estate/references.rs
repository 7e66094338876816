//! References from records to assets, resolved; those that name no known asset are collected.

use std::collections::{BTreeSet, HashMap};

use super::directory::Directory;
use model::records::{Attestation, Exercise};
use model::{
    AssetKey, Context, Diagnostic, Facts, Grouped, Place, Placed, RecordKind, VisitGrouped,
};

/// Resolves references and collects the dangling ones.
pub(super) struct References<'a> {
    pub(super) directory: &'a Directory,
    pub(super) dangling: Vec<Diagnostic>,
    /// Where records are whose every reference is dangling, or that name nothing.
    pub(super) unresolved: Vec<Place>,
}

impl References<'_> {
    /// The asset a reference means.
    pub(super) fn find(&mut self, reference: &str, place: &Place, field: &str) -> Option<AssetKey> {
        match self.directory.find(reference, place, field) {
            Ok((key, _)) => Some(key),
            Err(error) => {
                self.dangling.extend(error);
                None
            }
        }
    }

    /// Moves the records that are about assets from the facts to the context, grouped by asset.
    pub(super) fn group(&mut self, facts: &mut Facts, context: &mut Context) {
        RecordKind::visit_grouped(&mut Grouping { references: self, facts, context });
    }

    /// Exercises by playbook, newest first.
    pub(super) fn exercises(
        &mut self,
        exercises: Vec<Placed<Exercise>>,
        playbooks: &BTreeSet<String>,
    ) -> HashMap<String, Vec<Placed<Exercise>>> {
        let mut groups: HashMap<String, Vec<Placed<Exercise>>> = HashMap::new();
        for exercise in exercises {
            let id = exercise.record.playbook.clone();
            if playbooks.contains(&id) {
                groups.entry(id).or_default().push(exercise);
            } else {
                self.unresolved.push(exercise.place.clone());
                let at = exercise.place_of("playbook").unwrap_or_else(|| exercise.place.clone());
                self.dangling.push(Diagnostic::at(
                    &at,
                    format!("`playbook` names {id}, which is no known playbook"),
                    "add the playbook, or remove the exercise",
                ));
            }
        }
        for of_playbook in groups.values_mut() {
            of_playbook.sort_by_key(|e| std::cmp::Reverse(e.record.date.given().copied()));
        }
        groups
    }

    /// Attestations by control and asset.
    pub(super) fn attestations(
        &mut self,
        attestations: Vec<Placed<Attestation>>,
    ) -> HashMap<(String, AssetKey), Vec<Placed<Attestation>>> {
        let mut groups: HashMap<_, Vec<_>> = HashMap::new();
        for attestation in attestations {
            let at = attestation.place_of("asset").unwrap_or_else(|| attestation.place.clone());
            if let Some(key) = self.find(&attestation.record.asset, &at, "asset") {
                let control = attestation.record.control.clone();
                groups.entry((control, key)).or_default().push(attestation);
            } else {
                self.unresolved.push(attestation.place);
            }
        }
        groups
    }
}

/// Groups one kind of record after the other.
struct Grouping<'a, 'd> {
    references: &'a mut References<'d>,
    facts: &'a mut Facts,
    context: &'a mut Context,
}

impl VisitGrouped for Grouping<'_, '_> {
    fn visit<R: Grouped>(&mut self, field: &'static str) {
        let mut groups: HashMap<AssetKey, Vec<Placed<R>>> = HashMap::new();
        for record in std::mem::take(R::list_mut(self.facts)) {
            let mut resolved = false;
            for (number, reference) in record.record.subjects().into_iter().enumerate() {
                let at = record.place_of(&format!("{field}.{number}"));
                let at = at.as_ref().unwrap_or(&record.place);
                if let Some(key) = self.references.find(&reference, at, field) {
                    resolved = true;
                    groups.entry(key).or_default().push(record.clone());
                }
            }
            if !resolved {
                self.references.unresolved.push(record.place);
            }
        }
        if let Some(moment) = R::SORTED_BY {
            for group in groups.values_mut() {
                group.sort_by_key(|placed| std::cmp::Reverse(moment(&placed.record)));
            }
        }
        *R::groups(self.context) = groups;
    }
}
