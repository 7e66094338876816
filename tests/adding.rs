//! Adding never hides: with one more file, every asset and every open finding is still there. What the
//! file may close is in the closed list of `docs/joining.md`, and each such change is reported with the
//! file that made it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use passmuster::model::{Assessment, Asset, AssetKey, AssetKind, DeclarationKind, Finding, Reason};
use rayon::prelude::*;
use serde_json::json;

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

/// A file of records that retires an asset, or declares what its tier is derived from, where its own record
/// does not state that: it may close findings, and a line names it.
#[test]
fn a_file_that_retires_or_declares_is_named() {
    let bare = json!({
        "servers": [{"id": "bare"}], "agents": [{"id": "bare"}],
        "service_accounts": [{"id": "bare"}], "secrets": [{"id": "bare"}],
    });
    let overlays = [
        ("servers", "reach", DeclarationKind::TierInput),
        ("agents", "bindings", DeclarationKind::TierInput),
        ("service_accounts", "reach", DeclarationKind::TierInput),
        ("service_accounts", "used_by", DeclarationKind::TierInput),
        ("secrets", "used_by", DeclarationKind::TierInput),
        ("servers", "status", DeclarationKind::Retirement),
        ("agents", "status", DeclarationKind::Retirement),
        ("service_accounts", "status", DeclarationKind::Retirement),
        ("secrets", "status", DeclarationKind::Retirement),
    ];
    for mut scenario in scenarios() {
        let own = bare.to_string().into_bytes();
        scenario.estate.others.insert("bare.json".into(), own);
        let before = scenario.estate.assess().expect("it is judged");
        for (kind, field, expected) in overlays {
            let value = if field == "status" { json!("retired") } else { json!([]) };
            let overlay = json!({kind: [{"id": "bare", "completes": true, field: value}]});
            let path = format!("{FOLDER}/overlay.json");
            let mut more = scenario.estate.clone();
            more.others.insert(path.clone(), overlay.to_string().into_bytes());
            let after = more.assess().expect("it is judged");
            let name = format!("{}: {kind}.{field}", scenario.name);
            assert_eq!(hidden(&before, &after, &path), Vec::<String>::new(), "{name}");
            let asset = after.context.assets.iter();
            let mut asset = asset.filter(|one| one.key.id == "bare" && one.record_kind() == kind);
            let declared = &asset.next().expect("the asset").declarations;
            assert!(declared.iter().any(|one| one.kind == expected), "{name}: {declared:?}");
        }
    }
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
                || now.key.kind == asset.key.kind
                    && now.other_names().iter().any(|name| *name == asset.key.id)
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
        let lowered = finding.weight.full < was.weight.full;
        if (closed || lowered) && !(Change { before, after, added }).is_in_the_list(was, finding) {
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

/// A run without and with one more file.
struct Change<'a> {
    before: &'a Assessment,
    after: &'a Assessment,
    added: &'a str,
}

impl Change<'_> {
    /// Whether a line of the closed list names the file, and is of the kind that does this.
    fn is_in_the_list(&self, was: &Finding, now: &Finding) -> bool {
        let asset = &self.after.context.assets[now.asset];
        match now.judgement.reason {
            Some(Reason::Retired) => {
                self.declares(asset, DeclarationKind::Retirement)
                    || self.replaces(asset, "status: ")
            }
            Some(Reason::BelowTier) => self.lowers(asset),
            _ if now.judgement.shows_defect() => now.weight >= was.weight || self.lowers(asset),
            // A retirement that nobody who may decide it decided leaves findings not assessed.
            _ if asset.is_retired() && self.declares(asset, DeclarationKind::Retirement) => true,
            _ => self.replaces(asset, "") || self.is_a_later_report(),
        }
    }

    /// The asset has a line that the file retires it, or declares an input of its tier.
    fn declares(&self, asset: &Asset, kind: DeclarationKind) -> bool {
        let mut declared = asset.declarations.iter();
        declared.any(|one| one.kind == kind && *one.place.file == *self.added)
            && self.after.notices.iter().any(|notice| {
                notice.place.as_ref().is_some_and(|place| *place.file == *self.added)
                    && notice.message.contains(&asset.key.to_string())
            })
    }

    /// The asset has a line that a field of it is judged by another value, with the file.
    fn replaces(&self, asset: &Asset, field: &str) -> bool {
        let mut conflicts = asset.conflicts.iter();
        conflicts.any(|conflict| conflict.starts_with(field) && conflict.contains(self.added))
    }

    /// The file lowers the tier of the asset, or of one that the asset had its tier from.
    fn lowers(&self, asset: &Asset) -> bool {
        let tier = |assessment: &Assessment, key: &AssetKey| {
            let of_key = assessment.context.assets.iter().find(|asset| asset.key == *key);
            of_key.map(|asset| (asset.tier.derived, asset.tier.tests))
        };
        let (mut open, mut known) = (vec![asset.key.clone()], BTreeSet::new());
        while let Some(key) = open.pop() {
            let is_lower = tier(self.before, &key) > tier(self.after, &key);
            if !is_lower || !known.insert(key.clone()) {
                continue;
            }
            let of_key = |assessment: &&Assessment| {
                assessment.context.assets.iter().position(|asset| asset.key == key)
            };
            let Some(now) = of_key(&self.after).map(|at| &self.after.context.assets[at]) else {
                continue;
            };
            if self.declares(now, DeclarationKind::TierInput) || self.replaces(now, "") {
                return true;
            }
            let was = of_key(&self.before).map(|at| &self.before.context.assets[at]);
            let reasons = was.into_iter().flat_map(|was| &was.tier.reasons);
            let inherited = reasons.filter(|reason| reason.rule == "D8");
            open.extend(inherited.filter_map(|reason| {
                reason.because.split_whitespace().last().and_then(AssetKey::parse)
            }));
        }
        false
    }

    /// A later report of the same scanner over the same scope: a line names both files.
    fn is_a_later_report(&self) -> bool {
        self.after.notices.iter().any(|notice| {
            notice.message.starts_with(&format!("{} replaces ", self.added))
                && notice.message.contains("no longer reported")
        })
    }
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
            of_kind.map(|asset| asset.key.id.to_string()).collect()
        };
        let ours = ids(&scenario.before);
        for (id, our) in ids(&theirs).iter().zip(ours.iter().cycle()) {
            text = text.replace(&format!("\"{id}\""), &format!("\"{our}\""));
            text = text.replace(&format!(": {id}\n"), &format!(": {our}\n"));
        }
    }
    text.into_bytes()
}
