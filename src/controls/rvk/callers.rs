//! What is still set up to use a retired asset, and what could be without saying so.

use crate::model::records::Configuration;
use crate::model::{Asset, AssetFacts, AssetKey, Context, Field, Judgement, Reason, RecordKind};

/// Whether one asset names another as something it calls or is used by.
pub(super) fn calls(caller: &Asset, called: &Asset) -> bool {
    let names = |name: &String, asset: &Asset| {
        *name == asset.key.id || AssetKey::parse(name).as_ref() == Some(&asset.key)
    };
    match (&caller.facts, &called.facts) {
        (AssetFacts::Server(caller), AssetFacts::Server(_)) => {
            caller.uses.items().iter().any(|name| names(name, called))
        }
        (AssetFacts::Agent(agent), AssetFacts::Server(_)) => {
            agent.bindings.items().iter().any(|binding| names(&binding.server, called))
        }
        (AssetFacts::Server(_) | AssetFacts::Agent(_), AssetFacts::ServiceAccount(account)) => {
            account.used_by.items().iter().any(|name| names(name, caller))
        }
        _ => false,
    }
}

/// What client configurations show of a server.
pub(super) fn configuration(asset: &Asset) -> Option<&Configuration> {
    match &asset.facts {
        AssetFacts::Server(server) => server.configuration.as_ref(),
        _ => None,
    }
}

/// Why more may be left than is known. Every silence that could hide a secret or a caller counts:
/// else the pass could be had by leaving one out.
pub(super) fn untold(retired: &Asset, context: &Context) -> Option<Judgement> {
    let unsaid = |record: &str, field: &str, sentence: String| {
        Some(Judgement::unusable(Reason::MissingField, record, field, sentence))
    };
    if let Some(stray) = context.unattributed_secret() {
        let sentence = format!("{} does not say what uses it; it may be left over", stray.key);
        return unsaid("secrets", "used_by", sentence);
    }
    match &retired.facts {
        AssetFacts::ServiceAccount(account) => match &account.used_by {
            Field::Given(_) => None,
            silent => Some(Judgement::silent(silent, "service_accounts", "used_by")),
        },
        AssetFacts::Server(_) if !context.carries(RecordKind::Agents) => {
            Some(Judgement::missing_record("agents"))
        }
        AssetFacts::Server(_) => {
            let mut in_service = context.assets.iter().filter(|other| !other.is_retired());
            let silent = in_service.find_map(|other| match &other.facts {
                AssetFacts::Server(server) if server.uses.given().is_none() => {
                    Some((other, "uses"))
                }
                AssetFacts::Agent(agent) if agent.bindings.given().is_none() => {
                    Some((other, "bindings"))
                }
                _ => None,
            });
            if let Some((other, field)) = silent {
                let sentence = format!("{} does not say what it calls; it may be this", other.key);
                return unsaid(other.record_kind(), field, sentence);
            }
            if context.assets.iter().any(|asset| configuration(asset).is_some()) {
                return None;
            }
            let sentence = "No client configuration at hand shows whether one still starts it";
            let reason = Reason::MissingRecord;
            Some(Judgement::unusable(reason, "servers", "configuration", sentence))
        }
        _ => None,
    }
}
