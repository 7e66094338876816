//! Month over month: twelve months of an invented company against figures worked out by hand (see
//! `fixtures/history/README.md`), and what must hold of any history.

mod chain;
mod method;

use std::fs;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::date;
use passmuster::commands::{Keep, Request, Stages, assess_project};
use passmuster::controls::CATALOG;
use passmuster::history;
use passmuster::model::change::{Change, Class, Group, Move};
use passmuster::model::month::{
    Ages, Editions, MONTH_FORMAT, MonthAsset, MonthFinding, MonthFindings,
};
use passmuster::model::posture::SeverityCounts;
use passmuster::model::{
    AssetKey, AssetKind, Domain, EvidenceClass, Month, MonthRecord, Outcome, Parts, Posture,
    Severity, Tier,
};
use passmuster::posture::{self, States, UnderLimits};
use passmuster::render::{self, Format};
use passmuster::workspace::{self, Project};
use proptest::prelude::*;

use crate::support::year::{judge, last_day, lay, report, year};
use crate::support::{fixture, muster};

fn change(posture: &Posture) -> &Change {
    posture.history.as_ref().and_then(|history| history.change.as_ref()).expect("a comparison")
}

/// Weight, credit in half-weights, and proven and unknown in tenths, as the README has them.
const SUMS: [(u64, u64, i64, i64); 12] = [
    (444, 408, 459, 311),
    (492, 564, 573, 293),
    (492, 708, 720, 122),
    (492, 516, 524, 122),
    (492, 360, 366, 317),
    (492, 708, 720, 122),
    (492, 684, 695, 122),
    (456, 636, 697, 132),
    (444, 612, 689, 135),
    (444, 420, 473, 135),
    (768, 768, 500, 172),
    (768, 960, 625, 250),
];

/// The groups that moved the score from the month before: tenths and exact numerator.
const MOVES: [&[(Group, i64, i128)]; 11] = [
    &[(Group::Fixed, 73, 31_968), (Group::Added, 41, 17_712)],
    &[(Group::NewlyAssessed, 147, 70_848)],
    &[(Group::New, -196, -94_464)],
    &[(Group::NoLongerAssessed, -158, -76_752)],
    &[(Group::Fixed, 195, 94_464), (Group::NewlyAssessed, 159, 76_752)],
    &[(Group::Limits, -25, -5_809_536)],
    &[(Group::Retired, 2, 1_008)],
    &[(Group::Retired, -8, -3_312)],
    &[(Group::New, -216, -85_248)],
    &[(Group::TierChanged, 27, 18_432)],
    &[(Group::Fixed, 125, 147_456)],
];

/// What became of findings since the month before: how many of each class, and how many are open.
const CLASSES: [&[(Class, u64, u64)]; 11] = [
    &[(Class::Fixed, 1, 0), (Class::AssetAdded, 7, 0), (Class::Unchanged, 2, 2)],
    &[(Class::NewlyAssessed, 4, 2), (Class::Unchanged, 2, 2)],
    &[(Class::New, 2, 2), (Class::Unchanged, 4, 4)],
    &[(Class::NoLongerAssessed, 14, 0), (Class::Unchanged, 3, 3)],
    &[(Class::Fixed, 2, 0), (Class::NewlyAssessed, 14, 3), (Class::Unchanged, 1, 1)],
    &[(Class::New, 2, 2), (Class::Unchanged, 4, 4)],
    &[(Class::AssetRetired, 8, 0), (Class::Unchanged, 4, 4)],
    &[(Class::AssetRetired, 1, 0), (Class::Unchanged, 4, 4)],
    &[(Class::Reopened, 2, 2), (Class::Unchanged, 4, 4)],
    &[(Class::TierChanged, 9, 2), (Class::Unchanged, 3, 3)],
    &[(Class::Fixed, 2, 0), (Class::NoLongerAssessed, 1, 0), (Class::Unchanged, 2, 2)],
];

/// A month in the trend: open findings (critical, high, medium), by domain (identity, operator),
/// median age, overdue, and the median days of those fixed, with their number.
type Trend = ([u64; 3], [u64; 2], u64, u64, Option<(u64, u64)>);

