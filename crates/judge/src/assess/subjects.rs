//! What the results of scanners are about: an asset, and the credentials of a user or account.

use std::collections::HashMap;

use model::{Asset, AssetFacts, AssetKey, AssetKind, Context, ScannerResult};

/// Finds assets by the names that scanners use.
pub(super) struct Subjects<'a> {
    context: &'a Context,
    /// Secrets by the full ids of whatever they authenticate: people are in no list of assets, but
    /// their keys are.
    credentials: HashMap<String, Vec<&'a Asset>>,
}

/// What one result is about.
pub(super) struct Subject<'a> {
    /// The assets that the result names: usually one; several where they share a name, or what they run.
    pub(super) assets: Vec<&'a Asset>,
    /// The credentials of those assets, or of a user that is no asset.
    pub(super) credentials: Vec<&'a Asset>,
}

impl<'a> Subjects<'a> {
    /// Indexes the credentials of a context.
    pub(super) fn of(context: &'a Context) -> Self {
        let mut credentials: HashMap<String, Vec<&Asset>> = HashMap::new();
        for asset in &context.assets {
            let AssetFacts::Secret(secret) = &asset.facts else { continue };
            let users = secret.used_by.items().iter().map(|user| without_kind(user));
            let principal = secret.principal.given().map(String::as_str);
            // A bare name may be that of several users.
            for name in users.chain(principal).filter(|name| is_full_id(name)) {
                let of_user = credentials.entry(name.to_lowercase()).or_default();
                if of_user.last().is_none_or(|last| last.key != asset.key) {
                    of_user.push(asset);
                }
            }
        }
        Subjects { context, credentials }
    }

    /// What a result is about; none where nothing is known by its names. The names of identities come
    /// first: what is run may be run by several, and the result is about each of them.
    pub(super) fn find(&self, result: &ScannerResult) -> Option<Subject<'a>> {
        let named = result.about.iter().find_map(|name| {
            let assets: Vec<&Asset> = self.context.known_as(name).collect();
            let unknown =
                || self.credentials.get(&name.to_lowercase()).cloned().unwrap_or_default();
            let credentials = if assets.is_empty() { unknown() } else { self.of_all(&assets) };
            let is_known = !assets.is_empty() || !credentials.is_empty();
            is_known.then_some(Subject { assets, credentials })
        });
        named.or_else(|| {
            result.about.iter().find_map(|name| {
                let assets: Vec<&Asset> = self.context.running(name).collect();
                (!assets.is_empty()).then(|| Subject { credentials: self.of_all(&assets), assets })
            })
        })
    }

    fn of_all(&self, assets: &[&'a Asset]) -> Vec<&'a Asset> {
        let mut all: Vec<&Asset> = Vec::new();
        for asset in assets.iter().filter(|asset| asset.key.kind != AssetKind::Secret) {
            for key in self.credentials_of(asset) {
                if !all.iter().any(|known| known.key == key.key) {
                    all.push(key);
                }
            }
        }
        all
    }

    fn credentials_of(&self, asset: &'a Asset) -> Vec<&'a Asset> {
        let mut all: Vec<&Asset> = self.context.secrets_of(asset).map(|(key, _)| key).collect();
        let names = asset.other_names().iter().map(String::as_str);
        let names = std::iter::once(asset.key.id.as_str()).chain(names);
        for key in names.filter_map(|name| self.credentials.get(&name.to_lowercase())).flatten() {
            if !all.iter().any(|known| known.key == key.key) {
                all.push(key);
            }
        }
        all
    }
}

fn without_kind(user: &str) -> &str {
    let kind = AssetKey::parse(user).map(|key| key.kind);
    kind.and_then(|_| user.split_once('/')).map_or(user, |(_, id)| id)
}

fn is_full_id(name: &str) -> bool {
    name.contains([':', '/', '@'])
}
