//! CRD-01: workload identity, not a personal account.

use super::principal::{of_secret, principal};
use crate::controls::holdings::{is_idle, live_secrets, unknown_secrets};
use crate::controls::prelude::*;
use model::records::{Agent, RunsAs};

/// Machines that authenticate as machines.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-01",
    slug: "workload-identity",
    family: Family::Crd,
    title: "Workload identity, not a personal account",
    why: "What authenticates with a person's account can do all that the person can, appears under \
          that person's name in the logs, and fails or lives on when the person leaves.",
    criteria: Criteria {
        pass: "Every live secret belongs to a workload's own account or is each user's own grant; \
               an agent also acts under its own identity or for its users by delegation.",
        partial: "",
        fail: "A secret belongs to a person or to a shared account, is a personal access token or \
               browser session without a stated workload account, or an agent acts as a person.",
    },
    remediation: "Create a workload account or an OAuth client, migrate to it, and revoke the \
                  personal or shared credential.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge: Judge::Asset(judge),
};

const WORDS: ItemWords<'_> = ItemWords {
    noun: "secret",
    met: "are tied to a workload or to each user's own grant",
    unmet: "are not tied to a workload",
    label: None,
};

const PRINCIPAL: FieldPath = ("secrets", "principal_kind");

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::Server(server) => of_server(asset, server, context),
        AssetFacts::Agent(agent) => of_agent(asset, agent, context),
        AssetFacts::Secret(secret) => of_secret(asset, secret),
        _ => Judgement::missing_record("secrets"),
    }
}

/// An agent is judged by what it acts as and by what it holds: either can be a person.
fn of_agent(asset: &Asset, agent: &Agent, context: &Context) -> Judgement {
    let mut items = held(asset, context);
    let unknown = unknown_secrets(context);
    let path = unknown.as_ref().map_or(PRINCIPAL, |(_, path)| *path);
    unknown.into_iter().for_each(|unknown| items.push_unknown(unknown));
    let identity = match agent.runs_as.given() {
        Some(RunsAs::OwnIdentity) => Judgement::pass("Acts under its own identity"),
        Some(RunsAs::Delegated) => Judgement::pass("Acts for its users by delegation"),
        Some(RunsAs::Human) => Judgement::fail("Acts as a person"),
        None => Judgement::silent(&agent.runs_as, "agents", "runs_as"),
    };
    let identity = match agent.runs_as.given() {
        Some(_) => identity.because(asset.place_of("runs_as"), quote("runs_as", &agent.runs_as)),
        None => identity,
    };
    if items.is_empty() { identity } else { identity.worst_of(items.judge(&WORDS, path)) }
}

/// The live secrets of an asset, each as an item.
fn held(asset: &Asset, context: &Context) -> Items {
    let mut items = Items::default();
    for (key, secret) in live_secrets(asset, context) {
        items.push(&key.key.id, principal(secret));
    }
    items
}

