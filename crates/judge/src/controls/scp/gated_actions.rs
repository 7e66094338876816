//! SCP-04: somebody agrees before lasting harm can be done.

use crate::controls::holdings::unlisted;
use model::records::{AutoApprove, Confirmation, EffectSource, EnforcementMode, Server, Tool};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Severity, Tier,
};

/// No tool that can do lasting harm runs on an agent's word alone.
pub(crate) static CONTROL: Control = Control {
    id: "SCP-04",
    slug: "gated-actions",
    family: Family::Scp,
    title: "A person or a policy agrees to each call that can do lasting harm",
    why: "An agent that was misled does in seconds what nobody can take back. One question before \
          the act is the last chance to notice.",
    criteria: Criteria {
        pass: "Each exposed tool that executes, destroys, moves money or grants privilege needs a \
               person's consent, which no client gives by itself, or a policy decision at every \
               call.",
        partial: "Consent is asked only as long as the client's user leaves it on.",
        fail: "Nobody has to agree to such a tool, or a client is set to agree by itself.",
    },
    remediation: "Take the tool, or the whole server, out of every automatic approval, require \
                  consent for each call, and put a policy decision in front of agents that run \
                  alone.",
    severity: PerTier([Severity::Medium, Severity::High, Severity::Critical, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T1,
    judges_retired: false,
    thresholds: &[],
    judge,
};

/// The record and field that would settle an item.
type Wanted = (&'static str, &'static str);

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let (AssetFacts::Server(server), tools) = (&asset.facts, context.tools_of(&asset.key)) else {
        return Judgement::not_applicable("Only servers expose tools");
    };
    let Some(tools) = tools else { return unlisted(asset) };
    let (mut items, mut wanted, mut shown) = (Vec::new(), None, None);
    for tool in tools.iter().filter(|tool| tool.record.is_exposed()) {
        let Some((outcome, note, missing)) = gate(&tool.record, server) else { continue };
        if outcome != Outcome::Pass && shown.is_none() {
            shown = Some(tool);
        }
        wanted = wanted.or(missing);
        items.push(Item::new(&tool.record.id, outcome, note));
    }
    if items.is_empty() {
        return Judgement::not_applicable("No exposed tool can do lasting harm")
            .because(asset.place(), format!("{} tools listed, effects stated", tools.len()));
    }
    let ask = wanted.unwrap_or(("tools", "requires_confirmation"));
    let predicate = "are gated before each call";
    let verdict = Judgement::of_items("possibly harmful tool", predicate, items, ask);
    let verdict = match shown {
        Some(tool) => verdict.because(Some(&tool.place), quote(&tool.record)),
        None => verdict.because(asset.place(), format!("{} tools listed", tools.len())),
    };
    let verdict = match server.auto_approve.given() {
        Some(auto) => verdict.because(asset.place(), quote_auto(auto)),
        None => verdict,
    };
    let rules = server.configuration.iter().flat_map(|seen| &seen.rules);
    rules.fold(verdict, |verdict, rule| verdict.because(Some(rule), "rule of a client's settings"))
}

fn quote(tool: &Tool) -> String {
    let effect = tool.effect.given().map_or("(not stated)", |effect| effect.id());
    let asked = match tool.requires_confirmation.given() {
        Some(Confirmation::Person) => "person",
        Some(Confirmation::Policy) => "policy",
        Some(Confirmation::ClientDefault) => "client-default",
        Some(Confirmation::None) => "none",
        None => "(not stated)",
    };
    format!("{}: effect = {effect}, requires_confirmation = {asked}", tool.id)
}

fn quote_auto(auto: &AutoApprove) -> String {
    match auto.everything.given() {
        Some(true) => "auto_approve.everything = true".into(),
        _ => format!("auto_approve.tools = {}", auto.tools.items().join(", ")),
    }
}

/// The verdict on one tool; none where it is stated, by somebody who can be trusted with it, to be
/// unable to do lasting harm. A hint or a guess excuses nothing.
fn gate(tool: &Tool, server: &Server) -> Option<(Outcome, &'static str, Option<Wanted>)> {
    let unknown = |note, field| Some((Outcome::NotAssessed, note, Some(("tools", field))));
    match (tool.effect.given(), tool.effect_source.given()) {
        (None, _) => unknown("nobody says what it can do", "effect"),
        (Some(effect), _) if effect.is_high_impact() => Some(consent(tool, server)),
        (Some(_), Some(EffectSource::Reviewed | EffectSource::Declared)) => None,
        (Some(_), _) => unknown("harmless only by a hint", "effect_source"),
    }
}

/// A policy decision at every call holds whatever a client is set to; a person's consent does not.
fn consent(tool: &Tool, server: &Server) -> (Outcome, &'static str, Option<Wanted>) {
    if is_mediated(server) {
        return (Outcome::Pass, "every call passes an enforcement point", None);
    }
    let asked = match &tool.requires_confirmation {
        Field::Given(Confirmation::Policy) => {
            return (Outcome::Pass, "a policy decides on each call", None);
        }
        Field::Given(Confirmation::Person) => (Outcome::Pass, "a person agrees to each call"),
        Field::Given(Confirmation::ClientDefault) => {
            (Outcome::Partial, "its client asks, unless switched off")
        }
        Field::Given(Confirmation::None) => return (Outcome::Fail, "nobody has to agree", None),
        Field::Blank => return (Outcome::Fail, "left blank who has to agree", None),
        Field::Absent => {
            let wanted = ("tools", "requires_confirmation");
            return (Outcome::NotAssessed, "no source says who has to agree", Some(wanted));
        }
    };
    match approved_unasked(tool, server) {
        Ok(true) => (Outcome::Fail, "a client agrees by itself", None),
        Ok(false) => (asked.0, asked.1, None),
        Err(field) => {
            let wanted = Some(("servers", field));
            (Outcome::NotAssessed, "no source says what clients approve unasked", wanted)
        }
    }
}

/// Whether a client approves the tool unasked, else the field that would tell.
fn approved_unasked(tool: &Tool, server: &Server) -> Result<bool, &'static str> {
    let Some(auto) = server.auto_approve.given() else { return Err("auto_approve") };
    let listed = |tools: &Vec<String>| tools.iter().any(|name| *name == tool.id || name == "*");
    match (auto.everything.given(), auto.tools.given()) {
        (Some(true), _) => Ok(true),
        (_, Some(tools)) if listed(tools) => Ok(true),
        (None, _) => Err("auto_approve.everything"),
        (_, None) => Err("auto_approve.tools"),
        (Some(false), Some(_)) => Ok(false),
    }
}

