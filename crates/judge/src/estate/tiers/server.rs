//! What raises a server by itself.

use super::reach;
use super::rules::Rules;
use model::records::{Confirmation, Effect, Environment, Modifier, Server, Tool, Transport};
use model::{Field, Placed, Tier};

/// The rules on a server and its tools; none where no source lists them.
pub(super) fn rules(rules: &mut Rules, server: &Server, tools: Option<&[Placed<Tool>]>) {
    reach::rules(rules, &server.reach);
    rules.grants(("scopes", "scope"), &server.scopes);
    environments(rules, server, tools);
    ungated(rules, server, tools);
    let reach = server.reach.items();
    let writes = reach.iter().any(|r| r.effect.given().is_some_and(|e| *e > Effect::Read));
    rules.modifiers(&server.modifiers, writes);
    exposure(rules, server, writes);
}

/// D1 and D4: what its tools may do in production.
fn environments(rules: &mut Rules, server: &Server, listed: Option<&[Placed<Tool>]>) {
    let tools = listed.unwrap_or_default();
    let harmful = tools.iter().filter_map(|tool| tool.record.judged_effect());
    let harmful = harmful.filter(|effect| effect.is_high_impact()).max();
    let silent = tools.iter().find(|tool| tool.record.judged_effect().is_none());
    let unknown = match silent {
        Some(tool) => Some(("tools.effect", format!("effect of the tool {}", tool.record.id))),
        None => listed.is_none().then(|| ("tools", "tools".to_string())),
    };
    match server.environments.given() {
        Some(stated) if stated.contains(&Environment::Production) => {
            rules.raise("D1", Tier::T2, "it runs in production");
            if let Some(effect) = harmful {
                let because = format!("one of its tools can {} in production", effect.verb());
                rules.raise("D4", Tier::T3, because);
            }
            if let Some((field, what)) = unknown {
                rules.undeclared(field, what, Tier::T3);
            }
        }
        Some(_) => {}
        None => {
            let could = harmful.is_some() || unknown.is_some();
            let floor = if could { Tier::T3 } else { Tier::T2 };
            rules.undeclared("environments", "environments", floor);
        }
    }
}

/// D4: tools that may do lasting harm without anybody's approval, in any environment.
fn ungated(rules: &mut Rules, server: &Server, listed: Option<&[Placed<Tool>]>) {
    let Some(tools) = listed else { return rules.undeclared("tools", "tools", Tier::T2) };
    let all =
        server.auto_approve.given().is_some_and(|auto| auto.everything.given() == Some(&true));
    for tool in tools.iter().map(|tool| &tool.record) {
        let effect = tool.judged_effect();
        let harmless = effect.is_some_and(|effect| !effect.is_high_impact());
        let gate = match (all, &tool.requires_confirmation) {
            (true, _) => Some(false),
            (false, Field::Given(confirmation)) => Some(*confirmation != Confirmation::None),
            (false, _) => None,
        };
        match (effect, gate) {
            _ if harmless => {}
            (_, Some(true)) => {}
            (Some(effect), Some(false)) => {
                let because =
                    format!("its tool {} can {} without approval", tool.id, effect.verb());
                return rules.raise("D4", Tier::T2, because);
            }
            (None, _) => {
                let what = format!("effect of the tool {}", tool.id);
                rules.undeclared("tools.effect", what, Tier::T2);
            }
            (_, None) => {
                let what = format!("approval of the tool {}", tool.id);
                rules.undeclared("tools.requires_confirmation", what, Tier::T2);
            }
        }
    }
}

/// D5: a server that the internet can reach. A process that only its client can talk to is not exposed.
fn exposure(rules: &mut Rules, server: &Server, writes: bool) {
    let said = server.modifiers.items().contains(&Modifier::InternetExposed);
    match server.internet_exposed.given() {
        _ if said => {}
        Some(true) => rules.exposed("it can be reached from the internet", writes),
        Some(false) => {}
        None if server.transport.given() == Some(&Transport::Stdio) => {}
        None => rules.undeclared("internet_exposed", "internet exposure", Tier::T2),
    }
}
