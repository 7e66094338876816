//! INV-02: declared tier matches derived tier.

use super::tier_inputs::missing_input;
use crate::controls::checks::{FieldPath, missing};
use crate::controls::prelude::*;
use model::records::Reach;

/// The tier is declared, and the facts do not require a higher one.
pub(crate) static CONTROL: Control = Control {
    id: "INV-02",
    slug: "declared-tier",
    family: Family::Inv,
    title: "Declared tier no lower than derived",
    why: "The tier decides how strictly an asset is tested and how often it is reviewed. A tier \
          that is too low hides the most privileged assets among harmless ones.",
    criteria: Criteria {
        pass: "The declared tier is at least the derived tier, and every fact that could raise it \
               is stated.",
        partial: "T3 is declared, so nothing is understated, but some of the reach lacks kind, \
                  environment, data class or effect.",
        fail: "No tier is declared, it is lower than the derived tier, or the reach is empty in \
               the record.",
    },
    remediation: "Declare the derived tier, or remove the reach that raises it. Describe each \
                  reached system by kind, environment, data class and effect.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::ServiceAccount],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let derived = asset.tier.derived;
    let verdict = match asset.tier.declared {
        None if is_undescribed(asset) => Judgement::unusable(
            Reason::MissingRecord,
            asset.record_kind(),
            "",
            words!("No record describes it, so that no tier can be declared; {}", implied(asset)),
        ),
        None => Judgement::fail(words!("No tier is declared; {}", implied(asset))),
        Some(declared) if declared < derived => {
            Judgement::fail(words!("{declared} is declared; {}", implied(asset)))
        }
        Some(declared) => {
            reach(asset, declared).unwrap_or_else(|| complete(asset, declared, context))
        }
    };
    let declared = asset.tier.declared.map_or("(not stated)".into(), |tier| tier.to_string());
    let verdict = verdict.because(asset.place_of("tier"), words!("tier = {declared}"));
    // What decides the tier comes first.
    let mut reasons: Vec<_> = asset.tier.reasons.iter().collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.floor));
    reasons.into_iter().fold(verdict, |verdict, reason| {
        let fact = words!("{} sets minimum {}: {}", reason.rule, reason.floor, reason.because);
        verdict.because(asset.place(), fact)
    })
}

/// Whether only exports show it: they have no field for a tier. What a client configuration starts is
/// the organisation's own doing and needs a record.
fn is_undescribed(asset: &Asset) -> bool {
    let configured =
        matches!(&asset.facts, AssetFacts::Server(server) if server.configuration.is_some());
    !asset.registered && !configured
}

/// Where the tier comes from: stated facts, or what is assumed while they are missing.
fn implied(asset: &Asset) -> String {
    let (derived, treated) = (asset.tier.derived, asset.tier.treated);
    match treated > derived {
        true => words!("it is treated as {treated} while facts are missing"),
        false => words!("the facts imply {derived}"),
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
                Field::Blank => Some(Judgement::fail("The bindings are empty in the record")),
                Field::Given(_) => None,
            };
        }
        _ => &Field::Absent,
    };
    let reach = match reach {
        Field::Absent => return Some(Judgement::missing_field(asset.record_kind(), "reach")),
        Field::Blank => return Some(Judgement::fail("The reach is empty in the record")),
        Field::Given(reach) => reach,
    };
    let (gap, target) = reach.iter().find_map(|reach| Some((gap(reach)?, &reach.target)))?;
    let target = target.given().map_or("a reached system", String::as_str);
    Some(match declared {
        Tier::T3 => {
            Judgement::partial(words!("T3 is declared, but `{gap}` of {target} is missing"))
        }
        _ => undecided((asset.record_kind(), gap)),
    })
}

fn gap(reach: &Reach) -> Option<&'static str> {
    match reach {
        _ if reach.kind.given().is_none() => Some("reach.kind"),
        _ if reach.environment.given().is_none() => Some("reach.environment"),
        _ if reach.data_class.given().is_none() => Some("reach.data_class"),
        _ if reach.effect.given().is_none() => Some("reach.effect"),
        _ => None,
    }
}

/// The verdict where no stated fact requires more: it passes only if all that could is stated.
fn complete(asset: &Asset, declared: Tier, context: &Context) -> Judgement {
    if declared == Tier::T3 {
        return Judgement::pass("T3 is declared, the highest tier");
    }
    match missing_input(asset, context) {
        Some(path @ (_, "")) => missing(path),
        Some(path) => undecided(path),
        // Undeclared reach is tested as T3, and so is whatever calls it.
        None if asset.test_tier() > declared => {
            let field = asset.tier.undeclared.first().copied().unwrap_or("reach");
            undecided((asset.record_kind(), field))
        }
        None => Judgement::pass(words!("{declared} is declared, and no fact requires more")),
    }
}