const TREND: [Trend; 12] = [
    ([1, 2, 0], [2, 1], 0, 0, None),
    ([1, 1, 0], [2, 0], 28, 0, Some((1, 28))),
    ([1, 1, 2], [4, 0], 0, 1, None),
    ([2, 2, 2], [5, 1], 30, 1, None),
    ([2, 1, 0], [2, 1], 31, 3, None),
    ([1, 1, 2], [4, 0], 91, 4, Some((2, 61))),
    ([1, 1, 4], [6, 0], 122, 4, None),
    ([1, 1, 2], [4, 0], 153, 3, None),
    // One limit was shortened in July, and what it judges is dated by its evidence: due on 2026-09-03.
    ([1, 1, 2], [4, 0], 183, 4, None),
    ([2, 2, 2], [5, 1], 148, 4, None),
    ([3, 2, 0], [4, 1], 244, 3, None),
    ([1, 1, 0], [2, 0], 275, 2, Some((2, 61))),
];

#[test]
fn the_trend_and_the_classes_agree_with_those_worked_out_by_hand() {
    let (_home, year) = year();
    // December shows every month as it was.
    let months = &year[11].history.as_ref().expect("a history").months;
    assert_eq!(months.len(), 12);
    for (month, (open, domains, median, overdue, fixed)) in months.iter().zip(TREND) {
        let at = month.period;
        let found = [month.open.critical, month.open.high, month.open.medium];
        assert_eq!((found, month.open.total()), (open, open.iter().sum()), "{at}");
        let of = |id: &str| month.domains.iter().find(|domain| domain.id == id).expect("a domain");
        let found = ["identity", "operator"].map(|id| of(id).open.total());
        assert_eq!((found, of("platform-security").open.total()), (domains, 0), "{at}");
        let ages = &month.ages;
        assert_eq!((ages.open, ages.median_days), (month.open.total(), Some(median)), "{at}");
        assert_eq!((ages.overdue, ages.fixed), (overdue, fixed.map_or(0, |(n, _)| n)), "{at}");
        assert_eq!(ages.median_days_to_fix, fixed.map(|(_, days)| days), "{at}");
    }
    for (month, ((_, _, proven, unknown), posture)) in months.iter().zip(SUMS.iter().zip(&year)) {
        let tenths = |part: Option<passmuster::model::Tenths>| part.expect("a part").0;
        assert_eq!(month.score, posture.score, "{}", month.period);
        assert_eq!(tenths(month.score.proven), *proven);
        assert_eq!(tenths(month.score.coverage), 1000 - unknown);
    }
    for (posture, classes) in year.iter().skip(1).zip(CLASSES) {
        let rows = change(posture).classes.iter();
        let found: Vec<(Class, u64, u64)> =
            rows.map(|row| (row.class, row.findings, row.open)).collect();
        assert_eq!(found, classes, "{}", posture.period);
    }
}

#[test]
fn twelve_months_agree_with_the_figures_worked_out_by_hand() {
    let (_home, year) = year();
    for (posture, (weight, credit, proven, unknown)) in year.iter().zip(SUMS) {
        let score = &posture.score;
        let printed = (score.proven.expect("a score").0, score.unknown.expect("a part").0);
        assert_eq!((score.weight, score.proven_sum), (weight, credit), "{}", posture.period);
        assert_eq!(printed, (proven, unknown), "{}", posture.period);
    }
    for (pair, moves) in year.windows(2).zip(MOVES) {
        let change = change(&pair[1]);
        let parts = change.attribution.as_ref().expect("defined");
        let rows: Vec<(Group, i64, i128)> = parts
            .rows
            .iter()
            .map(|row| (row.group, row.points.0, row.numerator.parse().expect("a number")))
            .collect();
        assert_eq!(rows, moves, "{}", pair[1].period);
        let printed = |posture: &Posture| posture.score.proven.expect("a score").0;
        let difference = printed(&pair[1]) - printed(&pair[0]);
        assert_eq!(rows.iter().map(|row| row.1).sum::<i64>(), difference);
        assert_eq!(change.difference.map(|d| d.0), Some(difference));
    }
}

