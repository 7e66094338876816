//! The records of the inputs in one normalised form.

use serde_json::{Value, json};

use model::{Facts, Placed, Record, RecordKind, VisitKind};

fn placed<T: serde::Serialize>(records: &[Placed<T>]) -> impl Iterator<Item = Value> + '_ {
    records.iter().map(|placed| json!({ "place": placed.place, "record": placed.record }))
}

/// How many records of one kind our own formats hold.
struct Counted<'a>(&'a Facts);

impl VisitKind for Counted<'_> {
    type Output = usize;

    fn visit<R: Record>(self) -> usize {
        R::list(self.0).len()
    }
}

/// How many records of every kind there are, those that configurations and exports show with the registered
/// ones.
pub(super) fn counts(facts: &Facts) -> Vec<(&'static str, usize)> {
    let (seen, listed, exported) = (&facts.observed, &facts.catalogued, &facts.exported);
    let others = |kind: &str| match kind {
        "servers" => seen.len() + exported.servers.len() + listed.len(),
        "agents" => exported.agents.len(),
        "service_accounts" => exported.service_accounts.len(),
        "secrets" => {
            let seen: usize = seen.iter().map(|seen| seen.secrets.len()).sum();
            let asked: usize = listed.iter().map(|entry| entry.secrets.len()).sum();
            seen + exported.secrets.len() + asked
        }
        _ => 0,
    };
    let count = |kind: RecordKind| (kind.id(), kind.visit(Counted(facts)) + others(kind.id()));
    RecordKind::ALL.map(count).into()
}

/// The records of one kind that our own formats hold.
struct Recorded<'a>(&'a Facts);

impl VisitKind for Recorded<'_> {
    type Output = Vec<Value>;

    fn visit<R: Record>(self) -> Vec<Value> {
        placed(R::list(self.0)).collect()
    }
}

/// Every kind of record, those that configurations and exports show with the registered ones.
pub(super) fn lists(facts: &Facts) -> Vec<(&'static str, Vec<Value>)> {
    let seen = facts.observed.iter();
    let servers = seen.clone().map(|seen| &seen.server).cloned().collect::<Vec<_>>();
    let secrets = seen.flat_map(|seen| seen.secrets.iter().cloned()).collect::<Vec<_>>();
    let exported = &facts.exported;
    let catalogued = facts.catalogued.iter();
    let entries = catalogued.clone().map(|entry| &entry.server).cloned().collect::<Vec<_>>();
    let asked = catalogued.flat_map(|entry| entry.secrets.iter().cloned()).collect::<Vec<_>>();
    let list = |kind: RecordKind| (kind.id(), kind.visit(Recorded(facts)));
    let mut all: Vec<(&'static str, Vec<Value>)> = RecordKind::ALL.map(list).into();
    for (name, records) in &mut all {
        match *name {
            "servers" => {
                records.extend(placed(&servers));
                records.extend(placed(&exported.servers));
                records.extend(placed(&entries));
            }
            "agents" => records.extend(placed(&exported.agents)),
            "service_accounts" => records.extend(placed(&exported.service_accounts)),
            "secrets" => {
                records.extend(placed(&secrets));
                records.extend(placed(&exported.secrets));
                records.extend(placed(&asked));
            }
            _ => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use ingest::{Options, SourceFile};

    /// What is counted is what would be written.
    #[test]
    fn records_are_counted_as_they_are_listed() {
        let file = |name: &str, text: &str| SourceFile::new(name, text.as_bytes().to_vec());
        let files = [
            file("servers.yaml", "servers: [{ id: a }, { id: b }]\n"),
            file("owners.csv", "id,kind\nada,person\n"),
            file(
                ".mcp.json",
                r#"{"mcpServers":{"web":{"command":"npx","args":["x"],"env":{"API_TOKEN":"${API_TOKEN}"}}}}"#,
            ),
        ];
        let (facts, errors) = ingest::ingest(&files, Options::default());
        assert!(errors.is_empty(), "{errors:?}");
        let listed = lists(&facts).into_iter().map(|(name, records)| (name, records.len()));
        assert_eq!(counts(&facts), listed.collect::<Vec<_>>());
        assert!(counts(&facts).contains(&("servers", 3)));
    }
}
