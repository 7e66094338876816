//! The test kit of controls: a context built from a few records as JSON.

use serde::de::DeserializeOwned;
use serde_json::Value;

use model::records::{
    Approval, Attestation, Event, Exposure, Incident, Logging, Monitor, Playbook, Policy, Review,
    Vetting, Vulnerability,
};
use model::{
    Asset, AssetFacts, AssetKey, AssetKind, Context, Control, Grouped, Judgement, Outcome, Place,
    Placed, Provenance, RecordKind, Thresholds, Tier, TierJudgement, UnreadSource,
};

/// Records to judge. The first asset added is the one that is judged; its tier is T2 unless
/// [`Kit::tier`] says otherwise. Secrets are joined to the assets that their `used_by` names.
pub(crate) struct Kit {
    context: Context,
}

impl Kit {
    pub(crate) fn new() -> Self {
        let mut context = Context::new(jiff::civil::date(2026, 11, 22), Thresholds::default());
        context.responsible =
            super::CATALOG.iter().map(|control| (control.id, control.domain)).collect();
        Kit { context }
    }

    /// States that a source carries `kind`, though it holds no record of it.
    pub(crate) fn carries(mut self, kind: RecordKind) -> Self {
        self.context.carried.insert(kind);
        self
    }

    /// States that a source of records could not be read, which may hold some of this kind.
    pub(crate) fn unread(mut self, kind: RecordKind) -> Self {
        self.context.unread.push(UnreadSource {
            place: place(),
            source: model::MissingSource::Records,
            format: None,
            may_hold: [kind].into(),
        });
        self
    }

    pub(crate) fn owner(mut self, record: Value) -> Self {
        let owner: Placed<model::records::Owner> = placed(record);
        self.context.owners.insert(owner.record.id.clone(), owner);
        self.carries(RecordKind::Owners)
    }

    /// An active person of one domain.
    pub(crate) fn person(self, id: &str, domain: &str) -> Self {
        let person = serde_json::json!({"id": id, "kind": "person", "status": "active",
                                        "domains": [domain]});
        self.owner(person)
    }

    /// An active team of one domain, with its lead.
    pub(crate) fn team(self, id: &str, domain: &str, lead: &str) -> Self {
        let team = serde_json::json!({"id": id, "kind": "team", "status": "active", "lead": lead,
                                      "domains": [domain]});
        self.owner(team)
    }

    pub(crate) fn server(mut self, record: Value) -> Self {
        let mut server: model::records::Server = parse(record);
        if let Some(tools) = server.tools.given() {
            let tools = tools.iter().cloned().map(|record| Placed::new(record, place()));
            self.context.tools.insert(server.id.clone(), tools.collect());
            self.context.carried.insert(RecordKind::Tools);
            server.tools = model::Field::Absent;
        }
        let id = server.id.clone();
        self.asset(AssetKind::Server, id, AssetFacts::Server(Box::new(server)), RecordKind::Servers)
    }

    pub(crate) fn agent(self, record: Value) -> Self {
        let agent: model::records::Agent = parse(record);
        let id = agent.id.clone();
        self.asset(AssetKind::Agent, id, AssetFacts::Agent(Box::new(agent)), RecordKind::Agents)
    }

    pub(crate) fn service_account(self, record: Value) -> Self {
        let account: model::records::ServiceAccount = parse(record);
        let id = account.id.clone();
        let facts = AssetFacts::ServiceAccount(Box::new(account));
        self.asset(AssetKind::ServiceAccount, id, facts, RecordKind::ServiceAccounts)
    }

    pub(crate) fn secret(self, record: Value) -> Self {
        let secret: model::records::Secret = parse(record);
        let id = secret.id.clone();
        self.asset(AssetKind::Secret, id, AssetFacts::Secret(Box::new(secret)), RecordKind::Secrets)
    }

    /// A review of the first asset, newest first by order of calls.
    pub(crate) fn review(self, record: Value) -> Self {
        self.about_first::<Review>(record)
    }

    pub(crate) fn playbook(self, record: Value) -> Self {
        self.about_first::<Playbook>(record)
    }

    /// A playbook that does not state its servers.
    pub(crate) fn stray_playbook(mut self, record: Value) -> Self {
        let playbook: Placed<Playbook> = placed(record);
        self.context.playbooks.entry(AssetKey::organisation()).or_default().push(playbook);
        self.carries(RecordKind::Playbooks)
    }

    pub(crate) fn approval(self, record: Value) -> Self {
        self.about_first::<Approval>(record)
    }

    pub(crate) fn attestation(mut self, record: Value) -> Self {
        let attestation: Placed<Attestation> = placed(record);
        let key = (attestation.record.control.clone(), self.context.assets[0].key.clone());
        self.context.attestations.entry(key).or_default().push(attestation);
        self.carries(RecordKind::Attestations)
    }

    pub(crate) fn exposure(self, record: Value) -> Self {
        self.about_first::<Exposure>(record)
    }

    /// An exposure that a scanner found.
    pub(crate) fn seen_exposure(mut self, record: Exposure) -> Self {
        let key = self.context.assets[0].key.clone();
        self.context.exposures.entry(key).or_default().push(Placed::new(record, place()));
        self
    }

    /// A place where a configuration holds the value of the first asset.
    pub(crate) fn sighted(mut self, sighting: model::records::Sighting) -> Self {
        if let AssetFacts::Secret(secret) = &mut self.context.assets[0].facts {
            secret.sightings.push(sighting);
        }
        self
    }

