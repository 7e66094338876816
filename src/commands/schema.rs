//! `muster schema`

use schemars::{JsonSchema, Schema, schema_for};

use super::library;
use crate::cli::{self, Described};
use ingest::ProfileFile;
use model::records::{
    Agent, Approval, Attestation, Event, Exercise, Exposure, Incident, Logging, Monitor, Owner,
    Playbook, Policy, Review, Scan, Secret, Server, ServiceAccount, Tool, Vetting, Vulnerability,
    Waiver,
};
use model::{Diagnostic, Framework, MonthRecord, Posture};

/// An inventory or review file: any of these lists. A table or NDJSON file holds one of them.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "it only describes the shape of a file")]
struct InventoryFile {
    /// People and teams that can own assets.
    owners: Option<Vec<Owner>>,
    /// MCP servers.
    servers: Option<Vec<Server>>,
    /// Tools, where they are not written under their server.
    tools: Option<Vec<Tool>>,
    /// AI agents.
    agents: Option<Vec<Agent>>,
    /// Service accounts.
    service_accounts: Option<Vec<ServiceAccount>>,
    /// Secrets, without their values.
    secrets: Option<Vec<Secret>>,
    /// Access reviews.
    reviews: Option<Vec<Review>>,
    /// Revocation playbooks.
    playbooks: Option<Vec<Playbook>>,
    /// Approvals of deployments and changes.
    approvals: Option<Vec<Approval>>,
    /// Attestations.
    attestations: Option<Vec<Attestation>>,
    /// Waivers.
    waivers: Option<Vec<Waiver>>,
    /// Changes that ask for a review.
    events: Option<Vec<Event>>,
    /// Exercises of playbooks.
    exercises: Option<Vec<Exercise>>,
    /// Exposures of secrets.
    exposures: Option<Vec<Exposure>>,
    /// Incidents that needed a revocation.
    incidents: Option<Vec<Incident>>,
    /// Running scans.
    scans: Option<Vec<Scan>>,
    /// Known vulnerabilities.
    vulnerabilities: Option<Vec<Vulnerability>>,
    /// Logging of tool calls.
    logging: Option<Vec<Logging>>,
    /// Monitoring of behaviour.
    monitors: Option<Vec<Monitor>>,
    /// Policies as code.
    policies: Option<Vec<Policy>>,
    /// Vettings of third-party servers.
    vettings: Option<Vec<Vetting>>,
}

pub(super) fn run(args: &cli::Schema) -> Result<(), Vec<Diagnostic>> {
    let text = text(args.of);
    library::write_out(&format!("{text}\n"))
}

/// The schema as JSON text.
pub(super) fn text(of: Described) -> String {
    let schema: Schema = match of {
        Described::Inventory => schema_for!(InventoryFile),
        Described::Profile => schema_for!(ProfileFile),
        Described::Posture => schema_for!(Posture),
        Described::Month => schema_for!(MonthRecord),
        Described::Framework => schema_for!(Framework),
    };
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}
