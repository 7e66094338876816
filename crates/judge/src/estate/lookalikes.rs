//! Ids that look the same and are not: each is an asset of its own, and a person has to say whether
//! that is meant.

use std::collections::BTreeMap;

use model::records::Owner;
use model::{Asset, Diagnostic, Place, Placed};

/// A warning for each id that is probably another one of its kind, among assets and owners. Nothing
/// is joined: both are judged.
pub(super) fn lookalikes(assets: &[Asset], owners: &[Placed<Owner>]) -> Vec<Diagnostic> {
    let assets = assets.iter().map(|asset| {
        let key = &asset.key;
        (key.kind.to_string(), key.id.as_str(), asset.place())
    });
    let owners =
        owners.iter().map(|owner| ("owner".to_string(), &*owner.record.id, Some(&owner.place)));
    let mut alike: BTreeMap<(String, String), BTreeMap<&str, Option<&Place>>> = BTreeMap::new();
    for (kind, id, place) in assets.chain(owners) {
        alike.entry((kind, syntax::folded(id))).or_default().entry(id).or_insert(place);
    }
    let groups = alike.into_iter().flat_map(|((kind, _), ids)| among(&kind, &ids));
    groups.collect()
}

/// The warnings about the ids of one kind that fold to one text: each against the first.
fn among(kind: &str, ids: &BTreeMap<&str, Option<&Place>>) -> Vec<Diagnostic> {
    let mut ids = ids.iter();
    let Some((first, at)) = ids.next() else { return Vec::new() };
    let warnings = ids.filter_map(|(id, place)| {
        let differ = syntax::difference(first, id)?;
        let known = at.map(|at| format!(" at {at}")).unwrap_or_default();
        let message =
            format!("{kind}/{id} is probably {kind}/{first}{known}: the two ids differ {differ}");
        let help = "write one id in both places if they are one, or rename one of them".to_string();
        let warning = Diagnostic::general(message, help).of_kind(model::Kind::Slip);
        Some(Diagnostic { place: place.cloned(), ..warning })
    });
    warnings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estate::{Dangling, build};
    use model::records::{Agent, Server};
    use model::{Facts, Thresholds};

    fn warnings(servers: &[&str], agents: &[&str], owners: &[&str]) -> Vec<String> {
        let place = Place::file("inventory.yaml");
        let server = |id: &&str| Server { id: (*id).into(), ..Server::default() };
        let agent = |id: &&str| Agent { id: (*id).into(), ..Agent::default() };
        let owner = |id: &&str| -> Owner {
            serde_json::from_value(serde_json::json!({ "id": id })).expect("an owner")
        };
        let mut facts = Facts {
            servers: servers.iter().map(|id| Placed::new(server(id), place.clone())).collect(),
            agents: agents.iter().map(|id| Placed::new(agent(id), place.clone())).collect(),
            owners: owners.iter().map(|id| Placed::new(owner(id), place.clone())).collect(),
            ..Facts::default()
        };
        let day = jiff::civil::date(2026, 11, 22);
        let context = build(
            &mut facts,
            day,
            (Thresholds::default(), &std::sync::Arc::default()),
            Dangling::Stop,
            None,
        );
        // The organisation is an asset too.
        assert_eq!(context.expect("a view").assets.len(), servers.len() + agents.len() + 1);
        let probably = facts.notices.iter().map(|notice| notice.message.clone());
        probably.filter(|message| message.contains("is probably")).collect()
    }

    #[test]
    fn ids_that_look_the_same_stay_apart_and_are_reported() {
        let found = warnings(&["crm", "CRM", "z\u{fc}rich", "zu\u{308}rich", "hr"], &[], &[]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("differ in upper and lower case"), "{found:?}");
        assert!(found[1].contains("differ in Unicode form"), "{found:?}");
        let found = warnings(&[], &[], &["ines", "ines\u{200b}", "INES"]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().any(|it| it.contains("invisible character U+200B")), "{found:?}");
    }

    #[test]
    fn one_id_in_two_kinds_is_no_slip() {
        assert!(warnings(&["crm"], &["CRM"], &["Crm"]).is_empty());
    }
}