#[test]
fn classes_ages_and_assets_tell_the_story_of_the_year() {
    let (_home, year) = year();
    let class = |month: usize, class: Class| -> Vec<String> {
        let rows = change(&year[month - 1]).classes.iter().filter(|row| row.class == class);
        rows.flat_map(|row| &row.named).map(|finding| finding.id.clone()).collect()
    };
    let bot = |control: &str| vec![format!("{control}@service-account/ticket-bot")];
    let owner = || [bot("OWN-01"), bot("OWN-05")].concat();
    assert_eq!(class(2, Class::Fixed), bot("INV-02"));
    assert_eq!(class(2, Class::AssetAdded).len(), 7);
    assert_eq!(class(4, Class::New), owner());
    assert_eq!(class(5, Class::NoLongerAssessed).len(), 14);
    assert_eq!(class(6, Class::Fixed), owner());
    assert_eq!(class(10, Class::Reopened), owner());
    assert_eq!(class(12, Class::NoLongerAssessed), bot("SCP-02"));
    // What was open before nobody looked is as old as it was.
    let since: Vec<(String, String)> = change(&year[5])
        .classes
        .iter()
        .filter(|row| row.class == Class::NewlyAssessed)
        .flat_map(|row| &row.named)
        .filter_map(|finding| Some((finding.id.clone(), finding.since?.to_string())))
        .collect();
    assert!(
        since.contains(&("SCP-02@service-account/ferry-sync".into(), "2026-01".into())),
        "{since:?}"
    );
    // In July the limits alone opened them.
    let by_limits = change(&year[6]).classes.iter().flat_map(|row| &row.named);
    assert_eq!(by_limits.filter(|finding| finding.by_limits).count(), 2);
    assert!(change(&year[6]).caveats.iter().any(|reported| reported.contains("owner.confirm")));
    assert!(change(&year[8]).caveats.iter().any(|reported| reported.contains("mappings changed")));
    assert!(change(&year[7]).caveats.is_empty(), "{:?}", change(&year[7]).caveats);

    let moved = |month: usize, what: Move| -> u64 {
        let rows = change(&year[month - 1]).assets.iter().filter(|row| row.what == what);
        rows.map(|row| row.count).sum()
    };
    let expected = [(2, Move::Added, 1), (3, Move::Renamed, 1), (5, Move::Missing, 2)];
    for (month, what, count) in expected.into_iter().chain([(11, Move::TierChanged, 1)]) {
        assert_eq!(moved(month, what), count, "{month} {what:?}");
    }
    assert_eq!((moved(8, Move::Retired), moved(6, Move::Missing)), (1, 0));

    let like = |month: usize| change(&year[month - 1]).same_assets.difference.map(|d| d.0);
    assert_eq!((like(2), like(8)), (Some(82), Some(0)));
}

#[test]
fn the_first_line_on_a_change_names_all_that_became_open() {
    let (_home, year) = year();
    let words = |month: usize| change(&year[month - 1]).figures_in_words();
    assert_eq!(words(3), "0 new, 0 fixed, 2 newly assessed and open");
    assert_eq!(words(5), "0 new, 0 fixed, 14 no longer assessed");
    assert_eq!(words(10), "0 new, 2 reopened, 0 fixed");
    assert_eq!(words(11), "0 new, 0 fixed, 2 open on assets of another tier");
    for posture in year.iter().skip(1) {
        let change = change(posture);
        // Nothing that regressed is in a class that the line leaves out.
        for row in change.classes.iter().filter(|row| row.named.iter().any(|it| it.regressed)) {
            let figure = change.figures().into_iter().find(|it| it.class == row.class);
            let count = figure.map_or(0, |figure| figure.count);
            let regressed = row.named.iter().filter(|it| it.regressed).count() as u64;
            assert!(row.class == Class::Unchanged || count >= regressed, "{}", posture.period);
        }
        let made = render::render(
            posture.clone(),
            None,
            &[Format::Html, Format::Markdown],
            &render::Options::default(),
        );
        for path in ["site/index.html", "report.md"] {
            let made = made.as_ref().expect("rendered");
            let file = made.files.iter().find(|file| file.path == path).expect("a file");
            let text = String::from_utf8_lossy(&file.bytes)
                .replace("<strong>", "")
                .replace("</strong>", "");
            assert!(text.contains(&change.figures_in_words()), "{}: {path}", posture.period);
        }
    }
}

#[test]
fn what_nobody_delivered_says_so_in_its_findings() {
    let (_home, year) = year();
    let may = &year[4];
    let staying = may.findings.iter().filter(|f| f.asset.id == "crew-roster");
    let staying: Vec<_> = staying.collect();
    assert_eq!(staying.len(), 7);
    for finding in staying {
        assert_eq!((finding.outcome, finding.tier.weight()), (Outcome::NotAssessed, 2));
        assert!(finding.sentence.contains("Missing from the inventory since 2026-05"));
    }
    assert!(
        may.evidence_requests
            .iter()
            .any(|ask| ask.sentence.contains("Provide the source of the missing"))
    );
    let cells: u64 = may.cells.iter().map(|cell| cell.count).sum();
    assert_eq!(cells, may.findings_total);
}

