//! Okta API tokens, as `GET /api/v1/api-tokens` lists them. The value of a token is never exported.
//!
//! A token acts with every permission of the user who made it, and ends when it was not used for the
//! time of its window: each use moves the end.

use jiff::Span;

use crate::exports::export::Export;
use crate::extract;
use crate::format::{Format, Origin};
use model::records::{Issuance, Secret, SecretKind, Status};
use model::{Facts, Field, FormatId, Moment};
use syntax::Node;

pub(crate) static FORMAT: Format =
    Format { id: FormatId::new("okta-api-tokens"), title: "Okta API tokens", recognise, read };

fn recognise(root: &Node) -> bool {
    extract::sample_rows(extract::records(root)).any(is_token)
}

fn is_token(node: &Node) -> bool {
    extract::has_keys(node, &["id", "userId"])
        && ["tokenWindow", "clientName"].iter().any(|key| node.get(key).is_some())
}

/// The keys that state fields.
const FIELDS: [(&str, &[&str]); 3] =
    [("issued_at", &["created"]), ("expires_at", &["expiresAt"]), ("principal", &["userId"])];

fn read(root: &Node, origin: &Origin<'_>, facts: &mut Facts) {
    tokens(extract::records(root), "", &mut Export::new(origin, facts).citing(&FIELDS));
}

/// Reads the tokens of a list.
pub(super) fn tokens(nodes: &[Node], list: &str, export: &mut Export<'_>) {
    for (number, node) in nodes.iter().enumerate() {
        let Some(id) = extract::redacted_text(node, "id") else {
            export.notice(node, "a token has no id and was skipped", "export it again");
            continue;
        };
        let record = token(node, id, export);
        export.secret(node, &format!("{list}/{number}"), record);
    }
}

fn token(node: &Node, id: String, export: &mut Export<'_>) -> Secret {
    let (issued_at, expires_at) =
        (export.moment(node, "created"), export.moment(node, "expiresAt"));
    let last_used = last_used(node, &issued_at, &expires_at);
    let user = extract::redacted_text(node, "userId");
    Secret {
        kind: Field::Given(SecretKind::Token),
        owner: user.clone().map_or(Field::Blank, |user| Field::Given(vec![user])),
        principal: user.map_or(Field::Blank, Field::Given),
        issuance: Field::Given(Issuance::Static),
        // Okta records every use of a token since it was made.
        usage_since: if last_used == Field::Blank { issued_at.clone() } else { Field::Absent },
        last_used,
        issued_at,
        // A token without a stated end does not end.
        expires_at: match expires_at {
            Field::Absent => Field::Blank,
            end => end,
        },
        status: match extract::raw_str(node, "status") {
            Some("ACTIVE") => Field::Given(Status::Active),
            Some("REVOKED") => Field::Given(Status::Revoked),
            Some(_) => Field::Given(Status::Disabled),
            // Only tokens that work are listed.
            None => Field::Given(Status::Active),
        },
        id,
        ..Secret::default()
    }
}

/// When a token was last used: as much before its end as its window is long. Blank where that is when
/// it was made: then it was never used.
fn last_used(node: &Node, created: &Field<Moment>, end: &Field<Moment>) -> Field<Moment> {
    let window = extract::raw_str(node, "tokenWindow").and_then(|text| text.parse::<Span>().ok());
    let (Some(window), Some(end)) = (window, end.given()) else { return Field::Absent };
    let Some(used) = end.before(window) else { return Field::Absent };
    // Both are written by the same step; a second or two may lie between them.
    match created.given() {
        Some(created) if created.seconds_until(used) < 60 => Field::Blank,
        _ => Field::Given(used),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exports::bench::read_json;

    fn secrets(text: &str) -> Vec<Secret> {
        let facts = read_json(&FORMAT, text);
        assert_eq!(facts.exported.records(), facts.exported.secrets.len() as u64);
        facts.exported.secrets.into_iter().map(|one| one.record).collect()
    }

    #[test]
    fn a_token_is_one_secret_with_owner_and_dates() {
        let read = secrets(
            r#"[{"name": "export", "userId": "00u1", "tokenWindow": "P30D", "id": "00T1",
                "clientName": "Okta API", "expiresAt": "2026-12-09T08:00:00.000Z",
                "created": "2022-05-01T00:00:00.000Z", "network": {"connection": "ANYWHERE"}},
               {"name": "new", "userId": "00u1", "tokenWindow": "P30D", "id": "00T2",
                "clientName": "Okta API", "expiresAt": "2026-11-30T10:00:01.000Z",
                "created": "2026-10-31T10:00:00.000Z"}]"#,
        );
        let [used, unused] = read.as_slice() else { panic!("two tokens") };
        let day = |field: &Field<Moment>| field.given().map(|date| date.day().to_string());
        assert_eq!(used.owner, Field::Given(vec!["00u1".into()]));
        assert_eq!(used.issuance, Field::Given(Issuance::Static));
        assert_eq!(day(&used.issued_at).as_deref(), Some("2022-05-01"));
        assert_eq!(day(&used.expires_at).as_deref(), Some("2026-12-09"));
        assert_eq!(day(&used.last_used).as_deref(), Some("2026-11-09"));
        assert!(used.usage_since.is_absent() && used.used_by.is_absent());
        assert_eq!(
            (&unused.last_used, day(&unused.usage_since).as_deref()),
            (&Field::Blank, Some("2026-10-31"))
        );
    }

    #[test]
    fn a_single_token_and_a_token_without_dates_are_read() {
        let read = secrets(r#"{"id": "00T1", "userId": "00u1", "clientName": "Okta API"}"#);
        assert_eq!(read.len(), 1);
        assert_eq!((&read[0].expires_at, &read[0].last_used), (&Field::Blank, &Field::Absent));
    }
}
