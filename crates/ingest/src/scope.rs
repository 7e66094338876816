//! `[scope]` of the profile: the assets that are not part of the score, with who decided it and why.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use model::{AssetKind, Diagnostic, Exclusion, Moment, Place, is_placeholder};
use syntax::{Glob, Node};

/// `[scope]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ScopeTable {
    /// Assets that are listed and judged, but not part of the score. Each entry needs `reason`, `on`
    /// and `approver`, and names `asset`, `assets` or `kind`.
    #[serde(default)]
    exclude: Vec<ExcludeTable>,
}

/// `[[scope.exclude]]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ExcludeTable {
    /// The asset, by id, by `kind/id` or by another of its names.
    #[serde(default)]
    asset: Option<String>,
    /// Several assets, in the same way; `*` matches anything, as in `sandbox-*`.
    #[serde(default)]
    assets: Option<Vec<String>>,
    /// The kind of the excluded assets. Alone, it excludes all of them.
    #[serde(default)]
    kind: Option<AssetKind>,
    /// Why they are not part of the score.
    #[serde(default)]
    reason: Option<String>,
    /// The day from which they are not, such as `2026-11-01`.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    on: Option<Moment>,
    /// Who decided it: an active owner of the register, by id, e-mail address or name.
    #[serde(default)]
    approver: Option<String>,
}

/// Checks the exclusions of a profile. Whether the approvers are owners is checked once the register
/// is read.
pub(super) fn exclusions(
    table: ScopeTable,
    tree: &Node,
    file: &Arc<str>,
    errors: &mut Vec<Diagnostic>,
) -> Vec<Exclusion> {
    let list = tree.get("scope").and_then(|scope| scope.get("exclude"));
    let nodes = list.map(Node::list).unwrap_or_default();
    let entries = table.exclude.into_iter().enumerate();
    entries
        .filter_map(|(number, table)| {
            let entry = Entry { node: nodes.get(number), file, number };
            entry.exclusion(table, errors)
        })
        .collect()
}

/// One entry of the file.
struct Entry<'a> {
    node: Option<&'a Node>,
    file: &'a Arc<str>,
    number: usize,
}

