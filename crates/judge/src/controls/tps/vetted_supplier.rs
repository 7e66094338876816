//! TPS-01: what others supply was looked into, and is looked after.

use crate::controls::dated::when_past;
use crate::controls::own::naming::{self, Naming};
use crate::controls::wording::days;
use model::records::{RegistryStatus, Server, Supply, Vetting, VettingOutcome};
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Placed, RecordKind, Severity, Tier, days_between, is_placeholder, threshold,
};

/// Third-party servers that were vetted and are kept up.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-01",
    slug: "vetted-supplier",
    family: Family::Tps,
    title: "Somebody vetted the supplied server lately, and its publisher keeps it up",
    why: "A server from outside runs with our credentials and speaks to our agents. That a \
          registry lists it says only that somebody uploaded it.",
    criteria: Criteria {
        pass: "Its publisher is known, lists it as current and released it within the period, and \
               its latest vetting is in date, by somebody who can be found, and accepted it.",
        partial: "The vetting accepted it within limits only, its last release is older than the \
                  period, or at T0 and T1 it is deprecated or archived.",
        fail: "Nobody vetted it, the vetting is too old or rejected it, it was withdrawn, or from \
               T2 on it is deprecated or archived.",
    },
    remediation: "Look into the publisher, the code and what it asks for, and record who decided \
                  what; replace a server that nobody develops any more.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&threshold::VENDOR_REASSESS, &threshold::RELEASE_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    let supplied = match &server.supplied_by {
        Field::Given(Supply::InHouse) => {
            return Judgement::not_applicable("The organisation builds and runs it itself")
                .because(asset.place(), "supplied_by = in-house");
        }
        Field::Given(Supply::ThirdParty) => published(server),
        // It may be the organisation's own, which nobody has to vet.
        silent => return Judgement::silent(silent, "servers", "supplied_by"),
    };
    let publisher = server.publisher.given().map_or("(not stated)", String::as_str);
    vetted(asset, context)
        .worst_of(supplied)
        .worst_of(listed(server, asset.test_tier()))
        .worst_of(released(server, asset, context))
        .because(asset.place(), format!("publisher = {publisher}"))
}

fn published(server: &Server) -> Judgement {
    match &server.publisher {
        Field::Given(publisher) if !is_placeholder(publisher) => Judgement::pass(""),
        Field::Given(_) => Judgement::silent(&Field::<()>::Blank, "servers", "publisher"),
        silent => Judgement::silent(silent, "servers", "publisher"),
    }
}

fn listed(server: &Server, tier: Tier) -> Judgement {
    let status = match &server.registry_status {
        Field::Given(RegistryStatus::Active) => return Judgement::pass(""),
        Field::Given(RegistryStatus::Deleted) => {
            return Judgement::fail("Its publisher or registry withdrew it");
        }
        Field::Given(RegistryStatus::Deprecated) => "deprecated",
        Field::Given(RegistryStatus::Archived) => "archived",
        silent => return Judgement::silent(silent, "servers", "registry_status"),
    };
    match tier {
        Tier::T0 | Tier::T1 => Judgement::partial(format!("It is {status}")),
        Tier::T2 | Tier::T3 => Judgement::fail(format!("It is {status}")),
    }
}

fn released(server: &Server, asset: &Asset, context: &Context) -> Judgement {
    when_past(&server.last_release, ("servers", "last_release"), context, |day| {
        let age = days_between(day, context.as_of);
        match age > context.limit(&threshold::RELEASE_MAX, asset.test_tier()) {
            true => Judgement::partial(format!("Its publisher last released it {} ago", days(age))),
            false => Judgement::pass(""),
        }
    })
}

/// The latest vetting decides; one without a usable date may be a later one.
fn vetted(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Vettings) {
        return Judgement::missing_record("vettings");
    }
    let vettings = context.vettings.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let dated = |vetting: &Placed<Vetting>| {
        let pass = |_| Judgement::pass("");
        when_past(&vetting.record.date, ("vettings", "date"), context, pass)
    };
    let undated = vettings.iter().map(dated).reduce(Judgement::worst_of);
    let Some(undated) = undated else {
        return Judgement::fail("No vetting of it is on record")
            .because(asset.place(), "no vetting names it");
    };
    let come = vettings.iter().filter_map(|vetting| {
        let day = vetting.record.date.given().filter(|day| day.day() <= context.as_of)?;
        Some((*day, verdict(vetting, asset, context)))
    });
    let latest = come.max_by_key(|(day, verdict)| (*day, verdict.outcome.rank()));
    latest.map_or(undated.clone(), |(_, verdict)| verdict.worst_of(undated))
}

fn verdict(vetting: &Placed<Vetting>, asset: &Asset, context: &Context) -> Judgement {
    let Vetting { date, by, outcome, .. } = &vetting.record;
    let aged = when_past(date, ("vettings", "date"), context, |date| {
        let age = days_between(date, context.as_of);
        let limit = context.limit(&threshold::VENDOR_REASSESS, asset.test_tier());
        match age > limit {
            true => {
                Judgement::fail(format!("Vetted {} ago; the limit is {}", days(age), days(limit)))
            }
            false => {
                Judgement::pass(format!("Vetted and accepted on {date}, and still maintained"))
            }
        }
    });
    let accepted = match outcome {
        Field::Given(VettingOutcome::Accepted) => Judgement::pass(""),
        Field::Given(VettingOutcome::Conditional) => {
            Judgement::partial("Its vetting accepted it within limits only")
        }
        Field::Given(VettingOutcome::Rejected) => Judgement::fail("Its vetting rejected it"),
        silent => Judgement::silent(silent, "vettings", "outcome"),
    };
    let somebody = match naming::one(by, ("vettings", "by"), context) {
        Naming::Known(_) => Judgement::pass(""),
        Naming::Nobody(why) => Judgement::fail(format!("Nobody stands for its vetting: {why}")),
        Naming::Untold(record, field) => naming::missing((record, field)),
    };
    let by = by.given().map_or("(nobody)", String::as_str);
    let date = date.given().map_or("(no date)".into(), ToString::to_string);
    let fact = format!("vetted on {date} by {by}");
    aged.worst_of(accepted).worst_of(somebody).because(Some(&vetting.place), fact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn server(field: &str, value: Value) -> Bench {
        let mut server = json!({
            "id": "mail", "supplied_by": "third-party", "publisher": "Acme",
            "registry_status": "active", "last_release": "2026-09-01"
        });
        server[field] = value;
        Bench::new().owner(json!({"id": "ada"})).server(server)
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
    fn vetted_and_kept_up_passes_and_t3_vets_twice_a_year() {
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
            let bench = server("id", json!("mail")).vetting(vetting("by", json!("ada")));
            bench.vetting(later).outcome(&CONTROL)
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
    fn what_nobody_says_is_not_assessed() {
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
