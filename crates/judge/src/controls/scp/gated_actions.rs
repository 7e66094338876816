//! SCP-04: approval for high-impact actions.

use super::consent::gate;
use crate::controls::holdings::exposed_tools;
use crate::controls::prelude::*;
use model::records::{AutoApprove, Tool};
use model::wording::number_of;

/// No high-impact tool runs on an agent's decision alone.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-04",
    slug: "gated-actions",
    family: Family::Scp,
    title: "Approval for high-impact actions",
    why: "A misled agent can cause irreversible damage within seconds. An approval before the call \
          is the last chance to stop it.",
    criteria: Criteria {
        pass: "Each exposed tool that executes, destroys, moves money or grants privilege needs a \
               person's approval, which no client gives automatically, or a policy decision at \
               every call. Whether that policy is kept as code is POL-02, and whether clients can \
               go around it POL-04.",
        partial: "Approval is required only while the user of the client leaves it switched on.",
        fail: "Such a tool needs no approval, or a client approves it automatically.",
    },
    remediation: "Remove the tool, or the whole server, from every automatic approval, require \
                  approval for each call, and add a policy decision for agents that run \
                  unattended.",
    severity: PerTier([Severity::Medium, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Server(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "high-impact tool",
    met: "are gated by approval",
    unmet: "are not gated by approval",
    label: None,
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    let Some(listed) = context.tools_of(&asset.key) else {
        return Judgement::silent(&server.tools, "servers", "tools");
    };
    let (mut items, mut shown) = (Items::default(), None);
    for tool in exposed_tools(asset, server, context).unwrap_or_default() {
        let Some(result) = gate(&tool.record, server) else { continue };
        if result.outcome != Outcome::Pass && shown.is_none() {
            shown = Some(tool);
        }
        items.push(&tool.record.id, result);
    }
    let tools = number_of(listed, "tool");
    if items.is_empty() {
        return Judgement::not_applicable("The server exposes no high-impact tool")
            .because(asset.place_of("tools"), words!("{tools} listed, effects stated"));
    }
    let unknown = items.iter().any(|item| item.outcome == Outcome::NotAssessed);
    let noun = if unknown { "potentially high-impact tool" } else { WORDS.noun };
    let words = ItemWords { noun, ..WORDS };
    let verdict = items.judge(&words, ("tools", "requires_confirmation"));
    let verdict = match shown {
        Some(tool) => verdict.because_each(&tool.from, quote_tool(&tool.record)),
        None => verdict.because(asset.place_of("tools"), words!("{tools} listed")),
    };
    let verdict = match server.auto_approve.given() {
        Some(auto) => because_approved(verdict, auto, asset),
        None => verdict,
    };
    let rules = server.configuration.iter().flat_map(|seen| &seen.rules);
    rules.fold(verdict, |verdict, rule| verdict.because(Some(rule), "rule in client settings"))
}

fn quote_tool(tool: &Tool) -> [(&'static str, String); 2] {
    let effect = words!("{}: {}", tool.id, quote("effect", &tool.effect));
    let confirmation = quote("requires_confirmation", &tool.requires_confirmation);
    [("effect", effect), ("requires_confirmation", confirmation)]
}

/// What clients approve, with the client that approves it.
fn because_approved(verdict: Judgement, auto: &AutoApprove, asset: &Asset) -> Judgement {
    let everything = "auto_approve.everything";
    match auto.everything.given() {
        Some(true) => verdict.because(asset.place_of(everything), words!("{everything} = true")),
        _ => because_list(verdict, &asset.from, "auto_approve.tools", &auto.tools),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn asking() -> Value {
        json!({"everything": false, "tools": []})
    }

    fn kit(confirmation: Value, auto: Value) -> Kit {
        let tool = json!({"id": "drop", "effect": "destructive",
                          "requires_confirmation": confirmation});
        Kit::new().server(json!({"id": "crm", "auto_approve": auto, "tools": [tool]}))
    }

    fn harmless(source: Value) -> Kit {
        let tools = json!([{"id": "find", "effect": "read", "effect_source": source}]);
        Kit::new().server(json!({"id": "crm", "tools": tools}))
    }

    #[test]
    fn a_person_or_a_policy_passes_and_a_client_default_is_partial() {
        assert_eq!(kit(json!("person"), asking()).outcome(&CONTROL), Pass);
        assert_eq!(kit(json!("policy"), json!(null)).outcome(&CONTROL), Pass);
        assert_eq!(kit(json!("client-default"), asking()).outcome(&CONTROL), Partial);
    }

    #[test]
    fn no_approval_or_an_automatic_one_fails() {
        assert_eq!(kit(json!("none"), asking()).outcome(&CONTROL), Fail);
        assert_eq!(kit(json!(null), asking()).outcome(&CONTROL), Fail);
        for auto in [json!({"everything": true}), json!({"tools": ["drop"]})] {
            assert_eq!(kit(json!("person"), auto.clone()).outcome(&CONTROL), Fail);
            assert_eq!(kit(json!("policy"), auto).outcome(&CONTROL), Pass);
        }
    }

    #[test]
    fn an_enforcement_point_without_a_way_around_is_a_gate() {
        let server = |open: bool| {
            json!({"id": "crm", "tools": [{"id": "drop", "effect": "execute"}], "enforcement":
                   {"mode": "enforce", "covers_all": true, "direct_path_open": open}})
        };
        assert_eq!(Kit::new().server(server(false)).outcome(&CONTROL), Pass);
        assert_eq!(Kit::new().server(server(true)).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        for auto in [json!(null), json!({"everything": false}), json!({"tools": []})] {
            assert_eq!(kit(json!("person"), auto).outcome(&CONTROL), NotAssessed);
        }
        let ask = |kit: Kit| kit.judge(&CONTROL).ask.map(|ask| ask.to_string());
        let server = |tool: Value| Kit::new().server(json!({"id": "crm", "tools": [tool]}));
        let unsaid = server(json!({"id": "drop", "effect": "destructive"}));
        assert_eq!(ask(unsaid).as_deref(), Some("tools.requires_confirmation"));
        assert_eq!(ask(server(json!({"id": "t"}))).as_deref(), Some("tools.effect"));
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn only_a_trusted_source_excludes_a_tool() {
        assert_eq!(harmless(json!("declared")).outcome(&CONTROL), NotApplicable);
        assert_eq!(harmless(json!("reviewed")).outcome(&CONTROL), NotApplicable);
        assert_eq!(harmless(json!("inferred")).outcome(&CONTROL), NotAssessed);
        assert_eq!(harmless(json!(null)).outcome(&CONTROL), NotAssessed);
    }
}
