//! One server in several client configurations: entries with the same launch are placements of one
//! server, whatever they are called. Entries that launch something else are other servers.

use std::collections::HashMap;

use super::meet::looked_through;
use model::records::{Launch, RegistryStatus, Runtime, Secret, Server, Status, Tool, ToolFilter};
use model::{Field, Moved, Observed, Place, Placed, Provenance};

/// A server as client configurations show it.
pub(super) struct Configured {
    /// The worst of its placements.
    pub(super) server: Placed<Server>,
    /// Where the placements differ.
    pub(super) conflicts: Vec<String>,
    /// Its keys in the clients' maps, each once.
    pub(super) keys: Vec<String>,
    /// The secrets of each entry, with the entry's key.
    pub(super) secrets: Vec<(String, Placed<Secret>)>,
}

impl Configured {
    /// Every place where it is configured, the first one first.
    pub(super) fn places(&self) -> &[Place] {
        self.server.from.sources()
    }

    /// The names by which a record may mean it: its keys, and a file and a key in it.
    pub(super) fn names(&self) -> Vec<String> {
        let whole = self
            .places()
            .iter()
            .flat_map(|place| self.keys.iter().map(move |key| format!("{}#{key}", place.file)));
        self.keys.iter().cloned().chain(whole).collect()
    }

    fn add(&mut self, entry: Placed<Server>) {
        let Placed { record, from, .. } = entry;
        if !self.keys.contains(&record.id) {
            self.keys.push(record.id.clone());
        }
        let known = &mut self.server;
        let conflict = other_version(known, &record, &from);
        self.conflicts.extend(conflict.filter(|text| !self.conflicts.contains(text)));
        let moved = known.from.join(&from);
        worst(&mut known.record, record, &mut Taking { here: &mut known.from, moved });
    }
}

/// The places of the values that are taken from a further placement.
struct Taking<'a> {
    here: &'a mut Provenance,
    moved: Moved<'a>,
}

impl Taking<'_> {
    /// The further value is judged.
    fn replace<T>(&mut self, path: &str, ours: &mut Field<T>, theirs: Field<T>) {
        *ours = theirs;
        self.here.take(path, &self.moved);
    }

    /// The further value is judged where nothing is known.
    fn fill<T>(&mut self, path: &str, ours: &mut Field<T>, theirs: Field<T>) {
        if ours.would_take(&theirs) {
            self.replace(path, ours, theirs);
        }
    }

    /// Both lists are judged as one.
    fn unite<T>(
        &mut self,
        path: &str,
        ours: &mut Field<Vec<T>>,
        theirs: Field<Vec<T>>,
        same: impl Fn(&T, &T) -> bool,
    ) {
        match (&mut *ours, theirs) {
            (Field::Given(known), Field::Given(more)) => {
                for (number, item) in more.into_iter().enumerate() {
                    if !known.iter().any(|known| same(known, &item)) {
                        let (here, there) = (known.len(), number);
                        let (here, there) = (format!("{path}.{here}"), format!("{path}.{there}"));
                        self.here.take_as(&here, &there, &self.moved);
                        known.push(item);
                    }
                }
            }
            (_, theirs) => self.fill(path, ours, theirs),
        }
    }

    /// True only where both hold, false where one does not, unknown where nothing is known of one.
    fn all_hold(&mut self, path: &str, ours: &mut Field<bool>, theirs: Field<bool>) {
        let worse = match (&*ours, &theirs) {
            (Field::Given(true), theirs) => *theirs != Field::Given(true),
            (Field::Given(false), _) => false,
            (_, theirs) => *theirs == Field::Given(false),
        };
        if worse {
            self.replace(path, ours, theirs);
        }
    }

    /// True where one holds.
    fn one_holds(&mut self, path: &str, ours: &mut Field<bool>, theirs: Field<bool>) {
        match (&*ours, &theirs) {
            (Field::Given(true), _) => {}
            (_, Field::Given(true)) => self.replace(path, ours, theirs),
            _ => self.fill(path, ours, theirs),
        }
    }
}

