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
        insta::assert_snapshot!("help-render", help(&["render", "--help"]));
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
fn without_a_project_the_demonstration_runs_and_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let output = muster(home.path(), &["report", "--as-of", "2026-11-22", "--format", "md,json"]);
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
        let mut all = vec!["report", "--format", "json"];
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
