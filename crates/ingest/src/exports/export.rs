//! What readers of exports share: taking fields out of a document, and putting records down.
//!
//! Three rules hold for all of them. A key that is not there is absent, a key without content is
//! blank. Every text is searched for secrets first. An incomplete export is reported.

use crate::extract::{is_unset, moment, pointer_step, raw_str};
use crate::format::Origin;
use model::records::{Agent, Secret, Server, ServiceAccount};
use model::{Catalogued, Facts, Field, Moment, PackageFlaw, Person, Place, Placed, RecordKind};
use syntax::{Node, Style, Value};

/// Where a reader puts what an export shows.
pub(super) struct Export<'a> {
    origin: &'a Origin<'a>,
    facts: &'a mut Facts,
    fields: Fields,
}

/// Which key of an export's record states a field of ours. Of several for one field, the first that
/// the record has counts.
pub(super) type Fields = &'static [(&'static str, &'static [&'static str])];

impl<'a> Export<'a> {
    pub(super) fn new(origin: &'a Origin<'a>, facts: &'a mut Facts) -> Self {
        Export { origin, facts, fields: &[] }
    }

    /// The same, with the keys whose lines are cited for the fields that they state.
    pub(super) fn citing(self, fields: Fields) -> Self {
        Export { fields, ..self }
    }

    /// A record at a node, with the lines of its fields.
    pub(super) fn placed<T>(&self, node: &Node, pointer: &str, record: T) -> Placed<T> {
        let mut placed = Placed::new(record, self.origin.place(node, pointer));
        let mut noted: Vec<&str> = Vec::new();
        for (field, keys) in self.fields {
            let Some((line, below)) = stated(node, keys).filter(|_| !noted.contains(field)) else {
                continue;
            };
            placed.from.note(*field, line, &below);
            noted.push(field);
        }
        placed
    }

    /// When the export was taken, as far as the profile knows.
    pub(super) fn captured_at(&self) -> Option<Moment> {
        self.origin.captured_at
    }

    /// An MCP server that the export shows.
    pub(super) fn server(&mut self, node: &Node, pointer: &str, record: Server) {
        let placed = self.placed(node, pointer, record);
        self.facts.exported.servers.push(placed);
    }

    /// What is stated about packages, and the secrets that they ask for.
    pub(super) fn catalogued(
        &mut self,
        packages: Vec<String>,
        server: Placed<Server>,
        secrets: Vec<Placed<Secret>>,
    ) {
        self.facts.catalogued.push(Catalogued { packages, server, secrets });
    }

    /// A vulnerability that the export lists.
    pub(super) fn flaw(&mut self, flaw: PackageFlaw) {
        self.facts.flaws.push(flaw);
    }

    /// An agent that the export shows.
    pub(super) fn agent(&mut self, node: &Node, pointer: &str, record: Agent) {
        let placed = self.placed(node, pointer, record);
        self.facts.exported.agents.push(placed);
    }

    /// A service account that the export shows.
    pub(super) fn account(&mut self, node: &Node, pointer: &str, record: ServiceAccount) {
        let placed = self.placed(node, pointer, record);
        self.placed_account(placed);
    }

    /// A service account of which some fields are stated elsewhere.
    pub(super) fn placed_account(&mut self, placed: Placed<ServiceAccount>) {
        self.facts.exported.service_accounts.push(placed);
    }

    /// A person, or the root of an account, that the export shows.
    pub(super) fn person(&mut self, node: &Node, pointer: &str, record: Person) {
        let place = self.origin.place(node, pointer);
        self.facts.exported.people.push(Placed::new(record, place));
    }

    /// A secret that the export shows.
    pub(super) fn secret(&mut self, node: &Node, pointer: &str, record: Secret) {
        let placed = self.placed(node, pointer, record);
        self.placed_secret(placed);
    }

    /// A secret of which some fields are stated elsewhere.
    pub(super) fn placed_secret(&mut self, placed: Placed<Secret>) {
        self.facts.exported.secrets.push(placed);
    }

    /// A place at a line of the export.
    pub(super) fn place_at(&self, line: u32, pointer: String) -> Place {
        self.origin.place_at(line, pointer)
    }

