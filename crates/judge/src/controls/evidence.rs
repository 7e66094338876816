//! Facts quoted as sources state them.

use model::Field;
use serde::Serialize;
use serde_json::Value;

/// `field = value`.
pub(super) fn quote<T: Serialize>(name: &str, stated: &Field<T>) -> String {
    format!("{name} = {}", value(stated))
}

/// The value as files write it.
pub(super) fn value<T: Serialize>(stated: &Field<T>) -> String {
    match stated {
        Field::Absent => "(not stated)".into(),
        Field::Blank => "(empty)".into(),
        Field::Given(value) => id(value),
    }
}

/// A value as files write it: `own-identity`, `true`, `crm, mail`.
pub(super) fn id<T: Serialize>(value: &T) -> String {
    plain(serde_json::to_value(value).unwrap_or_default())
}

fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Array(items) if items.is_empty() => "(none)".into(),
        Value::Array(items) => items.into_iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::RunsAs;

    #[test]
    fn values_read_as_files_write_them() {
        assert_eq!(quote("runs_as", &Field::Given(RunsAs::OwnIdentity)), "runs_as = own-identity");
        assert_eq!(quote("login", &Field::Given(true)), "login = true");
        assert_eq!(quote("used_by", &Field::Given(vec!["crm", "mail"])), "used_by = crm, mail");
        assert_eq!(quote("used_by", &Field::Given(Vec::<String>::new())), "used_by = (none)");
        assert_eq!(quote("owner", &Field::<String>::Blank), "owner = (empty)");
        assert_eq!(quote("owner", &Field::<String>::Absent), "owner = (not stated)");
    }
}
