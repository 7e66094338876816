//! TPS-03: tool definitions unchanged.

use crate::controls::checks::stated;
use crate::controls::holdings::{ToolCheck, ToolFacts};
use crate::controls::prelude::*;
use model::records::Tool;

/// Tool definitions are the approved ones, without hidden text.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-03",
    slug: "approved-definitions",
    family: Family::Tps,
    title: "Tool definitions unchanged",
    why: "Agents treat a tool's description as an instruction. If it changes after the approval, or \
          contains characters that no reviewer sees, it can control them unnoticed.",
    criteria: Criteria {
        pass: "For each exposed tool, the digest of the definition served now is the approved one, \
               and its texts contain no hidden characters.",
        partial: "",
        fail: "A definition differs from the approved one or was never approved, or a text \
               contains hidden characters.",
    },
    remediation: "Compare the definitions, and approve the new one or restore the old one; have the \
                  gateway reject definitions that were not approved.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "exposed tool",
    met: "have the approved definition",
    unmet: "do not have the approved definition",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let check = ToolCheck { words: &WORDS, field: "definition_hash", judge: unchanged, facts };
    check.run(asset, server, context)
}

fn facts(tool: &Tool) -> ToolFacts {
    vec![
        cited("definition_hash", &tool.definition_hash),
        cited("approved_hash", &tool.approved_hash),
    ]
}

/// Never "no baseline yet": that looks the same as a baseline that was left out.
fn unchanged(tool: &Tool) -> ItemResult {
    let served = stated(&tool.definition_hash).map(str::trim);
    let approved = stated(&tool.approved_hash).map(str::trim);
    match (&tool.hidden_characters, served, approved) {
        (Field::Given(true), _, _) => ItemResult::fail("hidden characters"),
        (_, _, None) if tool.approved_hash.is_absent() => {
            ItemResult::missing(("tools", "approved_hash"))
        }
        (_, _, None) => ItemResult::fail("never approved"),
        (_, None, _) => ItemResult::missing(("tools", "definition_hash")),
        (_, Some(served), Some(approved)) if served != approved => {
            ItemResult::fail("changed since the approval")
        }
        (Field::Given(false), ..) => ItemResult::pass(""),
        (Field::Absent | Field::Blank, ..) => ItemResult::missing(("tools", "hidden_characters")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
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
        Kit::new().server(json!({"id": "crm", "tools": tools})).outcome(&CONTROL)
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
    fn missing_data_is_not_assessed() {
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        assert_eq!(with("definition_hash", json!(null)), NotAssessed);
        assert_eq!(with("definition_hash", json!("unknown")), NotAssessed);
        assert_eq!(with("hidden_characters", json!(null)), NotAssessed);
        let silent = json!({"id": "find", "definition_hash": "sha256:aa",
                            "hidden_characters": false});
        assert_eq!(tools(json!([silent])), NotAssessed);
    }
}
