//! The joined view of an organisation that controls judge.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use jiff::civil::Date;

use super::lookup::Lookup;
use super::records::{
    Agent, Approval, Attestation, Event, Exercise, Exposure, Incident, Logging, Monitor, Owner,
    OwnerKind, Playbook, Policy, Review, Scan, Secret, Server, ServiceAccount, Status, Tool,
    Vetting, Vulnerability, Waiver,
};
use super::{
    AssetKey, AssetKind, Field, Moment, Place, Threshold, Thresholds, Tier, TierJudgement,
};

/// A record and where it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The record.
    pub record: T,
    /// Where it stands.
    pub place: Place,
}

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

/// An asset with everything that was joined to it.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its key.
    pub key: AssetKey,
    /// What was recorded of it.
    pub facts: AssetFacts,
    /// How privileged it is, and why.
    pub tier: TierJudgement,
    /// Where it was read; the first place is the record itself.
    pub places: Vec<Place>,
    /// Whether a record of our own formats declares it; false where only a client configuration
    /// shows it.
    pub registered: bool,
    /// Secrets it uses, as positions in [`Context::assets`].
    pub secrets: Vec<usize>,
    /// Sources that disagree about it, as sentences.
    pub conflicts: Vec<String>,
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
    /// The tier its tests go by.
    pub fn tests(&self) -> Tier {
        self.tier.tests
    }

    /// Where its record stands.
    pub fn place(&self) -> Option<&Place> {
        self.places.first()
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

    /// Where it stands in its life, as stated.
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

    /// Whether it is stated to be out of service.
    pub fn is_retired(&self) -> bool {
        matches!(self.status(), Some(Status::Retired | Status::Revoked))
    }
}

/// Everything controls may look at. Built once by `estate`; nothing in it is computed twice.
#[derive(Debug, Clone)]
pub struct Context {
    /// The day the evidence is judged on, in UTC.
    pub as_of: Date,
    /// The limits in force.
    pub thresholds: Thresholds,
    /// Every asset, sorted by key, the organisation last.
    pub assets: Vec<Asset>,
    /// Owners by id.
    pub owners: BTreeMap<String, Placed<Owner>>,
    /// Tools by server id, in the order they were read.
    pub tools: HashMap<String, Vec<Placed<Tool>>>,
    /// Reviews by asset, newest first.
    pub reviews: HashMap<AssetKey, Vec<Placed<Review>>>,
    /// Playbooks by server; those that do not say what they are for, by the organisation.
    pub playbooks: HashMap<AssetKey, Vec<Placed<Playbook>>>,
    /// Approvals by subject.
    pub approvals: HashMap<AssetKey, Vec<Placed<Approval>>>,
    /// Attestations by control id and asset.
    pub attestations: HashMap<(String, AssetKey), Vec<Placed<Attestation>>>,
    /// Every waiver, in the order they were read.
    pub waivers: Vec<Placed<Waiver>>,
    /// Running scans.
    pub scans: Vec<Placed<Scan>>,
    /// Exercises by playbook id, newest first.
    pub exercises: HashMap<String, Vec<Placed<Exercise>>>,
    /// Changes that ask for a review. By asset.
    pub events: HashMap<AssetKey, Vec<Placed<Event>>>,
    /// Exposures of secrets. By asset.
    pub exposures: HashMap<AssetKey, Vec<Placed<Exposure>>>,
    /// Incidents that needed a revocation. By asset.
    pub incidents: HashMap<AssetKey, Vec<Placed<Incident>>>,
    /// Known vulnerabilities. By asset.
    pub vulnerabilities: HashMap<AssetKey, Vec<Placed<Vulnerability>>>,
    /// Logging of tool calls. By asset.
    pub logging: HashMap<AssetKey, Vec<Placed<Logging>>>,
    /// Monitoring of behaviour. By asset.
    pub monitors: HashMap<AssetKey, Vec<Placed<Monitor>>>,
    /// Policies as code. By asset.
    pub policies: HashMap<AssetKey, Vec<Placed<Policy>>>,
    /// Vettings of third-party servers. By asset.
    pub vettings: HashMap<AssetKey, Vec<Placed<Vetting>>>,
    /// Filled when it is first asked; `OnceLock::new()` is right for every new context.
    pub(crate) lookup: OnceLock<Lookup>,
    /// The kinds of record that some source carries, also where it declares none.
    pub carried: BTreeSet<RecordKind>,
}

impl Context {
    /// Whether some source carries this kind of record.
    pub fn carries(&self, kind: RecordKind) -> bool {
        self.carried.contains(&kind)
    }

