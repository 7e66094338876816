//! Retirements and inputs of the tier that one file declares of an asset which other files show without
//! them. Such a file closes findings, so each is reported with it.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Asset, AssetFacts, AssetKey, Declaration, DeclarationKind, Diagnostic, Field, Place, wording,
};

/// How many assets one line names; each asset holds its own.
const MOST_NAMED: usize = 20;

/// Notes on each asset what one of its files declares alone.
pub(super) fn note(assets: &mut [Asset]) {
    for asset in assets {
        let retired = asset.is_retired().then_some(("status", DeclarationKind::Retirement));
        let stated = tier_inputs(asset).into_iter().filter(|(_, stated)| *stated);
        let inputs = stated.map(|(field, _)| (field, DeclarationKind::TierInput));
        let declared = retired.into_iter().chain(inputs);
        let alone = declared.filter_map(|(field, kind)| {
            let place = asset.place_of(field)?;
            let others = asset.places().iter().any(|source| source.file != place.file);
            others.then_some(Declaration { kind, field, place })
        });
        asset.declarations = alone.collect();
    }
}

/// The fields without which the worst is assumed of an asset, and whether it states each.
pub(super) fn tier_inputs(asset: &Asset) -> Vec<(&'static str, bool)> {
    fn stated<T>(field: &Field<T>) -> bool {
        field.given().is_some()
    }
    match &asset.facts {
        AssetFacts::Server(server) => vec![
            ("reach", stated(&server.reach)),
            ("scopes", stated(&server.scopes)),
            ("environments", stated(&server.environments)),
            ("modifiers", stated(&server.modifiers)),
            ("uses", stated(&server.uses)),
            ("tools", stated(&server.tools)),
            ("internet_exposed", stated(&server.internet_exposed)),
        ],
        AssetFacts::Agent(agent) => vec![
            ("bindings", stated(&agent.bindings)),
            ("runs_as", stated(&agent.runs_as)),
            ("inherits_env", stated(&agent.inherits_env)),
            ("host_credentials", stated(&agent.host_credentials)),
            ("modifiers", stated(&agent.modifiers)),
        ],
        AssetFacts::ServiceAccount(account) => vec![
            ("reach", stated(&account.reach)),
            ("roles", stated(&account.roles)),
            ("environment", stated(&account.environment)),
            ("used_by", stated(&account.used_by)),
        ],
        AssetFacts::Secret(secret) => vec![
            ("used_by", stated(&secret.used_by)),
            ("environment", stated(&secret.environment)),
            ("principal_kind", stated(&secret.principal_kind)),
            ("scopes", stated(&secret.scopes)),
        ],
        AssetFacts::Organisation => Vec::new(),
    }
}

/// What one file declares alone.
struct OfFile<'a> {
    first: &'a Place,
    fields: BTreeSet<&'static str>,
    assets: BTreeSet<&'a AssetKey>,
}

/// One line for each retirement, and one for each file that declares inputs of the tier.
pub(super) fn lines(assets: &[Asset]) -> Vec<Diagnostic> {
    let mut lines = Vec::new();
    let mut inputs: BTreeMap<&str, OfFile<'_>> = BTreeMap::new();
    for asset in assets {
        for Declaration { kind, field, place } in &asset.declarations {
            match kind {
                DeclarationKind::Retirement => {
                    let message = format!(
                        "{} is retired by {}: its findings are not applicable, though other files show it",
                        asset.key, place.file
                    );
                    lines.push(Diagnostic::at(place, message, "correct `status` if it is in use"));
                }
                DeclarationKind::TierInput => {
                    let of_file = inputs.entry(&place.file).or_insert_with(|| OfFile {
                        first: place,
                        fields: BTreeSet::new(),
                        assets: BTreeSet::new(),
                    });
                    of_file.first = of_file.first.min(place);
                    of_file.fields.insert(field);
                    of_file.assets.insert(&asset.key);
                }
            }
        }
    }
    lines.extend(inputs.into_values().map(OfFile::line));
    lines
}

