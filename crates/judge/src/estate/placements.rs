//! One server in several client configurations: entries with the same launch are placements of one
//! server, whatever they are called. Entries that launch something else are other servers.

use std::collections::HashMap;

use super::meet::{looked_through, unite};
use model::records::{Launch, RegistryStatus, Runtime, Secret, Server, Status, Tool, ToolFilter};
use model::{Field, Observed, Place, Placed};

/// A server as client configurations show it.
pub(super) struct Configured {
    /// The worst of its placements.
    pub(super) server: Placed<Server>,
    /// Every place where it is configured, the first one first.
    pub(super) places: Vec<Place>,
    /// Where the placements differ.
    pub(super) conflicts: Vec<String>,
    /// Its keys in the clients' maps, each once.
    pub(super) keys: Vec<String>,
    /// The secrets of each entry, with the entry's key.
    pub(super) secrets: Vec<(String, Placed<Secret>)>,
}

impl Configured {
    /// The names by which a record may mean it: its keys, and a file and a key in it.
    pub(super) fn names(&self) -> Vec<String> {
        let files = self.places.iter();
        let whole = files
            .flat_map(|place| self.keys.iter().map(move |key| format!("{}#{key}", place.file)));
        self.keys.iter().cloned().chain(whole).collect()
    }

    /// The name it has where another server has its key: the key in its first file.
    pub(super) fn qualified(&self) -> String {
        qualified(&self.server.record.id, &self.server.place)
    }

    fn add(&mut self, entry: Placed<Server>) {
        let Placed { record, place, .. } = entry;
        if !self.keys.contains(&record.id) {
            self.keys.push(record.id.clone());
        }
        let first = &self.server.place;
        self.conflicts.extend(other_version(&self.server.record, first, &record, &place));
        worst(&mut self.server.record, record);
        self.places.push(place);
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
                places: vec![server.place.clone()],
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

/// One file that lists two entries with one address lists two servers, where the launch is unknown.
fn is_same(known: &Configured, seen: &Placed<Server>) -> bool {
    seen.record.launch_class.is_some()
        || known.keys.contains(&seen.record.id)
        || known.places.iter().all(|place| place.file != seen.place.file)
}

/// That a placement runs another version.
fn other_version(ours: &Server, here: &Place, theirs: &Server, there: &Place) -> Option<String> {
    let package = |server: &Server| server.launch.given()?.package.given().cloned();
    let (one, other) = (package(ours)?, package(theirs)?);
    let words = |version: &Field<String>| {
        version.given().map_or_else(|| "no version".to_string(), Clone::clone)
    };
    (one.version != other.version).then(|| {
        format!(
            "version: {} in {here}, {} in {there}; the less exact of the two is judged",
            words(&one.version),
            words(&other.version)
        )
    })
}

/// The worse of two placements, field by field.
fn worst(ours: &mut Server, theirs: Server) {
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
        ours.status = status;
    }
    match (&mut ours.launch, launch) {
        (Field::Given(known), Field::Given(more)) => worst_launch(known, more),
        (known, more) => known.or_take(more),
    }
    match (&mut ours.runtime, runtime) {
        (Field::Given(known), Field::Given(more)) => worst_runtime(known, more),
        (known, more) => known.or_take(more),
    }
    match (&mut ours.auto_approve, auto_approve) {
        (Field::Given(known), Field::Given(more)) => known.or_approved_by(more),
        (known, more) => known.or_take(more),
    }
    worst_filter(&mut ours.tool_filter, tool_filter);
    all_hold(&mut ours.tls_verification, tls_verification);
    // An address that others can reach is the worse one.
    if ours.bind.given().is_none_or(|bind| is_local(bind)) && bind.given().is_some() {
        ours.bind = bind;
    }
    if matches!(ours.registry_status, Field::Given(RegistryStatus::Active))
        && registry_status.given().is_some()
    {
        ours.registry_status = registry_status;
    } else {
        ours.registry_status.or_take(registry_status);
    }
    unite(&mut ours.scopes, scopes);
    unite_tools(&mut ours.tools, tools);
    looked_through(&mut ours.configuration, configuration);
    ours.transport.or_take(transport);
    ours.url.or_take(url);
    ours.auth.or_take(auth);
    ours.name.or_take(name);
}

fn is_local(bind: &str) -> bool {
    ["127.", "localhost", "[::1]", "::1"].iter().any(|local| bind.starts_with(local))
}

/// True only where both hold, false where one does not, unknown where nothing is known of one.
fn all_hold(ours: &mut Field<bool>, theirs: Field<bool>) {
    match (&*ours, theirs) {
        (_, Field::Given(false)) => *ours = Field::Given(false),
        (Field::Given(true), other) => *ours = other,
        _ => {}
    }
}

/// True where one holds.
fn one_holds(ours: &mut Field<bool>, theirs: Field<bool>) {
    match (&*ours, theirs) {
        (_, Field::Given(true)) => *ours = Field::Given(true),
        (Field::Given(_), _) => {}
        (_, other) => ours.or_take(other),
    }
}

fn worst_launch(ours: &mut Launch, theirs: Launch) {
    let Launch { program, package, remote_script, own_source } = theirs;
    match (&mut ours.package, package) {
        (Field::Given(known), Field::Given(more)) => {
            if more.pin() < known.pin() {
                *known = more;
            }
        }
        (known, more) => known.or_take(more),
    }
    ours.program.or_take(program);
    one_holds(&mut ours.remote_script, remote_script);
    all_hold(&mut ours.own_source, own_source);
}

fn worst_runtime(ours: &mut Runtime, theirs: Runtime) {
    let Runtime { sandboxed, root, privileged, host_access, egress_limited } = theirs;
    all_hold(&mut ours.sandboxed, sandboxed);
    one_holds(&mut ours.root, root);
    one_holds(&mut ours.privileged, privileged);
    unite(&mut ours.host_access, host_access);
    all_hold(&mut ours.egress_limited, egress_limited);
}

/// What both filters keep out. A client without a filter lets everything through.
fn worst_filter(ours: &mut Field<ToolFilter>, theirs: Field<ToolFilter>) {
    match (&mut *ours, theirs) {
        (Field::Given(known), Field::Given(more)) => {
            match (&mut known.only, more.only) {
                (Field::Given(only), Field::Given(more)) => {
                    let new: Vec<String> =
                        more.into_iter().filter(|one| !only.contains(one)).collect();
                    only.extend(new);
                }
                (only, _) => *only = Field::Absent,
            }
            match (&mut known.except, more.except) {
                (Field::Given(except), Field::Given(more)) => {
                    except.retain(|one| more.contains(one));
                }
                (except, _) => *except = Field::Absent,
            }
        }
        (Field::Given(_), _) | (_, Field::Given(_)) => *ours = Field::Blank,
        (_, theirs) => ours.or_take(theirs),
    }
}

/// The tools of both, each once.
fn unite_tools(ours: &mut Field<Vec<Tool>>, theirs: Field<Vec<Tool>>) {
    match (&mut *ours, theirs) {
        (Field::Given(known), Field::Given(more)) => {
            for tool in more {
                if !known.iter().any(|known| known.id == tool.id) {
                    known.push(tool);
                }
            }
        }
        (known, more) => known.or_take(more),
    }
}
