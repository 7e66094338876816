//! A later complete report replaces an earlier one of its tool over the scope that both state, and over no
//! other.

use passmuster::ingest::{Options, SourceFile, ingest};
use passmuster::model::{Facts, ScanStatus};
use serde_json::{Value, json};

/// The rules that every report ran.
const RAN: [&str; 3] = ["a1", "b2", "c3"];

/// A report of a tool over a scope, taken on a day, with these failures. Whatever else it ran has passed.
type Write = fn(scope: &str, day: &str, fails: &[&str]) -> Value;

/// One format, two scopes that it states, and whether a scope means the same in every folder.
struct Format {
    name: &'static str,
    write: Write,
    scopes: [&'static str; 2],
    everywhere: bool,
    /// Whether it states its own date.
    dated: bool,
}

const FORMATS: [Format; 12] = [
    Format {
        name: "asff",
        write: asff,
        scopes: ["210987654321/eu-west-1", "210987654321/us-east-1"],
        everywhere: true,
        dated: true,
    },
    Format {
        name: "asff-account",
        write: asff,
        scopes: ["210987654321/eu-west-1", "309876543210/eu-west-1"],
        everywhere: true,
        dated: true,
    },
    Format {
        name: "ocsf",
        write: ocsf,
        scopes: ["210987654321/eu-west-1", "309876543210/eu-west-1"],
        everywhere: true,
        dated: true,
    },
    Format {
        name: "prowler",
        write: prowler,
        scopes: ["210987654321/eu-west-1", "210987654321/us-east-1"],
        everywhere: true,
        dated: true,
    },
    Format {
        name: "sarif-branch",
        write: sarif,
        scopes: ["https://h.example/kestrel/web main", "https://h.example/kestrel/web next"],
        everywhere: true,
        dated: true,
    },
    Format {
        name: "sarif-repository",
        write: sarif,
        scopes: ["https://h.example/kestrel/web main", "git@h.example:kestrel/api main"],
        everywhere: true,
        dated: true,
    },
    Format {
        name: "sarif-folder",
        write: sarif_folder,
        scopes: ["file:///src/web", "file:///src/api"],
        everywhere: false,
        dated: true,
    },
    Format {
        name: "sarif-category",
        write: sarif_category,
        scopes: ["monorepo/web", "monorepo/api"],
        everywhere: false,
        dated: true,
    },
    Format {
        name: "gitleaks",
        write: gitleaks,
        scopes: ["https://h.example/kestrel/web", "https://h.example/kestrel/api"],
        everywhere: true,
        dated: false,
    },
    Format {
        name: "trufflehog",
        write: trufflehog,
        scopes: ["https://h.example/kestrel/web.git", "https://h.example/kestrel/api.git"],
        everywhere: true,
        dated: false,
    },
    Format {
        name: "kubescape",
        write: kubescape,
        scopes: ["minikube", "kind-kind"],
        everywhere: false,
        dated: true,
    },
    Format {
        name: "hdf",
        write: hdf,
        scopes: ["web-01", "web-02"],
        everywhere: false,
        dated: true,
    },
];

fn asff(scope: &str, day: &str, fails: &[&str]) -> Value {
    let (account, region) = scope.split_once('/').expect("an account and a region");
    let of = |rule: &&str| {
        let status = if fails.contains(rule) { "FAILED" } else { "PASSED" };
        json!({"SchemaVersion": "2018-10-08", "GeneratorId": format!("security-control/{rule}"),
               "ProductArn": format!("arn:aws:securityhub:{region}::product/aws/securityhub"),
               "ProductName": "Security Hub", "AwsAccountId": account, "Region": region,
               "UpdatedAt": format!("{day}T08:00:00Z"), "Compliance": {"Status": status},
               "Resources": [{"Id": format!("arn:aws:iam::{account}:user/ci")}]})
    };
    json!({"Findings": RAN.iter().map(of).collect::<Vec<_>>()})
}

fn ocsf(scope: &str, day: &str, fails: &[&str]) -> Value {
    let (account, region) = scope.split_once('/').expect("an account and a region");
    let of = |rule: &&str| {
        let status = if fails.contains(rule) { "FAIL" } else { "PASS" };
        json!({"class_uid": 2003, "metadata": {"event_code": rule, "product": {"name": "Prowler"}},
               "status_code": status, "time_dt": format!("{day}T08:00:00"),
               "cloud": {"provider": "aws", "region": region, "account": {"uid": account}},
               "resources": [{"uid": format!("arn:aws:iam::{account}:user/ci")}]})
    };
    RAN.iter().map(of).collect()
}

fn prowler(scope: &str, day: &str, fails: &[&str]) -> Value {
    let (account, region) = scope.split_once('/').expect("an account and a region");
    let of = |rule: &&str| {
        let status = if fails.contains(rule) { "FAIL" } else { "PASS" };
        json!({"CheckID": rule, "Status": status, "FindingUniqueId": rule, "Provider": "aws",
               "AccountId": account, "Region": region, "AssessmentStartTime": format!("{day}T08:00:00"),
               "ResourceArn": format!("arn:aws:iam::{account}:user/ci"), "ResourceId": "ci"})
    };
    RAN.iter().map(of).collect()
}

fn run(day: &str, fails: &[&str], stated: &Value) -> Value {
    let of = |rule: &&str| {
        json!({"ruleId": rule, "locations": [
            {"physicalLocation": {"artifactLocation": {"uri": "src/main.py"}}}]})
    };
    // A tool lists the rules that it runs; what passes has no result.
    let rules: Vec<Value> = RAN.iter().map(|rule| json!({"id": rule})).collect();
    let mut run = json!({"tool": {"driver": {"name": "analyser", "rules": rules}},
                         "invocations": [{"executionSuccessful": true, "endTimeUtc": format!("{day}T08:00:00Z")}],
                         "results": fails.iter().map(of).collect::<Vec<_>>()});
    for (key, value) in stated.as_object().expect("a map") {
        match key.as_str() {
            "workingDirectory" => run["invocations"][0]["workingDirectory"] = value.clone(),
            _ => run[key] = value.clone(),
        }
    }
    json!({"version": "2.1.0", "runs": [run]})
}

fn sarif(scope: &str, day: &str, fails: &[&str]) -> Value {
    let (repository, branch) = scope.split_once(' ').expect("a repository and a branch");
    let checkout = json!([{"repositoryUri": repository, "branch": branch, "revisionId": day}]);
    run(day, fails, &json!({"versionControlProvenance": checkout}))
}

fn sarif_folder(scope: &str, day: &str, fails: &[&str]) -> Value {
    run(day, fails, &json!({"workingDirectory": {"uri": scope}}))
}

fn sarif_category(scope: &str, day: &str, fails: &[&str]) -> Value {
    run(day, fails, &json!({"automationDetails": {"id": format!("{scope}/{day}")}}))
}

fn gitleaks(scope: &str, day: &str, fails: &[&str]) -> Value {
    let of = |rule: &&str| {
        json!({"RuleID": rule, "File": "ops/.env", "StartLine": 4, "Secret": "REDACTED",
               "Link": format!("{scope}/blob/0a1b2c/ops/.env#L4"), "Date": day})
    };
    fails.iter().map(of).collect()
}

fn trufflehog(scope: &str, _: &str, fails: &[&str]) -> Value {
    let of = |rule: &&str| {
        json!({"DetectorName": rule, "Verified": false, "Raw": "REDACTED",
               "SourceMetadata": {"Data": {"Git": {"repository": scope, "file": "ops/.env", "line": 4}}}})
    };
    fails.iter().map(of).collect()
}

fn kubescape(scope: &str, day: &str, fails: &[&str]) -> Value {
    let status = |rule: &&str| if fails.contains(rule) { "failed" } else { "passed" };
    let controls: Vec<Value> = RAN
        .iter()
        .map(|rule| json!({"controlID": rule, "status": {"status": status(rule)}}))
        .collect();
    json!({"generationTime": format!("{day}T08:00:00Z"), "summaryDetails": {"controls": {}},
           "metadata": {"targetMetadata": {"clusterContextMetadata": {"contextName": scope}}},
           "results": [{"resourceID": "path=1/api=v1/crm/ServiceAccount/ci", "controls": controls}]})
}

fn hdf(scope: &str, day: &str, fails: &[&str]) -> Value {
    let status = |rule: &&str| if fails.contains(rule) { "failed" } else { "passed" };
    let of = |rule: &&str| {
        json!({"id": rule, "impact": 0.5,
               "results": [{"status": status(rule), "start_time": format!("{day}T08:00:00Z")}]})
    };
    json!({"platform": {"name": "linux", "target_id": scope}, "version": "4",
           "profiles": [{"name": "base", "controls": RAN.iter().map(of).collect::<Vec<_>>()}]})
}

fn read(files: &[(&str, &Value)]) -> Facts {
    let files: Vec<SourceFile> = files
        .iter()
        .map(|(name, value)| SourceFile::new(*name, serde_json::to_vec(value).expect("json")))
        .collect();
    let (facts, errors) = ingest(&files, Options::default());
    assert_eq!(errors, []);
    facts
}

/// The failures that still count, of one file.
fn open(facts: &Facts, file: &str) -> Vec<String> {
    let reports = facts.scanner_reports.iter().filter(|report| &*report.place.file == file);
    let fails =
        reports.flat_map(|report| &report.results).filter(|one| one.says == ScanStatus::Fail);
    let mut rules: Vec<String> = fails.map(|one| one.rule.clone()).collect();
    rules.sort();
    rules
}

/// The secrets that are exposed, by their place.
fn exposed(facts: &Facts) -> usize {
    facts.exposures.len()
}

fn names_both(facts: &Facts, old: &str, new: &str) -> bool {
    let lines = facts.notices.iter().map(|notice| &notice.message);
    lines.clone().any(|line| line.contains(old) && line.contains(new) && line.contains("replaces"))
}

const OLD: &str = "scans/report-2026-10-05.json";
const NEW: &str = "scans/report-2026-11-05.json";
const RULES: [&str; 2] = ["a1", "b2"];

#[test]
fn a_later_report_over_the_same_scope_replaces_the_earlier() {
    for Format { name, write, scopes: [scope, _], everywhere, .. } in FORMATS {
        let old = write(scope, "2026-10-05", &RULES);
        let new = write(scope, "2026-11-05", &RULES[..1]);
        let facts = read(&[(OLD, &old), (NEW, &new)]);
        assert_eq!((open(&facts, OLD), open(&facts, NEW)), (vec![], vec!["a1".into()]), "{name}");
        assert!(names_both(&facts, OLD, NEW), "{name}: {:?}", facts.notices);
        // In another folder the same words mean the same thing only where they are an address or a number.
        let moved = "other/scan-2026-11-05.json";
        let facts = read(&[(OLD, &old), (moved, &new)]);
        assert_eq!(open(&facts, OLD).is_empty(), everywhere, "{name}");
        assert_eq!(names_both(&facts, OLD, moved), everywhere, "{name}");
    }
}

#[test]
fn a_report_over_one_scope_closes_nothing_of_another() {
    for Format { name, write, scopes: [here, there], .. } in FORMATS {
        let old = write(here, "2026-10-05", &RULES);
        for fails in [&RULES[..1], &["c3"]] {
            let new = write(there, "2026-11-05", fails);
            let facts = read(&[(OLD, &old), (NEW, &new)]);
            assert_eq!(open(&facts, OLD), RULES, "{name}");
            assert!(!names_both(&facts, OLD, NEW), "{name}: {:?}", facts.notices);
            let before = exposed(&read(&[(OLD, &old)]));
            assert!(exposed(&facts) >= before, "{name}: an exposure is gone");
        }
    }
}

#[test]
fn an_older_an_equal_and_an_incomplete_report_close_nothing() {
    for Format { name, write, scopes: [scope, _], dated, .. } in FORMATS {
        let old = write(scope, "2026-10-05", &RULES);
        let older = write(scope, "2026-09-05", &RULES[..1]);
        let facts = read(&[(OLD, &old), ("scans/report-2026-09-05.json", &older)]);
        assert_eq!(open(&facts, OLD), RULES, "{name}: an older one");
        if dated {
            let equal = write(scope, "2026-10-05", &RULES[..1]);
            assert_eq!(
                open(&read(&[(OLD, &old), (NEW, &equal)]), OLD),
                RULES,
                "{name}: an equal one"
            );
        }
        let mut partial = write(scope, "2026-11-05", &RULES[..1]);
        match name {
            "asff" | "asff-account" => partial["NextToken"] = json!("x"),
            "kubescape" => {
                partial["paginationInfo"] = json!({"chunkNumber": 1, "isLastChunk": false})
            }
            "hdf" => partial["profiles"][0]["status"] = json!("failed"),
            _ if name.starts_with("sarif") => {
                partial["runs"][0]["invocations"][0]["executionSuccessful"] = json!(false);
            }
            _ => partial.as_array_mut().expect("a list").push(json!({"x": 1})),
        }
        let facts = read(&[(OLD, &old), (NEW, &partial)]);
        assert_eq!(open(&facts, OLD), RULES, "{name}: an incomplete one");
    }
}

#[test]
fn of_several_scopes_in_one_report_only_those_that_are_covered_again_are_replaced() {
    for Format { name, write, scopes: [here, there], .. } in FORMATS {
        let both = match (write(here, "2026-10-05", &["a1"]), write(there, "2026-10-05", &["b2"])) {
            (Value::Array(mut one), Value::Array(more)) => {
                one.extend(more);
                Value::Array(one)
            }
            (mut one, more) if one.get("Findings").is_some() => {
                let more = more["Findings"].as_array().expect("findings").clone();
                one["Findings"].as_array_mut().expect("findings").extend(more);
                one
            }
            (mut one, more) if one.get("runs").is_some() => {
                let more = more["runs"].as_array().expect("runs").clone();
                one["runs"].as_array_mut().expect("runs").extend(more);
                one
            }
            _ => continue,
        };
        let new = write(here, "2026-11-05", &["c3"]);
        let facts = read(&[(OLD, &both), (NEW, &new)]);
        assert_eq!(open(&facts, OLD), ["b2"], "{name}");
        let stated = facts.notices.iter().any(|it| it.message.contains("they stay open"));
        assert!(stated, "{name}: {:?}", facts.notices);
    }
}

#[test]
fn a_clean_report_without_a_scope_answers_for_its_series() {
    let old = gitleaks("https://h.example/kestrel/web", "2026-10-05", &RULES);
    let (old_name, new_name) = ("scans/gitleaks-2026-10-05.json", "scans/gitleaks-2026-11-05.json");
    let facts = read(&[(old_name, &old), (new_name, &json!([]))]);
    assert_eq!(open(&facts, old_name), Vec::<String>::new());
    assert!(names_both(&facts, old_name, new_name), "{:?}", facts.notices);
    assert_eq!(exposed(&facts), 0);
    let facts = read(&[(old_name, &old), ("other/gitleaks-2026-11-05.json", &json!([]))]);
    assert_eq!((open(&facts, old_name).len(), exposed(&facts)), (2, 1), "another series");
}

/// A report without what passed, and without the rules that it ran.
fn failures_alone(mut report: Value) -> Value {
    let is_failed = |row: &Value| !row.to_string().contains("PASS");
    match &mut report {
        Value::Array(rows) => rows.retain(is_failed),
        report if report.get("Findings").is_some() => {
            report["Findings"].as_array_mut().expect("findings").retain(is_failed);
        }
        report if report.get("runs").is_some() => {
            report["runs"][0]["tool"]["driver"]["rules"] = json!([]);
        }
        _ => {}
    }
    report
}

#[test]
fn a_list_of_failures_alone_closes_nothing() {
    let listed = ["asff", "asff-account", "ocsf", "prowler"];
    let of = |format: &&Format| listed.contains(&format.name) || format.name.starts_with("sarif");
    for Format { name, write, scopes: [scope, _], .. } in FORMATS.iter().filter(of) {
        let old = write(scope, "2026-10-05", &RULES);
        for fails in [&RULES[..1], &["c3"]] {
            let new = failures_alone(write(scope, "2026-11-05", fails));
            for old in [&old, &failures_alone(old.clone())] {
                let facts = read(&[(OLD, old), (NEW, &new)]);
                assert_eq!(open(&facts, OLD), RULES, "{name}");
                assert!(!names_both(&facts, OLD, NEW), "{name}: {:?}", facts.notices);
                let both = facts.notices.iter().any(|it| it.message.contains("both count"));
                assert!(both, "{name}: {:?}", facts.notices);
            }
        }
    }
}

#[test]
fn a_rule_that_the_later_report_did_not_run_or_decide_keeps_its_results() {
    for Format { name, write, scopes: [scope, _], .. } in
        FORMATS.iter().filter(|format| ["ocsf", "prowler"].contains(&format.name))
    {
        let old = write(scope, "2026-10-05", &RULES);
        let mut later = write(scope, "2026-11-05", &[]);
        let rows = later.as_array_mut().expect("a list");
        rows.retain(|row| !row.to_string().contains("\"a1\""));
        assert_eq!(open(&read(&[(OLD, &old), (NEW, &later)]), OLD), ["a1"], "{name}: not run");
        let mut later = write(scope, "2026-11-05", &[]);
        let (key, undecided) = match *name {
            "ocsf" => ("status_code", "MANUAL"),
            _ => ("Status", "MANUAL"),
        };
        later[0][key] = json!(undecided);
        assert_eq!(open(&read(&[(OLD, &old), (NEW, &later)]), OLD), ["a1"], "{name}: not decided");
    }
}

#[test]
fn checks_without_a_scope_close_nothing_in_a_series_either() {
    let of = |day: &str, fails: &[&str]| run(day, fails, &json!({}));
    let (old, new) = (of("2026-10-05", &RULES), of("2026-11-05", &[]));
    let facts = read(&[(OLD, &old), (NEW, &new)]);
    assert_eq!(open(&facts, OLD), RULES);
    let stated = facts.notices.iter().any(|it| it.message.contains("state no scope"));
    assert!(stated, "{:?}", facts.notices);
}

#[test]
fn the_order_of_reading_has_no_influence() {
    for Format { name, write, scopes: [scope, _], .. } in FORMATS {
        let old = write(scope, "2026-10-05", &RULES);
        let new = write(scope, "2026-11-05", &RULES[..1]);
        let one = read(&[(OLD, &old), (NEW, &new)]);
        let other = read(&[(NEW, &new), (OLD, &old)]);
        for file in [OLD, NEW] {
            assert_eq!(open(&one, file), open(&other, file), "{name}");
        }
        let said = |facts: &Facts| {
            let lines = facts.notices.iter().map(|it| it.message.clone());
            lines.collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(said(&one), said(&other), "{name}");
    }
}
