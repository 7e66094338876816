//! Conservation: every record that is read is part of an asset, evidence about one, in a register, or unused
//! for a stated reason.

use std::collections::BTreeMap;
use std::path::Path;

use passmuster::model::Ledger;

use crate::support::estate::Estate;
use crate::support::{files, fixture, muster};

/// What a run makes of one file alone, and how many records it holds; none where it cannot be joined.
fn alone(path: &Path) -> Option<(Ledger, u64)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let bytes = std::fs::read(path).expect("a file");
    let estate = Estate { trees: BTreeMap::new(), others: BTreeMap::from([(name, bytes)]) };
    let assessment = estate.assess()?;
    let records = assessment.inputs.iter().map(|input| input.records).sum();
    Some((assessment.context.ledger, records))
}

fn assert_accounted(name: &str, ledger: &Ledger, records: u64) {
    assert_eq!(ledger.records, records, "{name}: {}", ledger.line());
    assert!(ledger.is_balanced(), "{name}: {}", ledger.line());
    let lost = ledger.unused.iter().find(|unused| unused.reason.contains("part of no asset"));
    assert_eq!(lost, None, "{name}: joining lost records");
}

#[test]
fn every_record_of_every_fixture_is_accounted_for() {
    let mut judged = 0;
    for folder in ["formats", "sources", "scanners", "joined", "controls"] {
        for path in files(&fixture(folder)) {
            if let Some((ledger, records)) = alone(&path) {
                judged += 1;
                assert_accounted(&path.display().to_string(), &ledger, records);
            }
        }
    }
    assert!(judged > 200, "only {judged} files could be judged alone");
}

#[test]
fn every_record_of_every_scenario_is_accounted_for() {
    for folder in crate::support::folders(&fixture("scenarios")) {
        let estate = Estate::open(&fixture("scenarios").join(&folder));
        let assessment = estate.assess().expect("it is judged");
        let records = assessment.inputs.iter().map(|input| input.records).sum();
        assert_accounted(&folder, &assessment.context.ledger, records);
    }
}

/// A catalogue entry that nothing runs, and a scanner's result about nothing here.
#[test]
fn what_is_not_used_is_listed_with_its_reason_in_every_output() {
    let home = tempfile::tempdir().expect("a folder");
    let entry = r#"{"$schema": "https://static.modelcontextprotocol.io/schemas/2025-10-17/server.schema.json",
        "name": "test.example/notes", "version": "1.0.0", "description": "Notes",
        "packages": [{"registryType": "npm", "identifier": "@example/notes", "version": "1.0.0",
                      "transport": {"type": "stdio"}}]}"#;
    std::fs::write(home.path().join("server.json"), entry).expect("a file");
    std::fs::write(home.path().join(".mcp.json"), r#"{"mcpServers": {"a": {"command": "x"}}}"#)
        .expect("a file");
    let args = ["report", ".", "--format", "md,html,json", "-o", "out", "--as-of", "2026-11-22"];
    let output = muster(home.path(), &args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("2 records: 1 in assets, 0 evidence, 0 in registers, 1 unused"),
        "{text}"
    );
    for report in ["report.md", "site/inputs.html", "posture.json"] {
        let page = std::fs::read_to_string(home.path().join("out").join(report)).expect(report);
        assert!(page.contains("no server here runs the package"), "{report}");
    }
    let output = muster(home.path(), &["ingest", "."]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("2 records: 1 in assets, 0 evidence, 0 in registers, 1 unused"),
        "{text}"
    );
    assert!(
        text.contains("server.json: 1 record unused: no server here runs the package"),
        "{text}"
    );
}
