//! From entries to observed servers.

use std::collections::HashMap;
use std::sync::Arc;

use super::container::{self, Container};
use super::entry::Entry;
use super::inputs::Declared;
use super::key;
use super::names::Names;
use super::reading::Reading;
use super::switched::Switched;
use super::{
    approvals, archived, auth, certificates, cited, hardening, hints, launch, outside, rules, runs,
    runtime, scan_entry, scopes, signals, transport,
};
use crate::address::{self, Address};
use crate::classes::{Classes, LaunchKey};
use crate::extract::pointer_step;
use crate::secrets;
use model::records::{Configuration, Server, Status, Transport};
use model::{Diagnostic, Field, Observed, Place, Placed};
use syntax::{Node, Value};

/// Reads every container of the document.
pub(super) fn read(root: &Node, file: &Arc<str>, classes: &Classes) -> Reading {
    let containers = container::containers(root);
    let client = containers.first().map_or("Claude Code settings", |container| container.client);
    let mut reader = Reader {
        file,
        declared: Declared::read(root, file),
        names: Names::default(),
        secrets: Names::default(),
        approved: approvals::of_file(root),
        observed: Vec::new(),
        classes,
        seen: HashMap::new(),
        notices: Vec::new(),
    };
    containers.iter().for_each(|container| reader.container(container));
    let Reader { observed, mut notices, .. } = reader;
    let rules = rules::read(root, file, &mut notices);
    notices.extend(outside::notice(root, &containers, file));
    let servers = observed.iter().map(|observed| &observed.server.record);
    notices.extend(hints::notice(servers, &Place::file(Arc::clone(file))));
    Reading { client, lists_servers: !containers.is_empty(), observed, rules, notices }
}

