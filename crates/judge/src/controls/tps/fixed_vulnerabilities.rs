//! TPS-04: known vulnerabilities are looked for, and fixed in time.

use crate::controls::attested::or_attested;
use crate::controls::dated::when_past;
use crate::controls::wording::days;
use model::records::{
    Scan, ScanKind, Server, Supply, Transport, Vulnerability, VulnerabilityStatus,
};
use model::{
    Asset, AssetFacts, AssetKind, Channel, Context, Control, Criteria, Domain, Family, Field, Item,
    Judgement, Outcome, PerTier, Placed, Reason, RecordKind, Severity, Tier, channel, days_between,
    is_placeholder, threshold,
};

/// No vulnerability open for longer than its gravity allows.
pub(crate) static CONTROL: Control = Control {
    id: "TPS-04",
    slug: "fixed-vulnerabilities",
    family: Family::Tps,
    title: "It is scanned for known vulnerabilities, and none stays open for too long",
    why: "For a known vulnerability the attack is written already. What counts is whether the \
          update or the attacker comes first.",
    criteria: Criteria {
        pass: "A scan covered it lately, and each known vulnerability is fixed, or open within \
               the time for its gravity; one that does not affect it may stay open, where that is \
               stated and attested.",
        partial: "Only vulnerabilities of medium gravity or less are open beyond their time.",
        fail: "One that is high, critical or exploited is open beyond its time.",
    },
    remediation: "Update it, or take it out of service until there is an update; where it is not \
                  affected, say why and have that attested.",
    severity: PerTier([Severity::Low, Severity::Medium, Severity::High, Severity::High]),
    domain: Domain::Operator,
    asset_kinds: &[AssetKind::Server],
    from_tier: Tier::T0,
    judges_retired: false,
    thresholds: &[
        &threshold::VULN_SCAN,
        &threshold::VULN_URGENT,
        &threshold::VULN_CRITICAL,
        &threshold::VULN_HIGH,
        &threshold::VULN_OTHER,
    ],
    judge,
};

fn judge(asset: &Asset, context: &Context) -> Judgement {
    let AssetFacts::Server(server) = &asset.facts else {
        return Judgement::not_applicable("It is no server");
    };
    let ours = duty(server);
    if ours.outcome == Outcome::NotApplicable {
        return ours.because(asset.place(), "supplied_by = third-party, at a remote url");
    }
    let found = or_attested(open(server, asset, context), CONTROL.id, asset, context);
    found.worst_of(scanned(asset, context)).worst_of(ours)
}

/// Whether fixing it is the organisation's duty. Each of the facts that would excuse it must be
/// there; a missing one neither excuses nor lets pass.
fn duty(server: &Server) -> Judgement {
    let way = server.url.given().and_then(|url| channel(url));
    let local = server.transport.given() == Some(&Transport::Stdio) || way == Some(Channel::Local);
    match (&server.supplied_by, &server.transport) {
        (Field::Given(Supply::InHouse), _) => Judgement::pass(""),
        _ if local => Judgement::pass(""),
        (Field::Given(Supply::ThirdParty), Field::Given(_)) if way.is_some() => {
            Judgement::not_applicable("Its supplier runs it, and fixes it: see TPS-01")
        }
        (Field::Given(Supply::ThirdParty), _) if way.is_none() => match &server.url {
            Field::Given(_) => Judgement::unusable(
                Reason::UnknownGrammar,
                "servers",
                "url",
                "Its URL does not say where it runs",
            ),
            silent => Judgement::silent(silent, "servers", "url"),
        },
        (Field::Given(Supply::ThirdParty), silent) => {
            Judgement::silent(silent, "servers", "transport")
        }
        (silent, _) => Judgement::silent(silent, "servers", "supplied_by"),
    }
}

fn scanned(asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Scans) {
        return Judgement::missing_record("scans");
    }
    let covers = |scan: &&Placed<Scan>| {
        let is_it =
            |name: &String| name == "*" || *name == asset.key.id || *name == asset.key.to_string();
        scan.record.kind.given() == Some(&ScanKind::Vulnerabilities)
            && scan.record.covers.items().iter().any(is_it)
    };
    let verdicts = context.scans.iter().filter(covers).map(|scan| {
        when_past(&scan.record.last_run, ("scans", "last_run"), context, |last| {
            let age = days_between(last, context.as_of);
            let limit = context.limit(&threshold::VULN_SCAN, asset.test_tier());
            match age > limit {
                true => Judgement::unusable(
                    Reason::Stale,
                    "scans",
                    "last_run",
                    format!("Its last scan is {} old and counts for {}", days(age), days(limit)),
                ),
                false => Judgement::pass(""),
            }
        })
        .because(Some(&scan.place), format!("scan = {}", scan.record.id))
    });
    verdicts.min_by_key(|verdict| verdict.outcome.rank()).unwrap_or_else(|| {
        let sentence = "No scan for vulnerabilities is known to cover it";
        Judgement::unusable(Reason::MissingRecord, "scans", "covers", sentence)
    })
}

