//! `[gate]` of the profile: what the posture must reach.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use model::{
    Diagnostic, Gate, GateRule, GateTest, Limit, MaxFailing, Place, Scope, Severity, StatedPath,
    percent,
};
use syntax::{Node, suggestion};

/// `[gate]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct GateTable {
    /// Fail where a finding of this severity or a higher one is open and not waived.
    #[serde(default)]
    fail_on: Option<Severity>,
    /// The least score: a number, or one each for `all`, tiers and domains: `{ all = 80, T3 = 70 }`.
    #[serde(default)]
    min_score: Numbers,
    /// The least coverage: a number, or one each for `all`, tiers, domains and frameworks.
    #[serde(default)]
    min_coverage: Numbers,
    /// How many controls that map directly to a framework may fail, by the framework's id.
    #[serde(default)]
    max_failing: BTreeMap<String, u64>,
    /// Fail where the score is lower than the baseline's, or a finding newly fails.
    #[serde(default)]
    no_regression: bool,
    /// Count only findings that the baseline does not count.
    #[serde(default)]
    new_only: bool,
    /// What to compare with: a posture.json, relative to the project folder, or a recorded month.
    /// Default: the last month before this one in the project's history.
    #[serde(default)]
    baseline: Option<String>,
}

/// One number for everything, or one for each of several names. Kept as text until an error
/// can name its line.
#[derive(Debug, Default)]
struct Numbers(Vec<(Option<String>, String)>);

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Numbers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a table with one for each of several names")
            }

            fn visit_str<E>(self, text: &str) -> Result<Numbers, E> {
                Ok(Numbers(vec![(None, text.to_string())]))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Numbers, A::Error> {
                let mut numbers = Vec::new();
                while let Some((name, text)) = map.next_entry::<String, String>()? {
                    numbers.push((Some(name), text));
                }
                Ok(Numbers(numbers))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Numbers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Numbers".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 100},
                {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 100}},
            ],
        })
    }
}

/// The frameworks there are and those the report shows.
pub(super) struct Known<'a> {
    pub(super) all: &'a [&'a str],
    pub(super) shown: &'a [&'a str],
}

/// Checks a gate.
pub(super) fn gate(
    table: GateTable,
    tree: Option<&Node>,
    file: &Arc<str>,
    known: &Known<'_>,
    errors: &mut Vec<Diagnostic>,
) -> Gate {
    let place = |key: &str, name: Option<&str>| place(tree, file, key, name);
    let mut rules = Vec::new();
    if let Some(severity) = table.fail_on {
        let place = Some(place("fail-on", None));
        rules.push(GateRule { test: GateTest::FailOn(severity), place });
    }
    for (key, numbers) in [("min-score", table.min_score), ("min-coverage", table.min_coverage)] {
        for (name, text) in numbers.0 {
            let place = place(key, name.as_deref());
            let scope = name.as_deref().map_or(Scope::All, Scope::named);
            let wrong = match &scope {
                Scope::Framework(id) if key == "min-score" => Some(no_score(id, known)),
                Scope::Framework(id) => no_framework(id, known),
                _ => None,
            };
            errors.extend(wrong.map(|(message, help)| Diagnostic::at(&place, message, help)));
            match percent(&text) {
                Ok(least) => {
                    let limit = Limit { scope, least };
                    let test = match key {
                        "min-score" => GateTest::MinScore(limit),
                        _ => GateTest::MinCoverage(limit),
                    };
                    rules.push(GateRule { test, place: Some(place) });
                }
                Err(help) => {
                    let message = format!("this {key} is out of range");
                    errors.push(Diagnostic::at(&place, message, help));
                }
            }
        }
    }
    for (framework, most) in table.max_failing {
        let place = place("max-failing", Some(&framework));
        if let Some((message, help)) = no_framework(&framework, known) {
            errors.push(Diagnostic::at(&place, message, help));
        }
        let test = GateTest::MaxFailing(MaxFailing { framework, most });
        rules.push(GateRule { test, place: Some(place) });
    }
    if table.no_regression {
        let place = Some(place("no-regression", None));
        rules.push(GateRule { test: GateTest::NoRegression, place });
    }
    let baseline = table.baseline.map(|name| StatedPath::new(name, place("baseline", None)));
    Gate { rules, new_only: table.new_only, baseline }
}