struct Reader<'a> {
    file: &'a Arc<str>,
    declared: Declared,
    names: Names,
    secrets: Names,
    /// What the file as a whole states about approvals.
    approved: Option<bool>,
    observed: Vec<Observed>,
    classes: &'a Classes,
    /// The entries read so far, by their name: launch and id.
    seen: HashMap<String, Vec<(LaunchKey, String)>>,
    notices: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn container(&mut self, container: &Container<'_>) {
        let pointer = container
            .path
            .iter()
            .fold(String::new(), |pointer, key| format!("{pointer}/{}", pointer_step(key)));
        let switched = Switched::around(container);
        match &container.node.value {
            Value::Map(entries) => {
                for entry in entries {
                    let pointer = format!("{pointer}/{}", pointer_step(&entry.key));
                    let place = Place::new(self.file, entry.line, pointer);
                    self.entry(&entry.key, &entry.node, place, container, &switched);
                }
            }
            // Continue writes a list whose entries hold their names.
            Value::List(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    let place = Place::new(self.file, node.line, format!("{pointer}/{index}"));
                    let name = node.get("name").and_then(Node::text).unwrap_or_default();
                    self.entry(name, node, place, container, &switched);
                }
            }
            Value::Null => {}
            Value::Scalar(_) => self.notices.push(Diagnostic::at(
                &Place::new(self.file, container.node.line, pointer),
                "the servers are written as a single value and were not read",
                "write a map from server names to their entries",
            )),
        }
    }

    fn entry(
        &mut self,
        name: &str,
        node: &Node,
        place: Place,
        container: &Container<'_>,
        switched: &Switched<'_>,
    ) {
        let off = switched.is_off(name);
        let name = match name.trim() {
            "" => "unnamed".to_string(),
            name => secrets::redact(name).unwrap_or_else(|| name.to_string()),
        };
        if !node.is_map() {
            self.notices.push(Diagnostic::at(
                &place,
                format!("the entry `{name}` is {} instead of a map and was skipped", node.kind()),
                "write `command` or `url` under the server's name, or remove the entry",
            ));
            return;
        }
        let mut entry = Entry::read(name.clone(), node, place, container, &mut self.notices);
        let key = key::key(&entry, transport::way(&entry).url.as_deref());
        // The same entry once more is the same server.
        let namesakes = self.seen.get(&name).map_or(&[][..], Vec::as_slice);
        let again = namesakes.iter().find(|(launch, _)| Some(launch) == key.as_ref());
        let again = again.map(|(_, id)| id.clone());
        let repeated = again.is_some();
        entry.id = again.unwrap_or_else(|| self.names.take(&name));
        let mut own = Names::default();
        let names = if repeated { &mut own } else { &mut self.secrets };
        let scan = scan_entry::scan_entry(&entry, &self.declared, self.classes, names);
        // Parts of the client itself, and servers that an extension of it brings along.
        let builtin = matches!(entry.kind.as_deref(), Some("builtin" | "platform" | "frontend"))
            || node.get("source").and_then(Node::text) == Some("extension");
        if entry.words.is_empty() && entry.url.is_none() && !builtin {
            self.notices.push(Diagnostic::at(
                &entry.place,
                format!("the entry `{name}` has neither a command nor an address"),
                "add `command` or `url`, or remove the entry",
            ));
            // A misspelt key must not hide a secret beside it.
            if scan.secrets.is_empty() {
                if !repeated {
                    self.names.release(&entry.id);
                }
                return;
            }
        }
        if entry.id != name && !repeated {
            self.notices.push(Diagnostic::at(
                &entry.place,
                format!(
                    "this file lists `{name}` more than once; this one is read as `{}`",
                    entry.id
                ),
                "give servers that differ different names",
            ));
        }
        let mut server = self.server(&entry);
        if off {
            server.status = Field::Given(Status::Disabled);
        }
        if entry.id != name {
            server.name = Field::Given(name.clone());
        }
        signals::notices(&entry, &server, &mut self.notices);
        let runs = runs::runs(&entry);
        server.configuration = Some(Configuration { runs, ..scan.configuration });
        if let Some(key) = key {
            server.launch_class = Some(self.classes.of_launch(key.clone()));
            self.seen.entry(name.clone()).or_default().push((key, entry.id.clone()));
        }
        let version = match server.launch.given().and_then(|launch| launch.package.given()) {
            Some(package) => package.version.clone(),
            None => Field::Absent,
        };
        let off = server.status == Field::Given(Status::Disabled);
        let auth = auth::place(&entry).filter(|_| server.auth.given().is_some());
        let mut server = Placed::new(server, entry.place);
        if let Some(place) = auth {
            server.from.note_at("auth", place);
        }
        cited::cite(entry.node, &server.record, &mut server.from);
        let (client, entry) = (container.client, name);
        self.observed.push(Observed { server, secrets: scan.secrets, client, entry, off, version });
    }

    fn server(&mut self, entry: &Entry<'_>) -> Server {
        let way = transport::way(entry);
        let disabled =
            entry.switch("disabled") == Some(true) || entry.switch("enabled") == Some(false);
        let local = way.transport == Field::Given(Transport::Stdio);
        let url = way.url.as_deref().map(address::clean);
        if url == Some(Address::Unknown) {
            self.notices.push(Diagnostic::at(
                &entry.place,
                format!("this file does not show the address of `{}`", entry.id),
                "write scheme and host out; keep variables for what is secret",
            ));
        }
        let launch = launch::launch(entry);
        Server {
            id: entry.id.clone(),
            // What a client is configured to start is in use.
            status: Field::Given(if disabled { Status::Disabled } else { Status::Active }),
            auth: match (local, way.url.as_deref()) {
                (false, Some(url)) => auth::auth(entry, url),
                _ => Field::Absent,
            },
            transport: way.transport,
            url: match url {
                Some(Address::Known(url)) => Field::Given(url),
                _ => Field::Absent,
            },
            bind: hardening::bind(entry),
            tls_verification: certificates::tls_verification(entry),
            registry_status: archived::status(&launch),
            launch,
            runtime: runtime::runtime(entry),
            scopes: scopes::requested(entry.node),
            auto_approve: approvals::auto_approve(entry, self.approved),
            tool_filter: approvals::tool_filter(entry),
            ..Server::default()
        }
    }
}
