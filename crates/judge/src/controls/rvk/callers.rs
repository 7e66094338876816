//! What is still set up to use a retired asset, and what could be without saying so.

use model::records::Configuration;
use model::{Asset, AssetFacts, Context, Field, Judgement, Reason, RecordKind};

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
            if let Some((other, field)) = context.silent_caller() {
                let sentence = format!("{} does not say what it calls; it may be this", other.key);
                return unsaid(other.record_kind(), field, sentence);
            }
            if context.configured_server().is_some() {
                return None;
            }
            let sentence = "No client configuration at hand shows whether one still starts it";
            let reason = Reason::MissingRecord;
            Some(Judgement::unusable(reason, "servers", "configuration", sentence))
        }
        _ => None,
    }
}
