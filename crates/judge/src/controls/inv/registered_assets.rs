//! INV-01: registered and in use (no shadow assets).

use super::discovery::discovery;
use crate::controls::prelude::*;
use model::Moment;
use model::threshold::SEEN_MAX;
use model::wording::days;

/// Servers and agents in use are registered, registered ones are in use, and the organisation looks for
/// both.
pub(crate) static CONTROL: Control = Control {
    id: "INV-01",
    slug: "registered-assets",
    family: Family::Inv,
    title: "Registered and in use (no shadow assets)",
    why: "An unregistered server or agent is outside every review, rotation and shutdown. A register entry \
          that nothing uses wastes the effort of each of them.",
    criteria: Criteria {
        pass: "A server is in the register, and is in a client configuration or was used within \
               the limit; an agent is in the register and was used within the limit. The organisation \
               scans everything for unregistered use within the limit. Accounts and secrets are not \
               judged here: the platform that keeps them is their register, and RVK-04 to RVK-06 judge \
               whether they are in use.",
        partial: "A registered server or agent was last used longer ago and is in no client configuration. \
                  The organisation reads client configurations, or scans a part, but no current \
                  scan covers everything.",
        fail: "A client configuration or an export shows a server or agent that is not registered. The organisation reads \
               no configuration, and none of its scans looks for servers in use.",
    },
    remediation: "Register each unregistered server or agent or remove it, retire entries that are no \
                  longer in use, and restrict clients to registered servers.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Agent, AssetKind::Organisation],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&SEEN_MAX],
    judge: Judge::Asset(judge),
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if let AssetFacts::Agent(agent) = &asset.facts {
        return match asset.registered {
            true => used(asset, &agent.last_used, context),
            false if !context.has_registered_agent() => Judgement::missing_record("agents"),
            false => Judgement::fail("Not registered, but shown by an export")
                .because(asset.place(), "shown here"),
        };
    }
    if !context.has_registered_server() {
        return Judgement::missing_record("servers");
    }
    match &asset.facts {
        AssetFacts::Server(server) if asset.registered => in_use(asset, server, context),
        AssetFacts::Server(server) if server.configuration.is_some() => {
            Judgement::fail("Not registered, but in a client configuration")
                .because(asset.place(), "configured here")
        }
        AssetFacts::Server(_) => Judgement::fail("Not registered, but shown by an export")
            .because(asset.place(), "shown here"),
        _ => discovery(asset, context),
    }
}

/// Whether a registered server is in use.
fn in_use(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if let Some(configuration) = &server.configuration {
        let verdict = Judgement::pass("Registered and in a client configuration");
        return verdict.because(configuration.inspected.first().or(asset.place()), "configured");
    }
    used(asset, &server.last_used, context)
}