#[test]
fn recording_twice_gives_the_same_bytes() {
    let (home, year) = year();
    let path = home.path().join("history/2026-12.json");
    let first = fs::read(&path).expect("a record");
    let again = report(home.path(), last_day("2026-12"));
    assert_eq!(fs::read(&path).expect("a record"), first);
    assert_eq!(&again, &year[11], "the report does not depend on this month's own record");
    let text = String::from_utf8(first).expect("text");
    let rows: Vec<&str> = text.lines().filter(|l| l.starts_with("{\"asset\":\"")).collect();
    let findings: usize = rows.iter().map(|row| row.split(", ").count()).sum();
    assert_eq!(findings as u64, again.findings_total, "one asset a line");
    assert!(rows.is_sorted());
}

/// Whatever file of a project is not delivered any more: the score does not rise.
#[test]
fn dropping_a_file_raises_no_score() {
    let mut tried = 0;
    for name in
        ["scenarios/healthy", "scenarios/northwind", "scenarios/neglected", "scanners", "joined"]
    {
        let whole = workspace::open(&fixture(name)).expect("a project");
        let mut last = whole.clone();
        last.history = Some(Vec::new());
        let last = judge(last, date(2026, 10, 31));
        let record =
            history::write(&posture::record(&last, posture::findings(&last))).expect("a record");
        let judged = |mut project: Project| {
            project.history = Some(vec![(record.path.clone(), record.bytes.clone())]);
            judge(project, date(2026, 11, 22))
        };
        let before = judged(whole.clone());
        for (path, _) in &whole.files {
            let mut less = whole.clone();
            less.files.retain(|(other, _)| other != path);
            let request = Request::of(less.clone(), date(2026, 11, 22), Keep::Reported);
            // Without it some references lead nowhere, which stops the run.
            if assess_project(request, &mut Stages::default()).is_err() {
                continue;
            }
            tried += 1;
            let after = judged(less);
            assert!(
                after.score.proven <= before.score.proven,
                "{name} without {path}: {:?} became {:?}",
                before.score.proven,
                after.score.proven
            );
        }
    }
    assert!(tried > 5, "only {tried} files could be left out");
}

fn record_of(posture: &Posture) -> MonthRecord {
    posture::record(posture, posture::findings(posture))
}

