//! Two records of one secret.

use super::fields::meet_fields;
use model::records::Secret;

meet_fields! {
    Secret,
    single: [
        completes kind owner_inherited principal principal_kind environment store ttl_seconds
        auto_rotate usage_since location federation known_to auto_revoked
    ],
    aged: [issuance issued_at last_rotated expires_at status last_used],
    lists: [known_as formerly distinct_from owner scopes],
    aside: [used_by users_seen value_class sightings crosses_environments],
    |ours, meeting| {
        // A list that only a configuration or an export shows may be a part; one that a record
        // states is whole, whatever joins it.
        let seen_only = ours.users_seen || ours.used_by.given().is_none();
        let seen = seen_only && (ours.users_seen || users_seen || used_by.given().is_some());
        meeting.list_unless("used_by", &mut ours.used_by, used_by, is_known);
        ours.users_seen = seen;
        ours.crosses_environments |= crosses_environments;
        ours.value_class = ours.value_class.or(value_class);
        ours.sightings.extend(sightings);
    },
}

/// Whether a user is listed. A record may name a server by its id alone.
fn is_known(listed: &[String], user: &String) -> bool {
    listed.iter().any(|known| known == user || format!("server/{known}") == *user)
}
