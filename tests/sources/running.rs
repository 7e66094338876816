//! A result about a package, an image or a file that several servers share is about each of them.

use serde_json::json;

use super::bench::Project;

/// Servers that share what they run; `clock` runs something else.
const CLIENT: &str = r#"{"mcpServers": {
  "crm": {"command": "npx", "args": ["-y", "mcp-remote@0.1.15", "https://crm.example.com/mcp"]},
  "mail": {"command": "npx", "args": ["-y", "mcp-remote", "https://mail.example.com/mcp"]},
  "files": {"command": "docker", "args": ["run", "--rm", "--env-file", "ops/live.env", "kestrel/files:1.2", "--root", "a"]},
  "notes": {"command": "docker", "args": ["run", "--rm", "--env-file", "ops/live.env", "kestrel/files:1.2", "--root", "b"]},
  "stock": {"command": "node", "args": ["services/stock/dist/index.js", "--live"]},
  "audit": {"command": "node", "args": ["services/stock/dist/index.js", "--audit"]},
  "clock": {"command": "clock-mcp"}
}}"#;

fn project() -> Project {
    let project = Project::empty();
    project.write("muster.toml", "");
    project.write("clients/.mcp.json", "{\"mcpServers\": {}}");
    project.write(".cursor/mcp.json", CLIENT);
    project
}

/// A result of mcp-sentinel on a target, and in a file.
fn sentinel(target: &str, file: Option<&str>) -> String {
    let mut result = json!({"type": "secret_exposure", "severity": "high"});
    if let Some(file) = file {
        result["file_path"] = json!(file);
    }
    json!({"scan_id": "1", "target": target, "completed_at": "2026-11-20T08:00:00Z", "status": "completed",
           "vulnerabilities": [result]})
    .to_string()
}

fn failing(project: &Project) -> Vec<String> {
    project.report().ok().with_outcome("SEC-01", "fail")
}

#[test]
fn a_shared_package_image_or_file_is_about_every_server_that_has_it() {
    assert_eq!(failing(&project()), Vec::<String>::new());
    for (target, file, expected) in [
        ("mcp-remote", None, vec!["crm", "mail"]),
        ("npm:mcp-remote@0.1.15", None, vec!["crm", "mail"]),
        ("pkg:npm/mcp-remote@0.1.15", None, vec!["crm", "mail"]),
        ("docker.io/kestrel/files:1.2", None, vec!["files", "notes"]),
        ("kestrel/files@sha256:0a", None, vec!["files", "notes"]),
        ("elsewhere", Some("ops/live.env"), vec!["files", "notes"]),
        ("elsewhere", Some("./services/stock/package-lock.json"), vec!["audit", "stock"]),
        ("elsewhere", Some("services/stock/Dockerfile"), vec!["audit", "stock"]),
        ("elsewhere", Some("services/stock/dist/index.js"), vec!["audit", "stock"]),
        ("elsewhere", Some("package.json"), vec!["audit", "files", "notes", "stock"]),
        ("elsewhere", Some("services/other/package.json"), vec![]),
        ("pkg:pypi/mcp-remote@1", None, vec![]),
        // The name of one server comes before what it shares with others.
        ("crm", Some(".cursor/mcp.json"), vec!["crm"]),
    ] {
        let project = project();
        project.write("scan.json", sentinel(target, file));
        assert_eq!(failing(&project), expected, "{target} {file:?}");
    }
    let project = project();
    project.write("scan.json", sentinel("elsewhere", Some(".cursor/mcp.json")));
    assert_eq!(failing(&project).len(), 7, "all of them are configured by the file");
}

#[test]
fn a_further_server_of_the_same_name_takes_no_result_from_the_first() {
    let project = project();
    project.write("scan.json", sentinel("crm", None));
    assert_eq!(failing(&project), ["crm"]);
    for (name, text) in [
        ("laptops/ada/.mcp.json", r#"{"mcpServers": {"crm": {"command": "other-crm"}}}"#),
        ("inventory/agents.yaml", "- { id: crm, status: active }\n"),
    ] {
        project.write(name, text);
        let now = failing(&project);
        assert!(now.contains(&"crm".to_string()), "{name}: {now:?}");
    }
}