fn open(server: &Server, asset: &Asset, context: &Context) -> Judgement {
    if !context.carries(RecordKind::Vulnerabilities) {
        return Judgement::missing_record("vulnerabilities");
    }
    let known = context.vulnerabilities.get(&asset.key).map(Vec::as_slice).unwrap_or_default();
    let (mut items, mut verdicts) = (Vec::new(), Vec::new());
    for Placed { record, place } in known {
        let verdict = settled(record, server, asset, context);
        items.push(Item::new(&record.id, verdict.outcome, &verdict.sentence));
        let severity = record.severity.given().map_or("unknown".into(), ToString::to_string);
        verdicts.push(verdict.because(Some(place), format!("{} is {severity}", record.id)));
    }
    // An unattested statement waits for a person only if nothing else is unknown.
    verdicts.sort_by_key(|verdict| verdict.reason == Some(Reason::NeedsAttestation));
    let Some(worst) = verdicts.into_iter().reduce(Judgement::worst_of) else {
        return Judgement::pass("A recent scan knows of no vulnerability in it")
            .because(asset.place(), "no vulnerability names it");
    };
    let predicate = "are fixed or in time";
    let mut verdict = Judgement::of_items("known vulnerability", predicate, items, ("", ""));
    (verdict.reason, verdict.ask, verdict.evidence) = (worst.reason, worst.ask, worst.evidence);
    verdict
}

/// Judged as open unless shown otherwise, so that no half-told status gains anything. A statement
/// asks for a person's word only where there is no credit to lose by making one.
fn settled(record: &Vulnerability, server: &Server, asset: &Asset, context: &Context) -> Judgement {
    let fixed_on = record.fixed_on.given().filter(|day| day.day() <= context.as_of);
    let as_open = in_time(record, server, asset, context);
    match (record.status.given(), fixed_on, record.statement.given()) {
        (Some(VulnerabilityStatus::Fixed), Some(day), _) => {
            Judgement::pass(format!("fixed on {day}"))
        }
        (Some(VulnerabilityStatus::NotAffected), _, Some(statement))
            if as_open.outcome.half_credits() == Some(0) && !is_placeholder(statement) =>
        {
            let sentence = format!("stated not to affect it: {statement}");
            Judgement::unusable(Reason::NeedsAttestation, "attestations", "", sentence)
        }
        _ => as_open,
    }
}

