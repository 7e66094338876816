//! One server from four sources, and its secret from two: each fact keeps its own place.

use std::fs;

use passmuster::model::posture::Posture;

use super::report;

const REGISTER: &str = "servers:
  - id: tickets
    known_as: [example.kestrel/tickets]
    purpose: Answers support tickets
    owner: ada
secrets:
  - id: tickets/token
    known_as: ['arn:aws:secretsmanager:eu-west-1:1:secret:tickets']
    owner: ada
    used_by: [tickets]
owners:
  - {id: ada, status: active}
";

const CATALOGUE: &str = r#"{
  "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
  "name": "example.kestrel/tickets",
  "version": "2.4.1",
  "packages": [
    {"registryType": "npm", "identifier": "@kestrel/tickets-mcp", "version": "2.4.1"}
  ]
}
"#;

const EXPORT: &str = r#"{"SecretList": [
  {
    "ARN": "arn:aws:secretsmanager:eu-west-1:1:secret:tickets",
    "CreatedDate": "2026-01-02T00:00:00Z",
    "LastRotatedDate": "2026-10-02T00:00:00Z",
    "LastAccessedDate": "2026-11-20T00:00:00Z"
  }
]}
"#;

fn configuration() -> String {
    let token = format!("ghp_{}", "a7Kq2Xb9Mz4T".repeat(3));
    format!(
        r#"{{
  "mcpServers": {{
    "tickets": {{
      "command": "npx",
      "args": [
        "-y",
        "@kestrel/tickets-mcp@2.4.0"
      ],
      "env": {{
        "GITHUB_TOKEN": "{token}"
      }}
    }}
  }}
}}
"#
    )
}

/// The places, as `file:line`, of the facts of a finding that hold a text.
fn cited(posture: &Posture, finding: &str, text: &str) -> Vec<String> {
    let finding = posture.findings.iter().find(|one| one.id == finding).expect("the finding");
    let facts = finding.evidence.iter().filter(|one| one.fact.contains(text));
    let places = facts.filter_map(|one| one.place.as_ref().map(ToString::to_string));
    places.collect()
}

#[test]
fn each_fact_keeps_its_place_when_sources_are_joined() {
    let project = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        (".mcp.json", configuration().as_str()),
        ("inventory.yaml", REGISTER),
        ("server.json", CATALOGUE),
        ("secrets-manager.json", EXPORT),
    ] {
        fs::write(project.path().join(name), text).expect("a file");
    }
    let posture = report(project.path(), "2026-11-28").expect("a report");
    for (finding, text, place) in [
        ("SEC-01@server/tickets", "GITHUB_TOKEN", ".mcp.json:10"),
        ("TPS-02@server/tickets", "version = 2.4.0", ".mcp.json:7"),
        ("OWN-01@server/tickets", "owner = ada", "inventory.yaml:5"),
        ("OWN-06@server/tickets", "purpose", "inventory.yaml:4"),
        ("RVK-05@secret/tickets/token", "last_used", "secrets-manager.json:6"),
        ("CRD-03@secret/tickets/token", "rotated on", "secrets-manager.json:5"),
        ("OWN-03@secret/tickets/token", "owner = ada", "inventory.yaml:9"),
    ] {
        assert_eq!(cited(&posture, finding, text), [place], "{finding}");
    }
}
