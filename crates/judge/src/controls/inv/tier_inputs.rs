//! The fields that could raise the tier of an asset.

use crate::controls::checks::FieldPath;
use crate::controls::holdings::unknown_secrets;
use model::records::{Environment, Server};
use model::{Asset, AssetFacts, Context};

/// The first missing field, of the asset, its tools or its secrets, that could raise its tier.
pub(super) fn missing_input(asset: &Asset, context: &Context) -> Option<FieldPath> {
    of_asset(asset, context)
        .or_else(|| of_tools(asset, context))
        .or_else(|| of_secrets(asset, context))
}

fn of_asset(asset: &Asset, context: &Context) -> Option<FieldPath> {
    let fields = match &asset.facts {
        AssetFacts::Server(server) => vec![
            ("environments", server.environments.given().is_some()),
            ("modifiers", server.modifiers.given().is_some()),
            ("uses", server.uses.given().is_some()),
            ("tools", !in_production(server) || context.tools_of(&asset.key).is_some()),
        ],
        AssetFacts::Agent(agent) => vec![
            ("modifiers", agent.modifiers.given().is_some()),
            ("runs_as", agent.runs_as.given().is_some()),
        ],
        AssetFacts::ServiceAccount(account) => vec![("used_by", account.used_by.given().is_some())],
        _ => Vec::new(),
    };
    let missing = fields.into_iter().find(|(_, stated)| !stated);
    missing.map(|(field, _)| (asset.record_kind(), field))
}

/// A tool's effect counts where its server runs in production.
fn of_tools(asset: &Asset, context: &Context) -> Option<FieldPath> {
    let AssetFacts::Server(server) = &asset.facts else { return None };
    let tools = context.tools_of(&asset.key).unwrap_or_default();
    let mut unstated = tools.iter().filter(|tool| tool.record.judged_effect().is_none());
    let missing = unstated.next().filter(|_| in_production(server))?;
    Some(missing.record.missing_effect())
}

fn in_production(server: &Server) -> bool {
    server.environments.items().contains(&Environment::Production)
}

/// A secret raises the tier by the environment it opens and by the account it authenticates as.
fn of_secrets(asset: &Asset, context: &Context) -> Option<FieldPath> {
    let held = context.secrets_of(asset).find_map(|(_, secret)| match secret {
        _ if secret.environment.given().is_none() => Some(("secrets", "environment")),
        _ if secret.principal_kind.given().is_none() => Some(("secrets", "principal_kind")),
        _ => None,
    });
    held.or_else(|| unknown_secrets(context).map(|(_, path)| path))
}
