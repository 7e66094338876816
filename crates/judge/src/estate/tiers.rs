//! How privileged an asset is, derived from facts by rules D1 to D8. No label moves a weight.

use std::collections::HashMap;

use super::directory::Directory;
use super::spread::{Edge, raise_once, spread};
use model::records::{
    Agent, DataClass, Effect, Environment, Modifier, PrincipalKind, Reach, RunsAs, Secret, Server,
    ServiceAccount, Tool,
};
use model::{
    Asset, AssetFacts, AssetKey, Breadth, Diagnostic, Field, MonthRecord, Place, Placed, Tier,
    TierReason, breadth,
};

/// Derives every tier: first from each asset's own facts, then along use (D8). Where an
/// asset no longer states what D7 asks for, it keeps the tier of the last month on record, if that is
/// higher.
pub(super) fn derive(
    assets: &mut [Asset],
    tools: &HashMap<String, Vec<Placed<Tool>>>,
    directory: &Directory,
    last: Option<&MonthRecord>,
) -> Vec<Diagnostic> {
    let known: HashMap<&AssetKey, Tier> =
        last.iter().flat_map(|last| &last.assets).map(|asset| (&asset.key, asset.tier)).collect();
    for asset in assets.iter_mut() {
        let mut rules = Rules::default();
        match &asset.facts {
            AssetFacts::Server(server) => {
                let tools = tools.get(&server.id).map(Vec::as_slice).unwrap_or_default();
                rules.server(server, tools);
                asset.tier.declared = server.tier.given().copied();
            }
            AssetFacts::Agent(agent) => {
                rules.agent(agent);
                asset.tier.declared = agent.tier.given().copied();
            }
            AssetFacts::ServiceAccount(account) => {
                rules.service_account(account);
                asset.tier.declared = account.tier.given().copied();
            }
            AssetFacts::Secret(secret) => rules.secret(secret),
            AssetFacts::Organisation => continue,
        }
        let names = std::iter::once(asset.key.clone()).chain(asset.formerly());
        let was = names.filter_map(|name| known.get(&name).copied()).next();
        let floor = rules.reasons.iter().map(|reason| reason.floor).max();
        if let (true, Some(was), Some(last)) =
            (rules.undeclared, was.filter(|was| Some(*was) > floor), last)
        {
            let because =
                format!("it was {was} in {}, and its record is incomplete now", last.period);
            rules.raise("D7", was, because);
        }
        asset.tier.derived = rules.reasons.iter().map(|r| r.floor).max().unwrap_or(Tier::T0);
        asset.tier.tests = if rules.undeclared { Tier::T3 } else { asset.tier.derived };
        asset.tier.tests = asset.tier.tests.max(asset.tier.declared.unwrap_or(Tier::T0));
        asset.tier.reasons = rules.reasons;
    }
    let (uses, errors) = uses(assets, directory);
    // What a credential opens by itself makes its holder privileged: one step, before anything
    // spreads, so that a credential shared with a privileged server does not raise the other.
    raise_once(assets, &uses.held);
    spread(assets, uses.outward);
    errors
}

/// The rules that fire on one asset's own facts.
#[derive(Default)]
struct Rules {
    reasons: Vec<TierReason>,
    undeclared: bool,
}

impl Rules {
    fn raise(&mut self, rule: &str, floor: Tier, because: impl Into<String>) {
        self.reasons.push(TierReason { rule: rule.into(), floor, because: because.into() });
    }

    fn assume_privileged(&mut self, what: &str) {
        self.undeclared = true;
        self.raise(
            "D7",
            Tier::T2,
            format!("{what} not declared: treated as privileged until declared"),
        );
    }

    fn server(&mut self, server: &Server, tools: &[Placed<Tool>]) {
        self.reach(&server.reach);
        if server.environments.items().contains(&Environment::Production) {
            self.raise("D1", Tier::T2, "it runs in production");
            let effects = tools.iter().filter_map(|tool| tool.record.judged_effect());
            if let Some(effect) = effects.filter(|effect| effect.is_high_impact()).max() {
                self.raise(
                    "D4",
                    Tier::T3,
                    format!("one of its tools can {} in production", effect.verb()),
                );
            }
        }
        let reach = server.reach.items();
        let writes = reach.iter().any(|r| r.effect.given().is_some_and(|e| *e > Effect::Read));
        self.modifiers(server.modifiers.items(), writes);
    }

    fn agent(&mut self, agent: &Agent) {
        if agent.bindings.given().is_none() {
            self.assume_privileged("bindings");
        }
        if agent.runs_as.given() == Some(&RunsAs::Human) {
            self.raise("D6", Tier::T2, "it acts as a person");
        }
        self.modifiers(agent.modifiers.items(), true);
    }

    fn service_account(&mut self, account: &ServiceAccount) {
        match (&account.reach, account.used_by.given()) {
            (Field::Given(_), _) => self.reach(&account.reach),
            (_, Some(_)) => {}
            (_, None) => self.assume_privileged("reach or users"),
        }
        self.grants("role", &account.roles);
    }

    /// What administers a platform can give itself everything else.
    fn grants(&mut self, noun: &str, grants: &Field<Vec<String>>) {
        let mut administrative =
            grants.items().iter().filter(|grant| breadth(grant) == Breadth::Administrative);
        if let Some(grant) = administrative.next() {
            self.raise("D4", Tier::T3, format!("its {noun} {grant} is administrative"));
        }
    }

