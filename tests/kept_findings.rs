//! What a run keeps of its findings changes no byte of what it writes.

use std::collections::BTreeMap;

use passmuster::commands::{Keep, Request, Run, Stages, assess_project};
use passmuster::model::{
    Domain, Gate, GateRule, GateTest, Limit, MaxFailing, Possible, Scope, Severity, Tenths, Tier,
};
use passmuster::posture::{self, Counted};
use passmuster::render::{self, Format, Options};

use crate::site_files::estate;
use crate::support::AS_OF;

/// So many that their findings come in several batches, and more of them are open than keep their texts.
const ASSETS: usize = 1_100;

fn judged(findings: Keep) -> Run {
    let project = estate::estate(ASSETS);
    let request =
        Request { project, as_of: AS_OF, demo: false, online: false, keep_going: false, findings };
    let run = assess_project(request, &mut Stages::default());
    run.expect("a synthetic estate is well-formed")
}

fn files(findings: Keep) -> BTreeMap<String, Vec<u8>> {
    let run = judged(findings);
    assert!(run.posture.findings_total > 2 * posture::MAX_FINDINGS as u64);
    assert_eq!(run.assessment.findings.is_empty(), findings != Keep::Both);
    let formats = [Format::Json, Format::Markdown, Format::Summary, Format::Html];
    let made = render::render(run.posture, run.all_findings, &formats, &Options::default());
    let files = made.expect("rendered").files.into_iter();
    files.map(|file| (file.path, file.bytes)).collect()
}

#[test]
fn what_is_kept_of_findings_changes_no_byte_of_a_report() {
    let whole = files(Keep::Both);
    assert!(whole.contains_key("findings.ndjson"), "{:?}", whole.keys());
    for keep in [Keep::Reported, Keep::Printed, Keep::Named] {
        let files = files(keep);
        assert!(files.keys().eq(whole.keys()), "{keep:?}");
        for (path, bytes) in &files {
            assert!(whole.get(path) == Some(bytes), "{keep:?}: {path}");
        }
    }
}

/// Rules of every kind that compares nothing, which most postures break.
fn gates() -> Vec<Gate> {
    let score = |scope| GateTest::MinScore(Limit { scope, least: Tenths(990) });
    let coverage = |scope| GateTest::MinCoverage(Limit { scope, least: Tenths(1000) });
    let framework = || "nist-csf-2.0".to_string();
    let tests = vec![
        score(Scope::All),
        score(Scope::Tier(Tier::T3)),
        score(Scope::Domain(Domain::Identity)),
        coverage(Scope::All),
        coverage(Scope::Framework(framework())),
        GateTest::FailOn(Severity::Medium),
        GateTest::MaxFailing(MaxFailing { framework: framework(), most: 0 }),
    ];
    let rules: Vec<GateRule> =
        tests.into_iter().map(|test| GateRule { test, place: None }).collect();
    let gate = |possible| Gate { rules: rules.clone(), possible, ..Gate::default() };
    vec![gate(Some(Possible::Count)), gate(Some(Possible::Ignore)), gate(None)]
}

#[test]
fn a_gate_and_every_figure_are_the_same_where_findings_are_only_counted() {
    let whole = judged(Keep::Compared);
    let counted = judged(Keep::Counted);
    assert_eq!(whole.posture.findings.len() as u64, whole.posture.findings_total);
    assert!(counted.posture.findings.is_empty());
    for gate in gates() {
        let each = Counted::Each(&whole.posture.findings);
        let each = posture::gate(&whole.posture, each, None, &gate).expect("a verdict");
        let alike = Counted::Alike(&counted.alike);
        let alike = posture::gate(&counted.posture, alike, None, &gate).expect("a verdict");
        assert!(!each.passed && each.rulings.iter().any(|ruling| !ruling.remediations.is_empty()));
        assert_eq!(format!("{each:#?}"), format!("{alike:#?}"));
    }
    let (mut whole, counted) = (whole.posture, counted.posture);
    whole.findings.clear();
    let json = |posture| serde_json::to_string_pretty(posture).expect("JSON");
    assert_eq!(json(&whole), json(&counted));
}
