//! INV-01: the register and the world agree.

use crate::controls::wording::days;
use model::records::{Scan, ScanKind, Server};
use model::threshold::SEEN_MAX;
use model::{
    Asset, AssetFacts, AssetKind, Context, Control, Criteria, Domain, Family, Field, Judgement,
    PerTier, Placed, Reason, RecordKind, Severity, Tier, days_between,
};

/// Nothing runs unregistered, nothing registered is a ghost, and somebody looks for both.
pub(crate) static CONTROL: Control = Control {
    id: "INV-01",
    slug: "registered-assets",
    family: Family::Inv,
    title: "What is in use is registered, and what is registered is in use",
    why: "A server that nobody registered is outside every review, rotation and shutdown; an \
          entry that nothing stands behind wastes each of them.",
    criteria: Criteria {
        pass: "A server is in the register, and stands in a client configuration or was used \
               within the limit. The organisation scans everything for unregistered use within \
               the limit.",
        partial: "A registered server was last used longer ago and stands in no configuration. \
                  The organisation reads client configurations, or scans a part, but no current \
                  scan looks everywhere.",
        fail: "A configuration uses a server that nobody registered. The organisation reads no \
               configuration, and none of its scans looks for servers in use.",
    },
    remediation: "Register what was found or remove it, retire what is no longer there, and let \
                  clients start registered servers only.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::Critical]),
    domain: Domain::PlatformSecurity,
    asset_kinds: &[AssetKind::Server, AssetKind::Organisation],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[&SEEN_MAX],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    if !context.has_registered_server() {
        return Judgement::missing_record("servers");
    }
    match &asset.facts {
        AssetFacts::Server(server) if asset.registered => in_use(asset, server, context),
        AssetFacts::Server(_) => {
            Judgement::fail("A client configuration uses it, and the register does not know it")
                .because(asset.place(), "configured here")
        }
        _ => looked_for(asset, context),
    }
}

/// Whether anything stands behind an entry of the register.
fn in_use(asset: &Asset, server: &Server, context: &Context) -> Judgement {
    if let Some(configuration) = &server.configuration {
        let verdict = Judgement::pass("Registered, and in a client configuration");
        return verdict.because(configuration.inspected.first().or(asset.place()), "configured");
    }
    let Field::Given(last) = &server.last_used else {
        return Judgement::unusable(
            Reason::MissingField,
            "servers",
            "last_used",
            "Registered, but no configuration at hand and no record of use shows it",
        );
    };
    let limit = context.limit(&SEEN_MAX, asset.test_tier());
    let verdict = match days_between(*last, context.as_of) {
        ..0 => Judgement::unusable(
            Reason::InvalidData,
            "servers",
            "last_used",
            "Its last use is dated in the future",
        ),
        age if age > limit => Judgement::partial(format!(
            "Registered, but in no configuration at hand and unused for {}",
            days(age)
        )),
        age => Judgement::pass(format!("Registered, and used {} ago", days(age))),
    };
    verdict.because(asset.place(), format!("last_used = {last}"))
}

/// Whether somebody looks for what is not registered. What was found speaks for itself, as a
/// finding on that server: were it counted here too, hiding the configuration would pay.
fn looked_for(organisation: &Asset, context: &Context) -> Judgement {
    let limit = context.limit(&SEEN_MAX, organisation.test_tier());
    let discovery = |scan: &&Placed<Scan>| {
        scan.record.kind.given().is_none_or(|kind| *kind == ScanKind::Discovery)
    };
    let scans = context.scans.iter().filter(discovery).map(|scan| looks(scan, limit, context));
    let scanned =
        scans.min_by_key(|verdict| verdict.outcome.rank()).unwrap_or_else(|| {
            match context.carries(RecordKind::Scans) {
                true => Judgement::fail("No scan looks for servers and agents in use"),
                false => Judgement::missing_record("scans"),
            }
        });
    match context.configured_server() {
        Some(seen) if scanned.outcome.rank() > Judgement::partial("").outcome.rank() => {
            let sentence = "Client configurations are read, but no current scan looks everywhere";
            Judgement::partial(sentence).because(seen.places.last(), "configuration read")
        }
        _ => scanned,
    }
}

fn looks(scan: &Placed<Scan>, limit: i64, context: &Context) -> Judgement {
    let Scan { id, kind, covers, last_run, .. } = &scan.record;
    if kind.given().is_none() {
        return Judgement::silent(kind, "scans", "kind");
    }
    let Field::Given(run) = last_run else {
        return Judgement::silent(last_run, "scans", "last_run");
    };
    let unusable = |reason, sentence: String| {
        Judgement::unusable(reason, "scans", "last_run", sentence)
            .because(Some(&scan.place), format!("{id}: last_run = {run}"))
    };
    let age = days_between(*run, context.as_of);
    if age < 0 {
        return unusable(Reason::InvalidData, "The scan is dated in the future".into());
    }
    if age > limit {
        let sentence = format!("The scan ran {} ago; the limit is {}", days(age), days(limit));
        return unusable(Reason::Stale, sentence);
    }
    let verdict = match covers {
        Field::Given(covers) if covers.iter().any(|covered| covered == "*") => Judgement::pass(
            format!("Everything was scanned for unregistered use {} ago", days(age)),
        ),
        Field::Given(_) => {
            Judgement::partial(format!("A scan ran {} ago, but not over everything", days(age)))
        }
        silent => return Judgement::silent(silent, "scans", "covers"),
    };
    verdict.because(Some(&scan.place), format!("{id}: last_run = {run}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{self, Fail, NotAssessed, Partial, Pass};
    use model::records::Configuration;
    use serde_json::{Value, json};

    fn configured(asset: &mut Asset) {
        if let AssetFacts::Server(server) = &mut asset.facts {
            server.configuration = Some(Configuration::default());
        }
    }

    fn used(last_used: Value) -> Bench {
        Bench::new().server(json!({"id": "crm", "last_used": last_used}))
    }

    #[test]
    fn a_registered_server_in_use_passes() {
        assert_eq!(used(json!("2026-08-24")).outcome(&CONTROL), Pass);
        assert_eq!(used(json!(null)).with(configured).outcome(&CONTROL), Pass);
    }

    #[test]
    fn a_ghost_is_partial() {
        assert_eq!(used(json!("2026-08-23")).outcome(&CONTROL), Partial);
    }

    #[test]
    fn an_unregistered_server_fails_where_there_is_a_register() {
        let shadow = || used(json!("2026-11-01")).with(|asset| asset.registered = false);
        assert_eq!(shadow().server(json!({"id": "wiki"})).outcome(&CONTROL), Fail);
        assert_eq!(shadow().outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn nobody_saying_whether_it_is_used_is_not_assessed() {
        for unsaid in [json!(null), json!("2027-01-01")] {
            assert_eq!(used(unsaid).outcome(&CONTROL), NotAssessed);
        }
        assert_eq!(Bench::new().server(json!({"id": "crm"})).outcome(&CONTROL), NotAssessed);
    }

    fn organisation(scan: Option<Value>, configuration: bool) -> Outcome {
        let change = |asset: &mut Asset| {
            if configuration {
                configured(asset)
            }
        };
        let bench = Bench::new().server(json!({"id": "crm"})).with(change).organisation();
        let bench = match scan {
            Some(scan) => bench.scan(scan),
            None => bench,
        };
        bench.outcome(&CONTROL)
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
