//! Small files that ask for much: each ends, in little memory, with what it asked for too much.
//!
//! Memory is that of a child process; work is counted where it is done (steps of a spread, comparisons of
//! names, bytes of a budget), in the unit tests beside it. Seconds are in the benchmark `hostile`.

#[path = "limits_inputs.rs"]
pub(crate) mod inputs;

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::measured::{Ended, measured};
use inputs::{Expected, Hostile};

/// The most that any of the cases may take, in MiB.
const MOST_MEMORY: u64 = 512;

fn written(case: &Hostile) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for (name, bytes) in &case.files {
        let path = home.path().join("p").join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, bytes).expect("a file");
    }
    home
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "it reads /proc")]
fn whatever_a_file_asks_for_it_ends_in_little_memory() {
    let cases = inputs::all();
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut wrong = Vec::new();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            wrong.extend(wrong_of(case));
        }
        wrong
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..2).map(|_| scope.spawn(worker)).collect();
        running.into_iter().flat_map(|one| one.join().expect("a worker")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with the run of one case.
fn wrong_of(case: &Hostile) -> Vec<String> {
    let home = written(case);
    let Ended { code, printed, peak } = measured(home.path(), case.args);
    let start: String = printed.chars().take(600).collect();
    let (name, mut wrong) = (case.name, Vec::new());
    if peak == 0 || peak > MOST_MEMORY {
        wrong.push(format!("{name}: {peak} MiB: {start}"));
    }
    let file = case.files.last().map_or("", |(file, _)| file);
    match case.expected {
        Expected::Read if code != Some(0) => wrong.push(format!("{name}: {code:?}: {start}")),
        Expected::Refused(words)
            if code != Some(2) || !printed.contains(words) || !printed.contains(file) =>
        {
            wrong.push(format!("{name}: {code:?}, not `{words}`: {start}"));
        }
        _ => {}
    }
    if printed.len() > 200_000 || printed.contains("internal error") {
        wrong.push(format!("{name}: printed {} bytes: {start}", printed.len()));
    }
    wrong
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "it reads /proc")]
fn nothing_is_read_whole_before_its_format_is_known() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("p");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(folder.join("servers.yaml"), "servers: []\n").expect("a file");
    let sparse = |name: &str, bytes: u64| {
        let file = std::fs::File::create(folder.join(name)).expect("a file");
        file.set_len(bytes).expect("a length");
    };
    sparse("notes.bin", 5 << 30);
    sparse("notes.json", 400 << 20);
    sparse("huge.json", 5 << 30);
    // Reading is measured, and not what a PDF takes.
    let args = ["report", "p", "--out", "out", "--as-of", "2026-11-22", "--format", "json"];
    let Ended { code, printed, peak } = measured(home.path(), &args);
    assert_eq!(code, Some(0), "{printed}");
    assert!((1..200).contains(&peak), "{peak} MiB");
    for (name, words) in [
        ("p/notes.bin", "larger than 512 MiB"),
        ("p/notes.json", "neither text nor a workbook"),
        ("p/huge.json", "larger than 512 MiB"),
    ] {
        let Ended { code, printed, peak } =
            measured(home.path(), &["report", name, "--out", "out", "--format", "json"]);
        assert_eq!(code, Some(2), "{name}: {printed}");
        assert!(printed.contains(words), "{name}: {printed}");
        assert!((1..200).contains(&peak), "{name}: {peak} MiB");
    }
}

#[test]
fn a_reference_to_a_record_that_could_not_be_read_is_no_further_error() {
    let text = "servers:\n  - {id: crm, tier: T9}\n  - {id: mail, uses: [crm, server/crm, cmr]}\n";
    let home = super::folder(&[("inventory.yaml", text)]);
    let ended = super::run(home.path(), &["report", ".", "--out", "out"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.printed.contains("not one of the known ones"), "{}", ended.printed);
    assert!(ended.printed.contains("`uses` names cmr"), "{}", ended.printed);
    assert!(!ended.printed.contains("names crm"), "{}", ended.printed);
    assert!(!ended.printed.contains("names server/crm"), "{}", ended.printed);
}
