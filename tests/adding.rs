//! Adding never hides: with one more file, every asset and every open finding is still there. What the
//! file may close is in the closed list of `docs/joining.md`, and each such change is reported with the
//! file that made it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use passmuster::model::{Assessment, AssetKind};
use rayon::prelude::*;

use crate::support::estate::Estate;
use crate::support::{files, fixture};

/// Where the added file goes, so that it is beside the files of the scenario and never one of them.
const FOLDER: &str = "added";

const SCENARIOS: [&str; 5] = ["northwind", "healthy", "neglected", "hard-cases", "half"];

#[test]
fn a_file_of_others_hides_nothing() {
    adding_hides_nothing(|_, bytes| bytes.to_vec());
}

#[test]
fn a_file_that_uses_our_ids_hides_nothing() {
    adding_hides_nothing(colliding);
}

fn adding_hides_nothing(rewrite: impl Fn(&Scenario, &[u8]) -> Vec<u8> + Sync) {
    let scenarios = scenarios();
    let added = added();
    let pairs: Vec<_> = scenarios
        .iter()
        .flat_map(|scenario| added.iter().map(move |(name, bytes)| (scenario, name, bytes)))
        .collect();
    let results: Vec<Option<Vec<String>>> = pairs
        .par_iter()
        .map(|(scenario, name, bytes)| {
            let path = format!("{FOLDER}/{name}");
            let mut more = scenario.estate.clone();
            more.others.insert(path.clone(), rewrite(scenario, bytes));
            let after = more.assess()?;
            let hidden = hidden(&scenario.before, &after, &path);
            Some(
                hidden
                    .into_iter()
                    .map(|line| format!("{} + {name}: {line}", scenario.name))
                    .collect(),
            )
        })
        .collect();
    let judged = results.iter().flatten().count();
    assert!(judged > pairs.len() / 3, "only {judged} of {} could be judged", pairs.len());
    let hidden: Vec<String> = results.into_iter().flatten().flatten().collect();
    assert!(hidden.is_empty(), "{} hidden:\n{}", hidden.len(), hidden.join("\n"));
}

/// A scenario and what it shows without the added file.
struct Scenario {
    name: &'static str,
    estate: Estate,
    before: Assessment,
}

fn scenarios() -> Vec<Scenario> {
    let open = |name: &'static str| {
        let estate = Estate::open(&fixture("scenarios").join(name));
        let before = estate.assess().expect("it is judged");
        Scenario { name, estate, before }
    };
    SCENARIOS.into_iter().map(open).collect()
}

/// Every fixture that holds records, configurations, exports or results, by a name of its own.
fn added() -> Vec<(String, Vec<u8>)> {
    let folders = ["formats", "sources", "scanners", "joined", "scenarios"];
    let mut all = Vec::new();
    for folder in folders {
        for path in files(&fixture(folder)) {
            let name = name_of(&path);
            let foreign = [".md", ".toml", ".rs"].iter().any(|ending| name.ends_with(ending));
            if !foreign {
                all.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    assert!(all.len() > 150, "only {} files", all.len());
    all
}

fn name_of(path: &Path) -> String {
    let below: PathBuf = path.strip_prefix(fixture("")).expect("a fixture").into();
    below.to_string_lossy().replace('\\', "/")
}

/// What the added file hid, as lines; empty where everything is still there.
fn hidden(before: &Assessment, after: &Assessment, added: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for asset in &before.context.assets {
        let found = after.context.assets.iter().any(|now| {
            now.key == asset.key
                || now.key.kind == asset.key.kind && now.other_names().contains(&asset.key.id)
        });
        if !found {
            lines.push(format!("{} is gone", asset.key));
        }
    }
    let now: BTreeMap<&str, _> = after.findings.iter().map(|one| (one.id.as_str(), one)).collect();
    for was in before.findings.iter().filter(|one| one.judgement.shows_defect()) {
        let Some(finding) = now.get(was.id.as_str()) else {
            lines.push(format!("{} is gone", was.id));
            continue;
        };
        let outcome = finding.judgement.outcome;
        let closed = !finding.judgement.shows_defect();
        if (closed || finding.weight.full < was.weight.full)
            && !is_reported(after, finding.asset, added)
        {
            lines.push(format!(
                "{}: {} of weight {} became {outcome} of weight {} ({})",
                was.id,
                was.judgement.outcome,
                was.weight.full,
                finding.weight.full,
                finding.judgement.sentence
            ));
        }
    }
    lines
}

/// Whether a line about the asset names the file that changed it.
fn is_reported(after: &Assessment, asset: usize, added: &str) -> bool {
    let asset = &after.context.assets[asset];
    let in_notice = after.notices.iter().any(|notice| {
        let names_file = notice.message.contains(added)
            || notice.place.as_ref().is_some_and(|place| *place.file == *added);
        names_file && notice.message.contains(&asset.key.id)
    });
    in_notice || asset.conflicts.iter().any(|conflict| conflict.contains(added))
}

/// The file with the ids of the scenario in the place of its own: its servers are called as ours are, its
/// accounts as ours, and so on.
fn colliding(scenario: &Scenario, bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let alone = Estate {
        trees: BTreeMap::new(),
        others: BTreeMap::from([("file.json".to_string(), bytes.to_vec())]),
    };
    let Some(theirs) = alone.assess() else { return bytes.to_vec() };
    let mut text = text.to_string();
    for kind in AssetKind::ALL {
        let ids = |assessment: &Assessment| -> Vec<String> {
            let of_kind = assessment.context.assets.iter().filter(|asset| asset.key.kind == kind);
            of_kind.map(|asset| asset.key.id.clone()).collect()
        };
        let ours = ids(&scenario.before);
        for (id, our) in ids(&theirs).iter().zip(ours.iter().cycle()) {
            text = text.replace(&format!("\"{id}\""), &format!("\"{our}\""));
            text = text.replace(&format!(": {id}\n"), &format!(": {our}\n"));
        }
    }
    text.into_bytes()
}