/// Whether every call passes a point that can stop it, with no way around.
fn is_mediated(server: &Server) -> bool {
    server.enforcement.given().is_some_and(|point| {
        point.mode.given() == Some(&EnforcementMode::Enforce)
            && point.covers_all.given() == Some(&true)
            && point.direct_path_open.given() == Some(&false)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn asking() -> Value {
        json!({"everything": false, "tools": []})
    }

    fn bench(confirmation: Value, auto: Value) -> Bench {
        let tool = json!({"id": "drop", "effect": "destructive",
                          "requires_confirmation": confirmation});
        Bench::new().server(json!({"id": "crm", "auto_approve": auto, "tools": [tool]}))
    }

    fn harmless(source: Value) -> Bench {
        let tools = json!([{"id": "find", "effect": "read", "effect_source": source}]);
        Bench::new().server(json!({"id": "crm", "tools": tools}))
    }

    #[test]
    fn a_person_or_a_policy_passes_and_a_client_default_is_half_good() {
        assert_eq!(bench(json!("person"), asking()).outcome(&CONTROL), Pass);
        assert_eq!(bench(json!("policy"), json!(null)).outcome(&CONTROL), Pass);
        assert_eq!(bench(json!("client-default"), asking()).outcome(&CONTROL), Partial);
    }

    #[test]
    fn nobody_asked_or_a_client_that_agrees_by_itself_fails() {
        assert_eq!(bench(json!("none"), asking()).outcome(&CONTROL), Fail);
        assert_eq!(bench(json!(null), asking()).outcome(&CONTROL), Fail);
        for auto in [json!({"everything": true}), json!({"tools": ["drop"]})] {
            assert_eq!(bench(json!("person"), auto.clone()).outcome(&CONTROL), Fail);
            assert_eq!(bench(json!("policy"), auto).outcome(&CONTROL), Pass);
        }
    }

    #[test]
    fn an_enforcement_point_without_a_way_around_is_a_gate() {
        let server = |open: bool| {
            json!({"id": "crm", "tools": [{"id": "drop", "effect": "execute"}], "enforcement":
                   {"mode": "enforce", "covers_all": true, "direct_path_open": open}})
        };
        assert_eq!(Bench::new().server(server(false)).outcome(&CONTROL), Pass);
        assert_eq!(Bench::new().server(server(true)).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn silence_is_not_assessed() {
        for auto in [json!(null), json!({"everything": false}), json!({"tools": []})] {
            assert_eq!(bench(json!("person"), auto).outcome(&CONTROL), NotAssessed);
        }
        let ask = |bench: Bench| bench.judge(&CONTROL).ask.map(|ask| ask.to_string());
        let server = |tool: Value| Bench::new().server(json!({"id": "crm", "tools": [tool]}));
        let unsaid = server(json!({"id": "drop", "effect": "destructive"}));
        assert_eq!(ask(unsaid).as_deref(), Some("tools.requires_confirmation"));
        assert_eq!(ask(server(json!({"id": "t"}))).as_deref(), Some("tools.effect"));
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn only_a_trusted_statement_says_harmless() {
        assert_eq!(harmless(json!("declared")).outcome(&CONTROL), NotApplicable);
        assert_eq!(harmless(json!("reviewed")).outcome(&CONTROL), NotApplicable);
        assert_eq!(harmless(json!("inferred")).outcome(&CONTROL), NotAssessed);
        assert_eq!(harmless(json!(null)).outcome(&CONTROL), NotAssessed);
    }
}
