//! Estates that tests take apart: inventories as trees, judged without mappings or reports.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use passmuster::estate::Dangling;
use passmuster::ingest::{self, Options, SourceFile};
use passmuster::mappings;
use passmuster::model::{
    Assessment, EvidenceClass, Finding, Outcome, Severity, Tally, Tenths, Thresholds, Tier, Weight,
};
use passmuster::syntax::{self, Node, Value};
use passmuster::{assess, controls, estate, posture};

use super::AS_OF;

/// The files of a project: inventory trees, and everything else as bytes.
#[derive(Debug, Clone)]
pub(crate) struct Estate {
    pub trees: BTreeMap<String, Node>,
    pub others: BTreeMap<String, Vec<u8>>,
}

/// What a test compares of a finding.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judged {
    pub outcome: Outcome,
    pub weight: Weight,
    /// What facts show, what the asset is treated as, and what the tests go by.
    pub tiers: [Tier; 3],
    /// Whether the asset is stated to be out of service.
    pub retired: bool,
    /// Whether a gate on critical findings counts it.
    pub blocks: bool,
    pub sentence: String,
}

impl Estate {
    /// Opens a project folder.
    pub(crate) fn open(folder: &Path) -> Self {
        let project = passmuster::workspace::open(folder).expect("a project");
        let mut estate = Estate { trees: BTreeMap::new(), others: BTreeMap::new() };
        for (name, bytes) in project.files {
            match name.rsplit('.').next() {
                Some("yaml") => {
                    let text = String::from_utf8(bytes).expect("text");
                    estate.trees.insert(name, syntax::yaml(&text).expect("yaml"));
                }
                _ => {
                    estate.others.insert(name, bytes);
                }
            }
        }
        estate
    }

    /// Judges it; none where it cannot be joined, for instance because a reference dangles.
    pub(crate) fn judge(&self) -> Option<BTreeMap<String, Judged>> {
        Some(judged(&self.assess()?))
    }

    /// The same, with the letter.
    pub(crate) fn judge_and_grade(&self) -> Option<(BTreeMap<String, Judged>, Option<char>)> {
        let assessment = self.assess()?;
        let findings = assessment.findings.clone();
        let batch = |to: &mut dyn FnMut(Finding)| findings.into_iter().for_each(to);
        let batches = [batch].into_iter();
        let graded =
            posture::score_and_grade((&assessment, batches), controls::CATALOG, None, None);
        Some((judged(&assessment), graded.grade.letter))
    }

    /// Assesses it; none where it cannot be read or joined.
    pub(crate) fn assess(&self) -> Option<Assessment> {
        let trees = self.trees.iter().map(|(name, tree)| {
            let name = format!("{}.json", name.trim_end_matches(".yaml"));
            SourceFile::new(name, json(tree).into_bytes())
        });
        let others = self.others.iter();
        let others = others.map(|(name, bytes)| SourceFile::new(name.as_str(), bytes.clone()));
        let files: Vec<SourceFile> = trees.chain(others).collect();
        let (mut facts, errors) = ingest::ingest(&files, Options::default());
        if !errors.is_empty() {
            return None;
        }
        let context = estate::build(
            &mut facts,
            AS_OF,
            (Thresholds::default(), &loaded().grants),
            Dangling::Stop,
            None,
        )
        .ok()?;
        Some(assess::assess(context, facts, &loaded().scanners))
    }

    /// Every field of every record, as the way to it: file, kind, record, field.
    pub(crate) fn fields(&self) -> Vec<[String; 4]> {
        let mut fields = Vec::new();
        for (file, tree) in &self.trees {
            for kind in tree.entries() {
                for (number, record) in kind.node.list().iter().enumerate() {
                    for field in record.entries() {
                        let way =
                            [file.clone(), kind.key.clone(), number.to_string(), field.key.clone()];
                        fields.push(way);
                    }
                }
            }
        }
        fields
    }