impl OfFile<'_> {
    fn line(self) -> Diagnostic {
        let fields: Vec<String> = self.fields.iter().map(|field| format!("`{field}`")).collect();
        let (verb, them) = match fields.len() {
            1 => ("decides", "it"),
            _ => ("decide", "them"),
        };
        let fields = wording::list(&fields);
        let named = self.assets.iter().take(MOST_NAMED).map(ToString::to_string);
        let named = named.collect::<Vec<_>>().join(", ");
        let more = match self.assets.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let file = &self.first.file;
        let message = format!(
            "{fields} in {file} {verb} the tier of what other files show without {them} or differently: {named}{more}"
        );
        Diagnostic::at(self.first, message, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estate::{Dangling, build};
    use model::records::{Agent, Secret, Server, ServiceAccount};
    use model::{Facts, Observed, Placed, Thresholds};
    use serde_json::{Map, Value, json};

    fn joined(mut facts: Facts) -> Vec<Asset> {
        let day = jiff::civil::date(2026, 11, 22);
        let built = build(
            &mut facts,
            day,
            (Thresholds::default(), &std::sync::Arc::default()),
            Dangling::Stop,
            None,
        );
        built.expect("a context").assets
    }

    /// What states a field and raises no tier.
    fn harmless(field: &str) -> Value {
        match field {
            "internet_exposed" | "inherits_env" => json!(false),
            "runs_as" => json!("own-identity"),
            "environment" => json!("staging"),
            "principal_kind" => json!("workload"),
            _ => json!([]),
        }
    }

    /// An asset of each kind with some fields, each stated and harmless.
    fn of_each_kind(fields: impl Fn(&Asset) -> Vec<&'static str>) -> Vec<Asset> {
        let bare = |with: &[Vec<&str>]| {
            let record = |at: usize| -> Value {
                let fields =
                    with.get(at).into_iter().flatten().map(|f| (f.to_string(), harmless(f)));
                let id = ("id".to_string(), json!("a"));
                Value::Object(fields.chain([id]).collect::<Map<_, _>>())
            };
            fn one<T: serde::de::DeserializeOwned>(value: Value) -> Vec<Placed<T>> {
                let record = serde_json::from_value(value).expect("a record");
                vec![Placed::new(record, Place::file("a.yaml"))]
            }
            joined(Facts {
                servers: one::<Server>(record(0)),
                agents: one::<Agent>(record(1)),
                service_accounts: one::<ServiceAccount>(record(2)),
                secrets: one::<Secret>(record(3)),
                carried: model::RecordKind::ALL.into_iter().collect(),
                ..Facts::default()
            })
        };
        let first = bare(&[]);
        bare(&first.iter().take(4).map(fields).collect::<Vec<_>>())
    }

    /// Whatever is assumed where a field is missing has to be in the table, or no line names the file
    /// that states it.
    #[test]
    fn the_table_holds_every_field_without_which_the_worst_is_assumed() {
        let assumed = |asset: &Asset| asset.tier.reasons.iter().any(|reason| reason.rule == "D7");
        let without = of_each_kind(|_| Vec::new());
        assert!(without.iter().take(4).all(assumed));
        let with = of_each_kind(|asset| tier_inputs(asset).into_iter().map(|(f, _)| f).collect());
        for asset in with.iter().take(4) {
            assert!(!assumed(asset), "{}: {:?}", asset.key, asset.tier.reasons);
        }
    }

    #[test]
    fn a_file_that_declares_alone_is_named() {
        let server = |file: &str, reach: bool, retired: bool| {
            let mut record = Server { id: "crm".into(), ..Server::default() };
            if reach {
                record.reach = Field::Given(Vec::new());
            }
            if retired {
                record.status = Field::Given(model::records::Status::Retired);
            }
            Placed::new(record, Place::file(file))
        };
        let kinds = |record: Placed<Server>, seen: Option<&str>| {
            let observed = seen.map(|file| Observed::new(server(file, false, false), Vec::new()));
            let facts = Facts {
                servers: vec![record],
                observed: observed.into_iter().collect(),
                ..Facts::default()
            };
            let assets = joined(facts);
            let kinds: Vec<_> = assets[0].declarations.iter().map(|one| one.kind).collect();
            (kinds, lines(&assets))
        };
        let (none, lines) = kinds(server("a.yaml", true, true), None);
        assert!(none.is_empty() && lines.is_empty(), "no other file shows it");
        let (both, lines) = kinds(server("a.yaml", true, true), Some(".mcp.json"));
        assert_eq!(both, [DeclarationKind::Retirement, DeclarationKind::TierInput]);
        for (line, words) in
            lines.iter().zip(["is retired by a.yaml", "`reach` in a.yaml decides the tier"])
        {
            assert!(
                line.message.contains(words) && line.message.contains("server/crm"),
                "{line:?}"
            );
        }
        assert_eq!(lines.len(), 2);
    }
}
