//! OWN-04: somebody answers for every exposed tool.

use super::naming::{self, Naming};
use crate::controls::holdings::unlisted;
use model::records::{Effect, Tool};
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Item, Judgement, Outcome,
    PerTier, Placed, Severity, Tier,
};

/// Each exposed tool has an owner of its own, or is stated to inherit one where little can go wrong.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-04",
    slug: "tool-owner",
    family: Family::Own,
    title: "Every exposed tool has a named owner",
    why: "Only somebody who knows what a tool is for can say that it is no longer needed; without \
          that person every tool stays.",
    criteria: Criteria {
        pass: "Each exposed tool names an owner in the owner register, or reads only and is \
               stated to inherit the owner of its server.",
        partial: "A tool that writes, or at T1 one that can do lasting harm, inherits its owner.",
        fail: "A tool names nobody who can be found, or at T2 and T3 one that can do lasting harm \
               only inherits its owner.",
    },
    remediation: "Name an owner for each tool, beginning with those that execute, delete, move \
                  money or grant privilege; stop exposing what nobody wants to own.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let Some(tools) = context.tools_of(&asset.key) else {
        return unlisted(asset);
    };
    let (mut items, mut wanted) = (Vec::new(), None);
    for tool in tools.iter().filter(|tool| tool.record.is_exposed()) {
        let (item, missing) = item(&tool.record, asset, context);
        wanted = wanted.or(missing);
        items.push(item);
    }
    if items.is_empty() {
        return Judgement::not_applicable("The server exposes no tool")
            .because(asset.place(), format!("{} tools listed, none exposed", tools.len()));
    }
    let ask = wanted.unwrap_or(("tools", "owner"));
    let poor = tools.iter().find(|tool| {
        items.iter().any(|item| item.name == tool.record.id && item.outcome != Outcome::Pass)
    });
    let shown = poor.or(tools.first());
    let verdict = Judgement::of_items("exposed tool", "have a named owner", items, ask);
    verdict.because(shown.map(|tool| &tool.place), shown.map_or_else(String::new, quote))
}

fn quote(tool: &Placed<Tool>) -> String {
    let owner = tool.record.owner.given().map_or("(nobody)", String::as_str);
    format!("{}: owner = {owner}", tool.record.id)
}

/// What is asked for where the verdict cannot be given.
type Wanted = Option<(&'static str, &'static str)>;

fn item(tool: &Tool, server: &Asset, context: &Context) -> (Item, Wanted) {
    let own = naming::one(&tool.owner, ("tools", "owner"), context);
    // Inheritance also answers a name that leads nowhere: leaving that name out must not help.
    let inherits = tool.owner_inherited.given() == Some(&true);
    if matches!(own, Naming::Known(_)) || !inherits {
        return (own.item(&tool.id), own.wanted());
    }
    let servers = naming::single(server.owner(), "servers", context);
    let Naming::Known(owner) = servers else {
        return (servers.item(&tool.id), servers.wanted());
    };
    let outcome = match tool.effect.given() {
        None => Outcome::NotAssessed,
        Some(Effect::Read) => Outcome::Pass,
        Some(effect) if effect.is_high_impact() && server.test_tier() >= Tier::T2 => Outcome::Fail,
        Some(_) => Outcome::Partial,
    };
    let effect = tool.effect.given().map_or("unknown", |effect| effect.id());
    let wanted = (outcome == Outcome::NotAssessed).then_some(("tools", "effect"));
    (Item::new(&tool.id, outcome, format!("inherits {owner}, effect {effect}")), wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(tools: Value) -> Bench {
        let server = json!({"id": "crm", "owner": ["ada"], "tools": tools});
        Bench::new().owner(json!({"id": "ada"})).server(server)
    }

    fn inheriting(effect: Value) -> Bench {
        bench(json!([{"id": "t", "owner": null, "owner_inherited": true, "effect": effect}]))
    }

    #[test]
    fn tools_with_owners_pass() {
        assert_eq!(bench(json!([{"id": "find", "owner": "ada"}])).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_inherited_owner_counts_by_what_the_tool_can_do() {
        assert_eq!(inheriting(json!("read")).outcome(&CONTROL), Pass);
        assert_eq!(inheriting(json!("write")).outcome(&CONTROL), Partial);
        assert_eq!(inheriting(json!("execute")).tier(Tier::T1).outcome(&CONTROL), Partial);
        assert_eq!(inheriting(json!("execute")).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_blank_or_unknown_owner_fails() {
        for owner in [json!(null), json!("ghost"), json!("n/a")] {
            assert_eq!(bench(json!([{"id": "find", "owner": owner}])).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn unlisted_tools_unknown_effects_and_no_owner_field_are_not_assessed() {
        let unlisted = Bench::new().server(json!({"id": "crm"}));
        assert_eq!(unlisted.outcome(&CONTROL), NotAssessed);
        let effect = inheriting(json!(null)).judge(&CONTROL);
        assert_eq!(effect.ask.map(|ask| ask.to_string()).as_deref(), Some("tools.effect"));
        assert_eq!(bench(json!([{"id": "find"}])).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_server_that_exposes_nothing_is_not_judged() {
        assert_eq!(bench(json!([])).outcome(&CONTROL), NotApplicable);
        let hidden = json!([{"id": "find", "exposed": false}]);
        assert_eq!(bench(hidden).outcome(&CONTROL), NotApplicable);
    }
}
