//! Outputs are one transaction: all old or all new, whatever happens to the process, the disk or another
//! process.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use passmuster::model::manifest::Manifest;
use sha2::{Digest, Sha256};

use super::{folder, run};
use crate::support::command;

const FIRST: &str = "servers:\n  - id: crm\n    purpose: Looks up orders of one customer.\n";
const SECOND: &str = "servers:\n  - id: crm\n    owner: ada\n  - id: erp\n";
const REPORT: [&str; 9] =
    ["report", "p", "--out", "out", "--record", "--format", "md,json", "--as-of", "2026-11-22"];

/// Every file below a folder, by name.
fn state(home: &Path) -> BTreeMap<String, Vec<u8>> {
    let named = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(home).expect("inside").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a file"))
    };
    let all = crate::support::files(home).iter().map(named).collect::<BTreeMap<_, _>>();
    // The inventory is not an output.
    all.into_iter().filter(|(name, _)| name != "p/inventory.yaml").collect()
}

/// A project whose first month is recorded.
fn recorded() -> tempfile::TempDir {
    let home = folder(&[("p/inventory.yaml", FIRST), ("out/notes.txt", "mine")]);
    let ended = run(home.path(), &REPORT);
    assert_eq!(ended.code, Some(0), "{}", ended.printed);
    home
}

fn write(home: &Path, inventory: &str) {
    fs::write(home.join("p/inventory.yaml"), inventory).expect("a file");
}

/// A number that differs from run to run of the loop, and not from run to run of the test.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// Kills the program at moments of all stages, and more often while it writes. `MUSTER_TEST_KILLS` asks
/// for more than a test run takes.
#[test]
fn a_killed_run_leaves_all_old_or_all_new() {
    let kills = std::env::var("MUSTER_TEST_KILLS").ok().and_then(|text| text.parse().ok());
    let kills: u64 = kills.unwrap_or(25);
    let home = recorded();
    let old = state(home.path());
    write(home.path(), SECOND);
    let begun = Instant::now();
    assert_eq!(run(home.path(), &REPORT).code, Some(0));
    let took = begun.elapsed();
    let new = state(home.path());
    assert_ne!(old, new);
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    let (mut kept, mut replaced, mut staged) = (0, 0, 0);
    for kill in 0..kills {
        // From what is there to the other one, whichever that is.
        let inventory = if state(home.path()) == old { SECOND } else { FIRST };
        write(home.path(), inventory);
        let before = state(home.path());
        let mut child = command(home.path(), &REPORT)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let share = u32::try_from(next(&mut seed) % 1000).expect("a share");
        if kill % 4 == 0 {
            std::thread::sleep(took * share / 1000);
        } else {
            // The moment at which writing begins, and a little more.
            let until = Instant::now() + took * 3;
            while !home.path().join("p/.muster-write").exists() && Instant::now() < until {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_micros(u64::from(share) * 30));
        }
        child.kill().expect("killed");
        child.wait().expect("ended");
        staged += u64::from(home.path().join("p/.muster-write").exists());
        // It reads no source and ends what was begun.
        run(home.path(), &["collect", "p"]);
        let after = state(home.path());
        assert!(after == old || after == new, "kill {kill}: {:?}", after.keys());
        match after == before {
            true => kept += 1,
            false => replaced += 1,
        }
        for folder in ["p", "out", "p/history"] {
            let staging = home.path().join(folder).join(".muster-write");
            assert!(!staging.exists(), "kill {kill}: {}", staging.display());
        }
    }
    eprintln!(
        "{kills} kills: {staged} while writing; {kept} kept the old, {replaced} have the new"
    );
    assert!(staged > kills / 10, "{staged} of {kills} came while files were staged");
}

#[test]
fn a_full_disk_changes_nothing() {
    let home = recorded();
    let old = state(home.path());
    write(home.path(), SECOND);
    for blocks in [4, 16, 64] {
        let program = env!("CARGO_BIN_EXE_muster");
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut limited = Command::new("bash");
        let output = limited
            .args(["-c", &script, program])
            .args(REPORT)
            .current_dir(home.path())
            .output()
            .expect("bash runs");
        let printed = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{blocks}: {printed}");
        assert!(printed.contains("nothing was written"), "{printed}");
        assert_eq!(state(home.path()), old, "{blocks}");
    }
}

/// As a user who may not write there; the tests themselves may run as one who may do anything.
#[cfg(unix)]
#[test]
fn a_history_that_cannot_be_written_changes_nothing() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    for closed in ["p/history", "out", "p"] {
        let home = recorded();
        write(home.path(), SECOND);
        let mode = |path: &Path, mode: u32| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
        };
        for open in ["", "p", "out", "p/history"] {
            mode(&home.path().join(open), if open == closed { 0o555 } else { 0o777 });
        }
        let old = state(home.path());
        let mut report = command(home.path(), &REPORT);
        if fs::metadata(home.path()).expect("a folder").uid() == 0 {
            report.uid(65_534);
        }
        let output = report.output().expect("the program runs");
        let printed = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{closed}: {printed}");
        assert!(printed.contains("cannot be written"), "{closed}: {printed}");
        assert!(printed.contains("nothing was written"), "{closed}: {printed}");
        assert_eq!(state(home.path()), old, "{closed}");
        mode(&home.path().join(closed), 0o777);
    }
}

