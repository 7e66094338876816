//! The kinds of record that sources carry.

/// The kinds of record a source can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// People and teams.
    Owners,
    /// MCP servers.
    Servers,
    /// Tools of servers.
    Tools,
    /// AI agents.
    Agents,
    /// Service accounts.
    ServiceAccounts,
    /// Secrets.
    Secrets,
    /// Access reviews.
    Reviews,
    /// Revocation playbooks.
    Playbooks,
    /// Approvals.
    Approvals,
    /// Attestations.
    Attestations,
    /// Waivers.
    Waivers,
    /// Changes that ask for a review.
    Events,
    /// Exercises of playbooks.
    Exercises,
    /// Exposures of secrets.
    Exposures,
    /// Incidents that needed a revocation.
    Incidents,
    /// Running scans.
    Scans,
    /// Known vulnerabilities.
    Vulnerabilities,
    /// Logging of tool calls.
    Logging,
    /// Monitoring of behaviour.
    Monitors,
    /// Policies as code.
    Policies,
    /// Vettings of third-party servers.
    Vettings,
}

impl RecordKind {
    /// Every kind, in the order documentation lists them.
    pub const ALL: [RecordKind; 21] = [
        Self::Owners,
        Self::Servers,
        Self::Tools,
        Self::Agents,
        Self::ServiceAccounts,
        Self::Secrets,
        Self::Reviews,
        Self::Playbooks,
        Self::Approvals,
        Self::Attestations,
        Self::Waivers,
        Self::Events,
        Self::Exercises,
        Self::Exposures,
        Self::Incidents,
        Self::Scans,
        Self::Vulnerabilities,
        Self::Logging,
        Self::Monitors,
        Self::Policies,
        Self::Vettings,
    ];

    /// The kind as files write it: a top-level key, or a table's file name.
    pub fn id(self) -> &'static str {
        match self {
            Self::Owners => "owners",
            Self::Servers => "servers",
            Self::Tools => "tools",
            Self::Agents => "agents",
            Self::ServiceAccounts => "service_accounts",
            Self::Secrets => "secrets",
            Self::Reviews => "reviews",
            Self::Playbooks => "playbooks",
            Self::Approvals => "approvals",
            Self::Attestations => "attestations",
            Self::Waivers => "waivers",
            Self::Events => "events",
            Self::Exercises => "exercises",
            Self::Exposures => "exposures",
            Self::Incidents => "incidents",
            Self::Scans => "scans",
            Self::Vulnerabilities => "vulnerabilities",
            Self::Logging => "logging",
            Self::Monitors => "monitors",
            Self::Policies => "policies",
            Self::Vettings => "vettings",
        }
    }
}
