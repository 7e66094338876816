//! `muster.toml`: the user's choices.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::border;
use super::brand::{BrandTable, brand};
use super::gate::{GateTable, Known, gate};
use super::lengths;
use super::pdf::{PdfTable, pdf};
use super::profile_limits::{Limit, thresholds};
use super::scope::{ScopeTable, exclusions};
use super::sources::{SourceTable, sources};
use model::posture::Brand;
use model::{Diagnostic, Place, Profile, StatedPath};
use syntax::{Node, Value, decode, suggestion, toml};

/// The file as people write it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProfileFile {
    /// The organisation that the posture describes.
    #[serde(default)]
    organisation: OrganisationTable,
    /// What the report shows.
    #[serde(default)]
    report: ReportTable,
    /// Limits that differ from the defaults, by key, one value for each tier: `T3 = 30`.
    #[serde(default)]
    thresholds: BTreeMap<String, BTreeMap<String, Limit>>,
    /// What files and URLs are, where their content does not state all of it.
    #[serde(default)]
    source: Vec<SourceTable>,
    /// Which files are read.
    #[serde(default)]
    #[expect(dead_code, reason = "`file_rules` reads it before; here its form is checked")]
    inputs: InputsTable,
    /// How reports look.
    #[serde(default)]
    brand: BrandTable,
    /// How PDFs are printed.
    #[serde(default)]
    pdf: PdfTable,
    /// What `muster check` requires of the posture; flags override it for one run.
    #[serde(default)]
    gate: GateTable,
    /// What may not be waived.
    #[serde(default)]
    waivers: WaiversTable,
    /// Which assets are part of the score.
    #[serde(default)]
    scope: ScopeTable,
    /// What later months need to know.
    #[serde(default)]
    history: HistoryTable,
}

/// How many characters the address of a site may have.
const LONGEST_ADDRESS: usize = 2_000;

/// `[organisation]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OrganisationTable {
    /// Its name, as the cover prints it.
    #[serde(default)]
    name: Option<String>,
}

/// `[report]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ReportTable {
    /// The period reported on, such as `2026-11`. Default: the month of the as-of day.
    #[serde(default)]
    period: Option<String>,
    /// The frameworks to show, by id. Default: all.
    #[serde(default)]
    frameworks: Option<Vec<String>>,
    /// A Markdown file with management commentary, relative to the project folder.
    #[serde(default)]
    prose: Option<String>,
    /// The address of the published site, which summaries link to. Default: the site beside them.
    #[serde(default)]
    site_url: Option<String>,
}

/// `[inputs]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(dead_code, reason = "`file_rules` reads it before; here its form is checked")]
struct InputsTable {
    /// Patterns as in `.gitignore`. Where any is given, only matching files are read, also those that
    /// `.gitignore` excludes; files that a `[[source]]` names are read as well.
    #[serde(default)]
    include: Vec<String>,
    /// Patterns as in `.gitignore`. Matching files are not read, unless a `[[source]]` names them.
    #[serde(default)]
    exclude: Vec<String>,
}

/// `[waivers]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WaiversTable {
    /// Controls that may not be waived, by id.
    #[serde(default)]
    never: Vec<String>,
}

/// `[history]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct HistoryTable {
    /// Scanners and exports that are no longer used, by id. What they reported on is judged without
    /// them; what other sources reported on gains nothing until they are read again.
    #[serde(default)]
    retired_sources: Vec<String>,
}

/// What a profile file decides, and what is wrong with it, without secrets where it is printed. Files that it
/// names are not read, and sources still hold their addresses.
///
/// # Errors
/// Everything wrong in the file, together. `frameworks` are the ids that may be named.
pub fn profile(
    text: &str,
    file: &Arc<str>,
    frameworks: &[&str],
) -> Result<Profile, Vec<Diagnostic>> {
    let profile = read_profile(text, file, frameworks).map_err(border::clean)?;
    let line = |text: Option<String>| text.map(border::clean);
    let brand = profile.brand.map(|brand| Brand {
        name: line(brand.name),
        classification: line(brand.classification),
        footer: line(brand.footer),
        ..brand
    });
    Ok(Profile { organisation: border::clean(profile.organisation), brand, ..profile })
}

