//! History hides nothing: what was open last month stays until it is shown to be fixed, or retired.

use jiff::civil::{Date, date};
use passmuster::model::posture::{FindingCard, Standing};
use passmuster::model::threshold::{self, Bound, Threshold, Unit};
use passmuster::model::{Diagnostic, Gate, GateRule, GateTest, Outcome, Posture, Reason, Tier};
use passmuster::workspace::Project;
use passmuster::{history, posture};

use super::{Copy, asset, finding, rank};
use crate::support::project;
use crate::support::year::judge;

const LAST: Date = date(2026, 10, 31);
const NOW: Date = date(2026, 11, 22);
const LATER: Date = date(2026, 12, 31);

/// Judges a project after the month of another.
fn after(last: &Posture, mut project: Project, as_of: Date) -> Posture {
    let record = history::write(&posture::record(last, posture::findings(last))).expect("a record");
    project.history.get_or_insert_default().push((record.path, record.bytes));
    judge(project, as_of)
}

/// The first month of a history.
fn first(mut project: Project, as_of: Date) -> Posture {
    project.history = Some(Vec::new());
    judge(project, as_of)
}

const OWNERS: &str = "owners:\n  - { id: ada, kind: person, name: Ada, status: active, deputy: bo, briefed_on: 2026-09-01 }\n  - { id: bo, kind: person, name: Bo, status: active, deputy: ada, briefed_on: 2026-09-01 }\n";

/// Servers in production that anybody may call.
fn bad(count: usize) -> String {
    let one = |number: usize| {
        format!(
            "  - {{ id: bad-{number:02}, owner: ada, status: active, environments: [production], scopes: [\"*\"], auth: {{ kind: none }}, transport: http, url: \"https://bad-{number:02}.example/mcp\" }}\n"
        )
    };
    format!("{OWNERS}servers:\n{}", (0..count).map(one).collect::<String>())
}

/// Servers of the lowest tier that claim the names of others, a few each.
fn stubs(count: usize, claimed: usize, field: &str) -> String {
    let each = claimed.div_ceil(count);
    let one = |number: usize| {
        let names: Vec<String> = (number * each..claimed.min((number + 1) * each))
            .map(|name| format!("bad-{name:02}"))
            .collect();
        format!(
            "  - {{ id: stub-{number}, owner: ada, status: active, {field}: [{}], environments: [development], reach: [], modifiers: [], uses: [], tools: [], scopes: [] }}\n",
            names.join(", ")
        )
    };
    format!("{OWNERS}servers:\n{}", (0..count).map(one).collect::<String>())
}

fn counts_as_open(card: &&FindingCard) -> bool {
    card.standing() == Standing::Open
}

#[test]
fn fifteen_bad_assets_that_four_stubs_replace_stay_in_the_count() {
    let last = first(project(&bad(15)), LAST);
    let open = |posture: &Posture| posture.findings.iter().filter(counts_as_open).count();
    for field in ["formerly", "known_as"] {
        let now = after(&last, project(&stubs(4, 15, field)), NOW);
        let missing = now.assets.iter().filter(|asset| asset.missing_since.is_some());
        assert_eq!(missing.count(), 11, "{field}");
        assert!(now.assets.iter().all(|asset| !asset.retired), "{field}");
        for number in 0..4 {
            let stub = asset(&now, &format!("server/stub-{number}"));
            assert_eq!(stub.tier, Tier::T3, "{field}: {:?}", stub.tier_reasons);
            let id = format!("CRD-04@server/stub-{number}");
            assert_eq!(finding(&now, &id).standing(), Standing::Open, "{field}");
            assert_eq!(
                finding(&now, &id).first_seen.map(|m| m.to_string()),
                Some("2026-10".into())
            );
        }
        assert!(open(&now) >= open(&last), "{field}: {} then {}", open(&last), open(&now));
        assert!(rank(&now) >= rank(&last), "{field}: {:?}", now.grade);
        assert!(now.score.proven <= last.score.proven, "{field}");
        let (was, is) = (&last.privileged_assets, &now.privileged_assets);
        assert_eq!(is.not_in_order.len(), was.not_in_order.len(), "{field}");
        // Nor does another month settle anything.
        let later = after(&now, project(&stubs(4, 15, field)), LATER);
        assert!(open(&later) >= open(&last), "{field}: {} then {}", open(&last), open(&later));
        assert!(rank(&later) >= rank(&last), "{field}: {:?}", later.grade);
        assert_eq!(later.privileged_assets.not_in_order.len(), was.not_in_order.len(), "{field}");
    }
}

#[test]
fn one_asset_may_take_the_place_of_one() {
    let last = first(project(&bad(1)), LAST);
    let renamed = bad(1).replace("id: bad-00,", "id: good, formerly: [bad-00],");
    let now = after(&last, project(&renamed), NOW);
    assert_eq!(now.assets.len(), 1);
    assert_eq!(now.score, last.score);
}

