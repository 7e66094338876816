//! CRD-01: an identity of its own.

use crate::controls::holdings::{is_idle, unknown_secrets};
use model::records::{Agent, PrincipalKind, RunsAs, Secret, SecretKind, Server};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Item, Judgement,
    Outcome, PerTier, Reason, RecordKind, Severity, Tier,
};

/// Machines that log in as machines.
pub(crate) static CONTROL: Control = Control {
    id: "CRD-01",
    slug: "workload-identity",
    family: Family::Crd,
    title: "It authenticates as a workload, not as a person",
    why: "What logs in with a person's account can do all that the person can, leaves that \
          person's name in the logs, and breaks or lives on when the person leaves.",
    criteria: Criteria {
        pass: "Every live secret belongs to a workload's own account or is each user's own grant; \
               an agent also acts under its own identity or for its users by delegation.",
        partial: "",
        fail: "A secret belongs to a person or to a shared account, is a personal access token or \
               browser session that no workload account is named for, or an agent acts as a \
               person.",
    },
    remediation: "Create a workload account or an OAuth client for it, move it over, and revoke \
                  the person's or shared credential.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Identity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::Secret],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    match &asset.facts {
        AssetFacts::Server(server) => of_server(asset, server, context),
        AssetFacts::Agent(agent) => of_agent(asset, agent, context),
        AssetFacts::Secret(secret) => of_secret(asset, secret),
        _ => Judgement::not_applicable("It logs in nowhere by itself"),
    }
}

/// Whose account a secret opens. The kind alone can only speak against it: what it leaves open,
/// somebody has to state.
fn account(secret: &Secret) -> (Outcome, &'static str) {
    match (secret.principal_kind.given(), secret.kind.given()) {
        (Some(PrincipalKind::Workload), _) => (Outcome::Pass, "a workload's own account"),
        (Some(PrincipalKind::DelegatedUser), _) => (Outcome::Pass, "each user's own grant"),
        (Some(PrincipalKind::Human), _) => (Outcome::Fail, "a person's account"),
        (Some(PrincipalKind::Shared), _) => (Outcome::Fail, "an account several parties use"),
        (None, Some(SecretKind::Pat)) => {
            (Outcome::Fail, "a personal access token, with no workload account stated")
        }
        (None, Some(SecretKind::SessionCookie)) => {
            (Outcome::Fail, "a browser session, with no workload account stated")
        }
        (None, _) => (Outcome::NotAssessed, "an account of unknown kind"),
    }
}

fn of_secret(asset: &Asset, secret: &Secret) -> Judgement {
    let (outcome, whose) = account(secret);
    let sentence = format!("It opens {whose}");
    let verdict = match outcome {
        Outcome::Pass => Judgement::pass(sentence),
        Outcome::Fail => Judgement::fail(sentence),
        _ => Judgement::silent(&secret.principal_kind, "secrets", "principal_kind"),
    };
    match secret.principal.given() {
        Some(principal) => verdict.because(asset.place(), format!("principal = {principal}")),
        None => verdict,
    }
}

/// An agent is judged by whom it acts as and by what it holds: either can be a person.
fn of_agent(asset: &Asset, agent: &Agent, context: &Context) -> Judgement {
    let acts = acts(asset, agent);
    let (mut items, mut ask) = (held(asset, context), ("secrets", "principal_kind"));
    if let Some((note, wanted)) = unknown_secrets(context) {
        items.push(Item::new("further secrets", Outcome::NotAssessed, note));
        ask = wanted;
    }
    match items.as_slice() {
        [] => acts,
        _ => acts.worst_of(Judgement::of_items("secret", PREDICATE, items, ask)),
    }
}

fn acts(asset: &Asset, agent: &Agent) -> Judgement {
    match agent.runs_as.given() {
        Some(RunsAs::OwnIdentity) => Judgement::pass("It acts under its own identity")
            .because(asset.place(), "runs_as = own-identity"),
        Some(RunsAs::Delegated) => Judgement::pass("It acts for its users by delegation")
            .because(asset.place(), "runs_as = delegated"),
        Some(RunsAs::Human) => {
            Judgement::fail("It acts as a person").because(asset.place(), "runs_as = human")
        }
        None => Judgement::silent(&agent.runs_as, "agents", "runs_as"),
    }
}

const PREDICATE: &str = "are tied to a workload or to each user's own grant";

/// The live secrets of an asset, each as an item.
fn held(asset: &Asset, context: &Context) -> Vec<Item> {
    let live = context.secrets_of(asset).filter(|(_, secret)| secret.is_live());
    let item = |(key, secret): (&Asset, &Secret)| {
        let (outcome, whose) = account(secret);
        Item::new(&key.key.id, outcome, whose)
    };
    live.map(item).collect()
}

