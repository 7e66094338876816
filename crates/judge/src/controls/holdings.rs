//! What a server exposes and holds, as far as sources state it.

use std::collections::BTreeMap;

use super::checks::FieldPath;
use super::items::{ItemResult, Items};
use model::records::{ItemKind, Secret, Server, Tool};
use model::wording::number_of;
use model::words;
use model::{
    Asset, AssetFacts, Context, Field, Item, ItemWords, Judgement, Outcome, Placed, RecordKind,
};

/// Exposed tools, granted scopes and live secrets of a server, and the lists that are unknown.
#[derive(Default)]
pub(super) struct Holdings<'a> {
    pub(super) tools: Vec<&'a Placed<Tool>>,
    /// Each scope once, with who holds it.
    pub(super) scopes: BTreeMap<&'a str, String>,
    pub(super) secrets: Vec<&'a Asset>,
    /// The lists that are unknown, as items, and what would fill each.
    pub(super) unknown: Vec<(Item, FieldPath)>,
}

impl<'a> Holdings<'a> {
    pub(super) fn of(asset: &'a Asset, server: &'a Server, context: &'a Context) -> Self {
        let mut holdings = Holdings::default();
        match context.tools_of(&asset.key) {
            Some(tools) => {
                holdings.tools = tools.iter().filter(|t| t.record.is_exposed()).collect()
            }
            None => holdings.add_unknown("tools", "not listed", ("servers", "tools")),
        }
        match server.scopes.given() {
            Some(scopes) => holdings.grant(scopes, "the server itself"),
            None => {
                holdings.add_unknown("scopes of the server", "not stated", ("servers", "scopes"))
            }
        }
        for (secret, record) in live_secrets(asset, context) {
            holdings.secrets.push(secret);
            match record.scopes.given() {
                Some(scopes) => holdings.grant(scopes, &words!("secret {}", record.id)),
                None => {
                    let name = words!("scopes of secret {}", record.id);
                    holdings.add_unknown(name, "not stated", ("secrets", "scopes"));
                }
            }
        }
        holdings.unknown.extend(unknown_secrets(context));
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

    fn add_unknown(&mut self, name: impl Into<String>, note: &str, path: FieldPath) {
        self.unknown.push((Item::new(name, Outcome::NotAssessed, note), path));
    }

    /// Every tool, scope and secret by kind and name.
    pub(super) fn names(&self) -> impl Iterator<Item = (ItemKind, &str)> {
        let tools = self.tools.iter().map(|tool| (ItemKind::Tool, tool.record.id.as_str()));
        let scopes = self.scopes.keys().map(|scope| (ItemKind::Scope, *scope));
        let secrets = self.secrets.iter().map(|asset| (ItemKind::Secret, asset.key.id.as_str()));
        tools.chain(scopes).chain(secrets)
    }
}

/// The secrets of an asset that work.
pub(super) fn live_secrets<'a>(
    asset: &'a Asset,
    context: &'a Context,
) -> impl Iterator<Item = (&'a Asset, &'a Secret)> {
    context.secrets_of(asset).filter(|(_, secret)| secret.is_live())
}

/// The exposed tools of a server, or the verdict where they are not listed or there are none.
pub(super) fn exposed_tools<'a>(
    asset: &Asset,
    server: &Server,
    context: &'a Context,
) -> Result<Vec<&'a Placed<Tool>>, Box<Judgement>> {
    let Some(tools) = context.tools_of(&asset.key) else {
        return Err(Box::new(Judgement::silent(&server.tools, "servers", "tools")));
    };
    let exposed: Vec<_> = tools.iter().filter(|tool| tool.record.is_exposed()).collect();
    match exposed.is_empty() {
        false => Ok(exposed),
        true => Err(Box::new(Judgement::not_applicable("The server exposes no tool").because(
            asset.place_of("tools"),
            words!("{} listed, 0 exposed", number_of(tools, "tool")),
        ))),
    }
}

/// Facts by the fields of a tool that state them.
pub(super) type ToolFacts = Vec<(&'static str, String)>;

/// How a control judges each exposed tool of a server.
pub(super) struct ToolCheck<'w, F> {
    pub(super) words: &'w ItemWords<'w>,
    /// The field of a tool that is asked for where an unknown tool names none itself.
    pub(super) field: &'static str,
    pub(super) judge: F,
    /// The facts behind the verdict on one tool, by the fields that state them.
    pub(super) facts: fn(&Tool) -> ToolFacts,
}

impl<F: Fn(&Tool) -> ItemResult> ToolCheck<'_, F> {
    /// The verdict on a server. The evidence quotes the first tool that does not pass, else the
    /// first.
    pub(super) fn run(&self, asset: &Asset, server: &Server, context: &Context) -> Judgement {
        let tools = match exposed_tools(asset, server, context) {
            Ok(tools) => tools,
            Err(verdict) => return *verdict,
        };
        let (mut items, mut shown) = (Items::default(), None);
        for tool in &tools {
            let result = (self.judge)(&tool.record);
            if shown.is_none() && result.outcome != Outcome::Pass {
                shown = Some(*tool);
            }
            items.push(&tool.record.id, result);
        }
        let verdict = items.judge(self.words, ("tools", self.field));
        shown.or(tools.first().copied()).into_iter().fold(verdict, |verdict, tool| {
            let facts = (self.facts)(&tool.record).into_iter();
            let facts = facts.enumerate().map(|(number, (field, fact))| match number {
                0 => (field, words!("{}: {fact}", tool.record.id)),
                _ => (field, fact),
            });
            verdict.because_each(&tool.from, facts)
        })
    }
}

/// Whether a server is declared to reach nothing, neither itself nor through servers it calls.
pub(super) fn is_idle(server: &Server) -> bool {
    server.reach.given().is_some_and(Vec::is_empty)
        && server.uses.given().is_some_and(Vec::is_empty)
}

/// Why an asset may hold more secrets than the register assigns to it: there is no register, or a
/// live secret in it does not state its users, and so could belong to any asset.
pub(super) fn unknown_secrets(context: &Context) -> Option<(Item, FieldPath)> {
    let (note, path) = match context.carries(RecordKind::Secrets) {
        false => ("no input contains secret records".into(), ("secrets", "")),
        true => {
            let stray = &context.unattributed_secret()?.key.id;
            (words!("secret {stray} does not state its users"), ("secrets", "used_by"))
        }
    };
    Some((Item::new("further secrets", Outcome::NotAssessed, note), path))
}

/// What uses an asset, where its kind of record can state that.
pub(super) fn used_by(asset: &Asset) -> &Field<Vec<String>> {
    match &asset.facts {
        AssetFacts::Secret(secret) => &secret.used_by,
        AssetFacts::ServiceAccount(account) => &account.used_by,
        AssetFacts::Server(_) | AssetFacts::Agent(_) | AssetFacts::Organisation => &Field::Absent,
    }
}
