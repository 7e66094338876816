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

/// One identity of an export, with its position and its labels.
pub(super) struct Labelled<'n> {
    /// Its position in the list.
    pub(super) number: usize,
    /// Its node.
    pub(super) node: &'n Node,
    /// Its labels.
    pub(super) labels: Labels,
}

impl<'n> Labelled<'n> {
    /// The nodes of a list, each with the labels that `of` finds in it.
    pub(super) fn each(
        nodes: impl IntoIterator<Item = &'n Node>,
        of: impl Fn(&'n Node) -> Labels,
    ) -> Vec<Self> {
        let numbered = nodes.into_iter().enumerate();
        numbered.map(|(number, node)| Labelled { number, node, labels: of(node) }).collect()
    }
}

/// Which labels an export uses at all. What one identity states, the others leave blank, as in the
/// column of a table; labels that no identity uses state nothing.
pub(super) struct Carried {
    owner: bool,
    environment: bool,
}

impl Carried {
    /// The labels that a list of identities uses.
    pub(super) fn of(all: &[Labelled<'_>]) -> Self {
        Carried::by(all.iter().map(|one| &one.labels))
    }

    /// The labels that any of these uses.
    pub(super) fn by<'l>(all: impl IntoIterator<Item = &'l Labels>) -> Self {
        let mut carried = Carried { owner: false, environment: false };
        for labels in all {
            carried.owner |= labels.find(&OWNER).is_some();
            carried.environment |= labels.find(&ENVIRONMENT).is_some();
        }
        carried
    }

    pub(super) fn owner(&self, labels: &Labels) -> Field<Vec<String>> {
        match labels.find(&OWNER).map(people) {
            Some(people) if !people.is_empty() => Field::Given(people),
            None if !self.owner => Field::Absent,
            _ => Field::Blank,
        }
    }

    pub(super) fn environment(&self, labels: &Labels) -> Field<Environment> {
        match labels.find(&ENVIRONMENT).map(environment) {
            Some(Some(environment)) => Field::Given(environment),
            None if !self.environment => Field::Absent,
            _ => Field::Blank,
        }
    }
}

fn people(text: &str) -> Vec<String> {
    let people = text.split([';', ',']).map(str::trim).filter(|person| !person.is_empty());
    people.map(extract::redact).collect()
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
    fn a_label_that_one_uses_is_blank_for_the_others() {
        let nodes = ["{\"example.test/owner-email\": \"a@x.test\", \"env\": \"Prod\"}", "[]"]
            .map(|text| json(text).expect("json"));
        let labels: Vec<_> = nodes.iter().map(|node| Labels::of([Some(node)])).collect();
        let carried = Carried::by(&labels);
        assert_eq!(carried.owner(&labels[0]), Field::Given(vec!["a@x.test".into()]));
        assert_eq!(carried.environment(&labels[0]), Field::Given(Environment::Production));
        assert_eq!(carried.owner(&labels[1]), Field::Blank);
        assert_eq!(Carried::by(&labels[1..]).owner(&labels[1]), Field::Absent);
    }

    #[test]
    fn pairs_are_read_like_maps() {
        let node = json("[{\"Key\": \"Owner\", \"Value\": \"iam; ops\"}]").expect("json");
        let labels = Labels::of([Some(&node)]);
        let owner = Carried::by([&labels]).owner(&labels);
        assert_eq!(owner, Field::Given(vec!["iam".into(), "ops".into()]));
    }
}