/// A key in one file.
pub(super) fn qualified(key: &str, place: &Place) -> String {
    format!("{key}@{}", place.file)
}

/// The servers that configurations show. Those of a file near the top come first, so that a file
/// further down renames none of them.
pub(super) fn configured(mut observed: Vec<Observed>) -> Vec<Configured> {
    observed.sort_by_cached_key(|seen| {
        let place = &seen.server.place;
        (place.file.matches('/').count(), place.file.clone(), place.line)
    });
    let mut servers: Vec<Configured> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for Observed { server, secrets, .. } in observed {
        let keys = launch_keys(&server.record);
        let same = keys.iter().find_map(|key| {
            let at = index.get(key).copied()?;
            is_same(servers.get(at)?, &server).then_some(at)
        });
        let at = same.unwrap_or(servers.len());
        keys.into_iter().for_each(|key| {
            index.entry(key).or_insert(at);
        });
        let key = server.record.id.clone();
        match servers.get_mut(at) {
            Some(known) => known.add(server),
            None => servers.push(Configured {
                conflicts: Vec::new(),
                keys: vec![key.clone()],
                secrets: Vec::new(),
                server,
            }),
        }
        if let Some(known) = servers.get_mut(at) {
            known.secrets.extend(secrets.into_iter().map(|secret| (key.clone(), secret)));
        }
    }
    servers
}

/// What makes two entries the same server. An entry whose launch cannot be read is known by its key
/// and its address.
fn launch_keys(server: &Server) -> Vec<String> {
    if let Some(class) = server.launch_class {
        return vec![format!("class {}", class.0)];
    }
    let mut keys = vec![format!("id {}", server.id)];
    keys.extend(super::keys::address(server));
    keys
}

/// Whether an entry that shares a key is a placement of the server. Where the launch is unknown, so is
/// what differs: one file that lists two entries with one address lists two servers, and entries that
/// run another package or call another address are others.
fn is_same(known: &Configured, seen: &Placed<Server>) -> bool {
    let (ours, theirs) = (&known.server.record, &seen.record);
    if theirs.launch_class.is_some() {
        return true;
    }
    let package = |server: &Server| {
        let launch = server.launch.given()?;
        launch.package.given().map(ToString::to_string)
    };
    let elsewhere = known.places().iter().all(|place| place.file != seen.place.file);
    ours.url.given() == theirs.url.given()
        && package(ours) == package(theirs)
        && (known.keys.contains(&theirs.id) || elsewhere)
}

/// That a placement runs another version.
fn other_version(ours: &Placed<Server>, theirs: &Server, from: &Provenance) -> Option<String> {
    let package = |server: &Server| server.launch.given()?.package.given().cloned();
    let (one, other) = (package(&ours.record)?, package(theirs)?);
    let words = |version: &Field<String>| {
        version.given().map_or_else(|| "no version".to_string(), Clone::clone)
    };
    if one.version == other.version {
        return None;
    }
    let (here, there) = (ours.from.place_of("launch")?, from.place_of("launch")?);
    let (one, other) = (words(&one.version), words(&other.version));
    Some(format!("version: {one} in {here}, {other} in {there}; the less exact one is judged"))
}