/// A record that states `retired` closes nothing by itself: somebody outside the operating team decides that.
#[test]
fn a_retirement_settles_what_was_open_only_by_who_may_decide_it() {
    let last = first(project(&bad(1)), LAST);
    let id = "CRD-04@server/bad-00";
    assert_eq!(finding(&last, id).standing(), Standing::Open);
    let retired = |by: &str| {
        let people = "  - { id: ida, kind: person, status: active, domains: [identity] }\n  - { id: ola, kind: person, status: active, domains: [operator] }\n";
        let record = bad(1).replacen(
            "status: active, environments",
            &format!("status: retired, retired_on: 2026-11-10, {by}environments"),
            1,
        );
        let record = record.replacen("servers:\n", &format!("{people}servers:\n"), 1);
        after(&last, project(&record), NOW)
    };
    for (by, standing) in [
        ("", Standing::Open),
        ("retired_by: ghost, ", Standing::Open),
        ("retired_by: ola, ", Standing::Open),
        ("retired_by: ida, ", Standing::Clear),
    ] {
        let now = retired(by);
        assert!(asset(&now, "server/bad-00").retired, "{by}");
        assert_eq!(finding(&now, id).standing(), standing, "{by}: {:?}", finding(&now, id));
        if standing == Standing::Open {
            assert!(rank(&now) >= rank(&last), "{by}: {:?}", now.grade);
            assert!(now.score.proven <= last.score.proven, "{by}");
        }
    }
}

/// What a name is worth does not depend on the case of its letters, in the tier as in the findings.
#[test]
fn a_spelling_loses_no_remembered_tier() {
    let last = first(project(&bad(1)), LAST);
    assert_eq!(asset(&last, "server/bad-00").tier, Tier::T3);
    for field in ["formerly", "known_as"] {
        let stub = stubs(1, 1, field).replace("[bad-00]", "[BAD-00]");
        let now = after(&last, project(&stub), NOW);
        let stub = asset(&now, "server/stub-0");
        assert_eq!(stub.tier, Tier::T3, "{field}: {:?}", stub.tier_reasons);
    }
}

#[test]
fn a_later_sighting_ends_a_retirement() {
    let retired =
        |on: &str| format!("servers:\n  - {{ id: crm, status: retired, retired_on: {on} }}\n");
    let entry =
        "{\"mcpServers\":{\"crm\":{\"command\":\"npx\",\"args\":[\"-y\",\"crm-mcp@1.0.0\"]}}}";
    let with = |on: &str| {
        let mut project = project(&retired(on));
        project.files.push((".mcp.json".into(), entry.as_bytes().to_vec()));
        judge(project, NOW)
    };
    let seen = with("2026-09-01");
    assert_eq!(seen.assets.len(), 1, "{:?}", seen.assets);
    assert!(!asset(&seen, "server/crm").retired);
    assert_ne!(finding(&seen, "OWN-01@server/crm").outcome, Outcome::NotApplicable);
    assert_ne!(finding(&seen, "RVK-04@server/crm").outcome, Outcome::Pass);
    let reported = |notice: &Diagnostic| notice.message.contains("it is in service");
    assert!(seen.notices.iter().any(reported), "{:#?}", seen.notices);
    assert!(asset(&with("2026-11-22"), "server/crm").retired, "not later");
    assert!(asset(&judge(project(&retired("2026-09-01")), NOW), "server/crm").retired);
}

/// `healthy`, as it is, judged when its files are 65 days old.
#[test]
fn an_old_file_fails_no_identity_as_dormant() {
    let healthy = || Copy::of("healthy").project;
    let later = judge(healthy(), date(2027, 1, 26));
    let dormant = |posture: &Posture| -> Vec<(Outcome, Option<Reason>)> {
        let all = posture.findings.iter().filter(|card| card.control == "RVK-05");
        all.map(|card| (card.outcome, card.reason)).collect()
    };
    let found = dormant(&later);
    let stale = (Outcome::NotAssessed, Some(Reason::Stale));
    assert_eq!(found.iter().filter(|one| **one == stale).count(), 9, "{found:?}");
    assert!(!found.iter().any(|(outcome, _)| outcome.is_open()), "{found:?}");
}

#[test]
fn what_only_a_stale_feed_hides_keeps_its_outcome_for_one_period() {
    let healthy = || Copy::of("healthy").project;
    let december = first(healthy(), date(2026, 12, 31));
    let stale = |posture: &Posture| -> Vec<FindingCard> {
        let all = posture.findings.iter().filter(|card| card.reason == Some(Reason::Stale));
        all.cloned().collect()
    };
    let january = after(&december, healthy(), date(2027, 1, 26));
    let kept = |card: &&FindingCard| card.last_known.is_some();
    let found = stale(&january);
    assert!(found.iter().filter(kept).count() >= 1, "{found:#?}");
    for card in found.iter().filter(kept) {
        assert_eq!(card.outcome, Outcome::NotAssessed);
        assert!(card.sentence.contains("last known as of 2026-12-31: pass"), "{}", card.sentence);
        assert_eq!(card.standing(), Standing::Clear, "{}", card.id);
    }
    // The month after, nothing is known any more.
    let february = after(&january, healthy(), date(2027, 2, 20));
    let again = stale(&february);
    let ids = found.iter().map(|card| &card.id);
    let still: Vec<_> = ids.filter_map(|id| again.iter().find(|card| card.id == *id)).collect();
    assert!(!still.is_empty());
    assert!(still.iter().all(|card| card.last_known.is_none()), "{still:#?}");
}