/// What a profile file decides.
///
/// # Errors
/// Everything wrong in the file, together. `frameworks` are the ids that may be named.
fn read_profile(
    text: &str,
    file: &Arc<str>,
    frameworks: &[&str],
) -> Result<Profile, Vec<Diagnostic>> {
    let to_diagnostic = |fault: syntax::Fault| {
        Diagnostic::at(&Place::new(file, fault.line, fault.pointer()), fault.message, fault.help)
    };
    let tree =
        toml(text).map_err(|faults| faults.into_iter().map(to_diagnostic).collect::<Vec<_>>())?;
    if let Some(too_long) = lengths::fault_of_profile(&tree) {
        return Err(vec![to_diagnostic(too_long)]);
    }
    let (tree, dotted) = unquoted_thresholds(tree, file);
    let read: ProfileFile = decode(&tree).map_err(|faults| {
        let faults = faults.into_iter().map(to_diagnostic);
        dotted.iter().cloned().chain(faults).collect::<Vec<_>>()
    })?;
    let mut errors = dotted;
    if let Some(named) = &read.report.frameworks {
        errors.extend(unknown_frameworks(named, &tree, file, frameworks));
    }
    let sources = sources(read.source, &tree, file, &mut errors);
    let thresholds = thresholds(&read.thresholds, &tree, file, &mut errors);
    let shown: Vec<&str> = match &read.report.frameworks {
        Some(named) => named.iter().map(String::as_str).collect(),
        None => frameworks.to_vec(),
    };
    let known = Known { all: frameworks, shown: &shown };
    let (brand, logo_file) = brand(read.brand, tree.get("brand"), file, &mut errors);
    if let Some(address) = read.report.site_url.as_deref().filter(|text| !is_web_address(text)) {
        let node = tree.get("report").and_then(|report| report.get("site-url"));
        let place = Place::new(file, node.map_or(0, |node| node.line), "/report/site-url");
        // What may hold a password is not quoted.
        let message =
            format!("this is no address of a site ({} characters)", address.chars().count());
        let help = "write it as https://example.org/posture/, without a user name";
        errors.push(Diagnostic::at(&place, message, help));
    }
    let pdf = pdf(read.pdf, tree.get("pdf"), file, &mut errors);
    let exclusions = exclusions(read.scope, &tree, file, &mut errors);
    let gate = gate(read.gate, tree.get("gate"), file, &known, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let prose = tree.get("report").and_then(|report| report.get("prose"));
    let place = Place::new(file, prose.map_or(0, |node| node.line), "/report/prose");
    let prose_file = read.report.prose.map(|path| StatedPath::new(path, place));
    Ok(Profile {
        sources,
        organisation: read.organisation.name.unwrap_or_default(),
        period: read.report.period,
        frameworks: read.report.frameworks,
        thresholds,
        prose_file,
        prose: None,
        brand,
        logo_file,
        pdf,
        site_url: read.report.site_url,
        gate,
        exclusions,
        never_waived: placed(read.waivers.never, ["waivers", "never"], &tree, file),
        retired_sources: placed(
            read.history.retired_sources,
            ["history", "retired-sources"],
            &tree,
            file,
        ),
    })
}

/// Whether a text is the address of a page that a link may lead to.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |letter: char| letter.is_ascii_graphic() && !"<>\"'`\\^{}|()[]@".contains(letter);
    rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric()))
        && text.len() <= LONGEST_ADDRESS
        && text.chars().all(plain)
}

