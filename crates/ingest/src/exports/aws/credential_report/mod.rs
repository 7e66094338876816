//! The IAM credential report: one row a user, its password, access keys and signing certificates.
//!
//! A user with a password for the console is a person, and the first row is the root of the account:
//! neither is a service account, but their keys are credentials as any other.
//!
//! As CSV, or in the JSON that the API wraps around it, where the content is base64 or plain text.
//! The CSV itself does not say when it was made; without a capture time of the profile, or the
//! wrapper's `GeneratedTime`, dates are read as they stand. Exports drop columns: a column that is
//! not there is absent, a cell that says `N/A`, `no_information` or `not_supported` is blank.

mod cells;
mod credentials;

use self::cells::{cell, date};
use self::credentials::Holder;
use crate::exports::export::Export;
use crate::extract::{bool_at, redact};
use crate::format::{Format, Origin};
use model::records::ServiceAccount;
use model::{Facts, Field, FormatId, Moment, Person, PersonKind, RecordKind};
use syntax::encoding::from_base64;
use syntax::{Node, table};

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("aws-credential-report"),
    title: "AWS credential report",
    recognise,
    read,
};

/// How the report calls the root of the account.
const ROOT: &str = "<root_account>";

/// The columns that make a table a credential report; exports drop others.
const COLUMNS: [&str; 3] = ["user", "arn", "access_key_1_active"];

fn recognise(root: &Node) -> bool {
    let rows = |row: &Node| COLUMNS.iter().all(|column| row.get(column).is_some());
    root.list().first().is_some_and(rows)
        || (root.get("Content").is_some() && root.get("ReportFormat").is_some())
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let mut export = Export::new(origin, facts);
    let wrapped = root.get("Content").and_then(Node::text).map(unwrap);
    let rows = match &wrapped {
        Some(text) => table(text).0,
        None => root.list().to_vec(),
    };
    if rows.is_empty() {
        export.notice(root, "the credential report lists no users", "export it again");
    }
    for (number, row) in rows.iter().enumerate() {
        user(row, &format!("/{number}"), &mut export);
    }
    if !rows.is_empty() {
        facts.carried.insert(RecordKind::ServiceAccounts);
    }
}

/// The API's content: base64 as the command line gives it, else the text itself.
fn unwrap(content: &str) -> String {
    let decoded = from_base64(content).and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.unwrap_or_else(|| content.to_string())
}

fn user(row: &Node, pointer: &str, export: &mut Export<'_>) {
    let Some(arn) = cell(row, "arn").map(redact) else {
        export.notice(row, "a row has no ARN and was skipped", "export it again");
        return;
    };
    let name = cell(row, "user").map_or_else(|| arn.clone(), redact);
    let signs_in = bool_at(row, "password_enabled");
    let is_root = name == ROOT || arn.ends_with(":root");
    let is_person = is_root || signs_in == Some(true);
    let reference = if is_person { arn.clone() } else { format!("service-account/{arn}") };
    let holder = Holder { arn: &arn, name: &name, reference, is_person, is_root };
    let has_certificate = credentials::read(row, pointer, &holder, export);
    let last_used = last_used(row, export);
    let account = ServiceAccount {
        name: Field::Given(name.clone()),
        known_as: Field::Given(vec![arn.clone()]),
        interactive_login: match (is_person, signs_in) {
            (true, _) => Field::Given(true),
            (false, Some(signs_in)) => Field::Given(signs_in),
            (false, None) => Field::Absent,
        },
        // The use of certificates is not recorded.
        usage_since: match last_used == Field::Blank && !has_certificate {
            true => date(row, "user_creation_time", export),
            false => Field::Absent,
        },
        last_used,
        id: arn.clone(),
        ..ServiceAccount::default()
    };
    match (is_root, is_person) {
        (true, _) => export.person(row, pointer, Person { kind: PersonKind::Root, account }),
        (_, true) => export.person(row, pointer, Person { kind: PersonKind::User, account }),
        (_, false) => export.account(row, pointer, account),
    }
}

