//! INV-03: verified tool effects.

use crate::controls::holdings::{ToolCheck, ToolFacts};
use crate::controls::prelude::*;
use model::records::{Effect, EffectSource, Tool};

/// Every exposed tool has an effect that the organisation itself states.
pub(crate) static CONTROL: Control = Control {
    id: "INV-03",
    slug: "tool-effects",
    family: Family::Inv,
    title: "Verified tool effects",
    why: "Which calls need approval and which access is excessive depends on what a tool does. An \
          attacker can forge a server's own hint or a harmless tool name.",
    criteria: Criteria {
        pass: "Each exposed tool has an effect that the operating team declared or a reviewer \
               confirmed.",
        partial: "The effect of a tool is only hinted by its server or inferred from its name.",
        fail: "From T2 on, the effect of a tool is empty in the record.",
    },
    remediation: "Have the operating team state the effect of each tool. Until then, treat the \
                  tool as destructive.",
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
    met: "have a verified effect",
    unmet: "have no verified effect",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let check = ToolCheck {
        words: &WORDS,
        field: "effect",
        judge: |tool: &Tool| effect(tool, asset.test_tier()),
        facts,
    };
    check.run(asset, server, context)
}

fn facts(tool: &Tool) -> ToolFacts {
    vec![cited("effect", &tool.effect), cited("effect_source", &tool.effect_source)]
}

fn effect(tool: &Tool, tier: Tier) -> ItemResult {
    match (&tool.effect, tool.effect_source.given()) {
        (Field::Blank, _) if tier >= Tier::T2 => ItemResult::fail("empty in the record"),
        (Field::Absent | Field::Blank, _) => ItemResult::missing(("tools", "effect")),
        (Field::Given(_), None) => ItemResult::missing(("tools", "effect_source")),
        (Field::Given(effect), Some(source)) => {
            let note = |source| words!("{}, {source}{}", effect.id(), doubt(tool, *effect));
            match source {
                EffectSource::Reviewed => ItemResult::pass(note("confirmed by a reviewer")),
                EffectSource::Declared => ItemResult::pass(note("declared by the operating team")),
                EffectSource::Annotation => ItemResult::partial(note("hinted by the server")),
                EffectSource::Inferred => ItemResult::partial(note("inferred from the name")),
            }
        }
    }
}

/// A server that hints at more than was stated is noted. The hint moves no outcome: that would only
/// teach people to leave the hint out.
fn doubt(tool: &Tool, effect: Effect) -> &'static str {
    let Some(hints) = tool.annotations.given() else { return "" };
    let destroys = hints.destructive.given() == Some(&true);
    match (effect, hints.read_only.given()) {
        (Effect::Read | Effect::Write, _) if destroys => ", but the server hints at destruction",
        (Effect::Read, Some(false)) => ", but the server hints at changes",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn kit(tools: Value) -> Kit {
        Kit::new().server(json!({"id": "crm", "tools": tools}))
    }

    fn tool(effect: Value, source: Value) -> Kit {
        kit(json!([{"id": "find", "effect": effect, "effect_source": source}]))
    }

    #[test]
    fn declared_and_reviewed_effects_pass_and_hints_are_partial() {
        for (source, expected) in
            [("declared", Pass), ("reviewed", Pass), ("annotation", Partial), ("inferred", Partial)]
        {
            let kit = tool(json!("read"), json!(source));
            assert_eq!(kit.outcome(&CONTROL), expected, "{source}");
        }
    }

    #[test]
    fn a_blank_effect_fails_from_t2() {
        assert_eq!(tool(json!(null), json!("declared")).outcome(&CONTROL), Fail);
        let low = tool(json!(null), json!("declared")).tier(Tier::T1);
        assert_eq!(low.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_missing_field_is_requested() {
        let ask = |kit: Kit| kit.judge(&CONTROL).ask.map(|ask| ask.to_string());
        let silent = kit(json!([{"id": "find", "effect_source": "declared"}]));
        assert_eq!(ask(silent).as_deref(), Some("tools.effect"));
        let unsourced = kit(json!([{"id": "find", "effect": "read"}]));
        assert_eq!(ask(unsourced).as_deref(), Some("tools.effect_source"));
        assert_eq!(tool(json!("read"), json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_stronger_hint_is_noted_and_moves_no_outcome() {
        let judgement = kit(json!([{
            "id": "find", "effect": "read", "effect_source": "declared",
            "annotations": {"destructive": true}
        }]))
        .judge(&CONTROL);
        assert_eq!(judgement.outcome, Pass);
        assert!(
            judgement.items[0].note.contains("hints at destruction"),
            "{}",
            judgement.items[0].note
        );
    }

    #[test]
    fn a_server_that_exposes_nothing_is_not_judged() {
        assert_eq!(kit(json!([])).outcome(&CONTROL), NotApplicable);
        let hidden = json!([{"id": "find", "exposed": false}]);
        assert_eq!(kit(hidden).outcome(&CONTROL), NotApplicable);
    }
}
