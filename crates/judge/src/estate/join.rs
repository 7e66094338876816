//! One identity from several sources: servers that client configurations show are joined to the
//! register.

use std::collections::{BTreeSet, HashMap};

use super::assume::{assumed, is_refused, only_matches};
use super::completes::completed;
use super::exports::{Remarks, add_exports, one_identity};
use super::freshness::Freshness;
use super::joined::Joined;
use super::keys::{address, fold, is_package};
use super::meet::{Source, meet};
use super::packages::attach;
use super::placements::{Configured, configured, qualified};
use super::secrets::Secrets;
use model::records::{Secret, Server};
use model::{Diagnostic, Facts, Field};

/// Servers and secrets on record, completed by what configurations, exports and catalogues show of
/// them, and the ones that only these show.
pub(super) fn join(
    facts: &mut Facts,
    fresh: &Freshness,
    remarks: &mut Remarks,
) -> (Vec<Joined<Server>>, Vec<Joined<Secret>>) {
    let mut servers = completed(std::mem::take(&mut facts.servers), &mut remarks.errors);
    let recorded = completed(std::mem::take(&mut facts.secrets), &mut remarks.errors);
    let mut secrets = Secrets::recorded(recorded);
    let configured = configured(std::mem::take(&mut facts.observed));
    let records = records_of(&servers, &configured, remarks);
    let has_register = !servers.is_empty();
    let mut ids: BTreeSet<String> = servers.iter().map(|one| one.record.id.clone()).collect();
    for (mut seen, record) in configured.into_iter().zip(records) {
        let of_entries = std::mem::take(&mut seen.secrets);
        let id = match record.and_then(|at| servers.get_mut(at)) {
            Some(known) => {
                let id = known.record.id.clone();
                add(known, seen, fresh);
                id
            }
            None => {
                if has_register {
                    remarks.notices.push(unregistered(&seen));
                }
                let server = alone(seen, &mut ids);
                let id = server.record.id.clone();
                servers.push(server);
                id
            }
        };
        of_entries.into_iter().for_each(|(key, secret)| secrets.add(&key, &id, secret, fresh));
    }
    let mut secrets = secrets.into_all();
    add_exports(&mut servers, std::mem::take(&mut facts.exported.servers), fresh, remarks);
    attach((&mut servers, &mut secrets), std::mem::take(&mut facts.catalogued), fresh, remarks);
    add_exports(&mut secrets, std::mem::take(&mut facts.exported.secrets), fresh, remarks);
    for secret in secrets.iter_mut().filter(|secret| !secret.registered) {
        // Whatever shows a secret in use shows one user, perhaps of several.
        secret.record.users_seen |= secret.record.used_by.given().is_some();
    }
    (servers, secrets)
}

/// Adds what configurations show of a server to its record.
fn add(known: &mut Joined<Server>, seen: Configured, fresh: &Freshness) {
    let Configured { mut server, conflicts, keys, .. } = seen;
    let other_names = keys.into_iter().filter(|key| *key != known.record.id).collect();
    server.record.known_as = stated(other_names);
    meet(known, server, Source::Configuration, fresh);
    known.conflicts.extend(conflicts);
}

/// A server that no record describes. Where another one has its key, the id names the file as well.
fn alone(seen: Configured, ids: &mut BTreeSet<String>) -> Joined<Server> {
    let key = seen.server.record.id.clone();
    let mut id = key.clone();
    if ids.contains(&id) {
        id = qualified(&key, &seen.server.place);
    }
    let whole = id.clone();
    let mut number = 1;
    while !ids.insert(id.clone()) {
        number += 1;
        id = format!("{whole}-{number}");
    }
    let mut other_names: Vec<String> = Vec::new();
    if id != key {
        let places = seen.places().iter().skip(1);
        other_names.extend(places.map(|place| qualified(&key, place)));
        other_names.dedup();
        other_names.retain(|name| *name != id);
    }
    other_names.extend(seen.keys.iter().filter(|other| **other != key).cloned());
    let Configured { server, conflicts, .. } = seen;
    let mut joined = Joined::observed(server);
    if id != key {
        joined.record.name.or_take(Field::Given(key));
    }
    joined.record.id = id;
    joined.record.known_as = stated(other_names);
    joined.conflicts.extend(conflicts);
    joined
}

