//! Ids that look the same and are not: each is an asset of its own, and a person has to say whether
//! that is meant.

use rayon::prelude::*;

use model::records::Owner;
use model::{Asset, Diagnostic, Place, Placed};

/// A warning for each id that is probably another one of its kind, among assets and owners. Nothing
/// is joined: both are judged.
pub(super) fn lookalikes(assets: &[Asset], owners: &[Placed<Owner>]) -> Vec<Diagnostic> {
    let assets = assets.par_iter().map(|asset| {
        let key = &asset.key;
        (key.kind.id(), key.id.as_str(), asset.place())
    });
    let owners = owners.par_iter().map(|owner| ("owner", &*owner.record.id, Some(&owner.place)));
    let named = assets.chain(owners).enumerate();
    let mut alike: Vec<Named<'_>> = named
        .map(|(at, (kind, id, place))| Named { kind, folded: syntax::folded(id), id, at, place })
        .collect();
    alike.par_sort_unstable_by(|a, b| a.order().cmp(&b.order()));
    let same = |a: &Named<'_>, b: &Named<'_>| (a.kind, &a.folded) == (b.kind, &b.folded);
    alike.chunk_by(same).filter(|ids| ids.len() > 1).flat_map(among).collect()
}

/// An id, and what it is without all that cannot be seen at once.
struct Named<'a> {
    kind: &'static str,
    folded: String,
    id: &'a str,
    /// Where it comes among all ids: of one that occurs twice, the first place is given.
    at: usize,
    place: Option<&'a Place>,
}

impl Named<'_> {
    fn order(&self) -> (&str, &str, &str, usize) {
        (self.kind, &self.folded, self.id, self.at)
    }
}

/// The warnings about ids of one kind that fold to one text: each against the first.
fn among(alike: &[Named<'_>]) -> Vec<Diagnostic> {
    let mut ids = alike.chunk_by(|a, b| a.id == b.id).filter_map(<[_]>::first);
    let Some(Named { kind, id: first, place: at, .. }) = ids.next() else { return Vec::new() };
    let warnings = ids.filter_map(|Named { id, place, .. }| {
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
