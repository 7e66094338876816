//! What `ingest` hands on: records with their places, before anything is joined.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use std::collections::BTreeSet;

use super::records::{
    Agent, Approval, Attestation, Event, Exercise, Exposure, Incident, Logging, Monitor, Owner,
    Playbook, Policy, Review, Scan, Secret, Server, ServiceAccount, Tool, Vetting, Vulnerability,
    Waiver,
};
use super::{Diagnostic, FormatId, Moment, Placed, RecordKind, ScannerReport};

/// Everything that was read, in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// People and teams.
    pub owners: Vec<Placed<Owner>>,
    /// Registered servers.
    pub servers: Vec<Placed<Server>>,
    /// Tools written on their own.
    pub tools: Vec<Placed<Tool>>,
    /// Agents.
    pub agents: Vec<Placed<Agent>>,
    /// Service accounts.
    pub service_accounts: Vec<Placed<ServiceAccount>>,
    /// Registered secrets.
    pub secrets: Vec<Placed<Secret>>,
    /// Access reviews.
    pub reviews: Vec<Placed<Review>>,
    /// Playbooks.
    pub playbooks: Vec<Placed<Playbook>>,
    /// Approvals.
    pub approvals: Vec<Placed<Approval>>,
    /// Attestations.
    pub attestations: Vec<Placed<Attestation>>,
    /// Waivers.
    pub waivers: Vec<Placed<Waiver>>,
    /// Changes that ask for a review.
    pub events: Vec<Placed<Event>>,
    /// Exercises of playbooks.
    pub exercises: Vec<Placed<Exercise>>,
    /// Exposures of secrets.
    pub exposures: Vec<Placed<Exposure>>,
    /// Incidents that needed a revocation.
    pub incidents: Vec<Placed<Incident>>,
    /// Running scans.
    pub scans: Vec<Placed<Scan>>,
    /// Known vulnerabilities.
    pub vulnerabilities: Vec<Placed<Vulnerability>>,
    /// Logging of tool calls.
    pub logging: Vec<Placed<Logging>>,
    /// Monitoring of behaviour.
    pub monitors: Vec<Placed<Monitor>>,
    /// Policies as code.
    pub policies: Vec<Placed<Policy>>,
    /// Vettings of third-party servers.
    pub vettings: Vec<Placed<Vetting>>,
    /// Servers and secrets seen in client configurations.
    pub observed: Vec<Observed>,
    /// Identities that exports of clouds and directories show.
    pub exported: Exported,
    /// Reports of scanners.
    pub scanner_reports: Vec<ScannerReport>,
    /// Kinds of record that some source carries, also where it declares none.
    pub carried: BTreeSet<RecordKind>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// Why what was read is only a part: one sentence a truncated export.
    pub incomplete: Vec<String>,
    /// What is worth telling but stops nothing.
    pub notices: Vec<Diagnostic>,
}

impl Facts {
    /// How many records of our own formats there are.
    pub fn records(&self) -> u64 {
        let counts = [
            self.owners.len(),
            self.servers.len(),
            self.tools.len(),
            self.agents.len(),
            self.service_accounts.len(),
            self.secrets.len(),
            self.reviews.len(),
            self.playbooks.len(),
            self.approvals.len(),
            self.attestations.len(),
            self.waivers.len(),
            self.events.len(),
            self.exercises.len(),
            self.exposures.len(),
            self.incidents.len(),
            self.scans.len(),
            self.vulnerabilities.len(),
            self.logging.len(),
            self.monitors.len(),
            self.policies.len(),
            self.vettings.len(),
        ];
        counts.iter().map(|count| *count as u64).sum()
    }

    /// Adds what another file holds.
    pub fn absorb(&mut self, other: Facts) {
        self.owners.extend(other.owners);
        self.servers.extend(other.servers);
        self.tools.extend(other.tools);
        self.agents.extend(other.agents);
        self.service_accounts.extend(other.service_accounts);
        self.secrets.extend(other.secrets);
        self.reviews.extend(other.reviews);
        self.playbooks.extend(other.playbooks);
        self.approvals.extend(other.approvals);
        self.attestations.extend(other.attestations);
        self.waivers.extend(other.waivers);
        self.events.extend(other.events);
        self.exercises.extend(other.exercises);
        self.exposures.extend(other.exposures);
        self.incidents.extend(other.incidents);
        self.scans.extend(other.scans);
        self.vulnerabilities.extend(other.vulnerabilities);
        self.logging.extend(other.logging);
        self.monitors.extend(other.monitors);
        self.policies.extend(other.policies);
        self.vettings.extend(other.vettings);
        self.observed.extend(other.observed);
        self.exported.absorb(other.exported);
        self.scanner_reports.extend(other.scanner_reports);
        self.carried.extend(other.carried);
        self.inputs.extend(other.inputs);
        self.incomplete.extend(other.incomplete);
        self.notices.extend(other.notices);
    }
}

/// One server entry of a client configuration, with the secrets it holds or refers to.
#[derive(Debug, Clone)]
pub struct Observed {
    /// What the entry says, under its local name.
    pub server: Placed<Server>,
    /// The secrets it uses; their `used_by` names the entry's local name.
    pub secrets: Vec<Placed<Secret>>,
}

/// Identities as an export shows them. What it says of one is joined to the record that people
/// keep of it, if there is one.
#[derive(Debug, Clone, Default)]
pub struct Exported {
    /// MCP servers.
    pub servers: Vec<Placed<Server>>,
    /// AI agents.
    pub agents: Vec<Placed<Agent>>,
    /// Service accounts.
    pub service_accounts: Vec<Placed<ServiceAccount>>,
    /// Secrets.
    pub secrets: Vec<Placed<Secret>>,
}

impl Exported {
    /// How many records there are.
    pub fn records(&self) -> u64 {
        let counts = [
            self.servers.len(),
            self.agents.len(),
            self.service_accounts.len(),
            self.secrets.len(),
        ];
        counts.iter().map(|count| *count as u64).sum()
    }

    fn absorb(&mut self, other: Exported) {
        self.servers.extend(other.servers);
        self.agents.extend(other.agents);
        self.service_accounts.extend(other.service_accounts);
        self.secrets.extend(other.secrets);
    }
}

/// One input file, as the report's cover lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Input {
    /// Path, relative to the project folder.
    pub path: String,
    /// What it was recognised as.
    pub format: String,
    /// The id of its format, where that is a scanner's or an export's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FormatId>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// When its content was taken, where the profile or the fetching says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub captured_at: Option<Moment>,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many records were read from it.
    pub records: u64,
    /// Why it tells only a part, if it does: a truncated page, a scan that did not finish.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<String>,
    /// Why it was not read, if it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}
