//! One value is one secret, wherever it is and whichever tool found it.

use super::bench::Project;
use super::case;

#[test]
fn a_literal_and_its_leak_are_one_secret() {
    case("literal-and-leak", || {
        let answer = Project::of("literal-and-leak").report().ok();
        assert_eq!(answer.assets("secret").len(), 1, "{:?}", answer.assets("secret"));
        let places = answer.places("SEC-01@server/tickets");
        assert!(places.iter().any(|place| place.starts_with(".mcp.json:10")), "{places:?}");
        assert!(places.iter().any(|place| place.starts_with("gitleaks.json:")), "{places:?}");
    });
}

#[test]
fn a_live_and_a_test_key_are_two_secrets() {
    case("live-and-test-key", || {
        let answer = Project::of("live-and-test-key").report().ok();
        assert_eq!(answer.assets("secret").len(), 2);
        assert_eq!(answer.assets("server"), ["pay-live", "pay-test"]);
        assert_eq!(answer.with_outcome("SEC-01", "fail"), ["pay-live", "pay-test"]);
    });
}

#[test]
fn two_leaks_on_one_line_are_two_secrets() {
    case("two-on-one-line", || {
        let answer = Project::of("two-on-one-line").report().ok();
        assert_eq!(answer.assets("secret").len(), 3, "{:?}", answer.assets("secret"));
    });
}

#[test]
fn a_path_is_one_path_in_either_notation() {
    case("windows-paths", || {
        let answer = Project::of("windows-paths").report().ok();
        assert_eq!(answer.assets("secret").len(), 1, "{:?}", answer.assets("secret"));
    });
    case("path-spellings", || {
        let answer = Project::of("path-spellings").report().ok();
        let secrets = answer.assets("secret").len();
        assert!((1..=2).contains(&secrets), "{:?}", answer.assets("secret"));
        assert!(secrets == 1 || answer.reports(&["probably", "one"]), "{}", answer.terminal);
    });
}

#[test]
fn a_leak_whose_line_moved_keeps_its_age() {
    case("line-drift", || {
        let project = Project::of("line-drift");
        project.report_with(&["--record", "--as-of", "2026-10-15"]).ok();
        let text = std::fs::read_to_string(project.path().join("scan.json")).expect("text");
        let moved = text.replace("Line\": 4", "Line\": 9").replace("token:4", "token:9");
        assert_ne!(text, moved);
        project.write("scan.json", moved);
        let answer = project.report_with(&["--record", "--as-of", "2026-11-28"]).ok();
        let secrets = answer.assets("secret");
        assert_eq!(secrets.len(), 1, "{secrets:?}");
        let open = answer.failing();
        let finding = open.iter().find(|id| id.contains("@secret/")).expect("an open finding");
        assert_eq!(answer.finding(finding)["first_seen"], "2026-10", "{finding}");
    });
}

#[test]
fn a_later_complete_report_replaces_the_earlier() {
    case("rescan", || {
        let answer = Project::of("rescan").report().ok();
        let open = answer.failing().into_iter().filter(|id| id.contains("@secret/"));
        let open: Vec<String> = open.collect();
        assert!(open.iter().any(|id| id.contains("ops/.env")), "{open:?}");
        assert!(!open.iter().any(|id| id.contains("web/.env")), "{open:?}");
        assert!(answer.reports(&["scans/2026-11.json", "web/.env"]), "{}", answer.terminal);
    });
}

#[test]
fn a_leak_is_an_exposure_without_a_register() {
    case("exposure-from-leak", || {
        let answer = Project::of("exposure-from-leak").report().ok();
        let secrets = answer.assets("secret");
        // One value in two files is one secret.
        assert_eq!(secrets.len(), 4, "{secrets:?}");
        assert_eq!(answer.with_outcome("SEC-04", "fail"), secrets);
    });
}

#[test]
fn a_leak_that_was_tried_and_works_is_critical() {
    case("verified-leak", || {
        let answer = Project::of("verified-leak").report().ok();
        let secret = answer.assets("secret").first().cloned().expect("a secret");
        let found = answer.finding(&format!("SEC-04@secret/{secret}"));
        assert_eq!((&found["outcome"], &found["severity"]), (&"fail".into(), &"critical".into()));
    });
}

#[test]
fn references_and_placeholders_are_no_secrets() {
    case("secret-forms", || {
        let answer = Project::of("secret-forms").report().ok();
        assert_eq!(answer.outcome("SEC-01@server/forms"), "fail");
        // The default of `B_TOKEN` alone.
        let places = answer.places("SEC-01@server/forms");
        assert_eq!(places, [".mcp.json:11"]);
    });
}

