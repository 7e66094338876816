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

/// A disk that takes no more: the limit on file sizes gives the same kind of error.
#[test]
#[cfg(unix)]
fn a_disk_that_takes_no_more_leaves_the_old_report() {
    let home = tempfile::tempdir().expect("a folder");
    fs::create_dir(home.path().join("out")).expect("out");
    fs::write(home.path().join("out/report.md"), "last month").expect("a report");
    let output = std::process::Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 8; exec \"$0\" report --as-of 2026-11-22 --format md,json")
        .arg(env!("CARGO_BIN_EXE_muster"))
        .current_dir(home.path())
        .output()
        .expect("a shell");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("report.md") && told.contains("mend:"), "{told}");
    let left = fs::read_to_string(home.path().join("out/report.md")).expect("the old report");
    assert_eq!(left, "last month");
    assert_eq!(fs::read_dir(home.path().join("out")).expect("out").count(), 1, "files are left");
}

/// Root may read everything, so a link that leads to itself stands for what nobody may read.
#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_is_told_with_every_other_error() {
    let home = tempfile::tempdir().expect("a folder");
    let project = home.path().join("project");
    fs::create_dir(&project).expect("a project");
    std::os::unix::fs::symlink("loop.yaml", project.join("loop.yaml")).expect("a link");
    fs::write(project.join("inventory.yaml"), "servers: [{ id: a, colour: blue }]")
        .expect("a file");
    let output = muster(home.path(), &["report", "project"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("loop.yaml") && told.contains("`colour`"), "{told}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    let closed = home.path().join("project/closed");
    fs::create_dir_all(&closed).expect("a folder");
    fs::write(home.path().join("project/muster.toml"), "").expect("a profile");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("no rights");
    // Root reads it all the same, and then there is nothing to tell.
    let is_root = fs::read_dir(&closed).is_ok();
    let output = muster(home.path(), &["report", "project", "--format", "json"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("rights");
    assert_eq!(output.status.code(), Some(if is_root { 0 } else { 2 }), "{told}");
    assert_eq!(told.contains("closed"), !is_root, "{told}");
}

/// What cannot be read is listed as unread, and what it would have told is not assessed.
#[test]
fn keep_going_passes_over_broken_files_and_says_so() {
    let home = tempfile::tempdir().expect("a folder");
    let project = home.path().join("project");
    fs::create_dir(&project).expect("a project");
    fs::write(project.join("muster.toml"), "[organisation]\nname = \"N\"\n").expect("a profile");
    let servers = "servers: [{ id: crm, owner: ada, purpose: Orders are looked up here. }]\n";
    fs::write(project.join("servers.yaml"), servers).expect("servers");
    fs::write(project.join("owners.yaml"), "owners: [{ id: ada\n").expect("owners");
    let reviews = "reviews: [{ asset: server/lost, status: completed }]\n";
    fs::write(project.join("reviews.yaml"), reviews).expect("reviews");
    let args = ["report", "project", "--format", "json", "--as-of", "2026-11-22"];
    assert_eq!(muster(home.path(), &args).status.code(), Some(2));
    let output = muster(home.path(), &[&args[..], &["--keep-going"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(home.path().join("out/posture.json")).expect("a posture");
    let posture: passmuster::model::Posture = serde_json::from_str(&text).expect("a posture");
    let input = posture.inputs.iter().find(|input| input.path == "owners.yaml").expect("listed");
    assert!(input.skipped.is_some(), "{input:?}");
    let told = |word: &str| posture.notices.iter().any(|notice| notice.message.contains(word));
    assert!(told("no YAML") && told("server/lost"), "{:?}", posture.notices);
    let owner = posture.findings.iter().find(|finding| finding.id == "OWN-01@server/crm");
    let outcome = owner.expect("a finding").outcome;
    assert_eq!(outcome, passmuster::model::Outcome::NotAssessed, "the owners were never read");
}