/// A list that is stated only where it holds anything.
fn stated(names: Vec<String>) -> Field<Vec<String>> {
    if names.is_empty() { Field::Absent } else { Field::Given(names) }
}

fn unregistered(seen: &Configured) -> Diagnostic {
    let key = &seen.server.record.id;
    let more = match seen.places().len() {
        1 => String::new(),
        number => format!(" (in {number} places)"),
    };
    Diagnostic::at(
        &seen.server.place,
        format!("the server {key} is configured here but not in the register{more}"),
        "register it, or remove the entry",
    )
}

/// The record of each configured server. A record is that of one server: the first that it names, by
/// its other names, by its address, then by its id, and last by its package, which is assumed only
/// where neither matches anything else.
fn records_of(
    records: &[Joined<Server>],
    configured: &[Configured],
    remarks: &mut Remarks,
) -> Vec<Option<usize>> {
    if configured.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Option<usize>> = vec![None; configured.len()];
    by_other_names(records, configured, &mut found, &mut remarks.errors);
    let mut taken: BTreeSet<usize> = found.iter().flatten().copied().collect();
    let allows = |record: usize, seen: &Configured| {
        let record = records.get(record).map(|joined| &joined.record);
        record.is_some_and(|record| !is_refused(record, &seen.names()))
    };
    let addresses: HashMap<String, usize> =
        index(records, |record| address(record).into_iter().collect());
    for (slot, seen) in found.iter_mut().zip(configured).filter(|(slot, _)| slot.is_none()) {
        let at = address(&seen.server.record).and_then(|key| addresses.get(&key).copied());
        if let Some(at) = at.filter(|at| allows(*at, seen) && taken.insert(*at)) {
            *slot = Some(at);
        }
    }
    let ids = index(records, |record| {
        let name = record.name.given().map(|name| fold(name));
        std::iter::once(fold(&record.id)).chain(name).collect()
    });
    // A launch that files give several names takes no record from one that has its name alone.
    let mut unmatched: Vec<_> =
        found.iter_mut().zip(configured).filter(|(slot, _)| slot.is_none()).collect();
    unmatched.sort_by_key(|(_, seen)| seen.keys.len() > 1);
    for (slot, seen) in unmatched {
        let named = seen.keys.iter().find_map(|key| Some((key, *ids.get(&fold(key))?)));
        let Some((key, at)) = named.filter(|(_, at)| allows(*at, seen)) else { continue };
        if !taken.insert(at) {
            continue;
        }
        if let Some(record) = records.get(at) {
            let because = "the two have one name";
            remarks.notices.push(assumed(record, key, &seen.server.place, because));
        }
        *slot = Some(at);
    }
    let ours: Vec<Vec<String>> = records.iter().map(|one| runs(&one.record)).collect();
    let theirs: Vec<Vec<String>> = configured.iter().map(|one| runs(&one.server.record)).collect();
    for (at, other) in only_matches(&ours, &theirs) {
        let (Some(record), Some(seen)) = (records.get(at), configured.get(other)) else { continue };
        let free = found.get(other).is_some_and(Option::is_none) && !taken.contains(&at);
        if !free || !allows(at, seen) {
            continue;
        }
        let what = theirs.get(other).and_then(|names| {
            names.iter().find(|name| ours.get(at).is_some_and(|ours| ours.contains(name)))
        });
        let because = format!("only these two run {}", what.map_or("it", String::as_str));
        remarks.notices.push(assumed(record, &seen.server.record.id, &seen.server.place, &because));
        if let Some(slot) = found.get_mut(other) {
            *slot = Some(at);
        }
    }
    found
}