/// The latest use of the password or a key; blank only where each of them has a column, and none of
/// them a use.
fn last_used(row: &Node, export: &mut Export<'_>) -> Field<Moment> {
    let columns =
        ["password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date"];
    let dates = columns.map(|column| date(row, column, export));
    match dates.iter().filter_map(Field::given).max() {
        Some(last) => Field::Given(*last),
        None if dates.iter().any(Field::is_absent) => Field::Absent,
        None => Field::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::{read_json, read_node};
    use model::records::{PrincipalKind, Secret, SecretKind, Status};
    use syntax::Value;

    const CSV: &str = "user,arn,password_enabled,password_last_used,access_key_1_active,\
        access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated\n\
        <root_account>,arn:aws:iam::1:root,not_supported,2026-01-02T03:04:05+00:00,false,N/A,false,N/A\n\
        ci,arn:aws:iam::1:user/ci,FALSE,N/A,TRUE,2025-01-01T00:00:00+00:00,false,2024-01-01T00:00:00Z\n\
        ada,arn:aws:iam::1:user/ada,true,no_information,true,N/A,false,N/A\n";

    #[test]
    fn users_keys_and_the_root_are_read() {
        let rows = Node { line: 1, value: Value::List(table(CSV).0) };
        let facts = read_node(&FORMAT, &rows, None);
        let [ci] = facts.exported.service_accounts.as_slice() else { panic!("one account") };
        assert_eq!(ci.record.interactive_login, Field::Given(false));
        assert_eq!(ci.record.last_used, Field::Absent, "two columns are not there");
        let [root, ada] = facts.exported.people.as_slice() else { panic!("two people") };
        assert_eq!((root.record.kind, ada.record.kind), (PersonKind::Root, PersonKind::User));
        assert!(root.record.account.last_used.given().is_some());
        assert_eq!(ada.record.account.id, "arn:aws:iam::1:user/ada");
        let keys: Vec<_> = facts.exported.secrets.iter().map(|key| &key.record).collect();
        let [first, second, adas] = keys.as_slice() else { panic!("three keys") };
        assert_eq!(second.status, Field::Given(Status::Disabled));
        assert_eq!(first.last_used, Field::Absent, "the column is not there");
        assert_eq!(first.principal_kind, Field::Absent);
        assert_eq!(adas.principal_kind, Field::Given(PrincipalKind::Human));
        assert_eq!(adas.last_rotated, Field::Blank);
        assert_eq!(adas.used_by, Field::Given(vec!["arn:aws:iam::1:user/ada".into()]));
    }

    const HEADINGS: &str = "user,arn,user_creation_time,password_enabled,password_last_used,\
        access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
        access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,\
        cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    fn rows(rows: &[&str]) -> Facts {
        let text = format!("{HEADINGS}\n{}\n", rows.join("\n"));
        read_node(&FORMAT, &Node { line: 1, value: Value::List(table(&text).0) }, None)
    }

    #[test]
    fn a_key_without_a_use_is_unused_since_it_was_made() {
        let facts = rows(&[
            "a,arn:a,2024-01-10T00:00:00Z,false,N/A,true,2025-01-01T00:00:00Z,N/A,true,2013-01-01T00:00:00Z,N/A,false,N/A,false,N/A",
            "b,arn:b,2024-01-10T00:00:00Z,false,N/A,true,2025-01-01T00:00:00Z,2026-11-01T00:00:00Z,false,N/A,N/A,false,N/A,false,N/A",
        ]);
        let since = |at: usize| {
            let since = &facts.exported.secrets[at].record.usage_since;
            since.given().map(|day| day.day().to_string())
        };
        assert_eq!(since(0).as_deref(), Some("2025-01-01"));
        assert_eq!(since(1).as_deref(), Some("2015-04-22"), "no use was recorded before");
        assert_eq!(since(2), None, "it was used");
        let [a, b] = facts.exported.service_accounts.as_slice() else { panic!("two accounts") };
        assert!(a.record.usage_since.given().is_some() && b.record.usage_since.is_absent());
    }

    #[test]
    fn certificates_are_secrets_and_the_root_may_do_everything() {
        let facts = rows(&[
            "<root_account>,arn:aws:iam::1:root,2020-01-01T00:00:00Z,not_supported,N/A,true,2021-01-01T00:00:00Z,N/A,false,N/A,N/A,false,N/A,false,N/A",
            "a,arn:a,2024-01-10T00:00:00Z,false,N/A,false,N/A,N/A,false,N/A,N/A,true,2023-05-01T00:00:00Z,false,2020-05-01T00:00:00Z",
        ]);
        let secrets: Vec<&Secret> = facts.exported.secrets.iter().map(|one| &one.record).collect();
        let [key, active, inactive] = secrets.as_slice() else { panic!("three credentials") };
        assert_eq!(key.scopes, Field::Given(vec!["*".into()]));
        assert_eq!(active.id, "arn:a/certificate-1");
        assert_eq!(active.kind, Field::Given(SecretKind::Certificate));
        assert_eq!(active.last_used, Field::Absent);
        assert_eq!(inactive.status, Field::Given(Status::Disabled));
        let [a] = facts.exported.service_accounts.as_slice() else { panic!("one account") };
        assert!(a.record.usage_since.is_absent(), "the use of its certificate is not recorded");
    }

    #[test]
    fn a_day_that_does_not_exist_is_reported() {
        let facts = rows(&[
            "a,arn:a,2024-01-10,false,N/A,true,2026-02-30T00:00:00Z,N/A,false,N/A,N/A,false,N/A,false,N/A",
        ]);
        assert_eq!(facts.exported.secrets[0].record.last_rotated, Field::Blank);
        assert_eq!(facts.notices.len(), 1);
    }

    #[test]
    fn the_wrapper_of_the_api_holds_text_or_base64() {
        for content in [CSV.to_string(), syntax::encoding::base64(CSV)] {
            let quoted = serde_json::to_string(&content).expect("json");
            let text = format!("{{\"Content\": {quoted}, \"ReportFormat\": \"text/csv\"}}");
            assert_eq!(read_json(&FORMAT, &text).exported.records(), 6);
        }
    }
}
