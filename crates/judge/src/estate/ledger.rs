//! The ledger: what became of every record that was read. It is made by comparing the places of what was
//! read with the places that assets keep, so that a record that joining loses is seen.

use std::collections::HashSet;

use model::{Asset, Facts, Ledger, Place, Placed, Record, RecordKind, VisitKind};

/// Why a record of a catalogue is not used.
const NOT_RUN: &str = "no server here runs the package";
/// Why a record is not used that joining dropped. A test holds that there is none.
const LOST: &str = "it is part of no asset";

/// The places of what was read, before anything is joined.
pub(super) struct Read {
    /// Records that assets are joined from, with the reason where one is not.
    parts: Vec<(Place, &'static str)>,
    ledger: Ledger,
}

impl Read {
    /// Looks through everything that was read.
    pub(super) fn of(facts: &Facts) -> Self {
        let mut read = Read { parts: Vec::new(), ledger: Ledger::default() };
        for kind in RecordKind::ALL {
            kind.visit(Counting { facts, read: &mut read });
        }
        for seen in &facts.observed {
            read.part(&seen.server, LOST);
            seen.secrets.iter().for_each(|secret| read.part(secret, LOST));
        }
        let exported = &facts.exported;
        exported.servers.iter().for_each(|one| read.part(one, LOST));
        exported.agents.iter().for_each(|one| read.part(one, LOST));
        exported.service_accounts.iter().for_each(|one| read.part(one, LOST));
        exported.secrets.iter().for_each(|one| read.part(one, LOST));
        for entry in &facts.catalogued {
            read.part(&entry.server, NOT_RUN);
            entry.secrets.iter().for_each(|secret| read.part(secret, NOT_RUN));
        }
        let people = exported.people.len() as u64;
        read.ledger.records += people;
        read.ledger.in_registers += people;
        read
    }

    fn part<T>(&mut self, placed: &Placed<T>, otherwise: &'static str) {
        self.ledger.records += 1;
        let place = placed.from.record().unwrap_or(&placed.place);
        self.parts.push((place.clone(), otherwise));
    }

    /// The ledger of the joined assets, and the places of the records they were joined from. `unresolved` are the records about assets that nothing in the
    /// inventory is.
    pub(super) fn settle(self, assets: &[Asset], unresolved: &[Place]) -> (Ledger, Vec<Place>) {
        let Read { parts, mut ledger } = self;
        let sources: HashSet<&Place> = assets.iter().flat_map(|asset| asset.places()).collect();
        let mut joined = Vec::new();
        for (place, otherwise) in parts {
            match sources.contains(&place) {
                true => joined.push(place),
                false => ledger.leave_out(&place.file, otherwise),
            }
        }
        ledger.in_assets += joined.len() as u64;
        for place in unresolved {
            ledger.evidence = ledger.evidence.saturating_sub(1);
            ledger.leave_out(&place.file, "it names no asset of the inventory");
        }
        ledger.unused.sort();
        (ledger, joined)
    }
}

/// Counts the records of one kind of our own.
struct Counting<'a> {
    facts: &'a Facts,
    read: &'a mut Read,
}

impl VisitKind for Counting<'_> {
    type Output = ();

    fn visit<R: Record>(self) {
        let records = R::list(self.facts);
        match R::KIND {
            RecordKind::Servers
            | RecordKind::Agents
            | RecordKind::ServiceAccounts
            | RecordKind::Secrets => records.iter().for_each(|one| self.read.part(one, LOST)),
            RecordKind::Owners | RecordKind::Waivers | RecordKind::Scans => {
                self.read.ledger.records += records.len() as u64;
                self.read.ledger.in_registers += records.len() as u64;
            }
            _ => {
                self.read.ledger.records += records.len() as u64;
                self.read.ledger.evidence += records.len() as u64;
            }
        }
    }
}