fn undecided((record, field): FieldPath) -> Judgement {
    let sentence = words!("The declared tier may be too low: field `{record}.{field}` missing");
    Judgement::unusable(Reason::MissingField, record, field, sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
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

    fn kit(declared: Tier, change: &[(&str, Value)]) -> Kit {
        Kit::new().server(server(change)).carries(RecordKind::Secrets).declared(declared)
    }

    #[test]
    fn a_tier_that_the_facts_bear_out_passes() {
        assert_eq!(kit(Tier::T2, &[]).outcome(&CONTROL), Pass);
        assert_eq!(kit(Tier::T3, &[]).outcome(&CONTROL), Pass);
    }

    #[test]
    fn the_rule_that_decides_the_tier_is_cited_first() {
        let reason = |rule: &str, floor| model::TierReason {
            rule: rule.into(),
            floor,
            because: "it does".into(),
        };
        let kit = kit(Tier::T1, &[]).with(|asset| {
            asset.tier.reasons =
                vec![reason("D1", Tier::T1), reason("D4", Tier::T3), reason("D2", Tier::T2)];
        });
        let evidence = kit.judge(&CONTROL).evidence;
        let rules = evidence.iter().filter_map(|one| Some(one.fact.split_once(" sets minimum")?.0));
        assert_eq!(rules.collect::<Vec<_>>(), ["D4", "D2", "D1"]);
    }

    #[test]
    fn no_tier_a_tier_too_low_and_blank_reach_fail() {
        assert_eq!(Kit::new().server(server(&[])).outcome(&CONTROL), Fail);
        assert_eq!(kit(Tier::T1, &[]).outcome(&CONTROL), Fail);
        assert_eq!(kit(Tier::T2, &[("reach", json!(null))]).outcome(&CONTROL), Fail);
    }

    #[test]
    fn what_only_an_export_shows_has_nowhere_to_declare_a_tier() {
        let shown = |kit: Kit| kit.with(|asset| asset.registered = false).judge(&CONTROL);
        let account = Kit::new().service_account(json!({"id": "spiffe://x.test/crm"}));
        let verdict = shown(account);
        assert_eq!(verdict.outcome, NotAssessed);
        assert!(verdict.sentence.starts_with("No record describes it"), "{}", verdict.sentence);
        let configured = Kit::new().server(server(&[])).with(|asset| {
            asset.registered = false;
            if let AssetFacts::Server(server) = &mut asset.facts {
                server.configuration = Some(model::records::Configuration::default());
            }
        });
        assert_eq!(configured.outcome(&CONTROL), Fail, "a client starts it");
    }

    #[test]
    fn a_gap_in_the_reach_is_partial_at_t3_and_else_unknown() {
        let gap = [("reach", json!([{"target": "orders", "kind": "service"}]))];
        assert_eq!(kit(Tier::T3, &gap).outcome(&CONTROL), Partial);
        assert_eq!(kit(Tier::T2, &gap).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn whatever_could_raise_the_tier_must_be_stated() {
        for (field, wanted) in [
            ("environments", "servers.environments"),
            ("modifiers", "servers.modifiers"),
            ("uses", "servers.uses"),
            ("tools", "servers.tools"),
        ] {
            let verdict = kit(Tier::T2, &[(field, json!(null))]).judge(&CONTROL);
            assert_eq!(verdict.ask.map(|ask| ask.to_string()).as_deref(), Some(wanted));
        }
        let effect = [("tools", json!([{"id": "find"}]))];
        assert_eq!(kit(Tier::T2, &effect).outcome(&CONTROL), NotAssessed);
        let unregistered = Kit::new().server(server(&[])).declared(Tier::T2);
        assert_eq!(unregistered.outcome(&CONTROL), NotAssessed);
        let bare = json!({"id": "key", "used_by": ["crm"]});
        assert_eq!(kit(Tier::T2, &[]).secret(bare).outcome(&CONTROL), NotAssessed);
        let unreached = kit(Tier::T2, &[]).with(|asset| asset.tier.tests = Tier::T3);
        assert_eq!(unreached.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn missing_reach_and_bindings_are_not_assessed() {
        let server = Kit::new().server(json!({"id": "crm"})).declared(Tier::T2);
        assert_eq!(server.outcome(&CONTROL), NotAssessed);
        let agent = Kit::new().agent(json!({"id": "triage"})).declared(Tier::T2);
        assert_eq!(agent.outcome(&CONTROL), NotAssessed);
        let account = Kit::new().service_account(json!({"id": "b"})).declared(Tier::T3);
        assert_eq!(account.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn agents_are_judged_by_what_they_are_bound_to() {
        let agent = json!({
            "id": "triage", "bindings": [{"server": "crm"}], "modifiers": [],
            "runs_as": "own-identity"
        });
        let kit = Kit::new().agent(agent).carries(RecordKind::Secrets).declared(Tier::T2);
        assert_eq!(kit.outcome(&CONTROL), Pass);
    }
}