    /// The record kinds of every file.
    pub(crate) fn kinds(&self) -> Vec<(String, String)> {
        let of_file = |(file, tree): (&String, &Node)| {
            let kinds = tree.entries().iter().map(|entry| (file.clone(), entry.key.clone()));
            kinds.collect::<Vec<_>>()
        };
        self.trees.iter().flat_map(of_file).collect()
    }

    /// Leaves a field out, or blanks it.
    pub(crate) fn silence(&mut self, [file, kind, record, field]: &[String; 4], blank: bool) {
        let tree = self.trees.get_mut(file).expect("the file");
        let list = value(tree, kind);
        let Value::List(records) = &mut list.value else { panic!("a list") };
        let record = &mut records[record.parse::<usize>().expect("a number")];
        let Value::Map(entries) = &mut record.value else { panic!("a map") };
        if blank {
            entries.iter_mut().filter(|entry| &entry.key == field).for_each(|entry| {
                entry.node.value = Value::Null;
            });
        } else {
            entries.retain(|entry| &entry.key != field);
        }
    }

    /// Leaves a kind of record out of a file.
    pub(crate) fn drop_kind(&mut self, file: &str, kind: &str) {
        let Some(Value::Map(entries)) = self.trees.get_mut(file).map(|tree| &mut tree.value) else {
            panic!("a map");
        };
        entries.retain(|entry| entry.key != kind);
    }

    /// Turns every list of records round.
    pub(crate) fn reverse(&mut self) {
        for tree in self.trees.values_mut() {
            let Value::Map(entries) = &mut tree.value else { continue };
            for entry in entries.iter_mut() {
                if let Value::List(records) = &mut entry.node.value {
                    records.reverse();
                }
            }
        }
    }
}

/// The findings of an assessment, as tests compare them.
fn judged(assessment: &Assessment) -> BTreeMap<String, Judged> {
    let judged = |finding: &Finding| {
        let asset = &assessment.context.assets[finding.asset];
        let tier = &asset.tier;
        let judgement = &finding.judgement;
        Judged {
            outcome: judgement.outcome,
            weight: finding.weight,
            tiers: [tier.derived, tier.treated, tier.tests],
            retired: asset.is_retired(),
            // What `fail-on critical` counts: open, or possibly open.
            blocks: finding.severity == Severity::Critical
                && (judgement.shows_defect() || judgement.outcome == Outcome::NotAssessed),
            sentence: judgement.sentence.clone(),
        }
    };
    assessment.findings.iter().map(|f| (f.id.to_string(), judged(f))).collect()
}

/// The mappings that come with the tool, read once.
fn loaded() -> &'static mappings::Mappings {
    static LOADED: LazyLock<mappings::Mappings> = LazyLock::new(|| {
        let ids: Vec<&str> = controls::CATALOG.iter().map(|control| control.id).collect();
        mappings::load(&mappings::embedded(), &ids).expect("our own mappings")
    });
    &LOADED
}

fn value<'a>(tree: &'a mut Node, key: &str) -> &'a mut Node {
    let Value::Map(entries) = &mut tree.value else { panic!("a map") };
    &mut entries.iter_mut().find(|entry| entry.key == key).expect("the key").node
}

/// The score over some findings.
pub(crate) fn score<'a>(findings: impl Iterator<Item = &'a Judged>) -> Option<Tenths> {
    let mut tally = Tally::default();
    findings
        .for_each(|finding| tally.add(finding.outcome, EvidenceClass::Declared, finding.weight, 1));
    tally.parts().proven
}

/// A tree as JSON text; scalars as text, which the reader takes for what is wanted.
pub(crate) fn json(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".into(),
        Value::Scalar(scalar) => serde_json::to_string(&scalar.text).expect("text"),
        Value::List(nodes) => {
            format!("[{}]", nodes.iter().map(json).collect::<Vec<_>>().join(",\n"))
        }
        Value::Map(entries) => {
            let pairs = entries.iter().map(|entry| {
                format!(
                    "{}: {}",
                    serde_json::to_string(&entry.key).expect("text"),
                    json(&entry.node)
                )
            });
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(",\n"))
        }
    }
}