fn of_server(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Secrets) {
        return Judgement::missing_record("secrets");
    }
    let items = held(asset, context);
    let stray = context.unattributed_secret().map(|stray| {
        let sentence = format!("{} does not say what uses it; it may be this server", stray.key);
        Judgement::unusable(Reason::MissingField, "secrets", "used_by", sentence)
    });
    let has_revoked = context.secrets_of(asset).next().is_some();
    let verdict = match (items.is_empty(), is_idle(server)) {
        (false, _) => {
            Judgement::of_items("secret", PREDICATE, items, ("secrets", "principal_kind"))
        }
        (true, _) if has_revoked && stray.is_none() => {
            Judgement::not_applicable("Every secret that names it is revoked")
        }
        (true, true) if stray.is_none() => {
            Judgement::not_applicable("It is declared to reach nothing, and no secret names it")
                .because(asset.place(), "reach = [], uses = []")
        }
        (true, _) => Judgement::unusable(
            Reason::MissingRecord,
            "secrets",
            "used_by",
            "No secret names this server, and nothing declares that it needs none",
        ),
    };
    match stray {
        Some(stray) => verdict.worst_of(stray),
        None => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Pass};
    use serde_json::{Value, json};

    fn of_secret(record: Value) -> Outcome {
        Bench::new().secret(record).outcome(&CONTROL)
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
        let of = |record| Bench::new().agent(record).carries(RecordKind::Secrets).outcome(&CONTROL);
        assert_eq!(of(json!({"id": "bot", "runs_as": "own-identity"})), Pass);
        assert_eq!(of(json!({"id": "bot", "runs_as": "delegated"})), Pass);
        assert_eq!(of(json!({"id": "bot", "runs_as": "human"})), Fail);
        assert_eq!(of(json!({"id": "bot"})), NotAssessed);
    }

    #[test]
    fn an_agent_also_goes_by_the_secrets_it_holds() {
        let bot = || Bench::new().agent(json!({"id": "bot", "runs_as": "own-identity"}));
        let key = |kind| json!({"id": "key", "used_by": ["bot"], "principal_kind": kind});
        assert_eq!(bot().secret(key("workload")).outcome(&CONTROL), Pass);
        assert_eq!(bot().secret(key("human")).outcome(&CONTROL), Fail);
        assert_eq!(bot().secret(key("shared")).outcome(&CONTROL), Fail);
        assert_eq!(bot().outcome(&CONTROL), NotAssessed);
        assert_eq!(bot().secret(json!({"id": "stray"})).outcome(&CONTROL), NotAssessed);
        let person = Bench::new().agent(json!({"id": "bot", "runs_as": "human"}));
        assert_eq!(person.outcome(&CONTROL), Fail);
    }

    #[test]
    fn a_server_is_as_good_as_its_worst_live_secret() {
        let bench = || {
            let own = json!({"id": "a", "used_by": ["crm"], "principal_kind": "workload"});
            Bench::new().server(json!({"id": "crm"})).secret(own)
        };
        assert_eq!(bench().outcome(&CONTROL), Pass);
        let person = json!({"id": "b", "used_by": ["crm"], "principal_kind": "human"});
        assert_eq!(bench().secret(person).outcome(&CONTROL), Fail);
        let gone = json!({"id": "b", "used_by": ["crm"], "kind": "pat", "status": "revoked"});
        assert_eq!(bench().secret(gone).outcome(&CONTROL), Pass);
        let unknown = json!({"id": "b", "used_by": ["crm"]});
        assert_eq!(bench().secret(unknown).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_secret_of_unknown_use_may_be_this_servers() {
        let own = json!({"id": "a", "used_by": ["crm"], "principal_kind": "workload"});
        let bench = Bench::new().server(json!({"id": "crm"})).secret(own);
        assert_eq!(bench.secret(json!({"id": "b"})).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn a_server_without_secrets_is_excused_only_by_a_declaration() {
        let idle = || Bench::new().server(json!({"id": "clock", "reach": [], "uses": []}));
        assert_eq!(idle().outcome(&CONTROL), NotAssessed);
        assert_eq!(idle().carries(RecordKind::Secrets).outcome(&CONTROL), NotApplicable);
        assert_eq!(idle().secret(json!({"id": "b"})).outcome(&CONTROL), NotAssessed);
        for uses in [json!(["crm"]), json!(null)] {
            let calls = Bench::new().server(json!({"id": "clock", "reach": [], "uses": uses}));
            assert_eq!(calls.carries(RecordKind::Secrets).outcome(&CONTROL), NotAssessed);
        }
        let silent = || Bench::new().server(json!({"id": "crm"})).carries(RecordKind::Secrets);
        assert_eq!(silent().outcome(&CONTROL), NotAssessed);
        let revoked = json!({"id": "b", "used_by": ["crm"], "kind": "pat", "status": "revoked"});
        assert_eq!(silent().secret(revoked).outcome(&CONTROL), NotApplicable);
    }
}