/// Whether what is registered was used within the limit.
fn used(asset: &Asset, last_used: &Field<Moment>, context: &Context) -> Judgement {
    let path = (asset.record_kind(), "last_used");
    if last_used.given().is_none() {
        let sentence = "Registered, but no client configuration or record of use in the inputs";
        return Judgement::unusable(Reason::MissingField, path.0, path.1, sentence);
    }
    let limit = context.limit(&SEEN_MAX, asset.test_tier());
    let verdict = dated(last_used, path, context, |last| match days_between(last, context.as_of) {
        age if age > limit => Judgement::partial(words!(
            "Registered, but in no client configuration and unused for {}",
            days(age)
        )),
        age => Judgement::pass(words!("Registered, and used {} ago", days(age))),
    });
    verdict.because(asset.place_of("last_used"), quote("last_used", last_used))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use model::records::Configuration;
    use serde_json::{Value, json};

    fn configured(asset: &mut Asset) {
        if let AssetFacts::Server(server) = &mut asset.facts {
            server.configuration = Some(Configuration::default());
        }
    }

    fn used(last_used: Value) -> Kit {
        Kit::new().server(json!({"id": "crm", "last_used": last_used}))
    }

    #[test]
    fn a_registered_server_in_use_passes() {
        assert_eq!(used(json!("2026-08-24")).outcome(&CONTROL), Pass);
        assert_eq!(used(json!(null)).with(configured).outcome(&CONTROL), Pass);
    }

    #[test]
    fn an_agent_is_compared_with_the_register_of_agents() {
        let agent = |last_used: &str| json!({"id": "bot", "last_used": last_used});
        assert_eq!(Kit::new().agent(agent("2026-08-24")).outcome(&CONTROL), Pass);
        assert_eq!(Kit::new().agent(agent("2026-08-23")).outcome(&CONTROL), Partial);
        assert_eq!(Kit::new().agent(json!({"id": "bot"})).outcome(&CONTROL), NotAssessed);
        let shown = || Kit::new().agent(agent("2026-11-01")).with(|asset| asset.registered = false);
        assert_eq!(shown().outcome(&CONTROL), NotAssessed, "nobody keeps a register of agents");
        assert_eq!(shown().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
        assert_eq!(shown().agent(json!({"id": "clerk"})).outcome(&CONTROL), Fail);
    }

    #[test]
    fn an_unused_entry_is_partial() {
        assert_eq!(used(json!("2026-08-23")).outcome(&CONTROL), Partial);
    }

    #[test]
    fn an_unregistered_server_fails_where_there_is_a_register() {
        let shadow = || used(json!("2026-11-01")).with(|asset| asset.registered = false);
        assert_eq!(shadow().server(json!({"id": "wiki"})).outcome(&CONTROL), Fail);
        assert_eq!(shadow().outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn missing_use_is_not_assessed() {
        for unsaid in [json!(null), json!("2027-01-01")] {
            assert_eq!(used(unsaid).outcome(&CONTROL), NotAssessed);
        }
        assert_eq!(Kit::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
    }

    fn organisation(scan: Option<Value>, configuration: bool) -> Outcome {
        let change = |asset: &mut Asset| {
            if configuration {
                configured(asset)
            }
        };
        let kit = Kit::new().server(json!({"id": "crm"})).with(change).organisation();
        let kit = match scan {
            Some(scan) => kit.scan(scan),
            None => kit,
        };
        kit.outcome(&CONTROL)
    }

    fn scan(kind: Value, covers: Value, last_run: Value) -> Option<Value> {
        Some(json!({"id": "sweep", "kind": kind, "covers": covers, "last_run": last_run}))
    }

    #[test]
    fn the_organisation_passes_by_a_current_scan_of_everything() {
        let run = |covers, day: &str| scan(json!("discovery"), covers, json!(day));
        assert_eq!(organisation(run(json!(["*"]), "2026-11-01"), false), Pass);
        assert_eq!(organisation(run(json!(["crm"]), "2026-11-01"), false), Partial);
        assert_eq!(organisation(run(json!(null), "2026-11-01"), false), NotAssessed);
        assert_eq!(organisation(run(json!(["*"]), "2026-08-23"), false), NotAssessed);
        assert_eq!(organisation(run(json!(["*"]), "2026-08-23"), true), Partial);
        assert_eq!(organisation(run(json!(["*"]), "2027-01-01"), false), NotAssessed);
    }

    #[test]
    fn reading_configurations_alone_is_partial() {
        assert_eq!(organisation(None, true), Partial);
        assert_eq!(organisation(None, false), NotAssessed);
        let other = || scan(json!("secrets"), json!(["*"]), json!("2026-11-01"));
        assert_eq!(organisation(other(), true), Partial);
        assert_eq!(organisation(other(), false), Fail);
        let undated = scan(json!("discovery"), json!(["*"]), json!(null));
        assert_eq!(organisation(undated, false), NotAssessed);
        let untyped = scan(json!(null), json!(["*"]), json!("2026-11-01"));
        assert_eq!(organisation(untyped, false), NotAssessed);
    }
}
