//! The evidence class of each fact: that of the place it cites.
//!
//! What a client configuration, an export or a scan holds is observed. A record of our own is declared, unless
//! it refers to something among the inputs: then it is recorded. An attestation is attested, whatever it
//! refers to. A fact without a place is declared.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use model::{Context, Evidence, EvidenceClass, Finding, Input, Place, Reference, ReferenceState};

/// What is known of the places that facts may cite.
pub(super) struct Classes<'a> {
    files: HashMap<&'a str, File<'a>, RandomState>,
}

/// One file that was read.
#[derive(Default)]
struct File<'a> {
    class: EvidenceClass,
    /// What is known of records in it, by pointer.
    records: HashMap<&'a str, Standing, RandomState>,
}

/// What is known of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// A person's statement.
    Attested,
    /// It refers to something; the best of several references counts.
    Refers(ReferenceState),
}

impl<'a> Classes<'a> {
    pub(super) fn of(
        context: &'a Context,
        inputs: &'a [Input],
        references: &'a [Reference],
    ) -> Self {
        let mut files: HashMap<&str, File<'_>, RandomState> = HashMap::default();
        for input in inputs {
            files.entry(&input.path).or_default().class = input.class;
        }
        let attested = context.attestations.values().flatten().map(|one| &one.place);
        let attested = attested.map(|place| (place, Standing::Attested));
        let refers = |one: &'a Reference| (&one.place, Standing::Refers(one.state));
        for (place, standing) in references.iter().map(refers).chain(attested) {
            let records = &mut files.entry(&place.file).or_default().records;
            let known = records.entry(&place.pointer).or_insert(standing);
            *known = standing.min(*known);
        }
        Classes { files }
    }

    /// Sets the class of every fact; one whose record refers to what was not found says so.
    pub(super) fn apply(&self, findings: &mut [Finding]) {
        for evidence in findings.iter_mut().flat_map(|one| &mut one.judgement.evidence) {
            self.classify(evidence);
        }
    }

    fn classify(&self, evidence: &mut Evidence) {
        let Some(place) = &evidence.place else { return };
        let (class, remark) = self.at(place);
        evidence.class = class;
        if let Some(remark) = remark {
            evidence.fact.push_str(&format!(" ({remark})"));
        }
    }

    /// The class of a place, and what is wrong with the reference of its record.
    fn at(&self, place: &Place) -> (EvidenceClass, Option<&'static str>) {
        let Some(file) = self.files.get(&*place.file) else { return Default::default() };
        match file.around(&place.pointer) {
            _ if file.class == EvidenceClass::Observed => (file.class, None),
            Some(Standing::Attested) => (EvidenceClass::Attested, None),
            Some(Standing::Refers(ReferenceState::Resolved)) => (EvidenceClass::Recorded, None),
            Some(Standing::Refers(state)) => (file.class, state.remark()),
            None => (file.class, None),
        }
    }
}

impl File<'_> {
    /// What is known of the record around a pointer.
    fn around(&self, pointer: &str) -> Option<Standing> {
        if self.records.is_empty() {
            return None;
        }
        let mut pointer = pointer;
        loop {
            if let Some(standing) = self.records.get(pointer) {
                return Some(*standing);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
    }
}
