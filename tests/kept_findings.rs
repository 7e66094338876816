//! What a run keeps of its findings changes no byte of what it writes.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::{Date, date};
use passmuster::commands::{GateChoice, Keep, Request, Run, Stages, assess_project};
use passmuster::history;
use passmuster::model::change::Group;
use passmuster::model::month::{MonthFinding, MonthFindings};
use passmuster::model::{
    Domain, Gate, GateRule, GateTest, Limit, MaxFailing, MonthRecord, Possible, Posture, Scope,
    Severity, Tenths, Tier,
};
use passmuster::posture::{self, Counted};
use passmuster::render::{self, Format, Options};
use passmuster::workspace::{self, Project};
use proptest::prelude::*;

use crate::site_files::estate;
use crate::support::{AS_OF, fixture, folders, year};

/// So many that their findings come in several batches, and more of them are open than keep their texts.
const ASSETS: usize = 1_100;

fn judged(findings: Keep) -> Run {
    of(estate::estate(ASSETS), findings)
}

fn of(project: Project, findings: Keep) -> Run {
    on(AS_OF, project, findings)
}

fn on(as_of: Date, project: Project, findings: Keep) -> Run {
    let request =
        Request { keep_going: true, is_recorded: true, ..Request::of(project, as_of, findings) };
    assess_project(request, &mut Stages::default()).expect("a project that is well-formed")
}

fn files(run: Run) -> BTreeMap<String, Vec<u8>> {
    assert!(run.posture.findings_total > 2 * posture::MAX_FINDINGS as u64);
    let formats = [Format::Json, Format::Markdown, Format::Summary, Format::Html];
    let made = render::render(run.posture, run.all_findings, &formats, &Options::default());
    let files = made.expect("rendered").files.into_iter();
    files.map(|file| (file.path, file.bytes)).collect()
}

#[test]
fn what_is_kept_of_findings_changes_no_byte_of_a_report() {
    same_files(judged);
}

/// Asserts that the files of a report are the same whatever is kept of its findings.
fn same_files(judged: impl Fn(Keep) -> Run) {
    let whole = judged(Keep::Both);
    assert!(!whole.assessment.findings.is_empty());
    let whole = files(whole);
    assert!(whole.contains_key("findings.ndjson"), "{:?}", whole.keys());
    for keep in [Keep::Reported, Keep::Printed, Keep::Named] {
        let run = judged(keep);
        assert!(run.assessment.findings.is_empty());
        let files = files(run);
        assert!(files.keys().eq(whole.keys()), "{keep:?}");
        for (path, bytes) in &files {
            assert!(whole.get(path) == Some(bytes), "{keep:?}: {path}");
        }
    }
}

/// What earlier months do to findings is done to each as it is made: nothing may differ from what is done to all of
/// them at once.
#[test]
fn what_is_kept_of_findings_changes_no_byte_of_a_report_with_a_history() {
    let history = || {
        let run = on(date(2026, 10, 31), estate::estate(ASSETS), Keep::Counted);
        let record = history::write(&posture::record(&run.posture, run.month));
        let record = record.expect("a record");
        Some(vec![(record.path, record.bytes)])
    };
    let history = history();
    // Some assets are gone, and stay in the count.
    let now = || Project { history: history.clone(), ..estate::estate(ASSETS - 100) };
    same_files(|keep| of(now(), keep));
    let whole = of(now(), Keep::Both).posture;
    assert!(whole.assets.iter().filter(|asset| asset.missing_since.is_some()).count() >= 50);
    assert!(unprinted(whole) == unprinted(of(now(), Keep::Counted).posture));
}

/// Whether limits of a profile are relaxed: then the same inputs are judged under the defaults, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limits {
    Relaxed,
    Strict,
}

/// A month of the invented company. From June on some assets are excluded.
fn month_of(home: &Path, month: &str, limits: Limits) -> Project {
    const EXCLUDED: &str = "\n[[scope.exclude]]\nassets = [\"*a*\"]\nreason = \"No data of ours\"\n\
                            on = \"2026-06-01\"\napprover = \"tor\"\n";
    let mut project = workspace::open(home).expect("a project");
    project.history.get_or_insert_default();
    let profile = project.profile.take().expect("a profile");
    // From March on confirmations are due earlier.
    let due = if month < "2026-03" { "170" } else { "30" };
    let profile = profile
        .replace("\"owner.confirm\" = { T1 = 365", &format!("\"owner.confirm\" = {{ T1 = {due}"));
    let profile = match limits {
        Limits::Relaxed => profile,
        Limits::Strict => profile.replace("365", "30").replace("150", "30"),
    };
    let excluded = if month < "2026-06" { "" } else { EXCLUDED };
    project.profile = Some(format!("{profile}{excluded}"));
    project
}