fn of_server(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Secrets) {
        return Judgement::missing_record("secrets");
    }
    let items = held(asset, context);
    let stray = context.unattributed_secret().map(|stray| {
        let sentence = words!("{} does not state its users; this server may be one", stray.key);
        Judgement::unusable(Reason::MissingField, "secrets", "used_by", sentence)
    });
    let has_revoked = context.secrets_of(asset).next().is_some();
    let verdict = match (items.is_empty(), is_idle(server)) {
        (false, _) => items.judge(&WORDS, PRINCIPAL),
        (true, _) if has_revoked && stray.is_none() => {
            Judgement::not_applicable("Every secret that names it is revoked")
        }
        (true, true) if stray.is_none() => {
            Judgement::not_applicable("Declared to reach nothing, and no secret names it")
                .because_each(
                    &asset.from,
                    [("reach", "reach = (none)".into()), ("uses", "uses = (none)".into())],
                )
        }
        (true, _) => Judgement::unusable(
            Reason::MissingRecord,
            "secrets",
            "used_by",
            "No secret names it, and nothing declares that it needs none",
        ),
    };
    stray.into_iter().fold(verdict, Judgement::worst_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn of_secret(record: Value) -> Outcome {
        Kit::new().secret(record).outcome(&CONTROL)
    }

    #[test]
    fn a_secret_goes_by_its_account() {
        for (kind, expected) in
            [("workload", Pass), ("delegated-user", Pass), ("human", Fail), ("shared", Fail)]
        {
            assert_eq!(of_secret(json!({"id": "key", "principal_kind": kind})), expected, "{kind}");
        }
    }

    #[test]
    fn without_a_stated_account_the_kind_can_only_speak_against_a_secret() {
        assert_eq!(of_secret(json!({"id": "key", "kind": "pat"})), Fail);
        assert_eq!(of_secret(json!({"id": "key", "kind": "session-cookie"})), Fail);
        assert_eq!(of_secret(json!({"id": "key", "kind": "workload-federation"})), NotAssessed);
        assert_eq!(of_secret(json!({"id": "key", "principal_kind": null})), NotAssessed);
        assert_eq!(of_secret(json!({"id": "key"})), NotAssessed);
    }

    #[test]
    fn an_agent_goes_by_the_identity_it_acts_under() {
        let of = |record| Kit::new().agent(record).carries(RecordKind::Secrets).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "bot", "runs_as": "own-identity"})), Pass);
        assert_eq!(of(json!({"id": "bot", "runs_as": "delegated"})), Pass);
        assert_eq!(of(json!({"id": "bot", "runs_as": "human"})), Fail);
        assert_eq!(of(json!({"id": "bot"})), NotAssessed);
    }

    #[test]
    fn an_agent_also_goes_by_the_secrets_it_holds() {
        let bot = || Kit::new().agent(json!({"id": "bot", "runs_as": "own-identity"}));
        let key = |kind| json!({"id": "key", "used_by": ["bot"], "principal_kind": kind});
        assert_eq!(bot().secret(key("workload")).outcome(&CONTROL), Pass);
        assert_eq!(bot().secret(key("human")).outcome(&CONTROL), Fail);
        assert_eq!(bot().secret(key("shared")).outcome(&CONTROL), Fail);
        assert_eq!(bot().outcome(&CONTROL), NotAssessed);
        assert_eq!(bot().secret(json!({"id": "stray"})).outcome(&CONTROL), NotAssessed);
        let person = Kit::new().agent(json!({"id": "bot", "runs_as": "human"}));
        assert_eq!(person.outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_server_is_as_good_as_its_worst_live_secret() {
        let kit = || {
            let own = json!({"id": "a", "used_by": ["crm"], "principal_kind": "workload"});
            Kit::new().server(json!({"id": "crm"})).secret(own)
        };
        assert_eq!(kit().outcome(&CONTROL), Pass);
        let person = json!({"id": "b", "used_by": ["crm"], "principal_kind": "human"});
        assert_eq!(kit().secret(person).outcome(&CONTROL), Fail);
        let gone = json!({"id": "b", "used_by": ["crm"], "kind": "pat", "status": "revoked"});
        assert_eq!(kit().secret(gone).outcome(&CONTROL), Pass);
        let unknown = json!({"id": "b", "used_by": ["crm"]});
        assert_eq!(kit().secret(unknown).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_secret_of_unknown_use_may_be_this_servers() {
        let own = json!({"id": "a", "used_by": ["crm"], "principal_kind": "workload"});
        let kit = Kit::new().server(json!({"id": "crm"})).secret(own);
        assert_eq!(kit.secret(json!({"id": "b"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_server_without_secrets_is_excused_only_by_a_declaration() {
        let idle = || Kit::new().server(json!({"id": "clock", "reach": [], "uses": []}));
        assert_eq!(idle().outcome(&CONTROL), NotAssessed);
        assert_eq!(idle().carries(RecordKind::Secrets).outcome(&CONTROL), NotApplicable);
        assert_eq!(idle().secret(json!({"id": "b"})).outcome(&CONTROL), NotAssessed);
        for uses in [json!(["crm"]), json!(null)] {
            let calls = Kit::new().server(json!({"id": "clock", "reach": [], "uses": uses}));
            assert_eq!(calls.carries(RecordKind::Secrets).outcome(&CONTROL), NotAssessed);
        }
        let silent = || Kit::new().server(json!({"id": "crm"})).carries(RecordKind::Secrets);
        assert_eq!(silent().outcome(&CONTROL), NotAssessed);
        let revoked = json!({"id": "b", "used_by": ["crm"], "kind": "pat", "status": "revoked"});
        assert_eq!(silent().secret(revoked).outcome(&CONTROL), NotApplicable);
    }
}
