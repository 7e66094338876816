//! What a run keeps of its findings changes no byte of what it writes.

use std::collections::BTreeMap;

use passmuster::commands::{Keep, Request, Run, Stages, assess_project};
use passmuster::model::{
    Domain, Gate, GateRule, GateTest, Limit, MaxFailing, Possible, Posture, Scope, Severity,
    Tenths, Tier,
};
use passmuster::posture::{self, Counted};
use passmuster::render::{self, Format, Options};
use passmuster::workspace::{self, Project};

use crate::site_files::estate;
use crate::support::{AS_OF, fixture, folders};

/// So many that their findings come in several batches, and more of them are open than keep their texts.
const ASSETS: usize = 1_100;

fn judged(findings: Keep) -> Run {
    of(estate::estate(ASSETS), findings)
}

fn of(project: Project, findings: Keep) -> Run {
    let request =
        Request { project, as_of: AS_OF, demo: false, online: false, keep_going: false, findings };
    assess_project(request, &mut Stages::default()).expect("a project that is well-formed")
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
    assert_eq!(unprinted(whole.posture), unprinted(counted.posture));
}

/// Verdicts that are only counted are made without words: nothing may be decided by these, and what is printed after
/// all has them.
#[test]
fn every_figure_and_every_printed_text_are_the_same_where_verdicts_are_made_without_words() {
    let control = |slug: String| {
        let folders = folders(&fixture("controls").join(&slug)).into_iter();
        folders.map(move |folder| format!("controls/{slug}/{folder}"))
    };
    let controls = folders(&fixture("controls")).into_iter().flat_map(control);
    let scenarios = folders(&fixture("scenarios")).into_iter();
    let mut severe = 0;
    for name in controls.chain(scenarios.map(|scenario| format!("scenarios/{scenario}"))) {
        let judged = |findings| {
            let project = workspace::open(&fixture(&name)).expect("a readable fixture");
            of(project, findings).posture
        };
        let counted = judged(Keep::Counted);
        severe += counted.severe_findings.len();
        assert!(unprinted(judged(Keep::Compared)) == unprinted(counted), "{name}");
    }
    assert!(severe > 100, "{severe}");
}

/// A posture without what only a report prints: its findings, the texts of its assets, and who reaches what.
fn unprinted(mut posture: Posture) -> String {
    posture.findings.clear();
    (posture.edges, posture.edges_total) = (Vec::new(), 0);
    for card in &mut posture.assets {
        card.tier_reasons.clear();
        card.known_as.clear();
        card.places.clear();
    }
    serde_json::to_string_pretty(&posture).expect("JSON")
}
