//! Dates that no calendar of ours holds: an error with its place, or unknown; never a panic.

use std::fs;

use super::{folder, run, run_with};

/// Dates before the year 1, beyond the calendar, and none at all.
const NONE: [&str; 8] = [
    "-000001-01-01",
    "-000001-01-01T00:00:00Z",
    "-009999-12-31T23:59:59Z",
    "10000-01-01",
    "+010000-01-01",
    "2026-13-45",
    "2026-02-30T99:00:00Z",
    "99999999999999999999",
];

#[test]
fn a_date_in_a_record_or_the_profile_that_is_none_is_an_error_at_its_line() {
    for date in NONE {
        let record = format!("reviews:\n  - asset: server/crm\n    completed_on: \"{date}\"\n");
        let waiver = format!(
            "waivers:\n  - {{ control: OWN-01, asset: server/crm, reason: r, approver: a,\n\
             \x20     expires_on: \"{date}\" }}\n"
        );
        let source = format!("[[source]]\npath = \"servers.yaml\"\ncaptured-at = \"{date}\"\n");
        for (name, text, line) in [
            ("reviews.yaml", record.as_str(), 3),
            ("waivers.yaml", waiver.as_str(), 3),
            ("muster.toml", source.as_str(), 3),
        ] {
            let home = folder(&[("servers.yaml", "servers: [{ id: crm }]\n"), (name, text)]);
            let ended = run(home.path(), &["report", ".", "--as-of", "2026-11-22"]);
            assert_eq!(ended.code, Some(2), "{text}: {}", ended.printed);
            let place = format!("{name}:{line}");
            assert!(ended.printed.contains(&place), "{text}: {}", ended.printed);
        }
    }
}

#[test]
fn a_period_and_a_day_of_assessment_that_are_none_are_errors() {
    for period in ["-001-01", "-000001-01", "2026-13", "99999-01"] {
        let profile = format!("[report]\nperiod = \"{period}\"\n");
        let home =
            folder(&[("servers.yaml", "servers: [{ id: crm }]\n"), ("muster.toml", &profile)]);
        let ended = run(home.path(), &["report", ".", "--as-of", "2026-11-22"]);
        assert_eq!(ended.code, Some(2), "{period}: {}", ended.printed);
        assert!(ended.printed.contains("muster.toml"), "{period}: {}", ended.printed);
    }
    let home = folder(&[("servers.yaml", "servers: [{ id: crm }]\n")]);
    for day in NONE.into_iter().chain(["0001-01-01", "9999-12-31"]) {
        let ended = run(home.path(), &["report", ".", &format!("--as-of={day}")]);
        assert_eq!(ended.code, Some(2), "{day}: {}", ended.printed);
    }
    for epoch in ["-62198755200", "-377705023201", "253402300799", "9223372036854775807"] {
        let ended = run_with(home.path(), &["report", "."], &[("SOURCE_DATE_EPOCH", epoch)]);
        assert_eq!(ended.code, Some(2), "{epoch}: {}", ended.printed);
        assert!(ended.printed.contains("SOURCE_DATE_EPOCH"), "{epoch}: {}", ended.printed);
    }
}

/// Every fixture of every reader, with each of its dates and times replaced.
#[test]
fn no_date_in_any_format_stops_a_reader() {
    let formats = crate::support::fixture("formats");
    let files = crate::support::files(&formats);
    let files: Vec<_> = files
        .iter()
        .filter_map(|path| {
            Some((path.strip_prefix(&formats).ok()?, fs::read_to_string(path).ok()?))
        })
        .collect();
    assert!(files.len() > 40, "{}", files.len());
    let mut replaced = 0;
    for year in ["-000001", "0000", "9999", "99999"] {
        let home = tempfile::tempdir().expect("a folder");
        for (name, text) in &files {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
            let mut text = text.clone();
            for known in 2015..2032 {
                let from = format!("{known}-");
                replaced += text.matches(&from).count();
                text = text.replace(&from, &format!("{year}-"));
            }
            // Seconds and milliseconds since 1970, of the years 2020 to 2033.
            for digits in ["16", "17", "18", "19"] {
                text = text.replace(&format!(": {digits}"), ": -99999999");
            }
            fs::write(path, text).expect("a file");
        }
        for args in [
            &["ingest", "."][..],
            &["report", ".", "--keep-going", "--as-of", "2026-11-22", "--format", "json,md"],
        ] {
            let ended = run(home.path(), args);
            assert!(matches!(ended.code, Some(0 | 2)), "{year} {args:?}: {}", ended.printed);
            assert!(!ended.printed.contains("panicked"), "{year} {args:?}: {}", ended.printed);
        }
    }
    assert!(replaced > 400, "{replaced} dates");
}
