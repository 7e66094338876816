//! Two records of one identity become one, field by field.
//!
//! Each kind is taken apart without `..`, so that a field that is forgotten here does not compile.

mod agent;
mod fields;
mod meeting;
mod secret;
mod server;
mod service_account;

pub(super) use meeting::{Meeting, Source};
pub(super) use server::looked_through;

use super::freshness::Freshness;
use super::joined::Joined;
use super::keys::Identity;
use meeting::Ages;
use model::Placed;

/// A record of an identity that several sources may describe.
pub(super) trait Meet: Sized {
    /// The fields that are merged.
    #[cfg(test)]
    const FIELDS: &'static [&'static str];

    /// Adds what a further source states.
    fn meet(&mut self, theirs: Self, meeting: &mut Meeting<'_>);
}

/// Adds what a further source states to a record, and reports where the two differ.
pub(super) fn meet<T: Meet + Identity>(
    known: &mut Joined<T>,
    further: Placed<T>,
    source: Source,
    fresh: &Freshness,
) {
    let Placed { record, from, .. } = further;
    let ages = Ages { fresh, confirmed: known.record.confirmed_on() };
    let mut meeting = Meeting::new(source, known.registered, ages, (&mut known.from, &from));
    known.record.meet(record, &mut meeting);
    known.conflicts.extend(meeting.into_conflicts());
}

/// Every field that any kind of asset has.
#[cfg(test)]
pub(super) fn fields() -> Vec<&'static str> {
    use model::records::{Agent, Secret, Server, ServiceAccount};

    [Server::FIELDS, Agent::FIELDS, ServiceAccount::FIELDS, Secret::FIELDS].concat()
}

#[cfg(test)]
mod tests;