/// Records that name a configured server among their other names. Two that name the same one are an
/// error.
fn by_other_names(
    records: &[Joined<Server>],
    configured: &[Configured],
    found: &mut [Option<usize>],
    errors: &mut Vec<Diagnostic>,
) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, seen) in configured.iter().enumerate() {
        for name in seen.names() {
            by_name.entry(fold(&name)).or_default().push(at);
        }
    }
    for (at, record) in records.iter().enumerate() {
        let old = record.record.formerly.items().iter();
        let names = record.record.known_as.items().iter().chain(old);
        for name in names.filter(|name| !is_package(name)) {
            // A record may refuse the entry of one file and mean that of another.
            let refuses = |at: &&usize| {
                configured.get(**at).is_some_and(|seen| {
                    seen.places().iter().any(|place| {
                        let whole = seen.keys.iter().map(|key| format!("{}#{key}", place.file));
                        is_refused(&record.record, &whole.collect::<Vec<_>>())
                    })
                })
            };
            let named = by_name.get(&fold(name)).into_iter().flatten();
            let Some(seen) = named.copied().find(|at| !refuses(&at)) else { continue };
            let Some(slot) = found.get_mut(seen) else { continue };
            match slot.and_then(|known| records.get(known)).filter(|_| *slot != Some(at)) {
                Some(first) => {
                    let place = configured.get(seen).map(|one| one.server.place.to_string());
                    let by = place.unwrap_or_default();
                    errors.push(one_identity(first, record, &by, name));
                }
                None => *slot = Some(at),
            }
        }
    }
}

/// The first record by each of its keys.
fn index(
    records: &[Joined<Server>],
    keys: impl Fn(&Server) -> Vec<String>,
) -> HashMap<String, usize> {
    let mut index = HashMap::new();
    for (at, joined) in records.iter().enumerate() {
        for key in keys(&joined.record) {
            index.entry(key).or_insert(at);
        }
    }
    index
}

