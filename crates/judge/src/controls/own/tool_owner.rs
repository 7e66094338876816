//! OWN-04: tool owner.

use crate::controls::holdings::{ToolCheck, ToolFacts};
use crate::controls::items::no_effect;
use crate::controls::prelude::*;
use crate::controls::references::Reference;
use model::records::{Effect, Tool};

/// Each exposed tool has an owner of its own, or is stated to inherit one where impact is low.
pub(crate) static CONTROL: Control = Control {
    id: "OWN-04",
    slug: "tool-owner",
    family: Family::Own,
    title: "Tool owner",
    why: "Only somebody who knows the purpose of a tool can decide that it is no longer needed. \
          Without an owner, every tool stays exposed.",
    criteria: Criteria {
        pass: "Each exposed tool names an active owner in the owner register, or only reads and is \
               stated to inherit the owner of its server.",
        partial: "A tool that writes, or at T1 a high-impact tool, inherits its owner.",
        fail: "A tool names nobody who is in the owner register and active, or at T2 and T3 a \
               high-impact tool only inherits its owner.",
    },
    remediation: "Name an owner for each tool, starting with those that execute, delete, move \
                  money or grant privilege. Stop exposing tools that nobody wants to own.",
    severity: PerTier([Severity::Low, Severity::Low, Severity::Medium, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "exposed tool",
    met: "have a named owner",
    unmet: "have no named owner",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let check = ToolCheck {
        words: &WORDS,
        field: "owner",
        judge: |tool: &Tool| owner(tool, asset, context),
        facts,
    };
    check.run(asset, server, context)
}

fn facts(tool: &Tool) -> ToolFacts {
    vec![cited("owner", &tool.owner)]
}

fn owner(tool: &Tool, server: &Asset, context: &Context) -> ItemResult {
    let own = Reference::of(&tool.owner, ("tools", "owner"), Mandate::ANY, context);
    // Inheritance also settles a name that is in no register: leaving that name out must not help.
    let inherits = tool.owner_inherited.given() == Some(&true);
    if matches!(own, Reference::Known(_)) || !inherits {
        return own.item();
    }
    let inherited = match Reference::owner_of(server, Mandate::ANY, context) {
        Reference::Known(owner) => &owner.owner.id,
        other => return other.item(),
    };
    let note = words!("inherits {inherited}, {}", quote("effect", &tool.effect));
    match tool.judged_effect() {
        None => no_effect(tool),
        Some(Effect::Read) => ItemResult::pass(note),
        Some(effect) if effect.is_high_impact() && server.test_tier() >= Tier::T2 => {
            ItemResult::fail(note)
        }
        Some(_) => ItemResult::partial(note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(tools: Value) -> Kit {
        let server = json!({"id": "crm", "owner": ["ada"], "tools": tools});
        Kit::new().person("ada", "identity").server(server)
    }

    fn inheriting(effect: Value) -> Kit {
        kit(json!([{"id": "t", "owner": null, "owner_inherited": true, "effect": effect}]))
    }

    #[test]
    fn tools_with_owners_pass() {
        assert_eq!(kit(json!([{"id": "find", "owner": "ada"}])).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_owner_who_left_is_none() {
        let gone = json!({"id": "cleo", "kind": "person", "status": "departed"});
        let tools = json!([{"id": "find", "owner": "cleo"}]);
        assert_eq!(kit(tools).owner(gone).outcome(&CONTROL), Fail);
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
            assert_eq!(kit(json!([{"id": "find", "owner": owner}])).outcome(&CONTROL), Fail);
        }
    }

    #[test]
    fn unlisted_tools_unknown_effects_and_no_owner_field_are_not_assessed() {
        let unlisted = Kit::new().server(json!({"id": "crm"}));
        assert_eq!(unlisted.outcome(&CONTROL), NotAssessed);
        let effect = inheriting(json!(null)).judge(&CONTROL);
        assert_eq!(effect.ask.map(|ask| ask.to_string()).as_deref(), Some("tools.effect"));
        assert_eq!(kit(json!([{"id": "find"}])).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_server_that_exposes_nothing_is_not_judged() {
        assert_eq!(kit(json!([])).outcome(&CONTROL), NotApplicable);
        let hidden = json!([{"id": "find", "exposed": false}]);
        assert_eq!(kit(hidden).outcome(&CONTROL), NotApplicable);
    }
}
