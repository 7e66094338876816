//! One identity from several sources: servers that client configurations show are joined to the
//! register.

use std::collections::HashMap;

use super::joined::Joined;
use super::merge::{HasAliases, merge_exports};
use model::records::{Secret, Server};
use model::{Diagnostic, Facts, Field, Observed, Placed};

/// Registered servers and secrets, completed by what configurations show of them, and the ones
/// that only configurations show. Two entries are the same server if they share the id, the URL
/// or the package; an observed secret is the registered one of the same id.
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
    let mut renamed: HashMap<String, String> = HashMap::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (at, secret) in secrets.iter().enumerate() {
        by_id.entry(secret.record.id.to_ascii_lowercase()).or_insert(at);
    }
    for Observed { server, secrets: seen } in std::mem::take(&mut facts.observed) {
        let local = server.record.id.clone();
        let found = names(&server.record).iter().find_map(|name| index.get(name).copied());
        let id = match found.and_then(|at| Some((at, servers.get_mut(at)?))) {
            Some((at, known)) => {
                apply_observed(known, server);
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
    merge_exports(&mut servers, std::mem::take(&mut facts.exported.servers));
    merge_exports(&mut secrets, std::mem::take(&mut facts.exported.secrets));
    (servers, secrets)
}

/// Records of one kind with what exports show of them, and those that only exports show.
pub(super) fn with_exports<T: HasAliases>(
    registered: Vec<Placed<T>>,
    exported: Vec<Placed<T>>,
) -> Vec<Joined<T>> {
    let mut joined: Vec<Joined<T>> = registered.into_iter().map(Joined::from).collect();
    merge_exports(&mut joined, exported);
    joined
}

/// What makes two entries the same server: the id, the URL or the package.
fn names(server: &Server) -> Vec<String> {
    let mut names = vec![format!("id {}", server.id)];
    let url = server.url.given();
    names.extend(url.map(|url| format!("url {}", url.trim_end_matches('/').to_lowercase())));
    let package = server.launch.given().and_then(|launch| launch.package.given());
    names.extend(package.map(|package| format!("package {package}")));
    names
}

fn learn(index: &mut HashMap<String, usize>, server: &Server, at: usize) {
    for name in names(server) {
        index.entry(name).or_insert(at);
    }
}

/// Adds what a configuration shows. Where both state a value and differ, the configuration is what
/// runs: its value is taken, and the conflict is reported.
fn apply_observed(known: &mut Joined<Server>, seen: Placed<Server>) {
    let Placed { record: seen, place } = seen;
    let mut differs = |field: &str| {
        known
            .conflicts
            .push(format!("{field}: the register and {place} differ; {place} shows what runs"));
    };
    let record = &mut known.record;
    contest(&mut record.transport, seen.transport, || differs("transport"));
    contest(&mut record.url, seen.url, || differs("url"));
    contest(&mut record.bind, seen.bind, || differs("bind"));
    contest(&mut record.launch, seen.launch, || differs("launch"));
    // An entry that switches nothing off does not contradict a register that knows of it.
    if record.tls_verification != Field::Given(false) {
        contest(&mut record.tls_verification, seen.tls_verification, || {
            differs("tls_verification")
        });
    }
    record.auth.or_take(seen.auth);
    record.scopes.or_take(seen.scopes);
    record.registry_status.or_take(seen.registry_status);
    record.runtime.or_take(seen.runtime);
    match (&mut record.auto_approve, seen.auto_approve) {
        (Field::Given(known), Field::Given(more)) => known.or_approved_by(more),
        (known, more) => known.or_take(more),
    }
    record.tool_filter.or_take(seen.tool_filter);
    // A client may start what was retired: only the register states the status of a server.
    match (&mut record.configuration, seen.configuration) {
        (Some(known), Some(seen)) => {
            known.inspected.extend(seen.inspected);
            known.sightings.extend(seen.sightings);
            known.references += seen.references;
            known.rules.extend(seen.rules);
        }
        (known, seen) => *known = known.take().or(seen),
    }
    known.places.push(place);
}

fn contest<T: PartialEq>(known: &mut Field<T>, seen: Field<T>, mut differs: impl FnMut()) {
    if let (Some(a), Some(b)) = (known.given(), seen.given()) {
        if a != b {
            differs();
            *known = seen;
        }
        return;
    }
    known.or_take(seen);
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
        Some(known) => {
            known.record.kind.or_take(seen.record.kind);
            known.record.principal_kind.or_take(seen.record.principal_kind);
            match (&mut known.record.used_by, seen.record.used_by) {
                // What a configuration shows in use is in use, whatever the register lists.
                (Field::Given(users), Field::Given(more)) => {
                    let is_known = |user: &String| {
                        users
                            .iter()
                            .any(|known| known == user || format!("server/{known}") == *user)
                    };
                    let new: Vec<String> = more.into_iter().filter(|u| !is_known(u)).collect();
                    users.extend(new);
                }
                (users, more) => users.or_take(more),
            }
            known.record.known_as.or_take(seen.record.known_as);
            known.places.push(seen.place);
        }
        None => secrets.push(Joined::observed(seen)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Place;
    use model::records::AutoApprove;

    fn placed(id: &str, file: &str) -> Placed<Server> {
        let record = Server { id: id.into(), ..Server::default() };
        Placed { record, place: Place::file(file) }
    }

    #[test]
    fn the_approvals_of_two_clients_add_up() {
        let approved = |file: &str, everything, tools: &[&str]| {
            let mut server = placed("crm", file);
            server.record.auto_approve = Field::Given(AutoApprove {
                everything: Field::Given(everything),
                tools: Field::Given(tools.iter().map(|tool| (*tool).to_string()).collect()),
            });
            Observed { server, secrets: Vec::new() }
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
        let observed = |id| Observed { server: placed(id, ".mcp.json"), secrets: Vec::new() };
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
}