#[test]
fn what_is_kept_of_findings_changes_nothing_in_a_year() {
    assert_eq!(worse_in_a_year(Limits::Strict), 0, "no limit is relaxed");
}

#[test]
fn what_is_kept_of_findings_changes_nothing_in_a_year_of_relaxed_limits() {
    let worse = worse_in_a_year(Limits::Relaxed);
    assert!(worse > 3, "{worse}");
}

/// Compares every way of keeping findings in each month of a year; returns how many findings earn less under the default
/// limits.
fn worse_in_a_year(in_force: Limits) -> usize {
    let home = tempfile::tempdir().expect("a folder");
    let (mut regressed, mut limits, mut excluded, mut worse) = (0, 0, 0, 0);
    for month in folders(&fixture("history")) {
        year::lay(&month, home.path());
        let project = || month_of(home.path(), &month, in_force);
        let judged = |keep| on(year::last_day(&month), project(), keep);
        let whole = judged(Keep::Both);
        worse += whole.posture.under_defaults.iter().map(|with| with.worse.len()).sum::<usize>();
        let record = posture::record(&whole.posture, posture::findings(&whole.posture));
        let change = whole.posture.history.iter().flat_map(|history| &history.change);
        let named = change.clone().flat_map(|change| &change.classes).flat_map(|row| &row.named);
        regressed += named.filter(|one| one.regressed && !one.defect.is_empty()).count();
        let rows = change.flat_map(|change| &change.attribution).flat_map(|parts| &parts.rows);
        limits += rows.filter(|row| row.group == Group::Limits).count();
        excluded += whole.posture.excluded.iter().map(|one| one.outcomes.fail).sum::<u64>();
        let whole = unprinted(whole.posture);
        for keep in [Keep::Reported, Keep::Printed, Keep::Named, Keep::Counted] {
            let run = judged(keep);
            assert!(run.assessment.findings.is_empty());
            assert!(posture::record(&run.posture, run.month) == record, "{month}: {keep:?}");
            assert!(unprinted(run.posture) == whole, "{month}: {keep:?}");
        }
        let record = history::write(&record).expect("a record");
        workspace::write(home.path(), vec![record]).expect("written");
    }
    assert!(regressed > 5 && limits > 0 && excluded > 5, "{regressed}, {limits}, {excluded}");
    worse
}

/// A gate that compares is given each finding as it is made, or all of them at once: the verdict is the same.
#[test]
fn a_gate_that_compares_gives_the_same_verdict_where_findings_are_only_counted() {
    let home = tempfile::tempdir().expect("a folder");
    let mut last: Option<MonthRecord> = None;
    let (mut failed, mut passed) = (0, 0);
    for month in folders(&fixture("history")) {
        year::lay(&month, home.path());
        let as_of = year::last_day(&month);
        // Rules that changed since, and a control that judged then and does not now.
        let others = last.iter().flat_map(|last| [last.clone(), by_other_rules(last)]);
        for (record, new_only) in others.flat_map(|last| [(last.clone(), false), (last, true)]) {
            let judged = |keep| {
                let mut project = month_of(home.path(), &month, Limits::Strict);
                let file = history::write(&record).expect("a record");
                project.history = Some(vec![(file.path, file.bytes)]);
                let fail_on = GateRule { test: GateTest::FailOn(Severity::Medium), place: None };
                let gate = Some(GateChoice {
                    rules: vec![fail_on],
                    no_regression: Some(true),
                    new_only: Some(new_only),
                    baseline: None,
                    is_needed: true,
                });
                let request = Request { gate, ..Request::of(project, as_of, keep) };
                assess_project(request, &mut Stages::default()).expect("a well-formed project")
            };
            let (whole, counted) = (judged(Keep::Both), judged(Keep::Counted));
            assert!(counted.posture.findings.is_empty());
            let verdict = |run: &Run, findings| {
                let baseline = run.baseline.as_ref().expect("one that can be read").as_ref();
                assert!(baseline.is_some());
                let verdict = posture::gate(&run.posture, findings, baseline, &run.profile.gate);
                verdict.expect("a verdict")
            };
            let each = verdict(&whole, Counted::Each(&whole.posture.findings));
            let unjudged = counted.unjudged.as_ref();
            let alike = verdict(&counted, Counted::Alike { groups: &counted.alike, unjudged });
            for ruling in &each.rulings {
                *(if ruling.passed { &mut passed } else { &mut failed }) += 1;
            }
            assert_eq!(format!("{each:#?}"), format!("{alike:#?}"), "{month}, {new_only}");
        }
        let whole = on(as_of, month_of(home.path(), &month, Limits::Strict), Keep::Both).posture;
        last = Some(posture::record(&whole, posture::findings(&whole)));
    }
    assert!(failed > 20 && passed > 20, "{failed} failed, {passed} passed");
}

