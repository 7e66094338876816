//! What the parts of a bill of materials are called, and which part contains or depends on which.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::component;
use super::entries::{Entry, nested};
use super::service;
use crate::exports::registry::package;
use crate::extract::{self, list_at, raw_str};
use syntax::Node;

/// What parts are called: as identities of their own, and as something that servers run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) identities: BTreeSet<Arc<str>>,
    pub(super) packages: BTreeSet<Arc<str>>,
}

impl Names {
    pub(super) fn add(&mut self, other: &Names) {
        self.identities.extend(other.identities.iter().cloned());
        self.packages.extend(other.packages.iter().cloned());
    }

    /// Whether it names nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.identities.is_empty() && self.packages.is_empty()
    }
}

/// The parts of a bill of materials, by their references.
pub(super) struct Parts<'n> {
    names: HashMap<&'n str, Names>,
    /// What contains each part, or depends on it.
    users: HashMap<&'n str, Vec<&'n str>>,
    /// What the bill of materials is about. It contains every part.
    whole: Names,
}

impl<'n> Parts<'n> {
    pub(super) fn of(root: &'n Node, services: &[Entry<'n>]) -> Self {
        let mut parts =
            Parts { names: HashMap::new(), users: HashMap::new(), whole: Names::default() };
        let components = nested(root, "components");
        let mut by_pointer: HashMap<&str, &str> = HashMap::new();
        for (node, pointer) in &components {
            let Some(reference) = raw_str(node, "bom-ref") else { continue };
            parts.names.insert(reference, of_component(node));
            by_pointer.insert(pointer, reference);
            // `/components/0/components/1` is a part of `/components/0`.
            let above = pointer.rsplitn(3, '/').nth(2).and_then(|above| by_pointer.get(above));
            parts.users.entry(reference).or_default().extend(above.copied());
        }
        for (node, _) in services {
            if let Some(reference) = raw_str(node, "bom-ref") {
                parts.names.insert(reference, of_service(node));
            }
        }
        if let Some(whole) = extract::at(root, &["metadata", "component"]) {
            parts.whole = of_component(whole);
            if let Some(reference) = raw_str(whole, "bom-ref") {
                parts.names.insert(reference, parts.whole.clone());
            }
        }
        for entry in list_at(root, "dependencies") {
            let Some(user) = raw_str(entry, "ref") else { continue };
            for used in list_at(entry, "dependsOn").iter().filter_map(Node::text) {
                parts.users.entry(used).or_default().push(user);
            }
        }
        parts
    }

    /// The names of an affected part, and of everything that contains it or depends on it. A reference may be
    /// a package URL, or lead into another bill of materials; then only what it states itself is known.
    pub(super) fn affected(&self, reference: &'n str) -> Names {
        let reference = match reference.strip_prefix("urn:cdx:") {
            Some(link) => link.split_once('#').map_or(reference, |(_, fragment)| fragment),
            None => reference,
        };
        let mut found = Names::default();
        if reference.starts_with("pkg:") {
            found.packages.extend(of_purl(reference));
        }
        let (mut open, mut seen) = (vec![reference], BTreeSet::from([reference]));
        while let Some(part) = open.pop() {
            let Some(names) = self.names.get(part) else { continue };
            found.add(names);
            let users = self.users.get(part).into_iter().flatten().copied();
            open.extend(users.filter(|user| seen.insert(user)));
        }
        if !found.is_empty() && self.names.contains_key(reference) {
            found.add(&self.whole);
        }
        found
    }
}

fn of_component(node: &Node) -> Names {
    let mut names = Names::default();
    if component::mcp_name(node).is_some() {
        names.identities.extend(extract::redacted_text(node, "bom-ref").map(Arc::from));
    }
    match raw_str(node, "purl") {
        Some(purl) => names.packages.extend(of_purl(purl)),
        // A name alone shows what is run, not which identity it is.
        None => {
            let name = extract::redacted_text(node, "name");
            let full = match (extract::redacted_text(node, "group"), name) {
                (Some(group), Some(name)) => Some(format!("{group}/{name}")),
                (_, name) => name,
            };
            names.packages.extend(full.map(Arc::from));
        }
    }
    names
}

fn of_service(node: &Node) -> Names {
    let endpoints = list_at(node, "endpoints").iter().filter_map(Node::text);
    let urls = endpoints.filter_map(extract::url);
    let identities = service::key(node).into_iter().chain(urls).map(Arc::from).collect();
    Names { identities, packages: BTreeSet::new() }
}

/// A package URL, and the image that its qualifier names.
fn of_purl(purl: &str) -> Vec<Arc<str>> {
    let image = purl.split_once('?').and_then(|(head, rest)| {
        let url = rest.split(['&', '#']).find_map(|one| one.strip_prefix("repository_url="))?;
        let url = extract::redact(&url.replace("%2F", "/").replace("%2f", "/"));
        let name = package::of_purl(head)?.name;
        let last = name.rsplit('/').next().unwrap_or(&name);
        // The qualifier is the whole repository, or the registry alone.
        let whole = if url.ends_with(last) { url } else { format!("{url}/{name}") };
        (head.starts_with("pkg:oci/") || head.starts_with("pkg:docker/"))
            .then(|| format!("oci:{whole}"))
    });
    let plain = extract::redact(purl.split(['?', '#']).next().unwrap_or(purl));
    std::iter::once(plain).chain(image).map(Arc::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_contains_a_part_is_affected_with_it() {
        let text = r#"{"metadata": {"component": {"bom-ref": "root", "name": "crm", "purl": "pkg:npm/crm-mcp@1.0.0"}},
            "components": [
              {"bom-ref": "a", "name": "a", "purl": "pkg:npm/%40x/a@1", "components": [
                 {"bom-ref": "b", "group": "@x", "name": "b"}]},
              {"bom-ref": "c", "name": "c", "purl": "pkg:npm/c@1"},
              {"bom-ref": "i", "purl": "pkg:oci/crm@sha256:ab?repository_url=ghcr.io/acme/crm"}],
            "services": [{"bom-ref": "gate", "name": "Gate", "endpoints": ["https://g.test/mcp"]}],
            "dependencies": [{"ref": "gate", "dependsOn": ["c"]}, {"ref": "c", "dependsOn": ["a"]},
                             {"ref": "a", "dependsOn": ["c"]}]}"#;
        let root = syntax::json(text).expect("json");
        let services = nested(&root, "services");
        let parts = Parts::of(&root, &services);
        let packages = |reference| {
            let names = parts.affected(reference).packages;
            names.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            packages("b"),
            ["@x/b", "pkg:npm/%40x/a@1", "pkg:npm/c@1", "pkg:npm/crm-mcp@1.0.0"]
        );
        let identities = parts.affected("b").identities;
        assert_eq!(identities.len(), 2, "the service uses it: {identities:?}");
        assert!(packages("i").contains(&"oci:ghcr.io/acme/crm".to_string()));
        assert_eq!(packages("urn:cdx:0a/1#c"), packages("c"));
        assert_eq!(packages("pkg:pypi/other@2"), ["pkg:pypi/other@2"]);
        assert!(parts.affected("nothing").is_empty());
    }
}
