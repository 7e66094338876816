//! The secrets of an entry: every value in it is examined, at any depth.

use std::collections::BTreeMap;

use super::arguments::{self, Candidate, UNNAMED};
use super::entry::{Entry, URL_KEYS};
use super::inputs::Declared;
use super::names::Names;
use super::transport;
use crate::address;
use crate::classes::Classes;
use crate::extract::pointer_step;
use crate::secrets::{self, Found, Inspected, SecretDigest};
use model::records::{Configuration, Secret, SecretKind, Sighting};
use model::{Field, Place, Placed, credential_in_query};
use syntax::{Node, Value};

/// What the scan of one entry found.
pub(super) struct EntryScan {
    /// What was examined and found.
    pub configuration: Configuration,
    /// One record a secret setting.
    pub secrets: Vec<Placed<Secret>>,
}

/// A setting that holds a secret, or a reference to one.
#[derive(Default)]
struct Sighted {
    setting: String,
    found: Vec<(Found, Place)>,
    references: Vec<SecretDigest>,
    kind: Option<SecretKind>,
}

impl Sighted {
    /// The digest that identifies the secret; none where one setting holds several.
    fn digest(&self) -> Option<SecretDigest> {
        let values: Vec<&SecretDigest> =
            self.found.iter().map(|(found, _)| &found.digest).collect();
        let digests = if values.is_empty() { self.references.iter().collect() } else { values };
        let first = *digests.first()?;
        digests.iter().all(|digest| *digest == first).then(|| first.clone())
    }
}

/// Examines every value of an entry.
pub(super) fn scan_entry(
    entry: &Entry<'_>,
    declared: &Declared,
    classes: &Classes,
    names: &mut Names,
) -> EntryScan {
    let mut candidates = arguments::candidates(&entry.words);
    // Zed used to write the whole launch under `command`.
    let launch = entry.node.get("command").map_or(&[][..], Node::entries).iter();
    for field in launch.filter(|field| !matches!(field.key.as_str(), "path" | "args")) {
        let pointer = format!("{}/command/{}", entry.place.pointer, pointer_step(&field.key));
        let place = Place::new(&entry.place.file, field.node.line, pointer);
        collect(&field.key, &field.node, place, &mut candidates);
    }
    for field in entry.node.entries() {
        if !matches!(field.key.as_str(), "command" | "cmd" | "args") {
            let pointer = format!("{}/{}", entry.place.pointer, pointer_step(&field.key));
            let place = Place::new(&entry.place.file, field.node.line, pointer);
            collect(&field.key, &field.node, place, &mut candidates);
        }
    }
    let called = transport::way(entry).url.map(|url| url.trim().to_string());
    let mut seen: BTreeMap<String, Sighted> = BTreeMap::new();
    let mut order = Vec::new();
    for candidate in &candidates {
        let is_called = called.as_deref() == Some(candidate.value.trim());
        let judged = judge(candidate, declared, is_called);
        let reference = match candidate.by_name {
            true => Some(SecretDigest::of_variable(&candidate.place.file, &candidate.setting)),
            false => secrets::digest(&candidate.place.file, &candidate.value),
        };
        // A connection has one secret for each variable that it takes one from.
        let literal = judged.iter().any(|(_, found, _, _)| found.is_some());
        let connected = match candidate.by_name || literal || judged.is_empty() {
            true => Vec::new(),
            false => secrets::connection_parts(&candidate.value),
        };
        let judged: Vec<(Judged, Option<SecretDigest>)> = match (connected.as_slice(), judged) {
            ([_, ..], judged) => {
                let of = |part: &secrets::Part<'_>| {
                    let (setting, found, kind, place) = judged.first()?.clone();
                    let digest = secrets::digest(&candidate.place.file, part.text);
                    Some(((setting, found, part.kind.or(kind), place), digest))
                };
                connected.iter().filter_map(of).collect()
            }
            ([], judged) => judged.into_iter().map(|one| (one, reference.clone())).collect(),
        };
        let several = judged.len() > 1 && !connected.is_empty();
        for ((setting, found, kind, place), reference) in judged {
            // Arguments without a name are distinguished only by their place.
            let key = match setting.as_str() {
                UNNAMED => format!("{setting} {}", place.pointer),
                named => named.to_lowercase(),
            };
            let key = match &reference {
                Some(digest) if several => format!("{key} {}", classes.of_value(digest).0),
                _ => key,
            };
            if !seen.contains_key(&key) {
                order.push(key.clone());
            }
            let known =
                seen.entry(key).or_insert_with(|| Sighted { setting, ..Sighted::default() });
            known.kind = known.kind.or(kind);
            if found.is_none() {
                known.references.extend(reference.clone());
            }
            known.found.extend(found.map(|found| (found, place)));
        }
    }
    let seen: Vec<_> = order.iter().filter_map(|key| seen.remove(key)).collect();
    let mut scan = report(entry, &seen, classes, names);
    if called.as_deref().and_then(credential_in_query).is_some() {
        scan.configuration.query_credentials.push(entry.place.clone());
    }
    scan
}

