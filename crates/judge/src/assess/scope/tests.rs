use super::*;
use crate::assess::assess;
use crate::estate::{Dangling, build};
use model::records::{Agent, Binding, Owner, Server};
use model::{Facts, Field, Outcome, Placed, Thresholds};
use serde_json::json;

const AS_OF: Date = jiff::civil::date(2026, 11, 22);

fn facts(owner: serde_json::Value) -> Facts {
    let placed = |id: &str| {
        let record = Server { id: id.into(), ..Server::default() };
        Placed::new(record, Place::file(format!("{id}.yaml")))
    };
    let bound: Binding = serde_json::from_value(json!({"server": "sandbox-a"})).expect("a binding");
    let agent =
        Agent { id: "helper".into(), bindings: Field::Given(vec![bound]), ..Agent::default() };
    let owner: Owner = serde_json::from_value(owner).expect("an owner");
    let mut facts = Facts {
        servers: ["crm", "sandbox-a", "sandbox-b"].map(placed).into(),
        agents: vec![Placed::new(agent, Place::file("agents.yaml"))],
        owners: vec![Placed::new(owner, Place::file("owners.yaml"))],
        ..Facts::default()
    };
    for kind in [RecordKind::Servers, RecordKind::Agents, RecordKind::Owners] {
        facts.carried.insert(kind);
    }
    facts
}

fn exclusion(assets: &[&str]) -> Exclusion {
    let place = || Place::file("muster.toml");
    Exclusion {
        assets: assets.iter().map(|name| ((*name).to_string(), place())).collect(),
        patterns: assets.iter().any(|name| name.contains('*')),
        kind: None,
        reason: "a sandbox".into(),
        on: AS_OF,
        approver: "Ida@X.test".into(),
        approver_at: place(),
        on_at: place(),
        place: place(),
    }
}

fn ida() -> serde_json::Value {
    json!({"id": "ida", "kind": "person", "email": "ida@x.test", "status": "active"})
}

fn context(owner: serde_json::Value) -> Context {
    let mut facts = facts(owner);
    build(
        &mut facts,
        AS_OF,
        (Thresholds::default(), &std::sync::Arc::default()),
        Dangling::Stop,
        None,
    )
    .expect("a context")
}

fn assessed(exclusions: &[Exclusion]) -> Assessment {
    let mut facts = facts(ida());
    let context = build(
        &mut facts,
        AS_OF,
        (Thresholds::default(), &std::sync::Arc::default()),
        Dangling::Stop,
        None,
    );
    let context = context.expect("a context");
    assert_eq!(check_scope(&context, exclusions), []);
    let mut assessment = assess(context, facts, &[]);
    let added = exclude(&mut assessment, exclusions);
    assessment.findings.extend(added);
    assessment
}

fn excluded(assessment: &Assessment) -> Vec<&str> {
    let positions = assessment.out_of_scope.assets.keys();
    positions.map(|at| assessment.context.assets[*at].key.id.as_str()).collect()
}

#[test]
fn an_excluded_asset_keeps_its_findings_and_spreads_its_tier() {
    let before = assessed(&[]);
    let after = assessed(&[exclusion(&["sandbox-*"])]);
    assert_eq!(excluded(&after), ["sandbox-a", "sandbox-b"]);
    assert_eq!(after.findings.len(), before.findings.len(), "no finding is lost");
    assert!(after.in_scope().count() < before.in_scope().count());
    let tier = |assessment: &Assessment| {
        let agent = assessment.context.assets.iter().find(|asset| asset.key.id == "helper");
        agent.map(|agent| (agent.tier.derived, agent.tier.tests))
    };
    assert_eq!(tier(&before), tier(&after));
    let sandbox = &exclusion(&["sandbox-*"]);
    assert_eq!(after.out_of_scope.assets[&2].approver, "ida", "by id, whatever name was written");
    assert_eq!(sandbox.approver, "Ida@X.test");
    let ledger = &after.context.ledger;
    assert_eq!((ledger.in_assets, ledger.excluded), (4, 2));
    assert!(ledger.is_balanced());
}