/// The place of a key of the table, or of a name inside it.
fn place(tree: Option<&Node>, file: &Arc<str>, key: &str, name: Option<&str>) -> Place {
    // A key may be written with `-` or `_`.
    let entry = tree
        .and_then(|table| table.entries().iter().find(|entry| entry.key.replace('_', "-") == key));
    let inner = entry
        .zip(name)
        .and_then(|(entry, name)| entry.node.entries().iter().find(|inner| inner.key == name));
    let line = inner.or(entry).map_or(0, |entry| entry.line);
    let pointer = match name {
        Some(name) => format!("/gate/{key}/{name}"),
        None => format!("/gate/{key}"),
    };
    Place::new(file, line, pointer)
}

fn no_score(name: &str, known: &Known<'_>) -> (String, String) {
    if known.all.contains(&name) {
        let help = "a framework has no score; use min-coverage or max-failing".to_string();
        return (format!("{name} is a framework"), help);
    }
    let help = "write all, T0 to T3, identity, platform-security or operator".to_string();
    (format!("{name} is not a tier or domain"), help)
}

fn no_framework(id: &str, known: &Known<'_>) -> Option<(String, String)> {
    if known.shown.contains(&id) {
        return None;
    }
    if known.all.contains(&id) {
        let help = format!("add {id} there, or take the rule out");
        return Some((format!("{id} is switched off by [report] frameworks"), help));
    }
    let help = match suggestion(id, known.all.iter().copied()) {
        Some(meant) => meant,
        None => format!("known frameworks: {}", known.all.join(", ")),
    };
    Some((format!("{id} is not a known framework"), help))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::profile;
    use model::{Diagnostic, Gate};

    fn read(text: &str) -> Result<Gate, Vec<Diagnostic>> {
        profile(text, &Arc::from("muster.toml"), &["alpha", "beta"]).map(|profile| profile.gate)
    }

    #[test]
    fn every_rule_is_read_with_its_line() {
        let text = "[gate]\nfail-on = \"high\"\nmin_score = { all = 80, T3 = 70.5 }\nmin-coverage = 90\nmax-failing = { alpha = 0 }\nno-regression = true\n";
        let gate = read(text).expect("a gate");
        let stated: Vec<String> = gate
            .rules
            .iter()
            .map(|rule| format!("{} {}", rule.place.as_ref().map_or(0, |p| p.line), rule.test))
            .collect();
        assert_eq!(
            stated,
            [
                "2 fail-on high",
                "3 min-score all=80.0",
                "3 min-score T3=70.5",
                "4 min-coverage 90.0",
                "5 max-failing alpha=0",
                "6 no-regression"
            ]
            .map(|rule| rule.replace("all=", ""))
        );
    }

    #[test]
    fn an_impossible_rule_is_an_error_with_its_line() {
        let text = "[report]\nframeworks = [\"alpha\"]\n[gate]\nmin-score = { alpha = 5, idntity = 5, T3 = 101 }\nmin-coverage = { beta = 50 }\nmax-failing = { alhpa = 0 }\n";
        let found = read(text).expect_err("five errors");
        let stated: Vec<String> = found
            .iter()
            .map(|d| format!("{} {}", d.place.as_ref().map_or(0, |p| p.line), d.message))
            .collect();
        assert_eq!(
            stated,
            [
                "4 alpha is a framework",
                "4 idntity is not a tier or domain",
                "4 this min-score is out of range",
                "5 beta is switched off by [report] frameworks",
                "6 alhpa is not a known framework"
            ]
        );
        let found = read("[gate]\nfail-on = \"grave\"\nmin-score = [1]\n").expect_err("two errors");
        assert_eq!(found.len(), 2, "{found:?}");
    }
}