/// A month that was judged by other rules: one control differs, and one is not known any more.
fn by_other_rules(record: &MonthRecord) -> MonthRecord {
    let mut record = record.clone();
    if let Some(edition) = record.editions.controls.get_mut("OWN-01") {
        *edition = "other".into();
    }
    record.editions.controls.insert("OLD-01".into(), "of then".into());
    record.editions.catalogue = "other".into();
    for on in &mut record.findings {
        let old = |finding: &MonthFinding| match finding.control.as_str() {
            "OWN-02" => MonthFinding { control: "OLD-01".into(), ..finding.clone() },
            _ => finding.clone(),
        };
        *on = MonthFindings::new(on.asset.clone(), on.findings().iter().map(old).collect());
    }
    record
}

/// An asset that is gone stays in the count, and no name means it: what refers to it is judged as if it were nowhere.
#[test]
fn no_control_sees_an_asset_that_is_gone() {
    let home = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(home.path().join(name), text).expect("a file");
    write("muster.toml", "[organisation]\nname = \"Acme\"\n");
    write(
        "servers.yaml",
        "servers:\n  - { id: crm, environments: [production], tools: [{ id: delete, effect: destructive }] }\n  \
         - { id: pay, environments: [production] }\n",
    );
    write(
        "agents.yaml",
        "agents:\n  - { id: helper, bindings: [{ server: crm, tools: [delete] }] }\n",
    );
    write("secrets.yaml", "secrets:\n  - { id: key, used_by: [server/crm] }\n");
    year::report(home.path(), date(2026, 10, 31));
    write("servers.yaml", "servers:\n  - { id: pay, environments: [production] }\n");
    let judged = |keep| {
        let project = workspace::open(home.path()).expect("a project");
        on(date(2026, 11, 22), project, keep).posture
    };
    let whole = judged(Keep::Both);
    let gone = whole.assets.iter().filter(|asset| asset.missing_since.is_some());
    assert_eq!(gone.map(|asset| asset.key.to_string()).collect::<Vec<_>>(), ["server/crm"]);
    let whole = unprinted(whole);
    for keep in [Keep::Printed, Keep::Named, Keep::Counted] {
        assert!(unprinted(judged(keep)) == whole, "{keep:?}");
    }
}

/// Rules of every kind that compares nothing, which most postures break.
fn gates() -> Vec<Gate> {
    let score = |scope| GateTest::MinScore(Limit { scope, least: Tenths(990) });
    let coverage = |scope| GateTest::MinCoverage(Limit { scope, least: Tenths(1000) });
    let framework = || "nist-csf-2.0".to_string();
    let tests = vec![
        score(Scope::All),
        score(Scope::Tier(Tier::T3)),
        score(Scope::Domain(Domain::Identity)),
        coverage(Scope::All),
        coverage(Scope::Framework(framework())),
        GateTest::FailOn(Severity::Medium),
        GateTest::MaxFailing(MaxFailing { framework: framework(), most: 0 }),
    ];
    let rules: Vec<GateRule> =
        tests.into_iter().map(|test| GateRule { test, place: None }).collect();
    let gate = |possible| Gate { rules: rules.clone(), possible, ..Gate::default() };
    vec![gate(Some(Possible::Count)), gate(Some(Possible::Ignore)), gate(None)]
}

#[test]
fn a_gate_and_every_figure_are_the_same_where_findings_are_only_counted() {
    let whole = judged(Keep::Reported);
    let counted = judged(Keep::Counted);
    let cards = whole.all_findings.as_deref().expect("more than a posture holds");
    assert_eq!(cards.len() as u64, whole.posture.findings_total);
    assert!(counted.posture.findings.is_empty());
    for gate in gates() {
        let each = Counted::Each(cards);
        let each = posture::gate(&whole.posture, each, None, &gate).expect("a verdict");
        let alike = Counted::Alike { groups: &counted.alike, unjudged: None };
        let alike = posture::gate(&counted.posture, alike, None, &gate).expect("a verdict");
        assert!(!each.passed && each.rulings.iter().any(|ruling| !ruling.remediations.is_empty()));
        assert_eq!(format!("{each:#?}"), format!("{alike:#?}"));
    }
    assert_eq!(unprinted(whole.posture), unprinted(counted.posture));
}