fn in_time(record: &Vulnerability, server: &Server, asset: &Asset, context: &Context) -> Judgement {
    let Field::Given(severity) = &record.severity else {
        return Judgement::silent(&record.severity, "vulnerabilities", "severity");
    };
    let urgent = match (&record.exploited, severity, &server.internet_exposed) {
        (Field::Given(true), _, _) | (_, Severity::Critical, Field::Given(true)) => true,
        (Field::Absent | Field::Blank, _, _) => {
            return Judgement::silent(&record.exploited, "vulnerabilities", "exploited");
        }
        (_, Severity::Critical, silent @ (Field::Absent | Field::Blank)) => {
            return Judgement::silent(silent, "servers", "internet_exposed");
        }
        (Field::Given(false), _, _) => false,
    };
    let limit = match severity {
        _ if urgent => &threshold::VULN_URGENT,
        Severity::Critical => &threshold::VULN_CRITICAL,
        Severity::High => &threshold::VULN_HIGH,
        Severity::Medium | Severity::Low | Severity::Info => &threshold::VULN_OTHER,
    };
    let limit = context.limit(limit, asset.test_tier());
    when_past(&record.first_seen, ("vulnerabilities", "first_seen"), context, |first| {
        let age = days_between(first, context.as_of);
        let sentence = format!("{severity}, open for {age} of {} allowed", days(limit));
        match age > limit {
            false => Judgement::pass(sentence),
            true if urgent || *severity >= Severity::High => Judgement::fail(sentence),
            true => Judgement::partial(sentence),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controls::bench::Bench;
    use model::Outcome::{Fail, NotApplicable, NotAssessed, Partial, Pass};
    use serde_json::{Value, json};

    fn bench(server: Value) -> Bench {
        let scan = json!({"id": "weekly", "kind": "vulnerabilities", "covers": ["*"],
                          "last_run": "2026-11-20"});
        Bench::new().server(server).scan(scan).carries(RecordKind::Vulnerabilities)
    }

    fn own() -> Value {
        json!({"id": "crm", "supplied_by": "in-house", "internet_exposed": false})
    }

    fn flaw(severity: &str, first_seen: &str) -> Value {
        json!({"id": "CVE-2026-1", "server": "crm", "severity": severity, "exploited": false,
               "first_seen": first_seen, "status": "open"})
    }

    fn with(mut record: Value, field: &str, value: Value) -> Value {
        record[field] = value;
        record
    }

    fn found(flaw: Value) -> Outcome {
        bench(own()).vulnerability(flaw).outcome(&CONTROL)
    }

    #[test]
    fn nothing_known_and_what_is_in_time_pass() {
        assert_eq!(bench(own()).outcome(&CONTROL), Pass);
        assert_eq!(found(flaw("critical", "2026-11-08")), Pass);
        assert_eq!(found(flaw("high", "2026-10-23")), Pass);
        assert_eq!(found(flaw("medium", "2026-09-23")), Pass);
    }

    #[test]
    fn overdue_fails_by_gravity() {
        assert_eq!(found(flaw("critical", "2026-11-07")), Fail);
        assert_eq!(found(flaw("high", "2026-10-22")), Fail);
        assert_eq!(found(flaw("medium", "2026-09-22")), Partial);
        assert_eq!(found(with(flaw("low", "2026-11-07"), "exploited", json!(true))), Fail);
    }

    #[test]
    fn critical_on_the_internet_is_urgent() {
        let on_the_net = |exposed: Value| {
            let server = with(own(), "internet_exposed", exposed);
            let bench = bench(server).vulnerability(flaw("critical", "2026-11-18"));
            bench.tier(Tier::T3).outcome(&CONTROL)
        };
        assert_eq!(on_the_net(json!(false)), Pass);
        assert_eq!(on_the_net(json!(true)), Fail);
        assert_eq!(on_the_net(json!(null)), NotAssessed);
    }

    #[test]
    fn a_fix_counts_from_its_day_and_silence_is_open() {
        let fixed = |day: Value| {
            with(with(flaw("high", "2026-01-01"), "status", json!("fixed")), "fixed_on", day)
        };
        assert_eq!(found(fixed(json!("2026-11-01"))), Pass);
        assert_eq!(found(fixed(json!("2027-01-01"))), Fail);
        assert_eq!(found(fixed(json!(null))), Fail);
        assert_eq!(found(with(fixed(json!("2026-11-01")), "status", json!(null))), Fail);
    }

    #[test]
    fn what_does_not_affect_it_needs_a_statement_and_somebodys_word() {
        let flaw = with(flaw("high", "2026-01-01"), "status", json!("not-affected"));
        assert_eq!(found(flaw.clone()), Fail);
        let stated = with(flaw, "statement", json!("The parser is never called"));
        assert_eq!(found(stated.clone()), NotAssessed);
        let word = json!({"control": "TPS-04", "asset": "crm", "by": "ada", "domain": "identity",
                          "on": "2026-11-01", "expires_on": "2026-12-31",
                          "evidence": "https://wiki/crm"});
        let attested = || {
            let bench = bench(own()).owner(json!({"id": "ada"})).attestation(word.clone());
            bench.vulnerability(stated.clone())
        };
        assert_eq!(attested().outcome(&CONTROL), Pass);
        let other = with(self::flaw("high", "2026-11-20"), "severity", json!(null));
        assert_eq!(attested().vulnerability(other).outcome(&CONTROL), NotAssessed);
    }

    #[test]
    fn what_the_supplier_runs_is_the_suppliers_to_fix() {
        let remote = || {
            json!({"id": "crm", "supplied_by": "third-party", "transport": "http",
                   "url": "https://mcp.example.com/"})
        };
        assert_eq!(bench(remote()).outcome(&CONTROL), NotApplicable);
        for field in ["supplied_by", "transport", "url"] {
            let silent = bench(with(remote(), field, json!(null)));
            assert_eq!(silent.outcome(&CONTROL), NotAssessed, "{field}");
        }
        let local = with(remote(), "transport", json!("stdio"));
        assert_eq!(bench(local).outcome(&CONTROL), Pass);
    }

    #[test]
    fn without_a_recent_scan_it_is_not_assessed() {
        let scanned = |field: &str, value: Value| {
            let scan = json!({"id": "weekly", "kind": "vulnerabilities", "covers": ["crm"],
                              "last_run": "2026-11-20"});
            let bench = Bench::new().server(own()).scan(with(scan, field, value));
            bench.carries(RecordKind::Vulnerabilities).outcome(&CONTROL)
        };
        assert_eq!(scanned("last_run", json!("2026-10-23")), Pass);
        for (field, value) in [
            ("last_run", json!("2026-10-22")),
            ("last_run", json!(null)),
            ("kind", json!("secrets")),
            ("covers", json!(["mail"])),
        ] {
            assert_eq!(scanned(field, value), NotAssessed, "{field}");
        }
    }

    #[test]
    fn what_nobody_says_is_not_assessed() {
        let server = || Bench::new().server(own());
        assert_eq!(server().carries(RecordKind::Vulnerabilities).outcome(&CONTROL), NotAssessed);
        let scan = json!({"id": "weekly", "kind": "vulnerabilities", "covers": ["*"],
                          "last_run": "2026-11-20"});
        assert_eq!(server().scan(scan).outcome(&CONTROL), NotAssessed);
        for field in ["severity", "exploited", "first_seen"] {
            let flaw = with(flaw("high", "2026-11-20"), field, json!(null));
            assert_eq!(found(flaw), NotAssessed, "{field}");
        }
        let future = with(flaw("high", "2026-11-20"), "first_seen", json!("2027-01-01"));
        assert_eq!(found(future), NotAssessed);
    }
}
