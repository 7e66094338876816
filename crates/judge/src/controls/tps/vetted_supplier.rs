//! TPS-01: supplier vetting.

use super::vetting::vetted;
use crate::controls::checks::{fail_or_partial, stated};
use crate::controls::prelude::*;
use model::records::{RegistryStatus, Supply};
use model::threshold;

/// Third-party servers that were vetted and are maintained.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-01",
    slug: "vetted-supplier",
    family: Family::Tps,
    title: "Supplier vetting",
    why: "A third-party server runs with our credentials and talks to our agents. A listing in a \
          registry only shows that somebody uploaded it.",
    criteria: Criteria {
        pass: "Its publisher is known, lists it as current and released it within the period, and \
               its latest vetting is in date, by an active owner of identity or platform \
               security, and accepted it.",
        partial: "The vetting accepted it with conditions, its last release is older than the \
                  period, or at T0 and T1 it is deprecated or archived.",
        fail: "Nobody vetted it, the vetting is too old or rejected it, it was withdrawn, or from \
               T2 on it is deprecated or archived.",
    },
    remediation: "Assess the publisher, the code and the permissions it requires, and record the \
                  decision and who made it; replace a server that is no longer developed.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::VENDOR_REASSESS, &threshold::RELEASE_MAX],
    judge: Judge::Server(judge),
};

fn judge(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    match &server.supplied_by {
        Field::Given(Supply::InHouse) => {
            return Judgement::not_applicable("Built by the organisation itself")
                .because(asset.place_of("supplied_by"), quote("supplied_by", &server.supplied_by));
        }
        Field::Given(Supply::ThirdParty) => {}
        // It may be the organisation's own, which needs no vetting.
        silent => return Judgement::silent(silent, "servers", "supplied_by"),
    }
    let limit = context.limit(&threshold::RELEASE_MAX, asset.test_tier());
    let release = ("servers", "last_release");
    vetted(asset, context)
        .worst_of(publisher(server))
        .worst_of(registry_status(server, asset.test_tier()))
        .worst_of(within(&server.last_release, release, limit, context, |age, limit| {
            Judgement::partial(words!("Last release {age} ago (limit {limit})"))
        }))
        .because(asset.place_of("publisher"), quote("publisher", &server.publisher))
}

fn publisher(server: &Server) -> Judgement {
    match &server.publisher {
        Field::Given(_) if stated(&server.publisher).is_some() => Judgement::pass(""),
        Field::Given(_) => Judgement::silent(&Field::<()>::Blank, "servers", "publisher"),
        silent => Judgement::silent(silent, "servers", "publisher"),
    }
}

fn registry_status(server: &Server, tier: Tier) -> Judgement {
    match &server.registry_status {
        Field::Given(RegistryStatus::Active) => Judgement::pass(""),
        Field::Given(RegistryStatus::Deleted) => {
            Judgement::fail("Withdrawn by its publisher or registry")
        }
        Field::Given(RegistryStatus::Deprecated) => {
            fail_or_partial(tier, "Deprecated by its publisher")
        }
        Field::Given(RegistryStatus::Archived) => {
            fail_or_partial(tier, "Archived: no longer developed")
        }
        silent => Judgement::silent(silent, "servers", "registry_status"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::testkit::Kit;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn server(field: &str, value: Value) -> Kit {
        let mut server = json!({
            "id": "mail", "supplied_by": "third-party", "publisher": "Acme",
            "registry_status": "active", "last_release": "2026-09-01"
        });
        server[field] = value;
        Kit::new().person("ada", "identity").server(server)
    }

    fn vetting(field: &str, value: Value) -> Value {
        let mut vetting =
            json!({"server": "mail", "date": "2026-03-01", "by": "ada", "outcome": "accepted"});
        vetting[field] = value;
        vetting
    }

    fn of_server(field: &str, value: Value, tier: Tier) -> Outcome {
        server(field, value).vetting(vetting("by", json!("ada"))).tier(tier).outcome(&CONTROL)
    }

    fn of_vetting(field: &str, value: Value) -> Outcome {
        server("id", json!("mail")).vetting(vetting(field, value)).outcome(&CONTROL)
    }

    #[test]
    fn vetted_and_maintained_passes_and_t3_vets_twice_a_year() {
        assert_eq!(of_vetting("by", json!("ada")), Pass);
        assert_eq!(of_server("id", json!("mail"), Tier::T3), Fail);
    }

    #[test]
    fn what_is_no_longer_developed_fails_where_it_matters() {
        for status in ["deprecated", "archived"] {
            assert_eq!(of_server("registry_status", json!(status), Tier::T1), Partial);
            assert_eq!(of_server("registry_status", json!(status), Tier::T2), Fail);
        }
        assert_eq!(of_server("registry_status", json!("deleted"), Tier::T0), Fail);
        assert_eq!(of_server("last_release", json!("2025-06-01"), Tier::T2), Partial);
    }

    #[test]
    fn no_vetting_an_old_one_and_a_rejection_fail() {
        let none = server("id", json!("mail")).carries(RecordKind::Vettings);
        assert_eq!(none.outcome(&CONTROL), Fail);
        assert_eq!(of_vetting("date", json!("2025-11-21")), Fail);
        assert_eq!(of_vetting("outcome", json!("rejected")), Fail);
        assert_eq!(of_vetting("outcome", json!("conditional")), Partial);
        assert_eq!(of_vetting("by", json!("ghost")), Fail);
    }

    #[test]
    fn the_latest_vetting_decides_and_an_undated_one_may_be_it() {
        let two = |day: Value| {
            let mut later = vetting("outcome", json!("rejected"));
            later["date"] = day;
            let kit = server("id", json!("mail")).vetting(vetting("by", json!("ada")));
            kit.vetting(later).outcome(&CONTROL)
        };
        assert_eq!(two(json!("2025-12-01")), Pass);
        assert_eq!(two(json!("2026-06-01")), Fail);
        assert_eq!(two(json!("2026-03-01")), Fail);
        assert_eq!(two(json!(null)), NotAssessed);
    }

    #[test]
    fn what_may_be_the_organisations_own_does_not_fail_for_want_of_a_vetting() {
        let unsaid = server("supplied_by", json!(null)).carries(RecordKind::Vettings);
        assert_eq!(unsaid.outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn only_the_organisations_own_is_excused() {
        let own = server("supplied_by", json!("in-house"));
        assert_eq!(own.outcome(&CONTROL), NotApplicable);
    }

    #[test]
    fn missing_data_is_not_assessed() {
        assert_eq!(server("id", json!("mail")).outcome(&CONTROL), NotAssessed);
        for field in ["supplied_by", "publisher", "registry_status", "last_release"] {
            assert_eq!(of_server(field, json!(null), Tier::T2), NotAssessed, "{field}");
        }
        assert_eq!(of_server("publisher", json!("unknown"), Tier::T2), NotAssessed);
        assert_eq!(of_server("last_release", json!("2027-01-01"), Tier::T2), NotAssessed);
        assert_eq!(of_vetting("date", json!("2027-01-01")), NotAssessed);
        assert_eq!(of_vetting("outcome", json!(null)), NotAssessed);
    }
}
