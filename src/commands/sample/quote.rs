//! The records that findings cite, from the inputs that the posture was made from.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use super::super::inputs::{self, Reading};
use super::super::read_records::lists;
use super::super::sources::Way;
use super::super::{pipeline, profile, reading};
use super::layout::readable;
use crate::cli;
use crate::workspace::{self, Project};
use model::posture::FindingCard;
use model::sample::QuotedRecord;
use model::{Diagnostic, Facts, Place, Posture};

/// The records of inputs, by file and pointer.
pub(super) struct Quotes {
    records: BTreeMap<String, BTreeMap<String, Vec<QuotedRecord>>>,
}

impl Quotes {
    /// The records of a project folder.
    ///
    /// # Errors
    /// Those of [`Quotes::of`], and where the folder cannot be read.
    pub(super) fn of_folder(
        posture: &Posture,
        folder: &Path,
        access: &cli::Access,
    ) -> Result<Self, Vec<Diagnostic>> {
        let asked = reading::asked(&[folder.to_path_buf()], access);
        Quotes::of(posture, workspace::open_all(&asked)?)
    }

    /// The records of a project.
    ///
    /// # Errors
    /// Where an input of the posture is missing or another one.
    pub(super) fn of(posture: &Posture, mut project: Project) -> Result<Self, Vec<Diagnostic>> {
        let mappings = pipeline::load_mappings(&project)?;
        let sources = profile::profile(&project, &mappings)?.sources;
        project.history = None;
        let way = Way { online: false, as_of: posture.as_of };
        let as_read = Reading { way, keep_going: true, has_failed: false };
        let (facts, errors) = inputs::read(project, sources, as_read);
        if !errors.is_empty() {
            return Err(errors);
        }
        let others = others(posture, &facts);
        if !others.is_empty() {
            return Err(others);
        }
        Ok(Quotes { records: by_place(&facts) })
    }

    /// The records that the facts of a finding are part of, each once, in the order of the facts.
    pub(super) fn cited_by(&self, card: &FindingCard) -> Vec<QuotedRecord> {
        let mut quoted: Vec<QuotedRecord> = Vec::new();
        for place in card.evidence.iter().filter_map(|fact| fact.place.as_ref()) {
            for record in self.at(place) {
                if !quoted.contains(record) {
                    quoted.push(record.clone());
                }
            }
        }
        quoted
    }

    /// The records that a place is in: those with the longest pointer.
    fn at(&self, place: &Place) -> &[QuotedRecord] {
        let Some(file) = self.records.get(place.file.as_ref()) else { return &[] };
        let mut pointer: &str = &place.pointer;
        loop {
            if let Some(found) = file.get(pointer) {
                return found;
            }
            match pointer.rsplit_once('/') {
                Some((above, _)) => pointer = above,
                None => return &[],
            }
        }
    }
}

fn by_place(facts: &Facts) -> BTreeMap<String, BTreeMap<String, Vec<QuotedRecord>>> {
    let mut all: BTreeMap<String, BTreeMap<String, Vec<QuotedRecord>>> = BTreeMap::new();
    for (kind, records) in lists(facts) {
        for mut one in records {
            let Ok(place) = serde_json::from_value::<Place>(one["place"].take()) else { continue };
            let record = readable(&stated(one["record"].take()));
            let file = all.entry(place.file.to_string()).or_default();
            let here = file.entry(place.pointer.to_string()).or_default();
            let quoted = QuotedRecord { place, kind: kind.into(), record };
            if !here.contains(&quoted) {
                here.push(quoted);
            }
        }
    }
    all
}

/// A record without the fields that no input states.
fn stated(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(fields.map(|(name, value)| (name, stated(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(stated).collect()),
        other => other,
    }
}

/// The inputs of a posture that are not those at hand.
fn others(posture: &Posture, facts: &Facts) -> Vec<Diagnostic> {
    let read: BTreeMap<&str, &str> =
        facts.inputs.iter().map(|input| (input.path.as_str(), input.sha256.as_str())).collect();
    let stated = posture.inputs.iter().filter(|input| !input.sha256.is_empty());
    let wrong = stated.filter_map(|input| {
        let why = match read.get(input.path.as_str()) {
            Some(hash) if *hash == input.sha256 => return None,
            Some(_) => "this file was changed: its SHA-256 is not the one that the posture states",
            None => "the posture was made from this file, and it is not among the inputs",
        };
        let help = "name the inputs as they were, or leave out --inputs: then no record is quoted";
        Some(Diagnostic::at(&Place::file(input.path.as_str()), why, help))
    });
    wrong.collect()
}
