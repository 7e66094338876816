//! Wrong input: one message each with file, line, field and fix, all together, exit 2, and last
//! month's report untouched.

use std::fs;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::{fixture, folders, muster};

#[test]
fn every_bad_input_is_reported_and_nothing_is_written() {
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
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{name}: {reported}");
        assert!(output.stdout.is_empty(), "{name} printed a summary");
        assert!(!reported.contains("panicked"), "{name}: {reported}");
        let left = fs::read_to_string(home.path().join("out/report.md")).expect("the old report");
        assert_eq!(left, "last month", "{name} touched the old report");
        assert_eq!(
            fs::read_dir(home.path().join("out")).expect("out").count(),
            1,
            "{name} left files"
        );
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/bad_input" }, {
            insta::assert_snapshot!(name, reported);
        });
    }
}

#[test]
fn what_cannot_be_opened_is_reported() {
    let home = tempfile::tempdir().expect("a folder");
    for (path, word) in
        [("missing", "does not exist"), ("/dev/null", "neither a file nor a folder")]
    {
        let output = muster(home.path(), &["report", path]);
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{reported}");
        assert!(reported.contains(word), "{path}: {reported}");
    }
}

#[test]
fn an_output_folder_that_cannot_be_made_is_reported() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("taken"), "a file").expect("a file");
    let project = fixture("scenarios/northwind");
    let output =
        muster(home.path(), &["report", project.to_str().expect("path"), "--out", "taken/out"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(reported.contains("--out"), "{reported}");
}

#[test]
fn a_file_that_is_not_ours_is_refused_with_a_reason() {
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("notes.json"), "{\"colour\": \"blue\"}").expect("a file");
    let output = muster(home.path(), &["report", "notes.json"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(reported.contains("notes.json") && reported.contains("not read"), "{reported}");
}

#[test]
fn a_posture_of_another_format_or_none_is_refused() {
    let home = tempfile::tempdir().expect("a folder");
    for (text, word) in [
        ("{\"schema_version\": \"9.0\"}", "this version of muster reads 1.7"),
        ("{}", "not a posture"),
        ("[", "not a posture"),
    ] {
        fs::write(home.path().join("posture.json"), text).expect("a file");
        let output = muster(home.path(), &["render", "posture.json"]);
        let reported = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{reported}");
        assert!(reported.contains(word), "{reported}");
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
        .arg("trap '' XFSZ; ulimit -f 8; exec \"$0\" demo --as-of 2026-11-22 --format md,json")
        .arg(env!("CARGO_BIN_EXE_muster"))
        .current_dir(home.path())
        .output()
        .expect("a shell");
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(reported.contains("report.md") && reported.contains("help:"), "{reported}");
    let left = fs::read_to_string(home.path().join("out/report.md")).expect("the old report");
    assert_eq!(left, "last month");
    assert_eq!(fs::read_dir(home.path().join("out")).expect("out").count(), 1, "files are left");
}

/// Root may read everything, so a link that leads to itself takes the place of an unreadable file.
#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_read_is_reported_with_every_other_error() {
    let home = tempfile::tempdir().expect("a folder");
    let project = home.path().join("project");
    fs::create_dir(&project).expect("a project");
    fs::create_dir(project.join("inventory")).expect("a folder");
    std::os::unix::fs::symlink("loop.yaml", project.join("inventory/loop.yaml")).expect("a link");
    fs::write(project.join("inventory.yaml"), "servers: [{ id: a, colour: blue }]")
        .expect("a file");
    let output = muster(home.path(), &["report", "project"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(reported.contains("loop.yaml") && reported.contains("`colour`"), "{reported}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_read_is_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().expect("a folder");
    let closed = home.path().join("project/closed");
    fs::create_dir_all(&closed).expect("a folder");
    fs::write(home.path().join("project/servers.yaml"), "servers: []").expect("an inventory");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("no rights");
    // Root reads it all the same, and then there is nothing to tell.
    let is_root = fs::read_dir(&closed).is_ok();
    let output = muster(home.path(), &["report", "project", "--format", "json"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).expect("rights");
    assert_eq!(output.status.code(), Some(0), "{reported}");
    assert_eq!(reported.contains("closed"), !is_root, "{reported}");
}

/// What cannot be read is listed as unread, and findings that need it are not assessed.
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
    let reported = |word: &str| posture.notices.iter().any(|notice| notice.message.contains(word));
    assert!(reported("not valid YAML") && reported("server/lost"), "{:?}", posture.notices);
    let owner = posture.findings.iter().find(|finding| finding.id == "OWN-01@server/crm");
    let outcome = owner.expect("a finding").outcome;
    assert_eq!(outcome, passmuster::model::Outcome::NotAssessed, "the owners were never read");
}

/// What the program prints for a folder with one more file in it, which must stop the run.
fn refused(name: &str, bytes: &[u8]) -> String {
    let home = tempfile::tempdir().expect("a folder");
    fs::create_dir(home.path().join("project")).expect("a project");
    fs::write(home.path().join("project/muster.toml"), "").expect("a profile");
    fs::write(home.path().join("project").join(name), bytes).expect("a file");
    let output = muster(home.path(), &["report", "project", "--format", "json"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{name}: {reported}");
    assert!(!reported.contains("panicked") && reported.contains(name), "{name}: {reported}");
    assert!(reported.contains("help: "), "{name}: {reported}");
    assert!(!home.path().join("out").exists(), "{name} left an output");
    reported
}

#[test]
fn what_nests_or_repeats_without_end_is_refused() {
    let deep = 10_000;
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    for (name, text, word) in [
        ("servers.json", "[".repeat(deep), "too deeply"),
        ("owners.json", "{\"a\":".repeat(deep), "too deeply"),
        ("agents.ndjson", "[".repeat(deep), "too deeply"),
        ("servers.yaml", "[".repeat(deep), "too deeply"),
        ("owners.yaml", (0..deep).map(|at| format!("{}a:\n", " ".repeat(at))).collect(), "deep"),
        ("agents.yaml", "- ".repeat(deep), "deep"),
        ("servers.toml", format!("a = {}", "[".repeat(deep)), "too deeply"),
        ("owners.toml", format!("{}a = 1", "a.".repeat(deep)), "too deeply"),
        ("servers.csv", format!("id{}\nx\n", ".a".repeat(deep)), "too many steps"),
        ("secrets.yaml", bomb, "aliases"),
    ] {
        let reported = refused(name, text.as_bytes());
        assert!(reported.contains(word), "{name}: {reported}");
    }
}

#[test]
fn texts_that_are_none_are_refused() {
    for (name, bytes) in [
        ("servers.csv", &b"id,name\ncrm,caf\xe9\n"[..]),
        ("servers.json", b"\xff\xfe{\0}"),
        ("servers.yaml", b"i\0d\0:\0 \0a\0"),
    ] {
        assert!(refused(name, bytes).contains("save it as UTF-8"), "{name}");
    }
}

#[test]
fn dates_as_people_write_them_are_refused_with_a_fix() {
    for date in ["22.11.2026", "11/22/2026", "22 Nov 2026", "46000"] {
        let reported = refused("servers.csv", format!("id,first_seen\ncrm,{date}\n").as_bytes());
        assert!(
            reported.contains("servers.csv:2") && reported.contains("write 2026-11-22"),
            "{reported}"
        );
        assert!(!reported.contains(date), "{reported}");
    }
}

#[test]
fn workbooks_that_are_bombs_or_none_are_refused() {
    // Every part is a mebibyte of nothing; packed, all of them are small.
    let options = SimpleFileOptions::default();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/part0.xml", options).expect("a part");
    archive.write_all(&vec![b' '; 1 << 20]).expect("nothing");
    let mut one = zip::ZipArchive::new(archive.finish().expect("an archive")).expect("an archive");
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..260 {
        let part = one.by_index_raw(0).expect("the part");
        bomb.raw_copy_file_rename(part, format!("xl/part{number}.xml")).expect("a copy");
    }
    let bomb = bomb.finish().expect("an archive").into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(refused("servers.xlsx", &bomb).contains("too large when unpacked"));
    assert!(refused("owners.xlsx", b"no workbook").contains("cannot be read"));
}

/// Two gibibytes that take no place on the disk.
#[test]
fn a_line_of_two_gibibytes_is_refused_before_it_is_read() {
    let home = tempfile::tempdir().expect("a folder");
    let file = fs::File::create(home.path().join("servers.ndjson")).expect("a file");
    file.set_len(2 << 30).expect("a sparse file");
    let started = std::time::Instant::now();
    let output = muster(home.path(), &["report", "servers.ndjson"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(
        reported.contains("servers.ndjson is larger than 512 MiB")
            && reported.contains("help: split")
    );
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
#[cfg(target_os = "linux")]
fn inputs_that_memory_cannot_hold_are_refused_before_they_are_read() {
    let home = tempfile::tempdir().expect("a folder");
    for name in ["servers.ndjson", "agents.ndjson"] {
        let file = fs::File::create(home.path().join(name)).expect("a file");
        file.set_len(500 << 20).expect("a sparse file");
    }
    let limited = "ulimit -v 4000000; exec \"$0\" report . --format json --out out";
    let output = std::process::Command::new("bash")
        .args(["-c", limited, env!("CARGO_BIN_EXE_muster")])
        .current_dir(home.path())
        .output()
        .expect("bash runs");
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    let sentence = "the inputs are 1000 MiB, which takes at least 6 times as much memory, and 3906 MiB can be had";
    assert!(reported.contains(sentence), "{reported}");
    assert!(!home.path().join("out").exists());
}

#[test]
#[cfg(unix)]
fn pipes_and_circles_in_a_folder_are_reported_and_never_opened() {
    let home = tempfile::tempdir().expect("a folder");
    let project = home.path().join("project");
    fs::create_dir_all(project.join("inner")).expect("a project");
    fs::write(project.join("muster.toml"), "").expect("a profile");
    let made = std::process::Command::new("mkfifo").arg(project.join("pipe.yaml")).status();
    assert!(made.expect("mkfifo").success());
    std::os::unix::fs::symlink("..", project.join("inner/up")).expect("a link");
    std::os::unix::fs::symlink("loop.json", project.join("loop.json")).expect("a link");
    let output = muster(home.path(), &["report", "project", "--format", "json"]);
    let reported = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{reported}");
    assert!(reported.contains("there is nothing here that muster reads"), "{reported}");
    assert!(reported.contains("pipe.yaml: this is neither a file nor a folder"), "{reported}");
    assert!(reported.contains("loop.json"), "{reported}");
    let output = muster(home.path(), &["report", "project/pipe.yaml"]);
    assert_eq!(output.status.code(), Some(2));
}