/// What a server runs or calls, which other servers may as well: its package, and its host.
fn runs(server: &Server) -> Vec<String> {
    let package = server.launch.given().and_then(|launch| launch.package.given());
    let named = server.known_as.items().iter().filter(|name| is_package(name));
    let host = server.url.given().and_then(|url| url.split("://").nth(1)).map(|rest| {
        let host = rest.split(['/', '?']).next().unwrap_or(rest);
        format!("host {}", host.to_lowercase())
    });
    package.map(ToString::to_string).into_iter().chain(named.cloned()).chain(host).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::{AutoApprove, Launch, Package, Registry};
    use model::{Observed, Place, Placed};

    fn placed(id: &str, file: &str) -> Placed<Server> {
        let record = Server { id: id.into(), ..Server::default() };
        Placed::new(record, Place::file(file))
    }

    #[test]
    fn the_approvals_of_two_clients_add_up() {
        let approved = |file: &str, everything, tools: &[&str]| {
            let mut server = placed("crm", file);
            server.record.auto_approve = Field::Given(AutoApprove {
                everything: Field::Given(everything),
                tools: Field::Given(tools.iter().map(|tool| (*tool).to_string()).collect()),
            });
            Observed::new(server, Vec::new())
        };
        let observed =
            vec![approved("a.json", false, &["find"]), approved("b.json", true, &["drop"])];
        let mut remarks = Remarks::default();
        let (servers, _) =
            join(&mut Facts { observed, ..Facts::default() }, &Freshness::default(), &mut remarks);
        let Field::Given(approves) = &servers[0].record.auto_approve else { panic!("none") };
        assert_eq!(approves.everything, Field::Given(true));
        assert_eq!(approves.tools, Field::Given(vec!["find".into(), "drop".into()]));
    }

    #[test]
    fn only_recorded_servers_are_registered() {
        let observed = |id| Observed::new(placed(id, ".mcp.json"), Vec::new());
        let mut facts = Facts {
            servers: vec![placed("crm", "servers.yaml")],
            observed: vec![observed("crm"), observed("shadow")],
            ..Facts::default()
        };
        let mut remarks = Remarks::default();
        let (servers, _) = join(&mut facts, &Freshness::default(), &mut remarks);
        let known: Vec<_> = servers.iter().map(|s| (s.record.id.as_str(), s.registered)).collect();
        assert_eq!(known, [("crm", true), ("shadow", false)]);
        assert_eq!(remarks.notices.len(), 2, "one is assumed, one is not registered");
    }

    fn running(id: &str, package: &str, file: &str) -> Placed<Server> {
        let package = Package {
            registry: Registry::Npm,
            name: package.into(),
            version: Field::Blank,
            digest: Field::Absent,
        };
        let mut server = placed(id, file);
        let launch = Launch { package: Field::Given(package), ..Launch::default() };
        server.record.launch = Field::Given(launch);
        server
    }

    fn ids(facts: &mut Facts) -> Vec<String> {
        let mut remarks = Remarks::default();
        let ids = join(facts, &Freshness::default(), &mut remarks)
            .0
            .into_iter()
            .map(|server| server.record.id)
            .collect();
        facts.notices.extend(remarks.notices);
        ids
    }

    #[test]
    fn a_package_joins_no_two_entries_and_one_record_only_by_assumption() {
        let seen = |id: &str| Observed::new(running(id, "pg-mcp", ".mcp.json"), Vec::new());
        let observed = vec![seen("live"), seen("test")];
        assert_eq!(ids(&mut Facts { observed, ..Facts::default() }), ["live", "test"]);
        let with_record = |observed| Facts {
            servers: vec![running("orders", "pg-mcp", "servers.yaml")],
            observed,
            ..Facts::default()
        };
        let mut facts = with_record(vec![seen("live")]);
        assert_eq!(ids(&mut facts), ["orders"]);
        assert!(facts.notices.iter().any(|notice| notice.message.contains("assumed")));
        let mut facts = with_record(vec![seen("live"), seen("test")]);
        assert_eq!(ids(&mut facts), ["orders", "live", "test"]);
        let mut facts = with_record(vec![seen("live")]);
        facts.servers[0].record.known_as = Field::Given(vec!["live".into()]);
        assert_eq!(ids(&mut facts), ["orders"]);
        assert!(facts.notices.is_empty(), "it is confirmed");
    }

    #[test]
    fn an_address_joins_entries_of_two_files_only() {
        let at = |id: &str, file: &str, url: &str| {
            let mut server = placed(id, file);
            server.record.url = Field::Given(url.into());
            Observed::new(server, Vec::new())
        };
        let url = "https://maps.test/mcp";
        let one_file = vec![at("north", "a.json", url), at("south", "a.json", url)];
        assert_eq!(ids(&mut Facts { observed: one_file, ..Facts::default() }), ["north", "south"]);
        let two_files = vec![at("maps", "a.json", url), at("cards", "b.json", url)];
        assert_eq!(ids(&mut Facts { observed: two_files, ..Facts::default() }), ["maps"]);
        let cut = "https://h.test/s/…/mcp";
        let tokens = vec![at("sales", "a.json", cut), at("stock", "b.json", cut)];
        assert_eq!(ids(&mut Facts { observed: tokens, ..Facts::default() }), ["sales", "stock"]);
    }

    #[test]
    fn a_record_takes_nothing_that_it_is_distinct_from() {
        let with_url = |mut placed: Placed<Server>| {
            placed.record.url = Field::Given("https://maps.test/mcp".into());
            placed
        };
        // One name, one address, one package: each would join the two.
        for (record, seen) in [
            (placed("maps", "servers.yaml"), placed("maps", ".mcp.json")),
            (with_url(placed("geo", "servers.yaml")), with_url(placed("maps", ".mcp.json"))),
            (running("geo", "maps-mcp", "servers.yaml"), running("maps", "maps-mcp", ".mcp.json")),
        ] {
            let of = |record: Placed<Server>| {
                let observed = vec![Observed::new(seen.clone(), Vec::new())];
                ids(&mut Facts { servers: vec![record], observed, ..Facts::default() }).len()
            };
            assert_eq!(of(record.clone()), 1, "{}", record.record.id);
            for refused in ["maps", "Maps", ".mcp.json#maps"] {
                let mut apart = record.clone();
                apart.record.distinct_from = Field::Given(vec![refused.into()]);
                assert_eq!(of(apart), 2, "{} and {refused}", record.record.id);
            }
        }
    }
}
