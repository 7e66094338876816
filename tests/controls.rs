//! Every control on every fixture.

use std::collections::BTreeMap;
use std::fmt::Write;

use passmuster::controls::CATALOG;
use passmuster::model::{Assessment, Outcome};

use crate::support::{fixture, folders, run};

fn outcome(name: &str) -> Outcome {
    match name.split("--").next().unwrap_or_default() {
        "pass" => Outcome::Pass,
        "partial" => Outcome::Partial,
        "fail" => Outcome::Fail,
        "not-assessed" => Outcome::NotAssessed,
        "not-applicable" => Outcome::NotApplicable,
        other => panic!("{other} is no outcome"),
    }
}

/// Each fixture folder is named by the outcome its subject gets. A folder may say more after two
/// dashes, as in `fail--expired`.
#[test]
fn every_fixture_gets_the_outcome_it_is_named_by() {
    let mut wrong = String::new();
    for control in CATALOG {
        for folder in folders(&fixture("controls").join(control.slug)) {
            let name = format!("controls/{}/{folder}", control.slug);
            let assessment = run(&name).assessment;
            let subject = assessment.findings.iter().find(|finding| {
                let key = &assessment.context.assets[finding.asset].key;
                finding.control.id == control.id
                    && (key.id == "subject" || key.id == "organisation")
            });
            match subject {
                None => writeln!(wrong, "{name}: no asset with the id `subject`").expect("text"),
                Some(finding) if finding.judgement.outcome == outcome(&folder) => {}
                Some(finding) => writeln!(
                    wrong,
                    "{name}: {} — {}",
                    finding.judgement.outcome, finding.judgement.sentence
                )
                .expect("text"),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// One snapshot a control over *all* fixtures, so that a false positive anywhere shows.
#[test]
fn what_every_control_says_of_every_fixture() {
    let mut fixtures: BTreeMap<String, Assessment> = BTreeMap::new();
    for slug in folders(&fixture("controls")) {
        for folder in folders(&fixture("controls").join(&slug)) {
            let name = format!("controls/{slug}/{folder}");
            fixtures.insert(name.clone(), run(&name).assessment);
        }
    }
    for scenario in folders(&fixture("scenarios")) {
        let name = format!("scenarios/{scenario}");
        fixtures.insert(name.clone(), run(&name).assessment);
    }
    for control in CATALOG {
        let mut said = String::new();
        for (name, assessment) in &fixtures {
            let findings = assessment.findings.iter().filter(|f| f.control.id == control.id);
            let lines: Vec<String> = findings
                .filter(|finding| finding.judgement.outcome != Outcome::NotApplicable)
                .filter(|f| {
                    f.judgement.outcome != Outcome::NotAssessed || name.contains(control.slug)
                })
                .map(|finding| {
                    let key = &assessment.context.assets[finding.asset].key;
                    format!(
                        "  {key}: {} — {}\n",
                        finding.judgement.outcome, finding.judgement.sentence
                    )
                })
                .collect();
            if !lines.is_empty() {
                writeln!(said, "{name}").expect("text");
                said.extend(lines);
            }
        }
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/controls" }, {
            insta::assert_snapshot!(control.slug, said);
        });
    }
}