    /// The place of a key of a node; of the node itself in the row of a table.
    pub(super) fn place_of_key(&self, node: &Node, pointer: &str, key: &str) -> Place {
        match stated(node, &[key]) {
            Some((line, below)) => self.origin.place_at(line, format!("{pointer}{below}")),
            None => self.origin.place(node, pointer),
        }
    }

    /// Adds a notice about a node.
    pub(super) fn notice(&mut self, node: &Node, message: impl Into<String>, help: &str) {
        let notice = self.origin.notice(node, message, help);
        // What an export has to report is what it does not show, or what was left out.
        self.facts.notices.push(notice.of_kind(model::Kind::NotRead));
    }

    /// The export ends before the list does: what it leaves out is unknown, not missing.
    pub(super) fn truncated(&mut self, node: &Node, sign: &str) {
        if self.origin.all_pages {
            return;
        }
        let why = format!("the export is one page of several (`{sign}`)");
        let help =
            "export all pages; until then the identities on the other pages are not assessed";
        self.notice(node, why.clone(), help);
        self.facts.incomplete.push(why);
    }

    /// Marks the export as one page of several where a key that leads to the next one says so.
    pub(super) fn pages(&mut self, root: &Node, keys: &[&str]) {
        let more = |key: &&&str| raw_str(root, *key).is_some_and(|text| text != "false");
        if let Some(sign) = keys.iter().find(more) {
            self.truncated(root, sign);
        }
    }

    /// Counts the export as a register of a kind, if it is whole and holds any. Secrets never
    /// count: an export lists those of one platform only.
    pub(super) fn mark_complete_register(&mut self, kind: RecordKind) {
        let shown = &self.facts.exported;
        let any = match kind {
            RecordKind::ServiceAccounts => !shown.service_accounts.is_empty(),
            RecordKind::Agents => !shown.agents.is_empty(),
            _ => false,
        };
        if any && self.facts.incomplete.is_empty() {
            self.facts.carried.insert(kind);
        }
    }

    /// The date under a key. A value that is not a date is reported and read as blank.
    pub(super) fn moment(&mut self, node: &Node, key: &str) -> Field<Moment> {
        let Some(value) = node.get(key) else { return Field::Absent };
        // Windows PowerShell wraps some dates in a map.
        let text = value.text().or_else(|| raw_str(value, "value")).unwrap_or_default().trim();
        if is_unset(text) {
            return Field::Blank;
        }
        match moment(text) {
            Some(moment) => Field::Given(moment),
            None => {
                let message = format!("`{key}` is not a date and was read as blank");
                self.notice(value, message, "write 2026-11-22 or 2026-11-22T09:30:00Z");
                Field::Blank
            }
        }
    }
}

/// The line of the value at a path of keys, and its pointer. The row of a table has no lines.
fn stated(node: &Node, keys: &[&str]) -> Option<(u32, String)> {
    let (mut at, mut line, mut below) = (node, node.line, String::new());
    for key in keys {
        let entry = at.entries().iter().find(|entry| entry.key == *key)?;
        (at, line) = (&entry.node, entry.line);
        below.push_str(&format!("/{}", pointer_step(key)));
    }
    let is_cell = matches!(&at.value, Value::Scalar(scalar) if scalar.style == Style::Cell);
    (!is_cell).then_some((line, below))
}

#[cfg(test)]
mod tests {
    use crate::exports::aws::secrets_manager::FORMAT;
    use crate::exports::bench::read_json;

    #[test]
    fn a_field_is_cited_at_the_key_that_states_it() {
        let text = "{\"SecretList\": [\n{\"ARN\": \"arn:x\",\n\"CreatedDate\": \"2026-01-02\",\n\
                    \"LastRotatedDate\": \"2026-03-04\"}]}";
        let facts = read_json(&FORMAT, text);
        let [secret] = facts.exported.secrets.as_slice() else { panic!("one") };
        for (field, line, pointer) in [
            ("last_rotated", 4, "/SecretList/0/LastRotatedDate"),
            ("issued_at", 3, "/SecretList/0/CreatedDate"),
            ("location", 2, "/SecretList/0"),
        ] {
            let place = secret.place_of(field).expect("a place");
            assert_eq!((place.line, place.pointer.as_ref()), (line, pointer), "{field}");
        }
    }
}