#[test]
fn a_record_survives_being_written_and_read_and_nothing_moves_between_equals() {
    let (home, year) = year();
    let schema = muster(home.path(), &["schema", "month"]).stdout;
    let schema: serde_json::Value = serde_json::from_slice(&schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for posture in &year {
        let path = format!("history/{}.json", posture.period);
        let bytes = fs::read(home.path().join(&path)).expect("a record");
        let mut value = serde_json::from_slice(&bytes).expect("JSON");
        let faults: Vec<String> = schema.iter_errors(&value).map(|f| f.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:#?}");
        value["findings"][0]["fidnings"] = "OWN-01 fohi3".into();
        assert!(!schema.is_valid(&value));
        let record = history::read(&path, &bytes).expect("a record");
        assert_eq!(record, record_of(posture));
        let still = posture::compare(&record, &record, None, CATALOG);
        let parts = still.attribution.expect("defined");
        assert!(parts.rows.is_empty(), "{:?}", parts.rows);
        assert!(still.classes.iter().all(|row| row.class == Class::Unchanged));
    }
}

fn git(home: &Path, args: &[&str]) {
    let mut command = std::process::Command::new("git");
    let identity = ["-c", "user.name=N", "-c", "user.email=n@example.com", "-c", "core.hooksPath="];
    let output = command.current_dir(home).args(identity).args(args).output().expect("git runs");
    assert!(output.status.success(), "git {args:?}: {output:?}");
}

#[test]
fn two_branches_that_each_add_a_month_merge_without_conflict() {
    let home = tempfile::tempdir().expect("a folder");
    let record = |month: &str| report(home.path(), last_day(month));
    lay("2026-01", home.path());
    record("2026-01");
    git(home.path(), &["init", "--quiet", "--initial-branch", "main"]);
    git(home.path(), &["add", "."]);
    git(home.path(), &["commit", "--quiet", "--message", "January"]);
    for month in ["2026-02", "2026-03"] {
        git(home.path(), &["switch", "--quiet", "--create", month, "main"]);
        record(month);
        git(home.path(), &["add", "."]);
        git(home.path(), &["commit", "--quiet", "--message", month]);
    }
    git(home.path(), &["merge", "--quiet", "--no-edit", "2026-02"]);
    let history = record("2026-04").history.expect("a history");
    assert_eq!((history.months.len(), history.gaps.len()), (4, 0));
}

#[test]
fn a_missing_month_is_a_stated_gap() {
    let (home, _) = year();
    fs::remove_file(home.path().join("history/2026-11.json")).expect("it was there");
    fs::remove_file(home.path().join("history/2026-12.json")).expect("it was there");
    let posture = report(home.path(), last_day("2026-12"));
    let history = posture.history.expect("a history");
    assert_eq!(history.gaps.iter().map(Month::to_string).collect::<Vec<_>>(), ["2026-11"]);
    assert!(history.notes.iter().any(|note| note.contains("the comparison uses it")));
    assert_eq!(history.change.expect("a comparison").before.period.to_string(), "2026-10");
}

#[test]
fn only_earlier_months_are_compared_and_the_first_says_so() {
    let (home, _) = year();
    let first = report(home.path(), last_day("2026-01") - 1.day());
    let history = first.history.expect("a history");
    assert_eq!((history.months.len(), history.change), (1, None));
    assert!(history.notes.iter().any(|note| note.contains("first recorded month")));
    assert!(history.notes.iter().any(|note| note.contains("later months")));
}

/// A record with another text in place of its first row of findings that has an open one.
fn changed(record: &str, other: impl Fn(&str) -> String) -> String {
    let is_open = |line: &&str| line.starts_with("{\"asset\":") && line.contains(" since=");
    let row = record.lines().find(is_open).expect("an open finding").trim_end_matches(',');
    record.replacen(row, &other(row), 1)
}

#[test]
fn bad_history_is_reported_with_its_file_and_stops_the_run() {
    let (home, _) = year();
    let path = |name: &str| home.path().join("history").join(name);
    let good = fs::read_to_string(path("2026-05.json")).expect("a record");
    let cases = [
        ("2026-05.json", good.replace("\"format\": 5", "\"format\": 9"), "format 9"),
        ("2026-05.json", good.replace("\"format\": 5", "\"format\": 4"), "record the month again"),
        ("2026-05.json", good.replacen(" fd", " pd", 1), "to its score"),
        ("2026-05.json", good.replacen(" fd", " xd", 1), "is no finding"),
        (
            "2026-05.json",
            good.replacen("\"tier\":\"T1\"", "\"tier\":\"T2\"", 1),
            "is not its asset's",
        ),
        ("2026-05.json", good.replacen("\"proven\":36.6", "\"proven\":46.6", 1), "to its score"),
        (
            "2026-05.json",
            good.replacen("\"critical\":2", "\"critical\":1", 1),
            "to its open findings by severity",
        ),
        (
            "2026-05.json",
            good.replacen("{\"id\":\"T1\"", "{\"id\":\"T2\"", 1),
            "to its sums by tier",
        ),
        (
            "2026-05.json",
            good.replacen("{\"id\":\"identity\"", "{\"id\":\"operator\"", 1),
            "to its sums by domain",
        ),
        ("2026-05.json", good.replace("Halden Ferries", "Somebody Else"), "Somebody Else"),
        ("2026-05.json", format!("<<<<<<< ours\n{good}"), "not a month record"),
        ("2026-05.json", String::new(), "not a month record"),
        ("2026-05 (copy).json", good.clone(), "is also a record of 2026-05"),
        (
            "2025-04.json",
            good.replace("\"2026-", "\"2025-").replace("=2026-", "=2025-"),
            "name it 2025-05.json",
        ),
        (
            "2026-05.json",
            good.replacen(" since=2026-0", " since=2027-0", 1),
            "was open in a month after it",
        ),
        (
            "2026-05.json",
            changed(&good, |row| format!("{row},\n{row}")),
            "it contains the findings of",
        ),
        (
            "2026-05.json",
            changed(&good, |row| {
                let (asset, findings) = row.rsplit_once("\":\"").expect("a row");
                let first = findings.split(',').next().expect("a finding");
                format!("{asset}\":\"{first}, {findings}")
            }),
            "it contains the finding",
        ),
        (
            "2026-05.json",
            good.replacen("{\"asset\":\"", "{\"asset\":\"host/", 1),
            "the key of no asset",
        ),
        (
            "2026-05.json",
            changed(&good, |row| row.replacen(" since=", " earns=9999 since=", 1)),
            "earned is more than its weight",
        ),
    ];
    for (name, text, word) in cases {
        fs::write(path(name), text).expect("a file");
        let home = home.path();
        let output = muster(home, &["report", ".", "--as-of", "2026-12-31", "--format", "json"]);
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{word}: {reported}");
        assert!(reported.contains(word) && reported.contains("history/"), "{word}: {reported}");
        assert!(!home.join("out").exists(), "{word}");
        fs::remove_file(path(name)).expect("removed");
        fs::write(path("2026-05.json"), &good).expect("restored");
    }
}

#[test]
fn a_month_that_later_ones_rest_on_is_not_recorded_otherwise() {
    let (home, _) = year();
    let path = home.path().join("history/2026-06.json");
    let before = fs::read(&path).expect("a record");
    let args = ["report", ".", "--record", "--format", "json", "--as-of", "2026-06-15"];
    let output = muster(home.path(), &args);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(
        reported.contains("later months depend on it") && reported.contains("history/2026-06"),
        "{reported}"
    );
    assert_eq!(fs::read(&path).expect("a record"), before);
    assert!(!home.path().join("out").exists());
}

#[test]
fn a_relaxed_limit_closes_nothing() {
    let (home, _) = year();
    let profile = home.path().join("muster.toml");
    let text = fs::read_to_string(&profile).expect("a profile");
    fs::write(&profile, text.replace("T1 = 150, T3 = 365", "T1 = 150, T3 = 30")).expect("written");
    report(home.path(), last_day("2026-12") + 20.days());
    fs::write(&profile, text.replace("T1 = 150, T3 = 365", "T1 = 150, T3 = 500")).expect("written");
    let after = report(home.path(), last_day("2026-12") + 40.days());
    let change = change(&after);
    let fixed = change.classes.iter().find(|row| row.class == Class::Fixed);
    assert_eq!(fixed, None, "{fixed:#?}");
    let limits = change.attribution.as_ref().expect("defined");
    assert!(limits.rows.iter().any(|row| row.group == Group::Limits && row.points.0 > 0));
}

#[test]
fn a_history_that_cannot_be_read_is_not_none() {
    let (home, _) = year();
    fs::remove_dir_all(home.path().join("history")).expect("removed");
    fs::write(home.path().join("history"), "lost").expect("a file");
    for args in [&["report", "."][..], &["check", ".", "--min-score", "0"]] {
        let output = muster(home.path(), &[args, &["--as-of", "2026-12-31"]].concat());
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{reported}");
        assert!(reported.contains("history is not a readable folder"), "{reported}");
    }
}

#[test]
fn a_record_needs_a_folder_and_a_month() {
    let home = tempfile::tempdir().expect("a folder");
    let said = |args: &[&str]| {
        let output = muster(home.path(), args);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(said(&["report", "--record"]).contains("nothing here that muster reads"));
    fs::write(home.path().join("muster.toml"), "report.period = \"Q4\"\n").expect("a file");
    fs::write(home.path().join("inventory.yaml"), "servers: []\n").expect("a file");
    for args in [&["report", "--record"][..], &["report"][..], &["check"][..]] {
        let errors = said(args);
        assert!(errors.contains("the period \"Q4\" is not a month"), "{errors}");
        assert!(errors.contains("write it as 2026-11"), "{errors}");
    }
}

#[test]
fn two_months_or_two_postures_can_be_compared_alone() {
    let (home, year) = year();
    let write = |name: &str, posture: &Posture| {
        fs::write(home.path().join(name), serde_json::to_vec(posture).expect("JSON"))
            .expect("written");
    };
    write("a.json", &year[9]);
    write("b.json", &year[10]);
    let said = |args: &[&str]| {
        let output = muster(home.path(), args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let months = said(&["diff", "2026-10", "2026-11"]);
    // Two postures state what is wrong with what regressed, and where, in addition.
    let postures = said(&["diff", "a.json", "b.json"]);
    let mut rest = postures.lines();
    assert!(months.lines().all(|line| rest.any(|other| other == line)), "{postures}");
    let regressed = year[10].history.as_ref().and_then(|it| it.change.as_ref());
    let regressed = regressed.expect("a change").classes.iter().flat_map(|row| &row.named);
    let one = regressed.clone().find(|one| one.regressed && one.place.is_some());
    let one = one.expect("a regression with its place");
    let place = one.place.as_ref().map(ToString::to_string).expect("a place");
    let markdown = said(&["diff", "a.json", "b.json", "-f", "markdown"]);
    for text in [&postures, &markdown] {
        assert!(text.contains(&place), "{place}: {text}");
        assert!(text.contains("Remediation: "), "{text}");
    }
    let elsewhere = tempfile::tempdir().expect("a folder");
    let project = home.path().to_str().expect("a path");
    let args = ["diff", "2026-10", "2026-11", "--project", project];
    let output = muster(elsewhere.path(), &args);
    assert_eq!(String::from_utf8_lossy(&output.stdout), months);
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("diff-text", months);
        insta::assert_snapshot!("diff-markdown", said(&["diff", "2026-10", "2026-11", "-f", "markdown"]));
    });
    let json: Change =
        serde_json::from_str(&said(&["diff", "2026-10", "2026-11", "-f", "json"])).expect("JSON");
    let record = |at: usize| record_of(&year[at]);
    assert_eq!(json, posture::compare(&record(9), &record(10), None, CATALOG));
}

#[test]
fn what_cannot_be_compared_is_reported() {
    let (home, year) = year();
    let mut other = year[0].clone();
    let name = std::mem::replace(&mut other.organisation, "Somebody Else".into());
    for sentence in &mut other.summary {
        *sentence = sentence.replace(&name, "Somebody Else");
    }
    let mut cut = year[0].clone();
    cut.findings.pop();
    for (name, posture) in [("other.json", other), ("cut.json", cut)] {
        let text = serde_json::to_vec(&posture).expect("JSON");
        fs::write(home.path().join(name), text).expect("written");
    }
    for (args, word) in [
        (["diff", "2026-05", "2026-04"], "is not earlier"),
        (["diff", "2026-05", "2027-04"], "there is no record of 2027-04"),
        (["diff", "2026-05", "other.json"], "Somebody Else"),
        (["diff", "2026-05", "cut.json"], "does not agree with itself"),
        (["diff", "2026-05", "history/2026-06.json"], "not a posture"),
    ] {
        let output = muster(home.path(), &args);
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {reported}");
        assert!(reported.contains(word), "{args:?}: {reported}");
    }
}

#[test]
fn every_format_prints_the_trend_and_none_does_without_a_history() {
    let (home, year) = year();
    let text = |posture: &Posture, format: Format| {
        let made = render::render(posture.clone(), None, &[format], &render::Options::default())
            .expect("rendered");
        let page = made.files.iter().find(|file| file.path == "site/trend.html");
        let page = page.unwrap_or(&made.files[0]);
        String::from_utf8(page.bytes.clone()).expect("text")
    };
    for (format, words) in [
        (Format::Markdown, ["## Trend", "Newly assessed | 14 | 3", "+15.9"]),
        (Format::Html, [">Months</h2>", "Why the score changed by +35.4", "+15.9"]),
    ] {
        let page = text(&year[5], format);
        for word in words {
            assert!(page.contains(word), "{format:?}: {word}");
        }
        assert!(text(&year[0], format).contains("This is the first recorded month"));
        let mut project = workspace::open(home.path()).expect("a project");
        project.history = None;
        assert!(!text(&judge(project, last_day("2026-12")), format).contains(words[0]));
    }
}

#[test]
fn a_posture_with_a_history_fits_the_schema_and_survives_being_written_and_read() {
    let (home, year) = year();
    let schema = muster(home.path(), &["schema", "posture"]).stdout;
    let schema: serde_json::Value = serde_json::from_slice(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for posture in &year {
        let value = serde_json::to_value(posture).expect("JSON");
        let faults: Vec<String> = validator.iter_errors(&value).map(|f| f.to_string()).collect();
        assert!(faults.is_empty(), "{}: {faults:#?}", posture.period);
        assert_eq!(posture, &serde_json::from_value::<Posture>(value).expect("a posture"));
    }
}

/// An organisation of some of six servers, each in some state, judged by some of three controls.
fn records() -> impl Strategy<Value = MonthRecord> {
    let outcome = proptest::sample::select(Outcome::ALL.to_vec());
    let findings = proptest::collection::vec((outcome, any::<bool>()), 3);
    let tier = proptest::sample::select(Tier::ALL.to_vec());
    let asset = (tier, any::<bool>(), 0_u8..9, findings);
    let assets = proptest::collection::vec(proptest::option::of(asset), 6);
    (assets, any::<bool>()).prop_map(|(assets, later)| {
        let mut record = empty(if later { "2026-11" } else { "2026-10" });
        for (number, asset) in assets.into_iter().enumerate() {
            let Some((tier, retired, formerly, findings)) = asset else { continue };
            let key = AssetKey::new(AssetKind::Server, number.to_string());
            let findings = findings.into_iter().zip(["OWN-01", "SCP-02", "X-01"]);
            let findings = findings.map(|((outcome, was), control)| {
                let finding = MonthFinding {
                    control: control.into(),
                    outcome,
                    class: EvidenceClass::Declared,
                    pass_weight: 0,
                    tier,
                    severity: Severity::High,
                    domain: Domain::Operator,
                    first_seen: outcome.is_open().then_some(record.period),
                    last_open: (was && !outcome.is_open()).then_some(record.period),
                    found_by: Box::default(),
                    waived: false,
                };
                let pass_weight = u32::try_from(finding.weight()).expect("small");
                MonthFinding { pass_weight, ..finding }
            });
            record.findings.push(MonthFindings::new(key.clone(), findings.collect()));
            record.assets.push(MonthAsset {
                key,
                tier,
                derived_tier: tier,
                retired,
                observed: false,
                recorded: true,
                owner: String::new(),
                reported_by: Vec::new(),
                formerly: vec![format!("server/{formerly}")],
                missing_since: None,
            });
        }
        record
    })
}

fn empty(period: &str) -> MonthRecord {
    MonthRecord {
        format: MONTH_FORMAT,
        organisation: "O".into(),
        period: period.parse().expect("a month"),
        as_of: last_day(period),
        editions: Editions::default(),
        score: Parts::default(),
        open: SeverityCounts::default(),
        ages: Ages::default(),
        tiers: Vec::new(),
        domains: Vec::new(),
        thresholds: Vec::new(),
        inputs: Vec::new(),
        earlier: Vec::new(),
        events: Vec::new(),
        excluded: Vec::new(),
        assets: Vec::new(),
        findings: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_attribution_of_any_two_months_sums_exactly_and_as_printed(
        before in records(),
        after in records(),
        limits in proptest::option::of(records()),
    ) {
        let old_limits = limits.map(|record| {
            let after = &after;
            move |asset: &AssetKey| -> States {
                let of_after = after.each_finding().zip(record.each_finding());
                let on_asset = of_after.filter(|((on, _), _)| *on == asset);
                let state = |((_, now), (_, then)): ((_, &MonthFinding), (_, &MonthFinding))| {
                    (now.control.clone(), (then.outcome, now.weights()))
                };
                on_asset.map(state).collect()
            }
        });
        let old_limits = old_limits.as_ref().map(|states| UnderLimits(states));
        let change = posture::compare(&before, &after, old_limits, CATALOG);
        prop_assert_eq!(change.attribution.is_none(), change.undefined.is_some());
        let Some(parts) = change.attribution else { return Ok(()) };
        let sum = |record: &MonthRecord| {
            let credit = |f: &MonthFinding| {
                i128::from(f.weight() * f.outcome.half_credits().unwrap_or(0))
            };
            let all = || record.each_finding().map(|(_, finding)| finding);
            let weight: i128 = all().map(|f| i128::from(f.weight())).sum();
            (all().map(credit).sum::<i128>(), weight)
        };
        let ((c0, w0), (c1, w1)) = (sum(&before), sum(&after));
        let exact: i128 = parts.rows.iter().map(|r| r.numerator.parse::<i128>().expect("n")).sum();
        let denominator: i128 = parts.denominator.parse().expect("n");
        prop_assert_eq!(exact * 2 * w0 * w1, (c1 * w0 - c0 * w1) * denominator);
        let printed: i64 = parts.rows.iter().map(|row| row.points.0).sum();
        prop_assert_eq!(Some(printed), change.difference.map(|d| d.0));
        prop_assert_eq!(Some(parts.total), change.difference);
        let mut ids: Vec<&String> =
            change.classes.iter().flat_map(|row| &row.named).map(|f| &f.id).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), all, "each finding has one class");
    }
}

/// A reference to an asset whose file is gone names the file, as last month's record knows it.
#[test]
fn a_dropped_file_that_others_refer_to_is_named() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).expect("a file");
    write("muster.toml", "[organisation]\nname = \"Acme\"\n");
    write("servers.yaml", "servers: [{ id: crm }]\n");
    write(
        "agents.yaml",
        "agents: [{ id: helper, bindings: [{ server: crm, tools: [search] }] }]\n",
    );
    let report = |more: &[&str]| {
        let args = ["report", ".", "--format", "json"];
        muster(home.path(), &[&args[..], more].concat())
    };
    let first = report(&["--record", "--as-of", "2026-10-31"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    fs::remove_file(home.path().join("servers.yaml")).expect("it was there");
    let output = report(&["--as-of", "2026-11-22"]);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("names crm, which is no known asset"), "{errors}");
    assert!(errors.contains("2026-10") && errors.contains("servers.yaml"), "{errors}");
}
