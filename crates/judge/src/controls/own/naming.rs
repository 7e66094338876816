//! Whether a field names somebody who can be found.

use crate::controls::wording::list;
use model::{Context, Field, Item, Judgement, Outcome, OwnerResolution};

/// What a field says of who answers.
#[derive(Debug)]
pub(in crate::controls) enum Naming<'a> {
    /// Somebody in the owner register.
    Known(&'a str),
    /// Nobody who could be found, and why.
    Nobody(String),
    /// No source tells; the record and field that would.
    Untold(&'static str, &'static str),
}

/// Reads a field that holds one name.
pub(in crate::controls) fn one<'a>(
    name: &'a Field<String>,
    wanted: (&'static str, &'static str),
    context: &Context,
) -> Naming<'a> {
    match name {
        Field::Absent => Naming::Untold(wanted.0, wanted.1),
        Field::Blank => Naming::Nobody("left blank".into()),
        Field::Given(name) => resolve(name, context),
    }
}

/// Reads a field that may hold several names, where only a single one will do.
pub(in crate::controls) fn single<'a>(
    names: &'a Field<Vec<String>>,
    record: &'static str,
    context: &Context,
) -> Naming<'a> {
    match names.given().map(Vec::as_slice) {
        None if names.is_absent() => Naming::Untold(record, "owner"),
        None | Some([]) => Naming::Nobody("left blank".into()),
        Some([name]) => resolve(name, context),
        Some(several) => Naming::Nobody(format!("several are named ({})", list(several))),
    }
}

fn resolve<'a>(name: &'a str, context: &Context) -> Naming<'a> {
    match context.resolve_owner(name) {
        OwnerResolution::Known(_) => Naming::Known(name),
        OwnerResolution::Placeholder => Naming::Nobody(format!("`{name}` is a placeholder")),
        OwnerResolution::Unknown => Naming::Nobody(format!("{name} is not in the owner register")),
        OwnerResolution::NoRegister => Naming::Untold("owners", ""),
    }
}

/// What a field of names says, for evidence.
pub(in crate::controls) fn quote(names: &Field<Vec<String>>) -> String {
    match names {
        Field::Absent => "owner is not stated".into(),
        Field::Given(names) if !names.is_empty() => format!("owner = {}", names.join(", ")),
        Field::Blank | Field::Given(_) => "owner = (blank)".into(),
    }
}

impl Naming<'_> {
    /// The verdict on an item that must have an owner.
    pub(in crate::controls) fn item(&self, name: &str) -> Item {
        match self {
            Naming::Known(owner) => Item::new(name, Outcome::Pass, *owner),
            Naming::Nobody(why) => Item::new(name, Outcome::Fail, why),
            Naming::Untold(record, "") => {
                Item::new(name, Outcome::NotAssessed, format!("no source holds {record}"))
            }
            Naming::Untold(..) => Item::new(name, Outcome::NotAssessed, "no source says"),
        }
    }

    /// What is missing, where something is.
    pub(in crate::controls) fn wanted(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Naming::Untold(record, field) => Some((record, field)),
            _ => None,
        }
    }
}

/// The judgement that a record or a field of it is missing.
pub(in crate::controls) fn missing((record, field): (&str, &str)) -> Judgement {
    match field {
        "" => Judgement::missing_record(record),
        field => Judgement::missing_field(record, field),
    }
}
