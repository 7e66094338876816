//! The frameworks are whole, and every row is our own.

use std::collections::BTreeSet;

use passmuster::controls::CATALOG;
use passmuster::mappings::{self, Mappings};
use passmuster::model::{AssetKind, Diagnostic, Framework, Property};

fn loaded() -> Mappings {
    let ids: Vec<&str> = CATALOG.iter().map(|control| control.id).collect();
    mappings::load(&mappings::embedded(), &ids).expect("mappings load")
}

fn ids(framework: &Framework) -> Vec<&str> {
    framework.requirements.iter().map(|requirement| requirement.id.as_str()).collect()
}

/// The id lists were taken from the published documents; a slip in a mapping file cannot hide here.
#[test]
fn ids_are_those_of_the_published_documents() {
    let lists = [
        ("owasp-nhi-2025", include_str!("ids/owasp-nhi-2025.txt"), 10),
        ("owasp-asi-2026", include_str!("ids/owasp-asi-2026.txt"), 10),
        ("nist-csf-2.0", include_str!("ids/nist-csf-2.0.txt"), 106),
        ("nist-ai-rmf-1.0", include_str!("ids/nist-ai-rmf-1.0.txt"), 72),
    ];
    let loaded = loaded();
    for (id, list, count) in lists {
        let framework = loaded.frameworks.iter().find(|f| f.framework.id == id).expect(id);
        let published: Vec<&str> = list.lines().collect();
        assert_eq!(published.len(), count, "{id}");
        assert_eq!(ids(framework), published, "{id}");
    }
}

#[test]
fn no_reason_is_empty_or_copied() {
    let loaded = loaded();
    let mut seen = BTreeSet::new();
    for requirement in loaded.frameworks.iter().flat_map(|framework| &framework.requirements) {
        let rows = requirement.supported_by.iter().map(|row| row.reason.as_str());
        for reason in rows.chain(requirement.gap.iter().map(|gap| gap.reason.as_str())) {
            assert!(reason.trim().len() > 15, "{}: {reason:?}", requirement.id);
            assert!(
                seen.insert(reason.to_string()),
                "{}: {reason:?} is used twice",
                requirement.id
            );
        }
    }
}

/// AI risk management is about AI systems: what a secret proves is never at its core.
#[test]
fn secrets_are_never_integral_to_an_ai_risk_outcome() {
    let loaded = loaded();
    let framework =
        loaded.frameworks.iter().find(|f| f.framework.id == "nist-ai-rmf-1.0").expect("it");
    for requirement in &framework.requirements {
        for row in &requirement.supported_by {
            let only_credentials = row
                .asset_kinds
                .iter()
                .all(|kind| matches!(kind, AssetKind::Secret | AssetKind::ServiceAccount));
            let about_credentials =
                row.control.starts_with("CRD") || row.control.starts_with("SEC");
            assert!(
                !((only_credentials || about_credentials) && row.property == Property::IntegralTo),
                "{} and {}",
                requirement.id,
                row.control
            );
            assert!(!row.asset_kinds.contains(&AssetKind::ServiceAccount), "{}", requirement.id);
        }
    }
}

#[test]
fn a_broken_framework_file_is_reported_whole() {
    let text = "framework: {id: x, title: X, short-title: X, edition: '1', publisher: P, url: u, licence: l, attribution: a, noun: risk, reading: risk}
mapping: {style: supportive, reviewed: 2026-11-22, use-case: u}
requirements:
  - {id: A, title: A, summary: s}
  - id: A
    title: B
    summary: s
    supported-by:
      - {control: OWN-99, rests-on: [servers.owner], strength: direct, property: example-of, asset-kinds: [server], confidence: high, reason: r}
";
    let file = mappings::SourceText { path: "mappings/x.yaml".into(), text: text.into() };
    let reported = mappings::load(&[file], &["OWN-01"]).expect_err("three faults");
    let messages: Vec<&str> = reported.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "A has neither a mapping nor a gap",
            "A is defined twice, first on line 4",
            "A is mapped to OWN-99, which is not a control",
        ]
    );
}

/// What is wrong with a framework of one requirement with these rows.
fn faults_of(rows: &str) -> Vec<Diagnostic> {
    let text = format!(
        "framework: {{id: x, title: X, short-title: X, edition: '1', publisher: P, url: u, licence: l, attribution: a, noun: risk, reading: risk}}
mapping: {{style: supportive, reviewed: 2026-11-22, use-case: u}}
requirements:
  - id: A
    title: A
    summary: s
    supported-by:
{rows}"
    );
    let file = mappings::SourceText { path: "mappings/x.yaml".into(), text };
    mappings::load(&[file], &["OWN-01"]).expect_err("faults")
}

#[test]
fn a_row_that_rests_on_nothing_is_refused() {
    let reported = faults_of(
        "      - {control: OWN-01, strength: direct, property: example-of, asset-kinds: [server], confidence: high, reason: r}
",
    );
    let messages: Vec<&str> = reported.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages, ["A to OWN-01 rests on no fact"]);
    assert_eq!(reported[0].place.as_ref().map(|place| place.line), Some(8));
}

/// A row that rests on what no record has claims a test that no control can make.
#[test]
fn facts_that_no_record_has_are_refused_with_their_line() {
    let reported = faults_of(
        "      - control: OWN-01
        strength: direct
        property: example-of
        asset-kinds: [server]
        confidence: high
        rests-on: [servers.owner, servers.ownr, people.mood, servers, servers.owner]
        reason: r
",
    );
    let messages: Vec<&str> = reported.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "A to OWN-01 rests on servers.ownr, which is not a field of a record",
            "A to OWN-01 rests on people.mood, which is not a field of a record",
            "A to OWN-01 rests on servers, which is not a field of a record",
            "A to OWN-01 rests on servers.owner twice",
        ]
    );
    assert!(reported[0].help.contains("servers.owner"), "{}", reported[0].help);
    for fault in &reported {
        let place = fault.place.as_ref().expect("a place");
        assert_eq!((&*place.file, place.line), ("mappings/x.yaml", 13));
    }
}

#[test]
fn a_file_more_is_a_framework_more() {
    let text = "framework: {id: house-rules, title: House rules, short-title: House, edition: '1', publisher: Us, url: u, licence: l, attribution: a, noun: rule, reading: outcome}
mapping: {style: supportive, reviewed: 2026-11-22, use-case: u}
requirements:
  - id: R1
    title: Somebody answers
    summary: Every machine has an owner.
    supported-by:
      - {control: OWN-01, rests-on: [servers.owner], strength: direct, property: integral-to, asset-kinds: [server], confidence: high, reason: r1}
";
    let mut project = crate::support::project(
        "servers: [{id: a, owner: [ada]}]\nowners: [{id: ada, kind: person, status: active}]\n",
    );
    project.mappings.push(("mappings/house.yaml".into(), text.into()));
    let posture = crate::support::judge(project).expect("a run").posture;
    let house = posture.frameworks.iter().find(|f| f.id == "house-rules").expect("the framework");
    assert_eq!(house.groups[0].requirements[0].outcomes.pass, 1);
    assert!(
        posture
            .findings
            .iter()
            .any(|f| f.requirements.iter().any(|r| r.framework == "house-rules"))
    );
}
