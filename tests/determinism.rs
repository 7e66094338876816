//! The same inputs give the same bytes, whatever the machine does.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{command, files, fixture};

fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = |path: std::path::PathBuf| {
        let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        (name, std::fs::read(&path).expect("an output"))
    };
    files(folder).into_iter().map(output).collect()
}

fn report(folder: &Path, out: &Path, environment: &[(&str, &str)], threads: &str) {
    let project = fixture("scenarios/northwind");
    let (project, out) = (project.to_str().expect("path"), out.to_str().expect("path"));
    let args = ["report", project, "--as-of", "2026-11-22", "--out", out, "--threads", threads];
    let mut command = command(folder, &args);
    command.envs(environment.iter().copied());
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn threads_zone_locale_and_folder_change_no_byte() {
    let home = tempfile::tempdir().expect("a folder");
    let runs = [
        ("first", vec![], "1"),
        ("again", vec![], "1"),
        ("many", vec![("RAYON_NUM_THREADS", "4")], "4"),
        (
            "zone",
            vec![("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE")],
            "2",
        ),
    ];
    let mut made = Vec::new();
    for (name, environment, threads) in &runs {
        let out = home.path().join(name);
        let elsewhere = tempfile::tempdir().expect("a folder");
        report(elsewhere.path(), &out, environment, threads);
        made.push((name, outputs(&out)));
    }
    let (_, first) = &made[0];
    assert!(first.len() >= 3, "{:?}", first.keys());
    for (name, outputs) in &made[1..] {
        assert_eq!(first.keys().collect::<Vec<_>>(), outputs.keys().collect::<Vec<_>>());
        for (file, bytes) in first {
            assert!(bytes == &outputs[file], "{file} differs in the run `{name}`");
        }
    }
}

#[test]
fn a_report_from_its_own_posture_is_the_same_report() {
    let home = tempfile::tempdir().expect("a folder");
    let (first, again) = (home.path().join("first"), home.path().join("again"));
    report(home.path(), &first, &[], "1");
    let posture = first.join("posture.json");
    let args = ["render", posture.to_str().expect("path"), "--out", again.to_str().expect("path")];
    let output = command(home.path(), &args).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let without_manifest = |folder: &Path| {
        let mut outputs = outputs(folder);
        // It lists other inputs: the project's files there, the posture here.
        assert!(outputs.remove("manifest.json").is_some());
        outputs
    };
    assert_eq!(without_manifest(&first), without_manifest(&again));
}
