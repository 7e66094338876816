//! The fields of a kind of record, as its type declares them.

use std::cell::Cell;

use serde::de::value::Error;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

use model::RecordKind;
use model::records::{
    Agent, Approval, Attestation, Event, Exercise, Exposure, Incident, Logging, Monitor, Owner,
    Playbook, Policy, Review, Scan, Secret, Server, ServiceAccount, Tool, Vetting, Vulnerability,
    Waiver,
};

/// The names of the fields.
pub(super) fn of(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Owners => declared::<Owner>(),
        RecordKind::Servers => declared::<Server>(),
        RecordKind::Tools => declared::<Tool>(),
        RecordKind::Agents => declared::<Agent>(),
        RecordKind::ServiceAccounts => declared::<ServiceAccount>(),
        RecordKind::Secrets => declared::<Secret>(),
        RecordKind::Reviews => declared::<Review>(),
        RecordKind::Playbooks => declared::<Playbook>(),
        RecordKind::Approvals => declared::<Approval>(),
        RecordKind::Attestations => declared::<Attestation>(),
        RecordKind::Waivers => declared::<Waiver>(),
        RecordKind::Events => declared::<Event>(),
        RecordKind::Exercises => declared::<Exercise>(),
        RecordKind::Exposures => declared::<Exposure>(),
        RecordKind::Incidents => declared::<Incident>(),
        RecordKind::Scans => declared::<Scan>(),
        RecordKind::Vulnerabilities => declared::<Vulnerability>(),
        RecordKind::Logging => declared::<Logging>(),
        RecordKind::Monitors => declared::<Monitor>(),
        RecordKind::Policies => declared::<Policy>(),
        RecordKind::Vettings => declared::<Vetting>(),
    }
}

/// Asks the type itself: its deserializer names the fields.
fn declared<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let named = Cell::new(&[][..]);
    let _ = T::deserialize(Listener(&named));
    named.get()
}

/// Listens for the fields and reads nothing.
struct Listener<'a>(&'a Cell<&'static [&'static str]>);

impl<'de> Deserializer<'de> for Listener<'_> {
    type Error = Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.set(fields);
        Err(Error::custom("heard"))
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("nothing here"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_tells_its_fields() {
        for kind in RecordKind::ALL {
            assert!(of(kind).len() > 2, "{}", kind.id());
        }
        assert!(of(RecordKind::Secrets).contains(&"last_rotated"));
    }
}