/// Takes the thresholds out whose key is not quoted: TOML reads `rotation.max = …` as a table
/// `rotation` with the key `max`. Each is an error that states the fix.
fn unquoted_thresholds(mut tree: Node, file: &Arc<str>) -> (Node, Vec<Diagnostic>) {
    let mut errors = Vec::new();
    let Value::Map(tables) = &mut tree.value else { return (tree, errors) };
    let entry = tables.iter_mut().find(|table| table.key == "thresholds");
    let Some(Value::Map(entries)) = entry.map(|table| &mut table.node.value) else {
        return (tree, errors);
    };
    entries.retain(|entry| {
        let mut inner = entry.node.entries().iter();
        let Some(key) = inner.find(|inner| inner.node.is_map()).map(|inner| &inner.key) else {
            return true;
        };
        let key = format!("{}.{key}", entry.key);
        let place = Place::new(file, entry.line, format!("/thresholds/{key}"));
        let help = format!("put the key in quotes: \"{key}\" = …");
        errors.push(Diagnostic::at(&place, format!("the key {key} contains a dot"), help));
        false
    });
    (tree, errors)
}

/// The names in a list, each with its place. Whether they exist is checked later, where the
/// catalogue and the mappings are known.
fn placed(
    named: Vec<String>,
    [table, key]: [&str; 2],
    tree: &Node,
    file: &Arc<str>,
) -> Vec<(String, Place)> {
    let list = tree.get(table).and_then(|table| table.get(key));
    let place = |at: usize| {
        let line = list.and_then(|list| list.list().get(at)).or(list).map_or(0, |node| node.line);
        Place::new(file, line, format!("/{table}/{key}/{at}"))
    };
    named.into_iter().enumerate().map(|(at, name)| (name, place(at))).collect()
}

fn unknown_frameworks(
    named: &[String],
    tree: &Node,
    file: &Arc<str>,
    known: &[&str],
) -> Vec<Diagnostic> {
    let list = tree.get("report").and_then(|report| report.get("frameworks"));
    let wrong = named.iter().enumerate().filter(|(_, id)| !known.contains(&id.as_str()));
    wrong
        .map(|(at, id)| {
            let line = list.and_then(|list| list.list().get(at)).map_or(0, |node| node.line);
            let help = match suggestion(id, known.iter().copied()) {
                Some(meant) => meant,
                None => format!("known frameworks: {}", known.join(", ")),
            };
            let place = Place::new(file, line, format!("/report/frameworks/{at}"));
            Diagnostic::at(&place, format!("{id} is not a known framework"), help)
        })
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use model::threshold::ROTATION_MAX;

    pub(crate) fn read(text: &str) -> Result<Profile, Vec<Diagnostic>> {
        profile(text, &Arc::from("muster.toml"), &["nist-csf-2.0"])
    }

    #[test]
    fn a_changed_threshold_keeps_the_other_tiers() {
        let profile = read("[thresholds]\n\"rotation.max\" = { T3 = 30 }\n").expect("profile");
        assert_eq!(profile.thresholds.of(&ROTATION_MAX).0, [180, 90, 90, 30]);
    }

    #[test]
    fn an_unquoted_key_with_a_dot_is_named_with_its_fix() {
        let text = "[thresholds]\nrotation.max = { T3 = 30 }\n\"rotatoin.max\" = { T3 = 1 }\n";
        let found = read(text).expect_err("two errors");
        let help = "put the key in quotes: \"rotation.max\" = …";
        assert_eq!((found.len(), found[0].help.as_str()), (2, help), "{found:?}");
        assert_eq!(found[0].place.as_ref().map(|place| place.line), Some(2));
    }

    #[test]
    fn all_errors_of_a_profile_are_reported_together() {
        let text = "[report]\nframeworks = [\"nist-csf\"]\n[thresholds]\n\"rotation.max\" = { T3 = 9999 }\n\"rotatoin.max\" = { T3 = 1 }\n";
        let found = read(text).expect_err("three errors");
        let lines: Vec<u32> =
            found.iter().filter_map(|d| d.place.as_ref()).map(|p| p.line).collect();
        assert_eq!(lines, [2, 4, 5]);
        assert!(found[2].help.contains("rotation.max"), "{found:?}");
    }
}
