//! Everything controls may look at.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::IndexMap;
use jiff::civil::Date;

use super::lookup::{Lookup, Lookups};
use super::names::Names;
use super::{Asset, AssetFacts, Recency};
use crate::records::{
    Approval, Attestation, Event, Exercise, Exposure, Incident, Logging, Monitor, Owner, Playbook,
    Policy, RecordKind, Review, Scan, Secret, Tool, Vetting, Vulnerability, Waiver, record_kinds,
};
use crate::{
    AssetKey, Domain, Grants, Ledger, Moment, Place, Placed, Threshold, Thresholds, Tier,
    UnreadSource, configured_folder, keys_of_name,
};

/// Owners by id. Each control that counts a name looks it up, so that it is found by its hash.
pub type Owners = IndexMap<String, Placed<Owner>, RandomState>;

macro_rules! context {
    ($(
        #[doc = $about:literal]
        $Kind:ident($Record:ident) $list:ident $(about $field:literal)?;
    )+) => {
        /// Everything controls may look at. Built once by `estate`; nothing in it is computed twice.
        #[derive(Debug, Clone)]
        pub struct Context {
            /// The day the evidence is judged on, in UTC.
            pub as_of: Date,
            /// The limits in force.
            pub thresholds: Thresholds,
            /// What is published about the grants of providers.
            pub grants: Arc<Grants>,
            /// Every asset, sorted by key, the organisation last.
            pub assets: Vec<Asset>,
            /// Owners by id, sorted by it.
            pub owners: Owners,
            /// Tools by server id, in the order they were read.
            pub tools: HashMap<String, Vec<Placed<Tool>>>,
            /// Attestations by control id and asset.
            pub attestations: HashMap<(String, AssetKey), Vec<Placed<Attestation>>>,
            /// Every waiver, in the order they were read.
            pub waivers: Vec<Placed<Waiver>>,
            /// Running scans.
            pub scans: Vec<Placed<Scan>>,
            /// Exercises by playbook id, newest first.
            pub exercises: HashMap<String, Vec<Placed<Exercise>>>,
            $($(
                #[doc = concat!($about, " By the assets that `", $field, "` names.")]
                pub $list: HashMap<AssetKey, Vec<Placed<$Record>>>,
            )?)+
            /// Made when it is first asked; the default is right for every new context.
            pub lookup: Lookups,
            /// The domain responsible for each control, by the control's id.
            pub responsible: BTreeMap<&'static str, Domain>,
            /// The kinds of record that some source carries, also where it declares none.
            pub carried: BTreeSet<RecordKind>,
            /// Sources that could not be read: what they would show is not known.
            pub unread: Vec<UnreadSource>,
            /// What became of every record that was read.
            pub ledger: Ledger,
            /// The files that are exports, catalogues or reports of scanners.
            pub feeds: BTreeSet<String>,
            /// The references of records that lead to something among the inputs, as written.
            pub resolved: BTreeSet<String>,
            /// Up to which day each file records what happened.
            pub recency: Recency,
            /// The places of the records that assets were joined from.
            pub joined_records: Vec<Place>,
        }

        impl Context {
            /// A context without assets or records.
            pub fn new(as_of: Date, thresholds: Thresholds) -> Self {
                Context {
                    as_of,
                    thresholds,
                    grants: Arc::default(),
                    assets: Vec::new(),
                    owners: Owners::default(),
                    tools: HashMap::new(),
                    attestations: HashMap::new(),
                    waivers: Vec::new(),
                    scans: Vec::new(),
                    exercises: HashMap::new(),
                    $($($list: grouped_by($field),)?)+
                    lookup: Lookups::default(),
                    responsible: BTreeMap::new(),
                    carried: BTreeSet::new(),
                    unread: Vec::new(),
                    feeds: BTreeSet::new(),
                    resolved: BTreeSet::new(),
                    ledger: Ledger::default(),
                    recency: Recency::default(),
                    joined_records: Vec::new(),
                }
            }

            /// Whether a record of this kind is about an asset.
            pub fn has_record_about(&self, kind: RecordKind, asset: &AssetKey) -> bool {
                match kind {
                    $($(RecordKind::$Kind => is_listed($field, &self.$list, asset),)?)+
                    _ => false,
                }
            }
        }
    };
}
record_kinds!(context);

/// No groups yet; the field is named where the context is declared.
fn grouped_by<T>(_field: &'static str) -> HashMap<AssetKey, Vec<Placed<T>>> {
    HashMap::new()
}

/// Whether an asset has a group; the field is named where the context is declared.
fn is_listed<T>(
    _field: &'static str,
    groups: &HashMap<AssetKey, Vec<Placed<T>>>,
    asset: &AssetKey,
) -> bool {
    groups.contains_key(asset)
}

impl Context {
    /// Whether only exports show an asset: what a register of the organisation leaves out about it is
    /// silence, and no statement.
    pub fn is_only_exported(&self, asset: &Asset) -> bool {
        let places = asset.places();
        !asset.registered
            && !places.is_empty()
            && places.iter().all(|place| self.feeds.contains(&*place.file))
    }

    /// Whether some source carries this kind of record.
    pub fn carries(&self, kind: RecordKind) -> bool {
        self.carried.contains(&kind)
    }

