//! The credentials of a user: up to two access keys and two signing certificates. The report gives
//! no ids of them.

use super::cells::date;
use crate::exports::aws::access_keys;
use crate::exports::export::Export;
use crate::extract::bool_at;
use model::records::{Issuance, PrincipalKind, Secret, SecretKind, Status};
use model::{Field, Moment};
use syntax::Node;

/// Whose credentials they are.
pub(super) struct Holder<'a> {
    pub(super) arn: &'a str,
    pub(super) name: &'a str,
    /// How the credentials name it as their user.
    pub(super) reference: String,
    /// Whether it is a person or the root of the account.
    pub(super) is_person: bool,
    /// Whether it is the root, which may do everything.
    pub(super) is_root: bool,
}

/// A sort of credential, by its columns.
struct Sort {
    prefix: &'static str,
    id: &'static str,
    kind: SecretKind,
    /// Whether the report has a column for its last use.
    use_is_recorded: bool,
}

const SORTS: [Sort; 2] = [
    Sort {
        prefix: "access_key",
        id: "access-key",
        kind: SecretKind::ApiKey,
        use_is_recorded: true,
    },
    Sort {
        prefix: "cert",
        id: "certificate",
        kind: SecretKind::Certificate,
        use_is_recorded: false,
    },
];

/// Reads every credential of a row; an active certificate among them is returned.
pub(super) fn read(
    row: &Node,
    pointer: &str,
    holder: &Holder<'_>,
    export: &mut Export<'_>,
) -> bool {
    let mut has_certificate = false;
    for sort in &SORTS {
        for number in [1, 2] {
            if let Some(secret) = credential(row, sort, number, holder, export) {
                has_certificate |= sort.kind == SecretKind::Certificate
                    && secret.status == Field::Given(Status::Active);
                export.secret(row, pointer, secret);
            }
        }
    }
    has_certificate
}

/// A credential, if the user has one.
fn credential(
    row: &Node,
    sort: &Sort,
    number: u8,
    holder: &Holder<'_>,
    export: &mut Export<'_>,
) -> Option<Secret> {
    let column = |what: &str| format!("{}_{number}_{what}", sort.prefix);
    let active = bool_at(row, column("active").as_str())?;
    let rotated = date(row, &column("last_rotated"), export);
    if !active && rotated.given().is_none() {
        return None;
    }
    let last_used = match sort.use_is_recorded {
        true => date(row, &column("last_used_date"), export),
        false => Field::Absent,
    };
    let made = rotated.given().filter(|_| sort.kind == SecretKind::ApiKey);
    let known_as = made.and_then(|made| access_keys::name(holder.name, *made));
    Some(Secret {
        id: format!("{}/{}-{number}", holder.arn, sort.id),
        known_as: known_as.map_or(Field::Absent, |name| Field::Given(vec![name])),
        kind: Field::Given(sort.kind),
        principal: Field::Given(holder.name.to_string()),
        principal_kind: match holder.is_person {
            true => PrincipalKind::Human.into(),
            false => Field::Absent,
        },
        used_by: Field::Given(vec![holder.reference.clone()]),
        users_seen: true,
        scopes: if holder.is_root { Field::Given(vec!["*".into()]) } else { Field::Absent },
        issuance: Field::Given(Issuance::Static),
        usage_since: recorded_since(&last_used, &rotated),
        last_rotated: rotated,
        last_used,
        // Neither a key nor a certificate ends by itself here.
        expires_at: Field::Blank,
        // An administrator can enable what is inactive again.
        status: Field::Given(if active { Status::Active } else { Status::Disabled }),
        ..Secret::default()
    })
}

/// The day since when a use would be in the report: the day a key was made or replaced, for a key
/// that was never used. AWS records the use of access keys since 22 April 2015.
fn recorded_since(last_used: &Field<Moment>, made: &Field<Moment>) -> Field<Moment> {
    let recording = Moment::start_of(jiff::civil::date(2015, 4, 22));
    match (last_used, made.given()) {
        (Field::Blank, Some(made)) => Field::Given(recording.max(*made)),
        _ => Field::Absent,
    }
}
