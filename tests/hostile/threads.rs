//! More threads than there are, and none at all.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use super::{folder, run};

/// Runs a report under limits of the shell, and as another user where this one has no limits.
fn limited(home: &Path, program: &Path, limits: &str, arguments: &str, as_nobody: bool) -> Output {
    let script = format!(
        "{limits}; exec {} report . --as-of 2026-11-22 --format json,md {arguments}",
        program.display()
    );
    let mut command = match as_nobody {
        false => Command::new("sh"),
        true => {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "sh"]);
            command
        }
    };
    command.args(["-c", &script]).current_dir(home).output().expect("a shell")
}

fn ran(output: &Output) -> String {
    let printed = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{printed}");
    assert!(!printed.contains("panicked"), "{printed}");
    printed
}

#[test]
fn more_threads_than_the_maximum_are_an_error_that_names_it() {
    let home = folder(&[("servers.yaml", "servers: [{ id: crm }]\n")]);
    for number in ["257", "2000", "99999", "-1", "18446744073709551616"] {
        let threads = format!("--threads={number}");
        for command in ["report", "check"] {
            let ended = run(home.path(), &[command, ".", &threads]);
            assert_eq!(ended.code, Some(2), "{number}: {}", ended.printed);
            assert!(!ended.printed.contains("panicked"), "{number}: {}", ended.printed);
        }
    }
    let ended = run(home.path(), &["report", ".", "--threads", "99999"]);
    assert!(ended.printed.contains("256"), "{}", ended.printed);
}

#[test]
fn where_the_system_starts_fewer_threads_the_report_is_the_same() {
    let home = folder(&[
        ("servers.yaml", "servers: [{ id: crm }, { id: pay }]\n"),
        (".mcp.json", "{\"mcpServers\": {\"files\": {\"command\": \"npx\"}}}"),
    ]);
    let program = Path::new(env!("CARGO_BIN_EXE_muster"));
    let report = || fs::read(home.path().join("out/posture.json")).expect("a posture");
    ran(&limited(home.path(), program, "true", "", false));
    let whole = report();
    // The stacks of so many threads need more address space than there is.
    let few = limited(home.path(), program, "ulimit -v 1500000", "--threads 256", false);
    let printed = ran(&few);
    assert!(printed.contains("of 256 threads could be started"), "{printed}");
    assert_eq!(report(), whole);

    // Root may start any number, so that another user takes its place.
    let user = Command::new("id").arg("-u").output().expect("a user").stdout;
    let is_root = user.trim_ascii() == b"0";
    if is_root && Command::new("setpriv").arg("--version").output().is_err() {
        return;
    }
    let place = tempfile::tempdir().expect("a folder");
    let copy = place.path().join("muster");
    fs::copy(program, &copy).expect("a copy");
    for path in [home.path(), place.path(), &home.path().join("out"), &copy] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("rights");
    }
    fs::remove_dir_all(home.path().join("out")).expect("removed");
    let none = limited(home.path(), &copy, "ulimit -u 1 2>/dev/null || ulimit -p 1", "", is_root);
    let printed = ran(&none);
    assert!(printed.contains("no thread could be started"), "{printed}");
    assert_eq!(report(), whole);
}
