//! What catalogues and bills of materials state about packages: it is about every server that runs
//! the package, and makes no two servers one.

use std::collections::HashMap;

use super::assume::is_refused;
use super::exports::Remarks;
use super::freshness::Freshness;
use super::joined::Joined;
use super::keys::fold;
use super::meet::{Source, meet};
use model::records::{Secret, Server};
use model::{Catalogued, Diagnostic, Field, Placed, package_key};

/// Adds what is stated about a package to every server that runs it.
pub(super) fn attach(
    (servers, secrets): (&mut [Joined<Server>], &mut Vec<Joined<Secret>>),
    catalogued: Vec<Catalogued>,
    fresh: &Freshness,
    remarks: &mut Remarks,
) {
    if catalogued.is_empty() {
        return;
    }
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (at, secret) in secrets.iter().enumerate() {
        by_id.entry(secret.record.id.to_ascii_lowercase()).or_insert(at);
    }
    for entry in catalogued {
        let running: Vec<&mut Joined<Server>> =
            servers.iter_mut().filter(|server| runs(server, &entry)).collect();
        let alone = running.len() == 1;
        if running.is_empty() {
            remarks.notices.push(unused(&entry));
        }
        for server in running {
            let stated = for_server(&entry.server, server, alone);
            meet(server, stated, Source::Export, fresh);
            for asked in &entry.secrets {
                let asked = for_user(asked, &entry.server.record.id, &server.record.id);
                let known = by_id.get(&asked.record.id.to_ascii_lowercase()).copied();
                match known.and_then(|at| secrets.get_mut(at)) {
                    Some(known) => meet(known, asked, Source::Export, fresh),
                    // A client configuration shows what it sets: what the package could be given
                    // besides is no secret.
                    None if server.record.configuration.is_some() => {}
                    None => {
                        by_id.insert(asked.record.id.to_ascii_lowercase(), secrets.len());
                        secrets.push(Joined::observed(asked));
                    }
                }
            }
        }
    }
}

/// Whether a server runs one of the packages, calls one of the addresses, or goes by the name that
/// the catalogue has for it. The key of a client's entry is no such name.
fn runs(server: &Joined<Server>, entry: &Catalogued) -> bool {
    let record = &server.record;
    let package = record.launch.given().and_then(|launch| launch.package.given());
    let package = package.map(|package| package_key(&package.to_string()));
    let address = record.url.given().map(|url| fold(url));
    let listed = entry.packages.iter();
    let of_package = listed.clone().any(|listed| Some(package_key(listed)) == package);
    let of_address = listed.clone().any(|listed| Some(fold(listed)) == address);
    let names = std::iter::once(&record.id).filter(|_| server.registered);
    let mut names = names.chain(record.known_as.items().iter().filter(|_| server.registered));
    let by_name = names.any(|name| {
        fold(name) == fold(&entry.server.record.id)
            || entry.packages.iter().any(|listed| package_key(listed) == package_key(name))
    });
    let theirs = std::iter::once(&entry.server.record.id).chain(listed).cloned();
    let refused = is_refused(record, &theirs.collect::<Vec<_>>());
    // A server that runs the package runs it, whatever the entry is called.
    of_package || !refused && (of_address || by_name)
}

/// What is stated, as far as it adds to this server. How it is run is known better where it runs.
fn for_server(stated: &Placed<Server>, server: &Joined<Server>, alone: bool) -> Placed<Server> {
    let mut stated = stated.clone();
    let known = &server.record;
    let is_configured = known.configuration.is_some();
    let theirs = &mut stated.record;
    if is_configured || known.launch.given().is_some() {
        theirs.launch = Field::Absent;
        theirs.runtime = Field::Absent;
    }
    if is_configured || known.url.given().is_some() {
        theirs.url = Field::Absent;
    }
    if is_configured || known.transport.given().is_some() {
        theirs.transport = Field::Absent;
    }
    if known.auth.given().is_some() {
        theirs.auth = Field::Absent;
    }
    theirs.name = if known.name.given().is_some() { Field::Absent } else { theirs.name.clone() };
    theirs.known_as = Field::Absent;
    // The name of a package that several servers run means none of them.
    if !alone {
        theirs.id.clone_from(&known.id);
    }
    stated
}

fn for_user(asked: &Placed<Secret>, entry: &str, server: &str) -> Placed<Secret> {
    let mut asked = asked.clone();
    if let Some(setting) = asked.record.id.strip_prefix(entry) {
        asked.record.id = format!("{server}{setting}");
    }
    asked.record.used_by = Field::Given(vec![format!("server/{server}")]);
    asked
}

fn unused(entry: &Catalogued) -> Diagnostic {
    let id = &entry.server.record.id;
    let what = match entry.packages.as_slice() {
        [] => id.clone(),
        packages => packages.join(" or "),
    };
    Diagnostic::at(
        &entry.server.place,
        format!("no server here runs {what}: what is stated about {id} is not used"),
        "add the configuration or the record of the server that runs it, or remove the file",
    )
}

#[cfg(test)]
mod tests;
