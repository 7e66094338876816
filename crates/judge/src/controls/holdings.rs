//! What a server exposes and holds, as far as sources tell.

use std::collections::BTreeMap;

use model::records::{ItemKind, Server, Tool};
use model::{Asset, AssetFacts, Context, Field, Item, Judgement, Outcome, Placed, RecordKind};

/// A record's plural and one of its fields, as [`model::Ask`] wants them; an empty field
/// means that the record itself is missing.
pub(super) type Wanted = (&'static str, &'static str);

/// Exposed tools, granted scopes and live secrets of a server, and what nobody says of them.
#[derive(Default)]
pub(super) struct Holdings<'a> {
    pub(super) tools: Vec<&'a Placed<Tool>>,
    /// Each scope once, with who holds it.
    pub(super) scopes: BTreeMap<&'a str, String>,
    pub(super) secrets: Vec<&'a Asset>,
    /// The lists that are unknown, as items, and what would fill each.
    pub(super) unknown: Vec<(Item, Wanted)>,
}

impl<'a> Holdings<'a> {
    pub(super) fn of(asset: &'a Asset, server: &'a Server, context: &'a Context) -> Self {
        let mut holdings = Holdings::default();
        match context.tools_of(&asset.key) {
            Some(tools) => {
                holdings.tools = tools.iter().filter(|t| t.record.is_exposed()).collect()
            }
            None => holdings.untold("tools", "never listed", ("servers", "tools")),
        }
        match server.scopes.given() {
            Some(scopes) => holdings.grant(scopes, "the server itself"),
            None => holdings.untold("scopes of the server", "not stated", ("servers", "scopes")),
        }
        for (secret, record) in context.secrets_of(asset).filter(|(_, secret)| secret.is_live()) {
            holdings.secrets.push(secret);
            match record.scopes.given() {
                Some(scopes) => holdings.grant(scopes, &format!("secret {}", record.id)),
                None => {
                    let name = format!("scopes of secret {}", record.id);
                    holdings.untold(name, "not stated", ("secrets", "scopes"));
                }
            }
        }
        if let Some((note, wanted)) = unknown_secrets(context) {
            holdings.untold("further secrets", note, wanted);
        }
        holdings
    }

    fn grant(&mut self, scopes: &'a [String], holder: &str) {
        for scope in scopes {
            let holders = self.scopes.entry(scope).or_default();
            let separator = if holders.is_empty() { "" } else { ", " };
            *holders += separator;
            *holders += holder;
        }
    }

    fn untold(&mut self, name: impl Into<String>, note: impl Into<String>, wanted: Wanted) {
        self.unknown.push((Item::new(name, Outcome::NotAssessed, note), wanted));
    }

    /// Every tool, scope and secret by kind and name.
    pub(super) fn names(&self) -> impl Iterator<Item = (ItemKind, &str)> {
        let tools = self.tools.iter().map(|tool| (ItemKind::Tool, tool.record.id.as_str()));
        let scopes = self.scopes.keys().map(|scope| (ItemKind::Scope, *scope));
        let secrets = self.secrets.iter().map(|asset| (ItemKind::Secret, asset.key.id.as_str()));
        tools.chain(scopes).chain(secrets)
    }
}

/// The verdict where nobody lists the tools of a server.
pub(super) fn unlisted(asset: &Asset) -> Judgement {
    let tools = match &asset.facts {
        AssetFacts::Server(server) => &server.tools,
        _ => &Field::Absent,
    };
    Judgement::silent(tools, "servers", "tools")
}

/// Whether a server is declared to touch nothing, neither itself nor through servers it calls.
pub(super) fn is_idle(server: &Server) -> bool {
    server.reach.given().is_some_and(Vec::is_empty)
        && server.uses.given().is_some_and(Vec::is_empty)
}

/// Why an asset may hold more secrets than the register ties to it: there is no register, or a
/// live secret in it does not say who uses it, and so could belong to anyone.
pub(super) fn unknown_secrets(context: &Context) -> Option<(String, Wanted)> {
    if !context.carries(RecordKind::Secrets) {
        return Some(("no source holds secrets".into(), ("secrets", "")));
    }
    let stray = &context.unattributed_secret()?.key.id;
    Some((format!("nobody says who uses secret {stray}"), ("secrets", "used_by")))
}
