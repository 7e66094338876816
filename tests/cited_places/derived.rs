//! Facts that no source writes out: what is at the place must show them, in the words of that format.

use passmuster::model::Place;

use super::document::Spot;
use super::quotes::Quote;

/// Whether the place shows a value.
type Shows = fn(value: &str, quote: &Quote, place: &Place, spot: &Spot) -> bool;

/// The field, the value where it is one word of ours, and what shows it.
const DERIVED: [(&str, Option<&str>, Shows); 9] = [
    // What is started by a command is spoken to over its streams.
    ("transport", Some("stdio"), |_, _, place, _| key(place) == "command"),
    // `"disabled": true`, `"enabled": false`.
    ("status", Some("disabled"), |_, _, place, _| ["disabled", "enabled"].contains(&key(place))),
    // A key of a platform is made once and kept until it is revoked. The cited place is its entry.
    ("issuance", Some("static"), |_, _, place, spot| {
        let entry = ["keyId", "tokenWindow", "access_key_1_active", "cert_1_active"];
        entry.iter().any(|key| spot.holds(key)) || place.pointer.contains("/secrets/")
    }),
    // The root of an account may do everything.
    ("scopes", Some("*"), |_, _, _, spot| spot.holds("<root_account>")),
    // The name of a header, and the scheme before its secret.
    ("auth.kind", None, |value, _, place, spot| match value {
        "bearer-static" => key(place).eq_ignore_ascii_case("authorization") || spot.holds("bearer"),
        "api-key" => key(place).to_lowercase().contains("key"),
        _ => false,
    }),
    // The name of a file states its kind.
    ("location", Some("env-file"), |_, _, _, spot| spot.holds(".env")),
    // Computed from the whole definition, which is the cited place.
    ("definition_hash", None, |_, quote, _, spot| {
        quote.about.as_ref().is_some_and(|tool| spot.holds(tool)) && spot.holds("inputSchema")
    }),
    // The entry of a client's file is keyed by its server; an export names the account without its kind.
    ("used_by", None, |value, _, place, spot| {
        let id = value.split_once('/').map_or(value, |(_, id)| id);
        key(place) == id || spot.holds(id) || is_kubernetes(id, spot)
    }),
    ("principal", None, |value, _, _, spot| spot.holds(value) || is_kubernetes(value, spot)),
];

/// What is wrong with a value that is not written at its place; none where it is not one of these.
pub(super) fn is_shown(quote: &Quote, place: &Place, spot: &Spot) -> Option<Result<(), String>> {
    let value = match quote.values.as_slice() {
        [value] if !quote.is_absent && !spot.holds(value) => value,
        _ => return None,
    };
    let of = |(field, word, _): &&(&str, Option<&str>, Shows)| {
        *field == quote.field && word.is_none_or(|word| word == value)
    };
    let (.., shows) = DERIVED.iter().find(of)?;
    Some(match shows(value, quote, place, spot) {
        true => Ok(()),
        false => Err(format!("nothing there shows {value:?}")),
    })
}

/// The last key that leads to a place.
fn key(place: &Place) -> &str {
    place.pointer.rsplit('/').next().unwrap_or_default()
}

/// `system:serviceaccount:NAMESPACE:NAME` is written in two keys.
fn is_kubernetes(id: &str, spot: &Spot) -> bool {
    let parts = id.strip_prefix("system:serviceaccount:");
    parts.is_some_and(|parts| parts.split(':').all(|part| spot.holds(part)))
}
