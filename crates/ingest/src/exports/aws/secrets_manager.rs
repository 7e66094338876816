//! `secretsmanager list-secrets`: what is stored, without the values.
//!
//! The API leaves out what is empty, so a date that is not there is blank. `LastChangedDate` moves
//! when a description changes too: it shows no rotation.

use crate::exports::export::Export;
use crate::exports::labels::Labels;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, Location, Secret, Status};
use model::{Facts, Field, FormatId, Moment};
use syntax::Node;

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("aws-secrets-manager"),
    title: "AWS Secrets Manager list",
    recognise: |root| root.get("SecretList").is_some(),
    read,
};

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 8] = [
    ("last_rotated", &["LastRotatedDate"]),
    ("last_used", &["LastAccessedDate"]),
    ("issued_at", &["CreatedDate"]),
    ("usage_since", &["CreatedDate"]),
    ("auto_rotate", &["RotationEnabled"]),
    ("status", &["DeletedDate"]),
    ("owner", &["Tags"]),
    ("environment", &["Tags"]),
];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts).citing(&FIELDS);
    export.pages(root, &["NextToken"]);
    let nodes = root.get("SecretList").map(Node::list).unwrap_or_default();
    let mut changed = 0;
    for (number, node) in nodes.iter().enumerate() {
        let labels = Labels::of([node.get("Tags")]);
        let Some(arn) =
            extract::redacted_text(node, "ARN").or_else(|| extract::redacted_text(node, "Name"))
        else {
            export.notice(node, "a secret has no name and was skipped", "export it again");
            continue;
        };
        let mut date = |key: &str| match export.moment(node, key) {
            Field::Absent => Field::Blank,
            date => date,
        };
        let (issued_at, last_rotated) = (date("CreatedDate"), date("LastRotatedDate"));
        let (last_used, deleted) = (date("LastAccessedDate"), date("DeletedDate"));
        changed += u32::from(later(&date("LastChangedDate"), &last_rotated, &issued_at));
        let secret = Secret {
            id: arn,
            known_as: extract::dedup_aliases(
                ["ARN", "Name"].map(|key| extract::redacted_text(node, key)),
            ),
            owner: labels.owner(),
            environment: labels.environment(),
            store: Field::Given("AWS Secrets Manager".into()),
            location: Field::Given(Location::Vault),
            issuance: Field::Given(Issuance::Static),
            last_rotated,
            // The store leaves out the date of a secret that was never read since it was made.
            usage_since: if last_used == Field::Blank { issued_at.clone() } else { Field::Absent },
            last_used,
            issued_at,
            // The store keeps a secret until it is deleted.
            expires_at: Field::Blank,
            auto_rotate: Field::Given(extract::bool_at(node, "RotationEnabled") == Some(true)),
            // What is deleted here may still open the system it was made for.
            status: match deleted.given() {
                Some(_) => Field::Given(Status::Disabled),
                None => Field::Given(Status::Active),
            },
            ..Secret::default()
        };
        export.secret(node, &format!("/SecretList/{number}"), secret);
    }
    if changed > 0 {
        let message = format!(
            "{changed} secrets changed after their last rotation, possibly only in their descriptions"
        );
        let help = "write `last_rotated` in the inventory where the value was replaced by hand";
        export.notice(root, message, help);
    }
}

/// Whether a change is later, by a day at least, than rotation and creation.
fn later(changed: &Field<Moment>, rotated: &Field<Moment>, created: &Field<Moment>) -> bool {
    let before = [rotated, created].into_iter().filter_map(Field::given).max();
    let Some(changed) = changed.given() else { return false };
    before.is_none_or(|before| changed.day() > before.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    #[test]
    fn a_missing_rotation_date_is_not_a_rotation() {
        let facts = read_json(
            &FORMAT,
            r#"{"SecretList": [
                {"ARN": "arn:a", "Name": "prod/db", "RotationEnabled": true,
                 "LastRotatedDate": 1772359200.25, "CreatedDate": "2025-01-01T00:00:00Z",
                 "Tags": [{"Key": "owner", "Value": "dba"}]},
                {"ARN": "arn:b", "Name": "old", "CreatedDate": "2024-01-01T00:00:00Z",
                 "LastChangedDate": "2026-01-01T00:00:00Z", "DeletedDate": "2026-02-01T00:00:00Z"}],
                "NextToken": "more"}"#,
        );
        let [db, old] = facts.exported.secrets.as_slice() else { panic!("two secrets") };
        assert_eq!(db.record.auto_rotate, Field::Given(true));
        assert_eq!(
            db.record.last_rotated.given().map(|m| m.day().to_string()),
            Some("2026-03-01".into())
        );
        assert_eq!(old.record.auto_rotate, Field::Given(false));
        assert_eq!(old.record.last_rotated, Field::Blank);
        assert_eq!(old.record.status, Field::Given(Status::Disabled));
        assert!(old.record.is_live() && old.record.owner.is_absent());
        assert_eq!((facts.incomplete.len(), facts.notices.len()), (1, 2));
    }
}
