//! What readers of exports share: taking fields out of a document, and putting records down.
//!
//! Three rules hold for all of them. A key that is not there is absent, a key without content is
//! blank. No text leaves without being searched for secrets. What a page leaves out is told.

use crate::format::Origin;
use crate::mcp::{Address, clean_address};
use crate::secrets;
use model::records::{Agent, Secret, Server, ServiceAccount};
use model::{Facts, Field, Moment, Placed, RecordKind};
use syntax::Node;

/// Where a reader puts what an export shows.
pub(super) struct Export<'a> {
    origin: &'a Origin<'a>,
    facts: &'a mut Facts,
}

impl<'a> Export<'a> {
    pub(super) fn new(origin: &'a Origin<'a>, facts: &'a mut Facts) -> Self {
        Export { origin, facts }
    }

    /// When the export was taken, as far as the profile knows.
    pub(super) fn captured_at(&self) -> Option<Moment> {
        self.origin.captured_at
    }

    /// An MCP server that the export shows.
    pub(super) fn server(&mut self, node: &Node, pointer: &str, record: Server) {
        let place = self.origin.place(node, pointer);
        self.facts.exported.servers.push(Placed { record, place });
    }

    /// An agent that the export shows.
    pub(super) fn agent(&mut self, node: &Node, pointer: &str, record: Agent) {
        let place = self.origin.place(node, pointer);
        self.facts.exported.agents.push(Placed { record, place });
    }

    /// A service account that the export shows.
    pub(super) fn account(&mut self, node: &Node, pointer: &str, record: ServiceAccount) {
        let place = self.origin.place(node, pointer);
        self.facts.exported.service_accounts.push(Placed { record, place });
    }

    /// A secret that the export shows.
    pub(super) fn secret(&mut self, node: &Node, pointer: &str, record: Secret) {
        let place = self.origin.place(node, pointer);
        self.facts.exported.secrets.push(Placed { record, place });
    }

    /// Something worth telling.
    pub(super) fn notice(&mut self, node: &Node, message: impl Into<String>, help: &str) {
        self.facts.notices.push(self.origin.notice(node, message, help));
    }

    /// The export ends before the list does: what it leaves out is unknown, not missing.
    pub(super) fn truncated(&mut self, node: &Node, sign: &str) {
        if self.origin.all_pages {
            return;
        }
        let why = format!("the export is one page of several (`{sign}`)");
        let help = "export all pages; until then what is on the others is not assessed";
        self.notice(node, why.clone(), help);
        self.facts.incomplete.push(why);
    }

    /// Marks the export as one page of several where a key that leads to the next one says so.
    pub(super) fn pages(&mut self, root: &Node, keys: &[&str]) {
        let more = |key: &&&str| word(root, key).is_some_and(|text| text != "false");
        if let Some(sign) = keys.iter().find(more) {
            self.truncated(root, sign);
        }
    }

    /// Counts the export as a register of a kind, if it is whole and holds any. Secrets never
    /// count: an export shows those of one platform, and the others would seem not to exist.
    pub(super) fn registers(&mut self, kind: RecordKind) {
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

    /// The date under a key; what is no date is told and read as blank.
    pub(super) fn moment(&mut self, node: &Node, key: &str) -> Field<Moment> {
        let Some(value) = node.get(key) else { return Field::Absent };
        let text = value.text().unwrap_or_default().trim();
        // The first and the last year of some calendars stand for "not yet" and "never".
        if text.is_empty() || text.starts_with("0001-") || text.starts_with("9999-") {
            return Field::Blank;
        }
        match moment(text) {
            Some(moment) => Field::Given(moment),
            None => {
                let message = format!("`{key}` holds no date and was read as blank");
                self.notice(value, message, "write 2026-11-22 or 2026-11-22T09:30:00Z");
                Field::Blank
            }
        }
    }
}

/// A date as exports write it: also with a space in the middle, or as seconds since 1970.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    // Shorter numbers are no seconds but years, or days written together.
    let seconds = || {
        let whole = text.split('.').next()?;
        (whole.len() > 8).then(|| whole.parse::<i64>().ok()).flatten()
    };
    text.parse().ok().or_else(|| {
        jiff::Timestamp::from_second(seconds()?).ok().and_then(|time| time.to_string().parse().ok())
    })
}

/// The text under a key, if it says anything. Not searched for secrets: for comparing only.
pub(super) fn word<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.text().map(str::trim).filter(|text| !text.is_empty())
}

/// The text under a key, fit to leave this room.
pub(super) fn said(node: &Node, key: &str) -> Option<String> {
    word(node, key).map(clean)
}

/// The text under a key as a field.
pub(super) fn text(node: &Node, key: &str) -> Field<String> {
    match (node.get(key), said(node, key)) {
        (None, _) => Field::Absent,
        (Some(_), None) => Field::Blank,
        (Some(_), Some(text)) => Field::Given(text),
    }
}

/// The switch under a key; what is neither true nor false says nothing.
pub(super) fn flag(node: &Node, key: &str) -> Option<bool> {
    match word(node, key)?.to_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// The texts of the list under a key. A cell of a table holds its list as `a; b`.
pub(super) fn texts(node: &Node, key: &str) -> Vec<String> {
    let Some(value) = node.get(key) else { return Vec::new() };
    let one = value.text().into_iter().flat_map(|text| text.split(';'));
    let many = value.list().iter().filter_map(Node::text);
    one.chain(many).map(str::trim).filter(|text| !text.is_empty()).map(clean).collect()
}

/// A text without the secrets that may have been pasted into it.
pub(super) fn clean(text: &str) -> String {
    secrets::redact(text).unwrap_or_else(|| text.to_string())
}

/// An address without anything secret, if its host is known.
pub(super) fn url(text: &str) -> Option<String> {
    match clean_address(text) {
        Address::Known(url) if url.contains("://") => Some(url),
        _ => None,
    }
}

/// The rows by which a list is recognised: every list of every input is looked at, however long.
pub(super) fn first(nodes: &[Node]) -> impl Iterator<Item = &Node> {
    nodes.iter().take(20)
}

/// The names an identity goes by, each once; absent where there is none.
pub(super) fn names(names: impl IntoIterator<Item = Option<String>>) -> Field<Vec<String>> {
    let mut known: Vec<String> = Vec::new();
    for name in names.into_iter().flatten() {
        if !known.contains(&name) {
            known.push(name);
        }
    }
    if known.is_empty() { Field::Absent } else { Field::Given(known) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_platforms_write_them() {
        let day: Moment = "2026-03-01T10:00:00Z".parse().expect("a time");
        for text in ["2026-03-01 10:00:00+00:00", "2026-03-01T10:00:00+00:00", "1772359200.25"] {
            assert_eq!(moment(text), Some(day), "{text}");
        }
        for text in ["", "soon", "03/01/2026", "2026", "20260301"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn pasted_secrets_do_not_leave() {
        let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
        assert!(!clean(&format!("bot {token}")).contains("a7Kq"));
        assert_eq!(url("https://u:p@h.test/mcp?key=1"), Some("https://h.test/mcp".into()));
        assert_eq!(url("h.test"), None);
    }
}