#[test]
fn a_baseline_of_others_or_of_a_later_day_is_refused() {
    let posture = Copy::of("half").posture();
    let gate = Gate {
        rules: vec![GateRule { test: GateTest::NoRegression, place: None }],
        ..Gate::default()
    };
    let refused = |change: fn(&mut Posture)| {
        let mut other = posture.clone();
        change(&mut other);
        let record = posture::record(&other, posture::findings(&other));
        let baseline = passmuster::model::Baseline { name: "b.json".into(), record: record.into() };
        let errors = posture::gate(
            &posture,
            posture::Counted::Each(&posture.findings),
            Some(&baseline),
            &gate,
        )
        .expect_err("refused");
        errors.iter().map(|error| error.message.clone()).collect::<Vec<_>>().join("\n")
    };
    let others = refused(|other| other.organisation = "Somebody Else".into());
    assert!(others.contains("b.json belongs to Somebody Else"), "{others}");
    let later = refused(|other| other.as_of = date(2026, 11, 23));
    assert!(later.contains("has the as-of date 2026-11-23, which is later"), "{later}");
}

#[test]
fn an_approval_without_an_end_is_none() {
    let text = "servers:\n  - { id: crm, status: active, first_seen: 2026-03-01, environments: [production] }\napprovals:\n  - { subject: crm, change: deployment, approver: ada, approver_domain: operator, requested_by: bo, approved_on: 2026-02-01, expires_on: 9999-12-31 }\n";
    let posture = judge(project(&format!("{OWNERS}{text}")), NOW);
    let finding = finding(&posture, "POL-01@server/crm");
    assert_eq!(finding.outcome, Outcome::Fail, "{}", finding.sentence);
    let said = format!("{} {:?}", finding.sentence, finding.items);
    assert!(said.contains("no end date") && !said.contains("1970"), "{said}");
    let reported = |notice: &Diagnostic| notice.message.contains("no end date");
    assert!(posture.notices.iter().any(reported), "{:#?}", posture.notices);
}

/// `neglected` with every limit as loose as a profile may make it.
#[test]
fn relaxed_limits_are_stated_with_the_score_under_the_defaults() {
    let mut project = Copy::of("neglected").project;
    let looser = |threshold: &&&Threshold| {
        let loosest = threshold.bounds.1.max(threshold.default.0.into_iter().max().unwrap_or(0));
        threshold.bound == Bound::Most && threshold.default.0.iter().any(|v| *v < loosest)
    };
    let days: Vec<String> = threshold::THRESHOLDS
        .iter()
        .filter(looser)
        .filter(|one| matches!(one.unit, Unit::Days))
        .map(|one| {
            let loosest = one.bounds.1;
            let tiers = Tier::ALL.map(|tier| format!("{tier} = {loosest}")).join(", ");
            format!("\"{}\" = {{ {tiers} }}", one.key)
        })
        .collect();
    assert!(days.len() > 20);
    let profile = project.profile.take().unwrap_or_default();
    assert!(!profile.contains("[thresholds]"));
    project.profile = Some(format!("{profile}\n[thresholds]\n{}\n", days.join("\n")));
    let posture = judge(project, NOW);
    let plain = Copy::of("neglected").posture();
    let with = posture.under_defaults.as_ref().expect("a score");
    assert_eq!((&with.score, with.grade.letter), (&plain.score, plain.grade.letter));
    assert!(posture.score.proven > plain.score.proven);
    let relaxed = posture.thresholds.iter().filter(|row| row.relaxed).count();
    let summary = posture.summary.join("\n");
    let score = plain.score.proven.expect("a score");
    let word = format!(
        "{relaxed} limits are relaxed beyond the defaults. Under the default limits, the score would be {score}"
    );
    assert!(summary.contains(&word), "{word}\n{summary}");
    assert_eq!(plain.under_defaults, None);
    // Each finding that rests on a relaxed limit is named, and no other.
    let credit = |posture: &Posture, id: &str| {
        let card = posture.findings.iter().find(|card| card.id == id).expect("a finding");
        card.outcome.half_credits()
    };
    let ids = posture.findings.iter().map(|card| card.id.to_string());
    let better: Vec<String> = ids.filter(|id| credit(&posture, id) > credit(&plain, id)).collect();
    let mut worse = with.worse.clone();
    worse.sort();
    let mut expected = better;
    expected.sort();
    assert!(!expected.is_empty());
    assert_eq!(worse, expected);
}