#[test]
fn a_baseline_file_is_found_and_read() {
    case("baseline-file", || {
        let answer = Project::of("baseline-file").report().ok();
        assert_eq!(answer.assets("secret").len(), 1, "{:?}", answer.assets("secret"));
    });
}

#[test]
fn the_year_9999_is_no_end_and_never_better_than_a_date() {
    case("no-end-date", || {
        let answer = Project::of("no-end-date").report().ok();
        for control in ["CRD-02", "CRD-03"] {
            let outcome = |id: &str| answer.outcome(&format!("{control}@secret/{id}"));
            assert_eq!(outcome("y9999"), outcome("y9998"), "{control}");
            assert_eq!(outcome("y9999-time"), outcome("y9998"), "{control}");
        }
        assert!(!answer.page.contains("1970"), "an end is read as 1970");
        assert!(answer.reports(&["inventory.yaml", "no end date"]), "{}", answer.terminal);
    });
}

/// A literal in a configuration, and what each tool keeps of the same value.
#[test]
fn every_tool_that_shows_a_value_or_its_sha1_shows_one_secret() {
    const VALUE: &str = "wF3kVhpdaCbEjquazkrtQiXC";
    const SHA1: &str = "bfc0d359ecd2dd067306a9f3219b6dd6a8b5d720";
    const BASE64: &str = "d0Yza1ZocGRhQ2JFanF1YXprcnRRaVhD";
    let client = format!(
        r#"{{"mcpServers": {{"crm": {{"command": "crm", "env": {{"API_KEY": "{VALUE}"}}}}}}}}"#
    );
    let baseline = |sha1: &str, rule: &str| {
        format!(
            r#"{{"version": "1.5.0", "plugins_used": [], "generated_at": "2026-11-20T00:00:00Z", "results":
                {{"ops/live.env": [{{"type": "{rule}", "filename": "ops/live.env", "hashed_secret": "{sha1}",
                 "line_number": 7}}]}}}}"#
        )
    };
    let alert = format!(
        r#"[{{"number": 3, "secret_type": "generic", "state": "open", "secret": "{VALUE}",
            "html_url": "https://h.example/kestrel/web/security/secret-scanning/3"}}]"#
    );
    let finding = format!(
        r#"[{{"finding_id": "0a", "rule_name": "Generic API Key", "num_matches": 1, "matches": [
            {{"groups": ["{BASE64}"], "snippet": {{"before": "", "matching": "key={VALUE}", "after": ""}},
              "provenance": [{{"kind": "file", "path": "lib/a.py"}}],
              "location": {{"source_span": {{"start": {{"line": 3, "column": 1}}}}}}}}]}}]"#
    );
    for (name, text, one) in [
        (".secrets.baseline", baseline(SHA1, "Secret Keyword"), true),
        (
            ".secrets.baseline",
            baseline("0a993e364706816aba3e25717850c26c9cd0d89d", "Secret Keyword"),
            false,
        ),
        // All private keys begin alike: what is hashed there is no secret.
        (".secrets.baseline", baseline(SHA1, "Private Key"), false),
        ("alerts.json", alert, true),
        ("noseyparker.json", finding, true),
    ] {
        let project = Project::empty();
        project.write("muster.toml", "");
        project.write(".mcp.json", &client);
        project.write(name, &text);
        let answer = project.report().ok();
        assert_eq!(
            answer.assets("secret").len() == 1,
            one,
            "{name}: {:?}",
            answer.assets("secret")
        );
        let posture = answer.posture.to_string();
        for value in [VALUE, SHA1, BASE64] {
            assert!(
                !posture.contains(value) && !answer.page.contains(value),
                "{name} shows {value}"
            );
        }
    }
}

#[test]
fn a_value_joins_two_reports_in_either_order() {
    const VALUE: &str = "wF3kVhpdaCbEjquazkrtQiXC";
    let leak = format!(
        r#"[{{"RuleID": "generic-api-key", "File": "web/a.js", "StartLine": 3, "Secret": "{VALUE}"}}]"#
    );
    let baseline = r#"{"plugins_used": [], "results": {"ops/live.env": [
        {"type": "Secret Keyword", "hashed_secret": "bfc0d359ecd2dd067306a9f3219b6dd6a8b5d720", "line_number": 7}]}}"#;
    for names in [["a.json", "z.baseline"], ["z.json", "a.baseline"]] {
        let project = Project::empty();
        project.write("muster.toml", "");
        project.write(names[0], &leak);
        project.write(names[1], baseline);
        let answer = project.report().ok();
        assert_eq!(answer.assets("secret").len(), 1, "{names:?}: {:?}", answer.assets("secret"));
    }
}
