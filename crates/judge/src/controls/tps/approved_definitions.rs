//! TPS-03: tools still say what they said when they were approved.

use crate::controls::holdings::{Wanted, unlisted};
use model::records::Tool;
use model::{
    Asset, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item, Judgement, Outcome,
    PerTier, Severity, Tier, is_placeholder,
};

/// Definitions of tools that are the approved ones, in full sight.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-03",
    slug: "approved-definitions",
    family: Family::Tps,
    title: "Every exposed tool is defined as it was approved, with nothing hidden in its texts",
    why: "Agents take a tool's description as an instruction. Changed after the approval, or \
          written in characters that no reviewer sees, it commands them unnoticed.",
    criteria: Criteria {
        pass: "For each exposed tool, the digest of the definition served now is the approved one, \
               and its texts hold no hidden characters.",
        partial: "",
        fail: "A definition differs from the approved one or was never approved, or a text holds \
               hidden characters.",
    },
    remediation: "Compare the definitions, and approve the new one or go back to the old; have the \
                  gateway refuse definitions that were not approved.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
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
    let judged: Vec<(Item, Option<Wanted>)> =
        exposed.iter().map(|tool| unchanged(&tool.record)).collect();
    let worst = judged.iter().enumerate().max_by_key(|(_, (item, _))| item.outcome.rank());
    let shown = worst.and_then(|(position, _)| exposed.get(position));
    let fact = shown.map_or_else(String::new, |tool| quote(&tool.record));
    let wanted = judged.iter().find_map(|(_, wanted)| *wanted);
    let items = judged.into_iter().map(|(item, _)| item).collect();
    let ask = wanted.unwrap_or(("tools", "definition_hash"));
    Judgement::of_items("exposed tool", "are defined as approved, with nothing hidden", items, ask)
        .because(shown.map(|tool| &tool.place), fact)
}

/// Never "no baseline yet": that looks the same as a baseline that was left out.
fn unchanged(tool: &Tool) -> (Item, Option<Wanted>) {
    let item = |outcome, note: &str| Item::new(&tool.id, outcome, note);
    let unknown = |field| {
        let note = format!("nobody says its {field}");
        (Item::new(&tool.id, Outcome::NotAssessed, note), Some(("tools", field)))
    };
    let served =
        tool.definition_hash.given().map(|hash| hash.trim()).filter(|h| !is_placeholder(h));
    match (&tool.hidden_characters, served, &tool.approved_hash) {
        (Field::Given(true), _, _) => (item(Outcome::Fail, "its texts hide characters"), None),
        (_, _, Field::Absent) => unknown("approved_hash"),
        (_, _, Field::Blank) => (item(Outcome::Fail, "no definition was approved"), None),
        (_, _, Field::Given(approved)) if is_placeholder(approved) => {
            (item(Outcome::Fail, "no definition was approved"), None)
        }
        (_, None, _) => unknown("definition_hash"),
        (_, Some(served), Field::Given(approved)) if served != approved.trim() => {
            (item(Outcome::Fail, "it changed since it was approved"), None)
        }
        (Field::Given(false), Some(_), Field::Given(_)) => (item(Outcome::Pass, ""), None),
        (Field::Absent | Field::Blank, _, _) => unknown("hidden_characters"),
    }
}

fn quote(tool: &Tool) -> String {
    let hash = |hash: &Field<String>| hash.given().cloned().unwrap_or_else(|| "(none)".into());
    let (served, approved) = (hash(&tool.definition_hash), hash(&tool.approved_hash));
    format!("tool {}: definition_hash = {served}, approved_hash = {approved}", tool.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn tool(field: &str, value: Value) -> Value {
        let mut tool = json!({
            "id": "find", "definition_hash": "sha256:aa", "approved_hash": "sha256:aa",
            "hidden_characters": false
        });
        tool[field] = value;
        tool
    }

    fn tools(tools: Value) -> Outcome {
        Bench::new().server(json!({"id": "crm", "tools": tools})).outcome(&CONTROL)
    }

    fn with(field: &str, value: Value) -> Outcome {
        tools(json!([tool(field, value)]))
    }

    #[test]
    fn the_approved_definition_passes() {
        assert_eq!(with("exposed", json!(true)), Pass);
    }

    #[test]
    fn changes_hidden_characters_and_no_approval_fail() {
        assert_eq!(with("definition_hash", json!("sha256:bb")), Fail);
        assert_eq!(with("hidden_characters", json!(true)), Fail);
        assert_eq!(with("approved_hash", json!(null)), Fail);
        assert_eq!(with("approved_hash", json!("TBD")), Fail);
    }

    #[test]
    fn two_placeholders_are_no_match() {
        let mut tool = tool("definition_hash", json!("unknown"));
        tool["approved_hash"] = json!("unknown");
        assert_eq!(tools(json!([tool])), Fail);
    }

    #[test]
    fn tools_that_are_not_exposed_are_not_judged() {
        let mut hidden = tool("exposed", json!(false));
        hidden["definition_hash"] = json!("sha256:bb");
        assert_eq!(tools(json!([hidden])), NotApplicable);
        assert_eq!(tools(json!([hidden, tool("exposed", json!(true))])), Pass);
        assert_eq!(tools(json!([])), NotApplicable);
    }

    #[test]
    fn what_nobody_says_is_not_assessed() {
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        assert_eq!(with("definition_hash", json!(null)), NotAssessed);
        assert_eq!(with("definition_hash", json!("unknown")), NotAssessed);
        assert_eq!(with("hidden_characters", json!(null)), NotAssessed);
        let silent = json!({"id": "find", "definition_hash": "sha256:aa",
                            "hidden_characters": false});
        assert_eq!(tools(json!([silent])), NotAssessed);
    }
}