fn manifest(home: &Path) -> Manifest {
    let bytes = fs::read(home.join("out/manifest.json")).expect("a manifest");
    serde_json::from_slice(&bytes).expect("a manifest")
}

#[test]
fn the_manifest_names_every_file_and_depends_on_nothing_else() {
    let home = recorded();
    let listed = manifest(home.path());
    let check = |folder: &str, file: &passmuster::model::manifest::FileFacts| {
        let bytes = fs::read(home.path().join(folder).join(&file.name)).expect("a file");
        let sha256: String =
            Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            (bytes.len() as u64, sha256),
            (file.bytes, file.sha256.clone()),
            "{}",
            file.name
        );
        file.name.clone()
    };
    let outputs: Vec<String> = listed.outputs.iter().map(|file| check("out", file)).collect();
    assert_eq!(outputs, ["report.md", "posture.json"]);
    let inputs: Vec<String> = listed.inputs.iter().map(|file| check("p", file)).collect();
    assert_eq!(inputs, ["inventory.yaml"]);
    assert_eq!(check("p", listed.record.as_ref().expect("a record")), "history/2026-11.json");
    // Once more, and from a folder of another name.
    let first = fs::read(home.path().join("out/manifest.json")).expect("a manifest");
    run(home.path(), &REPORT);
    assert_eq!(fs::read(home.path().join("out/manifest.json")).expect("a manifest"), first);
    let other = recorded();
    assert_eq!(fs::read(other.path().join("out/manifest.json")).expect("a manifest"), first);
    write(home.path(), SECOND);
    run(home.path(), &REPORT);
    assert_ne!(manifest(home.path()).inputs, listed.inputs);
}

#[test]
fn what_an_earlier_run_left_is_named_and_what_is_foreign_stays() {
    let home = recorded();
    assert_eq!(fs::read_to_string(home.path().join("out/notes.txt")).expect("a file"), "mine");
    let args = ["report", "p", "--format", "json", "--as-of", "2026-11-22"];
    let ended = run(home.path(), &args);
    assert!(ended.printed.contains("not written now: report.md"), "{}", ended.printed);
    assert!(!ended.printed.contains("notes.txt"), "{}", ended.printed);
    assert!(home.path().join("out/report.md").is_file());
    // A web application has a file of the same name.
    let foreign = "{\"name\": \"My app\", \"start_url\": \"/\"}";
    fs::write(home.path().join("out/manifest.json"), foreign).expect("a file");
    let before = state(home.path());
    let ended = run(home.path(), &args);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    assert!(ended.printed.contains("manifest.json is not one of muster's"), "{}", ended.printed);
    assert_eq!(state(home.path()), before);
}

#[test]
fn no_waiver_of_eight_at_once_is_lost() {
    let servers: String = (0..8).map(|n| format!("  - id: s{n}\n    owner: ghost\n")).collect();
    let inventory = format!(
        "owners:\n  - {{ id: ida, kind: person, status: active, domains: [operator] }}\nservers:\n{servers}"
    );
    let home = folder(&[("inventory.yaml", &inventory)]);
    let begun: Vec<_> = (0..8)
        .map(|n| {
            let finding = format!("OWN-01@server/s{n}");
            let args = [
                "waive",
                &finding,
                "--reason",
                "The team is being formed",
                "--until",
                "2026-12-20",
                "--approver",
                "ida",
                "--as-of",
                "2026-11-22",
            ];
            let mut waive = command(home.path(), &args);
            waive.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
        })
        .collect();
    let ended: Vec<_> =
        begun.into_iter().map(|child| child.wait_with_output().expect("ended")).collect();
    let text = fs::read_to_string(home.path().join("waivers.yaml")).expect("waivers");
    let mut recorded = 0;
    for (n, output) in ended.iter().enumerate() {
        let printed =
            String::from_utf8_lossy(&[&*output.stdout, &*output.stderr].concat()).into_owned();
        let is_there = text.contains(&format!("asset: server/s{n}\n"));
        assert_eq!(output.status.success(), is_there, "s{n}: {printed}\n{text}");
        assert!(is_there || printed.contains("another muster is writing"), "s{n}: {printed}");
        recorded += usize::from(is_there);
    }
    assert!(recorded > 0 && text.matches("- control:").count() == recorded, "{text}");
}

#[cfg(unix)]
#[test]
fn a_second_process_waits_and_then_says_why_it_stops() {
    let home = recorded();
    let old = state(home.path());
    let held = File::open(home.path().join("out")).expect("the folder");
    held.lock().expect("locked");
    let ended = run(home.path(), &REPORT);
    assert_eq!(ended.code, Some(2), "{}", ended.printed);
    assert!(ended.printed.contains("another muster is writing to "), "{}", ended.printed);
    assert_eq!(state(home.path()), old);
    drop(held);
    assert_eq!(run(home.path(), &REPORT).code, Some(0));
}