    fn secret(&mut self, secret: &Secret) {
        if secret.used_by.given().is_none() {
            self.assume_privileged("users");
        }
        if secret.environment.given() == Some(&Environment::Production) {
            self.raise("D1", Tier::T2, "it gives access to production");
        }
        if secret.principal_kind.given() == Some(&PrincipalKind::Human) {
            self.raise("D6", Tier::T2, "it is a person's credential");
        }
        if secret.scopes.items().iter().any(|scope| matches!(scope.trim(), "*" | "*:*")) {
            self.raise("D4", Tier::T3, "it allows everything");
        }
    }

    fn reach(&mut self, reach: &Field<Vec<Reach>>) {
        let Some(reach) = reach.given() else { return self.assume_privileged("reach") };
        for (number, reach) in reach.iter().enumerate() {
            let unnamed = format!("reach {}", number + 1);
            let target = reach.target.given().cloned().unwrap_or(unnamed);
            self.reached(reach, &target);
        }
    }

    fn reached(&mut self, reach: &Reach, target: &str) {
        let production = reach.environment.given() == Some(&Environment::Production);
        if production {
            self.raise("D1", Tier::T2, format!("{target} is in production"));
        }
        match reach.data_class.given() {
            Some(DataClass::Public) | None => {}
            Some(DataClass::Internal) => {
                self.raise("D2", Tier::T1, format!("{target} holds internal data"))
            }
            Some(DataClass::Confidential) => {
                self.raise("D2", Tier::T2, format!("{target} holds confidential data"));
            }
            Some(class) => {
                self.raise("D2", Tier::T3, format!("{target} holds {} data", class.id()));
            }
        }
        if reach.kind.given().is_some_and(|kind| kind.is_privileged()) {
            let (floor, place) = if production {
                (Tier::T3, "in production")
            } else {
                (Tier::T1, "outside production")
            };
            self.raise("D3", floor, format!("{target} is a privileged system {place}"));
        }
        match reach.effect.given() {
            Some(Effect::Admin) => {
                self.raise("D4", Tier::T3, format!("it can {} on {target}", Effect::Admin.verb()))
            }
            Some(Effect::Write) if production => {
                self.raise("D4", Tier::T2, format!("it can change {target} in production"));
            }
            Some(effect) if production && effect.is_high_impact() => {
                self.raise(
                    "D4",
                    Tier::T3,
                    format!("it can {} on {target} in production", effect.verb()),
                );
            }
            _ => {}
        }
        let missing = [
            ("kind", reach.kind.given().is_none()),
            ("environment", reach.environment.given().is_none()),
            ("data class", reach.data_class.given().is_none()),
            ("effect", reach.effect.given().is_none()),
        ];
        let missing: Vec<&str> =
            missing.iter().filter(|(_, missing)| *missing).map(|(f, _)| *f).collect();
        if !missing.is_empty() {
            self.assume_privileged(&format!("{} of {target}", missing.join(" and ")));
        }
    }

    fn modifiers(&mut self, modifiers: &[Modifier], writes: bool) {
        for modifier in modifiers {
            let what = match modifier {
                Modifier::CiCd => "it runs in a pipeline",
                Modifier::SharedHub => "several teams share it",
                Modifier::AgentPlatform => "it is part of an agent platform",
                Modifier::InheritsHumanCredentials => {
                    self.raise("D6", Tier::T2, "it uses a person's credentials");
                    continue;
                }
                Modifier::Autonomous | Modifier::InternetExposed | Modifier::ThirdParty => continue,
            };
            match writes {
                true => self.raise("D5", Tier::T2, format!("{what} and can write")),
                false => self.raise("D5", Tier::T1, what),
            }
        }
    }
}

/// Who uses what.
#[derive(Default)]
struct Uses {
    /// From secrets and service accounts to their holders.
    held: Vec<Edge>,
    /// From servers outward: to their callers, agents, secrets and service accounts.
    outward: Vec<Edge>,
}

fn uses(assets: &[Asset], directory: &Directory) -> (Uses, Vec<Diagnostic>) {
    let (mut uses, mut errors) = (Uses::default(), Vec::new());
    let unplaced = Place::file("inventory");
    for (at, asset) in assets.iter().enumerate() {
        let place = asset.place().unwrap_or(&unplaced);
        let mut find = |name: &str, field: &str, path: String| {
            let at = asset.place_of(&path);
            match directory.find(name, at.as_ref().unwrap_or(place), field) {
                Ok((_, position)) => Some(position),
                Err(error) => {
                    errors.extend(error);
                    None
                }
            }
        };
        match &asset.facts {
            AssetFacts::Server(server) => {
                let called = server.uses.items().iter().enumerate();
                let called =
                    called.filter_map(|(at, name)| find(name, "uses", format!("uses.{at}")));
                uses.outward.extend(called.map(|called| Edge::one(called, at, "it calls")));
            }
            AssetFacts::Agent(agent) => {
                for (number, binding) in agent.bindings.items().iter().enumerate() {
                    let path = format!("bindings.{number}.server");
                    if binding.server == "*" {
                        uses.outward.push(Edge::every_server(at, "it is bound to"));
                    } else if let Some(server) = find(&binding.server, "bindings.server", path) {
                        uses.outward.push(Edge::one(server, at, "it is bound to"));
                    }
                }
            }
            AssetFacts::ServiceAccount(account) => {
                for (number, user) in account.used_by.items().iter().enumerate() {
                    let user = find(user, "used_by", format!("used_by.{number}"));
                    let Some(user) = user else { continue };
                    uses.held.push(Edge::one(at, user, "it uses"));
                    uses.outward.push(Edge::one(user, at, "it is used by"));
                }
            }
            AssetFacts::Secret(_) | AssetFacts::Organisation => {}
        }
        for &secret in &asset.secrets {
            uses.held.push(Edge::one(secret, at, "it holds"));
            uses.outward.push(Edge::one(at, secret, "it is used by"));
        }
    }
    (uses, errors)
}
