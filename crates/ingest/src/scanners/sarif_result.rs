//! One result of a SARIF run, with what its rule states.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::reports::{about, result, tags};
use crate::extract::{at, bool_at, list_at, raw_str};
use model::{Place, ScanStatus, ScannerResult};
use syntax::Node;

/// What the results of a run refer to.
pub(super) struct Run<'a> {
    rules: &'a [Node],
    by_id: BTreeMap<&'a str, &'a Node>,
    artifacts: &'a [Node],
}

impl<'a> Run<'a> {
    pub(super) fn of(run: &'a Node) -> Self {
        let rules = list_at(run, &["tool", "driver", "rules"]);
        // Extensions number their own rules; only ids find those.
        let extensions = list_at(run, &["tool", "extensions"]).iter();
        let all = extensions.flat_map(|extension| list_at(extension, "rules")).chain(rules);
        let by_id = all.filter_map(|rule| Some((raw_str(rule, "id")?, rule))).collect();
        Run { rules, by_id, artifacts: list_at(run, "artifacts") }
    }

    /// The ids of the rules that ran: all that the tool lists and does not switch off.
    pub(super) fn enabled(&self) -> BTreeSet<String> {
        let is_on =
            |rule: &&Node| bool_at(rule, &["defaultConfiguration", "enabled"]) != Some(false);
        let on = self.by_id.iter().filter(|(_, rule)| is_on(rule));
        on.filter_map(|(id, _)| names::words(id)).collect()
    }

    fn rule(&self, result: &Node) -> (Option<&'a Node>, Option<String>) {
        if let Some(id) = raw_str(result, "ruleId").or_else(|| raw_str(result, &["rule", "id"])) {
            // A result may name a sub-rule: `CA1000/1` of `CA1000`.
            let parents = id.rmatch_indices('/').filter_map(|(at, _)| id.get(..at));
            let found = std::iter::once(id).chain(parents).find_map(|id| self.by_id.get(id));
            return (found.copied(), Some(id.to_string()));
        }
        let index = raw_str(result, "ruleIndex").or_else(|| raw_str(result, &["rule", "index"]));
        let rule = index
            .and_then(|index| index.parse::<usize>().ok())
            .filter(|_| at(result, &["rule", "toolComponent"]).is_none())
            .and_then(|index| self.rules.get(index));
        (rule, rule.and_then(|rule| raw_str(rule, "id")).map(str::to_string))
    }

    fn uri(&self, location: &'a Node) -> Option<&'a str> {
        let artifact = at(location, &["physicalLocation", "artifactLocation"])?;
        let listed = || {
            let index = raw_str(artifact, "index")?.parse::<usize>().ok()?;
            raw_str(self.artifacts.get(index)?, &["location", "uri"])
        };
        raw_str(artifact, "uri").or_else(listed)
    }

    /// The file, line and column of a result's first location.
    pub(super) fn first_spot(&self, result: &'a Node) -> Option<Spot<'a>> {
        let location = list_at(result, "locations").first()?;
        let region = |key| raw_str(location, &["physicalLocation", "region", key]);
        let (line, column) = (region("startLine"), region("startColumn"));
        Some(Spot { file: self.uri(location)?, line, column })
    }
}

/// Where a result is.
pub(super) struct Spot<'a> {
    /// The file, as the tool names it.
    pub(super) file: &'a str,
    /// The line.
    pub(super) line: Option<&'a str>,
    /// The column where it begins.
    pub(super) column: Option<&'a str>,
}

/// A result; none where it does not apply to the present state.
pub(super) fn read(node: &Node, run: &Run<'_>, place: Place) -> Option<ScannerResult> {
    let says = match raw_str(node, "kind").unwrap_or("fail") {
        "pass" => ScanStatus::Pass,
        "open" | "review" => ScanStatus::Manual,
        "notApplicable" | "informational" => return None,
        _ => ScanStatus::Fail,
    };
    // Compared with an earlier run: this one is gone.
    if raw_str(node, "baselineState") == Some("absent") {
        return None;
    }
    let (rule, id) = run.rule(node);
    let level = raw_str(node, "level")
        .or_else(|| raw_str(rule?, &["defaultConfiguration", "level"]))
        .unwrap_or("warning");
    Some(ScannerResult {
        about: about_of(node, run),
        severity: (says == ScanStatus::Fail).then(|| names::words(level)).flatten(),
        tags: tags_of(node, rule),
        suppressed: suppressed(node),
        ..result(id.as_deref().unwrap_or("unnamed rule"), says, place)
    })
}

/// Files first, then what the tool calls a thing by name. Some tools write a role or an agent where
/// a file belongs.
fn about_of(node: &Node, run: &Run<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for location in list_at(node, "locations") {
        let logical = list_at(location, "logicalLocations").iter().map(|logical| {
            let full = raw_str(logical, "fullyQualifiedName");
            full.or_else(|| raw_str(logical, "name")).and_then(names::address)
        });
        if let Some(uri) = run.uri(location) {
            let remote = uri.contains("://") && !uri.starts_with("file:");
            found.push(if remote { names::address(uri) } else { names::file(uri) });
            if !uri.contains('/') {
                found.push(names::name(uri));
            }
        }
        found.extend(logical);
    }
    about(found)
}

/// Tags of the result and its rule, and the taxa either points to.
fn tags_of(node: &Node, rule: Option<&Node>) -> Vec<String> {
    let taxon = |taxon: &Node| {
        let id = raw_str(taxon, "id")?;
        Some(match raw_str(taxon, &["toolComponent", "name"]) {
            Some(taxonomy) => format!("{taxonomy} {id}"),
            None => id.to_string(),
        })
    };
    let mut all: Vec<String> = Vec::new();
    for holder in [Some(node), rule].into_iter().flatten() {
        let plain = list_at(holder, &["properties", "tags"]).iter().filter_map(Node::text);
        all.extend(plain.map(str::to_string));
    }
    all.extend(list_at(node, "taxa").iter().filter_map(taxon));
    let related = rule.map(|rule| list_at(rule, "relationships")).unwrap_or_default();
    all.extend(related.iter().filter_map(|relation| taxon(relation.get("target")?)));
    tags(all.iter().map(String::as_str))
}

/// Why the result is accepted. One suppression that waits or was refused undoes the others.
fn suppressed(node: &Node) -> Option<String> {
    let all = list_at(node, "suppressions");
    let accepted = |one: &Node| matches!(raw_str(one, "status"), None | Some("accepted"));
    let first = all.first().filter(|_| all.iter().all(accepted))?;
    let why = raw_str(first, "justification").and_then(names::words);
    Some(why.unwrap_or_else(|| match raw_str(first, "kind") {
        Some("inSource") => "suppressed in the source".to_string(),
        _ => "suppressed outside the source".to_string(),
    }))
}
