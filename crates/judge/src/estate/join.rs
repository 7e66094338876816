//! One identity from several sources: servers that client configurations show are joined to the
//! register.

use std::collections::{BTreeSet, HashMap};

use super::exports::add_exports;
use super::joined::Joined;
use super::meet::{Source, meet};
use model::records::{Secret, Server};
use model::{Diagnostic, Facts, Field, Observed, Placed};

/// Registered servers and secrets, completed by what configurations show of them, and the ones
/// that only configurations show. Two entries are the same server if they share the id or the URL.
/// The package alone joins an entry to a record only where neither matches anything else, and that
/// is reported as assumed. An observed secret is the registered one of the same id.
pub(super) fn join(facts: &mut Facts) -> (Vec<Joined<Server>>, Vec<Joined<Secret>>) {
    let registered = std::mem::take(&mut facts.servers);
    let has_register = !registered.is_empty();
    let mut servers: Vec<Joined<Server>> = registered.into_iter().map(Joined::from).collect();
    let mut secrets: Vec<Joined<Secret>> =
        std::mem::take(&mut facts.secrets).into_iter().map(Joined::from).collect();
    let mut index = HashMap::new();
    for (at, server) in servers.iter().enumerate() {
        learn(&mut index, &server.record, at);
    }
    for (at, server) in servers.iter().enumerate() {
        for name in server.record.known_as.items() {
            index.entry(format!("id {name}")).or_insert(at);
        }
    }
    let packages = Packages::of(&servers, &facts.observed);
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (at, secret) in secrets.iter().enumerate() {
        by_id.entry(secret.record.id.to_ascii_lowercase()).or_insert(at);
    }
    for Observed { server, secrets: seen, .. } in std::mem::take(&mut facts.observed) {
        let local = server.record.id.clone();
        let strong = names(&server.record).iter().find_map(|name| {
            let at = index.get(name).copied()?;
            servers.get(at).is_some_and(|known| is_same(known, &server)).then_some(at)
        });
        let found = strong.or_else(|| {
            let (at, package) = packages.only_match(&server.record)?;
            let record = servers.get(at)?;
            facts.notices.push(assumed(record, &server, &package));
            Some(at)
        });
        let id = match found.and_then(|at| Some((at, servers.get_mut(at)?))) {
            Some((at, known)) => {
                meet(known, server, Source::Configuration);
                learn(&mut index, &known.record, at);
                known.record.id.clone()
            }
            None => {
                if has_register {
                    facts.notices.push(Diagnostic::at(
                        &server.place,
                        format!("the server {local} is configured here but not in the register"),
                        "register it, or remove the entry",
                    ));
                }
                learn(&mut index, &server.record, servers.len());
                servers.push(Joined::observed(server));
                local.clone()
            }
        };
        for secret in seen {
            let seen_as = secret.record.id.clone();
            let mut secret = rename(secret, &local, &id);
            // A secret that several entries share was given one id by the reader.
            secret.record.id = renamed.entry(seen_as).or_insert(secret.record.id).clone();
            merge_observed_secret(&mut secrets, &mut by_id, secret);
        }
    }
    add_exports(&mut servers, std::mem::take(&mut facts.exported.servers));
    add_exports(&mut secrets, std::mem::take(&mut facts.exported.secrets));
    for secret in secrets.iter_mut().filter(|secret| !secret.registered) {
        // Whatever shows a secret in use shows one user, perhaps of several.
        secret.record.users_seen |= secret.record.used_by.given().is_some();
    }
    (servers, secrets)
}

/// Whether an entry that shares a name with a server is that server. One file that lists two entries
/// with one address lists two servers: the address is kept without the token that differs.
fn is_same(known: &Joined<Server>, seen: &Placed<Server>) -> bool {
    known.registered
        || known.record.id == seen.record.id
        || known.places().iter().all(|place| place.file != seen.place.file)
}

/// That an entry is taken for a record because both run one package.
fn assumed(record: &Joined<Server>, seen: &Placed<Server>, package: &str) -> Diagnostic {
    let (local, id) = (&seen.record.id, &record.record.id);
    Diagnostic::at(
        &seen.place,
        format!("{local} is assumed to be the server {id}: only these two run {package}"),
        format!("add `known_as: [{local}]` to {id} to confirm it, or register {local}"),
    )
}

/// Which records and which entries run a package.
struct Packages {
    records: HashMap<String, Vec<usize>>,
    entries: HashMap<String, BTreeSet<String>>,
}

impl Packages {
    fn of(records: &[Joined<Server>], observed: &[Observed]) -> Self {
        let mut packages = Packages { records: HashMap::new(), entries: HashMap::new() };
        for (at, joined) in records.iter().enumerate() {
            if let Some(package) = package(&joined.record) {
                packages.records.entry(package).or_default().push(at);
            }
        }
        for Observed { server, .. } in observed {
            if let Some(package) = package(&server.record) {
                packages.entries.entry(package).or_default().insert(server.record.id.clone());
            }
        }
        packages
    }

    /// The one record that runs the entry's package, where no other entry runs it.
    fn only_match(&self, entry: &Server) -> Option<(usize, String)> {
        let package = package(entry)?;
        let alone = self.entries.get(&package).is_some_and(|entries| entries.len() == 1);
        match self.records.get(&package)?.as_slice() {
            [only] if alone => Some((*only, package)),
            _ => None,
        }
    }
}

fn package(server: &Server) -> Option<String> {
    Some(server.launch.given()?.package.given()?.to_string())
}

/// What makes two entries the same server: the id, or an address that no token was cut out of.
fn names(server: &Server) -> Vec<String> {
    let mut names = vec![format!("id {}", server.id)];
    let url = server.url.given();
    let whole = url.filter(|url| !url.contains('…'));
    names.extend(whole.map(|url| format!("url {}", url.trim_end_matches('/').to_lowercase())));
    names
}

fn learn(index: &mut HashMap<String, usize>, server: &Server, at: usize) {
    for name in names(server) {
        index.entry(name).or_insert(at);
    }
}

/// Gives an observed secret the id its server has in the register.
fn rename(mut secret: Placed<Secret>, local: &str, id: &str) -> Placed<Secret> {
    if let Some(setting) = secret.record.id.strip_prefix(local).filter(|_| local != id) {
        secret.record.id = format!("{id}{setting}");
    }
    secret.record.used_by = Field::Given(vec![format!("server/{id}")]);
    secret.record.users_seen = true;
    secret
}

fn merge_observed_secret(
    secrets: &mut Vec<Joined<Secret>>,
    by_id: &mut HashMap<String, usize>,
    seen: Placed<Secret>,
) {
    let at = *by_id.entry(seen.record.id.to_ascii_lowercase()).or_insert(secrets.len());
    match secrets.get_mut(at) {
        Some(known) => meet(known, seen, Source::Configuration),
        None => secrets.push(Joined::observed(seen)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Place;
    use model::records::{AutoApprove, Launch, Package, Registry};

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
        let (servers, _) = join(&mut Facts { observed, ..Facts::default() });
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
        let (servers, _) = join(&mut facts);
        let known: Vec<_> = servers.iter().map(|s| (s.record.id.as_str(), s.registered)).collect();
        assert_eq!(known, [("crm", true), ("shadow", false)]);
        assert_eq!(facts.notices.len(), 1);
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
        join(facts).0.into_iter().map(|server| server.record.id).collect()
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
}
