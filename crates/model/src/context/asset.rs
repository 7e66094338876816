//! An asset, joined from all its sources.

use crate::records::{Agent, Secret, Server, ServiceAccount, Status};
use crate::{
    AssetKey, AssetKind, Declaration, Field, Moment, Place, Provenance, Tier, TierJudgement,
};

/// An asset with everything that was joined to it.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its key.
    pub key: AssetKey,
    /// What was recorded of it.
    pub facts: AssetFacts,
    /// How privileged it is, and why.
    pub tier: TierJudgement,
    /// Where it was read, and each of its fields.
    pub from: Provenance,
    /// Whether a record of our own formats declares it; false where only a client configuration
    /// shows it.
    pub registered: bool,
    /// Secrets it uses, as positions in [`crate::Context::assets`].
    pub secrets: Vec<usize>,
    /// Sources that disagree about it, as sentences.
    pub conflicts: Vec<String>,
    /// What one of its files declares alone, where that may close findings.
    pub declarations: Vec<Declaration>,
    /// Where a configuration or an export shows it after the day it was retired.
    pub sighted: Option<Place>,
    /// Whether something shows that it is in service or not: its status is stated, or it is not only a
    /// record of people that describes it. Where nothing does, it may be retired, and its passes earn
    /// nothing that a retired asset would not be judged on.
    pub status_known: bool,
}

/// The record of an asset, by kind.
#[derive(Debug, Clone)]
pub enum AssetFacts {
    /// An MCP server.
    Server(Box<Server>),
    /// An AI agent.
    Agent(Box<Agent>),
    /// A service account.
    ServiceAccount(Box<ServiceAccount>),
    /// A secret.
    Secret(Box<Secret>),
    /// The organisation.
    Organisation,
}

impl Asset {
    /// The tier whose thresholds it is assessed at.
    pub fn test_tier(&self) -> Tier {
        self.tier.tests
    }

    /// Where its record is: for statements about the record as a whole, and for what it leaves out.
    pub fn place(&self) -> Option<&Place> {
        self.from.record()
    }

    /// Where a field is, named by its path: `auth`, `auth.kind`, `owner.1`. What no source states
    /// is missing from the record.
    pub fn place_of(&self, field: &str) -> Option<Place> {
        self.from.place_of(field)
    }

    /// Where it was read; the first place is the record itself.
    pub fn places(&self) -> &[Place] {
        self.from.sources()
    }

    /// The plural its records go by in files: `servers`, `service_accounts` …
    pub fn record_kind(&self) -> &'static str {
        match self.key.kind {
            AssetKind::Server => "servers",
            AssetKind::Agent => "agents",
            AssetKind::ServiceAccount => "service_accounts",
            AssetKind::Secret => "secrets",
            AssetKind::Organisation => "organisation",
        }
    }

    /// Its name as people write it, else its id.
    pub fn name(&self) -> &str {
        let name = match &self.facts {
            AssetFacts::Server(server) => server.name.given(),
            AssetFacts::Agent(agent) => agent.name.given(),
            AssetFacts::ServiceAccount(account) => account.name.given(),
            AssetFacts::Secret(_) | AssetFacts::Organisation => None,
        };
        name.map_or(&self.key.id, String::as_str)
    }

    /// The other names it goes by, as records state them.
    pub fn other_names(&self) -> &[String] {
        match &self.facts {
            AssetFacts::Server(server) => server.known_as.items(),
            AssetFacts::Agent(agent) => agent.known_as.items(),
            AssetFacts::ServiceAccount(account) => account.known_as.items(),
            AssetFacts::Secret(secret) => secret.known_as.items(),
            AssetFacts::Organisation => &[],
        }
    }

    /// The keys it had before it was renamed, as records state them: an id, or a kind and an id.
    pub fn formerly(&self) -> Vec<AssetKey> {
        let stated = match &self.facts {
            AssetFacts::Server(server) => server.formerly.items(),
            AssetFacts::Agent(agent) => agent.formerly.items(),
            AssetFacts::ServiceAccount(account) => account.formerly.items(),
            AssetFacts::Secret(secret) => secret.formerly.items(),
            AssetFacts::Organisation => &[],
        };
        let kind = self.key.kind;
        let key = |name: &String| {
            let whole = AssetKey::parse(name).filter(|key| key.kind == kind);
            whole.unwrap_or_else(|| AssetKey::new(kind, name.clone()))
        };
        stated.iter().map(key).collect()
    }

    /// The owner ids it states.
    pub fn owner(&self) -> &Field<Vec<String>> {
        match &self.facts {
            AssetFacts::Server(server) => &server.owner,
            AssetFacts::Agent(agent) => &agent.owner,
            AssetFacts::ServiceAccount(account) => &account.owner,
            AssetFacts::Secret(secret) => &secret.owner,
            AssetFacts::Organisation => &Field::Absent,
        }
    }

    /// Its life-cycle status, as stated.
    pub fn status(&self) -> Option<Status> {
        match &self.facts {
            AssetFacts::Server(server) => server.status.given().copied(),
            AssetFacts::Agent(agent) => agent.status.given().copied(),
            AssetFacts::ServiceAccount(account) => account.status.given().copied(),
            AssetFacts::Secret(secret) => secret.status.given().copied(),
            AssetFacts::Organisation => None,
        }
    }

    /// When it was retired, as stated.
    pub fn retired_on(&self) -> Option<Moment> {
        match &self.facts {
            AssetFacts::Server(server) => server.retired_on.given().copied(),
            AssetFacts::Agent(agent) => agent.retired_on.given().copied(),
            AssetFacts::ServiceAccount(account) => account.retired_on.given().copied(),
            AssetFacts::Secret(_) | AssetFacts::Organisation => None,
        }
    }

    /// Who decided to retire it, as stated; none for what is revoked instead.
    pub fn retired_by(&self) -> Option<&Field<String>> {
        match &self.facts {
            AssetFacts::Server(server) => Some(&server.retired_by),
            AssetFacts::Agent(agent) => Some(&agent.retired_by),
            AssetFacts::ServiceAccount(account) => Some(&account.retired_by),
            AssetFacts::Secret(_) | AssetFacts::Organisation => None,
        }
    }

    /// Whether it is stated to be out of service, and nothing shows it later.
    pub fn is_retired(&self) -> bool {
        self.sighted.is_none() && matches!(self.status(), Some(Status::Retired | Status::Revoked))
    }
}
