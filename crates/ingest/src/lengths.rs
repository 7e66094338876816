//! How long texts of records may be. A name is repeated in every finding about its asset and in every
//! format, so that a long one costs a thousand times its length.

use model::records::Server;
use model::{Diagnostic, Exported, Facts, Field, Place, Placed};
use syntax::{Fault, Node};

/// How many bytes an id or a name may have.
const MAX_NAME: usize = 1_024;

/// How many bytes any other text of a record may have.
const MAX_TEXT: usize = 16 * 1024;

/// The fault of the first text in a record of ours that is too long.
pub(super) fn fault(record: &Node) -> Option<Fault> {
    let named = record.entries().iter().find_map(|entry| {
        let text = entry.node.text().filter(|_| matches!(&*entry.key, "id" | "name"))?;
        (text.len() > MAX_NAME).then(|| too_long(entry.node.line, &[&entry.key], text, MAX_NAME))
    });
    named.or_else(|| inside(record, &mut Vec::new()))
}

/// Whether a text of a record is within its limit; `key` is where it is directly in the record.
pub(super) fn is_within(text: &str, key: Option<&str>) -> bool {
    let is_name = matches!(key, Some("id" | "name"));
    text.len() <= if is_name { MAX_NAME } else { MAX_TEXT }
}

/// The fault of the first text in a profile that is too long.
pub(super) fn fault_of_profile(profile: &Node) -> Option<Fault> {
    let organisation = profile.get("organisation").and_then(|table| table.get("name"));
    let name = organisation.filter(|name| name.text().is_some_and(|it| it.len() > MAX_NAME));
    let named = name.map(|name| {
        too_long(name.line, &["organisation", "name"], name.text().unwrap_or_default(), MAX_NAME)
    });
    named.or_else(|| inside(profile, &mut Vec::new()))
}

fn inside<'n>(node: &'n Node, path: &mut Vec<&'n str>) -> Option<Fault> {
    if let Some(text) = node.text().filter(|text| text.len() > MAX_TEXT) {
        return Some(too_long(node.line, path, text, MAX_TEXT));
    }
    let within = node.entries().iter().find_map(|entry| {
        if entry.key.len() > MAX_TEXT {
            return Some(too_long(entry.line, path, &entry.key, MAX_TEXT));
        }
        path.push(&entry.key);
        let found = inside(&entry.node, path);
        path.pop();
        found
    });
    within.or_else(|| node.list().iter().find_map(|node| inside(node, path)))
}

fn too_long(line: u32, path: &[&str], text: &str, limit: usize) -> Fault {
    let message = format!("this text has {} bytes, more than the limit of {limit}", text.len());
    let path = path.iter().map(|step| (*step).to_string()).collect();
    Fault { path, ..Fault::new(line, message, "shorten it") }
}

/// The error of a file that shows identities under a name that is too long.
pub(super) fn overlong(facts: &Facts) -> Option<Diagnostic> {
    let Exported { servers, agents, service_accounts, secrets, people: _ } = &facts.exported;
    let seen = facts.observed.iter().map(|seen| &seen.server);
    let listed = facts.catalogued.iter().map(|entry| &entry.server);
    let server = |one: &Placed<Server>| is_long(&one.record.id, &one.record.name);
    let found = [
        seen.chain(listed).chain(servers).find(|one| server(one)).map(|one| &one.place),
        first(agents, |it| is_long(&it.id, &it.name)),
        first(service_accounts, |it| is_long(&it.id, &it.name)),
        first(secrets, |it| it.id.len() > MAX_NAME),
        first(facts.observed.iter().flat_map(|seen| &seen.secrets), |it| it.id.len() > MAX_NAME),
    ];
    let place = found.into_iter().flatten().next()?;
    let message = format!("a name here is longer than the limit of {MAX_NAME} bytes");
    Some(Diagnostic::at(place, message, "shorten it"))
}

fn is_long(id: &str, name: &Field<String>) -> bool {
    id.len().max(name.given().map_or(0, String::len)) > MAX_NAME
}

fn first<'a, R: 'a>(
    records: impl IntoIterator<Item = &'a Placed<R>>,
    is_long: impl Fn(&R) -> bool,
) -> Option<&'a Place> {
    records.into_iter().find(|one| is_long(&one.record)).map(|one| &one.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::yaml;

    #[test]
    fn a_text_that_is_too_long_is_a_fault_at_its_field() {
        let fault_of = |text: &str| fault(&yaml(text).expect("yaml"));
        let long = "x".repeat(MAX_TEXT + 1);
        let name = "x".repeat(MAX_NAME + 1);
        let fault = fault_of(&format!("id: a\nname: {name}\n")).expect("a fault");
        assert_eq!((fault.line, fault.pointer().as_str()), (2, "/name"));
        let fault = fault_of(&format!("id: a\nreach:\n  - target: {long}\n")).expect("a fault");
        assert_eq!(fault.line, 3);
        assert!(fault.message.contains("16384"), "{fault:?}");
        assert!(fault_of(&format!("id: a\n? {long}\n: b\n")).is_some_and(|it| it.path.is_empty()));
        assert_eq!(fault_of(&format!("id: a\npurpose: {name}\n")), None);
        let tree = yaml(&format!("organisation: {{name: {name}}}\n")).expect("yaml");
        assert_eq!(fault_of_profile(&tree).expect("a fault").pointer(), "/organisation/name");
    }
}
