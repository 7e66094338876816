//! Owner and environment, as tags, labels and annotations state them.

use crate::extract;
use model::Field;
use model::records::Environment;
use syntax::Node;

/// Last words of a key that announce the owner, without `-` and `_`.
const OWNER: [&str; 10] = [
    "owner",
    "owners",
    "owneremail",
    "ownername",
    "ownerteam",
    "ownedby",
    "serviceowner",
    "technicalowner",
    "businessowner",
    "accountableowner",
];
const ENVIRONMENT: [&str; 4] = ["env", "environment", "stage", "deploymentenvironment"];

/// The labels of one identity.
#[derive(Default)]
pub(super) struct Labels(Vec<(String, String)>);

impl Labels {
    /// The labels in these nodes: maps, or lists of pairs, whatever they call key and value.
    pub(super) fn of<'n>(nodes: impl IntoIterator<Item = Option<&'n Node>>) -> Self {
        let mut labels = Vec::new();
        for node in nodes.into_iter().flatten() {
            for entry in node.entries() {
                labels.push((entry.key.clone(), entry.node.text().unwrap_or_default().to_string()));
            }
            for pair in node.list() {
                let under = |keys: &[&str]| keys.iter().find_map(|key| extract::raw_str(pair, key));
                if let Some(key) = under(&["Key", "key", "name"]) {
                    let value = under(&["Value", "value"]).unwrap_or_default();
                    labels.push((key.to_string(), value.to_string()));
                }
            }
        }
        Labels(labels)
    }

    fn find(&self, wanted: &[&str]) -> Option<&str> {
        let known = |key: &str| {
            let last = key.rsplit(['/', ':', '.']).next().unwrap_or(key).to_lowercase();
            wanted.contains(&last.replace(['-', '_', ' '], "").as_str())
        };
        self.0.iter().find(|(key, _)| known(key)).map(|(_, value)| value.trim())
    }
}

impl Labels {
    /// The owner. Without the label an export states nothing; with an empty one it states that there
    /// is none.
    pub(super) fn owner(&self) -> Field<Vec<String>> {
        match self.find(&OWNER).map(people) {
            Some(people) if !people.is_empty() => Field::Given(people),
            Some(_) => Field::Blank,
            None => Field::Absent,
        }
    }

    /// The environment; blank where the word is not known.
    pub(super) fn environment(&self) -> Field<Environment> {
        match self.find(&ENVIRONMENT).map(environment) {
            Some(Some(environment)) => Field::Given(environment),
            Some(None) => Field::Blank,
            None => Field::Absent,
        }
    }
}

fn people(text: &str) -> Vec<String> {
    extract::parts(text, |sign| matches!(sign, ';' | ','))
}

/// The environment a word means.
pub(super) fn environment(word: &str) -> Option<Environment> {
    match word.trim().to_lowercase().as_str() {
        "prod" | "prd" | "production" | "live" => Some(Environment::Production),
        "stage" | "stg" | "staging" | "preprod" | "pre-production" => Some(Environment::Staging),
        "test" | "tst" | "qa" | "uat" | "sandbox" => Some(Environment::Test),
        "dev" | "development" => Some(Environment::Development),
        "local" => Some(Environment::Local),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syntax::json;

    #[test]
    fn a_label_that_is_not_there_states_nothing() {
        let of = |text: &str| {
            let labels = Labels::of([Some(&json(text).expect("json"))]);
            (labels.owner(), labels.environment())
        };
        let (owner, environment) = of(r#"{"example.test/owner-email": "a@x.test", "env": "Prod"}"#);
        assert_eq!(owner, Field::Given(vec!["a@x.test".into()]));
        assert_eq!(environment, Field::Given(Environment::Production));
        assert_eq!(of(r#"{"owner": "", "env": "moon"}"#), (Field::Blank, Field::Blank));
        assert_eq!(of("[]"), (Field::Absent, Field::Absent));
    }

    #[test]
    fn pairs_are_read_like_maps() {
        let node = json("[{\"Key\": \"Owner\", \"Value\": \"iam; ops\"}]").expect("json");
        let owner = Labels::of([Some(&node)]).owner();
        assert_eq!(owner, Field::Given(vec!["iam".into(), "ops".into()]));
    }
}
