//! The IAM credential report: one row a user, its password and up to two access keys.
//!
//! As CSV, or in the JSON that the API wraps around it, where the content is base64 or plain text.
//! The CSV itself does not say when it was made; without a capture time of the profile, or the
//! wrapper's `GeneratedTime`, dates are read as they stand. Exports drop columns: a column that is
//! not there is absent, a cell that says `N/A`, `no_information` or `not_supported` is blank.

use crate::extract::{bool_at, moment, redact};
use crate::format::{Format, Origin};
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount, Status};
use model::{Facts, Field, FormatId, Moment, Placed, RecordKind};
use syntax::encoding::from_base64;
use syntax::{Node, table};

pub(crate) static FORMAT: Format = Format {
    id: FormatId::new("aws-credential-report"),
    title: "AWS credential report",
    recognise,
    read,
};

/// The columns that make a table a credential report; exports drop others.
const COLUMNS: [&str; 3] = ["user", "arn", "access_key_1_active"];

fn recognise(root: &Node) -> bool {
    let rows = |row: &Node| COLUMNS.iter().all(|column| row.get(column).is_some());
    root.list().first().is_some_and(rows)
        || (root.get("Content").is_some() && root.get("ReportFormat").is_some())
}

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    let wrapped = root.get("Content").and_then(Node::text).map(unwrap);
    let rows = match &wrapped {
        Some(text) => table(text).0,
        None => root.list().to_vec(),
    };
    if rows.is_empty() {
        let help = "export it again";
        facts.notices.push(origin.notice(root, "the credential report lists no users", help));
    }
    for (number, row) in rows.iter().enumerate() {
        user(row, &format!("/{number}"), origin, facts);
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

fn user(row: &Node, pointer: &str, origin: &Origin<'_>, facts: &mut Facts) {
    let Some(arn) = cell(row, "arn").map(redact) else {
        let help = "export it again";
        facts.notices.push(origin.notice(row, "a row has no ARN and was skipped", help));
        return;
    };
    let arn = arn.as_str();
    let name = cell(row, "user").map_or_else(|| arn.to_string(), redact);
    let name = name.as_str();
    let signs_in = bool_at(row, "password_enabled");
    let is_root = name == "<root_account>";
    for number in [1, 2] {
        key(row, number, (arn, name), signs_in == Some(true) || is_root, origin, pointer, facts);
    }
    let place = origin.place(row, pointer);
    let account = ServiceAccount {
        name: Field::Given(name.to_string()),
        known_as: Field::Given(vec![arn.to_string()]),
        interactive_login: match (is_root, signs_in) {
            (true, _) => Field::Given(true),
            (false, Some(signs_in)) => Field::Given(signs_in),
            (false, None) => Field::Absent,
        },
        last_used: last_used(row),
        id: arn.to_string(),
        ..ServiceAccount::default()
    };
    facts.exported.service_accounts.push(Placed::new(account, place));
}

/// An access key, if the user has one. The report does not give its id.
fn key(
    row: &Node,
    number: u8,
    (arn, name): (&str, &str),
    of_a_person: bool,
    origin: &Origin<'_>,
    pointer: &str,
    facts: &mut Facts,
) {
    let column = |what: &str| format!("access_key_{number}_{what}");
    let Some(active) = bool_at(row, column("active").as_str()) else { return };
    let rotated = date(row, &column("last_rotated"));
    if !active && rotated == Field::Blank {
        return;
    }
    let secret = Secret {
        kind: Field::Given(SecretKind::ApiKey),
        principal: Field::Given(name.to_string()),
        principal_kind: if of_a_person { PrincipalKind::Human.into() } else { Field::Absent },
        used_by: Field::Given(vec![format!("service-account/{arn}")]),
        issuance: Field::Given(Issuance::Static),
        last_rotated: rotated,
        last_used: date(row, &column("last_used_date")),
        // An access key never ends by itself.
        expires_at: Field::Blank,
        // An administrator can enable an inactive key again.
        status: Field::Given(if active { Status::Active } else { Status::Disabled }),
        id: format!("{arn}/access-key-{number}"),
        ..Secret::default()
    };
    facts.exported.secrets.push(Placed::new(secret, origin.place(row, pointer)));
}

fn last_used(row: &Node) -> Field<Moment> {
    let columns =
        ["password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date"];
    let dates = columns.map(|column| date(row, column));
    match dates.iter().filter_map(Field::given).max() {
        Some(last) => Field::Given(*last),
        None if dates.iter().all(Field::is_absent) => Field::Absent,
        None => Field::Blank,
    }
}

/// A cell that says something: `N/A`, `no_information` and `not_supported` say nothing.
fn cell<'a>(row: &'a Node, column: &str) -> Option<&'a str> {
    let text = row.get(column)?.text()?.trim();
    let silent = ["", "N/A", "no_information", "not_supported"];
    (!silent.contains(&text)).then_some(text)
}

fn date(row: &Node, column: &str) -> Field<Moment> {
    if row.get(column).is_none() {
        return Field::Absent;
    }
    match cell(row, column).and_then(moment) {
        Some(moment) => Field::Given(moment),
        None => Field::Blank,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::{read_json, read_node};
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
        let [root, ci, ada] = facts.exported.service_accounts.as_slice() else { panic!("three") };
        assert_eq!(root.record.interactive_login, Field::Given(true));
        assert!(root.record.last_used.given().is_some());
        assert_eq!(ci.record.interactive_login, Field::Given(false));
        assert_eq!(ci.record.last_used, Field::Blank);
        assert_eq!(ada.record.id, "arn:aws:iam::1:user/ada");
        let keys: Vec<_> = facts.exported.secrets.iter().map(|key| &key.record).collect();
        let [first, second, adas] = keys.as_slice() else { panic!("three keys") };
        assert_eq!(second.status, Field::Given(Status::Disabled));
        assert_eq!(first.last_used, Field::Absent, "the column is not there");
        assert_eq!(first.principal_kind, Field::Absent);
        assert_eq!(adas.principal_kind, Field::Given(PrincipalKind::Human));
        assert_eq!(adas.last_rotated, Field::Blank);
    }

    #[test]
    fn the_wrapper_of_the_api_holds_text_or_base64() {
        for content in [CSV.to_string(), syntax::encoding::base64(CSV)] {
            let quoted = serde_json::to_string(&content).expect("json");
            let text = format!("{{\"Content\": {quoted}, \"ReportFormat\": \"text/csv\"}}");
            assert_eq!(read_json(&FORMAT, &text).exported.service_accounts.len(), 3);
        }
    }
}
