//! The IAM credential report: one row a user, its password and up to two access keys.
//!
//! As CSV, or in the JSON that the API wraps around it, where the content is base64 or plain text.
//! The CSV itself does not say when it was made; without a capture time of the profile, or the
//! wrapper's `GeneratedTime`, dates are read as they stand.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::ingest::format::{Format, Origin};
use crate::model::records::{Issuance, PrincipalKind, Secret, SecretKind, ServiceAccount, Status};
use crate::model::{Facts, Field, Moment, Placed, RecordKind};
use crate::syntax::{Node, table};

pub(in crate::ingest) static FORMAT: Format =
    Format { id: "aws-credential-report", title: "AWS credential report", recognise, read };

/// The columns that make a table a credential report; exports drop others.
const COLUMNS: [&str; 4] = ["user", "arn", "access_key_1_active", "access_key_1_last_rotated"];

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
        let mend = "export it again";
        facts.notices.push(origin.notice(root, "the credential report holds no user", mend));
    }
    facts.carried.insert(RecordKind::ServiceAccounts);
    for (number, row) in rows.iter().enumerate() {
        user(row, &format!("/{number}"), origin, facts);
    }
}

/// The API's content: base64 as the command line gives it, else the text itself.
fn unwrap(content: &str) -> String {
    let packed: String = content.split_whitespace().collect();
    let decoded =
        BASE64_STANDARD.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.unwrap_or_else(|| content.to_string())
}

fn user(row: &Node, pointer: &str, origin: &Origin<'_>, facts: &mut Facts) {
    let Some(arn) = cell(row, "arn") else {
        let mend = "export it again";
        facts.notices.push(origin.notice(row, "a row names no ARN and was passed over", mend));
        return;
    };
    let name = cell(row, "user").unwrap_or(arn);
    let signs_in = flag(row, "password_enabled");
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
    facts.exported.service_accounts.push(Placed { record: account, place });
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
    let Some(active) = flag(row, &column("active")) else { return };
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
        status: Field::Given(if active { Status::Active } else { Status::Revoked }),
        id: format!("{arn}/access-key-{number}"),
        ..Secret::default()
    };
    facts.exported.secrets.push(Placed { record: secret, place: origin.place(row, pointer) });
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

fn flag(row: &Node, column: &str) -> Option<bool> {
    match cell(row, column)?.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

fn date(row: &Node, column: &str) -> Field<Moment> {
    if row.get(column).is_none() {
        return Field::Absent;
    }
    match cell(row, column).and_then(|text| text.parse().ok()) {
        Some(moment) => Field::Given(moment),
        None => Field::Blank,
    }
}
