//! What the shape of a list of grants cannot say.

use std::collections::HashMap;
use std::sync::Arc;

use model::{Diagnostic, GrantList, Place};
use syntax::Node;

/// Everything wrong with lists of grants: a grant in two lists, of one file or of several, providers that are
/// defined twice, lists without a source, and an id that has two names or that is listed by itself.
pub(super) fn check_grants(files: &[(Arc<str>, Node, GrantList)]) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut providers: HashMap<&str, &str> = HashMap::new();
    let mut known: HashMap<String, (&'static str, String)> = HashMap::new();
    for (file, tree, list) in files {
        let provider = &list.provider;
        if let Some(first) = providers.insert(&provider.id, file) {
            errors.push(Diagnostic::at(
                &Place::new(file, line(tree, "provider", None), "/provider/id"),
                format!("the grants of {} are already listed in {first}", provider.id),
                "keep one of the two files",
            ));
        }
        if list.sources.is_empty() {
            errors.push(Diagnostic::at(
                &Place::new(file, line(tree, "sources", None), "/sources"),
                format!("the grants of {} name no page that they follow", provider.id),
                "add `sources` with the page and the day on which it was read",
            ));
        }
        for (name, _, entries) in list.lists() {
            for (number, entry) in entries.iter().enumerate() {
                let at = line(tree, name, Some(number));
                let place = Place::new(file, at, format!("/{name}/{number}"));
                let entry = entry.trim().to_lowercase();
                if entry.trim_matches('*').is_empty() {
                    let message = "an entry that fits every grant lists none";
                    errors.push(Diagnostic::at(&place, message, "write the name of a grant"));
                    continue;
                }
                let here = (name, format!("{file}:{at}"));
                let Some((first, there)) = known.insert(entry.clone(), here) else { continue };
                let message = match first == name {
                    true => format!("{entry} is listed twice, first at {there}"),
                    false => format!("{entry} is listed as {name}, and as {first} at {there}"),
                };
                errors.push(Diagnostic::at(&place, message, "keep one of the two"));
            }
        }
    }
    errors.extend(ids(files, &known));
    errors
}

/// An id that is listed by itself, or that two files give a name: one of the two would be ignored.
fn ids(
    files: &[(Arc<str>, Node, GrantList)],
    listed: &HashMap<String, (&'static str, String)>,
) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    let mut named: HashMap<String, String> = HashMap::new();
    for (file, tree, list) in files {
        for id in list.ids.keys() {
            let at = tree.get("ids").and_then(|ids| ids.get(id)).map_or(0, |node| node.line);
            let place = Place::new(file, at, format!("/ids/{id}"));
            let key = id.trim().to_lowercase();
            if let Some((list, there)) = listed.get(&key) {
                let message = format!("{id} is an id here, and listed as {list} at {there}");
                errors.push(Diagnostic::at(&place, message, "list it by its name only"));
            }
            if let Some(there) = named.insert(key, format!("{file}:{at}")) {
                let message = format!("{id} has two names, the first at {there}");
                errors.push(Diagnostic::at(&place, message, "keep one of the two"));
            }
        }
    }
    errors
}

/// The line of a list, or of one of its entries.
fn line(tree: &Node, list: &str, number: Option<usize>) -> u32 {
    let node = tree.get(list);
    let entry = node.zip(number).and_then(|(node, number)| node.list().get(number));
    entry.or(node).map_or(0, |node| node.line)
}
