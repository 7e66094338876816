//! Facts quoted as sources state them.

use model::records::{Certainty, Material, Secret, Sighting};
use model::words;
use model::{Asset, Field, Judgement, Moment, Place, Provenance, Reason};
use serde::Serialize;
use serde_json::Value;

/// `field = value`.
pub(super) fn quote<T: Serialize>(name: &str, stated: &Field<T>) -> String {
    words!("{name} = {}", value(stated))
}

/// `field = value`, with the field that states it.
pub(super) fn cited<'f, T: Serialize>(field: &'f str, stated: &Field<T>) -> (&'f str, String) {
    (field, quote(field, stated))
}

/// Adds `field = values`. Where several sources were joined, each is cited for its own values.
pub(super) fn because_list(
    verdict: Judgement,
    from: &Provenance,
    field: &str,
    stated: &Field<Vec<String>>,
) -> Judgement {
    if stated.items().len() < 2 {
        return verdict.because(from.place_of(field), quote(field, stated));
    }
    let mut sources: Vec<(Option<Place>, Vec<&str>)> = Vec::new();
    let file = |place: &Option<Place>| place.as_ref().map(|place| place.file.clone());
    for (place, items) in from.places_of_items(field, stated.items().len()) {
        let values = items.iter().filter_map(|item| stated.items().get(*item));
        let values = values.map(String::as_str);
        match sources.iter_mut().find(|(known, _)| file(known) == file(&place)) {
            Some((_, known)) => known.extend(values),
            None => sources.push((place, values.collect())),
        }
    }
    if sources.len() < 2 {
        return verdict.because(from.place_of(field), quote(field, stated));
    }
    sources.into_iter().fold(verdict, |verdict, (place, values)| {
        verdict.because(place, words!("{field} = {}", values.join(", ")))
    })
}

/// Adds the statements that make a secret a federation.
pub(super) fn federated(verdict: Judgement, asset: &Asset, secret: &Secret) -> Judgement {
    let facts = [
        cited("kind", &secret.kind),
        cited("issuance", &secret.issuance),
        cited("location", &secret.location),
    ];
    verdict.because_each(&asset.from, facts)
}

/// The verdict on a federation that a field leaves open.
pub(super) fn unsettled(field: &'static str) -> Judgement {
    let sentence = words!("Called a federation, and field `secrets.{field}` does not confirm it");
    Judgement::unusable(Reason::MissingField, "secrets", field, sentence)
}

/// A verdict on the value of what is called a federation: adds what contradicts that.
pub(super) fn contradicted(verdict: Judgement, asset: &Asset, secret: &Secret) -> Judgement {
    let Material::Contradicted(field) = secret.material() else { return verdict };
    let mut confirmed = secret.sightings.iter().filter(|it| it.certainty == Certainty::Confirmed);
    let mut verdict = federated(verdict, asset, secret);
    let against = match (field, confirmed.next()) {
        ("kind", _) => quote("kind", &secret.kind),
        ("issuance", _) => quote("issuance", &secret.issuance),
        (_, Some(Sighting { place, setting, kind, masked, .. })) => {
            verdict = verdict.because(Some(place), words!("{setting}: {kind}, {masked}"));
            "its value is in a configuration".into()
        }
        (_, None) => quote("location", &secret.location),
    };
    verdict.sentence += &words!("; called a federation, which {against} contradicts");
    verdict
}

/// Where the day is stated on which a secret was last issued or rotated.
pub(super) fn renewal(asset: &Asset, secret: &Secret, renewed: Moment) -> Option<Place> {
    match secret.last_rotated.given() == Some(&renewed) {
        true => asset.place_of("last_rotated"),
        false => asset.place_of("issued_at"),
    }
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
    use crate::controls::testkit::Kit;
    use model::AssetFacts;
    use model::records::RunsAs;

    #[test]
    fn only_a_confirmed_value_contradicts_a_federation() {
        let of = |certainty| {
            let key = serde_json::json!({"id": "key", "kind": "workload-federation",
                                         "issuance": "federated", "location": "vault"});
            let seen = Sighting {
                place: Place::file(".mcp.json"),
                setting: "TOKEN".into(),
                kind: "token".into(),
                masked: "…".into(),
                certainty,
            };
            let (asset, _) = Kit::new().secret(key).sighted(seen).parts();
            let AssetFacts::Secret(secret) = &asset.facts else { panic!("a secret") };
            contradicted(Judgement::fail("Kept"), &asset, secret)
        };
        let seen = of(Certainty::Confirmed);
        assert!(seen.sentence.ends_with("its value is in a configuration contradicts"));
        let is_cited = |judged: &Judgement| {
            let places = judged.evidence.iter().filter_map(|it| it.place.as_ref());
            places.filter(|place| &*place.file == ".mcp.json").count()
        };
        assert_eq!(is_cited(&seen), 1);
        let stated = of(Certainty::Suspected);
        assert!(stated.sentence.ends_with("location = vault contradicts"), "{}", stated.sentence);
        assert_eq!(is_cited(&stated), 0);
    }

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