/// Verdicts that are only counted are made without words: nothing may be decided by these, and what is printed after
/// all has them.
#[test]
fn every_figure_and_every_printed_text_are_the_same_where_verdicts_are_made_without_words() {
    let control = |slug: String| {
        let folders = folders(&fixture("controls").join(&slug)).into_iter();
        folders.map(move |folder| format!("controls/{slug}/{folder}"))
    };
    let controls = folders(&fixture("controls")).into_iter().flat_map(control);
    let scenarios = folders(&fixture("scenarios")).into_iter();
    let mut severe = 0;
    for name in controls.chain(scenarios.map(|scenario| format!("scenarios/{scenario}"))) {
        let judged = |findings| {
            let project = workspace::open(&fixture(&name)).expect("a readable fixture");
            of(project, findings).posture
        };
        let counted = judged(Keep::Counted);
        severe += counted.severe_findings.len();
        assert!(unprinted(judged(Keep::Printed)) == unprinted(counted), "{name}");
    }
    assert!(severe > 100, "{severe}");
}

/// A posture without what only a report prints: its findings, the texts of its assets, and who reaches what.
fn unprinted(mut posture: Posture) -> String {
    posture.findings.clear();
    (posture.edges, posture.edges_total) = (Vec::new(), 0);
    for card in &mut posture.assets {
        card.tier_reasons.clear();
        card.known_as.clear();
        card.places.clear();
    }
    serde_json::to_string_pretty(&posture).expect("JSON")
}

/// What becomes of a record in a month.
#[derive(Debug, Clone, Copy)]
enum Becomes {
    /// It is there.
    Kept,
    /// No input contains it.
    Gone,
    /// It is recorded as retired.
    Retired,
    /// It has another id, and states the one it had.
    Renamed,
}

/// A small estate in which records are gone, retired or renamed.
fn changed(becomes: &[Becomes]) -> Project {
    let mut project = estate::estate(16);
    let mut becomes = becomes.iter().cycle();
    for (name, bytes) in project.files.iter_mut().filter(|(name, _)| name != "owners.csv") {
        let lines = std::str::from_utf8(bytes).expect("text").lines();
        let lines =
            lines.filter_map(|line| match becomes.next().copied().unwrap_or(Becomes::Kept) {
                Becomes::Gone => None,
                Becomes::Retired => Some(line.replace("\"active\"", "\"retired\"")),
                Becomes::Renamed if name != "reviews.ndjson" => {
                    let (id, rest) = line.strip_prefix("{\"id\":\"")?.split_once('"')?;
                    Some(format!("{{\"id\":\"new-{id}\",\"formerly\":[\"{id}\"]{rest}"))
                }
                Becomes::Kept | Becomes::Renamed => Some(line.to_string()),
            });
        *bytes = lines.map(|line| line + "\n").collect::<String>().into_bytes();
    }
    project
}

fn months() -> impl Strategy<Value = Vec<Becomes>> {
    let of = [Becomes::Kept, Becomes::Kept, Becomes::Gone, Becomes::Retired, Becomes::Renamed];
    proptest::collection::vec(proptest::sample::select(of.to_vec()), 20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever became of the records of two months: each finding is compared as it is made, or all of them at once.
    #[test]
    fn any_two_months_are_compared_alike_however_findings_are_kept(before in months(), after in months()) {
        let first = on(date(2026, 10, 31), changed(&before), Keep::Both);
        let record = history::write(&posture::record(&first.posture, first.month)).expect("a record");
        let judged = |keep| {
            let history = Some(vec![(record.path.clone(), record.bytes.clone())]);
            let project = Project { history, ..changed(&after) };
            let gate = Some(GateChoice {
                rules: vec![GateRule { test: GateTest::FailOn(Severity::Low), place: None }],
                no_regression: Some(true),
                new_only: Some(true),
                baseline: None,
                is_needed: true,
            });
            let request = Request::of(project, AS_OF, keep);
            let request = Request { keep_going: true, is_recorded: true, gate, ..request };
            assess_project(request, &mut Stages::default()).expect("a well-formed project")
        };
        let whole = judged(Keep::Both);
        let baseline = whole.baseline.as_ref().expect("one that can be read").as_ref();
        prop_assert!(baseline.is_some());
        let verdict = |run: &Run, findings: Counted<'_>| {
            let verdict = posture::gate(&run.posture, findings, baseline, &run.profile.gate);
            format!("{:#?}", verdict.expect("a verdict"))
        };
        let each = verdict(&whole, Counted::Each(&whole.posture.findings));
        let month = posture::record(&whole.posture, posture::findings(&whole.posture));
        for keep in [Keep::Printed, Keep::Named, Keep::Counted] {
            let run = judged(keep);
            let unjudged = run.unjudged.as_ref();
            let alike = verdict(&run, Counted::Alike { groups: &run.alike, unjudged });
            prop_assert_eq!(&each, &alike, "{:?}", keep);
            prop_assert!(posture::record(&run.posture, run.month) == month, "{:?}", keep);
            prop_assert!(unprinted(run.posture) == unprinted(whole.posture.clone()), "{:?}", keep);
        }
    }
}