type Judged = (String, Option<Found>, Option<SecretKind>, Place);

/// What a candidate turns out to be: nothing, a secret, or a reference to one. `is_called`: it is the address
/// of the server.
fn judge(candidate: &Candidate, declared: &Declared, is_called: bool) -> Vec<Judged> {
    let Candidate { setting, value, place, by_name } = candidate;
    let clean = secrets::redact(setting).unwrap_or_else(|| setting.clone());
    let mut judged = Vec::new();
    if *by_name {
        let named = secrets::named(setting);
        if named.is_some() || declared.is_sensitive(setting) {
            let kind = named.and_then(|named| named.secret_kind);
            judged.push((clean, None, kind, place.clone()));
        }
        return judged;
    }
    for input in declared.asked(value) {
        let default = input.default.as_ref().map(|(value, place)| {
            (secrets::inspect(&format!("{setting}_{}", input.id), value), place)
        });
        if let Some((Inspected::Secret(found), place)) = default {
            judged.push((clean.clone(), Some(found), None, place.clone()));
        } else if input.password {
            let kind = secrets::referred(setting, value).and_then(|named| named.secret_kind);
            judged.push((clean.clone(), None, kind, place.clone()));
        }
    }
    match secrets::inspect(setting, value) {
        Inspected::Secret(found) => {
            let kind = found.secret_kind;
            judged.push((clean, Some(found), kind, place.clone()));
        }
        Inspected::Reference if judged.is_empty() => {
            let named = secrets::referred(setting, value);
            let connected = !secrets::connection_parts(value).is_empty();
            if named.is_some() || connected || declared.is_sensitive(setting) {
                let kind = named.and_then(|named| named.secret_kind);
                judged.push((clean, None, kind, place.clone()));
            }
        }
        _ => {
            let is_address = value.contains("://") && setting_is_address(setting);
            if let Some(found) =
                is_address.then(|| address::path_secret(value, is_called)).flatten()
            {
                judged.push((clean, Some(found), None, place.clone()));
            }
        }
    }
    judged
}

/// Whether a setting holds a server's address; other addresses may hold ids that only look random.
fn setting_is_address(setting: &str) -> bool {
    setting == UNNAMED || URL_KEYS.contains(&setting)
}

/// Walks a value of the entry, however deep; a list belongs to the key above it.
fn collect(setting: &str, node: &Node, place: Place, candidates: &mut Vec<Candidate>) {
    let under = |key: &str, line: u32| {
        Place::new(&place.file, line, format!("{}/{}", place.pointer, pointer_step(key)))
    };
    // Codex and Goose name the variable that holds the secret instead of its value.
    let names_variables =
        matches!(setting, "bearer_token_env_var" | "env_http_headers" | "env_keys" | "env_vars");
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) if names_variables => {
            candidates.push(Candidate::by_name(&scalar.text, &place));
        }
        Value::Scalar(scalar) => match super::words::assignment(&scalar.text) {
            // `environment: [NAME=value]`
            Some((name, value)) if matches!(setting, "env" | "envs" | "environment") => {
                candidates.push(Candidate::new(name, value, &place));
            }
            _ => candidates.push(Candidate::new(setting, &scalar.text, &place)),
        },
        Value::List(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                collect(setting, node, under(&index.to_string(), node.line), candidates);
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                let setting = if names_variables { setting } else { &entry.key };
                collect(setting, &entry.node, under(&entry.key, entry.node.line), candidates);
            }
        }
    }
}

fn report(entry: &Entry<'_>, seen: &[Sighted], classes: &Classes, names: &mut Names) -> EntryScan {
    let mut configuration =
        Configuration { inspected: vec![entry.place.clone()], ..Configuration::default() };
    let mut records: Vec<Placed<Secret>> = Vec::new();
    for one in seen {
        if one.found.is_empty() {
            configuration.references += 1;
        }
        let sighted = one.found.iter().map(|(found, place)| Sighting {
            place: place.clone(),
            setting: one.setting.clone(),
            kind: found.kind.to_string(),
            masked: found.masked.clone(),
            certainty: found.certainty,
        });
        let sightings: Vec<Sighting> = sighted.collect();
        configuration.sightings.extend(sightings.iter().cloned());
        let shape = one.found.iter().find_map(|(found, _)| found.principal_kind);
        let kind = one.found.iter().find_map(|(found, _)| found.secret_kind).or(one.kind);
        let wanted = format!("{}/{}", entry.id, one.setting).to_lowercase();
        let id = names.take(&wanted);
        let record = Secret {
            id,
            kind: kind.map_or(Field::Absent, Field::Given),
            principal_kind: shape.map_or(Field::Absent, Field::Given),
            used_by: Field::Given(vec![entry.id.clone()]),
            value_class: one.digest().map(|digest| classes.of_value(&digest)),
            sightings,
            ..Secret::default()
        };
        records.push(Placed::new(record, entry.place.clone()));
    }
    EntryScan { configuration, secrets: records }
}