    /// The limit for one tier, in the threshold's unit.
    pub fn limit(&self, threshold: &Threshold, tier: Tier) -> i64 {
        self.thresholds.limit(threshold, tier)
    }

    /// Midnight UTC of the as-of day.
    pub fn now(&self) -> Moment {
        Moment::start_of(self.as_of)
    }

    /// The tools a server is known to offer: `None` where nobody listed them.
    pub fn tools_of(&self, server: &AssetKey) -> Option<&[Placed<Tool>]> {
        self.tools.get(&server.id).map(Vec::as_slice)
    }

    /// The secrets an asset uses.
    pub fn secrets_of<'a>(
        &'a self,
        asset: &'a Asset,
    ) -> impl Iterator<Item = (&'a Asset, &'a Secret)> {
        asset.secrets.iter().filter_map(|&position| {
            let asset = self.assets.get(position)?;
            match &asset.facts {
                AssetFacts::Secret(secret) => Some((asset, secret.as_ref())),
                _ => None,
            }
        })
    }

    fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| Lookup::of(&self.assets))
    }

    /// The assets with this id, of whatever kind.
    pub fn named<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let positions = self.lookup().by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|&at| self.assets.get(at))
    }

    /// The assets that a scanner may mean by a name: an id, another name, a URL, a package, or
    /// `file:` and the path of a configuration that shows it.
    pub fn known_as<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let positions = self.lookup().by_name.get(&Lookup::name(name));
        let positions = positions.map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|&at| self.assets.get(at))
    }

    /// The asset a reference means: `kind/id`, or an id that only one asset has.
    pub fn meant(&self, reference: &str) -> Option<&Asset> {
        let key = AssetKey::parse(reference);
        let id = key.as_ref().map_or(reference, |key| &key.id);
        if let Some(asset) = self.named(id).find(|asset| Some(&asset.key) == key.as_ref()) {
            return Some(asset);
        }
        let mut named = self.named(reference);
        let first = named.next()?;
        named.next().is_none().then_some(first)
    }

    /// The assets that use a secret.
    pub fn users_of<'a>(&'a self, secret: &'a Asset) -> impl Iterator<Item = &'a Asset> {
        let lookup = self.lookup();
        let same = |at: &&usize| self.assets.get(**at).is_some_and(|asset| asset.key == secret.key);
        let position = lookup.by_id.get(&secret.key.id).and_then(|all| all.iter().find(same));
        let users = position.and_then(|at| lookup.users.get(at));
        users.map(Vec::as_slice).unwrap_or_default().iter().filter_map(|&at| self.assets.get(at))
    }

    /// A live secret that does not say what uses it. While there is one, no asset's list of
    /// secrets is known to be complete: it may be anybody's.
    pub fn unattributed_secret(&self) -> Option<&Asset> {
        self.lookup().unattributed.and_then(|at| self.assets.get(at))
    }

    /// Who an owner reference leads to.
    pub fn resolve_owner(&self, reference: &str) -> OwnerResolution<'_> {
        if is_placeholder(reference) {
            return OwnerResolution::Placeholder;
        }
        match self.owners.get(reference) {
            None if !self.carries(RecordKind::Owners) => OwnerResolution::NoRegister,
            None => OwnerResolution::Unknown,
            Some(owner) => OwnerResolution::Known(&owner.record),
        }
    }
}

/// Who an owner reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerResolution<'a> {
    /// A record in the owner register.
    Known(&'a Owner),
    /// The register has no such owner.
    Unknown,
    /// There is no register to look in.
    NoRegister,
    /// `TBD` and its like: nobody.
    Placeholder,
}

impl OwnerResolution<'_> {
    /// Whether somebody answers: a person, or a team, led or not.
    pub fn is_known(self) -> bool {
        matches!(self, OwnerResolution::Known(_))
    }

    /// Whether it is a team that names no lead.
    pub fn is_leaderless_team(self) -> bool {
        match self {
            OwnerResolution::Known(owner) => {
                owner.kind.given() != Some(&OwnerKind::Person)
                    && owner.lead.given().is_none_or(|lead| is_placeholder(lead))
            }
            _ => false,
        }
    }
}

/// Whether a text only fills a gap: `TBD`, `n/a`, `unknown`, `-`.
pub fn is_placeholder(text: &str) -> bool {
    const FILLERS: [&str; 14] = [
        "",
        "-",
        "--",
        "?",
        "tbd",
        "tba",
        "todo",
        "n/a",
        "na",
        "none",
        "unknown",
        "unassigned",
        "nobody",
        "placeholder",
    ];
    FILLERS.contains(&text.trim().to_lowercase().as_str())
}
