//! The records of the inputs in one normalised form.

use serde_json::{Value, json};

use model::{Facts, Placed, Record, RecordKind, VisitKind};

fn placed<T: serde::Serialize>(records: &[Placed<T>]) -> impl Iterator<Item = Value> + '_ {
    records.iter().map(|placed| json!({ "place": placed.place, "record": placed.record }))
}

/// The records of one kind that our own formats hold.
struct Recorded<'a>(&'a Facts);

impl VisitKind for Recorded<'_> {
    type Output = Vec<Value>;

    fn visit<R: Record>(self) -> Vec<Value> {
        placed(R::list(self.0)).collect()
    }
}

/// Every kind of record, those that configurations and exports show with the registered ones.
pub(super) fn lists(facts: &Facts) -> Vec<(&'static str, Vec<Value>)> {
    let seen = facts.observed.iter();
    let servers = seen.clone().map(|seen| &seen.server).cloned().collect::<Vec<_>>();
    let secrets = seen.flat_map(|seen| seen.secrets.iter().cloned()).collect::<Vec<_>>();
    let exported = &facts.exported;
    let catalogued = facts.catalogued.iter();
    let entries = catalogued.clone().map(|entry| &entry.server).cloned().collect::<Vec<_>>();
    let asked = catalogued.flat_map(|entry| entry.secrets.iter().cloned()).collect::<Vec<_>>();
    let list = |kind: RecordKind| (kind.id(), kind.visit(Recorded(facts)));
    let mut all: Vec<(&'static str, Vec<Value>)> = RecordKind::ALL.map(list).into();
    for (name, records) in &mut all {
        match *name {
            "servers" => {
                records.extend(placed(&servers));
                records.extend(placed(&exported.servers));
                records.extend(placed(&entries));
            }
            "agents" => records.extend(placed(&exported.agents)),
            "service_accounts" => records.extend(placed(&exported.service_accounts)),
            "secrets" => {
                records.extend(placed(&secrets));
                records.extend(placed(&exported.secrets));
                records.extend(placed(&asked));
            }
            _ => {}
        }
    }
    all
}
