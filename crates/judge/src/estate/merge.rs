//! What exports show of an identity is merged into the record that people keep of it.
//!
//! Two records are the same identity if one's id or one of its other names is a name of the other.
//! The register has precedence for what only people know (owner, purpose, tier), the platform for
//! what it measures. Where both state a value and differ, the conflict is reported with both.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::joined::Joined;
use model::records::{Agent, Secret, Server, ServiceAccount};
use model::{Place, Placed};

/// Fields that the platform measures: their exported value replaces the recorded one.
const MEASURED: [&str; 9] = [
    "status",
    "last_used",
    "last_rotated",
    "issued_at",
    "expires_at",
    "roles",
    "scopes",
    "interactive_login",
    "issuance",
];
/// Lists that are united: an item that either side names is kept.
const GROWING: [&str; 3] = ["known_as", "used_by", "formerly"];

/// A record that may be known by several names.
pub(super) trait HasAliases: Serialize + DeserializeOwned + Clone {
    /// Its id and its other names.
    fn names(&self) -> Vec<&str>;
}

macro_rules! has_aliases {
    ($($record:ty)+) => {$(
        impl HasAliases for $record {
            fn names(&self) -> Vec<&str> {
                let others = self.known_as.items().iter().map(String::as_str);
                std::iter::once(self.id.as_str()).chain(others).collect()
            }
        }
    )+};
}

has_aliases! { Server Agent ServiceAccount Secret }

/// Adds what exports show to what was known.
pub(super) fn merge_exports<T: HasAliases>(known: &mut Vec<Joined<T>>, exported: Vec<Placed<T>>) {
    let mut index: HashMap<String, usize> = HashMap::new();
    for (at, joined) in known.iter().enumerate() {
        learn(&mut index, &joined.record, at);
    }
    for placed in exported {
        let found = placed.record.names().iter().find_map(|name| index.get(&key(name)).copied());
        match found.and_then(|at| Some((at, known.get_mut(at)?))) {
            Some((at, joined)) => {
                merge(joined, placed);
                learn(&mut index, &joined.record, at);
            }
            None => {
                learn(&mut index, &placed.record, known.len());
                known.push(Joined::observed(placed));
            }
        }
    }
}

fn key(name: &str) -> String {
    name.trim_end_matches('/').to_lowercase()
}

fn learn<T: HasAliases>(index: &mut HashMap<String, usize>, record: &T, at: usize) {
    for name in record.names() {
        index.entry(key(name)).or_insert(at);
    }
}

fn merge<T: HasAliases>(joined: &mut Joined<T>, exported: Placed<T>) {
    let Placed { record, place } = exported;
    let (Ok(Value::Object(mut ours)), Ok(Value::Object(theirs))) =
        (serde_json::to_value(&joined.record), serde_json::to_value(&record))
    else {
        return;
    };
    let here = joined.places.first().cloned().unwrap_or_else(|| Place::file("inventory"));
    let id = Value::from(record.names().first().copied().unwrap_or_default());
    let mut theirs = theirs;
    // The name it has there is one of its names here.
    let names = theirs.entry("known_as").or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(names) = names {
        names.push(id);
    }
    theirs.remove("id");
    for (field, value) in theirs {
        merge_field(&mut ours, &field, value, (&here, &place), &mut joined.conflicts);
    }
    // Both sides were records of this shape; a failure would mean that merging broke it, and then
    // the record stays as it was.
    if let Ok(merged) = serde_json::from_value(Value::Object(ours)) {
        joined.record = merged;
    }
    joined.places.push(place);
}

fn merge_field(
    ours: &mut Map<String, Value>,
    field: &str,
    theirs: Value,
    (here, there): (&Place, &Place),
    conflicts: &mut Vec<String>,
) {
    let known = ours.get(field).filter(|value| !value.is_null()).cloned();
    let Some(known) = known else {
        // Absent takes anything; blank takes a stated value.
        if !theirs.is_null() || !ours.contains_key(field) {
            ours.insert(field.to_string(), theirs);
        }
        return;
    };
    if theirs.is_null() || theirs == known {
        return;
    }
    if GROWING.contains(&field) {
        ours.insert(field.to_string(), union(known, theirs));
        return;
    }
    conflicts.push(format!(
        "{field}: {} in {here}, {} in {there}",
        display_value(&known),
        display_value(&theirs)
    ));
    if field == "owner" {
        // Conflicting owners are both kept, so that the ownership controls see the conflict.
        ours.insert(field.to_string(), union(known, theirs));
    } else if MEASURED.contains(&field) {
        ours.insert(field.to_string(), theirs);
    }
}

fn union(ours: Value, theirs: Value) -> Value {
    let list = |value: Value| match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    let mut all = list(ours);
    for item in list(theirs) {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    Value::Array(all)
}

/// A value as conflicts print it.
fn display_value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(display_value).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Field;
    use model::records::Status;

    fn account(id: &str, owner: &str, status: Option<Status>) -> ServiceAccount {
        ServiceAccount {
            id: id.into(),
            owner: Field::Given(vec![owner.into()]),
            status: status.map_or(Field::Absent, Field::Given),
            ..ServiceAccount::default()
        }
    }

    fn placed(record: ServiceAccount, file: &str) -> Placed<ServiceAccount> {
        Placed { record, place: Place::file(file) }
    }

    #[test]
    fn an_export_is_merged_by_another_name_and_conflicts_are_kept() {
        let arn = "arn:aws:iam::1:user/deploy";
        let mut registered = account("svc-deploy", "ada", Some(Status::Retired));
        registered.known_as = Field::Given(vec![arn.to_uppercase()]);
        let mut known = vec![Joined::from(placed(registered, "accounts.yaml"))];
        let exported = placed(account(arn, "bob", Some(Status::Active)), "report.csv");
        let unknown = placed(account("arn:aws:iam::1:user/x", "bob", None), "report.csv");
        merge_exports(&mut known, vec![exported, unknown]);
        let [one, other] = known.as_slice() else { panic!("{}", known.len()) };
        assert_eq!(one.record.id, "svc-deploy");
        assert_eq!(one.record.owner, Field::Given(vec!["ada".into(), "bob".into()]));
        assert_eq!(
            one.record.status,
            Field::Given(Status::Active),
            "a declared status hides nothing"
        );
        assert_eq!(
            one.conflicts,
            [
                "owner: ada in accounts.yaml, bob in report.csv",
                "status: retired in accounts.yaml, active in report.csv"
            ]
        );
        assert_eq!((one.registered, other.registered), (true, false));
        assert_eq!(one.places.len(), 2);
    }
}
