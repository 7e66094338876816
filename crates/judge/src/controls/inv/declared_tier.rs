//! INV-02: a declared tier that is not too low.

use crate::controls::holdings::unknown_secrets;
use model::records::{Environment, Reach, Server, Tool};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Reason, Severity, Tier,
};

/// The tier is declared, and the facts do not ask for a higher one.
pub(crate) static CONTROL: Control = Control {
    id: "INV-02",
    slug: "declared-tier",
    family: Family::Inv,
    title: "A tier is declared, and nothing the asset can reach asks for a higher one",
    why: "The tier decides how strictly an asset is tested and how soon it is reviewed. One that \
          is set too low hides the most dangerous assets among the harmless ones.",
    criteria: Criteria {
        pass: "The declared tier is at least what the facts imply, and every fact that could \
               raise it is stated.",
        partial: "T3 is declared, so nothing is understated, but some of the reach lacks kind, \
                  environment, data class or effect.",
        fail: "No tier is declared, it is lower than the facts imply, or the reach is left blank.",
    },
    remediation: "Declare the tier that the reasons ask for, or remove the reach that raises it; \
                  describe each thing reached by kind, environment, data class and effect.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let derived = asset.tier.derived;
    let verdict = match asset.tier.declared {
        None => Judgement::fail(format!("No tier is declared; {}", implied(asset))),
        Some(declared) if declared < derived => {
            Judgement::fail(format!("{declared} is declared, but {}", implied(asset)))
        }
        Some(declared) => {
            reach(asset, declared).unwrap_or_else(|| complete(asset, declared, context))
        }
    };
    let declared = asset.tier.declared.map_or("(none)".into(), |tier| tier.to_string());
    let verdict = verdict.because(asset.place(), format!("tier = {declared}"));
    asset.tier.reasons.iter().fold(verdict, |verdict, reason| {
        let fact = format!("{} asks for {}: {}", reason.rule, reason.floor, reason.because);
        verdict.because(asset.place(), fact)
    })
}

/// Where the tier comes from: stated facts, or what is assumed while they are missing.
fn implied(asset: &Asset) -> String {
    let derived = asset.tier.derived;
    let mut deciding =
        asset.tier.reasons.iter().filter(|reason| reason.floor == derived).peekable();
    match deciding.peek().is_some() && deciding.all(|reason| reason.rule == "D7") {
        true => format!("while facts are missing it counts as {derived}"),
        false => format!("the facts imply {derived}"),
    }
}

/// What is wrong with the stated reach, if anything. T3 cannot be understated: there, and only
/// there, gaps leave a weaker condition met.
fn reach(asset: &Asset, declared: Tier) -> Option<Judgement> {
    let reach = match &asset.facts {
        AssetFacts::Server(server) => &server.reach,
        AssetFacts::ServiceAccount(account) => &account.reach,
        AssetFacts::Agent(agent) => {
            return match agent.bindings {
                Field::Absent => Some(Judgement::missing_field("agents", "bindings")),
                Field::Blank => Some(Judgement::fail("What it is bound to is left blank")),
                Field::Given(_) => None,
            };
        }
        _ => return Some(Judgement::not_applicable("It has no reach of its own")),
    };
    let reach = match reach {
        Field::Absent => return Some(Judgement::missing_field(asset.record_kind(), "reach")),
        Field::Blank => return Some(Judgement::fail("The reach is left blank")),
        Field::Given(reach) => reach,
    };
    let (gap, target) = reach.iter().find_map(|reach| Some((gap(reach)?, &reach.target)))?;
    let target = target.given().map_or("something it reaches", String::as_str);
    Some(match declared {
        Tier::T3 => Judgement::partial(format!("T3 is declared, but not the {gap} of {target}")),
        _ => untold((asset.record_kind(), &format!("reach.{gap}"))),
    })
}

fn gap(reach: &Reach) -> Option<&'static str> {
    match reach {
        _ if reach.kind.given().is_none() => Some("kind"),
        _ if reach.environment.given().is_none() => Some("environment"),
        _ if reach.data_class.given().is_none() => Some("data_class"),
        _ if reach.effect.given().is_none() => Some("effect"),
        _ => None,
    }
}

/// The verdict where nothing stated asks for more: it holds only if all that could is stated.
fn complete(asset: &Asset, declared: Tier, context: &Context) -> Judgement {
    if declared == Tier::T3 {
        return Judgement::pass("T3 is declared, the highest there is");
    }
    let silent = silent_field(asset, context).or_else(|| silent_secrets(asset, context));
    match silent {
        Some((record, "")) => Judgement::missing_record(record),
        Some(wanted) => untold(wanted),
        // Undeclared reach is tested as T3, and so is whatever calls it.
        None if asset.test_tier() > declared => untold((asset.record_kind(), "reach")),
        None => Judgement::pass(format!("{declared} is declared, and nothing asks for more")),
    }
}

fn untold((record, field): (&str, &str)) -> Judgement {
    let sentence =
        format!("The tier may be too low: `{field}` of {} is not stated", record.replace('_', " "));
    Judgement::unusable(Reason::MissingField, record, field, sentence)
}