    pub(crate) fn incident(self, record: Value) -> Self {
        self.about_first::<Incident>(record)
    }

    pub(crate) fn vulnerability(self, record: Value) -> Self {
        self.about_first::<Vulnerability>(record)
    }

    pub(crate) fn logging(self, record: Value) -> Self {
        self.about_first::<Logging>(record)
    }

    pub(crate) fn monitor(self, record: Value) -> Self {
        self.about_first::<Monitor>(record)
    }

    pub(crate) fn policy(self, record: Value) -> Self {
        self.about_first::<Policy>(record)
    }

    pub(crate) fn vetting(self, record: Value) -> Self {
        self.about_first::<Vetting>(record)
    }

    /// An exercise of the playbook it names, newest first by order of calls.
    pub(crate) fn exercise(mut self, record: Value) -> Self {
        let record: Placed<model::records::Exercise> = placed(record);
        let playbook = record.record.playbook.clone();
        self.context.exercises.entry(playbook).or_default().push(record);
        self.carries(RecordKind::Exercises)
    }

    pub(crate) fn event(self, record: Value) -> Self {
        self.about_first::<Event>(record)
    }

    pub(crate) fn scan(mut self, record: Value) -> Self {
        self.context.scans.push(placed(record));
        self.carries(RecordKind::Scans)
    }

    pub(crate) fn waiver(mut self, record: Value) -> Self {
        self.context.waivers.push(placed(record));
        self.carries(RecordKind::Waivers)
    }

    fn about_first<R: Grouped>(mut self, record: Value) -> Self {
        let key = self.context.assets[0].key.clone();
        R::groups(&mut self.context).entry(key).or_default().push(placed(record));
        self.carries(R::KIND)
    }

    /// Judges the organisation instead of the first asset added so far.
    pub(crate) fn organisation(mut self) -> Self {
        let tier = TierJudgement::known(Tier::T2);
        let asset = Asset {
            key: AssetKey::organisation(),
            facts: AssetFacts::Organisation,
            tier,
            from: Provenance::default(),
            registered: true,
            secrets: Vec::new(),
            conflicts: Vec::new(),
            declarations: Vec::new(),
            sighted: None,
            status_known: true,
        };
        self.context.assets.insert(0, asset);
        self
    }

    /// The tier of every asset added so far.
    pub(crate) fn tier(mut self, tier: Tier) -> Self {
        for asset in &mut self.context.assets {
            asset.tier =
                TierJudgement { declared: asset.tier.declared, ..TierJudgement::known(tier) };
        }
        self
    }

    /// What the first asset's tier was declared as.
    pub(crate) fn declared(mut self, tier: Tier) -> Self {
        self.context.assets[0].tier.declared = Some(tier);
        self
    }

    pub(crate) fn judge(&self, control: &Control) -> Judgement {
        control.judge(&self.context.assets[0], &self.context)
    }

    pub(crate) fn outcome(&self, control: &Control) -> Outcome {
        self.judge(control).outcome
    }

    /// The first asset and everything around it, for tests of what controls share.
    pub(crate) fn parts(self) -> (Asset, Context) {
        (self.context.assets[0].clone(), self.context)
    }

    /// Puts the server added last into a client configuration.
    pub(crate) fn configured(mut self) -> Self {
        let servers = self.context.assets.iter_mut().rev();
        let server = servers.filter_map(|asset| match &mut asset.facts {
            AssetFacts::Server(server) => Some(server),
            _ => None,
        });
        server.take(1).for_each(|server| server.configuration = Some(Default::default()));
        self
    }

    /// Leaves every asset to an export: no record of the organisation describes it.
    pub(crate) fn exported(mut self) -> Self {
        self.context.feeds.insert(place().file.to_string());
        self.context.assets.iter_mut().for_each(|asset| asset.registered = false);
        self
    }

    /// Changes the first asset's facts in ways no record can.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Asset)) -> Self {
        change(&mut self.context.assets[0]);
        self
    }

    fn asset(mut self, kind: AssetKind, id: String, facts: AssetFacts, record: RecordKind) -> Self {
        let tier = TierJudgement::known(Tier::T2);
        let key = AssetKey::new(kind, id);
        self.context.assets.push(Asset {
            key,
            facts,
            tier,
            from: Provenance::whole(place()),
            registered: true,
            secrets: Vec::new(),
            conflicts: Vec::new(),
            declarations: Vec::new(),
            sighted: None,
            status_known: true,
        });
        self.link();
        self.carries(record)
    }

    /// Gives every asset the secrets it uses, in whatever order they were added.
    fn link(&mut self) {
        let assets = self.context.assets.iter().enumerate();
        let used_by: Vec<(usize, Vec<String>)> = assets
            .filter_map(|(position, asset)| match &asset.facts {
                AssetFacts::Secret(secret) => Some((position, secret.used_by.items().to_vec())),
                _ => None,
            })
            .collect();
        for asset in &mut self.context.assets {
            let is_it = |user: &String| *user == asset.key.id || *user == asset.key.to_string();
            let used = used_by.iter().filter(|(_, users)| users.iter().any(is_it));
            asset.secrets = used.map(|(position, _)| *position).collect();
        }
    }
}

fn parse<T: DeserializeOwned>(record: Value) -> T {
    serde_json::from_value(record).expect("a record of the model")
}

fn placed<T: DeserializeOwned>(record: Value) -> Placed<T> {
    Placed::new(parse(record), place())
}

fn place() -> Place {
    Place::file("testkit.yaml")
}