    /// The first source that could not be read and may hold records of this kind. While there is one, that
    /// no record shows a defect is not known.
    pub fn unread_with(&self, kind: RecordKind) -> Option<&UnreadSource> {
        self.unread.iter().find(|source| source.may_hold.contains(&kind))
    }

    /// The limit for one tier, in the threshold's unit.
    pub fn limit(&self, threshold: &Threshold, tier: Tier) -> i64 {
        self.thresholds.limit(threshold, tier)
    }

    /// Midnight UTC of the as-of day.
    pub fn now(&self) -> Moment {
        Moment::start_of(self.as_of)
    }

    /// The tools a server is known to offer: `None` where they are not listed.
    pub fn tools_of(&self, server: &AssetKey) -> Option<&[Placed<Tool>]> {
        self.tools.get(server.id.as_str()).map(Vec::as_slice)
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

    /// Makes what assets are looked up by, so that those that are added later are not found.
    pub fn index(&self) {
        self.lookup();
        self.lookup.names(&self.assets);
    }

    fn lookup(&self) -> &Lookup {
        self.lookup.over(&self.assets)
    }

    /// The assets with this id, of whatever kind.
    pub fn named<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Asset> + use<'a> {
        self.lookup().with_id(id).filter_map(|at| self.assets.get(at))
    }

    /// The assets that a scanner may mean by a name: an id, another name, a URL. Where none is known by the
    /// name itself, what a cloud calls the same resource counts.
    pub fn known_as<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let names = self.lookup.names(&self.assets);
        let key = Names::key(name);
        let spelt = || {
            let others = crate::cloud_id::spellings(name);
            let mut others = others.iter().map(|other| Names::key(other));
            let by_other =
                |other: String| names.by_name.get(&other).or_else(|| names.by_spelling.get(&other));
            names.by_spelling.get(&key).or_else(|| others.find_map(by_other))
        };
        let positions = names.by_name.get(&key).or_else(spelt);
        let positions = positions.map(Vec::as_slice).unwrap_or_default();
        positions.iter().filter_map(|&at| self.assets.get(at))
    }

    /// The servers that run what a name means, or are configured by it: a package, an image, a file. There may
    /// be several, which stay apart.
    pub fn running<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let names = self.lookup.names(&self.assets);
        let mut positions: Vec<usize> = Vec::new();
        for key in keys_of_name(name) {
            positions.extend(names.by_part.get(&key).into_iter().flatten().copied());
        }
        if let Some(folder) = configured_folder(name) {
            let inside = |path: &str| {
                let rest = path.strip_prefix(folder);
                folder.is_empty()
                    || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            let started = names.started.iter().filter(|(path, _)| inside(path));
            positions.extend(started.map(|(_, position)| *position));
        }
        positions.sort_unstable();
        positions.dedup();
        positions.into_iter().filter_map(|at| self.assets.get(at))
    }

    /// The one asset a reference means: an id, a kind and an id, or another of its names.
    pub fn meant(&self, reference: &str) -> Option<&Asset> {
        let mut found = self.referred(reference);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The assets that a reference may mean, in order: an id, or a kind and an id.
    pub fn referred<'a>(&'a self, reference: &str) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let found = self.lookup().referred(reference, &self.assets, &self.lookup);
        found.into_iter().filter_map(|at| self.assets.get(at))
    }

    /// What is set up to call an asset, or to be served by it.
    pub fn callers_of<'a>(&'a self, asset: &Asset) -> impl Iterator<Item = &'a Asset> + use<'a> {
        let lookup = self.lookup();
        let callers = lookup.at(&asset.key).and_then(|at| lookup.callers.get(&at));
        let callers = callers.map(Vec::as_slice).unwrap_or_default();
        callers.iter().filter_map(|&at| self.assets.get(at))
    }

    /// A server or agent in service that does not state what it calls, and the missing field.
    pub fn silent_caller(&self) -> Option<(&Asset, &'static str)> {
        let (at, field) = self.lookup().silent_caller?;
        Some((self.assets.get(at)?, field))
    }

    /// A server that a client configuration shows, if any configuration was read.
    pub fn configured_server(&self) -> Option<&Asset> {
        self.lookup().configured.and_then(|at| self.assets.get(at))
    }

    /// Whether a server is registered, and not only shown by a configuration.
    pub fn has_registered_server(&self) -> bool {
        self.lookup().registered.is_some()
    }

    /// Whether an agent is registered, and not only shown by an export.
    pub fn has_registered_agent(&self) -> bool {
        self.lookup().registered_agent.is_some()
    }

    /// The assets that use a secret.
    pub fn users_of<'a>(&'a self, secret: &'a Asset) -> impl Iterator<Item = &'a Asset> {
        let lookup = self.lookup();
        let users = lookup.at(&secret.key).and_then(|at| lookup.users.get(&at));
        users.map(Vec::as_slice).unwrap_or_default().iter().filter_map(|&at| self.assets.get(at))
    }

    /// A live secret that does not state what uses it. While there is one, no asset's list of
    /// secrets is known to be complete: any asset may use it.
    pub fn unattributed_secret(&self) -> Option<&Asset> {
        self.lookup().unattributed.and_then(|at| self.assets.get(at))
    }
}
