//! INV-03: what each tool can do is known.

use crate::controls::holdings::unlisted;
use model::records::{Effect, EffectSource, Tool};
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item, Judgement, Outcome,
    PerTier, Severity, Tier,
};

/// Every exposed tool has an effect that the organisation itself stands behind.
pub(crate) static CONTROL: Control = Control {
    id: "INV-03",
    slug: "tool-effects",
    family: Family::Inv,
    title: "The effect of every exposed tool is stated by somebody who can be trusted with it",
    why: "Which calls need a person's consent and which access is too wide depends on what a tool \
          does. A server's own hint, or a guess from a name, is what an attacker would forge.",
    criteria: Criteria {
        pass: "Each exposed tool has an effect that the operating team declared or a reviewer \
               confirmed.",
        partial: "The effect of a tool is only hinted by its server or inferred from its name.",
        fail: "From T2 on, the effect of a tool is left blank.",
    },
    remediation: "Have the operating team state the effect of each tool; until then treat it as \
                  able to destroy.",
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
    let exposed: Vec<_> = tools.iter().filter(|tool| tool.record.is_exposed()).collect();
    if exposed.is_empty() {
        return Judgement::not_applicable("The server exposes no tool")
            .because(asset.place(), format!("{} tools listed, none exposed", tools.len()));
    }
    let judged = exposed.iter().map(|tool| item(&tool.record, asset.test_tier()));
    let (items, wanted): (Vec<Item>, Vec<Option<&str>>) = judged.unzip();
    let poor = items.iter().zip(&exposed).find(|(item, _)| item.outcome != Outcome::Pass);
    let shown = poor.map(|(_, tool)| *tool).or(exposed.first().copied());
    let ask = ("tools", wanted.into_iter().flatten().next().unwrap_or("effect"));
    let predicate = "have an effect stated by a trusted source";
    let verdict = Judgement::of_items("exposed tool", predicate, items, ask);
    verdict.because(shown.map(|t| &t.place), shown.map_or(String::new(), |t| quote(&t.record)))
}

fn quote(tool: &Tool) -> String {
    let effect = tool.effect.given().map_or("(not stated)", |effect| effect.id());
    let source = tool.effect_source.given().map_or("not stated", |source| named(*source));
    format!("{}: effect = {effect}, {source}", tool.id)
}

fn named(source: EffectSource) -> &'static str {
    match source {
        EffectSource::Reviewed => "confirmed by a reviewer",
        EffectSource::Declared => "declared by the operating team",
        EffectSource::Annotation => "hinted by the server",
        EffectSource::Inferred => "inferred from the name",
    }
}

/// The verdict on one tool, and the field to ask for.
fn item(tool: &Tool, tier: Tier) -> (Item, Option<&'static str>) {
    let (outcome, note, wanted) = match (&tool.effect, tool.effect_source.given()) {
        (Field::Blank, _) if tier >= Tier::T2 => (Outcome::Fail, "left blank".into(), None),
        (Field::Absent | Field::Blank, _) => {
            (Outcome::NotAssessed, "no effect stated".into(), Some("effect"))
        }
        (Field::Given(_), None) => {
            (Outcome::NotAssessed, "nobody says how it is known".into(), Some("effect_source"))
        }
        (Field::Given(effect), Some(source)) => {
            let outcome = match source {
                EffectSource::Reviewed | EffectSource::Declared => Outcome::Pass,
                EffectSource::Annotation | EffectSource::Inferred => Outcome::Partial,
            };
            let note = format!("{}, {}{}", effect.id(), named(*source), doubt(tool, *effect));
            (outcome, note, None)
        }
    };
    (Item::new(&tool.id, outcome, note), wanted)
}

/// A server that warns of more than was stated is worth a look. The warning moves no outcome: it
/// would only teach people to leave the warning out.
fn doubt(tool: &Tool, effect: Effect) -> &'static str {
    let Some(says) = tool.annotations.given() else { return "" };
    let destroys = says.destructive.given() == Some(&true);
    match (effect, says.read_only.given()) {
        (Effect::Read | Effect::Write, _) if destroys => ", though the server says it may destroy",
        (Effect::Read, Some(false)) => ", though the server says it changes things",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(tools: Value) -> Bench {
        Bench::new().server(json!({"id": "crm", "tools": tools}))
    }

    fn tool(effect: Value, source: Value) -> Bench {
        bench(json!([{"id": "find", "effect": effect, "effect_source": source}]))
    }

    #[test]
    fn declared_and_reviewed_effects_pass_and_hints_are_half_good() {
        for (source, expected) in
            [("declared", Pass), ("reviewed", Pass), ("annotation", Partial), ("inferred", Partial)]
        {
            let bench = tool(json!("read"), json!(source));
            assert_eq!(bench.outcome(&CONTROL), expected, "{source}");
        }
    }

    #[test]
    fn a_blank_effect_fails_from_t2() {
        assert_eq!(tool(json!(null), json!("declared")).outcome(&CONTROL), Fail);
        let low = tool(json!(null), json!("declared")).tier(Tier::T1);
        assert_eq!(low.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn silence_asks_for_the_field() {
        let ask = |bench: Bench| bench.judge(&CONTROL).ask.map(|ask| ask.to_string());
        let silent = bench(json!([{"id": "find", "effect_source": "declared"}]));
        assert_eq!(ask(silent).as_deref(), Some("tools.effect"));
        let unsourced = bench(json!([{"id": "find", "effect": "read"}]));
        assert_eq!(ask(unsourced).as_deref(), Some("tools.effect_source"));
        assert_eq!(tool(json!("read"), json!(null)).outcome(&CONTROL), NotAssessed);
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_louder_hint_is_told_and_moves_nothing() {
        let judgement = bench(json!([{
            "id": "find", "effect": "read", "effect_source": "declared",
            "annotations": {"destructive": true}
        }]))
        .judge(&CONTROL);
        assert_eq!(judgement.outcome, Pass);
        assert!(judgement.items[0].note.contains("may destroy"), "{}", judgement.items[0].note);
    }

    #[test]
    fn a_server_that_exposes_nothing_is_not_judged() {
        assert_eq!(bench(json!([])).outcome(&CONTROL), NotApplicable);
        let hidden = json!([{"id": "find", "exposed": false}]);
        assert_eq!(bench(hidden).outcome(&CONTROL), NotApplicable);
    }
}