/// The worse of two placements, field by field.
fn worst(ours: &mut Server, theirs: Server, taking: &mut Taking<'_>) {
    let Server {
        status,
        launch,
        runtime,
        auto_approve,
        tool_filter,
        tls_verification,
        bind,
        scopes,
        tools,
        configuration,
        registry_status,
        transport,
        url,
        auth,
        name,
        ..
    } = theirs;
    // It is off only where every placement is off.
    if ours.status.given() == Some(&Status::Disabled) && status.given() != Some(&Status::Disabled) {
        taking.replace("status", &mut ours.status, status);
    }
    match (&mut ours.launch, launch) {
        (Field::Given(known), Field::Given(more)) => worst_launch(known, more, taking),
        (known, more) => taking.fill("launch", known, more),
    }
    match (&mut ours.runtime, runtime) {
        (Field::Given(known), Field::Given(more)) => worst_runtime(known, more, taking),
        (known, more) => taking.fill("runtime", known, more),
    }
    match (&mut ours.auto_approve, auto_approve) {
        (Field::Given(known), Field::Given(more)) => {
            taking.one_holds("auto_approve.everything", &mut known.everything, more.everything);
            taking.unite("auto_approve.tools", &mut known.tools, more.tools, PartialEq::eq);
        }
        (known, more) => taking.fill("auto_approve", known, more),
    }
    worst_filter(&mut ours.tool_filter, tool_filter, taking);
    taking.all_hold("tls_verification", &mut ours.tls_verification, tls_verification);
    // An address that others can reach is the worse one.
    if ours.bind.given().is_none_or(|bind| is_local(bind)) && bind.given().is_some() {
        taking.replace("bind", &mut ours.bind, bind);
    }
    let is_listed = matches!(ours.registry_status, Field::Given(RegistryStatus::Active));
    if is_listed && registry_status.given().is_some() {
        taking.replace("registry_status", &mut ours.registry_status, registry_status);
    } else {
        taking.fill("registry_status", &mut ours.registry_status, registry_status);
    }
    taking.unite("scopes", &mut ours.scopes, scopes, PartialEq::eq);
    taking.unite("tools", &mut ours.tools, tools, |one: &Tool, other| one.id == other.id);
    looked_through(&mut ours.configuration, configuration);
    taking.fill("transport", &mut ours.transport, transport);
    taking.fill("url", &mut ours.url, url);
    taking.fill("auth", &mut ours.auth, auth);
    taking.fill("name", &mut ours.name, name);
}

fn is_local(bind: &str) -> bool {
    ["127.", "localhost", "[::1]", "::1"].iter().any(|local| bind.starts_with(local))
}

fn worst_launch(ours: &mut Launch, theirs: Launch, taking: &mut Taking<'_>) {
    let Launch { program, package, remote_script, own_source } = theirs;
    match (&mut ours.package, package) {
        (Field::Given(known), Field::Given(more)) => {
            if more.pin() < known.pin() {
                *known = more;
                taking.here.take("launch.package", &taking.moved);
            }
        }
        (known, more) => taking.fill("launch.package", known, more),
    }
    taking.fill("launch.program", &mut ours.program, program);
    taking.one_holds("launch.remote_script", &mut ours.remote_script, remote_script);
    taking.all_hold("launch.own_source", &mut ours.own_source, own_source);
}

fn worst_runtime(ours: &mut Runtime, theirs: Runtime, taking: &mut Taking<'_>) {
    let Runtime { sandboxed, root, privileged, host_access, egress_limited } = theirs;
    taking.all_hold("runtime.sandboxed", &mut ours.sandboxed, sandboxed);
    taking.one_holds("runtime.root", &mut ours.root, root);
    taking.one_holds("runtime.privileged", &mut ours.privileged, privileged);
    taking.unite("runtime.host_access", &mut ours.host_access, host_access, PartialEq::eq);
    taking.all_hold("runtime.egress_limited", &mut ours.egress_limited, egress_limited);
}

/// What both filters keep out. A client without a filter lets everything through.
fn worst_filter(ours: &mut Field<ToolFilter>, theirs: Field<ToolFilter>, taking: &mut Taking<'_>) {
    match (&mut *ours, theirs) {
        (Field::Given(known), Field::Given(more)) => {
            let ToolFilter { only, except } = more;
            match (known.only.given().is_some(), only.given().is_some()) {
                (true, true) => {
                    taking.unite("tool_filter.only", &mut known.only, only, PartialEq::eq);
                }
                _ => known.only = Field::Absent,
            }
            match (&mut known.except, except) {
                (Field::Given(except), Field::Given(more)) => {
                    except.retain(|one| more.contains(one));
                }
                (except, _) => *except = Field::Absent,
            }
        }
        (Field::Given(_), _) => taking.replace("tool_filter", ours, Field::Blank),
        (_, Field::Given(_)) => *ours = Field::Blank,
        (_, theirs) => taking.fill("tool_filter", ours, theirs),
    }
}

#[cfg(test)]
mod tests;
