//! The command line as a stranger meets it.

use crate::support::muster;

fn help(args: &[&str]) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), args);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn help_of_every_command() {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("help", help(&["--help"]));
        insta::assert_snapshot!("help-report", help(&["report", "--help"]));
        insta::assert_snapshot!("help-demo", help(&["demo", "--help"]));
        insta::assert_snapshot!("help-render", help(&["render", "--help"]));
        insta::assert_snapshot!("help-collect", help(&["collect", "--help"]));
        insta::assert_snapshot!("help-diff", help(&["diff", "--help"]));
        insta::assert_snapshot!("help-ingest", help(&["ingest", "--help"]));
        insta::assert_snapshot!("help-explain", help(&["explain", "--help"]));
        insta::assert_snapshot!("help-check", help(&["check", "--help"]));
        insta::assert_snapshot!("help-waive", help(&["waive", "--help"]));
        insta::assert_snapshot!("help-sample", help(&["sample", "--help"]));
        insta::assert_snapshot!("help-schema", help(&["schema", "--help"]));
    });
}

#[test]
fn no_argument_and_a_wrong_one_end_with_two() {
    let home = tempfile::tempdir().expect("a folder");
    for args in [&[][..], &["raport"][..], &["report", "--as-of", "yesterday"][..]] {
        let output = muster(home.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn the_demonstration_runs_and_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), &["demo", "--as-of", "2026-11-22", "--format", "md,json"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("built-in demonstration"), "{said}");
    assert!(home.path().join("out/posture.json").is_file());
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("summary", said);
    });
}

#[test]
fn the_as_of_day_comes_from_the_flag_then_the_epoch() {
    let home = tempfile::tempdir().expect("a folder");
    let day = |args: &[&str], epoch: Option<&str>| {
        let mut all = vec!["demo", "--format", "json"];
        all.extend(args);
        let mut command = crate::support::command(home.path(), &all);
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        let output = command.output().expect("the program runs");
        String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_string()
    };
    assert!(day(&["--as-of", "2026-01-31"], Some("0")).contains("as of 2026-01-31"));
    assert!(day(&[], Some("1795305600")).contains("as of 2026-11-22"));
}

#[test]
fn a_bare_client_configuration_is_enough() {
    let home = tempfile::tempdir().expect("a folder");
    let config =
        r#"{"mcpServers": {"files": {"command": "npx", "args": ["-y", "@acme/files-mcp"]}}}"#;
    std::fs::write(home.path().join(".mcp.json"), config).expect("a config");
    let output =
        muster(home.path(), &["report", ".mcp.json", "--as-of", "2026-11-22", "--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let posture = std::fs::read_to_string(home.path().join("out/posture.json")).expect("posture");
    assert!(posture.contains("TPS-02@server/files"), "the unpinned package was not judged");
}

#[test]
fn ingest_says_what_was_understood() {
    let home = tempfile::tempdir().expect("a folder");
    let scanners = home.path().join("scanners");
    std::fs::create_dir(&scanners).expect("a folder");
    for entry in std::fs::read_dir(crate::support::fixture("scanners")).expect("a folder") {
        let entry = entry.expect("an entry");
        std::fs::copy(entry.path(), scanners.join(entry.file_name())).expect("a copy");
    }
    let broken = home.path().join("broken.yaml");
    std::fs::write(&broken, "servers: [{ id: a\n").expect("a file");
    let output = muster(home.path(), &["ingest", "scanners", "broken.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!("ingest", String::from_utf8(output.stdout).expect("text"));
    });
    let scanners = scanners.to_str().expect("a path");
    let output = muster(home.path(), &["ingest", scanners, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["records"]["servers"].as_array().map(Vec::len), Some(1));
}

#[test]
fn discover_finds_client_configurations_under_a_folder_only() {
    let home = tempfile::tempdir().expect("a folder");
    let config = r#"{"mcpServers":{"a":{"command":"npx","args":["-y","a@1.0.0"]}}}"#;
    for place in ["work/api/.cursor", "work/web"] {
        std::fs::create_dir_all(home.path().join(place)).expect("folders");
    }
    std::fs::write(home.path().join("work/api/.cursor/mcp.json"), config).expect("a file");
    std::fs::write(home.path().join("work/web/.mcp.json"), config).expect("a file");
    std::fs::write(home.path().join("work/web/package.json"), "{}").expect("a file");
    std::fs::write(home.path().join(".claude.json"), config).expect("a file");
    let said = |args: &[&str]| {
        let mut command = crate::support::command(home.path(), args);
        let output = command.env("HOME", home.path()).output().expect("it runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let found = said(&["ingest", "--discover", "work"]);
    assert!(found.contains("2 servers") && !found.contains("package.json"), "{found}");
    assert!(!found.contains(".claude.json"), "the home folder was not asked for: {found}");
    assert!(said(&["ingest", "--home"]).contains(".claude.json"));
}

#[test]
fn an_empty_epoch_counts_as_unset() {
    let home = tempfile::tempdir().expect("a folder");
    let args = ["demo", "--format", "json"];
    let mut command = crate::support::command(home.path(), &args);
    let output = command.env("SOURCE_DATE_EPOCH", "").output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn flags_that_cannot_be_used_name_the_fix() {
    let home = tempfile::tempdir().expect("a folder");
    for (args, fix) in [
        (&["report", "--as-of", "03/11/2026"][..], "dates are written as 2026-12-31"),
        (&["check", "--as-of", "22.11.2026"][..], "dates are written as 2026-12-31"),
        (
            &[
                "waive",
                "OWN-01@server/a",
                "--reason",
                "r",
                "--approver",
                "a",
                "--until",
                "31/12/2026",
            ][..],
            "dates are written as 2026-12-31",
        ),
        (&["report", "-o", "-"][..], "name a folder, such as out"),
        (&["render", "posture.json", "--out", "-"][..], "name a folder, such as out"),
    ] {
        let output = muster(home.path(), args);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(errors.contains(fix), "{args:?}: {errors}");
    }
    assert_eq!(std::fs::read_dir(home.path()).expect("entries").count(), 0, "a folder was made");
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    use std::io::Read;
    let home = tempfile::tempdir().expect("a folder");
    // Long outputs only: a short one fits into the pipe before the reader is gone.
    for args in [&["schema", "posture"][..], &["controls", "list", "--format", "json"][..]] {
        let mut command = crate::support::command(home.path(), args);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        drop(child.stdout.take());
        let status = child.wait().expect("it ends");
        let mut errors = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut errors).expect("text");
        assert_eq!((status.code(), errors.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn an_owner_in_no_register_is_named_on_the_terminal_with_the_nearest_name() {
    let home = tempfile::tempdir().expect("a folder");
    let text = "owners: [{ id: platform-team, kind: team }]\nservers: [{ id: crm, owner: platfrom-team }]\n";
    std::fs::write(home.path().join("inventory.yaml"), text).expect("a file");
    for args in [
        &["report", ".", "--as-of", "2026-11-22", "--format", "json"][..],
        &["check", ".", "--as-of", "2026-11-22", "--fail-on", "critical", "--format", "json"][..],
    ] {
        let output = muster(home.path(), args);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_ne!(output.status.code(), Some(2), "{errors}");
        assert!(errors.contains("inventory.yaml:2"), "{errors}");
        assert!(errors.contains("did you mean `platform-team`?"), "{errors}");
    }
}
