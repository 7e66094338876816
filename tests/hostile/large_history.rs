//! A history of three years of large months: only the last month is held whole.

use jiff::civil::date;

use passmuster::history;
use passmuster::model::Month;
use passmuster::model::month::{MonthFinding, MonthFindings};
use passmuster::posture;
use passmuster::workspace;

use crate::support::judge;
use crate::support::measured::measured;

/// How many assets the months have. 36 of them held whole would take over 200 MiB.
const ASSETS: usize = 1_500;

#[test]
fn thirty_six_large_months_are_read_in_little_memory() {
    let home = tempfile::tempdir().expect("a folder");
    let project = home.path().join("p");
    std::fs::create_dir(&project).expect("a folder");
    let servers = (0..ASSETS).map(|at| format!("{{\"id\":\"server-{at}\",\"owner\":\"o{at}\"}}\n"));
    std::fs::write(project.join("servers.ndjson"), servers.collect::<String>()).expect("a file");
    std::fs::write(project.join("muster.toml"), "").expect("a file");
    let opened = workspace::open(&project).expect("a project");
    let arguments = ["check", "p", "--min-score", "0", "--as-of", "2026-12-22"];
    let small = measured(home.path(), &arguments);
    assert_eq!(small.code, Some(0), "{}", small.printed);

    let run = judge(opened).expect("a well-formed project");
    let mut record = posture::record(&run.posture, run.month);
    let findings = record.each_finding().count();
    assert!(findings > 10_000, "{findings}");
    let mut day = date(2023, 12, 15);
    let mut bytes = 0;
    for _ in 0..36 {
        (record.period, record.as_of) = (Month::of(day), day);
        for on in &mut record.findings {
            let since = |finding: &MonthFinding| MonthFinding {
                first_seen: finding.first_seen.map(|_| Month::of(date(2023, 12, 1))),
                ..finding.clone()
            };
            *on = MonthFindings::new(on.asset.clone(), on.findings().iter().map(since).collect());
        }
        let artifact = history::write(&record).expect("a record");
        bytes += artifact.bytes.len();
        workspace::write(&project, vec![artifact]).expect("written");
        day = Month::of(day).next().first_day();
    }
    assert!(bytes < 36 * ASSETS * 200, "{bytes} bytes of records");
    let large = measured(home.path(), &arguments);
    assert_eq!(large.code, Some(0), "{}", large.printed);
    let more = large.peak.saturating_sub(small.peak);
    assert!(small.peak > 0 && more < 100, "{} MiB, and {} with a history", small.peak, large.peak);
}
