//! Wrong input: one message each with file, line, field and mend, all together, exit 2, and last
//! month's report untouched.

use std::fs;

use crate::support::{fixture, folders, muster};

#[test]
fn every_bad_input_is_told_and_nothing_is_written() {
    let bad = folders(&fixture("bad"));
    assert!(bad.len() >= 10, "{bad:?}");
    for name in bad {
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join("out")).expect("out");
        fs::write(home.path().join("out/report.md"), "last month").expect("a report");
        let project = fixture("bad").join(&name);
        let output = muster(
            home.path(),
            &["report", project.to_str().expect("path"), "--as-of", "2026-11-22"],
        );
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(output.stdout.is_empty(), "{name} printed a summary");
        assert!(!told.contains("panicked"), "{name}: {told}");
        let left = fs::read_to_string(home.path().join("out/report.md")).expect("the old report");
        assert_eq!(left, "last month", "{name} touched the old report");
        assert_eq!(
            fs::read_dir(home.path().join("out")).expect("out").count(),
            1,
            "{name} left files"
        );
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/bad_input" }, {
            insta::assert_snapshot!(name, told);
        });
    }
}

#[test]
fn what_cannot_be_opened_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    for (path, word) in
        [("missing", "does not exist"), ("/dev/null", "neither a file nor a folder")]
    {
        let output = muster(home.path(), &["report", path]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(word), "{path}: {told}");
    }
}

#[test]
fn an_output_folder_that_cannot_be_made_is_told() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("taken"), "a file").expect("a file");
    let project = fixture("scenarios/northwind");
    let output =
        muster(home.path(), &["report", project.to_str().expect("path"), "--out", "taken/out"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("--out"), "{told}");
}

#[test]
fn a_file_that_is_not_ours_is_refused_with_a_reason() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("notes.json"), "{\"colour\": \"blue\"}").expect("a file");
    let output = muster(home.path(), &["report", "notes.json"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("notes.json") && told.contains("not read"), "{told}");
}

#[test]
fn a_posture_of_another_format_or_none_is_refused() {
    let home = tempfile::tempdir().expect("a folder");
    for (text, word) in [
        ("{\"schema_version\": \"9.0\"}", "this muster reads 1.0"),
        ("{}", "no posture"),
        ("[", "no posture"),
    ] {
        fs::write(home.path().join("posture.json"), text).expect("a file");
        let output = muster(home.path(), &["render", "posture.json"]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(word), "{told}");
    }
}
