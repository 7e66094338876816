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
    /// The asset that the result names, if it is one.
    pub(super) asset: Option<&'a Asset>,
    /// The credentials of that asset, or of a user that is no asset.
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

    /// What a result is about; none where nothing is known by its names, or several things are.
    pub(super) fn find(&self, result: &ScannerResult) -> Option<Subject<'a>> {
        result.about.iter().find_map(|name| {
            let mut found = self.context.known_as(name);
            let asset = found.next().filter(|_| found.next().is_none());
            let credentials = match asset {
                Some(asset) if asset.key.kind == AssetKind::Secret => Vec::new(),
                Some(asset) => self.credentials_of(asset),
                None => self.credentials.get(&name.to_lowercase()).cloned().unwrap_or_default(),
            };
            (asset.is_some() || !credentials.is_empty()).then_some(Subject { asset, credentials })
        })
    }

    fn credentials_of(&self, asset: &'a Asset) -> Vec<&'a Asset> {
        let mut all: Vec<&Asset> = self.context.secrets_of(asset).map(|(key, _)| key).collect();
        let names = std::iter::once(&asset.key.id).chain(asset.other_names());
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
