//! What is still set up to use a retired asset, and what could be without stating so.

use crate::controls::prelude::*;

/// Whether a client configuration contains the asset.
pub(super) fn is_configured(asset: &Asset) -> bool {
    matches!(&asset.facts, AssetFacts::Server(server) if server.configuration.is_some())
}

/// Why more may be left than is known. Every missing fact that could hide a secret or a caller
/// counts: else leaving one out would earn the pass.
pub(super) fn undecided(retired: &Asset, context: &Context) -> Option<Judgement> {
    if let Some(stray) = context.unattributed_secret() {
        let sentence = words!("{} does not state its users and may be left over", stray.key);
        return unusable(Reason::MissingField, ("secrets", "used_by"), &sentence);
    }
    match &retired.facts {
        AssetFacts::ServiceAccount(account) => match &account.used_by {
            Field::Given(_) => None,
            silent => Some(Judgement::silent(silent, "service_accounts", "used_by")),
        },
        AssetFacts::Server(_) => undecided_server(context),
        _ => None,
    }
}

fn undecided_server(context: &Context) -> Option<Judgement> {
    if !context.carries(RecordKind::Agents) {
        return Some(Judgement::missing_record("agents"));
    }
    if let Some((other, field)) = context.silent_caller() {
        let sentence =
            words!("{} does not state what it calls and may call this server", other.key);
        return unusable(Reason::MissingField, (other.record_kind(), field), &sentence);
    }
    if context.configured_server().is_some() {
        return None;
    }
    let sentence = "No client configuration in the inputs shows whether one still starts it";
    unusable(Reason::MissingRecord, ("servers", "configuration"), sentence)
}

fn unusable(reason: Reason, (record, field): FieldPath, sentence: &str) -> Option<Judgement> {
    Some(Judgement::unusable(reason, record, field, sentence))
}