impl Entry<'_> {
    /// The place of a field; of the entry, where it has no such field.
    fn place(&self, field: &str) -> Place {
        let node = self.node.and_then(|node| node.get(field)).or(self.node);
        let line = node.map_or(0, |node| node.line);
        Place::new(self.file, line, format!("/scope/exclude/{}/{field}", self.number))
    }

    /// The exclusion, if it is complete; everything that is wrong with it is added to `errors`.
    fn exclusion(&self, table: ExcludeTable, errors: &mut Vec<Diagnostic>) -> Option<Exclusion> {
        let before = errors.len();
        let mut refuse = |field: &str, message: String, help: &str| {
            errors.push(Diagnostic::at(&self.place(field), message, help));
        };
        let ExcludeTable { asset, assets, kind, reason, on, approver } = table;
        let patterns = assets.is_some();
        if kind == Some(AssetKind::Organisation) {
            let help = "write server, agent, service-account or secret";
            refuse("kind", "the organisation cannot be excluded".into(), help);
        }
        match (&asset, &assets, kind) {
            (Some(_), Some(_), _) => {
                let help = "move the asset into the list";
                refuse("asset", "an exclusion has either `asset` or `assets`".into(), help);
            }
            (None, None, None) => {
                let help = "add `asset = \"…\"`, `assets = [\"…\"]` or `kind = \"…\"`";
                refuse("asset", "this exclusion names no asset".into(), help);
            }
            (None, Some(listed), _) if listed.is_empty() => {
                refuse("assets", "this exclusion names no asset".into(), "name one, or remove it");
            }
            _ => {}
        }
        let named = self.named(asset, assets);
        for (name, place) in &named {
            let fault = match Glob::new(name) {
                _ if is_placeholder(name) => Some("this names no asset".to_string()),
                Err(message) if patterns => Some(format!("this is not a valid pattern: {message}")),
                _ => None,
            };
            let help = "write the id of an asset, as a report prints it";
            errors.extend(fault.map(|message| Diagnostic::at(place, message, help)));
        }
        let mut required = |field: &str, text: Option<String>, help: &str| {
            let text = text.unwrap_or_default();
            if is_placeholder(&text) {
                let message = format!("an exclusion needs `{field}`, and this one states none");
                errors.push(Diagnostic::at(&self.place(field), message, help));
            }
            text.trim().to_string()
        };
        let reason = required("reason", reason, "add `reason`: why it is not part of the score");
        let help = "add `approver`: an active owner of the register who decided it";
        let approver = required("approver", approver, help);
        let Some(on) = on else {
            let message = "an exclusion needs `on`, and this one states none";
            let help = "add `on`: the day of the decision, such as \"2026-11-01\"";
            errors.push(Diagnostic::at(&self.place("on"), message, help));
            return None;
        };
        (errors.len() == before).then(|| Exclusion {
            assets: named,
            patterns,
            kind,
            reason,
            on: on.day(),
            approver,
            approver_at: self.place("approver"),
            on_at: self.place("on"),
            place: Place::new(
                self.file,
                self.node.map_or(0, |node| node.line),
                format!("/scope/exclude/{}", self.number),
            ),
        })
    }

    /// The names, each with its place.
    fn named(&self, asset: Option<String>, assets: Option<Vec<String>>) -> Vec<(String, Place)> {
        let list = self.node.and_then(|node| node.get("assets"));
        let listed = assets.into_iter().flatten().enumerate().map(|(at, name)| {
            let node = list.and_then(|list| list.list().get(at)).or(list).or(self.node);
            let pointer = format!("/scope/exclude/{}/assets/{at}", self.number);
            (name, Place::new(self.file, node.map_or(0, |node| node.line), pointer))
        });
        let one = asset.map(|name| (name, self.place("asset")));
        one.into_iter().chain(listed).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::profile::profile;
    use super::*;

    fn read(text: &str) -> Result<Vec<Exclusion>, Vec<Diagnostic>> {
        profile(text, &Arc::from("muster.toml"), &[]).map(|profile| profile.exclusions)
    }

    const WHO: &str = "reason = \"a sandbox\"\non = \"2026-11-01\"\napprover = \"ida\"\n";

    #[test]
    fn an_exclusion_is_read_with_the_place_of_each_name() {
        let text = format!(
            "[[scope.exclude]]\nasset = \"crm\"\n{WHO}\n[[scope.exclude]]\n\
             assets = [\"sandbox-*\", \"server/x\"]\nkind = \"server\"\n{WHO}"
        );
        let read = read(&text).expect("two exclusions");
        let [one, two] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!((one.patterns, one.place.line, one.assets[0].1.line), (false, 1, 2));
        assert_eq!((two.patterns, two.kind, two.place.line), (true, Some(AssetKind::Server), 7));
        assert_eq!(two.assets.iter().map(|(_, place)| place.line).collect::<Vec<_>>(), [8, 8]);
        assert_eq!(two.on.to_string(), "2026-11-01");
        assert_eq!((two.approver_at.line, two.on_at.line), (12, 11));
    }

    #[test]
    fn every_missing_field_is_an_error_at_its_place() {
        for (text, field, line) in [
            (format!("[[scope.exclude]]\n{WHO}"), "asset", 1),
            (format!("[[scope.exclude]]\nasset = \"a\"\nassets = [\"b\"]\n{WHO}"), "assets", 2),
            (format!("[[scope.exclude]]\nassets = []\n{WHO}"), "asset", 2),
            (format!("[[scope.exclude]]\nasset = \"\"\n{WHO}"), "asset", 2),
            (format!("[[scope.exclude]]\nassets = [\"a[\"]\n{WHO}"), "pattern", 2),
            (format!("[[scope.exclude]]\nkind = \"organisation\"\n{WHO}"), "organisation", 2),
            (
                "[[scope.exclude]]\nasset = \"a\"\non = \"2026-11-01\"\napprover = \"i\"\n".into(),
                "reason",
                1,
            ),
            (
                "[[scope.exclude]]\nasset = \"a\"\nreason = \"tbd\"\non = \"2026-11-01\"\n\
                 approver = \"i\"\n"
                    .into(),
                "reason",
                3,
            ),
            (
                "[[scope.exclude]]\nasset = \"a\"\nreason = \"r\"\napprover = \"i\"\n".into(),
                "on",
                1,
            ),
            (
                "[[scope.exclude]]\nasset = \"a\"\nreason = \"r\"\non = \"2026-11-01\"\n".into(),
                "approver",
                1,
            ),
        ] {
            let wrong = read(&text).expect_err(&text);
            let [error] = wrong.as_slice() else { panic!("{text}: {wrong:?}") };
            assert!(error.message.contains(field) && !error.help.is_empty(), "{error:?}");
            assert_eq!(error.place.as_ref().map(|place| place.line), Some(line), "{text}");
        }
    }

    #[test]
    fn every_fault_of_an_exclusion_is_reported_at_once() {
        let wrong = read("[[scope.exclude]]\nkind = \"secret\"\n").expect_err("three errors");
        assert_eq!(wrong.len(), 3, "{wrong:?}");
    }
}
