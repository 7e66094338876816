//! Nothing passes on what a source would have shown that could not be read.

use super::bench::Project;

/// A server and its secret, in order: scanned, exposed once, and revoked in time.
const INVENTORY: &str = "\
servers:
  - { id: crm, status: active }
secrets:
  - { id: key, used_by: [crm] }
exposures:
  - { secret: key, detected_at: 2026-11-01T08:00:00Z, revoked_at: 2026-11-01T09:00:00Z, replaced_at: 2026-11-01T10:00:00Z }
scans:
  - { id: nightly, kind: secrets, covers: ['*'], last_run: 2026-11-27 }
";
const CLIENT: &str = r#"{"mcpServers": {"crm": {"command": "crm", "env": {"KEY": "${KEY}"}}}}"#;
const EXPOSURE: &str = "SEC-04@secret/key";
const PLAIN: &str = "SEC-01@server/crm";

fn project() -> Project {
    let project = Project::empty();
    project.write("muster.toml", "");
    project.write("inventory/all.yaml", INVENTORY);
    project.write(".mcp.json", CLIENT);
    project
}

#[test]
fn what_was_read_passes() {
    let answer = project().report().ok();
    assert_eq!((answer.outcome(EXPOSURE), answer.outcome(PLAIN)), ("pass".into(), "pass".into()));
}

#[test]
fn an_unread_report_of_a_secret_scanner_may_show_an_exposure() {
    for (name, text) in [
        ("gitleaks.json", "[{\"RuleID\": "),
        ("gitleaks.json", ""),
        ("gitleaks.json", "{}"),
        ("ci/gitleaks-2026-11.json", "{\"message\": \"rate limit exceeded\"}"),
        ("trufflehog.json", "<html>504</html>"),
        (".secrets.baseline", "{\"results\""),
        ("noseyparker.json", "[1"),
        ("secret-scanning-alerts.json", "{\"message\": \"Not Found\"}"),
        // Any tool may have written these.
        ("code.sarif", "{\"runs\": ["),
        ("code.sarif", "{\"version\": \"9\"}"),
        ("hub.asff.json", "{}"),
        ("cloud.ocsf.json", "[{"),
    ] {
        let project = project();
        project.write(name, text);
        let answer = project.report().ok();
        for id in [EXPOSURE, PLAIN] {
            assert_eq!(answer.outcome(id), "not-assessed", "{name} {text}: {id}");
            assert!(answer.places(id).contains(&format!("{name}:0")), "{name}: {id}");
        }
        let gate = project.run(&["check", ".", "--min-score", "0"]);
        assert_eq!(gate.code, 2, "{name}: {}", gate.terminal);
        let gate = project.run(&["check", ".", "--min-score", "0", "--keep-going"]);
        assert_eq!(gate.code, 0, "{name}: {}", gate.terminal);
    }
}

#[test]
fn an_unread_report_is_about_what_its_tool_looks_for_alone() {
    let project = project();
    project.write("kubescape.json", "{\"results\": [");
    let answer = project.report().ok();
    assert_eq!(answer.outcome(EXPOSURE), "pass");
    assert_eq!(answer.outcome(PLAIN), "not-assessed", "its rules look for secrets in manifests");
    let all = answer.posture["findings"].as_array().cloned().unwrap_or_default();
    let waiting = all.iter().filter(|finding| finding["reason"] == "not-heard").count();
    assert!(waiting > 0 && waiting < all.len() / 4, "{waiting} of {}", all.len());
}

#[test]
fn a_named_report_that_is_passed_over_is_missed_whatever_its_name() {
    let source = "[[source]]\npath = \"latest.json\"\nformat = \"gitleaks\"\n";
    let project = project();
    project.write("muster.toml", source);
    project.write("latest.json", "[{\"RuleID\"");
    assert_eq!(project.report().code, 2, "it must be read");
    let answer = project.report_with(&["--as-of", super::bench::AS_OF, "--keep-going"]).ok();
    for id in [EXPOSURE, PLAIN] {
        assert_eq!(answer.outcome(id), "not-assessed", "{id}");
    }
    let asked = answer.posture["evidence_requests"].to_string();
    assert!(asked.contains("Correct latest.json"), "{asked}");
}

#[test]
fn a_foreign_document_is_no_missing_report() {
    for (name, text) in [
        ("web/broken.json", "{\"a\": "),
        ("web/package.json", "{\"name\": \"web\"}"),
        ("gitleaks.toml", "title = \"rules\"\n"),
        ("ci/gl-secret-detection-report.json", "{\"version\": \"15.0\", \"vulnerabilities\": []}"),
    ] {
        let project = project();
        project.write(name, text);
        for args in [
            &["--as-of", super::bench::AS_OF][..],
            &["--as-of", super::bench::AS_OF, "--keep-going"],
        ] {
            let answer = project.report_with(args).ok();
            assert_eq!(answer.outcome(EXPOSURE), "pass", "{name} {args:?}");
        }
    }
}

#[test]
fn unread_records_may_hold_an_exposure() {
    for (name, lowered) in [("inventory/more.yaml", true), ("inventory/owners.yaml", false)] {
        let project = project();
        project.write(name, "owners: [\n");
        let answer = project.report_with(&["--as-of", super::bench::AS_OF, "--keep-going"]).ok();
        assert_eq!(answer.outcome(EXPOSURE) == "not-assessed", lowered, "{name}");
    }
}