/// A field of the asset, left unstated, that could raise its tier.
fn silent_field(asset: &Asset, context: &Context) -> Option<(&'static str, &'static str)> {
    let fields = match &asset.facts {
        AssetFacts::Server(server) => vec![
            ("environments", server.environments.given().is_some()),
            ("modifiers", server.modifiers.given().is_some()),
            ("uses", server.uses.given().is_some()),
            ("tools", !in_production(server) || context.tools_of(&asset.key).is_some()),
        ],
        AssetFacts::Agent(agent) => vec![
            ("modifiers", agent.modifiers.given().is_some()),
            ("runs_as", agent.runs_as.given().is_some()),
        ],
        AssetFacts::ServiceAccount(account) => vec![("used_by", account.used_by.given().is_some())],
        _ => Vec::new(),
    };
    let silent = fields.into_iter().find(|(_, stated)| !stated);
    silent.map(|(field, _)| (asset.record_kind(), field)).or_else(|| silent_tools(asset, context))
}

/// A tool's effect counts where its server runs in production.
fn silent_tools(asset: &Asset, context: &Context) -> Option<(&'static str, &'static str)> {
    let AssetFacts::Server(server) = &asset.facts else { return None };
    let tools = context.tools_of(&asset.key).unwrap_or_default();
    let unstated = |tool: &Tool| tool.effect.given().is_none();
    let silent = in_production(server) && tools.iter().any(|tool| unstated(&tool.record));
    silent.then_some(("tools", "effect"))
}

fn in_production(server: &Server) -> bool {
    server.environments.items().contains(&Environment::Production)
}

/// A held secret raises the tier by what it opens and by whom it speaks for.
fn silent_secrets(asset: &Asset, context: &Context) -> Option<(&'static str, &'static str)> {
    let held = context.secrets_of(asset).find_map(|(_, secret)| match secret {
        _ if secret.environment.given().is_none() => Some(("secrets", "environment")),
        _ if secret.principal_kind.given().is_none() => Some(("secrets", "principal_kind")),
        _ => None,
    });
    held.or_else(|| unknown_secrets(context).map(|(_, wanted)| wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotAssessed, Partial, Pass};
    use model::RecordKind;
    use serde_json::{Value, json};

    fn server(change: &[(&str, Value)]) -> Value {
        let mut server = json!({
            "id": "crm", "environments": ["production"], "modifiers": [], "uses": [],
            "tools": [{"id": "find", "effect": "read"}],
            "reach": [{
                "target": "orders", "kind": "service", "environment": "production",
                "data_class": "internal", "effect": "write"
            }]
        });
        for (field, value) in change {
            server[*field] = value.clone();
        }
        server
    }

    fn bench(declared: Tier, change: &[(&str, Value)]) -> Bench {
        Bench::new().server(server(change)).carries(RecordKind::Secrets).declared(declared)
    }

    #[test]
    fn a_tier_that_the_facts_bear_out_passes() {
        assert_eq!(bench(Tier::T2, &[]).outcome(&CONTROL), Pass);
        assert_eq!(bench(Tier::T3, &[]).outcome(&CONTROL), Pass);
    }

    #[test]
    fn no_tier_a_tier_too_low_and_blank_reach_fail() {
        assert_eq!(Bench::new().server(server(&[])).outcome(&CONTROL), Fail);
        assert_eq!(bench(Tier::T1, &[]).outcome(&CONTROL), Fail);
        assert_eq!(bench(Tier::T2, &[("reach", json!(null))]).outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_gap_in_the_reach_is_partial_at_t3_and_else_unknown() {
        let gap = [("reach", json!([{"target": "orders", "kind": "service"}]))];
        assert_eq!(bench(Tier::T3, &gap).outcome(&CONTROL), Partial);
        assert_eq!(bench(Tier::T2, &gap).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn whatever_could_raise_the_tier_must_be_stated() {
        for (field, wanted) in [
            ("environments", "servers.environments"),
            ("modifiers", "servers.modifiers"),
            ("uses", "servers.uses"),
            ("tools", "servers.tools"),
        ] {
            let verdict = bench(Tier::T2, &[(field, json!(null))]).judge(&CONTROL);
            assert_eq!(verdict.ask.map(|ask| ask.to_string()).as_deref(), Some(wanted));
        }
        let effect = [("tools", json!([{"id": "find"}]))];
        assert_eq!(bench(Tier::T2, &effect).outcome(&CONTROL), NotAssessed);
        let unregistered = Bench::new().server(server(&[])).declared(Tier::T2);
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
        let bare = json!({"id": "key", "used_by": ["crm"]});
        assert_eq!(bench(Tier::T2, &[]).secret(bare).outcome(&CONTROL), NotAssessed);
        let unreached = bench(Tier::T2, &[]).with(|asset| asset.tier.tests = Tier::T3);
        assert_eq!(unreached.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn missing_reach_and_bindings_are_not_assessed() {
        let server = Bench::new().server(json!({"id": "crm"})).declared(Tier::T2);
        assert_eq!(server.outcome(&CONTROL), NotAssessed);
        let agent = Bench::new().agent(json!({"id": "triage"})).declared(Tier::T2);
        assert_eq!(agent.outcome(&CONTROL), NotAssessed);
        let account = Bench::new().service_account(json!({"id": "b"})).declared(Tier::T3);
        assert_eq!(account.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn agents_are_judged_by_what_they_are_bound_to() {
        let agent = json!({
            "id": "triage", "bindings": [{"server": "crm"}], "modifiers": [],
            "runs_as": "own-identity"
        });
        let bench = Bench::new().agent(agent).carries(RecordKind::Secrets).declared(Tier::T2);
        assert_eq!(bench.outcome(&CONTROL), Pass);
    }
}