#[test]
fn a_kind_alone_excludes_all_of_it_and_leaves_its_controls_not_applicable() {
    let all = Exclusion { kind: Some(AssetKind::Server), ..exclusion(&[]) };
    let after = assessed(&[all]);
    assert_eq!(excluded(&after), ["crm", "sandbox-a", "sandbox-b"]);
    let of_servers = after.in_scope().filter(|one| one.control.asset_kinds == [AssetKind::Server]);
    let outcomes: Vec<Outcome> = of_servers.map(|one| one.judgement.outcome).collect();
    assert!(!outcomes.is_empty());
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::NotApplicable), "{outcomes:?}");
}

#[test]
fn what_excludes_nothing_is_reported() {
    let future = Exclusion { on: jiff::civil::date(2026, 12, 1), ..exclusion(&["crm"]) };
    let of_secrets = Exclusion { kind: Some(AssetKind::Secret), ..exclusion(&[]) };
    for (exclusion, words) in [
        (future, "in the future"),
        (of_secrets, "there is no secret"),
        (exclusion(&["crn"]), "matches no asset: crn"),
        (Exclusion { patterns: false, ..exclusion(&["sandbox-*"]) }, "matches no asset: sandbox-*"),
    ] {
        let after = assessed(std::slice::from_ref(&exclusion));
        assert_eq!(excluded(&after), Vec::<&str>::new());
        let notice = after.notices.iter().find(|notice| notice.message.contains(words));
        assert!(
            notice.is_some_and(|notice| !notice.help.is_empty()),
            "{words}: {:?}",
            after.notices
        );
    }
}

#[test]
fn an_approver_who_is_no_active_owner_is_refused() {
    let wrong = |owner| check_scope(&context(owner), &[exclusion(&["crm"])]);
    assert_eq!(wrong(ida()), []);
    for (owner, words) in [
        (json!({"id": "ada", "status": "active"}), "no owner in the register"),
        (json!({"id": "ida", "kind": "person", "email": "ida@x.test"}), "not stated to be active"),
        (
            json!({"id": "ida", "email": "ida@x.test", "status": "unknown"}),
            "not stated to be active",
        ),
        (
            json!({"id": "ida", "email": "ida@x.test", "status": "departed"}),
            "ida is not active (departed)",
        ),
        (
            json!({"id": "ida", "email": "ida@x.test", "status": "transferred"}),
            "ida is not active (transferred)",
        ),
        (
            json!({"id": "ida", "email": "ida@x.test", "status": "active", "left_on": "2026-11-20"}),
            "ida is not active (left on 2026-11-20)",
        ),
        (
            json!({"id": "ops", "kind": "team", "known_as": ["ida@x.test"], "status": "active"}),
            "does not state its lead",
        ),
    ] {
        let found = wrong(owner.clone());
        let [error] = found.as_slice() else { panic!("{owner}: {found:?}") };
        assert!(error.message.contains(words) && !error.help.is_empty(), "{error:?}");
    }
    let mut none = facts(ida());
    none.owners.clear();
    none.carried.remove(&RecordKind::Owners);
    let context = build(
        &mut none,
        AS_OF,
        (Thresholds::default(), &std::sync::Arc::default()),
        Dangling::Stop,
        None,
    );
    let found = check_scope(&context.expect("a context"), &[exclusion(&["crm"])]);
    assert!(found[0].message.contains("no input contains a register of owners"), "{found:?}");
}

#[test]
fn an_id_that_two_kinds_have_is_refused_unless_it_names_the_kind() {
    let mut facts = facts(ida());
    facts.agents[0].record.id = "crm".into();
    let context = build(
        &mut facts,
        AS_OF,
        (Thresholds::default(), &std::sync::Arc::default()),
        Dangling::Stop,
        None,
    );
    let context = context.expect("a context");
    let found = check_scope(&context, &[exclusion(&["crm"])]);
    assert!(found[0].message.contains("server/crm, agent/crm"), "{found:?}");
    assert_eq!(check_scope(&context, &[exclusion(&["agent/crm"])]), []);
}
