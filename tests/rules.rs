//! The ledger of rules: no verdict on an unchanged fixture moves while neither the edition of its control nor
//! the version of the rules changes, so that a comparison with an earlier month can attribute it.
//!
//! `MUSTER_LEDGER=write` writes the ledger again. It refuses what the test refuses.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use passmuster::model::{Assessment, RULES_VERSION};
use sha2::{Digest, Sha256};

use crate::support::{files, fixture, folders, run, year};

/// How many digits name the verdicts of one control on one fixture, and the files of a fixture.
const VERDICTS: usize = 4;
const FILES: usize = 12;

/// What was judged, by which rules, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Ledger {
    rules: u32,
    /// The editions of the controls, by id.
    controls: BTreeMap<String, String>,
    /// By fixture: what its files are named by, and the verdicts of each control in the order of their ids.
    fixtures: BTreeMap<String, (String, Vec<String>)>,
}

impl Ledger {
    /// Of what is in this folder of fixtures now.
    fn now() -> Self {
        let posture = year::judge(
            passmuster::workspace::open(&fixture("scenarios/healthy")).expect("a project"),
            crate::support::AS_OF,
        );
        let controls = posture.controls.iter().map(|it| (it.id.clone(), it.edition.clone()));
        let mut ledger =
            Ledger { rules: RULES_VERSION, controls: controls.collect(), ..Ledger::default() };
        for name in names() {
            let judged = verdicts(&run(&name).assessment);
            let of = |control: &String| judged.get(control.as_str()).cloned().unwrap_or_default();
            let verdicts = ledger.controls.keys().map(|id| named(of(id).as_bytes(), VERDICTS));
            let judged = (inputs(&fixture(&name)), verdicts.collect());
            ledger.fixtures.insert(name, judged);
        }
        ledger
    }

    fn read(text: &str) -> Self {
        let mut ledger = Ledger::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split(' ').collect();
            match words.as_slice() {
                ["rules", version] => ledger.rules = version.parse().expect("a number"),
                ["control", id, edition] => {
                    ledger.controls.insert((*id).into(), (*edition).into());
                }
                ["fixture", name, files, verdicts] => {
                    let verdicts = verdicts.split('.').map(str::to_string).collect();
                    ledger.fixtures.insert((*name).into(), ((*files).into(), verdicts));
                }
                _ => panic!("not a line of the ledger: {line}"),
            }
        }
        ledger
    }

    fn write(&self) -> String {
        let mut text =
            String::from("# Written by MUSTER_LEDGER=write, and read by tests/rules.rs\n");
        writeln!(text, "rules {}", self.rules).expect("text");
        for (id, edition) in &self.controls {
            writeln!(text, "control {id} {edition}").expect("text");
        }
        for (name, (files, verdicts)) in &self.fixtures {
            writeln!(text, "fixture {name} {files} {}", verdicts.join(".")).expect("text");
        }
        text
    }

    /// Which verdicts moved since another ledger without anything that names it.
    fn unnamed(&self, before: &Ledger) -> Vec<String> {
        let mut moved = Vec::new();
        if self.rules < before.rules {
            moved.push(format!("the version fell from {} to {}", before.rules, self.rules));
        }
        if self.rules > before.rules {
            return moved;
        }
        for (name, (files, verdicts)) in &self.fixtures {
            let Some((_, then)) = before.fixtures.get(name).filter(|(then, _)| then == files)
            else {
                continue;
            };
            let then: BTreeMap<_, _> = before.controls.iter().zip(then).collect();
            for (control, verdict) in self.controls.iter().zip(verdicts) {
                if then.get(&control).is_some_and(|then| *then != verdict) {
                    moved.push(format!("{} on {name}", control.0));
                }
            }
        }
        moved
    }
}

/// The folders that are judged.
fn names() -> Vec<String> {
    let of = |folder: String| {
        let inner = folders(&fixture(&folder));
        inner.into_iter().map(move |name| format!("{folder}/{name}"))
    };
    let controls = of("controls".into()).flat_map(of);
    controls.chain(of("scenarios".into())).collect()
}

/// Each verdict of a control, without its sentence.
fn verdicts(assessment: &Assessment) -> BTreeMap<&'static str, String> {
    let mut verdicts: BTreeMap<&str, String> = BTreeMap::new();
    for finding in &assessment.findings {
        let judgement = &finding.judgement;
        let verdict = format!(
            "{} {} {:?} {:?} {:?}\n",
            finding.id, judgement.outcome, judgement.reason, finding.severity, finding.weight
        );
        verdicts.entry(finding.control.id).or_default().push_str(&verdict);
    }
    verdicts
}

fn inputs(folder: &Path) -> String {
    let mut all = Vec::new();
    for file in files(folder) {
        let name: PathBuf = file.strip_prefix(folder).expect("in it").into();
        all.extend(name.to_string_lossy().replace('\\', "/").bytes());
        all.push(0);
        all.extend(std::fs::read(&file).expect("a file"));
        all.push(0);
    }
    named(&all, FILES)
}

fn named(bytes: &[u8], digits: usize) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()[..digits].to_string()
}

#[test]
fn no_verdict_moves_while_the_rules_keep_their_name() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules.ledger");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let (before, now) = (Ledger::read(&text), Ledger::now());
    let moved = now.unnamed(&before);
    assert!(
        moved.is_empty(),
        "these verdicts moved on unchanged inputs, and the edition of their control stayed the same; \
         raise RULES_VERSION in crates/model/src/rules_version.rs, or undo the change:\n{}",
        moved.join("\n")
    );
    if std::env::var("MUSTER_LEDGER").is_ok_and(|it| it == "write") {
        std::fs::write(&path, now.write()).expect("it is written");
    } else {
        assert!(now == before, "write the ledger again: MUSTER_LEDGER=write cargo test rules::");
    }
}

#[test]
fn a_verdict_that_moves_needs_another_edition_or_version() {
    let ledger = |rules, edition: &str, files: &str, verdict: &str| {
        Ledger::read(&format!(
            "rules {rules}\ncontrol AGT-01 {edition}\ncontrol AGT-02 b\nfixture x {files} {verdict}.1"
        ))
    };
    let before = ledger(3, "a", "f", "0");
    assert_eq!(Ledger::read(&before.write()), before);
    assert_eq!(ledger(3, "a", "f", "2").unnamed(&before), ["AGT-01 on x"]);
    for named in [ledger(3, "z", "f", "2"), ledger(4, "a", "f", "2"), ledger(3, "a", "g", "2")] {
        assert!(named.unnamed(&before).is_empty(), "{named:?}");
    }
    assert_eq!(ledger(2, "a", "f", "0").unnamed(&before).len(), 1);
}
